"""A hidden identity at the screen: asked for, decided by the custodian, looked at; and a list that is downloaded."""

from __future__ import annotations

from collections.abc import Callable

from lapor.complaints.steps import reveal
from lapor.people.models import Position
from tests.browser.conftest import Someone
from tests.browser.test_pages import sound
from tests.cast import Cast, Walk

Official = Callable[[Position], Someone]
WHY = "Petugas lapangan perlu bertemu pelapor di lokasi."
YES = "Sudah ditanyakan lewat sistem tanpa hasil."


def test_a_hidden_identity_is_asked_for_allowed_by_keyboard_and_seen(
    open_offices: Cast, official: Official, file_one: Callable[..., Walk]
) -> None:
    cast = open_offices
    walk = file_one(anonim=True, contact="sari@contoh.test").routed()
    address = f"/meja/aduan/{walk.complaint.number}/"
    wati = official(cast.wati).open(address).follow("Minta identitas").write("Mengapa identitasnya", WHY)
    wati.press("Minta identitas").reads("menunggu keputusan penjaga identitas").does_not_read("Sari Lestari")

    sekar = official(cast.sekar).reads(walk.complaint.number).reads(WHY).does_not_read(walk.complaint.title)
    sekar.follow("Putuskan").press("Izinkan selama 24 jam").reads("Ada 1 yang perlu dilengkapi")
    sekar.field("Alasan keputusan").focus()
    sekar.page.keyboard.type(YES)
    sekar.page.keyboard.press("Tab")
    sekar.page.keyboard.press("Enter")
    sekar.reads("Diizinkan.").reads("Tidak ada permintaan yang menunggu.")

    wati.open(address).reads(YES).press("Lihat identitas").reads("Sari Lestari").reads("sari@contoh.test")
    wati.open(address).does_not_read("Sari Lestari").reads("Identitas pelapor dibuka")
    official(cast.auditor).open(f"/audit/{walk.complaint.number}/").reads("Wati, Verifikator").reads(YES)


def test_the_pages_about_identities_are_sound_at_both_widths(
    open_offices: Cast, official: Official, file_one: Callable[..., Walk]
) -> None:
    cast = open_offices
    walks = [file_one(anonim=True).routed() for _ in range(2)]
    for walk in walks:
        walk.do(reveal.ask_identity, cast.wati, reason=WHY)
    first, second = (walk.complaint.identity_requests.get() for walk in walks)
    reveal.deny_identity(request=first, actor=cast.sekar.as_actor(), at=walks[0].now(), reason=YES)
    sekar, wati = official(cast.sekar), official(cast.wati)
    pages = [(sekar, "/identitas/"), (sekar, f"/identitas/{first.pk}/"), (sekar, f"/identitas/{second.pk}/")]
    pages.append((wati, f"/meja/aduan/{walks[0].complaint.number}/"))
    for who, address in pages:
        sound(who.page, address)


def test_a_list_is_downloaded_by_its_button(
    open_offices: Cast, official: Official, file_one: Callable[..., Walk]
) -> None:
    file_one().routed()
    wati = official(open_offices.wati).open("/meja/kotak-masuk/?saring=semua")
    with wati.page.expect_download() as waited:
        wati.press("XLSX")
    assert waited.value.suggested_filename.startswith("aduan-")
