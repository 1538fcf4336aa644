"""Who used the time of a case, and why a deadline is what it is: read off the ledger, in office minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lapor.complaints import ledger
from lapor.complaints.models import StepClock
from lapor.complaints.timing import Reader
from lapor.sop import rules
from lapor.sop.rules import C, H, K

_HOLDERS = (
    ("Tim Kabupaten", (C.RECEIVED, H.RETURN_REQUESTED, K.STEP8)),
    ("Operator", (H.AT_OPERATOR, H.TO_ANSWER)),
    ("Penanggung jawab", (H.AT_OFFICER, H.CHECKING)),
    ("Unit teknis", (H.AT_UNIT,)),
    ("Menunggu warga", (C.AWAITING,)),
)
WIDTH = 1000  # of the bar, in its own units


@dataclass(frozen=True)
class Share:
    """Office minutes of one holder; `x` and `width` place its piece in a bar WIDTH units wide."""

    label: str
    minutes: int
    key: int
    x: int = 0
    width: int = 0


@dataclass(frozen=True)
class Ledger:
    """One clock worked out: `limit` in its unit, `used` and `paused` in office minutes up to now."""

    clock: StepClock
    limit: str
    used: int
    pauses: list[tuple[str, datetime, datetime | None, int]]
    later_pass: bool

    @property
    def paused(self) -> int:
        return sum(minutes for *_, minutes in self.pauses)


def shares(rows: list[StepClock], reader: Reader) -> list[Share]:
    """What each holder used of the office time so far, by a case's clocks; holders without a minute are left out."""
    totals = [
        (label, sum(minutes(row, reader) for row in rows if row.name in names), key)
        for key, (label, names) in enumerate(_HOLDERS, start=1)
    ]
    found = [one for one in totals if one[1]]
    whole = sum(used for _, used, _ in found)
    placed, x = [], 0
    for label, used, key in found:
        width = max(4, round(used * WIDTH / whole))
        placed.append(Share(label, used, key, x, min(width, WIDTH - x)))
        x += width
    return placed


def ledger_of(row: StepClock, reader: Reader) -> Ledger:
    """This clock worked out up to now."""
    pauses = [
        (p.reason, p.began_at, p.ended_at, reader.spent(row.calendar, p.began_at, p.ended_at)) for p in row.pauses.all()
    ]
    units = {
        rules.Unit.MINUTES: "menit kerja",
        rules.Unit.WORKING_DAYS: "hari kerja",
        rules.Unit.HOURS: "jam",
    }
    return Ledger(row, f"{row.limit} {units[rules.Unit(row.unit)]}", minutes(row, reader), pauses, row.pass_no > 1)


def minutes(row: StepClock, reader: Reader) -> int:
    """Office minutes that this clock has run, up to its end or to now."""
    if row.used_minutes is not None:
        return row.used_minutes
    return reader.spent(row.calendar, row.started_at, row.finished_at, ledger.spans(row))
