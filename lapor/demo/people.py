"""The people of the demo: every office filled but one, and three citizens with accounts.

All addresses end in @demo.lapor.test, which can reach nobody, and all share one password, which is printed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.utils.text import slugify

from lapor.people.models import Agency, Person, Position, Unit
from lapor.sop.rules import Role

DOMAIN: Final = "@demo.lapor.test"
PASSWORD: Final = "kentongan-bantul"
SEED: Final = 3402  # Bantul's number among the regencies

WITHOUT_OPERATOR: Final = "11706"  # Bag. Umpro: so that a routing is refused with its sentence
TWO_OFFICERS: Final = "10700"  # Dishub: so that another one examines after a low score
INSPECTORATE: Final = "12100"
CITIZENS: Final = ("Sari Lestari", "Bambang Purwanto", "Yuni Astuti")

_MEN: Final = (
    "Agus", "Bambang", "Budi", "Danang", "Eko", "Fajar", "Gunawan", "Hadi", "Haryono", "Heru",
    "Joko", "Kuncoro", "Mulyadi", "Ngadiman", "Nugroho", "Paijo", "Purnomo", "Rahmat", "Slamet",
    "Sugeng", "Sukirman", "Sumarno", "Suparjo", "Suryanto", "Sutrisno", "Tri", "Wahyu", "Wibowo",
    "Widodo", "Yulianto",
)  # fmt: skip
_WOMEN: Final = (
    "Ambar", "Anik", "Dewi", "Dwi", "Endang", "Erna", "Fitri", "Hesti", "Indah", "Kartini",
    "Lastri", "Lestari", "Maryati", "Nanik", "Ngatini", "Nur", "Purwanti", "Ratna", "Retno", "Rina",
    "Siti", "Sri", "Sulastri", "Sumiyati", "Titik", "Tuti", "Wahyuni", "Wati", "Yanti", "Yuliana",
)  # fmt: skip
_LAST: Final = (
    "Adiputra", "Basuki", "Cahyono", "Darmawan", "Handayani", "Hartanto", "Hidayat", "Irawan",
    "Kurniawan", "Kusuma", "Mardiyono", "Nugraheni", "Prabowo", "Pramono", "Prasetyo", "Priyanto",
    "Puspitasari", "Rahardjo", "Rahayu", "Santosa", "Saputra", "Setiawan", "Setyowati", "Subagyo",
    "Sudarsono", "Suharto", "Susanto", "Susilo", "Utami", "Utomo", "Wibisono", "Widayati", "Wijaya",
    "Winarno",
)  # fmt: skip


@dataclass(frozen=True)
class Seat:
    """A position to be filled: whose address it is (before the @) and what it holds."""

    address: str
    role: Role
    agency: Agency | None = None
    unit: Unit | None = None


def fill_seats(*, today: date) -> list[Position]:
    """Fill every seat that the demo wants, since the January before last; filled ones are left alone."""
    taken = set(Person.objects.filter(email__endswith=DOMAIN).values_list("email", flat=True))
    seats = [seat for seat in _seats() if seat.address + DOMAIN not in taken]
    names = _names(len(seats))
    secret = make_password(PASSWORD)  # hashed once: a slow hash for each of three hundred would take minutes
    people = [
        Person(email=seat.address + DOMAIN, name=name, password=secret) for seat, name in zip(seats, names, strict=True)
    ]
    citizens = [
        Person(email=f"{_citizen(name)}{DOMAIN}", name=name, password=secret)
        for name in CITIZENS
        if _citizen(name) + DOMAIN not in taken
    ]
    Person.objects.bulk_create(people + citizens)
    since = date(today.year - 1, 1, 2)
    return Position.objects.bulk_create(
        _position(seat, person, since) for seat, person in zip(seats, people, strict=True)
    )


def citizens() -> list[Person]:
    """The accounts of the three citizens, in the order of CITIZENS."""
    found = {person.name: person for person in Person.objects.filter(email__endswith=DOMAIN, positions=None)}
    return [found[name] for name in CITIZENS]


def invented_names(count: int, *, rng: random.Random) -> list[str]:
    """Names for reporters who leave one."""
    return [f"{rng.choice(_MEN + _WOMEN)} {rng.choice(_LAST)}" for _ in range(count)]


def strangers() -> QuerySet[Position]:
    """Positions of people who are none of the demo's: a real installation has them."""
    return Position.objects.exclude(person__email__endswith=DOMAIN)


def slug(agency: Agency) -> str:
    """An agency's part of an address: "dishub", "kapanewon-sewon"."""
    return slugify(agency.short)


def _seats() -> Iterator[Seat]:
    yield Seat("verifikator", Role.VERIFIER)
    yield Seat("verifikator2", Role.VERIFIER)
    yield Seat("ketua.tim", Role.CHAIR)
    yield Seat("bupati", Role.BUPATI)
    yield Seat("auditor", Role.AUDITOR)
    yield Seat("penjaga.identitas", Role.CUSTODIAN)
    yield Seat("pengelola", Role.ADMINISTRATOR)
    for agency in Agency.objects.prefetch_related("units"):
        here = slug(agency)
        if agency.code != WITHOUT_OPERATOR:
            yield Seat(f"operator.{here}", Role.OPERATOR, agency)
        yield Seat(f"pj.{here}", Role.OFFICER, agency)
        if agency.code == TWO_OFFICERS:
            yield Seat(f"pj2.{here}", Role.OFFICER, agency)
        yield Seat(f"kepala.{here}", Role.HEAD, agency)
        if agency.code == INSPECTORATE:
            yield Seat(f"verifikator.{here}", Role.INSPECTOR, agency)
            yield Seat(f"pemeriksa.{here}", Role.INVESTIGATOR, agency)
        for unit in agency.units.all():
            yield Seat(f"{slugify(unit.name)}.{here}", Role.UNIT, agency, unit)


def _position(seat: Seat, person: Person, since: date) -> Position:
    structural = seat.role in (Role.OFFICER, Role.UNIT, Role.HEAD)
    return Position(
        person=person,
        role=seat.role,
        agency=seat.agency,
        unit=seat.unit,
        structural=structural,
        education="S-1" if structural else "D-III",
        decree="SK contoh",
        starts=since,
    )


def _names(count: int) -> list[str]:
    """So many different names, the same ones each time."""
    rng = random.Random(SEED)
    every = [f"{first} {last}" for first in _MEN + _WOMEN for last in _LAST if last not in first]
    return rng.sample(every, count)


def _citizen(name: str) -> str:
    return f"warga.{slugify(name.split()[0])}"
