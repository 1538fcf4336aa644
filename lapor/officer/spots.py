"""The point of a complaint as officials see it: in words, and on a small map drawn here, without tiles or scripts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _

from lapor.complaints import coordinates, geography
from lapor.complaints.geography import Area, Plane, Point
from lapor.complaints.models import Spot
from lapor.sop import words

WIDTH: Final = 320
FARTHEST: Final = 10_000.0  # metres from the nearest kalurahan beyond which a map shows nothing of use
_MARGIN = 0.12  # of the kalurahan's own size, around it
_BARS = (5_000, 2_000, 1_000, 500, 200)  # metres that the scale may show

Box = tuple[float, float, float, float]  # west, south, east, north in metres


@dataclass(frozen=True)
class Sketch:
    """A map in units of its own, `WIDTH` wide. `paths` are outlines as SVG writes them, the first of the kalurahan.

    `names` are (x, y, name); `bar` is how long so many metres are.
    """

    height: int
    paths: tuple[str, ...]
    names: tuple[tuple[int, int, str], ...]
    bar: tuple[int, str]
    dot: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Told:
    """A point in words; `sketch` is None where it lies too far off."""

    at: str
    place: str
    flag: str
    how: str
    sketch: Sketch | None


def told(spot: Spot) -> Told:
    point = Point(float(spot.lat), float(spot.lng), spot.source, spot.accuracy)
    found = geography.find(point)
    area = geography.areas()[found.nearest]
    name = area.called
    if found.kalurahan is None:
        name = _("%(far)s dari %(place)s") % {"far": words.distance(found.metres, _), "place": name}
    return Told(coordinates.written(point.lat, point.lng), name, flag(spot), _how(spot), _drawn(point, area))


def flag(spot: Spot) -> str:
    """ "Perbatasan" or "Di luar Bantul", where a person must decide; "" within Bantul."""
    return "" if spot.finding == Spot.Finding.INSIDE else _(spot.get_finding_display())


def _how(spot: Spot) -> str:
    ways = {
        Spot.Source.DEVICE: _("lokasi ponsel"),
        Spot.Source.PIN: _("ditunjuk di peta atau ditulis"),
        Spot.Source.PHOTO: _("dari foto"),
    }
    way = ways[Spot.Source(spot.source)]
    if spot.accuracy is None:
        return way
    return _("%(way)s, ketelitian %(n)s meter") % {"way": way, "n": words.number_words(spot.accuracy)}


def _drawn(point: Point, area: Area) -> Sketch | None:
    at = geography.plane(point)
    if area.away(at) > FARTHEST:
        return None
    west, south, east, north = area.box
    view = _padded((min(west, at[0]), min(south, at[1]), max(east, at[0]), max(north, at[1])))
    return replace(_ground(view, area.code), dot=_Scale(view).put(at))


def _padded(box: Box) -> Box:
    """With room around, and never a narrow strip."""
    west, south, east, north = box
    x, y = (west + east) / 2, (south + north) / 2
    across, up = (east - west) * (0.5 + _MARGIN), (north - south) * (0.5 + _MARGIN)
    across, up = max(across, up), max(up, 0.6 * across)
    return round(x - across), round(y - up), round(x + across), round(y + up)


@dataclass(frozen=True)
class _Scale:
    view: Box

    def put(self, at: Plane) -> tuple[int, int]:
        west, _south, east, north = self.view
        unit = (east - west) / WIDTH
        return round((at[0] - west) / unit), round((north - at[1]) / unit)


@lru_cache(maxsize=128)
def _ground(view: Box, code: str) -> Sketch:
    """The map without its point; drawn once for a kalurahan, as points within it are seen in one view."""
    scale = _Scale(view)
    west, south, east, _north = view
    near = [area for area in geography.areas().values() if _touch(area.box, view)]
    near.sort(key=lambda area: area.code != code)
    metres = next(bar for bar in _BARS if bar <= (east - west) / 3 or bar == _BARS[-1])
    said = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    return Sketch(
        scale.put((east, south))[1],
        tuple(_path(area, scale) for area in near),
        tuple(_name(area.name, *scale.put(at)) for area, at in _labelled(near, view)),
        (round(metres * WIDTH / (east - west)), said),
    )


def _name(name: str, x: int, y: int) -> tuple[int, int, str]:
    """Moved in where it would be cut off; a letter is about seven units wide."""
    half = round(3.5 * len(name))
    return min(max(x, half), WIDTH - half), y, name


def _path(area: Area, scale: _Scale) -> str:
    corners = [corner for corner, _same in groupby(scale.put(at) for at in area.ring)]
    return "M" + "L".join(f"{x} {y}" for x, y in corners) + "Z"


def _labelled(near: list[Area], view: Box) -> list[tuple[Area, Plane]]:
    """Where the name of each kalurahan goes: about the middle of what is seen of it, if enough is."""
    west, south, east, north = view
    net = [
        (west + (east - west) * across / 18, south + (north - south) * up / 14)
        for across in range(2, 17)
        for up in range(1, 14)
    ]
    seen: dict[str, list[Plane]] = defaultdict(list)
    for at in net:
        for area in near:
            if area.holds(at):
                seen[area.code].append(at)
    return [(area, _middle(seen[area.code])) for area in near if len(seen[area.code]) >= 6]


def _middle(knots: list[Plane]) -> Plane:
    x, y = (sum(values) / len(knots) for values in zip(*knots, strict=True))
    return min(knots, key=lambda at: (at[0] - x) ** 2 + (at[1] - y) ** 2)


def _touch(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
