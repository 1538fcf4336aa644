"""Where it happened, at the screen: by keyboard without a map, by the telephone's position, by a pin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from lapor.complaints.models import Complaint, Spot
from lapor.complaints.seed import seed_complaints
from lapor.people.seed import FOLDER
from tests.browser.conftest import Someone
from tests.browser.test_pages import sound_as_it_stands
from tests.cast import STORY, Cast

TIMBULHARJO = "34.02.15.2002"
HERE = {"latitude": -7.8652, "longitude": 110.3712, "accuracy": 18}
LOADED = "performance.getEntriesByType('resource').map((one) => one.name).filter((one) => /leaflet|wilayah/.test(one))"


@pytest.fixture
def bantul(open_offices: Cast) -> Cast:
    seed_complaints(FOLDER)
    return open_offices


def _told(page: Page) -> None:
    expect(page.locator("#titik-kata")).to_contain_text("Titik Anda ada di Kalurahan Timbulharjo, Sewon.")
    expect(page.locator("#kalurahan")).to_have_value(TIMBULHARJO)


def test_case_75_filed_by_keyboard_alone_without_a_map(bantul: Cast, stranger: Callable[..., Someone]) -> None:
    sari = stranger(width=360).open("/lapor/")
    page, keys = sari.page, sari.page.keyboard
    sari.field("Ceritakan aduan Anda").focus()
    keys.type(STORY)
    met = []
    while not met or met[-1] != "patokan":
        keys.press("Tab")
        met.append(page.evaluate("document.activeElement.id"))
        if met[-1] == "kapanewon":
            keys.type("Sewon")
        elif met[-1] == "patokan":
            keys.type("Depan SD, sebelah timur jalan")
    assert met == ["tanggal", "kapanewon", "kalurahan", "patokan"]
    keys.press("Enter")
    expect(page.locator(".errors")).to_be_focused()
    sound_as_it_stands(page, "the form with what is missing")
    page.locator(".errors a").first.focus()
    keys.press("Enter")
    expect(page.locator("#kalurahan")).to_be_focused()
    keys.type("Timbulharjo")
    expect(page.locator("#kalurahan")).to_have_value(TIMBULHARJO)
    page.get_by_role("button", name="Periksa lalu kirim").and_(page.locator(":not(.vh)")).focus()
    keys.press("Enter")
    sari.reads("Periksa sebelum dikirim").reads("Depan SD, sebelah timur jalan")
    page.get_by_role("button", name="Kirim aduan").and_(page.locator(":not(.vh)")).focus()
    keys.press("Enter")
    sari.reads("Aduan Anda sudah kami terima")
    assert Complaint.objects.get().kalurahan_id == TIMBULHARJO and not Spot.objects.exists()
    assert page.evaluate(LOADED) == []


def test_the_telephone_tells_where_it_is(bantul: Cast, stranger: Callable[..., Someone]) -> None:
    sari = stranger(width=360)
    sari.page.context.grant_permissions(["geolocation"])
    sari.page.context.set_geolocation(HERE)
    sari.open("/lapor/").write("Ceritakan aduan Anda", STORY).press("Pakai lokasi saya")
    _told(sari.page)
    sari.reads("Ketelitian ponsel kira-kira 18 meter.")
    sari.press("Periksa lalu kirim").press("Kirim aduan").reads("Aduan Anda sudah kami terima")
    spot = Spot.objects.get()
    assert (spot.source, spot.accuracy, spot.finding) == ("device", 18, "inside")


def test_a_telephone_that_may_not_tell_leaves_the_other_ways(bantul: Cast, stranger: Callable[..., Someone]) -> None:
    sari = stranger(width=360).open("/lapor/").press("Pakai lokasi saya")
    sari.reads("Ponsel tidak mengizinkan lokasi.")
    expect(sari.field("Kapanewon")).to_be_enabled()


def test_a_pin_is_set_by_keyboard_on_a_map_without_tiles(bantul: Cast, stranger: Callable[..., Someone]) -> None:
    sari = stranger(width=360).open("/lapor/").write("Ceritakan aduan Anda", STORY)
    page = sari.page
    assert page.evaluate(LOADED) == []
    sari.press("Buka peta")
    peta = page.get_by_role("application", name="Peta Bantul")
    expect(peta).to_be_focused()
    expect(peta.locator("path.batas")).to_have_count(75)
    expect(peta).to_contain_text("Bambanglipuro")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#titik-kata")).to_contain_text("Titik Anda ada di")
    expect(page.locator("#kalurahan")).not_to_have_value("")
    sound_as_it_stands(page, "the form with its map")
    sari.press("Hapus titik").reads("Titik dihapus.")
    expect(page.locator("#titik")).to_have_value("")
    expect(page.locator("#kalurahan")).to_have_value("")
    sari.press("Taruh titik di tengah peta")
    expect(page.locator("#kalurahan")).not_to_have_value("")
    sari.press("Periksa lalu kirim").press("Kirim aduan").reads("Aduan Anda sudah kami terima")
    assert Spot.objects.get().source == "pin"


def test_a_pin_never_changes_what_was_chosen(bantul: Cast, stranger: Callable[..., Someone]) -> None:
    sari = stranger(width=360).open("/lapor/").choose("Kapanewon", "Banguntapan").choose("Kalurahan", "Tamanan")
    sari.page.locator("#koordinat summary").click()
    sari.write("Koordinat", "-7,8652 110,3712").page.keyboard.press("Tab")
    sari.reads("Titik Anda ada di Kalurahan Timbulharjo, Sewon, tetapi yang dipilih Tamanan, Banguntapan.")
    expect(sari.page.locator("#kalurahan")).to_have_value("34.02.12.2007")
    sari.press("Pilih Timbulharjo, Sewon")
    _told(sari.page)


def test_without_scripts_the_coordinates_are_a_field(bantul: Cast, stranger: Callable[..., Someone]) -> None:
    sari = stranger(width=360, java_script_enabled=False).open("/lapor/").write("Ceritakan aduan Anda", STORY)
    expect(sari.page.get_by_role("button", name="Buka peta")).to_have_count(0)
    sari.page.locator("#koordinat summary").click()
    sari.write("Koordinat", "-7.8652, 110.3712").press("Periksa lalu kirim")
    sari.reads("Titik Anda ada di Kalurahan Timbulharjo, Sewon.").press("Kirim aduan").reads(
        "Aduan Anda sudah kami terima"
    )
    assert Complaint.objects.get().kalurahan_id == TIMBULHARJO
