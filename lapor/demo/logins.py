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
    emails = [address + people.DOMAIN for address in SHOWN]
    told = [(_label(found[email]), email) for email in emails if email in found]
    if example := fill.showcase("operator"):
        number, code = example
        told.append(("Pelapor tanpa akun, lewat Lacak aduan", f"{number} dengan kode {code}"))
    width = max(len(label) for label, _ in told)
    yield f"Akun contoh, semuanya dengan sandi {people.PASSWORD}"
    for label, login in told:
        yield f"  {label:<{width}}  {login}"


def _label(person: Person) -> str:
    position = Position.objects.select_related("agency", "unit").filter(person=person).first()
    return position.label if position else "Pelapor dengan akun"
