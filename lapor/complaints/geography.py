"""Which kalurahan a point lies in, and how far it is from the border of the regency."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """Degrees WGS 84. `source` is a value of Spot.Source; `accuracy` metres, as the device says of itself."""

    lat: float
    lng: float
    source: str = "pin"
    accuracy: int | None = None
