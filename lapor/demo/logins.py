"""How to sign in as the people of the demo: one for each role, Dishub for the roles of an agency.

Officials need the code of their example telephone, citizens the code of a letter: /demo/ shows both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.conf import settings

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
    "verifikator.inspektorat",
    "pemeriksa.inspektorat",
    "bupati",
    "auditor",
    "penjaga.identitas",
    "pengelola",
)


def accounts() -> list[tuple[str, str, bool]]:
    """Who is shown: label, address, and whether an official; nobody where the demo has not been filled."""
    emails = [address + people.DOMAIN for address in SHOWN]
    held = Position.objects.filter(person__email__in=emails).select_related("agency", "unit", "person")
    positions = {position.person.email: position for position in held}
    there = set(Person.objects.filter(email__in=emails).values_list("email", flat=True))
    return [
        (positions[email].label if email in positions else "Pelapor dengan akun", email, email in positions)
        for email in emails
        if email in there
    ]


def lines() -> Iterator[str]:
    """The logins as lines of text; none where the demo has not been filled."""
    told = [(label, email) for label, email, _official in accounts()]
    if not told:
        return
    if example := fill.showcase("operator"):
        number, code = example
        told.append(("Pelapor tanpa akun, lewat Lacak aduan", f"{number} dengan kode {code}"))
    width = max(len(label) for label, _ in told)
    yield f"Akun contoh; petugas masuk dengan sandi {people.PASSWORD}, lalu kode dari {settings.SITE}/demo/"
    for label, login in told:
        yield f"  {label:<{width}}  {login}"
