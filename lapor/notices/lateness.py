"""Whom a mark of a clock tells: who holds the case, or whoever stands on the rung above that the lateness reached.

Who held it is read off the clock of the step that ran at the mark's instant; who sits on a rung, off today's
positions. What becomes of it is a Telling for each person; digests.py gathers them into letters.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q

from lapor.complaints import batches
from lapor.complaints.models import Complaint, Handling, Mark, StepClock, leading
from lapor.notices import whom
from lapor.notices.models import Telling
from lapor.people import reorganisation
from lapor.people.calendars import BANTUL, looked_up_once, once
from lapor.people.models import Agency, Duty, Position
from lapor.sop.lateness import ESCALATION, Up, rungs
from lapor.sop.rules import INSPECTORATE, INSPECTORATE_HOLDS, LIMITS, C, H, K, Role

log = logging.getLogger(__name__)
REMINDER, LATE = "reminder", "late"
WAITED_LONG = timedelta(minutes=30)
MOST = 50_000  # marks in one run
_HELD = [name for name, limit in LIMITS.items() if limit.holder not in (None, Role.CITIZEN)]
_DUTIES = {Up.TIM_HEAD: Duty.TIM, Up.SECRETARY: Duty.SECRETARIAT}


def tell_all(*, at: datetime) -> int:
    """Decide of every mark that nobody was told of whom it tells; how many persons. Safe in several workers at once.

    A mark that finds nobody on the whole ladder stays, and is tried again: the doctor and the page of notices say so.
    """
    untold = Mark.objects.filter(told_at=None).order_by("id")
    try:
        with looked_up_once():
            return batches.each(
                list(untold.values_list("pk", flat=True)[:MOST]),
                lambda pk: _tell(pk, at=at),
                log=log,
                failure="mark {} could not be told",
                left="marks could not be told; the log names them",
            )
    finally:
        close_finished()


def close_finished() -> None:
    """Escalations whose clock is over are nobody's open ones any more."""
    Telling.objects.filter(open=True, mark__clock__finished_at__isnull=False).update(open=False)


@dataclass(frozen=True)
class Summary:
    """How telling of lateness stands: marks that told nobody for long, persons for whom something waits, cases that
    have risen to somebody and still run."""

    untold: int
    waiting: int
    risen: int


def summary(*, at: datetime) -> Summary:
    """Each number by a partial index: the tables keep everything that was ever told."""
    waiting = Telling.objects.filter(settled_at=None).order_by().values("person").distinct()
    risen = Telling.objects.filter(open=True).order_by().values("mark__clock__complaint").distinct()
    return Summary(untold=untold_long(at=at), waiting=waiting.count(), risen=risen.count())


def untold_long(*, at: datetime) -> int:
    """How many marks were written long ago and have told nobody: no rung above them is held, or no job runs."""
    return Mark.objects.filter(told_at=None, at__lt=at - WAITED_LONG).count()


def _tell(pk: int, *, at: datetime) -> int:
    """One mark, in a transaction of its own: its tellings and that it was told stand together, or not at all."""
    with transaction.atomic():
        rows = Mark.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, told_at=None)
        mark = rows.select_related("clock__complaint", "clock__handling__agency").first()
        if mark is None:
            return 0
        found = list(_whom(mark, at=at))
        if not found and mark.kind == ESCALATION and not _was_outside(mark.clock):
            return 0
        kind, running = (LATE if mark.kind == ESCALATION else REMINDER), mark.clock.finished_at is None
        Telling.objects.bulk_create(
            [
                Telling(
                    mark=mark,
                    person=position.person,
                    position=position,
                    kind=kind,
                    rung=rung,
                    created_at=at,
                    open=kind == LATE and running,
                )
                for position, rung in found
            ],
            ignore_conflicts=True,
        )
        mark.told_at = at
        mark.save(update_fields=["told_at"])
        return len(found)


def _whom(mark: Mark, *, at: datetime) -> Iterator[tuple[Position, str]]:
    """Each person once, with the rung he stands on."""
    clock, day = mark.clock, at.astimezone(BANTUL).date()
    if _was_outside(clock):
        return
    if mark.kind == ESCALATION:
        yield from _above(seat_at(clock, mark.at), mark.level, day=day)
    elif needs_reminder(clock):
        yield from _once((position, "") for position in holders(clock, at=at))


def _was_outside(clock: StepClock) -> bool:
    """Whether this timed the Tim or an OPD in a case that is the Inspektorat's by now: it tells nobody any more."""
    outer = clock.name in (K.FIRST_REPLY, K.SETTLEMENT)
    return clock.complaint.supervisory and not outer and clock.holder != INSPECTORATE_HOLDS[C.RECEIVED]


def within(position: Position, rung: str, complaint: Complaint) -> bool:
    """Whether who was told by this position, on this rung, may still know: of what is the Inspektorat's, only it."""
    if not complaint.supervisory:
        return True
    return position.role in INSPECTORATE or rung == Up.INSPECTORATE_HEAD


# ---------------------------------------------------------------- who holds it


@dataclass(frozen=True)
class Holding:
    """A role and the handling in which it holds the case; none for the Inspektorat, and the Tim before there is one."""

    role: Role
    handling: Handling | None

    def positions(self, day: date) -> list[Position]:
        """Those who have it today; looked up once in a run."""
        at = self.handling
        key = f"holding {self.role} {at and (at.agency_id, at.unit_id, at.barred)} {day}"
        found: list[Position] = once(key, lambda: whom.holding(self.role, at, day=day))
        return found


def needs_reminder(clock: StepClock) -> bool:
    """Whether reminding of this clock still helps: it runs, and what it waits for is to be done by an office now."""
    if clock.finished_at is not None or clock.paused_at is not None or clock.complaint.state == C.AWAITING:
        return False
    return clock.name != K.STEP8 or clock.complaint.acknowledged_round != clock.complaint.round


def is_late(clock: StepClock, *, at: datetime) -> bool:
    """Whether it is past its limit, as that stands now: other office hours may have moved it after a mark."""
    return (clock.finished_at or clock.paused_at or at) > clock.due_at


def holders(clock: StepClock, *, at: datetime) -> list[Position]:
    """The positions that have what this running clock times; empty where the seat is vacant."""
    return seat_at(clock, at).positions(at.astimezone(BANTUL).date())


def seat_at(clock: StepClock, at: datetime) -> Holding:
    """Who had what this clock times at this instant.

    A clock of a step says so itself. First reply, settlement and promises go by the step that was under way: of a
    case that waited for the citizen, by whoever had asked; of one that was answered, by the penanggung jawab. All of
    a supervisory case is the Inspektorat's verifier's.
    """
    if clock.complaint.supervisory:
        return Holding(INSPECTORATE_HOLDS[C.RECEIVED], None)
    step = clock if clock.name in _HELD else _step_at(clock, at)
    handling = (step.handling if step else None) or clock.handling or leading(_handlings(clock))
    if step is None:
        return Holding(Role.OFFICER if handling else Role.VERIFIER, handling)
    if step.name == C.RECEIVED or step.name == K.STEP8 or handling is None:
        return Holding(Role.VERIFIER, handling)
    state = H(step.name)
    asked = state is H.RETURN_REQUESTED
    hops = clock.complaint.events.filter(action="reroute", at__lte=at).count() if asked else 0
    return Holding(whom.holder_in(state, handling, hops=hops) or Role.OFFICER, handling)


def _step_at(clock: StepClock, at: datetime) -> StepClock | None:
    ran = StepClock.objects.filter(complaint=clock.complaint_id, name__in=_HELD, started_at__lte=at)
    if clock.handling_id is not None:
        ran = ran.filter(handling=clock.handling_id)
    ran = ran.filter(Q(finished_at=None) | Q(finished_at__gt=at)).select_related("handling__agency")
    return ran.order_by("-started_at", "-id").first()


def _handlings(clock: StepClock) -> list[Handling]:
    return list(clock.complaint.handlings.select_related("agency").order_by("id"))


# ---------------------------------------------------------------- the ladder


def _above(seat: Holding, level: int, *, day: date) -> Iterator[tuple[Position, str]]:
    """Who stands on the rung that this level reaches: vacant rungs are passed over, and those whose only holder is
    the holder of the case himself. Where the ladder ends before, its highest rung is told again."""
    own = {position.person_id for position in seat.positions(day)}
    held = []
    for rung in rungs(seat.role):
        there: list[Position] = once(
            f"{rung} {seat.handling and seat.handling.agency_id} {day}", partial(on_rung, rung, seat.handling, day=day)
        )
        others = [one for one in there if one.person_id not in own]
        if others:
            held.append((rung, others))
    if held:
        rung, told = held[min(level, len(held)) - 1]
        yield from _once((position, rung) for position in told)


def on_rung(rung: Up, handling: Handling | None, *, day: date) -> list[Position]:
    """The positions on this rung today, those who stand in too."""
    if rung is Up.CHAIR:
        return whom.holding(Role.CHAIR, None, day=day)
    if rung is Up.INSPECTORATE_HEAD:
        offices = whom.held(day, Role.INSPECTOR).values("agency")
        return list(whom.held(day, Role.HEAD).filter(agency__in=offices))
    if rung in _DUTIES:
        return list(_heads(_of_duty(_DUTIES[rung], day), day))
    if handling is None:
        return []
    if rung is Up.HEAD:
        return list(_heads(handling.agency, day))
    return list(whom.held(day, Role.OFFICER).filter(agency=handling.agency_id))


def _of_duty(duty: Duty, day: date) -> Agency | None:
    agency = Agency.objects.filter(duty=duty).first()
    return reorganisation.heir(agency, day) if agency else None


def _heads(agency: Agency | None, day: date) -> Iterator[Position]:
    if agency is not None:
        yield from whom.held(day, Role.HEAD).filter(agency=agency)


def _once(found: Iterator[tuple[Position, str]]) -> Iterator[tuple[Position, str]]:
    seen: set[int] = set()
    for position, rung in found:
        if position.person_id not in seen:
            seen.add(position.person_id)
            yield position, rung
