"""Links in letters that let an official set a password: signed, good for a while and once.

What they are signed over contains the password's hash and the last sign-in: using one, or signing in, voids all.
Opening one changes nothing, so that a mail scanner that follows every link does no harm.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from lapor.account import standing
from lapor.people.models import Person

LIVES: Final = {"invitation": timedelta(days=3), "reset": timedelta(hours=1)}
_SALT = "lapor.account.links"


def make(person: Person, kind: str, *, at: datetime) -> str:
    """The path of the page that sets this person's password. `kind` is a key of LIVES."""
    claim = {"p": person.pk, "k": kind, "t": int(at.timestamp()), "s": _state(person)}
    return reverse("account_reset_password_from_key", args=[signing.Signer(salt=_SALT).sign_object(claim)])


def whose(key: str, *, at: datetime, today: date) -> Person | None:
    """The official whom this key lets set a password now; None for one that is not good, or not any more."""
    try:
        claim = signing.Signer(salt=_SALT).unsign_object(key)
    except (signing.BadSignature, ValueError):
        return None
    person = Person.objects.filter(pk=claim["p"], is_active=True).first()
    if person is None or at.timestamp() >= claim["t"] + LIVES[claim["k"]].total_seconds():
        return None
    good = constant_time_compare(claim["s"], _state(person)) and standing.will_hold(person, today)
    return person if good else None


def _state(person: Person) -> str:
    seen = int(person.last_login.timestamp()) if person.last_login else 0
    return salted_hmac(_SALT, f"{person.pk}|{person.password}|{seen}|{person.email}", algorithm="sha256").hexdigest()
