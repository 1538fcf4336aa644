"""Lists as files: what leaves comes back the same, and no file can do harm."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from lapor.people import sheets
from lapor.people.sheet_faults import SheetRefused

FILES = Path(__file__).parents[1] / "data" / "files"
COLUMNS = ("kode", "nama")
DANGEROUS = ("=1+1", "+62811", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "'=x", "''+x", '=HYPERLINK("http://x")')


def refused(data: bytes) -> str:
    with pytest.raises(SheetRefused) as why:
        sheets.read(data, COLUMNS)
    return str(why.value)


def cells(data: bytes) -> list[tuple[str, str]]:
    return [(line.values["kode"], line.values["nama"]) for line in sheets.read(data, COLUMNS)]


@pytest.mark.parametrize("write", [sheets.as_csv, lambda *cells: sheets.as_xlsx("OPD", *cells)])
def test_what_leaves_comes_back_with_its_line_numbers(write):
    rows = [["10700", "Dinas, “Perhubungan”"], ["010", "Dua\nbaris; dan titik koma"], ["3", "'"]]
    lines = sheets.read(write(COLUMNS, rows), COLUMNS)
    assert [[line.values["kode"], line.values["nama"]] for line in lines] == rows
    assert lines[0].number == 2


@pytest.mark.parametrize("cell", DANGEROUS)
def test_what_a_spreadsheet_would_calculate_is_marked_and_unmarked(cell: str):
    assert sheets.neutral(cell) == f"'{cell}"
    assert sheets.plain(sheets.neutral(cell)) == cell
    assert f"'{cell[:2]}" in sheets.as_csv(COLUMNS, [[cell, "x"]]).decode("utf-8-sig").replace('""', '"')


@given(st.text())
def test_every_cell_survives_the_mark(cell: str):
    assert sheets.plain(sheets.neutral(cell)) == cell
    assert not re.match(r"[=+\-@\t\r\n]", sheets.neutral(cell))


def test_a_workbook_holds_texts_only():
    packed = sheets.as_xlsx("OPD", COLUMNS, [["=1+1", "http://contoh.test"]])
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "hyperlink" not in sheet
        assert not [name for name in archive.namelist() if "vba" in name.lower()]


def test_columns_may_stand_in_any_order_with_others_beside_them():
    assert cells(b"Nama;lain;KODE\nDishub;x;10700\n") == [("10700", "Dishub")]


def test_numbers_and_days_of_a_workbook_are_read_as_they_are_typed():
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, COLUMNS)
        sheet.write_number(1, 0, 10700)
        sheet.write_datetime(1, 1, datetime(2026, 11, 25), book.add_format({"num_format": "d/m/yy"}))
        sheet.write_boolean(2, 0, True)
        sheet.write_formula(2, 1, "=1+1", None, "2")
    assert cells(packed.getvalue()) == [("10700", "2026-11-25"), ("ya", "2")]


def test_blank_lines_are_passed_over_and_numbers_are_those_of_the_file():
    assert [line.number for line in sheets.read(b"kode,nama\n1,a\n\n,\n2,b\n", COLUMNS)] == [2, 5]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Berkas ini kosong."),
        (b"kode\n1\n", "Baris 1: kolom nama tidak ada."),
        (b"kode,nama\n", "Tidak ada satu baris pun"),
        (b"kode,nama\n1,a,b\n", "Baris 2: isinya lebih banyak daripada kolomnya."),
        (b'kode,nama\n1,"a\n', "tanda kutipnya tidak lengkap"),
        ("kode,nama\n1,é\n".encode("latin-1"), "bukan teks UTF-8"),
        (b"kode,nama\n1,\x00\n", "bukan daftar"),
        (b"PK\x03\x04rusak", "rusak atau terkunci"),
        (b"kode,nama\n" + b"1,a\n" * 5001, "lebih dari 5.000 baris"),
        (b"x" * 5_000_001, "lebih dari 5 MB"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(data: bytes, sentence: str):
    assert sentence in refused(data)


def test_a_packed_bomb_is_refused_before_it_is_unpacked():
    assert "terlalu besar setelah dibuka" in refused((FILES / "bom_lembar.xlsx").read_bytes())


@pytest.mark.parametrize("name", ["bom_100MB.zip", "zip_slip.zip", "poliglot_jpg_zip.jpg"])
def test_other_packed_files_are_no_lists(name: str):
    refused((FILES / name).read_bytes())


def test_a_bomb_that_lies_about_its_size_is_refused_too():
    data = (FILES / "bom_lembar.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = next(one.file_size for one in archive.infolist() if one.filename.endswith("sheet1.xml"))
    lying = data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != data
    assert "rusak" in refused(lying)


def _tampered(old: str, new: str) -> bytes:
    """A sound workbook whose sheet says something else."""
    packed, changed = sheets.as_xlsx("OPD", COLUMNS, [["1", "a"]]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            content = before.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                assert old in content
                content = content.replace(old, new)
            after.writestr(name, content)
    return changed.getvalue()


def test_a_cell_far_out_is_refused_before_a_reader_lays_out_all_before_it():
    assert "lebih dari 5.000 baris" in refused(_tampered('r="B2"', 'r="B1048576"'))
    assert "kolom" in refused(_tampered('r="B2"', 'r="XFD2"'))


def test_a_sheet_with_entities_or_broken_xml_is_refused():
    assert "rusak" in refused(_tampered("<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet'))
    assert "rusak" in refused(_tampered("</sheetData>", ""))


def test_every_truncation_of_a_workbook_is_refused_and_none_breaks_us():
    packed = sheets.as_xlsx("OPD", COLUMNS, [["1", "a"]])
    for length in range(4, len(packed) - 1, 257):
        refused(packed[:length])
