"""Uji SOP: the clocks of cases that have ended, measured by other minutes or other hours. Nothing is changed.

Acts stay at their instants: what is tried is the measure, not the people. So the runs of clocks and their pauses are
those of the ledger, and only limits and hours differ; a walk of the events (replay.py) would say the same, slower.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from django.db.models import QuerySet

from lapor.complaints import ledger, trial_clocks
from lapor.complaints.models import Complaint
from lapor.complaints.trial_clocks import Clock, Instants
from lapor.complaints.verify_clocks import Versions
from lapor.people import procedures
from lapor.people.calendars import ALWAYS_OPEN, BANTUL
from lapor.sop import amounts, clock
from lapor.sop.rules import C, H, K, Klass, Terms, Unit

MOST: Final = 10_000  # cases that one trial looks at, the newest of its period
BATCH: Final = 1000
ENDED: Final = (C.CLOSED, C.ARCHIVED, C.LAPSED, C.WITHDRAWN)
STEPS: Final = tuple(f"step_{order}" for order in range(2, 9))
OUTER: Final[Mapping[C | H | K, str]] = {K.FIRST_REPLY: "first_reply", K.SETTLEMENT: "settlement", K.TOTAL: "total"}


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

    def terms_for(self, own: Terms) -> Terms:
        """The version that a case which began under `own` is tried under; no floor is above its limit."""
        base = self.terms or own
        if not self.amounts:
            return base
        given = {**amounts.of(base), **self.amounts}
        given |= {floor: min(given[floor], given[step]) for floor, step in amounts.FLOORS.items()}
        return amounts.terms_with(given, code=base.code, effective=base.effective, head=base.head)

    def hours_for(self, one: Clock) -> clock.Calendar | None:
        """The hours that this clock is tried by; None: those it went by, or none as it counts by the wall clock."""
        meant = self.hours is not None and one.unit is not Unit.HOURS and self.of(one.agency)
        return self.hours if meant else None


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
    """`lines` by step ("step_3") or outer limit; `found` cases ended in the period, `cases` of them were looked at."""

    lines: dict[str, Line]
    found: int = 0
    cases: int = 0


def tried(other: Other, *, first: date, last: date) -> Outcome:
    """Measure the cases that came in from the first to the last day (in Bantul) and have ended."""
    rows = ended(first, last)
    newest = rows.order_by("-received_at", "-id").values_list("id", "sop_version", "klass")[:MOST]
    chosen = {pk: (code, Klass(klass)) for pk, code, klass in newest}
    outcome = Outcome({name: Line() for name in (*STEPS, *OUTER.values())}, rows.count(), len(chosen))
    trial = _Trial(other)
    keys = list(chosen)
    for begin in range(0, len(keys), BATCH):
        ids = keys[begin : begin + BATCH]
        for name, then, now in trial.measured({pk: chosen[pk] for pk in ids}):
            line = outcome.lines[name]
            line.runs, line.then, line.now = line.runs + 1, line.then + then, line.now + now
    return outcome


def ended(first: date, last: date) -> QuerySet[Complaint]:
    """Complaints that came in on these days and have ended; none of the Inspektorat's, which no minutes time."""
    begins, ends = (datetime.combine(day, time.min, tzinfo=BANTUL) for day in (first, last + timedelta(days=1)))
    rows = Complaint.objects.filter(received_at__gte=begins, received_at__lt=ends, state__in=ENDED)
    return rows.exclude(klass=Klass.SUPERVISORY)


class _Trial:
    """One trial, with what all of its cases share."""

    def __init__(self, other: Other) -> None:
        self.other = other
        self.versions = Versions().hours
        self.pair = lru_cache(maxsize=None)(self._pair)

    def _pair(self, code: str) -> tuple[Terms, Terms]:
        own = procedures.terms(code)
        return own, self.other.terms_for(own)

    def measured(self, cases: Mapping[int, tuple[str, Klass]]) -> Iterator[tuple[str, bool, bool]]:
        """Of each run that counts: its line, whether it was late, whether it would be."""
        clocks = trial_clocks.read(cases)
        # other hours ask for the instants of every clock they are tried on, other minutes only where it is close
        asked = [one.pk for rows in clocks.values() for one in rows if self.other.hours_for(one)]
        instants = trial_clocks.instants(asked) if asked else {}
        unsure: list[tuple[str, Clock, int]] = []
        for pk, rows in clocks.items():
            for name, one, limit, used in self._limits(rows, *cases[pk], instants):
                now = self._late(one, limit, used)
                if now is None:
                    unsure.append((name, one, limit))
                else:
                    yield name, one.late, now
        instants |= trial_clocks.instants([one.pk for _, one, _ in unsure if one.pk not in instants])
        for name, one, limit in unsure:
            yield name, one.late, self._late_exactly(one, limit, instants[one.pk])

    def _limits(
        self, rows: list[Clock], code: str, klass: Klass, instants: Mapping[int, Instants]
    ) -> Iterator[tuple[str, Clock, int, int]]:
        """The line, limit and minutes used that each run of a case has in the trial. `rows` as they began.

        As ledger.start gives them: a later pass has what was left of the one before, a new round of the whole
        handling what the rounds before left.
        """
        own, terms = self.pair(code)
        passes: dict[tuple[str, int | None, int], tuple[int, int]] = {}
        spent: dict[int | None, int] = defaultdict(int)
        for one in rows:
            used = self._used(one, instants)
            rule, place = terms.limits[one.name], (one.name, one.handling, one.round)
            limit = rule.amount
            if one.name is K.SETTLEMENT:
                limit = terms.settlement[_class_of(one, own, klass)]
            elif place in passes and rule.unit is Unit.MINUTES:
                limit = clock.later_pass(*passes[place], rule.floor)
            elif one.name is K.TOTAL:
                limit = max(terms.total - spent[one.handling], 0)
            passes[place] = limit, used
            if one.name is K.TOTAL:
                spent[one.handling] += used
            name = f"step_{rule.step}" if rule.step else OUTER.get(one.name, "")
            if name and one.counts:
                yield name, one, limit, used

    def _used(self, one: Clock, instants: Mapping[int, Instants]) -> int:
        """The minutes that it used; of working days and hours nobody asks."""
        hours = self.other.hours_for(one)
        if hours is None or one.unit is not Unit.MINUTES:
            return one.used or 0
        return clock.between(hours, instants[one.pk].started, instants[one.pk].finished, instants[one.pk].pauses)

    def _late(self, one: Clock, limit: int, used: int) -> bool | None:
        """Whether it would be late; None where the minutes alone do not say."""
        if self.other.hours_for(one) is None and limit == one.limit:
            return one.late
        if one.unit is not Unit.MINUTES or used == limit:
            return None
        return used > limit

    def _late_exactly(self, one: Clock, limit: int, at: Instants) -> bool:
        hours = self.other.hours_for(one) or self.versions.get(one.calendar, ALWAYS_OPEN)
        return at.finished > ledger.reached(one.unit, limit, at.started, hours, at.pauses)


def _class_of(one: Clock, own: Terms, klass: Klass) -> Klass:
    """The class that a settlement was timed by: the case's, unless it had another one in an earlier round."""
    if own.settlement[klass] == one.limit:
        return klass
    return next((other for other, days in own.settlement.items() if days == one.limit), klass)
