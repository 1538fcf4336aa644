"""Seats: where a case waits, and which positions may take it up there. A case points to a seat, never to a person.

The counts of what waits come from complaints/seats.py; here are only the people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext

from lapor.people.models import Agency, Position, Unit
from lapor.sop.rules import INSPECTORATE, ROLE_LABELS, TIM, Role

Span = tuple[date, date | None]

# What must be held also while nothing waits there: who takes in new cases, decides on wrong doors a second
# time, reads complaints about officials, mends the positions themselves; and in each agency the three that the SOP
# asks for.
ALWAYS_HELD: Final = (Role.VERIFIER, Role.CHAIR, Role.INSPECTOR, Role.ADMINISTRATOR)
NEEDED_OF_AN_AGENCY: Final = (Role.OPERATOR, Role.OFFICER, Role.HEAD)


@dataclass(frozen=True)
class Seat:
    """A role at its place. The verifier's is the whole Tim's: the chair may do all that a verifier does; and what
    an investigator of the Inspektorat may, its verifier may, wherever they sit.

    `barred` are persons who may not examine what waits there; then the seat of the head stands for whoever
    may: the head, and an officer who is not barred. `structural` asks for a structural official.
    """

    role: Role
    agency: int | None = None
    unit: int | None = None
    barred: frozenset[int] = frozenset()
    structural: bool = False

    def held_by(self, position: Position) -> bool:
        """Whether this position, in force, may take up what waits here."""
        role = Role(position.role)
        if self.role is Role.VERIFIER:
            return role in TIM
        if self.role in INSPECTORATE:
            return role is Role.INSPECTOR or role is self.role
        if self.agency != position.agency_id or (self.structural and not position.structural):
            return False
        free = position.person_id not in self.barred
        if self.role is Role.HEAD:
            return role is Role.HEAD or (bool(self.barred) and role is Role.OFFICER and free)
        return role is self.role and self.unit in (None, position.unit_id) and free

    def called(self) -> str:
        """The seat in words: "Operator, Dishub"; "Kepala Seksi Penerangan Jalan, Dishub"."""
        if self.role is Role.VERIFIER:
            return gettext("Tim Kabupaten")
        if self.agency is None:
            return gettext(ROLE_LABELS[self.role])
        agency = Agency.objects.get(pk=self.agency)
        unit = Unit.objects.filter(pk=self.unit).first() if self.unit else None
        return Position(role=self.role, agency=agency, unit=unit).label


def always_held(position: Position) -> Seat | None:
    """The seat of this position, if somebody must hold it also while nothing waits there."""
    role = Role(position.role)
    if role in ALWAYS_HELD:
        return Seat(role)
    if role not in NEEDED_OF_AN_AGENCY or (role is Role.OFFICER and not position.structural):
        return None
    if position.agency is None or not position.agency.open_on(position.ends or date.max):
        return None
    return Seat(role, position.agency_id, structural=role is Role.OFFICER)


def same_seat(position: Position) -> QuerySet[Position]:
    """Positions of this role at this place, this one too; of whatever days."""
    return Position.objects.filter(role=position.role, agency=position.agency_id, unit=position.unit_id)


def since(day: date) -> list[Position]:
    """Every position of an active person that is in force on this day or begins later."""
    rows = Position.objects.not_over(day).filter(person__is_active=True)
    return list(rows.select_related("agency", "unit", "person").order_by("starts", "id"))


def first_gap(spans: Iterable[Span], day: date, until: date) -> date | None:
    """The first day from `day` to `until`, both included, that no span holds; None if every one is held."""
    for starts, ends in sorted(spans, key=lambda span: span[0]):
        if starts > day or day > until:
            break
        if ends is None:
            return None
        day = max(day, ends + timedelta(days=1))
    return day if day <= until else None


def gap_of(seat: Seat, positions: Iterable[Position], day: date, until: date) -> date | None:
    """The first day on which none of these positions holds the seat."""
    return first_gap(((p.starts, p.ends) for p in positions if seat.held_by(p)), day, until)


def waiting_for(position: Position, open_cases: Mapping[Seat, int]) -> dict[Seat, int]:
    """Of what waits at every seat, that which this position may take up."""
    return {seat: count for seat, count in open_cases.items() if seat.held_by(position)}
