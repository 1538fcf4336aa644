"""Signing in as people do it: a citizen by a code, an official from the letter of invitation to the desk."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from lapor.account import invitations
from lapor.people.models import Person, Position
from tests.account.conftest import SECRET, code_in_letter, join_telephone, link_in_letter, telephone
from tests.browser.conftest import Someone, signed_in
from tests.browser.test_pages import sound
from tests.cast import PASSWORD, Cast

NEW = "hujan-di-parangtritis"


def test_the_first_sign_in_of_a_citizen_by_code_on_a_telephone_without_scripts(
    open_offices: Cast, stranger: Callable[..., Someone]
) -> None:
    tini = stranger(width=360, java_script_enabled=False).open("/aduan-saya/").reads("Kami kirim kode untuk masuk")
    tini.write("Surel", "tini@contoh.test").press("Kirim kode").reads("tini@contoh.test")
    tini.write("Kode", "11112222").press("Masuk").reads("Kode itu tidak cocok")
    tini.write("Kode", code_in_letter("tini@contoh.test")).press("Masuk").reads("Nama Anda")
    tini.write("Nama", "Tini Rahayu").press("Simpan").reads("Belum ada aduan dari Anda")
    tini.follow("Akun saya").reads("Tini Rahayu")
    tini.press("Keluar").reads("Anda sudah keluar")


def test_an_official_comes_from_the_invitation_over_the_telephone_to_the_desk(
    open_offices: Cast, stranger: Callable[..., Someone]
) -> None:
    person = Person.objects.create_person(email="ratri@bantul.test", name="Ratri")
    Position.objects.create(person=person, role="auditor", starts=timezone.localdate())
    invitations.invite(person, at=timezone.now())
    ratri = stranger().open(link_in_letter(person.email)).reads("ratri@bantul.test")
    ratri.write("Kata sandi baru", NEW).write("Tulis sekali lagi", NEW).press("Simpan kata sandi")
    ratri.reads("Kata sandi Anda tersimpan")
    ratri.write("Surel", person.email).write("Kata sandi", NEW).press("Masuk").reads("Pasang kode kedua")
    ratri.page.get_by_text("Tidak dapat memindai?").click()
    secret = ratri.text_of(".secret").replace(" ", "")
    ratri.write("Kode", telephone(secret)).press("Pasang").reads("Kode cadangan")
    paper = ratri.page.locator(".codes code").first.inner_text()
    ratri.press("Sudah saya simpan")
    expect(ratri.page).to_have_url(re.compile("/audit/$"))
    ratri.press("Keluar").open("/masuk/petugas/")
    ratri.write("Surel", person.email).write("Kata sandi", NEW).press("Masuk").reads("Kode kedua")
    ratri.write("Kode", paper).press("Lanjut")
    expect(ratri.page).to_have_url(re.compile("/audit/$"))


def test_a_passkey_is_added_and_used_in_place_of_the_telephone(
    open_offices: Cast, stranger: Callable[..., Someone]
) -> None:
    person = open_offices.auditor.person
    join_telephone(person)
    nining = signed_in(stranger(), open_offices.auditor).open("/akun/pengaman/")
    give_authenticator(nining.page)
    nining.follow("Tambah kunci sandi").write("Nama", "Laptop kantor").write("Kata sandi Anda sekarang", PASSWORD)
    nining.press("Pasang kunci sandi").reads("Kunci sandi terpasang").reads("Laptop kantor")
    nining.press("Keluar").open("/masuk/petugas/")
    nining.write("Surel", person.email).write("Kata sandi", PASSWORD).press("Masuk").press("Pakai kunci sandi")
    expect(nining.page).to_have_url(re.compile("/audit/$"))
    nining.open("/akun/pengaman/").page.locator("summary").first.click()
    nining.write("Kata sandi Anda sekarang", PASSWORD).press("Hapus kunci sandi").reads("Kunci sandi itu dihapus")


def give_authenticator(page: Page) -> None:
    """Let this window's browser hold a passkey whose owner is always there."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True,
        "hasResidentKey": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_where_the_browser_has_no_passkey_the_page_says_so(
    open_offices: Cast, stranger: Callable[..., Someone]
) -> None:
    join_telephone(open_offices.auditor.person)
    nining = signed_in(stranger(), open_offices.auditor).open("/akun/pengaman/kunci/")
    nining.page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('no')) }")
    nining.press("Pasang kunci sandi").reads("Kunci sandi tidak dapat dipakai di sini")


OWN = ("/akun/", "/akun/perangkat/")
OFFICIAL = ("/akun/sandi/", "/akun/pengaman/", "/akun/pengaman/telepon/", "/akun/pengaman/kunci/",
            "/akun/pengaman/kode-cadangan/")  # fmt: skip


@pytest.mark.parametrize("name", ["budi", "sari"])
def test_the_pages_of_ones_own_account_are_sound(
    open_offices: Cast, stranger: Callable[..., Someone], name: str
) -> None:
    who = getattr(open_offices, name)
    if name == "budi":
        join_telephone(who.person)
    someone = signed_in(stranger(), who)
    for address in (*OWN, *(OFFICIAL if name == "budi" else ("/akun/nama/",))):
        sound(someone.page, address)


def test_the_pages_on_the_way_in_are_sound(open_offices: Cast, stranger: Callable[..., Someone]) -> None:
    sari = stranger().open("/masuk/").write("Surel", "sari@contoh.test").press("Kirim kode")
    sari.reads("Kodenya berlaku")
    sound(sari.page, "/masuk/kode/")
    budi = open_offices.budi.person
    join_telephone(budi)
    way = stranger().open("/masuk/petugas/").write("Surel", budi.email).write("Kata sandi", PASSWORD).press("Masuk")
    way.reads("Kode kedua")
    sound(way.page, "/masuk/petugas/kode/")
    assert SECRET not in way.page.content()
    invitations.invite(budi, at=timezone.now())
    sound(stranger().page, link_in_letter(budi.email))
    sound(stranger().page, "/masuk/petugas/sandi/x/")
    sound(stranger().page, "/demo/")
