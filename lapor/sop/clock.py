"""Office time: from minutes to the instant they are spent, and back to what a span of time cost.

Exact to the second. A second counts where it lies in an office span of the calendar and in no pause; a budget
that ends at closing is due then, not at the next opening. Instants go in as datetimes of any zone (never
without one), come out in UTC, and parts of a second are dropped. Nothing is looked for beyond ten years, so that
a calendar nobody could work by gives a sentence and not an endless search.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from lapor.sop.calendar import Calendar, CalendarError, Profile, Span, Uncountable, day_end
from lapor.sop.states import N_, Unit
from lapor.sop.track import Line

__all__ = [
    "Calendar",
    "CalendarError",
    "ClockError",
    "Pause",
    "Profile",
    "Span",
    "add",
    "between",
    "calendar_days",
    "closing",
    "hours",
    "is_open",
    "later_pass",
    "next_opening",
    "reached",
    "seconds_between",
    "working_days",
]

Pause = tuple[datetime, datetime | None]
"""From when a clock stands still, until when; None while it still does."""

HORIZON_DAYS: Final = 3660
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND: Final = timedelta(seconds=1)


class ClockError(Uncountable):
    """What is wrong with what the clock was asked."""


def add(calendar: Calendar, start: datetime, minutes: int, pauses: Sequence[Pause] = ()) -> datetime:
    """The instant at which this many office minutes after `start` are spent; `start` itself for none.

    Pauses may overlap and come in any order. One that is still open takes no part, so the answer is the earliest
    instant that is still possible. Raises CalendarError where ten years do not hold the minutes.
    """
    if minutes < 0:
        raise ClockError(N_("Jumlah menit tidak boleh kurang dari nol."))
    begin = _second(start)
    if minutes == 0:
        return _instant(begin)
    stood = _merged(pauses, begin)
    return _instant(_within_horizon(calendar, begin, lambda line: _spent(line, begin, minutes * 60, stood)))


def between(calendar: Calendar, a: datetime, b: datetime, pauses: Sequence[Pause] = ()) -> int:
    """The whole office minutes from `a` to `b`, less pauses; a pause still open runs to `b`."""
    return seconds_between(calendar, a, b, pauses) // 60


def seconds_between(calendar: Calendar, a: datetime, b: datetime, pauses: Sequence[Pause] = ()) -> int:
    """The office seconds from `a` to `b`, less pauses. Raises ClockError when `b` is before `a`."""
    begin, end = _second(a), _second(b)
    if end < begin:
        raise ClockError(N_("Waktu akhir mendahului waktu awal."))
    standing = min((_second(began) for began, ended in pauses if ended is None), default=end)
    stop = max(begin, min(standing, end))
    line = calendar.track.line(_local_day(calendar.place, begin), _local_day(calendar.place, stop))
    stood = [(paused, min(resumed, stop)) for paused, resumed in _merged(pauses, begin) if paused < stop]
    return line.spent(stop) - line.spent(begin) - sum(line.spent(to) - line.spent(since) for since, to in stood)


def working_days(calendar: Calendar, start: datetime, days: int, waits: Sequence[Pause] = ()) -> datetime:
    """The closing time of the n-th working day; the day of arrival does not count. `start` itself for none.

    A day counts if the office is open on it and the complaint was not waiting for the citizen at its closing: a
    wait that begins at closing takes the day, one that ends at closing does not, one still open takes no part.
    Raises CalendarError where ten years do not hold the days.
    """
    if days < 0:
        raise ClockError(N_("Jumlah hari tidak boleh kurang dari nol."))
    begin = _second(start)
    if days == 0:
        return _instant(begin)
    arrival = _local_day(calendar.place, begin).toordinal()
    waited = _merged(waits, begin)
    return _instant(_within_horizon(calendar, begin, lambda line: _nth_closing(line, arrival, days, waited)))


def reached(calendar: Calendar, unit: Unit, start: datetime, amount: int, pauses: Sequence[Pause] = ()) -> datetime:
    """When `amount` of this unit is over that began at `start`: the due instant of a limit of any kind.

    Office minutes and working days stand still in pauses; hours and calendar days do not. Calendar days end when
    the office closes on the last of them, or with that day where it does not open. Raises CalendarError.
    """
    if unit is Unit.MINUTES:
        return add(calendar, start, amount, pauses)
    if unit is Unit.WORKING_DAYS:
        return working_days(calendar, start, amount, pauses)
    if unit is Unit.HOURS:
        return hours(start, amount)
    last = calendar_days(calendar.zone, start, amount)
    return closing(calendar, last) or _instant(day_end(calendar.place, last))


def calendar_days(zone: str, start: datetime, days: int) -> date:
    """The local date this many calendar days after `start`, a holiday or not (Ombudsman day 60)."""
    return _local_day(ZoneInfo(zone), _second(start)) + timedelta(days=days)


def hours(start: datetime, n: int) -> datetime:
    """The instant n hours of the wall clock after `start` (the pledge of 2 x 24 hours)."""
    return _instant(_second(start) + n * 3600)


def is_open(calendar: Calendar, at: datetime) -> bool:
    """Whether the office is open; at the instant of closing it no longer is."""
    second = _second(at)
    spans = calendar.opening_seconds(_local_day(calendar.place, second))
    return any(opened <= second < ended for opened, ended in spans)


def next_opening(calendar: Calendar, at: datetime) -> datetime:
    """The first instant from `at` on at which the office is open: `at` itself if it is. Raises CalendarError."""
    second = _second(at)
    return _instant(_within_horizon(calendar, second, lambda line: line.opening(second)))


def closing(calendar: Calendar, day: date) -> datetime | None:
    """When the office closes for the day, None where it does not open."""
    spans = calendar.opening_seconds(day)
    return _instant(spans[-1][1]) if spans else None


def later_pass(limit: int, used: int, floor: int) -> int:
    """The minutes of a later pass of a step: what was left of its limit, but at least the floor."""
    return max(limit - used, floor)


def _spent(line: Line, begin: int, left: int, stood: list[Span]) -> int | None:
    """When so many seconds are spent from `begin` on, less the pauses; None where the line does not hold them."""
    target = line.spent(begin) + left
    for paused, resumed in stood:
        spent = line.spent(paused)
        if spent >= target:
            break
        target += line.spent(resumed) - spent
    return line.spent_at(target)


def _nth_closing(line: Line, arrival: int, days: int, waited: list[Span]) -> int | None:
    """The closing of the n-th open day after the day of arrival that does not lie in a wait."""
    first = bisect_right(line.days, arrival)
    nth = first + days
    for waits_from, waits_to in waited:
        lost = max(first, bisect_left(line.closings, waits_from))
        if lost >= nth:
            break
        nth += max(0, bisect_left(line.closings, waits_to) - lost)
    return line.closings[nth - 1] if nth <= len(line.closings) else None


def _within_horizon(calendar: Calendar, begin: int, found_on: Callable[[Line], int | None]) -> int:
    """What is found on the calendar's line, which is laid out further and further, ten years at most."""
    first = _local_day(calendar.place, begin)
    ahead = 60
    while True:
        last = date.fromordinal(min(first.toordinal() + ahead, date.max.toordinal() - 1))
        found = found_on(calendar.track.line(first, last))
        if found is not None:
            if _local_day(calendar.place, found).toordinal() - first.toordinal() > HORIZON_DAYS:
                raise _never_spent()
            return found
        if ahead >= HORIZON_DAYS:
            raise _never_spent()
        ahead = min(4 * ahead, HORIZON_DAYS)


def _merged(pauses: Iterable[Pause], begin: int) -> list[Span]:
    """The pauses that have ended, in order, as stretches that do not touch; nothing of before `begin`."""
    merged: list[Span] = []
    for began, ended in sorted(_closed(pauses)):
        since = max(began, begin)
        if merged and since <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ended))
        elif since < ended:
            merged.append((since, ended))
    return merged


def _closed(pauses: Iterable[Pause]) -> Iterator[Span]:
    for began, ended in pauses:
        if ended is not None:
            span = _second(began), _second(ended)
            if span[1] < span[0]:
                raise ClockError(N_("Jeda berakhir sebelum mulai."))
            yield span


def _never_spent() -> CalendarError:
    text = N_("Jam kerja pada kalender ini tidak cukup dalam sepuluh tahun. Periksa jam dan hari liburnya.")
    return CalendarError(text)


def _local_day(place: ZoneInfo, second: int) -> date:
    return datetime.fromtimestamp(second, place).date()


def _second(at: datetime) -> int:
    if at.utcoffset() is None:
        text = N_("Waktu %(at)s tidak menyebut zonanya. Tambahkan, misalnya +07:00.")
        raise ClockError(text, at=at.isoformat())
    return (at - _EPOCH) // _SECOND


def _instant(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
