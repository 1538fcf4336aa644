"""A complaint that waits on the telephone for a connection: it goes whole, once, as whoever wrote it, or it is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from lapor.complaints.models import Complaint, Draft
from tests.browser.conftest import PHOTO, Someone, signed_in
from tests.cast import STORY, Cast

WAITS = "terkirim sendiri begitu ada sinyal"
FULL = """
for (const name of STORES) {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (what) {
    if (this.name === name) throw new DOMException("full", "QuotaExceededError");
    return put.call(this, what);
  };
}
"""


@pytest.fixture
def offline(stranger: Callable[..., Someone]) -> Callable[..., Someone]:
    """Somebody on a telephone without a connection, before the empty form; `full` stores take nothing more."""

    def one(full: str = "") -> Someone:
        sari = stranger(width=360)
        if full:
            sari.page.add_init_script(FULL.replace("STORES", full))
        sari.open("/lapor/")
        sari.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        sari.page.context.set_offline(True)
        sari.open("/lapor/").write("Ceritakan aduan Anda", STORY).choose("Kapanewon", "Sewon")
        return sari.choose("Kalurahan", "Timbulharjo")

    return one


def _arrived(sari: Someone) -> Complaint:
    sari.page.wait_for_url("**/tanda-terima/", timeout=20_000)
    return Complaint.objects.get()


def test_photos_chosen_before_it_was_to_be_kept_go_along(open_offices: Cast, offline: Callable[..., Someone]) -> None:
    sari = offline().tick("Anonim").attach("Tambah foto", PHOTO)
    sari.press("Periksa lalu kirim").reads("centang “Simpan di ponsel ini”")
    sari.tick("Simpan di ponsel ini").press("Periksa lalu kirim").reads(WAITS)
    sari.page.context.set_offline(False)
    complaint = _arrived(sari)
    assert complaint.anonim and complaint.attachments.count() == 1


def test_a_telephone_that_is_full_promises_nothing(open_offices: Cast, offline: Callable[..., Someone]) -> None:
    sari = offline(full='["drafts"]').press("Periksa lalu kirim")
    sari.reads("jangan tutup halaman ini")
    expect(sari.page.locator("body")).not_to_contain_text("Aduan tersimpan di ponsel ini dan terkirim sendiri")
    sari.page.context.set_offline(False)
    sari.press("Periksa lalu kirim").reads("Periksa sebelum dikirim").press("Kirim aduan")
    assert _arrived(sari).title


def test_a_photo_that_the_telephone_cannot_keep_is_named(open_offices: Cast, offline: Callable[..., Someone]) -> None:
    sari = offline(full='["files"]').attach("Tambah foto", PHOTO).reads("tidak dapat menyimpannya")
    sari.press("Periksa lalu kirim").reads(WAITS)


def test_who_signs_in_meanwhile_sends_nothing_of_anothers(open_offices: Cast, offline: Callable[..., Someone]) -> None:
    sari = offline().press("Periksa lalu kirim").reads(WAITS)
    page = sari.page
    sari.page = page.context.new_page()
    page.close()
    page.context.set_offline(False)
    signed_in(sari, open_offices.sari)
    sari.open("/lapor/").reads("tidak kami kirim sendiri")
    sari.page.wait_for_timeout(1000)
    assert not Complaint.objects.exists() and not Draft.objects.exclude(account="").exists()
    sari.press("Periksa lalu kirim").reads("Periksa sebelum dikirim")


def test_a_file_that_is_refused_holds_the_complaint_back(
    open_offices: Cast, offline: Callable[..., Someone], tmp_path: Path
) -> None:
    page = tmp_path / "foto.jpg"
    page.write_text("<html>")
    sari = offline().attach("Tambah foto", page).press("Periksa lalu kirim").reads(WAITS)
    sari.page.context.set_offline(False)
    expect(sari.page.locator("#draf-pulih")).to_contain_text("ada berkas yang tidak dapat", timeout=20_000)
    sari.reads("halaman web")
    assert not Complaint.objects.exists()
    sari.open("/lapor/").reads("Kami pulihkan").press("Periksa lalu kirim").press("Kirim aduan")
    assert _arrived(sari).attachments.count() == 0


def test_a_button_that_came_to_nothing_is_not_pressed_again_by_the_next(
    open_offices: Cast, stranger: Callable[..., Someone]
) -> None:
    sari = stranger(width=360).open("/lapor/").attach("Tambah foto", PHOTO).reads("1 berkas tersimpan")
    sari.write("Ceritakan aduan Anda", STORY).choose("Kapanewon", "Sewon").choose("Kalurahan", "Timbulharjo")
    page: Page = sari.page

    def nothing(route: Route) -> None:
        route.fulfill(status=204) if route.request.method == "POST" else route.continue_()

    page.route("**/lapor/", nothing)
    with page.expect_response("**/lapor/"):
        page.get_by_role("button", name="Hapus berkas 1").click()
    page.unroute("**/lapor/")
    sari.press("Periksa lalu kirim").reads("Periksa sebelum dikirim")


def test_what_was_begun_without_a_connection_is_finished_with_one(
    open_offices: Cast, offline: Callable[..., Someone]
) -> None:
    sari = offline()
    expect(sari.page.locator("#status-draf")).to_contain_text("Tersimpan di ponsel ini")
    sari.page.context.set_offline(False)
    sari.open("/lapor/").reads("Kami pulihkan").press("Periksa lalu kirim").press("Kirim aduan")
    complaint = _arrived(sari)
    assert complaint.received_at >= complaint.opened_at
