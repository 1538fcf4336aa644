"""What a session may do, judged by how it was made: whoever holds a position needs password and second factor.

Read from the session alone; only a session that falls short costs a query.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator

from lapor.people.models import Person, Position

View = TypeVar("View", bound=Callable[..., Any])
METHODS_OF = "account_authentication_methods_user"


class Standing(Enum):
    """FREE: a stranger or a citizen. WHOLE: an official with both factors. The others cannot work yet."""

    FREE = "free"
    WHOLE = "whole"
    SETTING_UP = "setting up"
    AGAIN = "again"
    OVER = "over"


def while_setting_up(view: View) -> View:
    """Declare that this view opens to an official who has no second factor yet."""
    view.while_setting_up = True  # type: ignore[attr-defined]  # a mark, as gate.open_to leaves one
    return view


def of(request: Any, *, official: bool, day: date) -> Standing:
    """The standing of whoever is signed in; `official` is whether the person holds a position on this day."""
    methods = methods_of(request)
    if not official:
        if "password" not in methods:
            return Standing.FREE
        if not will_hold(request.user, day):
            return Standing.OVER
    if "code" in methods or "password" not in methods:
        return Standing.AGAIN
    if "mfa" in methods:
        return Standing.WHOLE
    return Standing.AGAIN if has_second_factor(request.user) else Standing.SETTING_UP


def methods_of(request: Any) -> set[str]:
    """How this session was made: "password", "mfa", "code"; nothing where the record is another person's."""
    if request.session.get(METHODS_OF) != request.session.get("_auth_user_id"):
        return set()
    return {record["method"] for record in request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])}


def has_second_factor(person: Person) -> bool:
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=person, type__in=kinds).exists())


def will_hold(person: Person, day: date) -> bool:
    """Whether this person holds a position on this day or will hold one later: an official, for every door."""
    return Position.objects.not_over(day).filter(person_id=person.pk).exists()
