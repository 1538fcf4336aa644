"""The words of a case: what the reporter wrote, what he was told, what stays inside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from lapor.complaints.history import OPEN_WORDS, WORD_LABELS, Entry
from lapor.complaints.models import Attachment, Event
from lapor.complaints.steps.answer import KINDS
from lapor.complaints.steps.route import RETURN_REASONS
from lapor.complaints.steps.verify import EVERY_REASON
from lapor.complaints.steps.work import RESULTS
from lapor.officer.cases import Case
from lapor.sop import words
from lapor.sop.rules import KLASS_LABELS, Klass

_OUT = {
    "pass_on": "jawaban sementara",
    "take_up": "kabar awal",
    "answer_supervisory": "jawaban",
    "ask_completion": "minta kelengkapan",
    "answer": "jawaban",
    "answer_simple": "jawaban",
    "archive": "diarsipkan",
    "report_delay": "tanggal baru",
    "keep_promise": "janji ditepati",
}
_MAIN = (
    "Aduan",
    "Pesan",
    "Kelengkapan",
    "Jawaban sementara",
    "Yang diminta",
    "Jawaban",
    "Penjelasan",
    "Catatan dalam",
    "Disposisi",
    "Temuan",
)


@dataclass(frozen=True)
class Message:
    """One message. `kind` is "in" (from the reporter), "out" (to him) or "inner" (he never sees it).

    `words` are pairs of a label and a text; the label is "" for what the message mainly says.
    """

    kind: str
    heading: str
    entry: Entry
    words: list[tuple[str, str]]
    facts: list[str] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)


def messages_of(case: Case) -> list[Message]:
    """Every message of the case, oldest first. Handling reports are not among them: they are sheets."""
    told: list[Message] = []
    for entry in case.entries:
        if entry.action != "report":
            told += _open(entry, case.reporter_words)
            told += _inner(entry)
    return told


def reports_of(entries: Iterable[Entry]) -> list[Entry]:
    """The handling reports, newest first."""
    return [entry for entry in entries if entry.action == "report"][::-1]


def sent_back(entries: Iterable[Entry], by: str, *, among: tuple[str, ...]) -> str:
    """What was found missing where the newest act among these is this one, which sent work back; else ""."""
    acts = [entry.event for entry in entries if entry.action in among]
    if not acts or acts[-1].action != by:
        return ""
    return words_of(acts[-1]).get("missing", "")


def words_of(event: Event) -> dict[str, str]:
    """The words of an act, by the names they are kept under."""
    return {text.name: text.words for text in event.texts.all()}


def facts_of(event: Event, agency: str = "") -> list[str]:
    """What an act says beside its words: kinds, dates, reasons, stars; `agency` as its entry names it."""
    data = event.data
    reasons = {"request_return": RETURN_REASONS, "archive": EVERY_REASON}.get(event.action, {})
    found = [
        _small(reasons.get(str(data.get("reason")), "")),
        _small(KINDS.get(str(data.get("kind")), "")),
        f"hasil: {_small(RESULTS[data['result']])}" if data.get("result") in RESULTS else "",
        f"rencana {_day(data['planned_on'])}" if data.get("planned_on") else "",
        f"tahun anggaran {data['budget_year']}" if data.get("budget_year") else "",
        f"dijanjikan {_day(data['promised_on'])}" if data.get("promised_on") else "",
        f"menjadi {_small(KLASS_LABELS[Klass(data['klass'])])}" if event.action == "reclassify" else "",
        f"seharusnya {agency or data['proposed']}" if data.get("proposed") else "",
        f"ke {agency or data['agency']}" if data.get("agency") and event.action != "take_up" else "",
        f"ke {data['unit']}" if data.get("unit") else "",
        f"{data['score']} dari 5 bintang" if data.get("score") else "",
    ]
    return [fact for fact in found if fact]


def _open(entry: Entry, reporter: str) -> list[Message]:
    shown = {WORD_LABELS[name] for name in OPEN_WORDS.get(entry.action, ())}
    said = [(_label(label), text) for label, text in entry.words.items() if label in shown]
    if entry.from_reporter:
        facts = facts_of(entry.event, entry.agency)
        if not (said or entry.files or facts):
            return []
        return [Message("in", f"{reporter}, {_told(entry)}", entry, said, facts, entry.files)]
    if entry.action not in _OUT or not said:
        return []
    return [
        Message(
            "out",
            f"{_office(entry)}, {_OUT[entry.action]}",
            entry,
            said,
            facts_of(entry.event, entry.agency),
            entry.files,
        )
    ]


def _inner(entry: Entry) -> list[Message]:
    shown = {WORD_LABELS[name] for name in OPEN_WORDS.get(entry.action, ())}
    said = [(_label(label), text) for label, text in entry.words.items() if label not in shown]
    if not said:
        return []
    facts = [] if entry.action in _OUT else facts_of(entry.event, entry.agency)
    files = entry.files if entry.action == "conclude" else []  # what else comes with files is told elsewhere
    return [Message("inner", f"{entry.by}: {entry.label.lower()}", entry, said, facts, files)]


def _office(entry: Entry) -> str:
    position = entry.event.position
    if position is None:
        return "Lapor Bantul"
    return position.agency.short if position.agency else "Tim Kabupaten"


def _told(entry: Entry) -> str:
    return {
        "submit": "aduan",
        "complete": "kelengkapan",
        "confirm": "menyatakan beres",
        "change_score": "mengubah nilai",
        "reply": "membalas atau bertanya",
        "object": "berkeberatan",
        "reopen": "membuka lagi",
        "protect": "menyembunyikan nama atau isi aduan",
        "withdraw": "mencabut aduan",
    }.get(entry.action, entry.label.lower())


def _label(label: str) -> str:
    return "" if label in _MAIN else label


def _small(words: str) -> str:
    """With a small first letter, to stand inside a line."""
    return words[:1].lower() + words[1:]


def _day(iso: str) -> str:
    return words.date_words(date.fromisoformat(iso))
