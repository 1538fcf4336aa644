"""Which kalurahan a point lies in, and how near the border of the regency it is.

The 75 outlines of seeds/wilayah/kalurahan.geojson are the only source (ADR 24): they fit together but
for slivers, in which the nearest kalurahan counts. All is reckoned in metres on a plane touching Bantul, which is
wrong by less than a thousandth within the regency. Points are degrees WGS 84; nothing here reads the database.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from lapor.people.seed import FOLDER

BORDER = 150.0  # metres either side of the regency's border within which a person decides
GAP = 100.0  # metres from an outline within which a point belongs to it: slivers between two, and the beach
_LAT, _LNG = -7.9, 110.35  # where the plane touches
_NORTH = 110_574.0  # metres of a degree
_EAST = 111_320.0 * math.cos(math.radians(_LAT))
# The mouth of the Progo and the cape east of Parangtritis. Between them is the sea, where nobody else is in charge.
_COAST = ((110.2115, -7.98554), (110.339, -8.02807))
_COAST_BEND = 400.0  # metres that the shore leaves the straight line between the two

Plane = tuple[float, float]  # metres east and north of where the plane touches


@dataclass(frozen=True)
class Point:
    """Degrees WGS 84. `source` is a value of Spot.Source; `accuracy` metres, as the device says of itself."""

    lat: float
    lng: float
    source: str = "pin"
    accuracy: int | None = None


@dataclass(frozen=True)
class Area:
    """One kalurahan: `ring` is its closed outline in metres, `box` west, south, east, north of it."""

    code: str
    name: str
    kapanewon: str
    ring: tuple[Plane, ...]
    box: tuple[float, float, float, float] = field(repr=False)

    @property
    def called(self) -> str:
        """Kalurahan and kapanewon in words; once where both have one name."""
        return ", ".join(dict.fromkeys((self.name, self.kapanewon)))

    def holds(self, at: Plane) -> bool:
        west, south, east, north = self.box
        if not (west <= at[0] <= east and south <= at[1] <= north):
            return False
        x, y = at
        crossings = 0
        for (x1, y1), (x2, y2) in pairwise(self.ring):
            crossings += (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
        return crossings % 2 == 1

    def edge(self, at: Plane) -> float:
        """Metres to the outline, from either side."""
        return min(_apart(at, a, b) for a, b in pairwise(self.ring))

    def away(self, at: Plane) -> float:
        """Metres to this kalurahan, 0 within it."""
        return 0.0 if self.holds(at) else self.edge(at)


@dataclass(frozen=True)
class Found:
    """What the outlines say of a point.

    `finding` is a value of Spot.Finding. `kalurahan` is the code of the one it lies in, None outside of Bantul;
    `nearest` is never None. `metres` are to the land border of the regency, or from outside of it to Bantul.
    """

    kalurahan: str | None
    finding: str
    metres: int
    nearest: str


def find(point: Point) -> Found:
    """Where a point lies. What a telephone knows badly lies near the border as soon as it may lie beyond it."""
    at = plane(point)
    inside = [area for area in areas().values() if area.holds(at)]
    border = min(_apart(at, a, b) for a, b in _land_border())
    near_border = border <= max(BORDER, point.accuracy or 0)
    if inside:
        deepest = max(inside, key=lambda area: area.edge(at))
        return Found(deepest.code, "border" if near_border else "inside", round(border), deepest.code)
    nearest = min(areas().values(), key=lambda area: area.edge(at))
    away = nearest.edge(at)
    if near_border:
        return Found(nearest.code, "border", round(border), nearest.code)
    if away <= max(GAP, point.accuracy or 0):
        return Found(nearest.code, "inside", round(border), nearest.code)
    return Found(None, "outside", round(away), nearest.code)


def apart(point: Point, kalurahan: str) -> float:
    """Metres from a point to a kalurahan, 0 within it."""
    return areas()[kalurahan].away(plane(point))


def plane(point: Point) -> Plane:
    return _flat(point.lng, point.lat)


def degrees(at: Plane) -> Point:
    """The point of a place on the plane."""
    return Point(_LAT + at[1] / _NORTH, _LNG + at[0] / _EAST)


def middle(area: Area) -> Plane:
    """A place well inside: of a net over the kalurahan the knot farthest from its outline."""
    west, south, east, north = area.box
    shares = [one / 12 for one in range(1, 12)]
    net = [(west + (east - west) * across, south + (north - south) * up) for across in shares for up in shares]
    return max((at for at in net if area.holds(at)), key=area.edge)


@cache
def areas() -> dict[str, Area]:
    """The kalurahan by their codes, read once."""
    told = json.loads((FOLDER / "wilayah" / "kalurahan.geojson").read_text(encoding="utf-8"))
    return {one["properties"]["code"]: _area(one["properties"], one["geometry"]) for one in told["features"]}


def _area(told: dict[str, str], geometry: dict[str, list[list[tuple[float, float]]]]) -> Area:
    ring = tuple(_flat(lng, lat) for lng, lat in geometry["coordinates"][0])
    east, north = zip(*ring, strict=True)
    return Area(told["code"], told["name"], told["kapanewon"], ring, (min(east), min(north), max(east), max(north)))


@cache
def _land_border() -> tuple[tuple[Plane, Plane], ...]:
    """The edges of the regency towards its neighbours: those of one kalurahan alone that have nobody before them.

    Where two outlines do not quite meet, their edges are of one alone, too, but look at the other kalurahan.
    """
    used = Counter(frozenset(edge) for area in areas().values() for edge in pairwise(area.ring))
    return tuple(
        edge
        for area in areas().values()
        for edge in pairwise(area.ring)
        if used[frozenset(edge)] == 1 and not _on_the_coast(edge) and _looks_out(edge, _turn(area.ring))
    )


def _looks_out(edge: tuple[Plane, Plane], turn: float, ahead: float = 50.0) -> bool:
    """Whether the ground so many metres ahead of an edge is no kalurahan's. `turn` is 1 for rings to the left."""
    (x1, y1), (x2, y2) = edge
    length = math.dist(*edge)
    before = (x1 + x2) / 2 + turn * ahead * (y2 - y1) / length, (y1 + y2) / 2 - turn * ahead * (x2 - x1) / length
    return not any(area.holds(before) for area in areas().values())


def _on_the_coast(edge: tuple[Plane, Plane]) -> bool:
    start, end = _flat(*_COAST[0]), _flat(*_COAST[1])
    return all(_apart(at, start, end) <= _COAST_BEND for at in edge) and _southward(edge, start, end)


def _southward(edge: tuple[Plane, Plane], start: Plane, end: Plane) -> bool:
    """Whether an edge runs along the shore rather than away from it, as those of the rivers do."""
    along = (end[0] - start[0], end[1] - start[1])
    step = (edge[1][0] - edge[0][0], edge[1][1] - edge[0][1])
    return abs(along[0] * step[0] + along[1] * step[1]) >= 0.7 * math.hypot(*along) * math.hypot(*step)


def _turn(ring: tuple[Plane, ...]) -> float:
    return math.copysign(1, sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)))


def _flat(lng: float, lat: float) -> Plane:
    return (lng - _LNG) * _EAST, (lat - _LAT) * _NORTH


def _apart(at: Plane, a: Plane, b: Plane) -> float:
    """Metres from a point to a stretch of line."""
    (x, y), (x1, y1), (x2, y2) = at, a, b
    dx, dy = x2 - x1, y2 - y1
    share = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)))
    return math.hypot(x - x1 - share * dx, y - y1 - share * dy)
