"""How long each state and clock may last: the times of the SOP of 2020. What if late stands in lateness.py.

`BASE` is that version, whole. A later one keeps the shape and changes amounts (people/procedures.py keeps the
versions that were approved); a complaint is timed by the version it began under.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from lapor.sop.states import CLOCKS, C, H, K, Klass, Role, Unit, Whose
from lapor.sop.steps import HANDLING_MINUTES, TOTAL_MINUTES

SOP_VERSION: Final = "2020-06-12"
RETURN_WINDOW: Final = timedelta(days=30)  # a citizen's objection to an archive, completion, or reopening


@dataclass(frozen=True)
class Limit:
    """How long, in which unit, on whose calendar; `floor` is the least a later pass gets (minutes).

    `holder` has the case while it runs (None: whoever has it then). `marked`: reminders and escalations are given.
    """

    amount: int
    unit: Unit
    whose: Whose
    step: int | None = None
    floor: int = 0
    holder: Role | None = None
    marked: bool = True


# fmt: off
LIMITS: Final[Mapping[C | H | K, Limit]] = MappingProxyType({
    C.RECEIVED: Limit(3, Unit.WORKING_DAYS, Whose.TIM, step=2, holder=Role.VERIFIER),
    C.AWAITING: Limit(10, Unit.WORKING_DAYS, Whose.TIM, holder=Role.CITIZEN, marked=False),
    H.AT_OPERATOR: Limit(60, Unit.MINUTES, Whose.AGENCY, step=3, floor=30, holder=Role.OPERATOR),
    H.RETURN_REQUESTED: Limit(1, Unit.WORKING_DAYS, Whose.TIM, holder=Role.VERIFIER),
    H.AT_OFFICER: Limit(120, Unit.MINUTES, Whose.AGENCY, step=4, floor=30, holder=Role.OFFICER),
    H.AT_UNIT: Limit(660, Unit.MINUTES, Whose.AGENCY, step=5, floor=120, holder=Role.UNIT),
    H.CHECKING: Limit(120, Unit.MINUTES, Whose.AGENCY, step=6, floor=30, holder=Role.OFFICER),
    H.TO_ANSWER: Limit(60, Unit.MINUTES, Whose.AGENCY, step=7, floor=30, holder=Role.OPERATOR),
    K.STEP8: Limit(30, Unit.MINUTES, Whose.TIM, step=8, holder=Role.VERIFIER),
    K.CONFIRMATION: Limit(10, Unit.WORKING_DAYS, Whose.TIM, holder=Role.CITIZEN, marked=False),
    K.TOTAL: Limit(HANDLING_MINUTES, Unit.MINUTES, Whose.AGENCY, marked=False),
    K.FIRST_REPLY: Limit(48, Unit.HOURS, Whose.TIM),
    K.SETTLEMENT: Limit(14, Unit.WORKING_DAYS, Whose.TIM),
    K.PROMISE: Limit(1, Unit.DAYS, Whose.AGENCY),  # as many calendar days as were promised
})
SETTLEMENT_DAYS: Final[Mapping[Klass, int]] = MappingProxyType({
    Klass.INFORMATION: 5, Klass.ASPIRATION: 5, Klass.COMPLAINT: 14, Klass.SUPERVISORY: 60,
})
# fmt: on
OMBUDSMAN_DAYS: Final = 60  # calendar days from first arrival, not moved by holidays
OWN_MINUTES: Final = TOTAL_MINUTES - HANDLING_MINUTES  # step 1, the citizen's own time: told, never late


@dataclass(frozen=True)
class Terms:
    """One dated version of the SOP: the head of its document, and every time it gives.

    `head` maps the fields of the printed head (sop/heading.py) that this version words otherwise than the sheet
    of 2020. `own_minutes` are those of step 1.
    """

    code: str
    effective: date
    limits: Mapping[C | H | K, Limit]
    settlement: Mapping[Klass, int]
    ombudsman_days: int
    head: Mapping[str, str] = field(default_factory=dict)
    own_minutes: int = OWN_MINUTES

    @property
    def total(self) -> int:
        """The minutes of steps 3 to 8."""
        return self.limits[K.TOTAL].amount

    @property
    def whole(self) -> int:
        """The total as the sheet prints it: the citizen's own minutes and those of steps 3 to 8."""
        return self.own_minutes + self.total

    def limit(self, name: str) -> Limit:
        """The limit of the clock of this name."""
        return self.limits[CLOCKS[name]]

    def minutes(self, order: int) -> int | None:
        """The minutes of this step; None for step 2, which has working days."""
        if order == 1:
            return self.own_minutes
        found = next(one for one in self.limits.values() if one.step == order)
        return found.amount if found.unit is Unit.MINUTES else None

    def end_minutes(self, orders: tuple[int, ...]) -> int:
        """The minutes of a walk over these steps."""
        return sum(self.minutes(order) or 0 for order in orders)

    def to_json(self) -> dict[str, Any]:
        """{"head", "own", "amounts": {clock: amount}, "floors": {clock: minutes}, "settlement": {class: days},
        "ombudsman"}; `own` are the minutes of step 1.

        `amounts` has no total, which is the sum of its steps, and no settlement, which goes by class.
        """
        return {
            "head": dict(self.head),
            "own": self.own_minutes,
            "amounts": {name.value: limit.amount for name, limit in self.limits.items() if name not in _DERIVED},
            "floors": {name.value: limit.floor for name, limit in self.limits.items() if limit.floor},
            "settlement": {klass.value: days for klass, days in self.settlement.items()},
            "ombudsman": self.ombudsman_days,
        }

    @classmethod
    def from_json(cls, code: str, effective: date, data: Mapping[str, Any]) -> Terms:
        """The version that `to_json` wrote; what it leaves out is as in 2020."""
        amounts, floors, days = data.get("amounts", {}), data.get("floors", {}), data.get("settlement", {})
        limits = {
            name: replace(one, amount=amounts.get(name.value, one.amount), floor=floors.get(name.value, one.floor))
            for name, one in LIMITS.items()
        }
        total = sum(one.amount for one in limits.values() if one.step and one.step >= 3)
        limits[K.TOTAL] = replace(limits[K.TOTAL], amount=total)
        return cls(
            code=code,
            effective=effective,
            limits=MappingProxyType(limits),
            settlement=MappingProxyType({one: days.get(one.value, amount) for one, amount in SETTLEMENT_DAYS.items()}),
            ombudsman_days=data.get("ombudsman", OMBUDSMAN_DAYS),
            head=MappingProxyType(dict(data.get("head", {}))),
            own_minutes=data.get("own", OWN_MINUTES),
        )


_DERIVED: Final = (K.TOTAL, K.SETTLEMENT, K.PROMISE)
BASE: Final = Terms(SOP_VERSION, date.fromisoformat(SOP_VERSION), LIMITS, SETTLEMENT_DAYS, OMBUDSMAN_DAYS)
