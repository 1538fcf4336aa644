"""Officials as persons: found, made, changed. What somebody may do is in his positions, not here.

An account without any position is a citizen's: the administration neither finds nor shows it.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from lapor.people import journal
from lapor.people.contacts import is_email
from lapor.people.faults import demand, refuse
from lapor.people.models import Person, Position

PAGE: Final = 50
_PHONE: Final = re.compile(r"\+?[0-9][0-9 ().-]{5,18}")
_LONGEST_NAME: Final = 120
_LONGEST_EMAIL: Final = 254


def officials() -> QuerySet[Person]:
    """Everybody who holds, held or will hold a position."""
    return Person.objects.filter(pk__in=Position.objects.values("person"))


def found(words: str, *, day: date, after: Person | None = None) -> list[Person]:
    """A page of officials by name, and one more if there is a next page; all words must be in one of name,
    address, title or agency. `held` of each lists the positions in force on this day."""
    rows = officials()
    for word in words.split()[:6]:
        place = Q(agency__short__icontains=word) | Q(agency__name__icontains=word) | Q(title__icontains=word)
        there = Position.objects.not_over(day).filter(place)
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(pk__in=there.values("person")))
    if after is not None:
        rows = rows.filter(Q(name__gt=after.name) | Q(name=after.name, pk__gt=after.pk))
    held = Position.objects.held_on(day).select_related("agency", "unit").order_by("id")
    return list(rows.order_by("name", "pk").prefetch_related(Prefetch("positions", held, to_attr="held"))[: PAGE + 1])


def at_address(email: str) -> Person | None:
    """The account with this address, whoever's it is."""
    return Person.objects.filter(email__iexact=email.strip()).first()


def add(name: str, email: str, *, phone: str = "", by: Position | None, at: datetime) -> Person:
    """An official's account, without a password until he takes up his invitation. Raises Faulty.

    Where a citizen has the address, the account becomes the official's; its old password opens no office.
    """
    email = email.strip().lower()
    person = at_address(email)
    known = person is not None and person.positions.exists()
    demand(
        name=_wrong_name(name),
        email=_wrong_email(email)
        or (_("Surel itu milik %(name)s, yang sudah terdaftar.") % {"name": person.name} if person and known else None),
        phone=_wrong_phone(phone),
    )
    with transaction.atomic():
        if person is None:
            person = Person.objects.create_person(email=email, name=name)
        person.name, person.phone, person.is_active = name, phone, True
        person.set_unusable_password()
        person.save()
        journal.record("person_added", subject=journal.of(person), at=at, position=by, data={"person": name})
    return person


def change(person: Person, *, name: str, email: str, phone: str, by: Position | None, at: datetime) -> bool:
    """Change name, address and phone. Whether the address became another one. Raises Faulty.

    The journal says that an address or a phone changed, not what it is: it can never be erased there.
    """
    email = email.strip().lower()
    other = at_address(email)
    demand(
        name=_wrong_name(name),
        email=_wrong_email(email) or (_("Surel itu sudah dipakai akun lain.") if other not in (None, person) else None),
        phone=_wrong_phone(phone),
    )
    moved = email != person.email.lower()
    data: dict[str, object] = journal.became({"name": person.name}, {"name": name})
    if moved:
        data["email_changed"] = True
    if phone != person.phone:
        data["phone_changed"] = True
    if data:
        with transaction.atomic():
            person.name, person.email, person.phone = name, email, phone
            person.save(update_fields=["name", "email", "phone"])
            about = {"person": name, **data}
            journal.record("person_changed", subject=journal.of(person), at=at, position=by, data=about)
    return moved


def close(person: Person, *, by: Position | None, day: date, at: datetime) -> None:
    """Close the account of somebody who holds nothing now or later. Raises Faulty."""
    with transaction.atomic():
        journal.wait_for_turn()
        if person.positions.exclude(ends__lt=day).exists():
            refuse(_("%(person)s masih memegang jabatan. Tutup akunnya lewat serah terima.") % {"person": person.name})
        shut(person, by=by, at=at)


def shut(person: Person, *, by: Position | None, at: datetime) -> None:
    """Close an account, inside the transaction of whoever made sure that nothing is left behind."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    journal.record("person_closed", subject=journal.of(person), at=at, position=by, data={"person": person.name})


def reopen(person: Person, *, by: Position | None, at: datetime) -> None:
    """Let an account that was closed be used again; positions are given anew."""
    with transaction.atomic():
        person.is_active = True
        person.save(update_fields=["is_active"])
        journal.record("person_reopened", subject=journal.of(person), at=at, position=by, data={"person": person.name})


def _wrong_name(name: str) -> str | None:
    if len(name) < 2:
        return _("Tulis namanya.")
    return _("Nama paling panjang %(most)s huruf.") % {"most": _LONGEST_NAME} if len(name) > _LONGEST_NAME else None


def _wrong_email(email: str) -> str | None:
    if len(email) > _LONGEST_EMAIL:
        return _("Surel paling panjang %(most)s huruf.") % {"most": _LONGEST_EMAIL}
    return None if is_email(email) else _("Tulis alamat surel yang lengkap, misalnya nama@contoh.id.")


def _wrong_phone(phone: str) -> str | None:
    if not phone or _PHONE.fullmatch(phone):
        return None
    return _("Tulis nomor telepon dengan angka, misalnya 0274 367 509.")
