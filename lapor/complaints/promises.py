"""The promises of cases: how each one stands, what was missed first, and the register of all of them.

A promise is late from its due instant on, kept or not; that stays so when it is kept late, or replaced.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from lapor.complaints.models import Promise, StepClock
from lapor.sop.rules import K

RUNNING, KEPT, LATE, REPLACED, ENDED = "running", "kept", "late", "replaced", "ended"
DELAY, PLANNED = "delay", "planned"


@dataclass(frozen=True)
class Standing:
    """What is said beside a case that was promised another date. `first_due` is the deadline it has missed first or,
    where it has missed none, the one that the delay was reported against; `missed` which of the two.

    `turn` counts the promises from the deadline on: 2 for the first new date. `day` and `late` are its newest's.
    """

    first_due: datetime
    missed: bool
    turn: int
    promise: Promise
    late: bool


def state_of(promise: Promise, *, at: datetime) -> str:
    """RUNNING, KEPT, LATE (kept since or not), REPLACED in time, or ENDED by the citizen or with the agency."""
    row = promise.clock
    if (row.finished_at or at) > row.due_at:
        return LATE
    if row.finished_at is None:
        return RUNNING
    return {"": KEPT, "replaced": REPLACED}.get(row.outcome, ENDED)


def open_plan(complaint_id: int) -> Promise | None:
    """The plan of this case that was promised and not done yet."""
    rows = Promise.objects.filter(complaint=complaint_id, kind=PLANNED, clock__finished_at=None)
    return rows.order_by("-id").first()


def standings(complaints: Collection[int], *, at: datetime) -> dict[int, Standing]:
    """For each of these cases that was promised another date in its present handling, how it stands. Two queries."""
    found: dict[int, list[Promise]] = {}
    rows = Promise.objects.filter(complaint__in=complaints, kind=DELAY, clock__round=F("complaint__round"))
    for one in rows.exclude(clock__outcome__in=("moved", "cut")).select_related("clock").order_by("id"):
        found.setdefault(one.complaint_id, []).append(one)
    if not found:
        return {}
    clocks: dict[int, list[StepClock]] = {}
    for row in StepClock.objects.filter(complaint__in=found).exclude(name=K.PROMISE).order_by("due_at", "id"):
        clocks.setdefault(row.complaint_id, []).append(row)
    told = {pk: _standing(given, clocks.get(pk, []), at) for pk, given in found.items()}
    return {pk: standing for pk, standing in told.items() if standing is not None}


def of_case(complaint_id: int) -> list[Promise]:
    """Every promise of a case, oldest first."""
    rows = Promise.objects.filter(complaint=complaint_id).select_related("clock__calendar", "clock__handling")
    return list(rows.order_by("id"))


def _standing(given: list[Promise], clocks: list[StepClock], at: datetime) -> Standing | None:
    """`clocks` are the case's own in the order of their due instants; the first that was missed counts."""
    newest, first = given[-1], given[0].clock
    own = [row for row in clocks if row.handling_id == newest.handling_id and row.round == first.round]
    missed = [row for row in own if (row.finished_at or row.paused_at or at) > row.due_at]
    ran = [
        row
        for row in own
        if row.name != K.TOTAL
        and row.started_at <= first.started_at
        and (row.finished_at is None or row.finished_at >= first.started_at)
    ]
    against = (missed or ran or own)[:1]
    if not against:
        return None
    late = state_of(newest, at=at) == LATE
    return Standing(against[0].due_at, bool(missed), len(given) + 1, newest, late)


# ---------------------------------------------------------------- the register


def with_state(rows: QuerySet[Promise], *, at: datetime) -> QuerySet[Promise]:
    """These promises with `stands`, what `state_of` says of each."""
    late = Q(clock__finished_at=None, clock__due_at__lt=at) | Q(clock__finished_at__gt=F("clock__due_at"))
    return rows.annotate(
        stands=Case(
            When(late, then=Value(LATE)),
            When(clock__finished_at=None, then=Value(RUNNING)),
            When(clock__outcome="", then=Value(KEPT)),
            When(clock__outcome="replaced", then=Value(REPLACED)),
            default=Value(ENDED),
            output_field=CharField(),
        )
    )
