"""How often a password may be guessed, as the handler of django-axes.

Axes' own handlers count a failure after it was judged, so that guesses made at once slip through. This one counts
every try before it is judged; the view takes it back when the password was right. Ten an hour at one account from
one address: who guesses elsewhere does not shut the owner out. Sixty from one address, a hundred at one account
from everywhere.
"""

from __future__ import annotations

from typing import Any

from axes.handlers.base import AxesHandler

from lapor.account import client, throttle
from lapor.account.throttle import Limit


class Handler(AxesHandler):  # type: ignore[misc]  # axes carries no types
    """Set as AXES_HANDLER. Leaves what it found in `request.guess`, a throttle.Counted."""

    def is_allowed(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        account, address = str((credentials or {}).get("username", "")).lower(), client.address_of(request)
        request.guess = throttle.count(
            request,
            (
                Limit("password_pair", "10/h/key", f"{account} {address}"),
                Limit("password_address", "60/h/key", address),
                Limit("password_account", "100/h/key", account),
            ),
        )
        return request.guess.until is None
