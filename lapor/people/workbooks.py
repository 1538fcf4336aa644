"""Opening a spreadsheet (XLSX) that somebody sent: only what is needed of it, and only if it is as small as it looks.

A packed file may unfold to gigabytes, and one cell far out makes a reader lay out every cell before it. So the
parts that matter are unpacked under a limit and looked through; the reader gets a copy with these parts alone.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import date, datetime
from typing import Any, Final
from xml.parsers import expat

from django.utils.translation import gettext as _
from python_calamine import CalamineWorkbook

from lapor.people.sheet_faults import SheetRefused
from lapor.sop.words import number_words

MOST_COLUMNS: Final = 40
_MOST_BYTES: Final = 30_000_000  # unpacked; 5,000 rows of long texts stay far below
_MOST_PARTS: Final = 300
_NEEDED: Final = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(_rels/)?workbook\.xml(\.rels)?|xl/(sharedStrings|styles)\.xml"
    r"|xl/worksheets/[^/]+\.xml"
)
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def rows_of(data: bytes, *, most_rows: int) -> list[tuple[int, list[str]]]:
    """The first sheet's rows as texts, each with its number. Raises SheetRefused."""
    parts = _unpacked(data)
    for name, content in parts.items():
        if name.startswith("xl/worksheets/"):
            _Extent(most_rows).look_through(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(_packed(parts))) as book:
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:
        raise _broken() from fault
    return [(number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1)]


def _unpacked(data: bytes) -> dict[str, bytes]:
    """The parts that hold cells, by name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            wanted = [one for one in archive.infolist() if _NEEDED.fullmatch(one.filename)]
            if len(wanted) > _MOST_PARTS or sum(one.file_size for one in wanted) > _MOST_BYTES:
                raise SheetRefused(
                    _("Isi berkas ini terlalu besar setelah dibuka. Kirim lembar yang berisi daftar saja.")
                )
            parts = {one.filename: archive.read(one) for one in wanted}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as fault:
        raise _broken() from fault
    if "xl/workbook.xml" not in parts:
        raise SheetRefused(_("Ini bukan lembar kerja XLSX. Simpan sebagai XLSX atau CSV UTF-8."))
    return parts


def _packed(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


class _Extent:
    """Reads a sheet's XML as it streams by, and refuses a cell with content beyond what a list may have."""

    def __init__(self, most_rows: int) -> None:
        self.most_rows = most_rows
        self.row = self.column = 0

    def look_through(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._begins
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            parser.Parse(content, True)
        except expat.ExpatError as fault:
            raise _broken() from fault

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "row":
            self.row = _number(attributes.get("r"), self.row + 1)
            self.column = 0
        elif local == "c":
            self._cell(attributes.get("r", ""))
        elif local in ("v", "is", "f"):
            self._within()

    def _cell(self, place: str) -> None:
        if match := _CELL.fullmatch(place):
            self.row = int(match[2])
            self.column = 0
            for letter in match[1]:
                self.column = self.column * 26 + ord(letter) - 64
        elif place:
            raise _broken()
        else:
            self.column += 1

    def _within(self) -> None:
        if self.row > self.most_rows + 1:
            told = _("Lembar ini punya lebih dari %(most)s baris. Bagi menjadi beberapa berkas.")
            raise SheetRefused(told % {"most": number_words(self.most_rows)})
        if self.column > MOST_COLUMNS:
            raise SheetRefused(_("Lembar ini punya lebih dari %(most)s kolom.") % {"most": MOST_COLUMNS})

    def _doctype(self, *_unused: object) -> None:
        raise _broken()


def _number(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not text.isascii() or not text.isdigit() or len(text) > 7:
        raise _broken()
    return int(text)


def _text(cell: Any) -> str:
    """A cell as somebody would type it."""
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _broken() -> SheetRefused:
    return SheetRefused(_("Berkas ini rusak atau terkunci, jadi tidak dapat dibaca. Simpan ulang, lalu kirim lagi."))
