"""What holds for the office clock on any calendar, and a count minute by minute that it must agree with."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from lapor.sop import clock
from lapor.sop.clock import Calendar, Pause, Profile, Span
from lapor.sop.states import Unit

MINUTE = timedelta(minutes=1)
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "UTC")
RAMADAN = (date(2026, 2, 18), date(2026, 3, 19))
YEAR_END = date(2026, 12, 20)

quick = settings(max_examples=60, deadline=None)


# --- calendars, instants and pauses of any kind


@st.composite
def days_spans(draw: st.DrawFn) -> tuple[Span, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 96), min_size=2, max_size=6)))
    return tuple((15 * begin, 15 * end) for begin, end in zip(edges[::2], edges[1::2], strict=False))


def weeks(*, least: int) -> st.SearchStrategy[dict[int, tuple[Span, ...]]]:
    return st.dictionaries(st.integers(0, 6), days_spans(), min_size=least)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    off = draw(st.sets(st.dates(date(2026, 1, 1), date(2027, 2, 1)), max_size=30))
    ramadan = draw(st.none() | weeks(least=0))
    return Calendar(
        zone=draw(st.sampled_from(ZONES)),
        week=draw(weeks(least=2)),
        off=frozenset(off),
        profiles=() if ramadan is None else (Profile(*RAMADAN, ramadan),),
    )


@st.composite
def instants(draw: st.DrawFn, *, whole_minutes: bool = False) -> datetime:
    """Around the bounds of Ramadan and of the year, where calendars change, and on any day between."""
    near = st.sampled_from([*RAMADAN, YEAR_END, date(2026, 1, 1)]).flatmap(
        lambda day: st.dates(day - timedelta(days=3), day + timedelta(days=14))
    )
    day = draw(near | st.dates(date(2026, 1, 1), date(2027, 1, 31)))
    step = 60 if whole_minutes else 1
    seconds = draw(st.integers(0, 86_400 // step - 1)) * step
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    return datetime(day.year, day.month, day.day, tzinfo=UTC).astimezone(zone) + timedelta(seconds=seconds)


@st.composite
def pauses_near(draw: st.DrawFn, start: datetime, *, whole_minutes: bool = False) -> list[Pause]:
    """Up to four pauses around the start, overlapping or not, in any order."""
    unit = MINUTE if whole_minutes else timedelta(seconds=1)
    reach = timedelta(days=6) // unit
    begins = st.integers(-reach // 3, reach)
    pairs = draw(st.lists(st.tuples(begins, st.integers(0, reach // 2)), max_size=4))
    return [(start + begin * unit, start + (begin + length) * unit) for begin, length in pairs]


budgets = st.integers(0, 1500)
data = st.data()


# --- counting minute by minute


def counts(calendar: Calendar, at: datetime, pauses: list[Pause]) -> bool:
    """Whether the minute that begins here counts, read off the local wall clock."""
    local = at.astimezone(ZoneInfo(calendar.zone))
    week = calendar.week
    for profile in calendar.profiles:
        if profile.first <= local.date() <= profile.last:
            week = profile.week
    minute = local.hour * 60 + local.minute
    return (
        local.date() not in calendar.off
        and any(begin <= minute < end for begin, end in week.get(local.weekday(), ()))
        and not any(began <= at and (ended is None or at < ended) for began, ended in pauses)
    )


@quick
@given(calendars(), data, instants(whole_minutes=True), st.integers(0, 6 * 1440))
def test_between_agrees_with_counting_minute_by_minute(
    calendar: Calendar, more: st.DataObject, start: datetime, length: int
) -> None:
    pauses = more.draw(pauses_near(start, whole_minutes=True))
    counted = sum(counts(calendar, start + minute * MINUTE, pauses) for minute in range(length))

    assert clock.seconds_between(calendar, start, start + length * MINUTE, pauses) == 60 * counted


@quick
@given(calendars(), data, instants(whole_minutes=True), st.integers(1, 700))
def test_add_agrees_with_counting_minute_by_minute(
    calendar: Calendar, more: st.DataObject, start: datetime, budget: int
) -> None:
    pauses = more.draw(pauses_near(start, whole_minutes=True))
    at, counted = start, 0
    while counted < budget and at - start < timedelta(days=12):
        counted += counts(calendar, at, pauses)
        at += MINUTE

    due = clock.add(calendar, start, budget, pauses)
    assert due == at if counted == budget else due > at


@quick
@given(calendars(), data, instants(), st.integers(1, 20))
def test_working_days_agree_with_counting_day_by_day(
    calendar: Calendar, more: st.DataObject, start: datetime, days: int
) -> None:
    waits = more.draw(pauses_near(start))
    day, counted = start.astimezone(ZoneInfo(calendar.zone)).date(), 0
    while counted < days:
        day += timedelta(days=1)
        at = clock.closing(calendar, day)
        counted += at is not None and not any(began <= at and ended and at < ended for began, ended in waits)

    assert clock.working_days(calendar, start, days, waits) == clock.closing(calendar, day)


# --- what always holds


@quick
@given(calendars(), data, instants(), budgets)
def test_between_undoes_add(calendar: Calendar, more: st.DataObject, start: datetime, budget: int) -> None:
    pauses = more.draw(pauses_near(start))
    due = clock.add(calendar, start, budget, pauses)

    assert clock.seconds_between(calendar, start, due, pauses) == 60 * budget


@quick
@given(calendars(), data, instants(), budgets, budgets)
def test_more_minutes_are_never_due_earlier(
    calendar: Calendar, more: st.DataObject, start: datetime, budget: int, extra: int
) -> None:
    pauses = more.draw(pauses_near(start))
    due = clock.add(calendar, start, budget, pauses)

    assert start <= due <= clock.add(calendar, start, budget + extra, pauses)


@quick
@given(calendars(), data, instants(), st.integers(0, 500_000), st.integers(1, 1500))
def test_a_later_start_is_never_due_earlier(
    calendar: Calendar, more: st.DataObject, start: datetime, later: int, budget: int
) -> None:
    pauses = more.draw(pauses_near(start))
    second_start = start + timedelta(seconds=later)

    assert clock.add(calendar, start, budget, pauses) <= clock.add(calendar, second_start, budget, pauses)


@quick
@given(calendars(), data, instants(), st.integers(0, 900_000), st.integers(0, 900_000))
def test_the_parts_of_a_span_add_up_to_the_second(
    calendar: Calendar, more: st.DataObject, start: datetime, first: int, second: int
) -> None:
    pauses = more.draw(pauses_near(start))
    middle = start + timedelta(seconds=first)
    end = middle + timedelta(seconds=second)
    parts = [clock.seconds_between(calendar, a, b, pauses) for a, b in ((start, middle), (middle, end))]

    assert sum(parts) == clock.seconds_between(calendar, start, end, pauses)


@quick
@given(calendars(), data, instants(), budgets, budgets)
def test_a_budget_in_two_parts_is_due_when_the_whole_is(
    calendar: Calendar, more: st.DataObject, start: datetime, first: int, second: int
) -> None:
    pauses = more.draw(pauses_near(start))
    in_parts = clock.add(calendar, clock.add(calendar, start, first, pauses), second, pauses)

    assert in_parts == clock.add(calendar, start, first + second, pauses)


@quick
@given(calendars(), data, instants(), st.integers(1, 1500))
def test_nothing_is_due_outside_office_time_or_in_a_pause(
    calendar: Calendar, more: st.DataObject, start: datetime, budget: int
) -> None:
    pauses = more.draw(pauses_near(start))
    last_second = clock.add(calendar, start, budget, pauses) - timedelta(seconds=1)

    assert clock.is_open(calendar, last_second)
    assert not any(began <= last_second and ended and last_second < ended for began, ended in pauses)


@quick
@given(calendars(), instants(), budgets, st.integers(0, 10))
def test_a_pause_outside_office_hours_gives_nothing(
    calendar: Calendar, start: datetime, budget: int, away: int
) -> None:
    closed_at = clock.working_days(calendar, start, away)
    night = [(closed_at, clock.next_opening(calendar, closed_at))] if away else []

    assert clock.add(calendar, start, budget, night) == clock.add(calendar, start, budget)


@quick
@given(calendars(), data, instants(), budgets)
def test_pauses_may_come_in_any_order(calendar: Calendar, more: st.DataObject, start: datetime, budget: int) -> None:
    pauses = more.draw(pauses_near(start))
    shuffled = more.draw(st.permutations(pauses))

    assert clock.add(calendar, start, budget, shuffled) == clock.add(calendar, start, budget, pauses)


# --- limits of every unit

units = st.sampled_from(list(Unit))


@quick
@given(calendars(), data, instants(), units, st.integers(1, 60), st.integers(0, 40), st.integers(0, 400_000))
def test_a_limit_of_any_unit_is_never_due_earlier_for_more_of_it_or_a_later_start(
    calendar: Calendar, more: st.DataObject, start: datetime, unit: Unit, amount: int, extra: int, later: int
) -> None:
    pauses = more.draw(pauses_near(start))
    due = clock.reached(calendar, unit, start, amount, pauses)

    assert start <= due <= clock.reached(calendar, unit, start, amount + extra, pauses)
    assert due <= clock.reached(calendar, unit, start + timedelta(seconds=later), amount, pauses)


@quick
@given(calendars(), data, instants(), st.integers(1, 15), st.integers(1, 15))
def test_working_days_in_two_parts_are_due_when_the_whole_is(
    calendar: Calendar, more: st.DataObject, start: datetime, first: int, second: int
) -> None:
    waits = more.draw(pauses_near(start))
    middle = clock.working_days(calendar, start, first, waits)
    on_that_day = middle - timedelta(seconds=1)  # a closing at midnight belongs to the day it ends
    in_parts = clock.working_days(calendar, on_that_day, second, waits)

    assert in_parts == clock.working_days(calendar, start, first + second, waits)


@quick
@given(calendars(), data, instants(), st.integers(1, 30))
def test_working_days_end_at_a_closing_at_which_nobody_was_waited_for(
    calendar: Calendar, more: st.DataObject, start: datetime, days: int
) -> None:
    waits = more.draw(pauses_near(start))
    due = clock.working_days(calendar, start, days, waits)

    assert clock.is_open(calendar, due - timedelta(seconds=1))
    assert due == clock.closing(calendar, (due - timedelta(seconds=1)).astimezone(ZoneInfo(calendar.zone)).date())
    assert not any(began <= due and ended and due < ended for began, ended in waits)


@quick
@given(calendars(), data, instants(), st.integers(0, 100))
def test_hours_and_calendar_days_know_no_office_and_no_pause(
    calendar: Calendar, more: st.DataObject, start: datetime, amount: int
) -> None:
    pauses = more.draw(pauses_near(start))
    day = start.astimezone(ZoneInfo(calendar.zone)).date() + timedelta(days=amount)
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), ZoneInfo(calendar.zone))

    assert clock.reached(calendar, Unit.HOURS, start, amount, pauses) == start + timedelta(hours=amount)
    assert clock.reached(calendar, Unit.DAYS, start, amount, pauses) == (clock.closing(calendar, day) or midnight)


@contextmanager
def process_zone(name: str) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()


@quick
@given(calendars(), data, instants(), budgets)
def test_the_zone_of_the_server_changes_nothing(
    calendar: Calendar, more: st.DataObject, start: datetime, budget: int
) -> None:
    pauses = more.draw(pauses_near(start))
    answers = set()
    for zone in ("UTC", "Asia/Jakarta", "Asia/Jayapura"):
        with process_zone(zone):
            due = clock.add(calendar, start, budget, pauses)
            limits = tuple(clock.reached(calendar, unit, start, 3, pauses) for unit in Unit)
            answers.add((due, limits, clock.between(calendar, start, due + timedelta(days=2), pauses)))

    assert len(answers) == 1


@quick
@given(calendars())
def test_a_calendar_written_and_read_is_the_same(calendar: Calendar) -> None:
    assert Calendar.from_json(calendar.to_json()) == calendar
