"""What a picture tells of its own taking, read before the pixels are written anew and everything else goes.

Cameras write it in EXIF, editors and messengers in XMP. Both are strangers' bytes: what cannot be read, lies
out of range or is a camera's placeholder (0,0; the year 0) is no fact.
"""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from PIL import Image

from lapor.people.calendars import BANTUL

_EXIF: Final = 0x8769
_GPS: Final = 0x8825
_TAKEN: Final = ((0x9003, 0x9011), (0x9004, 0x9012))  # original, digitised: each with its offset from UTC
_OLDEST: Final = 1990
_XMP_LONGEST: Final = 200_000
_XMP_TAKEN: Final = ("exif:DateTimeOriginal", "photoshop:DateCreated", "xmp:CreateDate")
_XMP_ANGLE: Final = re.compile(r"(\d{1,3})[,:](\d{1,2}(?:[.,]\d+)?)(?:[,:](\d{1,2}(?:\.\d+)?))?\s*([NSEW])?", re.I)
_SIGN: Final = {"N": 1, "E": 1, "S": -1, "W": -1}


@dataclass(frozen=True)
class Facts:
    """When (with a zone) and where (degrees WGS 84, both or neither) a picture says it was taken."""

    taken_at: datetime | None = None
    lat: float | None = None
    lng: float | None = None

    @property
    def place(self) -> tuple[float, float] | None:
        """Latitude and longitude, where it tells them."""
        return None if self.lat is None or self.lng is None else (self.lat, self.lng)

    def as_json(self) -> str:
        return json.dumps([self.taken_at.isoformat() if self.taken_at else None, self.lat, self.lng])


def from_json(text: str) -> Facts:
    taken_at, lat, lng = json.loads(text)
    return Facts(datetime.fromisoformat(taken_at) if taken_at else None, lat, lng)


def of_picture(data: bytes, *, formats: tuple[str, ...]) -> Facts | None:
    """What these bytes tell; None where they tell nothing. Never raises: a picture is taken without its facts."""
    try:
        with Image.open(io.BytesIO(data), formats=formats) as image:
            exif = image.getexif()
            camera, place = dict(exif.get_ifd(_EXIF)), dict(exif.get_ifd(_GPS))
            xmp = _text(image.info.get("xmp") or image.info.get("XML:com.adobe.xmp"))
    # Readers of hostile metadata raise whatever they stumble on, as decoders do.
    except Exception:  # noqa: BLE001
        return None
    spot = _exif_place(place) or _xmp_place(xmp)
    taken = _exif_taken(camera) or _xmp_taken(xmp) or _gps_taken(place)
    if spot is None and taken is None:
        return None
    return Facts(taken, *(spot or (None, None)))


def _text(xmp: Any) -> str:
    """XMP as text. It is searched by patterns and never parsed: no entity of it is ever expanded."""
    raw = xmp.encode("utf-8", "replace") if isinstance(xmp, str) else xmp
    return bytes(raw)[:_XMP_LONGEST].decode("utf-8", "replace") if isinstance(raw, bytes | bytearray) else ""


def _exif_place(gps: Mapping[int, Any]) -> tuple[float, float] | None:
    lat = _exif_angle(gps.get(2), gps.get(1))
    return _sound(lat, _exif_angle(gps.get(4), gps.get(3)))


def _exif_angle(parts: Any, side: Any) -> float | None:
    """Degrees from (degrees, minutes, seconds) and "S"; a zero denominator is no number."""
    try:
        degrees, minutes, seconds = (float(part) for part in [*list(parts), 0, 0][:3])
        letter = side.decode("ascii") if isinstance(side, bytes) else str(side)
        return _SIGN[letter.strip("\0 ").upper()] * (degrees + minutes / 60 + seconds / 3600)
    except (TypeError, ValueError, ZeroDivisionError, KeyError):
        return None


def _xmp_place(xmp: str) -> tuple[float, float] | None:
    lat = _xmp_angle(_xmp_value(xmp, "exif:GPSLatitude"))
    return _sound(lat, _xmp_angle(_xmp_value(xmp, "exif:GPSLongitude")))


def _xmp_angle(text: str) -> float | None:
    """ "7,53.256S", "7,53,15.36S", or plain degrees with a point or a comma."""
    if found := _XMP_ANGLE.fullmatch(text.strip()):
        degrees, minutes, seconds, side = found.groups()
        if side:
            angle = float(degrees) + float(minutes.replace(",", ".")) / 60 + float(seconds or 0) / 3600
            return _SIGN[side.upper()] * angle
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None


def _sound(lat: float | None, lng: float | None) -> tuple[float, float] | None:
    """A place on earth; 0,0 is what cameras write that know none."""
    if lat is None or lng is None or not (math.isfinite(lat) and math.isfinite(lng)):
        return None
    if abs(lat) > 90 or abs(lng) > 180 or (abs(lat) < 0.001 and abs(lng) < 0.001):
        return None
    return round(lat, 6), round(lng, 6)


def _exif_taken(camera: Mapping[int, Any]) -> datetime | None:
    for tag, offset in _TAKEN:
        if taken := _instant(str(camera.get(tag, "")), str(camera.get(offset, ""))):
            return taken
    return None


def _xmp_taken(xmp: str) -> datetime | None:
    for name in _XMP_TAKEN:
        value = _xmp_value(xmp, name)
        if taken := _instant(value[:19].replace("-", ":"), re.sub(r"^\.\d+", "", value[19:])):
            return taken
    return None


def _gps_taken(gps: Mapping[int, Any]) -> datetime | None:
    """Satellites tell UTC."""
    try:
        hours, minutes, seconds = (int(float(part)) for part in gps[7])
        return _instant(f"{gps[29]} {hours:02}:{minutes:02}:{seconds:02}", "Z")
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None


def _instant(text: str, offset: str) -> datetime | None:
    """ "2026:03:02 05:10:00" and "+07:00"."""
    try:
        read = text.strip("\0 ").replace("T", " ")
        plain = datetime.strptime(read, "%Y:%m:%d %H:%M:%S").replace(tzinfo=BANTUL)  # a camera that does not say where
        said = re.fullmatch(r"([+-])(\d\d):?(\d\d)", offset.strip("\0 "))
        if said:
            ahead = timedelta(hours=int(said[2]), minutes=int(said[3])) * (1 if said[1] == "+" else -1)
            plain = plain.replace(tzinfo=UTC) - ahead
        elif offset.strip("\0 ") == "Z":
            plain = plain.replace(tzinfo=UTC)
        return plain.astimezone(UTC) if plain.year >= _OLDEST else None
    except (ValueError, OverflowError):
        return None


def _xmp_value(xmp: str, name: str) -> str:
    """The value of a property, written as an attribute or as an element; "" without one."""
    quoted = re.escape(name)
    found = re.search(rf"{quoted}\s*=\s*[\"']([^\"'<>]{{1,40}})[\"']|<{quoted}>\s*([^<>]{{1,40}})<", xmp)
    return (found[1] or found[2]).strip() if found else ""
