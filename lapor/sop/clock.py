"""Office time: from minutes to the instant they are spent, and back to what a span of time cost.

Exact to the second. A second counts where it lies in an office span of the calendar and in no pause; a budget
that ends at closing is due then, not at the next opening. Instants go in as datetimes of any zone (never
without one), come out in UTC, and parts of a second are dropped. The days are walked one by one, at most ten
years of them, so that a calendar nobody could work by gives a sentence and not an endless search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from lapor.sop.calendar import Calendar, CalendarError, Profile, Span, day_end
from lapor.sop.states import N_, Unit

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


class ClockError(ValueError):
    """What cannot be counted and why, as an Indonesian sentence: its source `text` and the `values` that fill it."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text % values if values else text)
        self.text, self.values = text, values


def add(calendar: Calendar, start: datetime, minutes: int, pauses: Sequence[Pause] = ()) -> datetime:
    """The instant at which this many office minutes after `start` are spent; `start` itself for none.

    Pauses may overlap and come in any order. One that is still open takes no part, so the answer is the earliest
    instant that is still possible. Raises CalendarError where ten years do not hold the minutes.
    """
    if minutes < 0:
        raise ClockError(N_("Jumlah menit tidak boleh kurang dari nol."))
    begin, left = _second(start), minutes * 60
    if left == 0:
        return _instant(begin)
    for opened, ended in _running(calendar, begin, None, _closed(pauses)):
        if ended - opened >= left:
            return _instant(opened + left)
        left -= ended - opened
    raise _never_spent()


def between(calendar: Calendar, a: datetime, b: datetime, pauses: Sequence[Pause] = ()) -> int:
    """The whole office minutes from `a` to `b`, less pauses; a pause still open runs to `b`."""
    return seconds_between(calendar, a, b, pauses) // 60


def seconds_between(calendar: Calendar, a: datetime, b: datetime, pauses: Sequence[Pause] = ()) -> int:
    """The office seconds from `a` to `b`, less pauses. Raises ClockError when `b` is before `a`."""
    begin, end = _second(a), _second(b)
    if end < begin:
        raise ClockError(N_("Waktu akhir mendahului waktu awal."))
    stood_still = _standing_since(pauses)
    stop = end if stood_still is None else min(stood_still, end)
    return sum(ended - opened for opened, ended in _running(calendar, begin, stop, _closed(pauses)))


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
    closed = _closed(waits)
    for day in _days(_local_day(calendar.place, begin) + timedelta(days=1)):
        spans = calendar.opening_seconds(day)
        if not spans or any(waits_from <= spans[-1][1] < waits_to for waits_from, waits_to in closed):
            continue
        days -= 1
        if days == 0:
            return _instant(spans[-1][1])
    raise _never_spent()


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
    for opened, _ in _running(calendar, _second(at), None, ()):
        return _instant(opened)
    raise _never_spent()


def closing(calendar: Calendar, day: date) -> datetime | None:
    """When the office closes for the day, None where it does not open."""
    spans = calendar.opening_seconds(day)
    return _instant(spans[-1][1]) if spans else None


def later_pass(limit: int, used: int, floor: int) -> int:
    """The minutes of a later pass of a step: what was left of its limit, but at least the floor."""
    return max(limit - used, floor)


def _running(calendar: Calendar, begin: int, stop: int | None, pauses: Sequence[Span]) -> Iterator[Span]:
    """The stretches from `begin` to `stop` in which the clock runs, in order; `pauses` sorted, `stop` None: no end."""
    last = None if stop is None else _local_day(calendar.place, stop)
    for day in _days(_local_day(calendar.place, begin), last):
        for opened, ended in calendar.opening_seconds(day):
            opened = max(opened, begin)
            if stop is not None and stop < ended:
                ended = stop
            for paused, resumed in pauses:
                if paused >= ended:
                    break
                if opened < paused:
                    yield opened, paused
                opened = max(opened, resumed)
            if opened < ended:
                yield opened, ended


def _days(first: date, last: date | None = None) -> Iterator[date]:
    """The days from the first to the last, or to the horizon."""
    until = last.toordinal() + 1 if last else first.toordinal() + HORIZON_DAYS
    # The very last day a date can hold has no midnight at its end, so it is never looked at.
    return map(date.fromordinal, range(first.toordinal(), min(until, date.max.toordinal())))


def _closed(pauses: Iterable[Pause]) -> list[Span]:
    """The pauses that have ended, sorted."""
    spans = [(_second(began), _second(ended)) for began, ended in pauses if ended is not None]
    if any(ended < began for began, ended in spans):
        raise ClockError(N_("Jeda berakhir sebelum mulai."))
    return sorted(spans)


def _standing_since(pauses: Iterable[Pause]) -> int | None:
    """When the first of the pauses that are still open began."""
    return min((_second(began) for began, ended in pauses if ended is None), default=None)


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
