"""Filing on a cheap telephone: without a connection, without scripts, after an empty battery; counted in taps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from lapor.complaints.models import Attachment, Complaint, Draft
from tests.browser.conftest import PHOTO, Someone, signed_in
from tests.browser.test_pages import sound_as_it_stands
from tests.cast import STORY, Cast

SHORT = "Lampu jalan depan SD Timbulharjo padam."  # what a hurried person types


def _writes(sari: Someone, story: str = STORY) -> Someone:
    sari.write("Ceritakan aduan Anda", story).choose("Kapanewon", "Sewon")
    return sari.choose("Kalurahan", "Timbulharjo")


def _kept(sari: Someone) -> None:
    expect(sari.page.locator("#status-draf")).to_contain_text("Tersimpan di ponsel ini")


def _worker_stands(page: Page) -> None:
    page.wait_for_function("navigator.serviceWorker.controller || navigator.serviceWorker.ready.then(() => true)")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def test_the_draft_is_on_the_telephone_from_the_first_letters_on(
    open_offices: Cast, stranger: Callable[..., Someone]
) -> None:
    sari = _writes(stranger(width=360).open("/lapor/"))
    sari.attach("Tambah foto", PHOTO)
    sari.reads("1 berkas tersimpan.")
    _kept(sari)
    telephone = sari.page.context
    sari.page.close()  # the battery is empty
    sari.page = telephone.new_page()
    sari.open("/lapor/").reads("Kami pulihkan yang tadi Anda tulis.").reads("1 berkas tersimpan.")
    expect(sari.field("Ceritakan aduan Anda")).to_have_value(STORY)
    expect(sari.field("Kalurahan")).to_have_value("34.02.15.2002")
    sari.press("Periksa lalu kirim").press("Kirim aduan").reads("Aduan Anda sudah kami terima")
    assert Complaint.objects.get().attachments.count() == 1 and not Draft.objects.exists()
    sari.open("/lapor/")
    expect(sari.field("Ceritakan aduan Anda")).to_have_value("")


def test_written_without_a_connection_it_is_sent_once_there_is_one(
    open_offices: Cast, stranger: Callable[..., Someone]
) -> None:
    sari = stranger(width=360).open("/lapor/")
    _worker_stands(sari.page)
    sari.page.context.set_offline(True)
    _writes(sari.open("/lapor/"), f"{STORY} Hubungi 0812-0000-0001.")
    sari.attach("Tambah foto", PHOTO).press("Periksa lalu kirim")
    sari.reads("terkirim sendiri begitu ada sinyal")
    assert not Complaint.objects.exists()
    sari.page.context.set_offline(False)
    sari.page.wait_for_url("**/tanda-terima/", timeout=20_000)
    sari.reads("Aduan Anda sudah kami terima")
    complaint = Complaint.objects.get()
    words = complaint.events.get().texts.get(name="story").words
    assert words == f"{STORY} Hubungi (nomor ditutup)."
    assert complaint.attachments.count() == 1


def test_anonim_leaves_nothing_on_the_telephone_unless_wanted(
    open_offices: Cast, stranger: Callable[..., Someone]
) -> None:
    sari = _writes(stranger(width=360).open("/lapor/"))
    _kept(sari)
    sari.tick("Anonim")
    sari.reads("Tulisan ini tidak disimpan di ponsel.")
    sari.open("/lapor/")
    expect(sari.field("Ceritakan aduan Anda")).to_have_value("")
    _writes(sari).tick("Anonim").tick("Simpan di ponsel ini")
    _kept(sari)
    sari.open("/lapor/")
    expect(sari.field("Ceritakan aduan Anda")).to_have_value(STORY)
    expect(sari.page.get_by_label("Anonim")).to_be_checked()


def test_a_signed_in_form_is_kept_for_its_account_and_not_shown_to_the_next(
    open_offices: Cast, stranger: Callable[..., Someone]
) -> None:
    sari = signed_in(stranger(width=360), open_offices.sari).open("/lapor/")
    _writes(sari).reads("Tersimpan di akun Anda")
    elsewhere = signed_in(stranger(width=360), open_offices.sari).open("/lapor/")
    elsewhere.reads("Aduan yang belum Anda kirim").follow("Lanjutkan")
    expect(elsewhere.field("Ceritakan aduan Anda")).to_have_value(STORY)
    sari.page.context.clear_cookies()
    sari.open("/lapor/").does_not_read("Kami pulihkan")
    expect(sari.field("Ceritakan aduan Anda")).to_have_value("")


@pytest.mark.parametrize("scripts", [True, False])
def test_back_from_the_last_look_loses_nothing(
    open_offices: Cast, stranger: Callable[..., Someone], scripts: bool
) -> None:
    sari = _writes(stranger(width=360, java_script_enabled=scripts).open("/lapor/"))
    sari.attach("Tambah foto", PHOTO)
    if scripts:
        sari.reads("1 berkas tersimpan.")
    sari.press("Periksa lalu kirim").reads("Periksa sebelum dikirim")
    sari.page.go_back()
    expect(sari.field("Ceritakan aduan Anda")).to_have_value(STORY)
    sari.press("Periksa lalu kirim").press("Kirim aduan").reads("Aduan Anda sudah kami terima")
    assert Complaint.objects.get().attachments.count() == 1


def test_reloading_the_last_look_brings_the_draft_back(open_offices: Cast, stranger: Callable[..., Someone]) -> None:
    sari = _writes(stranger(width=360).open("/lapor/"))
    _kept(sari)
    sari.press("Periksa lalu kirim").reads("Periksa sebelum dikirim")
    sari.page.wait_for_timeout(300)
    sari.page.reload()
    expect(sari.field("Ceritakan aduan Anda")).to_have_value(STORY)


def test_without_scripts_photos_go_into_the_servers_draft(open_offices: Cast, stranger: Callable[..., Someone]) -> None:
    sari = _writes(stranger(width=360, java_script_enabled=False).open("/lapor/"))
    sari.attach("Tambah foto", PHOTO).press("Unggah dulu").reads("1 berkas tersimpan.")
    expect(sari.field("Ceritakan aduan Anda")).to_have_value(STORY)
    sari.press("Periksa lalu kirim").press("Kirim aduan").reads("Aduan Anda sudah kami terima")
    assert Attachment.objects.get().complaint == Complaint.objects.get()


def test_the_last_look_is_sound(open_offices: Cast, stranger: Callable[..., Someone]) -> None:
    sari = _writes(stranger(width=360).open("/lapor/"), f"{STORY} NIK 3402999912990001.")
    sari.press("Periksa lalu kirim").reads("Periksa sebelum dikirim").reads("Tutup NIK")
    sound_as_it_stands(sari.page, "the last look")


@pytest.mark.parametrize("address", ["/", "/lapor/"])
def test_the_first_page_is_light(open_offices: Cast, open_page: Callable[..., Page], address: str) -> None:
    page = open_page(width=360)
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    assert 1_000 < sum(sizes) < 100_000, f"{address}: {sum(sizes):.0f} bytes on the wire"


def test_filing_takes_few_taps(open_offices: Cast, open_page: Callable[..., Page]) -> None:
    page = open_page(width=360, has_touch=True)
    page.add_init_script(
        "addEventListener('click', e => { if (e.isTrusted && e.pointerType) tapped(); }, true);"
        "addEventListener('input', e => { if (e.target.id === 'cerita') typed(e.target.value.length); }, true);"
    )
    taps, letters = [0], [0]
    page.expose_function("tapped", lambda: taps.__setitem__(0, taps[0] + 1))
    page.expose_function("typed", lambda n: letters.__setitem__(0, n))
    page.goto("/")
    page.get_by_role("link", name="Tulis aduan").last.tap()
    page.get_by_label("Ceritakan aduan Anda").tap()
    page.keyboard.type(SHORT)
    for label, choice in (("Kapanewon", "Sewon"), ("Kalurahan", "Timbulharjo")):
        page.get_by_label(label, exact=True).tap()
        page.get_by_label(label, exact=True).select_option(label=choice)
        taps[0] += 1  # the choice itself, which the telephone's own list takes
    page.get_by_role("button", name="Periksa lalu kirim").last.tap()
    page.get_by_role("button", name="Kirim aduan").last.tap()
    page.wait_for_url("**/tanda-terima/")
    assert taps[0] <= 8 and letters[0] == len(SHORT)
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize("cut_after", [1, 2])
def test_case_77_in_the_browser_a_cut_connection_is_picked_up(
    open_offices: Cast, stranger: Callable[..., Someone], tmp_path: Path, cut_after: int
) -> None:
    large = tmp_path / "besar.jpg"
    Image.effect_noise((1400, 1400), 90).convert("RGB").save(large, "JPEG", quality=95)
    sari = _writes(stranger(width=360).open("/lapor/"))
    asked: list[str] = []

    def cut(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 2 * cut_after:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    sari.page.route("**/lapor/bagian/", cut)
    sari.attach("Tambah foto", PHOTO, large)
    expect(sari.page.locator("body")).to_contain_text("2 berkas tersimpan.", timeout=20_000)
    assert len(asked) > 2 * cut_after
    sari.press("Periksa lalu kirim").press("Kirim aduan").reads("Aduan Anda sudah kami terima")
    assert Complaint.objects.get().attachments.count() == 2
