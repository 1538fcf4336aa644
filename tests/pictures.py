"""Pictures made at test time: plain ones to upload, one with a plate to be blurred, one that tells of its taking."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageStat

GPS, CAMERA = 0x8825, 0x8769


def picture(name: str = "lampu.jpg", colour: tuple[int, int, int] = (30, 80, 140)) -> SimpleUploadedFile:
    image = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(image, "JPEG")
    return SimpleUploadedFile(name, image.getvalue(), "image/jpeg")


def striped() -> bytes:
    """A white picture of 800 × 600 with black stripes in its upper left quarter: a number plate."""
    image, out = Image.new("RGB", (800, 600), "white"), io.BytesIO()
    for x in range(0, 400, 8):
        ImageDraw.Draw(image).rectangle((x, 0, x + 3, 300), fill="black")
    image.save(out, "JPEG", quality=95)
    return out.getvalue()


def contrast(image: Image.Image, box: tuple[int, int, int, int]) -> float:
    """How much the greys of this part differ: large while stripes can be told apart."""
    return float(ImageStat.Stat(image.convert("L").crop(box)).stddev[0])


def photo(*, gps: dict[int, Any] | None = None, camera: dict[int, Any] | None = None, xmp: str = "") -> bytes:
    """What a telephone writes into a photograph, by the numbers of EXIF."""
    exif, out = Image.Exif(), io.BytesIO()
    exif.get_ifd(GPS).update(gps or {})
    exif.get_ifd(CAMERA).update(camera or {})
    Image.new("RGB", (40, 40), "red").save(out, "JPEG", exif=exif, xmp=xmp.encode())
    return out.getvalue()
