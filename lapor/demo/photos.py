"""Pictures for the demo: plain drawn scenes, each before and after the work, and no real place.

Each scene is drawn once in a run; the desk stores equal content once, however many cases show it.
"""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from lapor.complaints.geography import Point
from lapor.demo.scenes import SCENES
from lapor.people.calendars import BANTUL

When = Literal["before", "after"]
SIZE = (960, 720)  # what the scenes are drawn in
SENT = (640, 480)


def photo(scene: str, when: When, *, at: datetime, near: Point | None) -> SimpleUploadedFile:
    """The picture of a scene as an upload that a browser could have sent at this instant. Raises KeyError.

    It tells when it was taken, and a place some thirty metres from `near`, as a telephone's does.
    """
    exif = Image.Exif()
    taken = (at - timedelta(minutes=25)).astimezone(BANTUL)
    exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
    if near is not None:
        south, east = abs(near.lat) + 0.00027, near.lng
        exif.get_ifd(0x8825).update({1: "S", 2: (south, 0.0, 0.0), 3: "E", 4: (east, 0.0, 0.0)})
    told = _with(exif, _drawn(scene, when))
    return SimpleUploadedFile(f"{scene}-{when}.jpg", told, content_type="image/jpeg")


def _with(exif: Image.Exif, jpeg: bytes) -> bytes:
    """The same picture with EXIF before it."""
    segment = b"Exif\0\0" + exif.tobytes().removeprefix(b"Exif\0\0")
    return jpeg[:2] + b"\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment + jpeg[2:]


@lru_cache(maxsize=64)
def _drawn(scene: str, when: When) -> bytes:
    image = Image.new("RGB", SIZE, (201, 222, 238))
    SCENES[scene](ImageDraw.Draw(image), when == "after")
    held = io.BytesIO()
    image.resize(SENT).save(held, "JPEG", quality=82)
    return held.getvalue()
