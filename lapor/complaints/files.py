"""Uploads: what is taken in, what is refused and why, and how it is stored.

A file is judged by its content, never by its name, and nothing is kept as it came: pictures are written anew
(pictures.py), videos carried over (video.py), PDFs cleaned and saved (documents.py). Where the desk has a virus
scanner, it looks first. Stored files are named by the SHA-256 of their own bytes: the same content lies there
once, and nobody's words become a path.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO, Final, Literal

from django.utils.translation import gettext_noop as N_

from lapor.complaints import documents, in_turn, pictures, scanner, video
from lapor.complaints.documents import looks_like_document
from lapor.complaints.photo_facts import Facts
from lapor.complaints.pictures import looks_like_picture
from lapor.complaints.refused_file import NotNow, RefusedFile
from lapor.complaints.scanner import Scanner
from lapor.complaints.storage import Keeps
from lapor.complaints.video import looks_like_video

__all__ = [
    "ACCEPT",
    "LIMITS_SENTENCE",
    "MAX_FILES",
    "MAX_PICTURE_BYTES",
    "START",
    "Accepted",
    "NotNow",
    "RefusedFile",
    "accept",
    "clean_name",
    "neutral_name",
]

MAX_FILES: Final = 5
MAX_PICTURE_BYTES: Final = 10 * 1024 * 1024
LIMITS_SENTENCE: Final = N_(
    "Paling banyak 5 berkas: foto (JPEG, PNG, WebP, GIF, HEIC) atau dokumen PDF sampai 10 MB, "
    "dan satu video (MP4, MOV, 3GP, WebM) sampai 50 MB dan 3 menit."
)

# The same kinds, as a file input asks a telephone for them.
ACCEPT: Final = "image/*,video/mp4,video/quicktime,video/3gpp,video/webm,application/pdf"

EMPTY: Final = N_("Berkas ini kosong. Pilih lagi berkasnya, lalu kirim ulang.")
CUT_OFF: Final = N_("Berkas ini terpotong saat dikirim. Periksa sambungan Anda, lalu kirim ulang.")
TOO_LARGE: Final = N_("Berkas ini lebih besar dari 10 MB. Kecilkan dulu, lalu kirim ulang.")
INFECTED: Final = N_(
    "Berkas ini tidak kami terima: pemindai kami menemukan virus di dalamnya. Aduan dan berkas Anda yang lain aman."
)
NOT_LOOKED_AT: Final = N_("Berkas ini belum dapat kami periksa. Coba lagi sebentar lagi; aduan Anda tidak hilang.")
OFFICE_OR_ARCHIVE: Final = N_(
    "Berkas ini arsip atau dokumen Office. Simpan dulu sebagai PDF, atau kirim fotonya, lalu kirim ulang."
)
MOVING: Final = N_(
    "Video atau suara jenis ini tidak dapat kami terima. Kirim video MP4, MOV, 3GP atau WebM, atau fotonya."
)
UNKNOWN: Final = N_(
    "Jenis berkas ini tidak dapat kami terima. "
    "Kirim foto (JPEG, PNG, WebP, GIF, HEIC), dokumen PDF, atau video (MP4, MOV, 3GP, WebM)."
)
WEB_PAGE: Final = N_("Berkas ini halaman web atau gambar vektor. Kirim tangkapan layarnya sebagai foto.")

log = logging.getLogger(__name__)
_EXTENSIONS: Final = ("jpg", "pdf", *video.MIMES)
_LONGEST_NAME: Final = 60
START: Final = 64  # bytes that tell what a file is


@dataclass(frozen=True)
class Accepted:
    """A file that has been stored. Hashes are SHA-256 in hex of the stored bytes; size is theirs, in bytes.

    Width and height are the stored picture's, or the still's of a video, in pixels; a document has none and no
    thumbnail (""). `seconds` is how long a video runs, `facts` what a picture told of its taking.
    """

    kind: Literal["picture", "video", "document"]
    mime: str
    extension: str
    content_hash: str
    size: int
    thumb_hash: str = ""
    width: int | None = None
    height: int | None = None
    seconds: int | None = None
    facts: Facts | None = None


def accept(stream: BinaryIO, *, size: int, store: Keeps, scan: Scanner | None = None) -> Accepted:
    """Judge one upload of `size` announced bytes and store it; `scan` is the virus scanner, where there is one.

    Raises RefusedFile, its message ready to be shown; NotNow where the same file may well be taken a little later.
    OSError (a full disk) is ours and passes through.
    """
    data = _read(stream, size=size)
    if scan is not None:
        _look(data, scan)
    try:
        if looks_like_document(data):
            with in_turn.alone(in_turn.apart):
                return _document(data, store)
        if looks_like_picture(data):
            with in_turn.alone(in_turn.pictures):
                return _picture(data, store)
        if looks_like_video(data):
            with in_turn.alone(in_turn.apart):
                return _video(data, store)
    except in_turn.Crowded:
        raise NotNow(NOT_LOOKED_AT) from None
    raise RefusedFile(_why_not(data))


def _picture(data: bytes, store: Keeps) -> Accepted:
    picture = pictures.render(data)
    return Accepted(
        kind="picture",
        mime="image/jpeg",
        extension="jpg",
        content_hash=store.put(picture.jpeg),
        size=len(picture.jpeg),
        thumb_hash=store.put(picture.thumb),
        width=picture.width,
        height=picture.height,
        facts=pictures.facts(data),
    )


def _video(data: bytes, store: Keeps) -> Accepted:
    taken = video.take(data)
    return Accepted(
        kind="video",
        mime=taken.mime,
        extension=taken.extension,
        content_hash=store.put(taken.content),
        size=len(taken.content),
        thumb_hash=store.put(taken.poster.thumb),
        width=taken.poster.width,
        height=taken.poster.height,
        seconds=taken.seconds,
    )


def _document(data: bytes, store: Keeps) -> Accepted:
    clean = documents.take(data)
    return Accepted(
        kind="document", mime="application/pdf", extension="pdf", content_hash=store.put(clean), size=len(clean)
    )


def clean_name(name: str) -> str:
    """The uploader's name for a file, fit to be shown back to him in a sentence and for nothing else.

    One line of at most 60 characters, without folders, control characters or marks that turn the reading order.
    """
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(c for c in last if c.isspace() or unicodedata.category(c)[0] not in "CZ")
    line = " ".join(visible.split())
    if len(line) > _LONGEST_NAME:
        line = f"{line[: _LONGEST_NAME - 11]}…{line[-10:]}"
    return line or "tanpa nama"


def neutral_name(position: int, extension: str) -> str:
    """The name under which a file leaves us ("lampiran-1.jpg"): the uploader's own may hold a name or a NIK."""
    if position < 1 or extension not in _EXTENSIONS:
        raise ValueError("positions start at 1; extensions are those of what we keep")
    return f"lampiran-{position}.{extension}"


def limit_of(start: bytes) -> tuple[int, str]:
    """How many bytes a file that begins so may have, and the sentence for one that has more."""
    if looks_like_video(start):
        return video.MAX_BYTES, video.TOO_LARGE
    return MAX_PICTURE_BYTES, TOO_LARGE


def _read(stream: BinaryIO, *, size: int) -> bytes:
    """The whole upload, within the limit of what its first bytes say it is."""
    start = stream.read(START)
    most, too_large = limit_of(start)
    if size > most:
        raise RefusedFile(too_large)
    data = start + stream.read(most + 1 - len(start))
    if len(data) > most:
        raise RefusedFile(too_large)
    if not data:
        raise RefusedFile(EMPTY)
    if len(data) < size:
        raise RefusedFile(CUT_OFF)
    return data


def _look(data: bytes, scan: Scanner) -> None:
    """A file that nobody could look at is refused until somebody can. Raises RefusedFile."""
    try:
        found = scanner.look(data, scan)
    except scanner.Silent as silent:
        log.error("the virus scanner gave no answer: %s", silent)
        raise NotNow(NOT_LOOKED_AT) from None
    if found:
        log.warning("an infected file was not taken in: %s", found)
        raise RefusedFile(INFECTED)


def _why_not(data: bytes) -> str:
    """The sentence for content we do not take, as near as its first bytes tell."""
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return OFFICE_OR_ARCHIVE
    audio = data.startswith((b"\x1aE\xdf\xa3", b"ID3", b"OggS")) or data[8:12] in (
        b"AVI ",
        b"WAVE",
    )
    if audio or (data[4:8] == b"ftyp" and data[8:12] not in (b"avif", b"avis")):
        return MOVING
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return WEB_PAGE
    return UNKNOWN
