"""What each local day gave a limit: the office time that counted, what pauses took, and why a day did not count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from lapor.sop.calendar import Calendar
from lapor.sop.clock import Pause, closing
from lapor.sop.states import N_

Piece = tuple[datetime, datetime]
Say = Callable[[str], str]
_SECOND = timedelta(seconds=1)


class Kind(StrEnum):
    """What became of a day."""

    WHOLE = "whole"  # all its office time counted
    PART = "part"  # some of it
    OUTSIDE = "outside"  # the office opens on it, but not within what is told
    PAUSED = "paused"  # the clock stood still all along
    CLOSED = "closed"  # the office does not open
    ARRIVAL = "arrival"  # the day the limit began: no working day of it
    COUNTS = "counts"  # a working day of the limit
    WAITED = "waited"  # the citizen was awaited at its closing


@dataclass(frozen=True)
class Office:
    """Office hours with their words: `why` names each day off and its decree, `names` a profile by its first day."""

    hours: Calendar
    why: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}))
    names: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Office:
        """As Calendar.from_json, which raises CalendarError; "why" and the "name" of each profile are the words."""
        hours = Calendar.from_json(data)
        why = data.get("why")
        named = {date.fromisoformat(one["from"]): str(one.get("name") or "") for one in data.get("profiles", [])}
        return cls(hours, {date.fromisoformat(day): str(told) for day, told in dict(why or {}).items()}, named)

    def profile(self, day: date, say: Say = str) -> str:
        """What the hours of this day are called, "" for the plain ones."""
        for one in self.hours.profiles:
            if one.first <= day <= one.last and day not in self.hours.off:
                return self.names.get(one.first) or say(N_("jam saat itu"))
        return ""

    def closed(self, day: date, say: Say = str) -> str:
        """Why the office does not open on this day: the day's name and decree where it has one."""
        if day in self.hours.off:
            why = self.why.get(day)
            return say(N_("libur, %(why)s")) % {"why": why} if why else say(N_("hari libur"))
        profile = self.profile(day, say)
        return say(N_("kantor tutup (%(profile)s)")) % {"profile": profile} if profile else say(N_("kantor tutup"))


@dataclass(frozen=True)
class Day:
    """One local day. `counted` are the pieces of office time that counted, `stood` the seconds that pauses took;
    `number` is which working day it was, 0 where the limit counts none or not this one."""

    day: date
    kind: Kind
    counted: tuple[Piece, ...] = ()
    stood: int = 0
    number: int = 0

    @property
    def seconds(self) -> int:
        return sum((ended - opened) // _SECOND for opened, ended in self.counted)


def of_minutes(office: Office, begin: datetime, end: datetime, pauses: Sequence[Pause]) -> list[Day]:
    """The days from `begin` to `end`, with the office time in between that no pause took; a pause may be open."""
    if end <= begin:
        return []
    first, last = local_day(office, begin), local_day(office, end - _SECOND)
    return [_of_minutes(office, day, begin, end, pauses) for day in _days(first, last)]


def of_days(office: Office, start: datetime, last: date, waits: Sequence[Pause]) -> list[Day]:
    """The days from that of `start`, which does not count, to `last`, each working day with its number."""
    first = local_day(office, start)
    told, number = [Day(first, Kind.ARRIVAL)], 0
    for day in _days(first + timedelta(days=1), last):
        closes = closing(office.hours, day)
        if closes is None:
            told.append(Day(day, Kind.CLOSED))
        elif any(began <= closes and (ended is None or closes < ended) for began, ended in waits):
            told.append(Day(day, Kind.WAITED))
        else:
            number += 1
            told.append(Day(day, Kind.COUNTS, number=number))
    return told


def local_day(office: Office, at: datetime) -> date:
    return at.astimezone(office.hours.place).date()


def _of_minutes(office: Office, day: date, begin: datetime, end: datetime, pauses: Sequence[Pause]) -> Day:
    whole = [(_at(a), _at(b)) for a, b in office.hours.opening_seconds(day)]
    within = [(max(a, begin), min(b, end)) for a, b in whole if a < end and b > begin]
    counted = tuple(piece for span in within for piece in _less(span, pauses))
    spent = _length(counted)
    if not whole:
        kind = Kind.CLOSED
    elif not within:
        kind = Kind.OUTSIDE
    elif not spent:
        kind = Kind.PAUSED
    else:
        kind = Kind.WHOLE if spent == _length(whole) else Kind.PART
    return Day(day, kind, counted, stood=_length(within) - spent)


def _less(span: Piece, pauses: Sequence[Pause]) -> list[Piece]:
    """What is left of a span where no pause lies."""
    left = [span]
    for began, ended in pauses:
        stop = span[1] if ended is None else ended
        cut = [[(a, min(b, began)), (max(a, stop), b)] for a, b in left]
        left = [(a, b) for two in cut for a, b in two if a < b]
    return left


def _length(pieces: Sequence[Piece]) -> int:
    return sum((b - a) // _SECOND for a, b in pieces)


def _days(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(one) for one in range(first.toordinal(), last.toordinal() + 1))


def _at(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
