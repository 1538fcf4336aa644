"""Back in a real browser: what was typed stands there again, and sending it once more makes no second case."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from lapor.complaints.models import Attachment, Complaint, Draft
from tests.browser.conftest import PHOTO, Someone
from tests.cast import STORY, Cast


def test_who_goes_back_and_sends_again_reads_the_same_receipt(
    open_offices: Cast, stranger: Callable[..., Someone]
) -> None:
    sari = stranger(width=360).open("/").follow("Tulis aduan")
    sari.write("Ceritakan aduan Anda", STORY).choose("Kapanewon", "Sewon").choose("Kalurahan", "Timbulharjo")
    sari.attach("Tambah foto", PHOTO).write("Nama", "Sari Lestari")
    sari.press("Periksa lalu kirim").press("Kirim aduan")
    sari.reads("Aduan Anda sudah kami terima")
    number, code = sari.text_of("#nomor-aduan"), sari.text_of("#kode-tanda-terima")

    sari.page.go_back()  # a form of its own, for what else there is to say
    expect(sari.field("Ceritakan aduan Anda")).to_have_value("")
    sari.page.go_back()  # the form that was sent
    expect(sari.field("Ceritakan aduan Anda")).to_have_value(STORY)
    sari.press("Periksa lalu kirim").press("Kirim aduan")
    sari.reads("Aduan Anda sudah kami terima")
    assert (sari.text_of("#nomor-aduan"), sari.text_of("#kode-tanda-terima")) == (number, code)
    assert Complaint.objects.count() == Attachment.objects.count() == 1 and not Draft.objects.exists()

    sari.follow("Tulis aduan").write("Ceritakan aduan Anda", "Sampah menumpuk di depan pasar sejak Minggu.")
    sari.choose("Kapanewon", "Sewon").choose("Kalurahan", "Timbulharjo").press("Periksa lalu kirim").press(
        "Kirim aduan"
    )
    sari.reads("Aduan Anda sudah kami terima").does_not_read(number)
    assert Complaint.objects.count() == 2
