"""Giving, changing and withdrawing positions: what a position must be, as sentences, and its lines in the journal.

A position that somebody holds ends in handover.py, which looks at what he leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.people import journal, seats
from lapor.people.faults import WHOLE, Faulty
from lapor.people.models import AGENCY_ROLES, POSITION_ROLES, Acting, Agency, Person, Position, Unit
from lapor.sop.rules import Role


@dataclass(frozen=True)
class Terms:
    """What a position is to be. Days are days in Bantul, both included; no end is None."""

    role: str
    starts: date | None
    ends: date | None = None
    agency: Agency | None = None
    unit: Unit | None = None
    title: str = ""
    structural: bool = False
    education: str = ""
    decree: str = ""
    acting: str = ""
    acting_for: Position | None = None

    @classmethod
    def of(cls, position: Position) -> Terms:
        return cls(**{field.name: getattr(position, field.name) for field in fields(cls)})


def give(person: Person, terms: Terms, *, by: Position | None, at: datetime) -> Position:
    """Give this person a position. Raises Faulty. `by` is the administrator's own position."""
    with transaction.atomic():
        journal.wait_for_turn()
        refuse(person, terms)
        position = Position.objects.create(person=person, **values(terms))
        journal.record("position_given", subject=journal.of(position), at=at, position=by, data=_told(position))
    return position


def change(position: Position, terms: Terms, *, by: Position | None, day: date, at: datetime) -> None:
    """Change what may be changed of a position; its role and place stay, and it ends no earlier than it did."""
    with transaction.atomic():
        journal.wait_for_turn()
        position.refresh_from_db()
        refuse(position.person, terms, itself=position)
        _refuse_change(position, terms, day)
        data = journal.give(position, values(terms), _told)
        position.save()
        if data:
            journal.record("position_changed", subject=journal.of(position), at=at, position=by, data=data)


def withdraw(position: Position, *, by: Position | None, day: date, at: datetime) -> None:
    """Take back a position that has not begun: nobody used it, so nothing remains but the journal."""
    with transaction.atomic():
        journal.wait_for_turn()
        position.refresh_from_db()
        if position.starts <= day:
            raise Faulty({WHOLE: _("Jabatan ini sudah mulai. Akhiri lewat serah terima.")})
        journal.record("position_withdrawn", subject=journal.of(position), at=at, position=by, data=_told(position))
        position.stand_ins.update(acting_for=None)
        position.delete()


def tell_end(
    position: Position, before: date | None, *, by: Position | None, at: datetime, cases: int | None = None
) -> None:
    """Write down that this position ends otherwise than `before`; `cases` is how many it leaves, where counted."""
    data: dict[str, object] = {
        "person": position.person.name,
        "position": position.label,
        "ends": [before.isoformat() if before else "", position.ends.isoformat() if position.ends else ""],
    }
    if cases is not None:
        data["cases"] = cases
    journal.record("position_ended", subject=journal.of(position), at=at, position=by, data=data)


def refuse(person: Person | None, terms: Terms, *, itself: Position | None = None) -> None:
    """Raise Faulty with every sentence that stands against these terms for this person."""
    found = {**_dates(terms), **_place(terms)}
    if not found:
        found = {**_inactive(person), **_twice(person, terms, itself), **_acting(person, terms, itself)}
    if found:
        raise Faulty(found)


def _dates(terms: Terms) -> dict[str, str]:
    if terms.starts is None:
        return {"starts": _("Isi hari jabatan ini mulai.")}
    if terms.ends and terms.ends < terms.starts:
        return {"ends": _("Hari terakhir lebih dulu daripada hari mulai.")}
    return {}


def _place(terms: Terms) -> dict[str, str]:
    """The role belongs to an agency or to the regency; a unit belongs to its agency."""
    if terms.role not in POSITION_ROLES:
        return {"role": _("Pilih perannya.")}
    if terms.role not in AGENCY_ROLES:
        told = _("Peran ini bekerja untuk kabupaten. Kosongkan OPD.")
        return {"agency": told} if terms.agency or terms.unit else {}
    if terms.agency is None:
        return {"agency": _("Pilih OPD-nya.")}
    if terms.starts and not terms.agency.open_on(terms.starts):
        return {"agency": _("%(agency)s sudah ditutup pada hari itu.") % {"agency": terms.agency.short}}
    if terms.role != Role.UNIT:
        return {"unit": _("Hanya kepala unit teknis yang memegang unit. Kosongkan unit.")} if terms.unit else {}
    if terms.unit is None or terms.unit.agency_id != terms.agency.pk:
        return {"unit": _("Pilih unit teknis dari OPD itu.")}
    if not terms.unit.active:
        return {"unit": _("%(unit)s tidak dipakai lagi.") % {"unit": terms.unit}}
    return {}


def _inactive(person: Person | None) -> dict[str, str]:
    if person is None or person.is_active:
        return {}
    return {WHOLE: _("Akun %(person)s tidak aktif. Aktifkan dulu.") % {"person": person.name}}


def _twice(person: Person | None, terms: Terms, itself: Position | None) -> dict[str, str]:
    """Nobody holds the same seat twice at the same time."""
    if person is None or person.pk is None:
        return {}
    if _meeting(terms, itself).filter(person=person).exists():
        told = _("%(person)s sudah memegang jabatan yang sama pada hari-hari itu.")
        return {"starts": told % {"person": person.name}}
    return {}


def _acting(person: Person | None, terms: Terms, itself: Position | None) -> dict[str, str]:
    """Plh. stands in for a holder who is away and is named; Plt. where nobody holds the position."""
    if not terms.acting:
        return {"acting_for": _("Hanya Plt. dan Plh. yang mewakili.")} if terms.acting_for else {}
    if terms.acting == Acting.PLT:
        definitive = _meeting(terms, itself).filter(acting="").select_related("person").first()
        if definitive is None:
            return {}
        told = _("Jabatan ini masih dipegang %(holder)s. Pilih Plh. dan sebutkan siapa yang diwakili.")
        return {"acting": told % {"holder": definitive.person.name}}
    absent = terms.acting_for
    if absent is None:
        return {"acting_for": _("Sebutkan pejabat yang diwakili Plh. ini.")}
    if person is not None and absent.person_id == person.pk:
        return {"acting_for": _("Seseorang tidak mewakili dirinya sendiri.")}
    if not _meeting(terms, itself).filter(pk=absent.pk, acting="").exists():
        return {"acting_for": _("Yang diwakili harus memegang jabatan yang sama pada hari-hari itu.")}
    return {}


def _meeting(terms: Terms, itself: Position | None) -> QuerySet[Position]:
    """Positions of active people in the same seat that share a day with these terms."""
    assert terms.starts is not None  # `refuse` asks the days first
    rows = Position.objects.not_over(terms.starts).filter(
        role=terms.role, agency=terms.agency, unit=terms.unit, person__is_active=True
    )
    if terms.ends:
        rows = rows.filter(starts__lte=terms.ends)
    return rows.exclude(pk=itself.pk) if itself and itself.pk else rows


def _refuse_change(position: Position, terms: Terms, day: date) -> None:
    if (terms.role, terms.agency, terms.unit) != (position.role, position.agency, position.unit):
        raise Faulty({"role": _("Peran, OPD, dan unit tidak berubah. Beri jabatan baru dan akhiri yang ini.")})
    if position.starts <= day and terms.starts != position.starts:
        raise Faulty({"starts": _("Jabatan ini sudah mulai; hari mulainya tidak berubah lagi.")})
    if terms.ends and terms.ends < (position.ends or date.max) and position.starts <= day:
        raise Faulty({"ends": _("Akhiri lebih awal lewat serah terima, supaya tidak ada aduan yang tertinggal.")})
    if position.structural and not terms.structural:
        _refuse_without_structural(position, day)


def _refuse_without_structural(position: Position, day: date) -> None:
    seat = seats.always_held(position)
    others = [one for one in seats.since(day) if one.pk != position.pk]
    if seat and seat.structural and seats.gap_of(seat, others, day, day):
        told = _("%(agency)s tidak punya penanggung jawab struktural lain.")
        raise Faulty({"structural": told % {"agency": position.agency}})


def values(terms: Terms) -> dict[str, Any]:
    """The terms as fields of a Position."""
    return {field.name: getattr(terms, field.name) for field in fields(terms)}


def _told(position: Position) -> dict[str, object]:
    """A position as the journal tells of it: who, what, from when to when, on what ground."""
    return {
        "person": position.person.name,
        "role": position.role,
        "agency": position.agency.code if position.agency else "",
        "unit": position.unit.name if position.unit else "",
        "title": position.title,
        "structural": position.structural,
        "education": position.education,
        "decree": position.decree,
        "acting": position.acting,
        "acting_for": position.acting_for.person.name if position.acting_for else "",
        "starts": position.starts.isoformat(),
        "ends": position.ends.isoformat() if position.ends else "",
    }
