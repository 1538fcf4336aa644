"""What happened to a case, told to those who may know: every act to officials, open words to the reporter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_

from lapor.complaints.models import Attachment, Complaint, Event, StepClock
from lapor.people.models import Agency
from lapor.sop.rules import ACTIONS, C, H, K, Role

# Words that the reporter reads, by act. What is not here never leaves the offices.
OPEN_WORDS = MappingProxyType({
    "submit": ("story", "landmark", "occurred"),
    "archive": ("explanation",),
    "ask_completion": ("question",),
    "complete": ("reply",),
    "pass_on": ("interim",),
    "answer": ("answer", "ground"),
    "answer_simple": ("answer", "ground"),
    "take_up": ("interim",),
    "answer_supervisory": ("answer", "verdict"),
    "report_delay": ("reason",),
    "keep_promise": ("answer",),
    "confirm": ("remark",),
    "reply": ("message",),
    "object": ("reason",),
    "reopen": ("reason",),
    "withdraw": ("reason",),
})  # fmt: skip

# Acts whose files the reporter sees: his own, and those that came with an answer.
OPEN_FILES = ("submit", "complete", "reply", "object", "reopen", "answer", "answer_simple", "keep_promise")

# What an investigation found; the words of a text named "verdict".
VERDICTS = MappingProxyType({
    "proven": N_("Terbukti"),
    "partly": N_("Terbukti sebagian"),
    "unproven": N_("Tidak terbukti"),
    "elsewhere": N_("Menjadi wewenang lembaga lain"),
})  # fmt: skip

WORD_LABELS = MappingProxyType({
    "story": N_("Aduan"),
    "landmark": N_("Patokan"),
    "occurred": N_("Waktu kejadian"),
    "note": N_("Catatan dalam"),
    "explanation": N_("Penjelasan"),
    "question": N_("Yang diminta"),
    "reply": N_("Kelengkapan"),
    "message": N_("Pesan"),
    "interim": N_("Jawaban sementara"),
    "instruction": N_("Disposisi"),
    "reason": N_("Alasan"),
    "done": N_("Yang dikerjakan"),
    "by_whom": N_("Pelaksana"),
    "remains": N_("Yang belum selesai"),
    "missing": N_("Yang kurang"),
    "answer": N_("Jawaban"),
    "ground": N_("Dasar"),
    "remark": N_("Pesan pelapor"),
    "findings": N_("Temuan"),
    "verdict": N_("Hasil pemeriksaan"),
})  # fmt: skip

# What the reporter reads above words that offices call otherwise.
REPORTERS_LABELS = MappingProxyType({**WORD_LABELS, "interim": N_("Kabar awal")})

_TIMED = {
    "verify_and_route": C.RECEIVED, "take_up": C.RECEIVED, "pass_on": H.AT_OPERATOR, "assign": H.AT_OFFICER,
    "report": H.AT_UNIT,
    "send_back": H.CHECKING, "approve": H.CHECKING, "answer": H.TO_ANSWER, "acknowledge": K.STEP8,
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One act as it is told. `words` maps a label to a text; `clock` is the clock that the act ended.

    `agency` is the short name of the agency that the act gives the case to, or proposes, `agency_name` its
    whole one; "" where none is.
    """

    event: Event
    action: str
    label: str
    words: dict[str, str]
    files: list[Attachment]
    clock: StepClock | None
    by: str
    agency: str
    agency_name: str
    from_reporter: bool

    @property
    def step(self) -> int | None:
        return ACTIONS[self.action].step


def for_officials(complaint: Complaint, *, clocks: Iterable[StepClock] | None = None) -> list[Entry]:
    """Every act with all its words, oldest first. `clocks` are the complaint's, if they were read already."""
    return _told(complaint, lambda event: [text.name for text in event.texts.all()], every_file=True, clocks=clocks)


def for_reporter(complaint: Complaint) -> list[Entry]:
    """Every act, oldest first, with the words and files that are the reporter's to read."""
    return _told(complaint, lambda event: OPEN_WORDS.get(event.action, ()), every_file=False, labels=REPORTERS_LABELS)


def open_files(complaint: Complaint) -> set[str]:
    """Ids of the attachments that the reporter may open."""
    return {str(file.pk) for entry in for_reporter(complaint) for file in entry.files}


def _told(
    complaint: Complaint,
    readable: Callable[[Event], Collection[str]],
    *,
    every_file: bool,
    clocks: Iterable[StepClock] | None = None,
    labels: Mapping[str, str] = WORD_LABELS,
) -> list[Entry]:
    rows = list(_with_all(complaint.events.order_by("seq")))
    files = {str(f.pk): f for event in rows for f in event.attachments.all()}
    ended = [row for row in (complaint.clocks.all() if clocks is None else clocks) if row.finished_at is not None]
    return [
        Entry(
            event=event,
            action=event.action,
            label=gettext(ACTIONS[event.action].done),
            words={
                labels[text.name]: gettext(VERDICTS[text.words]) if text.name == "verdict" else text.words
                for text in event.texts.all()
                if text.words and text.name in readable(event)
            },
            files=_files(event, files, every_file),
            clock=_ended(event, ended),
            by=_by(event),
            agency=event.named or "",
            agency_name=event.named_whole or "",
            from_reporter=event.role == Role.CITIZEN,
        )
        for event in rows
    ]


def _with_all(events: QuerySet[Event]) -> QuerySet[Any]:
    """These events with all that is told of them; `named` and `named_whole` are the agency its data names."""
    named = Agency.objects.filter(code=OuterRef("code_in_data"))
    return (
        events.select_related("position__agency", "position__unit", "handling__agency", "head_report")
        .prefetch_related("texts", "attachments")
        .annotate(code_in_data=Coalesce(KT("data__agency"), KT("data__proposed")))
        .annotate(named=Subquery(named.values("short")[:1]), named_whole=Subquery(named.values("name")[:1]))
    )


def _files(event: Event, files: dict[str, Attachment], every_file: bool) -> list[Attachment]:
    own = list(event.attachments.all()) if every_file or event.action in OPEN_FILES else []
    shown = [files[key] for key in event.data.get("shown", []) if key in files]
    return own + [file for file in shown if file not in own]


def _ended(event: Event, clocks: Iterable[StepClock]) -> StepClock | None:
    name = _TIMED.get(event.action)
    if event.action == "answer_simple":
        same = [c for c in clocks if c.finished_at == event.at and c.name in (H.AT_OPERATOR, H.AT_OFFICER)]
    else:
        same = [c for c in clocks if c.finished_at == event.at and c.name == name]
    return same[-1] if same else None


def _by(event: Event) -> str:
    if event.role == Role.CITIZEN:
        return gettext("Pelapor")
    if event.position is None:
        return gettext("Sistem")
    return event.position.label
