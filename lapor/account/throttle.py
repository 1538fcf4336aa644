"""Counting tries before they are judged: as many as a rate allows, whatever is asked at the same instant.

On allauth's rate limits, which count under a lock in the shared cache. Rates read as allauth's: "10/h/key".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from allauth.core.internal import ratelimit
from django.core.cache import cache

APP: Final = "lapor.account"


@dataclass(frozen=True)
class Limit:
    """A rate for one thing that is counted, `key` says which one: an account, an address, or both."""

    action: str
    rate: str
    key: str


@dataclass
class Counted:
    """What `count` found. `until` is when one may try again (UTC), None where the try is allowed."""

    usages: list[ratelimit.RateLimitUsage] = field(default_factory=list)
    until: datetime | None = None

    def take_back(self) -> None:
        """It was no guess."""
        for usage in self.usages:
            usage.rollback()
        self.usages = []


def count(request: Any, limits: Iterable[Limit]) -> Counted:
    """Count one try against all limits, or none of them if one is reached."""
    counted = Counted()
    for limit in limits:
        config = {limit.action: limit.rate}
        usage = ratelimit.consume(request, app=APP, action=limit.action, config=config, key=limit.key)
        if usage is None:
            counted.take_back()
            counted.until = _free_again(request, limit)
            break
        counted.usages.append(usage)
    return counted


def _free_again(request: Any, limit: Limit) -> datetime:
    """When the oldest of the counted tries is too old to count."""
    rate = ratelimit.parse_rate(limit.rate)
    name = ratelimit.get_cache_key(request, app=APP, action=limit.action, rate=rate, key=limit.key)
    history = cache.get(name) or [request.now.timestamp()]
    return datetime.fromtimestamp(int(history[-1]), UTC) + timedelta(seconds=rate.duration)
