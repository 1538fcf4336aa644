"""Pictures for the demo: plain drawn scenes, each before and after the work, and no real place.

Each scene is drawn once in a run; the desk stores equal content once, however many cases show it.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Literal

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from lapor.demo.scenes import SCENES

When = Literal["before", "after"]
SIZE = (960, 720)  # what the scenes are drawn in
SENT = (640, 480)


def photo(scene: str, when: When) -> SimpleUploadedFile:
    """The picture of a scene as an upload that a browser could have sent. Raises KeyError."""
    return SimpleUploadedFile(f"{scene}-{when}.jpg", _drawn(scene, when), content_type="image/jpeg")


@lru_cache(maxsize=64)
def _drawn(scene: str, when: When) -> bytes:
    image = Image.new("RGB", SIZE, (201, 222, 238))
    SCENES[scene](ImageDraw.Draw(image), when == "after")
    held = io.BytesIO()
    image.resize(SENT).save(held, "JPEG", quality=82)
    return held.getvalue()
