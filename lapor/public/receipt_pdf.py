"""Tanda terima as a PDF of one A5 sheet, for everybody to keep or print: accessible (PDF/UA-1), without a name.

Typst typesets it from data (sys_inputs), never from source that we put together. The QR leads to the page where
one follows a complaint, with the number and without the code: apps that scan, and histories of browsers, keep
whole addresses with what stands behind their "#".
"""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import segno
import typst
from django.utils.translation import gettext as _

from lapor.complaints.models import Complaint, StepClock
from lapor.notices import site
from lapor.public import journey
from lapor.sop import words
from lapor.sop.rules import C, K

SHEET = Path(__file__).parent / "typst" / "receipt.typ"
NUMBER_SIZE, CODE_SIZE = 14, 12  # points


def file_name(complaint: Complaint) -> str:
    return f"tanda-terima-{complaint.number}.pdf"


def pdf(complaint: Complaint, *, code: str, at: datetime) -> bytes:
    """The sheet. `code` is the receipt code where this browser still holds it, else ""."""
    data = json.dumps(_data(complaint, code), ensure_ascii=False)
    made = typst.compile(
        SHEET,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
    )
    assert isinstance(made, bytes)
    return made


def address(complaint: Complaint) -> str:
    """Where the QR leads."""
    return f"{site.page('track')}?{urlencode({'nomor': complaint.number})}"


def _data(complaint: Complaint, code: str) -> dict[str, Any]:
    if code:
        keep = _("Tanpa kode Anda tidak bisa membuka aduan ini lagi. Jangan berikan kepada orang lain.")
    else:
        keep = _("Kode tanda terima tidak dicetak di sini. Kode itu hanya tampil sekali, saat aduan dikirim.")
    return {
        "title": _("Tanda terima aduan %(number)s") % {"number": complaint.number},
        "heading": _("Tanda terima aduan"),
        "office": _("Lapor Bantul, Pemerintah Kabupaten Bantul"),
        "facts": _facts(complaint, code),
        "qr": _qr(complaint),
        "qr_alt": _("Kode QR menuju halaman lacak aduan untuk nomor ini"),
        "qr_caption": _("Pindai untuk melacak, lalu tulis kode Anda."),
        "keep_lead": _("Simpan lembar ini baik-baik.") if code else "",
        "keep": keep,
        "next_heading": _("Lalu apa?"),
        "next": _next(complaint),
        "steps_heading": _("Langkah aduan Anda") if complaint.supervisory else _("Delapan langkah aduan Anda"),
        "steps": journey.titles(complaint),
        "foot": address(complaint),
    }


def _facts(complaint: Complaint, code: str) -> list[dict[str, Any]]:
    flags = [_("Anonim")] * complaint.anonim + [_("Rahasia")] * complaint.rahasia
    rows = [
        (_("Nomor aduan"), complaint.number, NUMBER_SIZE),
        (_("Kode tanda terima"), code, CODE_SIZE),
        (_("Diterima"), words.long_instant(complaint.received_at), 0),
        (_("Tempat"), complaint.place, 0),
        (_("Kerahasiaan"), _(" dan ").join(flags), 0),
    ]
    return [{"label": label, "words": said, "size": size} for label, said, size in rows if said]


def _next(complaint: Complaint) -> list[str]:
    """What the office has promised from the first instant on: as it was then, whatever came later."""
    due = {clock.name: clock.due_at for clock in _first_clocks(complaint)}
    read_by = _("Tim Kabupaten memeriksa dan meneruskan aduan Anda paling lambat %(due)s.")
    if complaint.supervisory:
        read_by = _("Inspektorat membaca aduan Anda paling lambat %(due)s. Tidak ada kantor lain yang membacanya.")
    said = {
        C.RECEIVED: read_by,
        K.FIRST_REPLY: _("Kabar awal atau jawaban sampai kepada Anda paling lambat %(due)s."),
        K.SETTLEMENT: _("Batas akhir penyelesaian menurut aturan: %(due)s."),
    }
    return [text % {"due": words.long_instant(due[name])} for name, text in said.items() if name in due]


def _first_clocks(complaint: Complaint) -> list[StepClock]:
    rows = StepClock.objects.filter(complaint=complaint, round=1, name__in=(C.RECEIVED, K.FIRST_REPLY, K.SETTLEMENT))
    return list(rows.order_by("-id"))  # so that of each name the first one stays


def _qr(complaint: Complaint) -> str:
    """As SVG, with the four modules of quiet zone that the standard asks for."""
    image = io.BytesIO()
    segno.make_qr(address(complaint), error="m").save(image, kind="svg", border=4, xmldecl=False, nl=False)
    return image.getvalue().decode()
