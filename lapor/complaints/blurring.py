"""Parts of a picture made unreadable, so that nobody makes them readable again.

A mosaic alone is a sum of what it hides: who knows the letters of a number plate can try all of them until the
same squares come out. So there are few squares, each is moved by a chance that is written nowhere, and the
picture underneath is not kept.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PIL import Image

from lapor.complaints.pictures import Rendered, written_anew

WHOLE: Final = 1000  # areas are in thousandths of the picture's width and height
SIZES: Final = {"kecil": 80, "sedang": 160, "besar": 320}  # of the shorter side: a plate, a face, a house
CELLS: Final = 4  # the picture divided for whoever does not point: so many across and down
MOST: Final = 30
_SQUARES: Final = 5  # across the shorter side of an area
_COARSEST: Final = 40  # squares across the longer side of the picture, at most
_CHANCE: Final = 28  # how far a square is moved, of 255
_AREA: Final = re.compile(r"(\d{1,4}),(\d{1,4}),(\d{1,4}),(\d{1,4})")


@dataclass(frozen=True)
class Area:
    """A rectangle of a picture: where it begins and how far it goes, in thousandths of width and height."""

    x: int
    y: int
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.x},{self.y},{self.width},{self.height}"


def read(text: str) -> Area | None:
    """ "120,300,80,60" cut to the picture; None for what is no area."""
    found = _AREA.fullmatch(text)
    if not found:
        return None
    x, y, width, height = (int(part) for part in found.groups())
    width, height = min(width, WHOLE - x), min(height, WHOLE - y)
    return Area(x, y, width, height) if width > 0 and height > 0 else None


def around(x: int, y: int, *, share: int, shape: tuple[int, int]) -> Area:
    """A square around a point (thousandths), `share` thousandths of the shorter side of a picture of this shape."""
    width, height = shape
    side = share * min(width, height) / WHOLE
    across, down = round(side * WHOLE / width), round(side * WHOLE / height)
    left, top = max(0, x - across // 2), max(0, y - down // 2)
    return Area(left, top, max(1, min(across, WHOLE - left)), max(1, min(down, WHOLE - top)))


def cell(number: int) -> Area:
    """One of the sixteen parts, counted from 0, row by row."""
    side = WHOLE // CELLS
    return Area(number % CELLS * side, number // CELLS * side, side, side)


def shown(data: bytes, areas: Iterable[Area], *, side: int) -> bytes:
    """A small JPEG of what it will look like."""
    image = _unreadable(data, areas)
    image.thumbnail((side, side))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=75)
    return out.getvalue()


def blurred(data: bytes, areas: Iterable[Area]) -> Rendered:
    """A picture of ours written anew with these areas unreadable, and its small copy."""
    return written_anew(_unreadable(data, areas))


def _unreadable(data: bytes, areas: Iterable[Area]) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        image = picture.convert("RGB")
    for area in areas:
        left, top = area.x * image.width // WHOLE, area.y * image.height // WHOLE
        right = max(left + 1, (area.x + area.width) * image.width // WHOLE)
        low = max(top + 1, (area.y + area.height) * image.height // WHOLE)
        _mosaic(image, (left, top, right, low))
    return image


def _mosaic(image: Image.Image, box: tuple[int, int, int, int]) -> None:
    width, height = box[2] - box[0], box[3] - box[1]
    square = max(min(width, height) / _SQUARES, max(image.size) / _COARSEST)
    few = (max(1, round(width / square)), max(1, round(height / square)))
    squares = image.crop(box).resize(few, Image.Resampling.BOX)
    chance = random.SystemRandom()
    moved = bytes(max(0, min(255, one + chance.randint(-_CHANCE, _CHANCE))) for one in squares.tobytes())
    squares = Image.frombytes("RGB", few, moved)
    image.paste(squares.resize((width, height), Image.Resampling.NEAREST), box[:2])
