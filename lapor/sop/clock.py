"""Office time: when a budget is spent, and what a span cost. The rules are those of the golden walks.

Time counts inside the spans of a calendar and outside every pause, exact to the second. A budget that ends
at closing is due then, not at the next opening. Instants go in with any zone and come out in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Span = tuple[int, int]  # minutes of the day, from and to
Week = Mapping[int, tuple[Span, ...]]  # Monday is 0; a weekday left out is closed
Pause = tuple[datetime, datetime | None]  # None: still standing still

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HORIZON = 3660  # days that a search looks ahead before it says that the calendar never opens


class CalendarError(ValueError):
    """The calendar cannot be counted with; the message says why, in Indonesian."""


@dataclass(frozen=True)
class Profile:
    """Other hours between two dates, both included: Ramadan."""

    first: date
    last: date
    week: Week


@dataclass(frozen=True)
class Calendar:
    """Weekly office hours with days off and dated profiles, in one zone."""

    zone: str
    week: Week
    off: frozenset[date] = frozenset()
    profiles: tuple[Profile, ...] = ()

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def spans(self, day: date) -> tuple[Span, ...]:
        """Office spans of that local day in minutes; () when closed."""
        if day in self.off:
            return ()
        for profile in self.profiles:
            if profile.first <= day <= profile.last:
                return profile.week.get(day.weekday(), ())
        return self.week.get(day.weekday(), ())

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Calendar:
        """Read {"zone", "week", "off", "profiles"}; raises CalendarError with what is wrong."""
        zone = str(data.get("zone", "Asia/Jakarta"))
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise CalendarError(f"Zona waktu “{zone}” tidak dikenal.") from None
        week = _week(data.get("week", {}))
        if not any(week.values()):
            raise CalendarError("Kalender ini tidak punya jam kantor. Isi paling sedikit satu hari.")
        return cls(zone, week, _dates(data.get("off", ())), _profiles(data.get("profiles", ())))

    def to_json(self) -> dict[str, object]:
        return {
            "zone": self.zone,
            "week": _week_json(self.week),
            "off": sorted(day.isoformat() for day in self.off),
            "profiles": [
                {"from": p.first.isoformat(), "to": p.last.isoformat(), "week": _week_json(p.week)}
                for p in self.profiles
            ],
        }


# ---------------------------------------------------------------- counting


def add(calendar: Calendar, start: datetime, minutes: int, pauses: Iterable[Pause] = ()) -> datetime:
    """The UTC instant at which `minutes` office minutes after `start` are spent.

    A pause that is still open takes no part: the budget is counted as if it ended where it began.
    """
    if minutes < 0:
        raise ValueError("a budget is not negative")
    left = minutes * 60
    if left == 0:
        return _utc(start)
    for begins, ends in _working(calendar, _utc(start), _closed(pauses)):
        length = int((ends - begins).total_seconds())
        if length >= left:
            return begins + timedelta(seconds=left)
        left -= length
    raise CalendarError("Kalender ini tidak membuka kantor cukup lama untuk menghabiskan batas waktunya.")


def between(calendar: Calendar, a: datetime, b: datetime, pauses: Iterable[Pause] = ()) -> int:
    """Whole office minutes from `a` to `b`, less pauses."""
    return seconds_between(calendar, a, b, pauses) // 60


def seconds_between(calendar: Calendar, a: datetime, b: datetime, pauses: Iterable[Pause] = ()) -> int:
    """Office seconds from `a` to `b`, less pauses; an open pause runs to `b`."""
    start, end = _utc(a), _utc(b)
    if end < start:
        raise ValueError("the end lies before the start")
    total = 0
    for begins, ends in _working(calendar, start, _bounded(pauses, end), until=end):
        total += int((min(ends, end) - begins).total_seconds())
    return total


def working_days(calendar: Calendar, start: datetime, days: int, waits: Iterable[Pause] = ()) -> datetime:
    """Closing time of the n-th working day after `start`'s day.

    A day counts if the office is open on it and the complaint was not waiting for the citizen at its closing.
    """
    waiting = _closed(waits)
    day = _utc(start).astimezone(calendar.tz).date()
    left = days
    for _ in range(HORIZON):
        day += timedelta(days=1)
        closes = closing(calendar, day)
        if closes is None or any(began <= closes < ended for began, ended in waiting):
            continue
        left -= 1
        if left <= 0:
            return closes
    raise CalendarError("Kalender ini tidak membuka kantor pada hari-hari mendatang.")


def hours(start: datetime, count: int) -> datetime:
    """Plain hours, day and night."""
    return _utc(start) + timedelta(hours=count)


def calendar_days(zone: str, start: datetime, days: int) -> date:
    """The local date so many calendar days after `start`, not moved by holidays."""
    return _utc(start).astimezone(ZoneInfo(zone)).date() + timedelta(days=days)


def closing(calendar: Calendar, day: date) -> datetime | None:
    """When the office closes on that local day, or None if it does not open."""
    spans = calendar.spans(day)
    return _instant(calendar, day, spans[-1][1]) if spans else None


def is_open(calendar: Calendar, at: datetime) -> bool:
    first = next(_working(calendar, _utc(at), []), None)
    return first is not None and first[0] == _utc(at)


def next_opening(calendar: Calendar, at: datetime) -> datetime:
    """`at` itself when the office is open, else the next instant at which it opens."""
    first = next(_working(calendar, _utc(at), []), None)
    if first is None:
        raise CalendarError("Kalender ini tidak membuka kantor pada hari-hari mendatang.")
    return first[0]


# ---------------------------------------------------------------- reminders, escalations, passes


def reminder_minutes(limit: int) -> tuple[int, ...]:
    """After how many minutes to remind: 80 % of 120 minutes or less, 50 and 80 % of more, rounded up."""
    shares = (80,) if limit <= 120 else (50, 80)
    return tuple(-(-limit * share // 100) for share in shares)


def reminders(
    calendar: Calendar, start: datetime, limit: int, pauses: Sequence[Pause] = (), until: datetime | None = None
) -> list[datetime]:
    """The instants of the reminders that fell before `until`, when the step was still open."""
    return _before(until, (add(calendar, start, minutes, pauses) for minutes in reminder_minutes(limit)))


def escalations(
    calendar: Calendar, start: datetime, limit: int, pauses: Sequence[Pause] = (), until: datetime | None = None
) -> list[datetime]:
    """At the due instant and at twice the limit, as far as the step was still open then."""
    return _before(until, (add(calendar, start, limit * times, pauses) for times in (1, 2)))


def later_pass(limit: int, used: int, floor: int) -> int:
    """Minutes of a later pass: what was left of the one before, but at least the floor."""
    return max(limit - used, floor)


# ---------------------------------------------------------------- inside


def _working(
    calendar: Calendar, start: datetime, pauses: list[tuple[datetime, datetime]], until: datetime | None = None
) -> Iterator[tuple[datetime, datetime]]:
    """Working stretches from `start` on, in order, pauses cut out."""
    day = start.astimezone(calendar.tz).date()
    for _ in range(HORIZON):
        for opens, closes in calendar.spans(day):
            begins, ends = max(_instant(calendar, day, opens), start), _instant(calendar, day, closes)
            if until is not None and begins >= until:
                return
            for pause_begins, pause_ends in pauses:
                if pause_begins >= ends or begins >= ends:
                    break
                if pause_ends <= begins:
                    continue
                if pause_begins > begins:
                    yield begins, pause_begins
                begins = max(begins, pause_ends)
            if begins < ends:
                yield begins, ends
        day += timedelta(days=1)


def _instant(calendar: Calendar, day: date, minute: int) -> datetime:
    midnight = datetime.combine(day + timedelta(days=minute // 1440), time(), calendar.tz)
    return (midnight + timedelta(minutes=minute % 1440)).astimezone(UTC)


def _closed(pauses: Iterable[Pause]) -> list[tuple[datetime, datetime]]:
    return _merged((_utc(began), _utc(ended)) for began, ended in pauses if ended is not None)


def _bounded(pauses: Iterable[Pause], end: datetime) -> list[tuple[datetime, datetime]]:
    return _merged((_utc(began), _utc(ended) if ended else end) for began, ended in pauses)


def _merged(pauses: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    merged: list[tuple[datetime, datetime]] = []
    for began, ended in sorted(pauses):
        if merged and began <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ended))
        elif began < ended:
            merged.append((began, ended))
    return merged


def _before(until: datetime | None, instants: Iterable[datetime]) -> list[datetime]:
    return [at for at in instants if until is None or at < _utc(until)]


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return at.astimezone(UTC)


def _week(data: object) -> dict[int, tuple[Span, ...]]:
    if not isinstance(data, Mapping):
        raise CalendarError("Jam kantor harus disebut per hari.")
    unknown = [name for name in data if name not in WEEKDAYS]
    if unknown:
        raise CalendarError(f"Nama hari “{unknown[0]}” tidak dikenal.")
    return {WEEKDAYS.index(name): _spans(name, spans) for name, spans in data.items()}


def _spans(name: str, spans: Iterable[Sequence[str]]) -> tuple[Span, ...]:
    read = sorted((_minute(begin), _minute(end)) for begin, end in spans)
    for begin, end in read:
        if end <= begin:
            raise CalendarError(f"Jam kantor hari “{name}” berakhir sebelum mulai.")
    for (_, end), (begin, _) in zip(read, read[1:], strict=False):
        if begin < end:
            raise CalendarError(f"Jam kantor hari “{name}” saling bertumpuk.")
    return tuple(read)


def _minute(text: str) -> int:
    try:
        hour, minute = (int(part) for part in str(text).split(":"))
    except ValueError:
        raise CalendarError(f"Jam “{text}” tidak terbaca. Tulis seperti 07:30.") from None
    if not (0 <= hour * 60 + minute <= 1440 and 0 <= minute < 60 and hour >= 0):
        raise CalendarError(f"Jam “{text}” tidak ada. Tulis antara 00:00 dan 24:00.")
    return hour * 60 + minute


def _dates(data: object) -> frozenset[date]:
    if not isinstance(data, Iterable):
        raise CalendarError("Hari libur harus berupa daftar tanggal.")
    return frozenset(date.fromisoformat(str(day)) for day in data)


def _profiles(data: object) -> tuple[Profile, ...]:
    if not isinstance(data, Iterable):
        raise CalendarError("Jam khusus harus berupa daftar.")
    return tuple(
        Profile(date.fromisoformat(p["from"]), date.fromisoformat(p["to"]), _week(p["week"])) for p in data
    )


def _week_json(week: Week) -> dict[str, list[list[str]]]:
    def clock(minute: int) -> str:
        return f"{minute // 60:02d}:{minute % 60:02d}"

    return {WEEKDAYS[day]: [[clock(b), clock(e)] for b, e in spans] for day, spans in sorted(week.items())}
