"""What happens when a limit runs out: reminders before it, one step up at it, one more at twice of it.

All in the limit's own unit, so in office time where it counts office time. The instants are those of the fact; the
notices go out in the recipients' office hours (lapor/notices).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from lapor.sop import clock
from lapor.sop.limits import BASE
from lapor.sop.states import Role, Unit


class Up(StrEnum):
    """Who is told of lateness, above whoever holds the case; the lowest first. The Inspektorat has its own head."""

    OFFICER = "officer"
    HEAD = "head"
    CHAIR = "chair"
    TIM_HEAD = "tim_head"  # the head of the agency that keeps the Tim: Kepala Diskominfo
    SECRETARY = "secretary"  # Sekretaris Daerah
    INSPECTORATE_HEAD = "inspektur"  # Inspektur: nobody outside is told of a supervisory complaint


# One step up at the due instant, one more at twice the limit; by who has the case then.
WHEN_LATE: Final[Mapping[Role, tuple[Up, Up]]] = MappingProxyType({
    Role.OPERATOR: (Up.OFFICER, Up.HEAD),
    Role.UNIT: (Up.OFFICER, Up.HEAD),
    Role.OFFICER: (Up.HEAD, Up.CHAIR),
    Role.HEAD: (Up.CHAIR, Up.TIM_HEAD),
    Role.VERIFIER: (Up.CHAIR, Up.TIM_HEAD),
    Role.CHAIR: (Up.TIM_HEAD, Up.SECRETARY),
    Role.INSPECTOR: (Up.INSPECTORATE_HEAD, Up.INSPECTORATE_HEAD),
})  # fmt: skip


def rungs(holder: Role) -> tuple[Up, ...]:
    """The ladder above this holder, lowest first: the two of WHEN_LATE, then who stands in where those are vacant."""
    if holder is Role.INSPECTOR:
        return WHEN_LATE[holder]
    every = tuple(one for one in Up if one is not Up.INSPECTORATE_HEAD)
    return every[every.index(WHEN_LATE[holder][0]) :]


@dataclass(frozen=True)
class Mark:
    """A point of a limit at which somebody is told: a reminder, or an escalation of level 1 or 2.

    `amount` counts in the limit's unit from its start.
    """

    kind: str
    level: int
    amount: int


REMINDER, ESCALATION = "reminder", "escalation"
_SHORT_MINUTES: Final = 120


@lru_cache(maxsize=1024)
def marks(unit: Unit, amount: int) -> tuple[Mark, ...]:
    """Reminders at 50 % and 80 % (80 % alone of 120 office minutes or less), escalations at the whole and at twice.

    Shares are rounded up; of a limit in days or hours, one that falls on the due instant is left out.
    """
    short = unit is Unit.MINUTES and amount <= _SHORT_MINUTES
    shares = [-(-amount * share // 100) for share in ((80,) if short else (50, 80))]
    early = [at for at in dict.fromkeys(shares) if unit is Unit.MINUTES or at < amount]
    reminders = [Mark(REMINDER, level, at) for level, at in enumerate(early, start=1)]
    return (*reminders, Mark(ESCALATION, 1, amount), Mark(ESCALATION, 2, 2 * amount))


def marks_of(name: str, unit: Unit, amount: int) -> tuple[Mark, ...]:
    """The marks of a clock of this name in the order of their instants; none where nobody is told of it."""
    return marks(unit, amount) if BASE.limit(name).marked else ()


def passed(
    calendar: clock.Calendar,
    unit: Unit,
    limit: int,
    start: datetime,
    pauses: Sequence[clock.Pause],
    until: datetime,
) -> list[tuple[Mark, datetime]]:
    """The marks that a clock reached before `until`, each with its instant; one at that very instant is not reached.

    `until` is when it finished, stood still or was looked at: from a pause that is still open on nothing is reached.
    """
    stood = [began for began, ended in pauses if ended is None]
    end = min([until, *stood])
    instants = ((mark, clock.reached(calendar, unit, start, mark.amount, pauses)) for mark in marks(unit, limit))
    return [(mark, at) for mark, at in instants if at < end]
