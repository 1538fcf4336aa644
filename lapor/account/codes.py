"""Codes to sign in with, sent to an address: one for a citizen, old or new; none ever for an official.

Everything is done in the same way for every address, so that nobody learns which of them we know: one look, one
row, one letter. An account is made when its first code comes back, not before.
"""

from __future__ import annotations

import hmac
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import normalize_user_code
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef

from lapor.account import client, letters, throttle
from lapor.account.models import SignInCode
from lapor.account.throttle import Counted, Limit
from lapor.people.models import Person, Position

LIFE: Final = timedelta(minutes=15)
MOST_TRIES: Final = 5


class Spent(Exception):
    """This code is too old, was used, or was guessed at too often: only a new one helps."""


def may_send(email: str, request: Any) -> Counted:
    """Whether another letter may go to this address: by who asks from here, by anybody, by all from here."""
    here = client.address_of(request)
    return throttle.count(
        request,
        (
            Limit("code_pair", "5/15m/key", f"{email} {here}"),
            Limit("code_account", "20/h/key", email),
            Limit("code_address", "120/h/key", here),
        ),
    )


@transaction.atomic
def send(email: str, *, at: datetime, today: date) -> UUID:
    """Send a code to this address, in lower case, or say in the letter why there is none. Returns its row's id."""
    row = SignInCode(address=client.keyed("address", email), made_at=at, until=at + LIFE)
    code = get_adapter().generate_login_code()
    known = _known(email, today)
    if known is None or (known["is_active"] and not known["official"]):
        row.code = _fingerprint(row.pk, code)
        letters.code(email, code, at=at, until=row.until)
    elif known["is_active"]:
        letters.officials_door(email, at=at)
    else:
        letters.closed(email, at=at)
    row.save(force_insert=True)
    return row.pk


def right(pk: UUID, email: str, typed: str, *, at: datetime) -> bool:
    """Whether this is the code that was sent there; then it is used up. Counted before it is judged.

    Raises Spent.
    """
    living = SignInCode.objects.filter(pk=pk, address=client.keyed("address", email), used_at=None, until__gt=at)
    if not living.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1):
        raise Spent
    kept = living.values_list("code", flat=True).first() or ""
    if not kept or not hmac.compare_digest(kept, _fingerprint(pk, typed)):
        return False
    return bool(living.update(used_at=at))


def owner(email: str) -> tuple[Person, bool]:
    """The account of an address whose code came back, and whether it was made now."""
    person = Person.objects.filter(email=email).first()
    if person is None:
        try:
            with transaction.atomic():
                return Person.objects.create_person(email=email, name=""), True
        except IntegrityError:  # two codes of one address came back at once
            person = Person.objects.get(email=email)
    return person, False


def _known(email: str, today: date) -> Any:
    """Whether an account has this address, is open, and is an official's now or later; in one query."""
    held = Position.objects.not_over(today).filter(person=OuterRef("pk"))
    return Person.objects.filter(email=email).values("is_active", official=Exists(held)).first()


def _fingerprint(pk: UUID, code: str) -> str:
    return client.keyed(f"code:{pk}", normalize_user_code(code))
