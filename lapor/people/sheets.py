"""Lists as files: written as XLSX and CSV, read back from either.

A cell that a spreadsheet would take for a formula gets a mark (') before it, and loses it when it is read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import xlsxwriter
from django.utils.translation import gettext as _

from lapor.people import workbooks
from lapor.people.sheet_faults import SheetRefused

MOST_BYTES: Final = 5_000_000
MOST_ROWS: Final = 5_000
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n]")
_MARKED: Final = re.compile(r"'+[=+\-@\t\r\n]")


@dataclass(frozen=True)
class Line:
    """One line of a list: its number in the file, and its cells by the name of their column."""

    number: int
    values: dict[str, str]


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with the mark that lets a spreadsheet know it, commas between cells."""
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(columns)
    lines.writerows([neutral(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet of texts: no formulas, no macros, no links; the heading stays in sight."""
    packed = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(packed, options) as book:
        heading, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(title[:31])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, 24, text)
        for place, name in enumerate(columns):
            sheet.write_string(0, place, name, heading)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, neutral(cell), text)
    return packed.getvalue()


def neutral(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def plain(cell: str) -> str:
    """The cell as it was before `neutral`."""
    return cell[1:] if _MARKED.match(cell) else cell


def read(data: bytes, columns: Sequence[str]) -> list[Line]:
    """The lines of a file with these columns, in whatever order. Raises SheetRefused."""
    if len(data) > MOST_BYTES:
        raise SheetRefused(_("Berkas ini lebih dari 5 MB. Bagi menjadi beberapa berkas."))
    if not data.strip():
        raise SheetRefused(_("Berkas ini kosong."))
    zipped = data.startswith(b"PK")
    rows = workbooks.rows_of(data, most_rows=MOST_ROWS) if zipped else _rows_of_csv(data)
    heading, body = _headed(rows)
    missing = [name for name in columns if name not in heading]
    if missing:
        raise SheetRefused(_("Baris 1: kolom %(names)s tidak ada.") % {"names": ", ".join(missing)})
    lines = [_line(number, row, heading, columns) for number, row in body if any(cell.strip() for cell in row)]
    if len(lines) > MOST_ROWS:
        raise SheetRefused(_("Daftar ini punya lebih dari 5.000 baris. Bagi menjadi beberapa berkas."))
    if not lines:
        raise SheetRefused(_("Tidak ada satu baris pun di bawah judul kolom."))
    return lines


def _rows_of_csv(data: bytes) -> list[tuple[int, list[str]]]:
    """Rows with the number of the line they end on; commas or, as spreadsheets here save them, semicolons."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise SheetRefused(_("Berkas ini bukan teks UTF-8. Simpan sebagai XLSX atau CSV UTF-8.")) from fault
    if "\x00" in text:
        raise SheetRefused(_("Berkas ini bukan daftar. Simpan sebagai XLSX atau CSV UTF-8."))
    semicolons = ";" in text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=";" if semicolons else ",", strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in lines:
            rows.append((lines.line_num, row))
            if len(rows) > MOST_ROWS * 2:
                raise SheetRefused(_("Daftar ini punya lebih dari 5.000 baris. Bagi menjadi beberapa berkas."))
    except csv.Error as fault:
        raise SheetRefused(
            _("Baris %(n)s tidak terbaca: tanda kutipnya tidak lengkap.") % {"n": lines.line_num}
        ) from fault
    return rows


def _headed(rows: list[tuple[int, list[str]]]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The names of the columns in small letters, and what stands below."""
    if not rows:
        raise SheetRefused(_("Berkas ini kosong."))
    return [cell.strip().casefold() for cell in rows[0][1]], rows[1:]


def _line(number: int, row: list[str], heading: list[str], columns: Sequence[str]) -> Line:
    if any(cell.strip() for cell in row[len(heading) :]):
        raise SheetRefused(_("Baris %(n)s: isinya lebih banyak daripada kolomnya.") % {"n": number})
    cells = dict(zip(heading, row, strict=False))
    told = {name: plain(cells.get(name, "").replace("\r\n", "\n").strip()).replace("\x00", "") for name in columns}
    return Line(number, told)
