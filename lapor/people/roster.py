"""People with their positions as a list: a line is one position of one person.

Who is new becomes an official and is invited. A position ends early by handing over only, not by a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from lapor.people import persons, positions
from lapor.people.faults import Faulty
from lapor.people.listing import Column, Table, Taking, a_day, an_agency, said_yes, tidy, yes_or_no
from lapor.people.models import POSITION_ROLES, Acting, Agency, Person, Position, Unit
from lapor.people.positions import Terms
from lapor.people.sheets import Line
from lapor.sop.rules import ROLE_LABELS, Role

_ROLES: Final = {words.casefold(): role for role in POSITION_ROLES for words in (role.value, ROLE_LABELS[role])}
_ACTING: Final = {"": "", "definitif": "", "plt": Acting.PLT, "plt.": Acting.PLT, "plh": Acting.PLH, "plh.": Acting.PLH}


class People(Table):
    slug = "orang"
    title = N_("Orang dan jabatan")
    about = N_("Satu baris untuk satu jabatan, sekarang atau nanti. Orang baru mendapat undangan lewat surel.")
    called = ("nama", "peran", "opd")
    columns = (
        Column("surel", "email", N_("alamat untuk masuk; dikenali dari sini")),
        Column("nama", "name", N_("sama di setiap baris milik orang itu")),
        Column("telepon", "phone", N_("boleh kosong")),
        Column(
            "peran",
            "role",
            N_("operator, officer, unit, head, verifier, chair, bupati, auditor, administrator; atau sebutannya"),
        ),
        Column("opd", "agency", N_("kode atau nama pendek; kosong untuk peran tingkat kabupaten")),
        Column("unit", "unit", N_("nama unit; hanya untuk peran unit")),
        Column("sebutan", "title", N_("bila lain daripada yang lazim")),
        Column("struktural", "structural", N_("ya atau tidak")),
        Column("pendidikan", "education", N_("boleh kosong")),
        Column("sk", "decree", N_("nomor SK; boleh kosong")),
        Column("kedudukan", "acting", N_("kosong, plt, atau plh")),
        Column("mewakili", "acting_for", N_("surel pejabat yang diwakili plh")),
        Column("mulai", "starts", N_("hari pertama, seperti 2026-11-25")),
        Column("sampai", "ends", N_("hari terakhir; kosong bila belum ditentukan")),
    )

    def rows(self, day: date) -> Iterator[Position]:
        held = Position.objects.not_over(day).filter(person__is_active=True)
        related = ("person", "agency", "unit", "acting_for__person")
        yield from held.select_related(*related).order_by("agency__code", "role", "person__name", "id")

    def said(self, row: Position) -> dict[str, str]:
        return {
            "surel": row.person.email,
            "nama": row.person.name,
            "telepon": row.person.phone,
            "peran": row.role,
            "opd": row.agency.short if row.agency else "",
            "unit": row.unit.name if row.unit else "",
            "sebutan": row.title,
            "struktural": said_yes(row.structural),
            "pendidikan": row.education,
            "sk": row.decree,
            "kedudukan": row.acting,
            "mewakili": row.acting_for.person.email if row.acting_for else "",
            "mulai": row.starts.isoformat(),
            "sampai": row.ends.isoformat() if row.ends else "",
        }

    def key(self, values: dict[str, str]) -> tuple[str, ...]:
        return tuple(values[name].casefold() for name in ("surel", "peran", "opd", "unit", "mulai"))

    def across(self, lines: Sequence[Line]) -> Iterator[str]:
        """One name and one telephone for an address."""
        first: dict[str, Line] = {}
        for line in lines:
            before = first.setdefault(line.values["surel"].casefold(), line)
            for name in ("nama", "telepon"):
                if tidy(before.values[name]) != tidy(line.values[name]):
                    told = _("Baris %(n)s, kolom %(name)s: orang ini di baris %(first)s lain isinya.")
                    yield told % {"n": line.number, "name": name, "first": before.number}

    def find(self, values: dict[str, str], taking: Taking) -> Position | None:
        """The position of this person in this seat that began on that day; else the one that is not over."""
        role, agency = _role(values), an_agency(values["opd"], seen=taking.seen)
        seat = (role, agency, _unit(values, agency, taking))
        starts = a_day(values["mulai"], "starts")
        own = [one for one in _held(values["surel"], taking) if (one.role, one.agency, one.unit) == seat]
        if starts is None or not own:
            return None
        same = [one for one in own if one.starts == starts]
        overlapping = [one for one in own if one.ends is None or one.ends >= max(starts, taking.day)]
        return next(iter([*same, *overlapping]), None)

    def add(self, values: dict[str, str], taking: Taking) -> Position:
        person = _person(values, taking)
        given = positions.give(person, _terms(values, taking), by=taking.by, at=taking.at)
        _forget(values["surel"], taking)
        return given

    def change(self, row: Position, values: dict[str, str], taking: Taking) -> Position:
        _person(values, taking)
        positions.change(row, _terms(values, taking), by=taking.by, day=taking.day, at=taking.at)
        _forget(values["surel"], taking)
        return self.find(values, taking) or row


def _held(email: str, taking: Taking) -> list[Position]:
    """Every position that the account with this address has or had, the earliest first; all are read at once."""
    if "held" not in taking.seen:
        known: dict[str, list[Position]] = {}
        for one in _positions().order_by("starts", "id"):
            known.setdefault(one.person.email.casefold(), []).append(one)
        taking.seen["held"] = known
    found: list[Position] = taking.seen["held"].get(email.casefold(), [])
    return found


def _forget(email: str, taking: Taking) -> None:
    """What was read of this address has changed."""
    taking.seen["held"][email.casefold()] = list(
        _positions().filter(person__email=email.lower()).order_by("starts", "id")
    )


def _positions() -> QuerySet[Position]:
    return Position.objects.select_related("person", "agency", "unit", "acting_for__person")


def _person(values: dict[str, str], taking: Taking) -> Person:
    """The official with this address, under this name; made and welcomed where he is none yet."""
    name, phone = tidy(values["nama"]), tidy(values["telepon"])
    held = _held(values["surel"], taking)
    known = held[0].person if held else None
    if known is None:
        person = persons.add(name, values["surel"], phone=phone, by=taking.by, at=taking.at)
        taking.welcome(person)
        return person
    if (known.name, known.phone) != (name, phone):
        persons.change(known, name=name, email=known.email, phone=phone, by=taking.by, at=taking.at)
    return known


def _terms(values: dict[str, str], taking: Taking) -> Terms:
    agency = an_agency(values["opd"], seen=taking.seen)
    role, unit = _role(values), _unit(values, agency, taking)
    return Terms(
        role=role,
        agency=agency,
        unit=unit,
        title=tidy(values["sebutan"]),
        structural=yes_or_no(values["struktural"], "structural"),
        education=tidy(values["pendidikan"]),
        decree=tidy(values["sk"]),
        acting=_acting(values),
        acting_for=_represented(values, role, agency, unit, taking),
        starts=a_day(values["mulai"], "starts"),
        ends=a_day(values["sampai"], "ends"),
    )


def _role(values: dict[str, str]) -> Role:
    role = _ROLES.get(values["peran"].casefold())
    if role is None:
        told = _("“%(text)s” tidak dikenal. Yang ada: %(known)s.")
        raise Faulty({"role": told % {"text": values["peran"], "known": ", ".join(POSITION_ROLES)}})
    return role


def _unit(values: dict[str, str], agency: Agency | None, taking: Taking) -> Unit | None:
    name = tidy(values["unit"])
    if not name:
        return None
    key = (Unit, agency, name.casefold())
    if key not in taking.seen:
        taking.seen[key] = Unit.objects.filter(agency=agency, name__iexact=name).first() if agency else None
    found: Unit | None = taking.seen[key]
    if found is None:
        raise Faulty({"unit": _("OPD itu tidak punya unit “%(text)s”.") % {"text": name}})
    return found


def _acting(values: dict[str, str]) -> str:
    if values["kedudukan"].casefold() not in _ACTING:
        raise Faulty({"acting": _("isi plt, plh, atau kosongkan.")})
    return _ACTING[values["kedudukan"].casefold()]


def _represented(
    values: dict[str, str], role: Role, agency: Agency | None, unit: Unit | None, taking: Taking
) -> Position | None:
    if not values["mewakili"]:
        return None
    held = [
        one for one in _held(values["mewakili"], taking) if (one.role, one.agency, one.unit) == (role, agency, unit)
    ]
    found = next((one for one in held if one.ends is None or one.ends >= taking.day), None)
    if found is None:
        raise Faulty({"acting_for": _("“%(text)s” tidak memegang jabatan itu.") % {"text": values["mewakili"]}})
    return found
