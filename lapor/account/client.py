"""Where a request came from, and how such things are written down: keyed, so that no table tells an address."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.conf import settings

from lapor.complaints import identity


def address_of(request: Any) -> str:
    """The address of the client; an IPv6 network counts as one. Behind our proxy, what the proxy saw."""
    seen = str(request.META.get("REMOTE_ADDR", ""))
    if settings.HTTPS:
        seen = request.META.get("HTTP_X_FORWARDED_FOR", seen).rsplit(",", 1)[-1].strip()
    try:
        address = ipaddress.ip_address(seen)
    except ValueError:
        return seen
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def keyed(room: str, text: str) -> str:
    """A fingerprint of this text that only we can make: 64 hex digits."""
    return identity.keyed(f"account:{room}", text)


def cache_key(key: str, prefix: str, version: int) -> str:
    """How the cache names what it holds. Its keys are made of addresses and e-mail addresses."""
    return keyed("cache", f"{prefix}:{version}:{key}")
