"""Serah terima: ending positions so that what waits at their seats never waits for nobody.

One transaction: the positions end, their successors begin, the journal counts what was handed on. Sessions see
it with their next request, for who holds what is asked anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.people import journal, persons, positions, seats
from lapor.people.faults import WHOLE, Faulty
from lapor.people.models import Person, Position
from lapor.people.positions import Terms
from lapor.people.seats import Seat
from lapor.sop.words import date_words

ONE_DAY: Final = timedelta(days=1)
OpenCases = Callable[[], Mapping[Seat, int]]


@dataclass(frozen=True)
class Successor:
    """Who takes over a position the day after it ended, definitively or as Plt., and on what ground."""

    person: Person
    acting: str = ""
    decree: str = ""
    ends: date | None = None


@dataclass(frozen=True)
class Ending:
    """A position that ends, and who takes over; None where others hold the same seat or nobody is needed."""

    position: Position
    successor: Successor | None = None

    @property
    def field(self) -> str:
        """The field of a form that a sentence about this ending belongs to."""
        return f"successor-{self.position.pk}"


def hand_over(
    endings: Sequence[Ending],
    *,
    last_day: date,
    open_cases: OpenCases,
    by: Position | None,
    day: date,
    at: datetime,
    deactivate: Person | None = None,
) -> list[Position]:
    """End these positions after `last_day` and begin their successors'. Returns the successors' positions.

    `last_day` is yesterday at the earliest: then it is over at once. With `deactivate` this person's account
    closes and it is over at once: all that he holds must be among the endings, and what he was yet to hold is
    withdrawn. `open_cases` is asked once nobody else can change positions. Raises Faulty where a seat with
    cases, or one that is always held, would be left to nobody.
    """
    last_day = last_day if deactivate is None else day - ONE_DAY
    first = last_day + ONE_DAY
    with transaction.atomic():
        journal.wait_for_turn()
        waiting = open_cases()
        for ending in endings:
            ending.position.refresh_from_db()
        if deactivate is None:
            _refuse_days(endings, last_day, day)
        else:
            _close(deactivate, endings, by, day, at)
        for ending in endings:
            cases = sum(seats.waiting_for(ending.position, waiting).values())
            _end(ending.position, max(last_day, ending.position.starts), cases, by, at)
        begun = [_begin(one, one.successor, first, by, at) for one in endings if one.successor is not None]
        _refuse_empty(endings, waiting, first)
    return begun


def left_empty(
    endings: Iterable[Ending], waiting: Mapping[Seat, int], held: Sequence[Position], first: date
) -> dict[str, str]:
    """A sentence for each ending whose seat `held` leaves to nobody on `first`, though it must not be."""
    found: dict[str, str] = {}
    for ending in endings:
        own = seats.waiting_for(ending.position, waiting)
        empty = {seat: count for seat, count in own.items() if seats.gap_of(seat, held, first, first)}
        always = seats.always_held(ending.position)
        if empty:
            found[ending.field] = _cases_left(ending.position, empty, first)
        elif always and seats.gap_of(always, held, first, first):
            told = _("Tidak ada orang lain sebagai %(seat)s mulai %(day)s. Sebutkan penggantinya.")
            found[ending.field] = told % {"seat": ending.position.label, "day": date_words(first)}
    return found


def _cases_left(position: Position, empty: Mapping[Seat, int], first: date) -> str:
    values = {"count": sum(empty.values()), "seat": position.label, "day": date_words(first)}
    if all(seat.barred for seat in empty):
        told = _("%(count)s aduan hanya boleh diperiksa pejabat ini (%(seat)s). Sebutkan penggantinya.")
    else:
        told = _("%(count)s aduan menunggu %(seat)s, dan mulai %(day)s tidak ada pemegang lain. Sebutkan penggantinya.")
    return told % values


def _refuse_empty(endings: Sequence[Ending], waiting: Mapping[Seat, int], first: date) -> None:
    """Look at what was just written: it is taken back where a seat is left to nobody."""
    found = left_empty(endings, waiting, seats.since(first), first)
    if found:
        raise Faulty(found)


def _refuse_days(endings: Sequence[Ending], last_day: date, day: date) -> None:
    if not endings:
        raise Faulty({WHOLE: _("Pilih jabatan yang diakhiri.")})
    if last_day < day - ONE_DAY:
        raise Faulty({"last_day": _("Hari terakhir paling awal kemarin: yang sudah berlalu tidak berubah lagi.")})
    for ending in endings:
        position = ending.position
        if position.ends and position.ends < day:
            raise Faulty({WHOLE: _("%(position)s sudah berakhir.") % {"position": position.label}})
        if position.ends and position.ends < last_day:
            raise Faulty(
                {"last_day": _("%(position)s sudah berakhir sebelum hari itu.") % {"position": position.label}}
            )
        if position.starts > last_day:
            told = _("%(position)s baru mulai %(day)s. Batalkan jabatan itu, atau pilih hari terakhir lain.")
            raise Faulty({"last_day": told % {"position": position.label, "day": date_words(position.starts)}})


def _close(leaver: Person, endings: Sequence[Ending], by: Position | None, day: date, at: datetime) -> None:
    """Close the account, together with everything that its person holds or was yet to hold."""
    ended = [ending.position.pk for ending in endings]
    for one in seats.since(day):
        if one.person_id != leaver.pk or one.pk in ended:
            continue
        if one.starts <= day:
            told = _("%(person)s masih memegang %(position)s. Akhiri juga jabatan itu.")
            raise Faulty({WHOLE: told % {"person": leaver.name, "position": one.label}})
        positions.withdraw(one, by=by, day=day, at=at)
    persons.shut(leaver, by=by, at=at)


def _end(position: Position, last_day: date, cases: int, by: Position | None, at: datetime) -> None:
    before = position.ends
    position.ends = last_day
    position.save(update_fields=["ends"])
    positions.tell_end(position, before, by=by, at=at, cases=cases)


def _begin(ending: Ending, successor: Successor, first: date, by: Position | None, at: datetime) -> Position:
    """The successor's position, in the seat that ended, from the day after."""
    was = ending.position
    if successor.person.pk == was.person_id:
        raise Faulty({ending.field: _("Pengganti harus orang lain.")})
    terms = Terms(
        role=was.role,
        agency=was.agency,
        unit=was.unit,
        starts=first,
        ends=successor.ends,
        structural=was.structural,
        decree=successor.decree,
        acting=successor.acting,
    )
    try:
        return positions.give(successor.person, terms, by=by, at=at)
    except Faulty as fault:
        raise Faulty({ending.field: " ".join(fault.faults.values())}) from fault
