"""The office clock: one computation and 100,000 beside counting minute by minute; what-if and proof of a full desk.

The copies of this part keep their instants, so that every one of them is a case that was walked and whose clocks
must come out to the second.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lapor.sop import clock

MANY = 100_000
NAIVE = 150  # computations counted minute by minute; as many as a run has patience for
OPEN = 0.25  # of all cases, so that 100,000 cases have some 100,000 running clocks
MINUTE = timedelta(minutes=1)
BREAKS = clock.Calendar.from_json(
    {
        "zone": "Asia/Jakarta",
        "week": {
            **{day: [["07:30", "12:00"], ["13:00", "16:00"]] for day in ("mon", "tue", "wed", "thu")},
            "fri": [["07:30", "11:30"], ["13:00", "16:30"]],
        },
        "off": ["2026-03-18", "2026-03-19", "2026-03-20", "2026-03-23", "2026-03-24", "2026-04-03"],
    }
)


def engine(rng: random.Random) -> dict[str, float]:
    """Microseconds of one deadline of 660 office minutes with a pause: median alone, each of many, each by minutes."""
    first = datetime(2026, 3, 1, tzinfo=UTC)
    asked = [first + MINUTE * rng.randrange(120 * 1440) for _ in range(MANY)]
    pauses = [[(at + timedelta(hours=5), at + timedelta(hours=30))] for at in asked]
    clock.add(BREAKS, first, 660)
    single = []
    for at, stood in zip(asked[:5000], pauses[:5000], strict=True):
        began = time.perf_counter()
        clock.add(BREAKS, at, 660, stood)
        single.append(time.perf_counter() - began)
    began = time.perf_counter()
    counted = [clock.add(BREAKS, at, 660, stood) for at, stood in zip(asked, pauses, strict=True)]
    bulk = time.perf_counter() - began
    began = time.perf_counter()
    naive = [_minute_by_minute(at, 660, stood) for at, stood in zip(asked[:NAIVE], pauses[:NAIVE], strict=True)]
    slow = time.perf_counter() - began
    if naive != counted[:NAIVE]:
        raise RuntimeError("the clock and the count minute by minute differ")
    return {
        "single": statistics.median(single) * 1e6,
        "bulk": bulk / MANY * 1e6,
        "naive": slow / NAIVE * 1e6,
    }


def _minute_by_minute(start: datetime, minutes: int, pauses: list[clock.Pause]) -> datetime:
    """The floor: what anybody would write first."""
    at, left, place = start, minutes, ZoneInfo(BREAKS.zone)
    while left:
        local = at.astimezone(place)
        minute = local.hour * 60 + local.minute
        if any(begin <= minute < end for begin, end in BREAKS.spans(local.date())):
            left -= not any(began <= at and (ended is None or at < ended) for began, ended in pauses)
        at += MINUTE
    return at


def desk(
    here: Any, held: Any, upto: int, *, now: datetime, rng: random.Random, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Fill the desk with copies at their own instants, prove every clock, and ask what other hours would move."""
    from django.db import connection

    from lapor.complaints import recalendar, verify_clocks
    from lapor.complaints.models import StepClock
    from tests.bench.copies import Keys, Loader
    from tests.bench.rows import tables

    plain = tables()
    opened = held.hers + held.others
    wanted = [(rng.choice(opened if rng.random() < OPEN else held.over), timedelta(0)) for _ in range(upto)]
    tell(f"Loading {upto:,} cases at their own instants …")
    Loader(here.owner, plain, Keys(here.owner, plain)).load(wanted)
    here.analyse()
    tell("Proving every clock …")
    tally, began = verify_clocks.Tally(), time.perf_counter()
    wrong = list(verify_clocks.differences(tally))
    proven = time.perf_counter() - began
    if wrong:
        raise RuntimeError(f"clocks that are not what they must be: {wrong[:3]}")
    began = time.perf_counter()
    with connection.cursor() as cursor:
        for table in ("complaints_event", "complaints_stepclock", "complaints_pause", "complaints_mark"):
            cursor.execute(f"SELECT * FROM {table}")
            while cursor.fetchmany(10_000):
                pass
    read = time.perf_counter() - began
    tell("Asking what other office hours would move …")
    running = StepClock.objects.filter(finished_at=None).count()
    began = time.perf_counter()
    found = recalendar.look(_longer_mondays, at=now)
    looked = time.perf_counter() - began
    began = time.perf_counter()
    recalendar.carry_out(_longer_mondays, by=None, at=now)
    moved = time.perf_counter() - began
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE complaints_stepclock SET due_at = due_at + interval '1 s' WHERE finished_at IS NULL")
    bare = time.perf_counter() - began
    return {
        "cases": tally.cases, "clocks": tally.clocks, "proven": proven, "read": read, "running": running,
        "counted": found.running if found else 0, "shifted": found.moved if found else 0,
        "looked": looked, "moved": moved, "bare": bare,
    }  # fmt: skip


def _longer_mondays() -> Any:
    from lapor.complaints.recalendar import Done
    from lapor.people import calendars
    from lapor.people.models import Calendar

    row = Calendar.objects.get(code=calendars.TIM_CODE)
    row.week = {**row.week, "mon": [["07:30", "16:30"]]}
    row.save(update_fields=["week"])
    return Done("calendar_changed", f"calendar {row.code}", {"name": row.name})


def told(engine: dict[str, float], full: dict[str, Any]) -> str:
    """Both parts in words and ratios."""
    one, many, naive = engine["single"], engine["bulk"], engine["naive"]
    return "\n".join(
        [
            "",
            f"One deadline of 660 office minutes with a pause: {one:.1f} µs at the median, {many:.1f} µs each of "
            f"{MANY:,}; minute by minute {naive:,.0f} µs: {naive / one:,.0f} and {naive / many:,.0f} times as long.",
            f"Proof: {full['clocks']:,} clocks of {full['cases']:,} cases in {full['proven']:.0f} s, none differs; "
            f"{full['proven'] / full['read']:.1f} times as long as reading the rows alone.",
            f"What-if: {full['counted']:,} of {full['running']:,} running clocks counted anew in "
            f"{full['looked']:.1f} s, {full['looked'] / full['bare']:.1f} times a bare UPDATE of all that run "
            f"({full['shifted']:,} would move); moving them {full['moved']:.1f} s, "
            f"{full['moved'] / full['bare']:.1f} times.",
        ]
    )
