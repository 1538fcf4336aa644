"""Office time backwards, which the desk itself never needs: from a deed to when it must have begun."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from lapor.sop.calendar import Calendar, CalendarError

HORIZON = 400  # days without an office hour that are searched before giving up


def before(calendar: Calendar, at: datetime, seconds: int) -> datetime:
    """The latest UTC instant inside office hours from which so many office seconds lead up to `at`."""
    left, end, day = max(1, seconds), int(at.timestamp()), _day(calendar, at)
    for _ in range(HORIZON):
        for opens, closes in reversed(calendar.opening_seconds(day)):
            length = min(closes, end) - opens
            if length >= left:
                return _instant(min(closes, end) - left)
            left -= max(0, length)
        day -= timedelta(days=1)
    raise CalendarError("Kalender ini tidak pernah membuka kantor.")


def after(calendar: Calendar, at: datetime, seconds: int) -> datetime:
    """The UTC instant at which so many office seconds after `at` have gone by."""
    left, start, day = max(1, seconds), int(at.timestamp()), _day(calendar, at)
    for _ in range(HORIZON):
        for opens, closes in calendar.opening_seconds(day):
            length = closes - max(opens, start)
            if length >= left:
                return _instant(max(opens, start) + left)
            left -= max(0, length)
        day += timedelta(days=1)
    raise CalendarError("Kalender ini tidak pernah membuka kantor.")


def _day(calendar: Calendar, at: datetime) -> date:
    return at.astimezone(calendar.place).date()


def _instant(second: int) -> datetime:
    return datetime.fromtimestamp(second, tz=UTC)
