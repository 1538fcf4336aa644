"""The inbox: running clocks of one's office, nearest due first, in groups that say what is pressing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lapor.complaints import paging, promises, queries
from lapor.complaints.models import Event, Handling, StepClock
from lapor.complaints.timing import Reader, Reading
from lapor.officer import raised
from lapor.officer.cases import HEARD, goes_on_without
from lapor.officer.views import DESK
from lapor.people.gate import open_to
from lapor.sop import words
from lapor.sop.rules import INSPECTORATE, INVESTIGATION, TIM, Actor, C, H, K, Role

_STEPS: dict[str, str] = {
    C.RECEIVED: "2. Verifikasi dan teruskan",
    H.RETURN_REQUESTED: "Putuskan pengalihan",
    H.AT_OPERATOR: "3. Jawab, atau kirim jawaban sementara",
    H.AT_OFFICER: "4. Jawab atau tugaskan unit",
    H.AT_UNIT: "5. Kerjakan dan laporkan",
    H.CHECKING: "6. Periksa laporan",
    H.TO_ANSWER: "7. Kirim jawaban",
    K.STEP8: "8. Terima laporan jawaban",
}
# Where a case of the Inspektorat stands, whose rows are settlements.
_OF_THE_INSPECTORATE: dict[str, str] = {
    C.RECEIVED: "Baca dan mulai periksa",
    H.INVESTIGATED: "Periksa dan serahkan hasilnya",
    H.CONCLUDED: "Jawab, atau minta dilengkapi",
}
_HOLDERS: dict[str, str] = {Role.OPERATOR: "operator", Role.OFFICER: "penanggung jawab"}
_GROUPS = ("Lewat tenggat", "Hari ini", "Berikutnya", "Jam berhenti")


@dataclass
class Row:
    """One line: the clock, what it says, what is to be done and by whom, what was promised beside the limit."""

    clock: StepClock
    reading: Reading
    step: str
    holder: str
    agency: str
    notes: list[str]
    promised: str = ""


@dataclass
class Group:
    label: str
    rows: list[Row] = field(default_factory=list)


@open_to(*DESK)
@require_safe
def inbox(request: Any) -> HttpResponse:
    actor: Actor = request.viewer.official
    filters = queries.filters(actor, at=request.now)
    chosen = request.GET.get("saring", "")
    chosen = chosen if chosen in filters else next(iter(filters))
    found = queries.inbox(actor, filters[chosen].keeps, after=paging.read(request.GET.get("sesudah", "")))
    page, more = found[: queries.PAGE], len(found) > queries.PAGE
    risen = raised.to(request.position, at=request.now)
    rows = rows_of(page, actor, Reader(at=request.now), risen.clocks)
    counts = queries.counts(actor, filters)
    return render(
        request,
        "officer/inbox.html",
        {
            "place": _place(request.position),
            "raised": risen,
            "filters": [(name, one.label, _capped(counts[name])) for name, one in filters.items()],
            "chosen": chosen,
            "label": filters[chosen].label,
            "counted": _capped(counts[chosen]),
            "groups": _grouped(rows, request.now),
            "next": next((row for row in rows if row.reading.state != "paused"), None),
            "open": _capped(counts["semua"]),
            "mine": _capped(counts["giliran"]),
            "late": counts["lewat"],
            "whole": not more and "sesudah" not in request.GET,
            "after": paging.written(page[-1].due_at, page[-1].pk) if more else "",
            "tim": actor.role in TIM,
            "own": chosen == "giliran",
            "swapped": bool(request.htmx) and not request.htmx.history_restore_request,
        },
    )


def rows_of(page: list[StepClock], actor: Actor, reader: Reader, risen: frozenset[int]) -> list[Row]:
    """These clocks as lines; `risen` are the keys of those that rose to who reads."""
    waits = _waits([clock for clock in page if clock.paused_at is not None])
    without = _without_completion(page)
    answering = _answering(page)
    stands = _stands(page) if actor.role in INSPECTORATE else {}
    promised = promises.sentences({clock.complaint_id for clock in page}, at=reader.at)
    return [
        Row(
            clock=clock,
            reading=reader.read(clock),
            step=_step(clock, waits, stands),
            holder=_holder(clock, actor),
            agency=clock.handling.agency.short if clock.handling else answering.get(clock.complaint_id, ""),
            notes=_notes(clock, without, risen),
            promised=promised.get(clock.complaint_id, ""),
        )
        for clock in page
    ]


def _answering(page: list[StepClock]) -> dict[int, str]:
    """Who answered the complaints of step 8, a step that is the Tim's own and names no agency."""
    cases = [clock.complaint_id for clock in page if clock.name == K.STEP8]
    if not cases:
        return {}
    rows = Handling.objects.filter(complaint__in=cases, lead=True, state=H.DONE).order_by("id")
    return dict(rows.values_list("complaint", "agency__short"))


def _without_completion(page: list[StepClock]) -> set[int]:
    """The complaints among these that an agency goes on with, though the reporter did not complete them."""
    cases = {clock.complaint_id: clock.complaint for clock in page}
    heard = Event.objects.filter(complaint__in=cases, action__in=HEARD).order_by("complaint", "-seq")
    newest = heard.distinct("complaint")
    return {event.complaint_id for event in newest if goes_on_without(event, cases[event.complaint_id])}


def _waits(paused: list[StepClock]) -> dict[int, StepClock]:
    """What each standing case waits for: the citizen's limit, or the Tim's."""
    if not paused:
        return {}
    names = (C.AWAITING, H.RETURN_REQUESTED)
    cases = [clock.complaint_id for clock in paused]
    rows = StepClock.objects.filter(complaint__in=cases, name__in=names, finished_at=None)
    return {row.complaint_id: row for row in rows}


def _stands(page: list[StepClock]) -> dict[int, str]:
    """What is to be done with each of these cases of the Inspektorat; of one that was received, by when."""
    cases = [clock.complaint_id for clock in page]
    rows = Handling.objects.filter(complaint__in=cases, state__in=INVESTIGATION)
    found = {pk: _OF_THE_INSPECTORATE[state] for pk, state in rows.values_list("complaint", "state")}
    received = StepClock.objects.filter(complaint__in=cases, name=C.RECEIVED, finished_at=None)
    for pk, due_at in received.values_list("complaint", "due_at"):
        day = words.date_words(timezone.localtime(due_at).date())
        found[pk] = f"{_OF_THE_INSPECTORATE[C.RECEIVED]}, sampai {day}"
    return found


def _step(clock: StepClock, waits: dict[int, StepClock], stands: dict[int, str]) -> str:
    waited = waits.get(clock.complaint_id) if clock.paused_at is not None else None
    if waited is not None:
        day = words.date_words(timezone.localtime(waited.due_at).date())
        return f"{'Keputusan Tim' if waited.name == H.RETURN_REQUESTED else 'Kelengkapan'}, sampai {day}"
    complaint = clock.complaint
    if complaint.pk in stands:
        return stands[complaint.pk]
    if clock.name == K.STEP8 and complaint.acknowledged_round == complaint.round:
        return "8. Menunggu jawaban sampai ke pelapor"
    return _STEPS.get(clock.name, clock.name)


def _holder(clock: StepClock, actor: Actor) -> str:
    """Who holds it, where it is not oneself: the name of the technical unit, or the role in its agency."""
    if clock.holder == actor.role or (actor.role in TIM and clock.holder == Role.VERIFIER):
        return ""
    who = _HOLDERS.get(clock.holder, "")
    if clock.holder == Role.UNIT and clock.handling and clock.handling.unit:
        who = str(clock.handling.unit)
    return who


def _notes(clock: StepClock, without_completion: set[int], risen: frozenset[int]) -> list[str]:
    notes = ["naik ke Anda"] if clock.pk in risen else []
    if clock.round > 1:
        notes.append(f"putaran ke-{clock.round}")
    if clock.pass_no > 1:
        notes.append(f"kali ke-{clock.pass_no} di langkah ini")
    if clock.complaint_id in without_completion:
        notes.append("tanpa kelengkapan")
    return notes


def _grouped(rows: list[Row], now: datetime) -> list[Group]:
    groups = {label: Group(label) for label in _GROUPS}
    today = timezone.localdate(now)
    for row in rows:
        if row.reading.state == "paused":
            label = "Jam berhenti"
        elif row.reading.state == "late":
            label = "Lewat tenggat"
        elif timezone.localdate(row.clock.due_at) == today:
            label = "Hari ini"
        else:
            label = "Berikutnya"
        groups[label].rows.append(row)
    return [group for group in groups.values() if group.rows]


def _capped(count: int) -> str:
    """ "1.000+" where the count stopped at the cap."""
    return words.number_words(count) + ("+" if count >= queries.CAP else "")


def _place(position: Any) -> str:
    if position.unit:
        return str(position.unit)
    return position.agency.short if position.agency else "Tim Kabupaten"
