"""Where a page of a list ended, as a key in its address. Lists are paged by key, never by offset."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_KEY = re.compile(r"([0-9]{1,10})-([0-9]{1,18})")


def written(at: datetime, pk: int) -> str:
    """The key of a row that is sorted by this instant (whole seconds) and this id: "seconds-id"."""
    return f"{int(at.timestamp())}-{pk}"


def read(typed: str) -> tuple[datetime, int] | None:
    """The instant and id of such a key; None for what no page ever wrote, which means the first page."""
    key = _KEY.fullmatch(typed)
    return (datetime.fromtimestamp(int(key[1]), UTC), int(key[2])) if key else None
