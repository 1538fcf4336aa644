"""What the tests of signing in share: letters as they lie in the queue, and the second factor of an official."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from lapor.people.models import Person
from tests.cast import PASSWORD, Cast
from tests.letters import newest_letter

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CODE = re.compile(r"\b\d{4}-\d{4}\b")
LINK = re.compile(r"https?://[^/\s]+(/masuk/petugas/sandi/\S+)")


def code_in_letter(address: str) -> str:
    """The code in the newest letter to this address."""
    return CODE.search(newest_letter(address)[1])[0]  # type: ignore[index]


def link_in_letter(address: str) -> str:
    """The path of the link that sets a password, from the newest letter to this address."""
    return LINK.search(newest_letter(address)[1])[1]  # type: ignore[index]


def telephone(secret: str = SECRET, *, steps: int = 0) -> str:
    """The six digits that a telephone with this secret shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def join_telephone(person: Person) -> list[str]:
    """Give a person a telephone with SECRET; the codes on paper."""
    TOTP.activate(person, SECRET)
    return RecoveryCodes.activate(person).generate_codes()


def give_password(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/masuk/petugas/", {"surel": email, "sandi": password, **more.pop("form", {})}, **more)


@pytest.fixture
def budi(cast: Cast) -> Person:
    """Pak Budi, operator, with a telephone."""
    person = cast.budi.person
    join_telephone(person)
    return person


def has_telephone(person: Person) -> bool:
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()
