"""Following a complaint on a cheap phone: link in a letter, stars, objecting, reopening, receipt code, messages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from lapor.complaints.models import Complaint
from lapor.sop.rules import C
from tests.browser.conftest import PHOTO, Someone
from tests.browser.test_pages import RULES
from tests.cast import Cast, Walk
from tests.letters import deliver
from tests.post_office import PostOffice

SARI = "sari@contoh.test"
WRONG = "Nomor dan kode itu tidak cocok."


@pytest.fixture
def answered(open_offices: Cast, file_one: Callable[..., Walk]) -> Walk:
    walk = file_one(at=timezone.now().replace(microsecond=0) - timedelta(hours=12), contact=SARI).answered()
    return walk.received()


@pytest.fixture
def letter(answered: Walk, post_office: PostOffice) -> str:
    """The text of the letter that brought the answer, as the mail server received it."""
    deliver(answered)
    return next(one.text for one in reversed(post_office.to(SARI)) if "?nilai=" in one.text)


@pytest.fixture
def sari(stranger: Callable[..., Someone]) -> Someone:
    return stranger(width=360, height=740)


def tracked(sari: Someone, walk: Walk, *, code: str = "") -> Someone:
    sari.open("/lacak/").write("Nomor aduan", walk.complaint.number)
    return sari.write("Kode tanda terima", code or walk.code).press("Lacak aduan")


def accessible(page: Page) -> None:
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
    page.set_viewport_size({"width": 360, "height": 740})


def path_of(link: str) -> str:
    return re.sub(r"^https?://[^/]+", "", link)


def test_stars_of_a_letter_are_preselected_and_given_by_keyboard(answered: Walk, letter: str, sari: Someone) -> None:
    four = next(one for one in re.findall(r"https?://\S+", letter) if one.endswith("?nilai=4"))
    sari.open(path_of(four)).reads("Nilai 4 dari 5 sudah kami pilihkan.").does_not_read(answered.complaint.title)
    accessible(sari.page)
    sari.press("Buka aduan saya")
    stars = sari.page.get_by_role("group", name="Nilai Anda").first
    expect(stars.get_by_role("radio", name="4 dari 5")).to_be_checked()
    assert Complaint.objects.get().state == C.ANSWERED
    stars.get_by_role("radio", name="4 dari 5").focus()
    sari.page.keyboard.press("ArrowRight")
    expect(stars.get_by_role("radio", name="5 dari 5")).to_be_checked()
    sari.page.keyboard.press("Tab")
    sari.page.keyboard.press("Tab")
    expect(sari.page.get_by_role("button", name="Ya, sudah beres")).to_be_focused()
    sari.page.keyboard.press("Enter")
    sari.reads("Terima kasih. Aduan Anda selesai.").reads("nilai 5 dari 5")
    assert (Complaint.objects.get().state, Complaint.objects.get().score) == (C.CLOSED, 5)


def test_a_letter_opened_elsewhere_later_opens_nothing_and_shows_the_way(
    answered: Walk, letter: str, sari: Someone, stranger: Callable[..., Someone]
) -> None:
    link = path_of(re.findall(r"https?://\S+/surat/[\w-]+/", letter)[0])
    sari.open(link).press("Buka aduan saya").reads("Sekarang giliran Anda")
    other = stranger(width=360).open(link).reads("Tautan ini tidak berlaku lagi")
    accessible(other.page)
    other.write("Nomor aduan", answered.complaint.number).write("Kode tanda terima", answered.code)
    other.press("Lacak aduan").reads("Sekarang giliran Anda")


def test_the_receipt_code_opens_and_two_wrong_ones_get_the_same_answer(answered: Walk, sari: Someone) -> None:
    tracked(sari, answered, code="AAAA-BBBB-CCCC-DDDD").reads(WRONG)
    first = sari.text_of(".errors")
    sari.write("Nomor aduan", "BTL-2026-000001-1").write("Kode tanda terima", answered.code).press("Lacak aduan")
    sari.does_not_read("Sekarang giliran Anda")
    tracked(sari, answered, code="EEEE-FFFF-GGGG-HHHH").reads(WRONG)
    assert sari.text_of(".errors") == first
    tracked(sari, answered, code=answered.code.lower().replace("-", " ")).reads("Sekarang giliran Anda")


def test_the_case_page_is_accessible_and_says_who_has_it_since_when_and_at_which_step(
    answered: Walk, sari: Someone
) -> None:
    tracked(sari, answered).reads("Menunggu Anda sejak").reads("Langkah 8 dari 8: Anda menerima dan menilai")
    accessible(sari.page)
    sari.page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    accessible(sari.page)
    with sari.page.expect_download() as loading:
        sari.follow("Unduh (PDF)")
    assert loading.value.suggested_filename == f"tanda-terima-{answered.complaint.number}.pdf"


def test_few_stars_offer_the_objection_and_the_objection_goes_back_to_the_office(answered: Walk, sari: Someone) -> None:
    tracked(sari, answered)
    sari.page.get_by_role("radio", name="1 dari 5").first.check()
    sari.write("Pesan Anda", "Lampu ketiga padam lagi sejak tadi malam.").press("Ya, sudah beres")
    sari.reads("Belum beres?").reads("Nilai itu belum terkirim.")
    accessible(sari.page)
    expect(sari.field("Apa yang belum beres?")).to_have_value("Lampu ketiga padam lagi sejak tadi malam.")
    sari.attach("Tambah foto", PHOTO).press("Kirim keberatan")
    sari.reads("Keberatan Anda sudah kami terima.").reads("Sekarang giliran Dinas Perhubungan").reads("Putaran 2")
    assert (Complaint.objects.get().state, Complaint.objects.get().round) == (C.IN_HANDLING, 2)


def test_objecting_and_reopening_without_javascript(answered: Walk, stranger: Callable[..., Someone]) -> None:
    sari = tracked(stranger(width=360, java_script_enabled=False), answered)
    sari.page.get_by_role("radio", name="3 dari 5").first.check()
    sari.press("Ya, sudah beres").reads("Aduan Anda selesai")
    sari.follow("Ubah nilai").page.get_by_role("radio", name="4 dari 5").check()
    sari.press("Ubah nilai").reads("Anda mengubah nilai menjadi 4 dari 5.")
    sari.follow("Buka lagi aduan ini").write("Apa yang belum beres?", "Padam lagi sejak tadi malam.")
    sari.press("Buka lagi").reads("Aduan Anda dibuka lagi.").reads("Putaran 2")
    assert (Complaint.objects.get().state, Complaint.objects.get().score) == (C.IN_HANDLING, 4)


def test_a_message_reaches_the_office_and_the_page(
    answered: Walk, sari: Someone, official: Callable[..., Someone]
) -> None:
    tracked(sari, answered).follow("Balas atau bertanya")
    sari.reads("Pesan tidak membuka aduan ini lagi.")
    accessible(sari.page)
    sari.write("Pesan Anda", "Tiang keempat kapan diperiksa?").press("Kirim pesan")
    sari.reads("Pesan Anda sudah kami terima.").reads("Tiang keempat kapan diperiksa?")
    desk = official(answered.cast.budi).open(f"/meja/aduan/{answered.complaint.number}/")
    desk.reads("Tiang keempat kapan diperiksa?")


def test_the_code_is_copied_by_a_button(open_offices: Cast, stranger: Callable[..., Someone]) -> None:
    sari = stranger(width=360, permissions=["clipboard-read", "clipboard-write"]).open("/lapor/")
    sari.write("Ceritakan aduan Anda", "Lampu jalan padam sejak Senin malam, tiga tiang.")
    sari.choose("Kapanewon", "Sewon").choose("Kalurahan", "Timbulharjo")
    sari.press("Periksa lalu kirim").press("Kirim aduan").reads("Aduan Anda sudah kami terima")
    sari.press("Salin kode").reads("Kode sudah disalin.")
    assert sari.page.evaluate("navigator.clipboard.readText()") == sari.text_of("#kode-tanda-terima")
    accessible(sari.page)
