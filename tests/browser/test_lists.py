"""The pages of agencies, lists and standard answers in a browser, without JavaScript too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lapor.complaints.models import Category, StandardAnswer
from lapor.people.models import Position, Unit
from tests.browser.conftest import Someone
from tests.browser.test_pages import sound
from tests.cast import Cast, Walk

ADMIN = (
    "/pengaturan/opd/", "/pengaturan/opd/baru/", "/pengaturan/opd/10700/", "/pengaturan/opd/10700/ubah/",
    "/pengaturan/opd/10700/tutup/", "/pengaturan/jenis-opd/", "/pengaturan/jenis-opd/dinas/", "/pengaturan/kategori/",
    "/pengaturan/kategori/110/", "/pengaturan/daftar/", "/pengaturan/daftar/orang/", "/meja/jawaban-baku/",
    "/meja/jawaban-baku/baru/",
)  # fmt: skip


@pytest.fixture
def furnished(open_offices: Cast) -> Cast:
    """The cast, with a category and standard answers."""
    Category.objects.create(sp4n_id=110, name="Topik Lainnya", common=True)
    for agency, title in ((None, "Kami periksa ke lokasi"), (open_offices.dishub, "Lampu jalan dijadwalkan")):
        StandardAnswer.objects.create(
            agency=agency, action="pass_on", title=title, text="Petugas kami memeriksa lokasi pada […]."
        )
    return open_offices


def test_the_pages_of_agencies_and_lists_are_sound(furnished: Cast, official: Callable[[Position], Someone]) -> None:
    page = official(furnished.admin).page
    for address in (*ADMIN, f"/pengaturan/unit/{furnished.lights.pk}/"):
        sound(page, address)


def test_an_operator_uses_a_standard_answer(
    furnished: Cast, file_one: Callable[..., Walk], official: Callable[[Position], Someone]
) -> None:
    walk = file_one().routed()
    budi = official(furnished.budi)
    sound(budi.page, f"/meja/aduan/{walk.complaint.number}/pass_on/")
    budi.write("Jawaban sementara", "Selamat pagi, Bu Sari.")
    budi.choose("Jawaban baku", "Lampu jalan dijadwalkan").press("Pakai")
    expect(budi.field("Jawaban sementara")).to_have_value(
        "Selamat pagi, Bu Sari.\n\nPetugas kami memeriksa lokasi pada […]."
    )
    budi.press("Kirim jawaban sementara").reads("Masih ada […] yang belum diisi.")
    budi.write("Jawaban sementara", "Petugas kami memeriksa lokasi pada Senin pagi.")
    budi.press("Kirim jawaban sementara").reads("aduan diteruskan ke penanggung jawab")
    sound(budi.page, "/meja/jawaban-baku/")


def test_a_list_is_sent_looked_at_and_confirmed(
    furnished: Cast, official: Callable[[Position], Someone], tmp_path: Path
) -> None:
    sent = tmp_path / "unit.csv"
    sent.write_text("opd,unit,dipakai\nDishub,Seksi Parkir,ya\nDinsos,Seksi A,ya\n", encoding="utf-8")
    dedi = official(furnished.admin).open("/pengaturan/daftar/unit/")
    dedi.attach("Berkas XLSX atau CSV", sent).press("Lihat dulu")
    dedi.reads("Baris 3, kolom opd: “Dinsos” tidak dikenal.")
    sent.write_text("opd,unit,dipakai\nDishub,Seksi Parkir,ya\n", encoding="utf-8")
    dedi.attach("Berkas XLSX atau CSV", sent).press("Lihat dulu").reads("Yang akan berubah")
    assert not Unit.objects.filter(name="Seksi Parkir").exists()
    dedi.press("Masukkan daftar ini").reads("Daftar dimasukkan: 1 baru, 0 diubah, 0 tetap.")
    assert Unit.objects.filter(name="Seksi Parkir").exists()


def test_an_agency_joins_another_and_its_operator_goes_on_there(
    furnished: Cast, file_one: Callable[..., Walk], official: Callable[[Position], Someone]
) -> None:
    walk = file_one().routed()
    dedi = official(furnished.admin).open("/pengaturan/opd/10700/tutup/")
    dedi.choose("OPD penerus", "DLH").write("Tutup mulai", "2026-01-05").press("Simpan")
    dedi.reads("Dishub sudah bergabung ke Dinas Lingkungan Hidup")
    budi = official(furnished.budi).open(f"/meja/aduan/{walk.complaint.number}/")
    budi.reads("Operator, DLH").reads("Diteruskan ke OPD penerus")
    budi.open(f"/meja/aduan/{walk.complaint.number}/pass_on/")
    budi.write("Jawaban sementara", "Petugas kami memeriksa lokasi Senin pagi.").press("Kirim jawaban sementara")
    budi.reads("aduan diteruskan ke penanggung jawab")
