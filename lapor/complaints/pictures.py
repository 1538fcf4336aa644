"""Pictures: judged by their content, decoded under limits, and written anew as plain JPEG.

What is kept is the pixels alone. Position, camera, names, comments and hidden previews go because they are
never copied over, not because they are found and removed; whatever hangs behind the picture goes with them.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Final

import pillow_heif
from django.utils.translation import gettext_noop as N_
from PIL import Image, ImageCms

from lapor.complaints import photo_facts
from lapor.complaints.photo_facts import Facts
from lapor.complaints.refused_file import RefusedFile

LONGEST_SIDE: Final = 2560
THUMB_SIDE: Final = 480

# Phones take 48 Mpixel as JPEG or HEIC. The other formats carry screenshots, and some of them
# unpack a few kilobytes into gigabytes, so they get less.
MAX_PIXELS: Final = {
    "JPEG": 60_000_000,
    "HEIF": 60_000_000,
    "PNG": 25_000_000,
    "WEBP": 25_000_000,
    "GIF": 25_000_000,
}

MAX_SCANS: Final = 100  # passes over a JPEG: cameras make one, editors about ten
_MARKER: Final = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")  # the next one that has a length, over pixels and all
_END, _SCAN = 0xD9, 0xDA

BROKEN: Final = N_("Foto ini rusak atau terpotong saat dikirim. Pilih lagi dari galeri Anda, lalu kirim ulang.")
TOO_MANY_PIXELS: Final = N_(
    "Ukuran gambar ini terlalu besar untuk kami buka. "
    "Kecilkan dulu gambarnya, atau kirim tangkapan layarnya, lalu kirim ulang."
)

_UPRIGHT: Final = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
_ORIENTATION: Final = 0x0112
_SRGB: Final = ImageCms.createProfile("sRGB")

pillow_heif.register_heif_opener(thumbnails=False)


@dataclass(frozen=True)
class Rendered:
    """A picture written anew, and its small copy: both JPEG without metadata. Width and height in pixels."""

    jpeg: bytes
    width: int
    height: int
    thumb: bytes


def looks_like_picture(data: bytes) -> bool:
    """Whether the first bytes are those of a picture we take, so that a broken one is called broken."""
    return (
        data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a"))
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        or (data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc"))
    )


def render(data: bytes) -> Rendered:
    """The same picture upright, in sRGB, at most LONGEST_SIDE long, as fresh JPEG bytes. Raises RefusedFile."""
    try:
        with _opened(data) as image:
            clean = _clean(image)
    except RefusedFile:
        raise
    # Decoders fed with hostile bytes raise whatever they stumble on (struct.error, KeyError, MemoryError and
    # many more). Each of them means the same: nothing that could be re-encoded, so nothing is kept.
    except Exception as error:
        raise RefusedFile(BROKEN) from error
    return written_anew(clean)


def written_anew(clean: Image.Image) -> Rendered:
    """These pixels as fresh JPEG bytes, and small ones."""
    thumb = clean.copy()
    thumb.thumbnail((THUMB_SIDE, THUMB_SIDE), Image.Resampling.LANCZOS)
    return Rendered(_jpeg(clean, quality=85), clean.width, clean.height, _jpeg(thumb, quality=80))


def facts(data: bytes) -> Facts | None:
    """When and where this picture says it was taken; it is asked before `render` leaves that behind."""
    return photo_facts.of_picture(data, formats=tuple(MAX_PIXELS))


def _opened(data: bytes) -> Image.Image:
    """The picture with its header read and no pixel decoded yet."""
    try:
        image = Image.open(io.BytesIO(data), formats=tuple(MAX_PIXELS))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RefusedFile(TOO_MANY_PIXELS) from error
    # Pillow calls a JPEG with more pictures behind the first (bursts, depth maps) MPO.
    limit = MAX_PIXELS["JPEG" if image.format == "MPO" else str(image.format)]
    if image.width * image.height > limit:
        raise RefusedFile(TOO_MANY_PIXELS)
    if image.width < 1 or image.height < 1 or (image.format in ("JPEG", "MPO") and _scans(data) > MAX_SCANS):
        raise RefusedFile(BROKEN)
    return image


def _scans(jpeg: bytes) -> int:
    """How many passes over its pixels a JPEG asks for, counted to one too many.

    A pass over a whole picture can be written in a hundred bytes: ten megabytes of them keep a decoder for an hour.
    """
    at, scans = 2, 0
    while scans <= MAX_SCANS and (found := _MARKER.search(jpeg, at)) and jpeg[found.end() - 1] != _END:
        at = found.end() + int.from_bytes(jpeg[found.end() : found.end() + 2], "big")
        scans += jpeg[found.end() - 1] == _SCAN
    return scans


def _clean(image: Image.Image) -> Image.Image:
    orientation = _orientation(image)
    profile = image.info.get("icc_profile")
    image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    small = _flat(image)
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    small = _without_alpha(small)
    small = _in_srgb(small, profile)
    for turn in _UPRIGHT.get(orientation, ()):
        small = small.transpose(turn)
    clean = Image.new("RGB", small.size)
    clean.paste(small)
    return clean


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    # A picture with garbled EXIF is still good evidence: it is taken as it lies.
    except Exception:  # noqa: BLE001
        return 1


def _flat(image: Image.Image) -> Image.Image:
    """A mode that can be made smaller without loss: grey, RGB, RGBA or CMYK."""
    if image.mode.startswith("I"):
        # 16-bit grey: scaled down, for a plain conversion would turn all of it white.
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("L", "RGB", "RGBA", "CMYK") and "transparency" not in image.info:
        return image.copy()
    has_alpha = "A" in image.mode or "a" in image.mode or "transparency" in image.info
    return image.convert("RGBA" if has_alpha else "RGB")


def _without_alpha(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
            return converted or image.convert("RGB")
        # A broken profile, or one for another kind of pixels: colours a shade off, the picture still true.
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return image.convert("RGB")


def _jpeg(image: Image.Image, *, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
