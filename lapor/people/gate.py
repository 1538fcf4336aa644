"""Who may open a page at all. Every view says so; the middleware refuses one that does not.

What of a case is seen behind the door is complaints/access.py, what may be done there sop/rules.py.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from lapor.sop.rules import Role

View = TypeVar("View", bound=Callable[..., Any])


class Audience(Enum):
    """Audiences that are no role of a position."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    OFFICIAL = "any official"


def open_to(*audience: Audience | Role) -> Callable[[View], View]:
    """Declare who may open this view: ANYONE, SIGNED_IN, OFFICIAL, or roles of a position."""

    def declare(view: View) -> View:
        view.audience = frozenset(audience)  # type: ignore[attr-defined]
        return view

    return declare
