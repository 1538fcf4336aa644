"""Seats that nobody holds: at which cases wait, today or soon; and positions that run out without a successor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from lapor.people import seats as every_seat
from lapor.people.models import Position
from lapor.people.seats import Seat
from lapor.sop.words import date_words

AHEAD: Final = timedelta(days=14)  # how far the daily look goes
RUNNING_OUT: Final = timedelta(days=30)


@dataclass(frozen=True)
class Vacant:
    """A seat at which cases wait, and the first day on which nobody holds it."""

    seat: Seat
    words: str
    since: date
    cases: int

    def sentence(self, day: date) -> str:
        """ "Operator, Dishub: kosong, 3 aduan menunggu." as seen on this day."""
        when = "kosong" if self.since <= day else f"kosong mulai {date_words(self.since)}"
        barred = " yang boleh memeriksa lagi" if self.seat.barred else ""
        return f"{self.words}{barred}: {when}, {self.cases} aduan menunggu."


def seats(day: date, open_cases: Mapping[Seat, int]) -> list[Vacant]:
    """Of the seats at which cases wait, those that nobody holds on this day or within AHEAD; the fullest first."""
    held = every_seat.since(day)
    gaps = {seat: every_seat.gap_of(seat, held, day, day + AHEAD) for seat in open_cases}
    found = [Vacant(seat, seat.called(), gap, open_cases[seat]) for seat, gap in gaps.items() if gap]
    return sorted(found, key=lambda one: (one.since, -one.cases, one.words))


def running_out(day: date) -> list[Position]:
    """Positions that end within RUNNING_OUT and have nobody in the same seat from the day after."""
    held = every_seat.since(day)
    ending = [one for one in held if one.starts <= day and one.ends and one.ends <= day + RUNNING_OUT]
    return [one for one in ending if not _followed(one, held)]


def _followed(ending: Position, held: list[Position]) -> bool:
    after = (ending.ends or date.max) + timedelta(days=1)
    seat = (ending.role, ending.agency_id, ending.unit_id)
    spans = [(one.starts, one.ends) for one in held if (one.role, one.agency_id, one.unit_id) == seat]
    return every_seat.first_gap(spans, after, after) is None
