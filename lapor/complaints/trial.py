"""Uji SOP: cases that have ended, walked once more under other minutes or other hours, and what would be late.

Acts stay at their instants: what is tried is the measure, not the people. Nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from lapor.complaints import reading, replay
from lapor.complaints.models import Complaint, StepClock
from lapor.complaints.replay import Contradiction, Key, Run
from lapor.complaints.verify_clocks import Versions
from lapor.people import calendars, procedures
from lapor.people.calendars import BANTUL
from lapor.sop import amounts, clock
from lapor.sop.rules import C, H, K, Terms

MOST: Final = 10_000  # cases that one trial looks at, the newest of its period
BATCH: Final = 1000
ENDED: Final = (C.CLOSED, C.ARCHIVED, C.LAPSED, C.WITHDRAWN)
STEPS: Final = tuple(f"step_{order}" for order in range(2, 9))
OUTER: Final[Mapping[C | H | K, str]] = {K.FIRST_REPLY: "first_reply", K.SETTLEMENT: "settlement", K.TOTAL: "total"}
_CLOCK: Final = (
    "complaint_id", "name", "handling_id", "round", "pass_no", "limit", "due_at", "finished_at", "outcome",
    "calendar_id", "calendar_version", "agency_id",
)  # fmt: skip


@dataclass(frozen=True)
class Other:
    """What is tried. `terms` None: each case's own version; `amounts` replace some of it, by key of sop/amounts.py.

    `hours` replaces the office hours of everybody, or of those whose clocks `of` is true of (by agency key, None for
    the Tim); None: the hours as they were.
    """

    terms: Terms | None = None
    amounts: Mapping[str, int] = field(default_factory=dict)
    hours: clock.Calendar | None = None
    of: Callable[[int | None], bool] = lambda agency: True

    def terms_for(self, code: str) -> Terms:
        """The version that a case of this one is tried under; a floor above its limit comes down to it."""
        own = self.terms or procedures.terms(code)
        if not self.amounts:
            return own
        given = {**amounts.of(own), **self.amounts}
        given |= {floor: min(given[floor], given[step]) for floor, step in amounts.FLOORS.items()}
        return amounts.terms_with(given, code=own.code, effective=own.effective, head=own.head)


@dataclass
class Line:
    """One limit: how many runs of it there were, how many of them were late, and would be."""

    runs: int = 0
    then: int = 0
    now: int = 0

    @property
    def difference(self) -> int:
        return self.now - self.then


@dataclass
class Outcome:
    """`lines` by step ("step_3") or outer limit; `found` cases ended in the period, `cases` of them were walked.

    `unclear` could not be walked: an event stands where no rule has it.
    """

    lines: dict[str, Line]
    found: int = 0
    cases: int = 0
    unclear: int = 0


@dataclass(frozen=True)
class _Row:
    """A clock as the ledger has it."""

    limit: int
    due_at: datetime
    finished_at: datetime | None
    outcome: str
    calendar: tuple[int, int]
    agency: int | None


def tried(other: Other, *, first: date, last: date) -> Outcome:
    """Walk the cases that came in from the first to the last day (in Bantul) and have ended. Raises CalendarError."""
    outcome = Outcome({name: Line() for name in (*STEPS, *OUTER.values())})
    rows = ended(first, last)
    outcome.found = rows.count()
    chosen = list(rows.order_by("-received_at", "-id").values_list("id", "sop_version")[:MOST])
    versions, terms = Versions(), _Once(other.terms_for)
    with calendars.looked_up_once():
        for begin in range(0, len(chosen), BATCH):
            _batch(outcome, chosen[begin : begin + BATCH], other, terms, versions)
    return outcome


def ended(first: date, last: date) -> QuerySet[Complaint]:
    """Complaints that came in on these days and have ended."""
    begins, ends = (datetime.combine(day, time.min, tzinfo=BANTUL) for day in (first, last + timedelta(days=1)))
    return Complaint.objects.filter(received_at__gte=begins, received_at__lt=ends, state__in=ENDED)


class _Once:
    """Terms by the code of a version, made once each."""

    def __init__(self, make: Callable[[str], Terms]) -> None:
        self._make, self._made = make, dict[str, Terms]()

    def __call__(self, code: str) -> Terms:
        if code not in self._made:
            self._made[code] = self._make(code)
        return self._made[code]


def _batch(outcome: Outcome, batch: list[tuple[int, str]], other: Other, terms: _Once, versions: Versions) -> None:
    ids = [pk for pk, _ in batch]
    facts, handlings, ledger = reading.facts(ids), reading.handlings(ids), _ledger(ids)
    for pk, code in batch:
        rows = ledger.get(pk, {})
        try:
            runs = replay.replay(facts[pk], terms(code), _hours(rows, other, versions), handlings[pk])
        except Contradiction:
            outcome.unclear += 1
            continue
        outcome.cases += 1
        _count(outcome, runs, rows, versions)


def _count(outcome: Outcome, runs: Iterable[Run], rows: Mapping[Key, _Row], versions: Versions) -> None:
    for name, finished, run, row in _compared(runs, rows):
        line = outcome.lines[name]
        same = run.limit == row.limit and run.hours is versions.hours.get(row.calendar)
        due = row.due_at if same else run.due_at
        line.runs += 1
        line.then += finished > row.due_at
        line.now += finished > due


def _compared(runs: Iterable[Run], rows: Mapping[Key, _Row]) -> Iterator[tuple[str, datetime, Run, _Row]]:
    """The runs that are counted, each with when it ended and its clock in the ledger; not what was cut or moved."""
    for run in runs:
        name = f"step_{run.step}" if run.step else OUTER.get(run.name, "")
        row = rows.get(run.key)
        if name and row is not None and row.finished_at is not None and not row.outcome:
            yield name, row.finished_at, run, row


def _hours(rows: Mapping[Key, _Row], other: Other, versions: Versions) -> Callable[[Key], clock.Calendar]:
    """The calendar of each clock of a case: the one that is tried, where it is meant, or the version it went by."""

    def hours_of(key: Key) -> clock.Calendar:
        row = rows.get(key)
        if row is None:
            return calendars.ALWAYS_OPEN
        if other.hours is not None and other.of(row.agency):
            return other.hours
        return versions.hours.get(row.calendar, calendars.ALWAYS_OPEN)

    return hours_of


def _ledger(ids: list[int]) -> dict[int, dict[Key, _Row]]:
    """The clocks of these complaints, by complaint and key of the clock."""
    found: dict[int, dict[Key, _Row]] = {pk: {} for pk in ids}
    rows: Iterable[tuple[Any, ...]] = StepClock.objects.filter(complaint__in=ids).values_list(*_CLOCK)
    for pk, name, handling, number, passed, limit, due, finished, outcome, calendar, version, agency in rows:
        row = _Row(limit, due, finished, outcome, (calendar, version), agency)
        found[pk][name, handling, number, passed] = row
    return found
