"""Office hours and holidays in a browser, without JavaScript too: type, look, go back, save."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from lapor.complaints.models import ClockMove
from lapor.people import calendars
from lapor.people.models import Calendar, Position
from tests.browser.conftest import Someone, signed_in
from tests.browser.test_pages import sound
from tests.cast import Cast, Walk

PAGES = (
    "/pengaturan/waktu/", "/pengaturan/waktu/kalender/baru/", "/pengaturan/waktu/kalender/lima-hari/",
    "/pengaturan/waktu/libur/2028/",
)  # fmt: skip


def test_the_pages_of_office_hours_are_sound(open_offices: Cast, official: Callable[[Position], Someone]) -> None:
    page = official(open_offices.admin).page
    for address in PAGES:
        sound(page, address)


def test_hours_are_typed_wrong_then_right_looked_at_and_saved_without_javascript(
    open_offices: Cast, file_one: Callable[..., Walk], stranger: Callable[..., Someone]
) -> None:
    walk = file_one().routed()
    dedi = signed_in(stranger(java_script_enabled=False, width=360), open_offices.admin)
    dedi.open("/pengaturan/waktu/").follow("Lima hari kerja")
    dedi.page.get_by_label("Senin", exact=True).first.fill("08.00-25.00")
    dedi.press("Lihat akibatnya").reads("Jam ditulis dari 00.00 sampai 24.00.")
    dedi.page.get_by_label("Senin", exact=True).first.fill("08.00-09.00")
    dedi.press("Lihat akibatnya").reads("tenggat bergeser").reads(walk.complaint.number).reads(
        "Belum ada yang disimpan"
    )
    dedi.press("Ubah lagi")
    expect(dedi.page.get_by_label("Senin", exact=True).first).to_have_value("08.00-09.00")
    assert not ClockMove.objects.exists()
    dedi.press("Lihat akibatnya").press("Simpan").reads("Kalender disimpan.")
    assert ClockMove.objects.exists()
    assert calendars.office_hours(Calendar.objects.get()).week[0] == ((480, 540),)
