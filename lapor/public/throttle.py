"""Ten wrong guesses for one number or account, thirty from one address, within an hour; then a pause."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from lapor.public.models import FailedTry

WINDOW = timedelta(hours=1)
PER_SUBJECT = 10
PER_ADDRESS = 30
SENTENCE = "Terlalu banyak percobaan yang keliru. Demi keamanan, tunggu satu jam, lalu coba lagi."


def attempt(kind: str, subject: str, request: HttpRequest, *, at: datetime) -> FailedTry | None:
    """Count this attempt as failed before it is judged, so that parallel guesses cannot slip through.

    Returns the row, to be deleted when the guess was right; None when the limit is reached. What is refused
    here is not counted again: nobody can keep a number closed for longer than he keeps guessing.
    """
    FailedTry.objects.filter(at__lt=at - WINDOW).delete()
    row = FailedTry.objects.create(
        kind=kind, subject=_keyed(kind, subject), address=_keyed("address", _address(request)), at=at
    )
    recent = FailedTry.objects.filter(kind=kind, at__gte=at - WINDOW)
    if (
        recent.filter(subject=row.subject).count() > PER_SUBJECT
        or recent.filter(address=row.address).count() > PER_ADDRESS
    ):
        row.delete()
        return None
    return row


def _address(request: HttpRequest) -> str:
    """Where the request came from; an IPv6 network counts as one. Behind our proxy, what the proxy saw."""
    seen = str(request.META.get("REMOTE_ADDR", ""))
    if settings.HTTPS:
        seen = request.META.get("HTTP_X_FORWARDED_FOR", seen).rsplit(",", 1)[-1].strip()
    try:
        address = ipaddress.ip_address(seen)
    except ValueError:
        return seen
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def _keyed(room: str, text: str) -> str:
    return hmac.new(settings.HASH_KEY, f"try:{room}:{text}".encode(), hashlib.sha256).hexdigest()
