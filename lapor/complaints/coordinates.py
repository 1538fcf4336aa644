"""Reading a point that somebody typed, pasted or copied from a list: in any of the ways people write one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

_NUMBER: Final = r"[-+]?\d{1,3}(?:[.,]\d+)?"
_PAIR = re.compile(rf"^\(?\s*({_NUMBER})\s*(?:[,;]\s*|\s+)({_NUMBER})\s*\)?$")
# A link of a map carries its point so: "@-7.88,110.32,17z", "?q=-7.88,110.32", "geo:-7.88,110.32".
_IN_LINK = re.compile(r"(?:@|[=:/])(-?\d{1,3}\.\d+),\s*(-?\d{1,3}\.\d+)")
# Degrees with the half of the globe, in either language: "7°53'15,4\" LS", "110.3289 BT", "7.88 S".
_ANGLE = re.compile(
    r"(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*[°d]?\s*"
    r"(?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*['′]\s*)?"
    r"(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|'')\s*)?"
    r"(?P<half>LS|LU|BT|BB|[SNUETWB])(?![A-Za-z])",
    re.IGNORECASE,
)
_MINUS = str.maketrans("−–—‐’‘“”", "----''\"\"")
_SOUTH_WEST: Final = ("LS", "S", "BB", "B", "W")
_LATITUDE: Final = ("LS", "LU", "S", "N", "U")
_INDONESIA: Final = (-11.5, 6.5, 94.5, 141.5)  # south, north, west, east


@dataclass(frozen=True)
class Reading:
    """`at` is (latitude, longitude) in degrees WGS 84, or None; `told` says what was put right or is missing.

    `refused` where it cannot be read at all, so that somebody has to write it differently.
    """

    at: tuple[float, float] | None
    told: str = ""
    refused: bool = False


def read(text: str) -> Reading:
    """A point as typed: decimal point or comma, degrees and minutes, a map's link, latitude and longitude swapped."""
    pair = _numbers(" ".join(text.translate(_MINUS).split()))
    if pair is None:
        sentence = _("Koordinat ini tidak terbaca. Contoh yang terbaca: -7.8876, 110.3289.")
        return Reading(None, sentence, refused=True)
    first, second = pair
    if abs(first) < 0.01 and abs(second) < 0.01:
        return Reading(None, _("Titik 0, 0 berarti perangkat tidak tahu tempatnya. Titik itu tidak kami pakai."))
    turned = _("Lintang dan bujurnya tertukar; sudah kami balik.")
    northern = _("Tanda minusnya tertinggal; sudah kami bubuhkan, sebab Bantul di lintang selatan.")
    for at, told in (
        ((first, second), ""),
        ((second, first), turned),
        ((-first, second), northern),
        ((-second, first), f"{turned} {northern}"),
    ):
        if _in_indonesia(*at):
            return Reading(at, told)
    return Reading(None, _("Koordinat ini bukan tempat di Indonesia. Periksa angkanya, atau kosongkan."), refused=True)


def written(lat: float, lng: float) -> str:
    """A point as text that `read` and every map reads: five decimals are a metre."""
    return f"{lat:.5f}, {lng:.5f}"


def _numbers(text: str) -> tuple[float, float] | None:
    """The two numbers, in the order in which they stand, but as latitude and longitude where they say which."""
    if found := _PAIR.match(text) or _IN_LINK.search(text):
        return _decimal(found[1]), _decimal(found[2])
    angles = [(one["half"].upper(), _degrees(one)) for one in _ANGLE.finditer(text)]
    if len(angles) != 2:
        return None
    first, second = angles
    if first[0] not in _LATITUDE and second[0] in _LATITUDE:
        first, second = second, first
    return first[1], second[1]


def _degrees(angle: re.Match[str]) -> float:
    whole, minutes, seconds = (_decimal(angle[name] or "0") for name in ("degrees", "minutes", "seconds"))
    size = whole + minutes / 60 + seconds / 3600
    return -size if angle["half"].upper() in _SOUTH_WEST else size


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))


def _in_indonesia(lat: float, lng: float) -> bool:
    south, north, west, east = _INDONESIA
    return south <= lat <= north and west <= lng <= east
