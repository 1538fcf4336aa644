"""Everything that is written, read back: tables, jobs, sessions, files, letters, log; unpacked where it is packed."""

from __future__ import annotations

import io
import json
import logging
import zipfile
import zlib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pikepdf
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from PIL import Image, UnidentifiedImageError

from lapor.config.logs import Line

TABLES = "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = 'public' ORDER BY 1"


def tables() -> Iterator[tuple[str, str, bytes]]:
    """(table, column, value) of every value in the database that is text, bytes or made of them."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT * FROM public."{table}"')
            names = [column.name for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if (told := _bytes(value)) is not None:
                        yield table, name, told
                    if (table, name) == ("django_session", "session_data"):
                        yield table, name, json.dumps(SessionStore().decode(value), default=str).encode()


def _bytes(value: Any) -> bytes | None:
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str).encode()
    return None


def files(root: Path) -> Iterator[tuple[str, bytes]]:
    """(name, content) of every file under this folder; the name counts as written, too."""
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        yield name, name.encode()
        if path.is_file() and not path.is_symlink():
            for part in unpacked(path.read_bytes()):
                yield name, part


def unpacked(data: bytes) -> Iterator[bytes]:
    """The bytes, and what they hold if they are a picture, a PDF, a spreadsheet or squeezed."""
    yield data
    if data[:4] == b"PK\3\4":
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            for name in pack.namelist():
                yield pack.read(name)
    elif data[:5] == b"%PDF-":
        yield from _pdf(data)
    elif data[:2] in (b"x\x9c", b"x\xda", b"x\x01"):
        yield zlib.decompress(data)
    elif data[:2] == b"\xff\xd8" or data[:8] == b"\x89PNG\r\n\x1a\n":
        yield from _picture(data)


def _picture(data: bytes) -> Iterator[bytes]:
    try:
        image = Image.open(io.BytesIO(data))
    except UnidentifiedImageError:
        return
    exif = image.getexif()
    told = [*exif.items(), *exif.get_ifd(0x8769).items(), *exif.get_ifd(0x8825).items(), *image.info.items()]
    yield repr(told).encode()


def _pdf(data: bytes) -> Iterator[bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        yield repr(dict(pdf.docinfo)).encode()
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream):
                try:
                    yield one.read_bytes()
                except pikepdf.PdfError:
                    yield one.read_raw_bytes()
            elif isinstance(one, pikepdf.Dictionary):
                yield repr(one).encode()


def letter(mail: EmailMessage, *, to: list[str]) -> bytes:
    """A letter as it went over the wire, and as it is read, without the addresses it goes to."""
    head = "\n".join(f"{name}: {value}" for name, value in mail.items() if name.lower() != "to")
    whole = mail.as_bytes().decode("utf-8", "replace") if not mail.is_multipart() else ""
    body = "\n".join(str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text")
    told = "\n".join((head, whole.partition("\n\n")[2], body))
    for address in to:
        told = told.replace(address, "")
    return told.encode()


class Log(logging.Handler):
    """Every line of the log at its most talkative, as the desk itself writes it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(Line(plain=False))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))
