"""Clocks of cases that have ended, read in bulk for a trial: numbers of all, instants of those that need them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, F, Value, When

from lapor.complaints.models import Pause, StepClock
from lapor.sop import clock
from lapor.sop.rules import C, H, K, Unit
from lapor.sop.states import CLOCKS

_COLUMNS = (
    "complaint_id", "id", "name", "handling_id", "agency_id", "round", "limit", "unit", "used_minutes", "outcome",
    "calendar_id", "calendar_version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clock:
    """A finished clock as the ledger has it. `late` is whether it ended after its due instant."""

    pk: int
    name: C | H | K
    handling: int | None
    agency: int | None
    round: int
    limit: int
    unit: Unit
    used: int | None
    outcome: str
    calendar: tuple[int, int]
    late: bool

    @property
    def counts(self) -> bool:
        """What was cut, moved away or replaced was neither kept nor missed."""
        return self.outcome == ""


@dataclass(slots=True)
class Instants:
    """When a clock ran and when it stood still."""

    started: datetime
    finished: datetime
    pauses: list[clock.Pause] = field(default_factory=list)


def read(complaints: Collection[int]) -> dict[int, list[Clock]]:
    """The finished clocks of these complaints in the order in which they began, but for those of promises."""
    found: dict[int, list[Clock]] = defaultdict(list)
    late = Case(When(finished_at__gt=F("due_at"), then=Value(True)), default=Value(False), output_field=BooleanField())
    rows = StepClock.objects.filter(complaint__in=complaints, finished_at__isnull=False).exclude(name=K.PROMISE)
    told: Any = rows.order_by("complaint_id", "id").annotate(was_late=late).values_list(*_COLUMNS, "was_late")
    for complaint, *facts, calendar, version, was_late in told:
        pk, name, handling, agency, number, limit, unit, used, outcome = facts
        one = Clock(
            pk, CLOCKS[name], handling, agency, number, limit, Unit(unit), used, outcome, (calendar, version), was_late
        )  # fmt: skip
        found[complaint].append(one)
    return found


def instants(clocks: Collection[int]) -> dict[int, Instants]:
    """When these clocks ran and stood still, by their keys. All of them have finished."""
    if not clocks:
        return {}
    rows: Any = StepClock.objects.filter(pk__in=clocks).values_list("id", "started_at", "finished_at")
    found = {pk: Instants(started, finished) for pk, started, finished in rows}
    for pk, began, ended in Pause.objects.filter(clock__in=clocks).values_list("clock_id", "began_at", "ended_at"):
        found[pk].pauses.append((began, ended))
    return found
