"""Bringing the officials of a list into the database: made where they are missing, else held to the list.

Nobody is ever deleted; a position ends by its last day.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from lapor.people.models import Person, Position
from lapor.people.roster import Entry

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another when read from paper


@dataclass
class Loaded:
    """What a loading did. `passwords` stand nowhere else: whoever loads hands them over."""

    passwords: list[tuple[Person, str]] = field(default_factory=list)
    taken_over: list[Person] = field(default_factory=list)
    made: int = 0
    changed: int = 0


def load(entries: Sequence[Entry]) -> Loaded:
    """Make or correct persons and positions. Inside the caller's transaction.

    Whoever holds no position yet gets a new password, also where a citizen's account has the address: nobody
    proved that it is the official's own, and its old password must not open an office.
    """
    loaded = Loaded()
    persons: dict[str, Person] = {}
    for entry in entries:
        person = persons.get(entry.email) or _person(entry, loaded)
        persons[entry.email] = person
        _hold(person, entry, loaded)
    return loaded


def _person(entry: Entry, loaded: Loaded) -> Person:
    person = Person.objects.filter(email__iexact=entry.email).first()
    if person and person.positions.exists():
        if person.name != entry.name:
            person.name = entry.name
            person.save(update_fields=["name"])
            loaded.changed += 1
        return person
    password = new_password()
    if person:
        person.name = entry.name
        person.set_password(password)
        person.save(update_fields=["name", "password"])
        loaded.taken_over.append(person)
    else:
        person = Person.objects.create_person(email=entry.email, name=entry.name, password=password)
    loaded.passwords.append((person, password))
    return person


def _hold(person: Person, entry: Entry, loaded: Loaded) -> None:
    """The newest position of this person in this seat, held to the list; a new one where there is none."""
    facts = {"title": entry.title, "structural": entry.structural, "starts": entry.starts, "ends": entry.ends}
    seat = Position.objects.filter(person=person, role=entry.role, agency=entry.agency, unit=entry.unit)
    position = seat.order_by("-starts", "-pk").first()
    if position is None:
        Position.objects.create(person=person, role=entry.role, agency=entry.agency, unit=entry.unit, **facts)
        loaded.made += 1
    elif any(getattr(position, name) != value for name, value in facts.items()):
        Position.objects.filter(pk=position.pk).update(**facts)
        loaded.changed += 1


def new_password() -> str:
    """Four groups of four letters or digits: 79 bits that can be read aloud."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
