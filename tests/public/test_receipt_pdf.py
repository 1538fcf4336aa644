"""The receipt as a PDF: what stands on it, what never does, for whom it opens."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import Any

import pikepdf
import segno
import typst
from django.test import Client
from PIL import Image

from lapor.complaints.models import Event
from lapor.public import receipt_pdf
from tests.cast import Walk
from tests.public.conftest import receipt_on, typed

Reporter = Callable[[Walk], Client]


def words_in(pdf: bytes) -> str:
    """The words of its pages, by way of the characters that its fonts stand for."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return "".join(_text(page) for page in document.pages)


def _text(page: Any) -> str:
    maps = {str(name): _characters(font) for name, font in page.Resources.Font.items()}
    said, font = "", dict[int, str]()
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font = maps[str(operands[0])]
        if str(operator) in ("Tj", "TJ"):
            pieces = operands[0] if str(operator) == "TJ" else operands
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    raw = bytes(piece)
                    said += "".join(font.get(int.from_bytes(raw[n : n + 2], "big"), "") for n in range(0, len(raw), 2))
        if str(operator) == "ET":
            said += " "
    return " ".join(said.split())


def _characters(font: Any) -> dict[int, str]:
    table = bytes(font.ToUnicode.read_bytes()).decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            begin = int(bytes.fromhex(text).decode("utf-16-be").encode("utf-32-be").hex(), 16)
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(begin + step)
    return found


def test_it_says_the_number_the_time_the_place_and_what_comes_next(walk: Walk, reporter: Reporter) -> None:
    answer = reporter(walk).get(f"/aduan/{walk.complaint.number}/tanda-terima.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="tanda-terima-{walk.complaint.number}.pdf"'
    assert "no-store" in answer.headers["Cache-Control"]
    said = words_in(answer.content)
    for words in (walk.complaint.number, "Senin, 2 Maret 2026, pukul 08.00", "Timbulharjo", "Tim Kabupaten memeriksa"):
        assert words in said
    assert "paling lambat" in said and "Anda menerima dan menilai" in said


def test_it_is_tagged_titled_and_in_indonesian(walk: Walk, reporter: Reporter) -> None:
    pdf = reporter(walk).get(f"/aduan/{walk.complaint.number}/tanda-terima.pdf").content
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == "id"
        assert document.Root.MarkInfo.Marked
        assert len(document.pages) == 1
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == f"Tanda terima aduan {walk.complaint.number}"
            assert metadata["pdfuaid:part"] == "1"


def test_nothing_of_who_reported_and_nothing_of_the_story_stands_in_it(
    file_one: Callable[..., Walk], reporter: Reporter
) -> None:
    walk = file_one(contact="sari@contoh.test", anonim=True, rahasia=True)
    pdf = reporter(walk).get(f"/aduan/{walk.complaint.number}/tanda-terima.pdf").content
    said = words_in(pdf)
    assert "Anonim dan Rahasia" in said
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.flatten_annotations()
        plain = io.BytesIO()
        document.save(plain, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False)
    for hidden in ("Sari", "Lestari", "contoh.test", "Lampu jalan"):
        assert hidden not in said
        assert hidden.encode() not in plain.getvalue()


def test_the_code_is_printed_while_this_browser_holds_it_and_for_nobody_else(client: Client, cast: Any) -> None:
    client.post("/lapor/", typed(client))
    page = client.get("/tanda-terima/").content.decode()
    number, code = receipt_on(page)
    assert number and code
    address = f"/aduan/{number}/tanda-terima.pdf"
    assert f'href="{address}"' in page
    assert code in words_in(client.get(address).content)
    other = Client()
    other.post("/lacak/", {"nomor": number, "kode": code})
    said = words_in(other.get(address).content)
    assert code not in said and "tidak dicetak di sini" in said


def test_it_opens_for_whoever_has_the_case_open_and_changes_nothing(
    walk: Walk, client: Client, reporter: Reporter
) -> None:
    address = f"/aduan/{walk.complaint.number}/tanda-terima.pdf"
    before = Event.objects.count()
    assert client.get(address).status_code == 404
    assert reporter(walk).get(address).status_code == 200
    assert client.post(address).status_code == 405
    assert Event.objects.count() == before


def test_what_a_reporter_wrote_is_never_read_as_source(walk: Walk) -> None:
    typed_by_somebody = '#panic("y") *tebal* $1$'
    assert typed_by_somebody in words_in(receipt_pdf.pdf(walk.complaint, code=typed_by_somebody, at=walk.at))


def test_the_qr_leads_to_the_number_and_holds_no_code(walk: Walk) -> None:
    """Every module of the code as it is printed, against the one that stands for the address."""
    address = receipt_pdf.address(walk.complaint)
    assert address.endswith(f"/lacak/?nomor={walk.complaint.number}") and walk.code not in address
    data = json.dumps(receipt_pdf._data(walk.complaint, ""))
    png = typst.compile(receipt_pdf.SHEET, format="png", ppi=200, ignore_system_fonts=True, sys_inputs={"data": data})
    assert isinstance(png, bytes)
    sheet = Image.open(io.BytesIO(png)).convert("L").point(lambda grey: 255 * (grey < 60))
    corner = (int(sheet.width * 0.66), int(sheet.height * 0.15))
    code = sheet.crop((*corner, int(sheet.width * 0.885), int(sheet.height * 0.31)))
    code = code.crop(code.getbbox())
    wanted = [bytes(row) for row in segno.make_qr(address, error="m").matrix]
    size = code.width / len(wanted)
    middle = [int((n + 0.5) * size) for n in range(len(wanted))]
    assert [bytes(code.getpixel((x, y)) == 255 for x in middle) for y in middle] == wanted
