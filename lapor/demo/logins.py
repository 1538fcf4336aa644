"""How to sign in as the people of the demo: one for each role, Dishub for the roles of an agency."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lapor.demo import fill, people
from lapor.people.models import Person, Position

# In the order in which a complaint meets them.
SHOWN: Final = (
    "warga.sari",
    "verifikator",
    "ketua.tim",
    "operator.dishub",
    "pj.dishub",
    "seksi-penerangan-jalan-umum.dishub",
    "kepala.dishub",
    "bupati",
    "auditor",
    "pengelola",
)


def lines() -> Iterator[str]:
    """The logins as lines of text; none where the demo has not been filled."""
    found = {person.email: person for person in Person.objects.filter(email__endswith=people.DOMAIN)}
    if not found:
        return
    yield f"Akun contoh, semuanya dengan sandi {people.PASSWORD}"
    for address in SHOWN:
        email = address + people.DOMAIN
        if email in found:
            yield f"  {_label(found[email]):<42} {email}"
    if example := fill.showcase("operator"):
        number, code = example
        yield f"  {'Pelapor tanpa akun, lewat Lacak aduan':<42} {number} dengan kode {code}"


def _label(person: Person) -> str:
    position = Position.objects.select_related("agency", "unit").filter(person=person).first()
    return position.label if position else "Pelapor dengan akun"
