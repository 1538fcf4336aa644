"""The example telephones: every official of the demo has one, and everybody may look at it."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from typing import Final

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from lapor.demo.people import DOMAIN
from lapor.people.models import Person

PERIOD: Final = 30  # seconds for which a telephone shows a code


def secret(email: str) -> str:
    """What this example telephone knows: as open as the example password."""
    return base64.b32encode(hashlib.sha256(f"ponsel contoh {email}".encode()).digest()[:20]).decode()


def join_all() -> None:
    """Give every official of the demo who has none a telephone."""
    without = Person.objects.filter(email__endswith=DOMAIN, positions__isnull=False).distinct()
    without = without.exclude(pk__in=Authenticator.objects.values("user"))
    seal = get_adapter().encrypt
    Authenticator.objects.bulk_create(
        Authenticator(user=person, type=Authenticator.Type.TOTP, data={"secret": seal(secret(person.email))})
        for person in without
    )


def shows(email: str, *, at: datetime) -> tuple[str, str]:
    """The code that this telephone shows at an instant, and the one after it."""
    counter = int(at.timestamp()) // PERIOD
    now, then = (format_hotp_value(hotp_value(secret(email), counter + step)) for step in (0, 1))
    return now, then


def seconds_left(at: datetime) -> int:
    """How long the codes that are shown now will be shown."""
    return PERIOD - int(at.timestamp()) % PERIOD
