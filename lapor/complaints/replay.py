"""A case walked once more in memory, by the same effects as `move`: from its events to every clock it must have.

So the ledger can be proven, and tried under other times. Nothing here reads or writes a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, cast

from lapor.complaints import effects, ledger
from lapor.complaints.book import Tables
from lapor.complaints.effects import Effects
from lapor.sop import clock, rules
from lapor.sop.rules import RULES, Actor, C, H, K, Klass, Role, Rule, Terms, Unit

Key = tuple[str, int | None, int, int]
"""Name of a clock, key of its handling, round, pass."""


@dataclass(frozen=True)
class Fact:
    """What an event says for certain. `handling` is the key of the handling it was done to."""

    seq: int
    action: str
    at: datetime
    round: int
    role: str
    handling: int | None
    data: dict[str, Any]


@dataclass
class Handled:
    """A handling as the effects see it."""

    pk: int
    state: H
    round: int
    agency: Any = None
    unit: Any = None
    asked_from: str = ""
    lead: bool = True


@dataclass
class Case:
    """A complaint as the effects see it."""

    terms: Terms
    klass: str
    state: C = C.RECEIVED
    state_since: datetime | None = None
    round: int = 1
    version: int = 1
    hops: int = 0
    asked_by: Handled | None = None
    accepted_round: int = 0
    acknowledged_round: int = 0
    handlings: list[Handled] = field(default_factory=list)

    @property
    def asked_by_id(self) -> int | None:
        return self.asked_by.pk if self.asked_by else None

    @property
    def supervisory(self) -> bool:
        return self.klass == Klass.SUPERVISORY


@dataclass
class Run:
    """A run of a clock. `pauses` are [began, ended or None, reason]; `hours` the calendar it counts by."""

    name: rules.C | rules.H | rules.K
    handling: Handled | None
    step: int | None
    holder: Role | None
    round: int
    pass_no: int
    limit: int
    unit: Unit
    started_at: datetime
    hours: clock.Calendar
    pauses: list[list[Any]] = field(default_factory=list)
    paused_at: datetime | None = None
    finished_at: datetime | None = None
    used_minutes: int | None = None
    outcome: str = ""
    promise: str = ""
    limit_changed: bool = False

    @property
    def key(self) -> Key:
        return self.name.value, self.handling.pk if self.handling else None, self.round, self.pass_no

    @property
    def spans(self) -> list[clock.Pause]:
        return [(began, ended) for began, ended, _ in self.pauses]

    @property
    def due_at(self) -> datetime:
        return self.reached(self.limit)

    def reached(self, amount: int) -> datetime:
        """When so much of its unit is over."""
        return ledger.reached(self.unit, amount, self.started_at, self.hours, self.spans)

    def waits_for(self, reason: str) -> bool:
        return self.paused_at is not None and any(ended is None and why == reason for _, ended, why in self.pauses)


class Contradiction(Exception):
    """An event that no rule allows where it stands."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(f"peristiwa {fact.seq} ({fact.action}) tidak mungkin di tempatnya")


HoursOf = Callable[[Key], clock.Calendar]


class Memory:
    """The book of book.py without tables: runs of clocks in the order in which they began."""

    def __init__(self, terms: Terms, hours_of: HoursOf, handlings: Sequence[int]) -> None:
        self.terms, self.hours_of = terms, hours_of
        self.runs: list[Run] = []
        self.fact: Fact
        self._handlings = iter(handlings)
        self._unknown = 0

    # -- clocks

    def start(
        self, complaint: Case, name: Any, *, at: datetime, handling: Handled | None = None, limit: int | None = None
    ) -> Run:
        rule = self.terms.limits[name]
        same = [r for r in self.runs if r.name == name and r.handling is handling and r.round == complaint.round]
        before = max(same, key=lambda run: run.pass_no, default=None)
        amount = ledger.granted(rule, limit, before)
        number = before.pass_no + 1 if before else 1
        hours = self.hours_of((name.value, handling.pk if handling else None, complaint.round, number))
        holder = ledger.holder_of(rule, name, complaint.klass)
        run = Run(name, handling, rule.step, holder, complaint.round, number, amount, rule.unit, at, hours)
        self.runs.append(run)
        return run

    def finish(self, run: Run, *, at: datetime, event: Any, outcome: str = "") -> None:
        ended = run.paused_at or at
        self.resume([run], at=at, event=event)
        run.used_minutes = clock.between(run.hours, run.started_at, ended, run.spans)
        run.finished_at, run.outcome = ended, outcome

    def pause(self, running: Iterable[Run], *, at: datetime, reason: str, event: Any) -> None:
        for run in running:
            if run.paused_at is None:
                run.pauses.append([at, None, reason])
                run.paused_at = at

    def resume(self, standing: Iterable[Run], *, at: datetime, event: Any) -> None:
        for run in standing:
            if run.paused_at is not None:
                run.pauses[-1][1], run.paused_at = at, None

    def take_up(self, run: Run, *, at: datetime, reason: str, event: Any) -> None:
        run.pauses.append([run.finished_at or at, at, reason])
        run.finished_at, run.outcome, run.used_minutes = None, "", None

    def relimit(self, run: Run, amount: int) -> None:
        """The due instant is counted when it is asked for."""
        run.limit, run.limit_changed = amount, True

    def open_clocks(self, complaint: Case, *, names: Any = None, handling: Handled | None = None) -> list[Run]:
        wanted = None if names is None else set(names)
        return [
            run
            for run in self.runs
            if run.finished_at is None
            and (wanted is None or run.name in wanted)
            and (handling is None or run.handling is handling)
        ]

    def cut_clocks(self, complaint: Case, *, names: Any) -> list[Run]:
        return [r for r in self.runs if r.name in names and r.round == complaint.round and r.outcome == "cut"]

    def left_of_total(self, handling: Handled) -> int:
        used = sum(r.used_minutes or 0 for r in self.runs if r.name is K.TOTAL and r.handling is handling)
        return max(self.terms.total - used, 0)

    # -- what else an act writes

    def append(self, complaint: Case, **_: Any) -> Fact:
        return self.fact

    def open_handling(self, complaint: Case, agency: Any, state: H, *, at: datetime) -> Handled:
        self._unknown -= 1
        handling = Handled(next(self._handlings, self._unknown), state, complaint.round, agency)
        complaint.handlings.append(handling)
        return handling

    def hand_over(self, handling: Handled, agency: Any, running: Iterable[Run]) -> None:
        handling.agency = agency

    def report_to_head(self, event: Any, handling: Handled, *, at: datetime) -> None:
        """No clock hangs on it."""

    def promise(self, run: Run, *, event: Any, kind: str, promised_on: date, budget_year: int | None) -> None:
        run.promise = kind

    def kind_of_promise(self, run: Run) -> str:
        return run.promise

    def save(self, complaint: Case, handling: Handled | None) -> None:
        """Memory keeps it."""

    def save_ended(self, handling: Handled) -> None:
        """Memory keeps it."""


def replay(facts: Sequence[Fact], terms: Terms, hours_of: HoursOf, handlings: Sequence[int] = ()) -> list[Run]:
    """Every run of every clock that these events of one complaint bring about, under these terms and hours.

    `hours_of` gives the calendar of a clock by its key; `handlings` are the keys of the handlings in the order in
    which they were opened. Raises Contradiction where an event cannot have happened, CalendarError.
    """
    first, *later = facts
    case = Case(terms, str(first.data.get("klass", Klass.COMPLAINT)), state_since=first.at)
    book = Memory(terms, hours_of, handlings)
    effects.first_clocks(cast(Any, case), at=first.at, book=cast(Tables, book))
    for fact in later:
        book.fact = fact
        act(case, fact, book)
    return book.runs


def act(case: Case, fact: Fact, book: Memory) -> None:
    """Let this event happen to the case."""
    handling = next((one for one in case.handlings if one.pk == fact.handling), None)
    agency = SimpleNamespace(code=fact.data["agency"]) if "agency" in fact.data else None
    moving = Effects(
        rule=_rule(case, handling, fact),
        complaint=cast(Any, case),
        handlings=cast(Any, case.handlings),
        handling=cast(Any, handling),
        actor=Actor(Role(fact.role)),
        at=fact.at,
        book=cast(Tables, book),
    )
    moving.carry_out(None, None, cast(Any, agency), None)


_BY_ACTION: dict[tuple[str, C | None], list[Rule]] = {}
for _one in RULES:
    _BY_ACTION.setdefault((_one.action, _one.complaint), []).append(_one)
# Of the conditions of a rule, those that say which of two rows of the same act it was.
_TELL_APART: dict[str, Callable[[Case], bool]] = {
    "asked_at_verification": lambda case: case.asked_by is None,
    "asked_by_agency": lambda case: case.asked_by is not None,
    "ordinary": lambda case: not case.supervisory,
    "supervisory": lambda case: case.supervisory,
}


def _rule(case: Case, handling: Handled | None, fact: Fact) -> Rule:
    """The row of the table by which this event happened; who may and when was judged then."""
    for rule in _BY_ACTION.get((fact.action, case.state), ()):
        stands = rule.handling is None or (handling is not None and rule.handling == handling.state)
        told_apart = all(_TELL_APART[name](case) for name in rule.conditions if name in _TELL_APART)
        if stands and fact.role in rule.roles and told_apart:
            return rule
    raise Contradiction(fact)
