"""Points of the example complaints: within the kalurahan the story names, one of them on the border."""

from __future__ import annotations

import random
from typing import Final

from lapor.complaints import geography
from lapor.complaints.geography import Point

BORDER: Final = {"34.02.16.2004": Point(-7.8006, 110.32962)}  # Jalan Wates, where Kasihan ends and Gamping begins
_SPREAD = 400  # metres around the middle of the kalurahan


def spot(kalurahan: str, key: str) -> Point | None:
    """Where this case happened, the same each time; None for the half of them that gave no point."""
    own = random.Random(f"titik {key}")
    if kalurahan in BORDER:
        return BORDER[kalurahan]
    if own.random() < 0.5:
        return None
    area = geography.areas()[kalurahan]
    x, y = geography.middle(area)
    at = x + own.uniform(-_SPREAD, _SPREAD), y + own.uniform(-_SPREAD, _SPREAD)
    point = geography.degrees(at if area.holds(at) else (x, y))
    if own.random() < 0.5:
        return point
    return Point(point.lat, point.lng, source="device", accuracy=own.randint(5, 60))
