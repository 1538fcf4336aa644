"""Every page as its reader meets it: accessible (axe, WCAG 2.2 AA), no sideways scrolling at 360, 768 and 1280."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from lapor.complaints.models import Complaint
from lapor.people.models import Position
from lapor.sop.rules import Klass
from tests.browser.conftest import Someone, signed_in
from tests.cast import Cast, Walk
from tests.complaints.test_promises import planned, promised

WIDTHS = (360, 768, 1280)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PUBLIC = (
    "/", "/lapor/", "/lacak/", "/masuk/", "/masuk/petugas/", "/masuk/petugas/lupa/", "/sop/", "/privasi/", "/bantuan/",
    "/tidak-ada/",
)  # fmt: skip
OFFICES = {
    "wati": (
        "/meja/verifikasi/", "/meja/kotak-masuk/?saring=semua", "/meja/cari/?q=lampu", "/jabatan/", "/meja/janji/",
        "/meja/aduan/{delayed}/reclassify/",
    ),
    "budi": (
        "/meja/kotak-masuk/?saring=semua", "/meja/aduan/{answerable}/", "/meja/aduan/{answerable}/waktu/",
        "/meja/aduan/{answerable}/answer/", "/meja/aduan/{planned}/", "/meja/aduan/{planned}/keep_promise/",
    ),
    "endang": ("/meja/aduan/{reported}/", "/meja/aduan/{reported}/send_back/", "/meja/aduan/{passed}/assign/"),
    "slamet": ("/meja/aduan/{assigned}/", "/meja/aduan/{assigned}/report/", "/meja/aduan/{delayed}/report_delay/"),
    "agus": ("/meja/laporan-kepala/", "/ringkasan/", "/meja/aduan/{delayed}/waktu/"),
    "bupati": ("/ringkasan/", "/meja/janji/"),
    "kartika": ("/meja/kotak-masuk/", "/meja/aduan/{supervisory}/", "/meja/aduan/{supervisory}/take_up/"),
    "auditor": ("/audit/", "/audit/{closed}/", "/meja/janji/"),
    "admin": (
        "/pengaturan/", "/pengaturan/prosedur/", "/pengaturan/prosedur/2020-06-12/", "/pengaturan/prosedur/baru/",
        "/pengaturan/prosedur/uji/?first=2026-01-01&last=2026-12-31&step_3=20",
    ),
}  # fmt: skip


def sound(page: Page, address: str) -> None:
    """Open the page at every width; fail on what axe finds and on anything that is wider than the window."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        fits(page, address)
    accessible(page, address)


def sound_as_it_stands(page: Page, name: str) -> None:
    """The same for a page that has no address of its own, without opening it again."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        fits(page, name)
    accessible(page, name)


def fits(page: Page, name: str) -> None:
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{name} is {wider} px wider than its window"


def accessible(page: Page, name: str) -> None:
    twins = page.evaluate(
        "[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i)"
    )
    assert twins == [], f"{name} has the same id twice: {twins}"
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, f"{name} at {width}:\n{found.generate_report()}"


@pytest.fixture
def cases(open_offices: Cast, file_one: Callable[..., Walk]) -> dict[str, str]:
    """A case at every desk, by the name of where it stands."""
    walks = {
        "fresh": file_one(anonim=True, rahasia=True),
        "passed": file_one().passed_on(),
        "assigned": file_one().assigned(),
        "reported": file_one().reported(),
        "answerable": file_one().approved(),
        "answered": file_one(account=True).answered(),
        "closed": file_one().closed(),
        "delayed": file_one(account=True).assigned(),
        "planned": file_one().approved(),
        "supervisory": file_one(klass=Klass.SUPERVISORY, anonim=True),
    }
    promised(walks["delayed"])
    planned(walks["planned"])
    return {name: walk.complaint.number for name, walk in walks.items()}


def test_the_pages_for_everybody_are_sound(open_offices: Cast, open_page: Callable[..., Page]) -> None:
    page = open_page()
    for address in PUBLIC:
        sound(page, address)


@pytest.mark.parametrize("name", OFFICES)
def test_the_pages_of_an_office_are_sound(
    name: str, cases: dict[str, str], open_offices: Cast, official: Callable[[Position], Someone]
) -> None:
    page = official(getattr(open_offices, name)).page
    for address in OFFICES[name]:
        sound(page, address.format(**cases))


def test_the_pages_of_a_reporter_are_sound(
    cases: dict[str, str], open_offices: Cast, stranger: Callable[..., Someone]
) -> None:
    sari = signed_in(stranger(), open_offices.sari)
    for address in ("/aduan-saya/", "/aduan/{}/", "/aduan/{}/waktu/", "/aduan/{}/object/"):
        sound(sari.page, address.format(cases["answered"]))
    for address in ("/aduan/{}/", "/aduan/{}/waktu/"):
        sound(sari.page, address.format(cases["delayed"]))
    sari.open("/lapor/").press("Periksa lalu kirim").reads("Ada 2 yang perlu dilengkapi")
    assert Axe().run(sari.page, options=RULES).violations_count == 0


def test_a_complaint_is_filed_with_the_keyboard_alone(open_offices: Cast, open_page: Callable[..., Page]) -> None:
    page = open_page(width=360)
    page.goto("/lapor/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        field = page.evaluate("document.activeElement.id || document.activeElement.innerText")
        reached.append(field)
        match field:
            case "cerita":
                page.keyboard.type("Lampu jalan padam di depan sekolah, tiga tiang.")
            case "kapanewon":
                page.keyboard.type("Sewon")
            case "kalurahan":
                page.keyboard.type("Timbul")
            case "Periksa lalu kirim":
                page.keyboard.press("Enter")
                page.get_by_role("heading", name="Periksa sebelum dikirim").wait_for()
            case "Kirim aduan":
                page.keyboard.press("Enter")
                break
    page.wait_for_url("**/tanda-terima/")
    assert Complaint.objects.get().kalurahan.name == "Timbulharjo", reached
