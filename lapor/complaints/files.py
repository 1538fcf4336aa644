"""Uploads: what is taken in, what is refused and why, and how it is stored.

A file is judged by its content, never by its name. Pictures are written anew (pictures.py); a PDF stays as it
came, for it only ever leaves as a download. Stored files are named by the SHA-256 of their own bytes:
the same content lies there once, and nobody's words become a path.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO, Final, Literal

from django.utils.translation import gettext_noop as N_

from lapor.complaints.pictures import RefusedFile, looks_like_picture, render
from lapor.complaints.storage import Store

__all__ = [
    "LIMITS_SENTENCE",
    "MAX_DOCUMENT_BYTES",
    "MAX_FILES",
    "MAX_PICTURE_BYTES",
    "Accepted",
    "RefusedFile",
    "accept",
    "clean_name",
    "neutral_name",
]

MAX_FILES: Final = 5
MAX_PICTURE_BYTES: Final = 10 * 1024 * 1024
MAX_DOCUMENT_BYTES: Final = 10 * 1024 * 1024
LIMITS_SENTENCE: Final = N_(
    "Paling banyak 5 berkas, masing-masing 10 MB: foto (JPEG, PNG, WebP, GIF, HEIC) atau dokumen PDF."
)

EMPTY: Final = N_("Berkas ini kosong. Pilih lagi berkasnya, lalu kirim ulang.")
CUT_OFF: Final = N_("Berkas ini terpotong saat dikirim. Periksa sambungan Anda, lalu kirim ulang.")
TOO_LARGE: Final = N_("Berkas ini lebih besar dari 10 MB. Kecilkan dulu, lalu kirim ulang.")
CUT_DOCUMENT: Final = N_("Dokumen PDF ini rusak atau terpotong. Simpan lagi sebagai PDF, lalu kirim ulang.")
OFFICE_OR_ARCHIVE: Final = N_(
    "Berkas ini arsip atau dokumen Office. Simpan dulu sebagai PDF, atau kirim fotonya, lalu kirim ulang."
)
MOVING: Final = N_("Video dan suara belum dapat kami terima. Kirim fotonya, dan ceritakan isinya di aduan.")
UNKNOWN: Final = N_(
    "Jenis berkas ini tidak dapat kami terima. Kirim foto (JPEG, PNG, WebP, GIF, HEIC) atau dokumen PDF."
)
WEB_PAGE: Final = N_("Berkas ini halaman web atau gambar vektor. Kirim tangkapan layarnya sebagai foto.")

_EXTENSIONS: Final = ("jpg", "pdf")
_LONGEST_NAME: Final = 60


@dataclass(frozen=True)
class Accepted:
    """A file that has been stored. Hashes are SHA-256 in hex of the stored bytes; size is theirs, in bytes;
    width and height are the stored picture's, in pixels. A document has none of them and no thumbnail ("")."""

    kind: Literal["picture", "document"]
    mime: str
    extension: str
    content_hash: str
    thumb_hash: str
    size: int
    width: int | None
    height: int | None


def accept(stream: BinaryIO, *, size: int, store: Store) -> Accepted:
    """Judge one upload of `size` announced bytes and store it.

    Raises RefusedFile, its message ready to be shown. OSError (a full disk) is ours and passes through.
    """
    data = _read(stream, size=size)
    if data.startswith(b"%PDF-"):
        return _accept_document(data, store=store)
    if not looks_like_picture(data):
        raise RefusedFile(_why_not(data))
    picture = render(data)
    return Accepted(
        kind="picture",
        mime="image/jpeg",
        extension="jpg",
        content_hash=store.put(picture.jpeg),
        thumb_hash=store.put(picture.thumb),
        size=len(picture.jpeg),
        width=picture.width,
        height=picture.height,
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
        raise ValueError("positions start at 1; extensions are jpg and pdf")
    return f"lampiran-{position}.{extension}"


def _read(stream: BinaryIO, *, size: int) -> bytes:
    limit = max(MAX_PICTURE_BYTES, MAX_DOCUMENT_BYTES)
    if size > limit:
        raise RefusedFile(TOO_LARGE)
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise RefusedFile(TOO_LARGE)
    if not data:
        raise RefusedFile(EMPTY)
    if len(data) < size:
        raise RefusedFile(CUT_OFF)
    return data


def _accept_document(data: bytes, *, store: Store) -> Accepted:
    if b"%%EOF" not in data:
        raise RefusedFile(CUT_DOCUMENT)
    return Accepted(
        kind="document",
        mime="application/pdf",
        extension="pdf",
        content_hash=store.put(data),
        thumb_hash="",
        size=len(data),
        width=None,
        height=None,
    )


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
