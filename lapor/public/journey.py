"""The eight steps of one complaint as its reporter reads them: what happened, and where it stands now.

Offices are named, never officials. A new round takes the case back to a step; what the round before had done
from there on is told apart, under `earlier`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from lapor.complaints.history import Entry
from lapor.complaints.models import Attachment, Complaint, Event
from lapor.public import inspectorate
from lapor.sop import rules, words
from lapor.sop.rules import C

TIM = "Tim Kabupaten"
_MOVES_TO = {
    "submit": 2, "verify_and_route": 3, "reroute": 3, "pass_on": 4, "assign": 5, "recall": 4, "report": 6,
    "send_back": 5, "approve": 7, "answer": 8, "answer_simple": 8, "reopen": 4,
    "promise_due": 4,
}  # fmt: skip
_GIVES = ("verify_and_route", "reroute", "carry_over")  # acts that give the case to an agency
_SILENT = ("see_report",)  # between offices, and no news to the reporter
ENDED = (C.ARCHIVED, C.LAPSED, C.WITHDRAWN)


@dataclass(frozen=True)
class Note:
    """One thing that happened. `words` maps a label to words the reporter may read."""

    at: datetime
    action: str
    text: str
    words: Mapping[str, str]
    files: list[Attachment]


@dataclass
class Stop:
    """One of the eight steps, or of the Inspektorat's four. `state` is "past", "now", "skipped" (not needed, or the
    case ended before) or "" (still to come). `answered_at` is the step whose answer made this one needless."""

    order: int
    title: str
    state: str = ""
    answered_at: int | None = None
    notes: list[Note] = field(default_factory=list)

    @property
    def newest(self) -> datetime | None:
        """When something last happened here."""
        return self.notes[-1].at if self.notes else None


@dataclass
class Journey:
    """`now` is where the case stands, `earlier` what former rounds did after the step they went back to."""

    stops: list[Stop]
    now: int
    earlier: list[Note]

    @property
    def standing(self) -> Stop | None:
        """The step that is being walked; None where the case is over."""
        return next((stop for stop in self.stops if stop.state == "now"), None)

    @property
    def latest(self) -> int:
        """The step in which something happened last."""
        told = [stop for stop in self.stops if stop.newest]
        return max(told, key=lambda stop: (stop.newest, stop.order)).order if told else 1


def titles(complaint: Complaint) -> list[str]:
    """What the reporter reads above each step of his complaint."""
    if complaint.supervisory:
        return [_(title) for title in inspectorate.STOPS]
    return [_(step.citizen_words) for step in rules.STEPS]


def of(complaint: Complaint, entries: Iterable[Entry]) -> Journey:
    """Walk the acts in their order."""
    told = [entry for entry in entries if entry.action not in _SILENT]
    stops = [Stop(order, title) for order, title in enumerate(titles(complaint), start=1)]
    now, answered, earlier = 1, False, list[Note]()
    for entry, note in zip(told, _in_words(told), strict=True):
        before = now
        now = _after(entry, now, answered=answered, inside=complaint.supervisory)
        if rules.ACTIONS[entry.action].new_round:
            for stop in stops[now - 1 :]:
                earlier += stop.notes
                stop.notes, stop.state, stop.answered_at = [], "", None
            stops[now - 1].notes.append(note)  # why there is a new round: it stands where that begins
        else:
            stops[before - 1].notes.append(note)
        if entry.action == "answer_simple":
            for stop in stops[before : now - 1]:
                stop.state, stop.answered_at = "skipped", before
        answered = now == len(stops)
    _mark(stops, now, complaint)
    earlier.sort(key=lambda note: note.at)
    return Journey(stops, now, earlier)


def notes(entries: Iterable[Entry]) -> list[Note]:
    """Every act as a note, oldest first."""
    told = [entry for entry in entries if entry.action not in _SILENT]
    return _in_words(told)


def office(event: Event) -> str:
    """The office that acted, as citizens know it."""
    if event.position is None:
        return _("Sistem")
    if event.role == rules.Role.CUSTODIAN:
        return _(rules.ROLE_LABELS[rules.Role.CUSTODIAN])
    return event.position.agency.name if event.position.agency else _(TIM)


def _after(entry: Entry, now: int, *, answered: bool, inside: bool) -> int:
    """The step after this act; `inside`, of the Inspektorat's walk."""
    if entry.action == "object":
        return 2 if not answered else inspectorate.EXAMINED_AT if inside else 4
    return (inspectorate.MOVES_TO if inside else _MOVES_TO).get(entry.action, now)


def _mark(stops: list[Stop], now: int, complaint: Complaint) -> None:
    for stop in stops:
        if stop.state == "skipped":
            continue
        decided = complaint.state in (C.CLOSED, C.ARCHIVED)
        if stop.order < now or (stop.order == now and decided):
            stop.state = "past"
        elif complaint.state in ENDED:
            stop.state = "skipped"
        elif stop.order == now:
            stop.state = "now"


def _in_words(told: Iterable[Entry]) -> list[Note]:
    """Each act as a note, with the agency that held the case then. A report after one of the same round is told
    as handed in again."""
    notes, reported, holder = [], set[int](), _(TIM)
    for entry in told:
        again = entry.action == "report" and entry.event.round in reported
        notes.append(_note(entry, holder, again=again))
        if entry.action in _GIVES:
            holder = entry.agency_name
        if entry.action == "report":
            reported.add(entry.event.round)
    return notes


def _note(entry: Entry, holder: str, *, again: bool) -> Note:
    event = entry.event
    promised, klass = event.data.get("promised_on"), event.data.get("klass")
    names = {
        "office": office(event),
        "holder": holder,
        "to": entry.agency_name,
        "unit": event.data.get("unit", ""),
        "score": event.data.get("score") or "",
        "promised": words.date_words(date.fromisoformat(promised)) if promised else "",
        "klass": _(rules.KLASS_LABELS[rules.Klass(klass)]).lower() if klass else "",
    }
    sentence = _("Laporan diserahkan lagi.") if again else _sentence(entry) % names
    return Note(event.at, entry.action, sentence, entry.words, entry.files)


def _sentence(entry: Entry) -> str:
    """What an act was, with %(names)s of offices in it."""
    if told := inspectorate.sentence(entry):
        return told
    if entry.action == "object" and entry.event.data.get("score"):
        return _("Anda berkeberatan (%(score)s dari 5).")
    if entry.action == "archive" and entry.event.handling is not None:
        return _("%(holder)s menyatakan ini bukan wewenangnya; Tim Kabupaten mengarsipkan aduan.")
    if entry.action == "lapse" and entry.event.handling is not None and entry.event.complaint.supervisory:
        return _("Batas waktu kelengkapan lewat tanpa jawaban. Inspektorat melanjutkan tanpa kelengkapan.")
    if entry.action == "lapse" and entry.event.handling is not None:
        return _("Batas waktu kelengkapan lewat tanpa jawaban. Dinas melanjutkan tanpa kelengkapan.")
    if entry.action == "reopen" and not entry.from_reporter:
        return _("Tim Kabupaten membuka lagi aduan ini.")
    return {
        "submit": _("Aduan diterima, tanda terima diberikan."),
        "verify_and_route": _("Diteruskan ke %(to)s."),
        "archive": _("Tim Kabupaten mengarsipkan aduan."),
        "ask_completion": _("%(office)s meminta kelengkapan. Jam berhenti."),
        "complete": _("Anda melengkapi. Jam berjalan lagi."),
        "lapse": _("Batas waktu kelengkapan lewat tanpa jawaban."),
        "answer_simple": _("%(office)s menjawab."),
        "pass_on": _("%(office)s memberi kabar awal."),
        "request_return": _("%(office)s menyatakan ini bukan wewenangnya. Tim Kabupaten memutuskan."),
        "reroute": _("Bukan wewenang %(holder)s; sekarang ditangani %(to)s."),
        "refuse": _("Tim Kabupaten memutuskan: tetap ditangani %(holder)s."),
        "report_delay": _("%(office)s menjanjikan tanggal baru: %(promised)s."),
        "keep_promise": _("%(office)s sudah mengerjakan yang dijanjikan."),
        "promise_due": _("Tanggal yang dijanjikan sudah tiba. Aduan Anda dibuka lagi."),
        "reclassify": _("Tim Kabupaten mengubah jenis aduan menjadi %(klass)s. Batas terakhir dihitung lagi."),
        "carry_over": _("%(holder)s bergabung ke %(to)s; aduan Anda diteruskan di sana."),
        "assign": _("%(unit)s ditunjuk."),
        "recall": _("Pekerjaan ditarik kembali untuk ditugaskan ulang."),
        "report": _("Laporan penanganan diserahkan."),
        "send_back": _("Hasilnya dinilai belum cukup, dikerjakan lagi."),
        "approve": _("Hasilnya disetujui."),
        "answer": _("%(office)s mengirim jawaban."),
        "channel_accepted": _("Jawaban sampai kepada Anda."),
        "acknowledge": _("Tim Kabupaten menerima laporan jawaban."),
        "confirm": _("Anda menyatakan sudah beres, nilai %(score)s dari 5."),
        "change_score": _("Anda mengubah nilai menjadi %(score)s dari 5."),
        "reply": _("Anda mengirim pesan."),
        "close_silent": _("Ditutup karena tidak ada kabar dari Anda."),
        "object": _("Anda berkeberatan."),
        "reopen": _("Anda membuka lagi aduan ini."),
        "protect": _("Anda menyembunyikan nama atau isi aduan."),
        "ask_identity": _("%(office)s meminta identitas Anda dibuka. Penjaga identitas memutuskan."),
        "deny_identity": _("Penjaga identitas menolak; identitas Anda tetap tertutup."),
        "allow_identity": _("Penjaga identitas mengizinkan yang meminta melihat identitas Anda selama 24 jam."),
        "see_identity": _("%(office)s melihat identitas Anda."),
        "withdraw": _("Anda mencabut aduan."),
    }[entry.action]
