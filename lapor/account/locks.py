"""How often a password may be guessed, as the handler of django-axes.

Axes' own handlers count a failure after it was judged, so that guesses made at once slip through. This one counts
every try before it is judged, and takes it back when the password was right. Ten an hour at one account from one
address: who guesses elsewhere does not shut the owner out. Sixty from one address, a hundred at one account from
everywhere.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from allauth.core.internal import ratelimit
from axes.handlers.base import AxesHandler
from django.core.cache import cache

from lapor.account import client

APP: Final = "lapor.account"
WINDOW: Final = timedelta(hours=1)
LIMITS: Final = {"password_pair": "10/h/key", "password_address": "60/h/key", "password_account": "100/h/key"}


class Handler(AxesHandler):  # type: ignore[misc]
    """Set as AXES_HANDLER. `request.axes_locked_until` says when a refused one may try again (UTC)."""

    def is_allowed(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        account, address = str((credentials or {}).get("username", "")).lower(), client.address_of(request)
        keys = {
            "password_pair": f"{account} {address}",
            "password_address": address,
            "password_account": account,
        }
        counted = []
        for action, key in keys.items():
            usage = ratelimit.consume(request, app=APP, action=action, config=LIMITS, key=key)
            if usage is None:
                take_back(counted)
                request.axes_locked_until = _free_again(request, action, key)
                return False
            counted.append(usage)
        request.axes_counted = counted
        return True


def take_back(counted: list[ratelimit.RateLimitUsage]) -> None:
    """These tries were no guesses."""
    for usage in counted:
        usage.rollback()


def _free_again(request: Any, action: str, key: str) -> datetime:
    """When the oldest of the counted tries is an hour old."""
    rate = ratelimit.parse_rate(LIMITS[action])
    name = ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key)
    history = cache.get(name) or [request.now.timestamp()]
    return datetime.fromtimestamp(int(history[-1]), UTC) + WINDOW
