"""Positions change hands at the screen: one stands in for an officer who is away, one takes over from a leaver."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from lapor.people.models import Change, Position
from tests.browser.conftest import Someone
from tests.browser.test_pages import RULES, sound
from tests.cast import ANSWER, Cast, Walk

Official = Callable[[Position], Someone]
TITLE = "Lampu jalan padam di Jalan Imogiri Barat"


def finds(admin: Someone, name: str) -> Someone:
    """The administrator goes to the page of this official."""
    admin.open("/pengaturan/").follow("Orang dan jabatan").write("Cari nama", name).press("Cari")
    return admin.follow(name)


def test_an_acting_officer_takes_over_and_the_history_names_him_so(
    open_offices: Cast, official: Official, file_one: Callable[..., Walk]
) -> None:
    cast = open_offices
    file_one().passed_on()
    admin = finds(official(cast.admin), "Rina").follow("Beri jabatan")
    admin.choose("Peran", "Penanggung jawab").choose("OPD", "Dishub").tick("Pejabat struktural")
    admin.choose("Kedudukan", "Plh., selama pejabatnya berhalangan").press("Beri jabatan ini")
    admin.reads("Ada 1 yang perlu dilengkapi").reads("Sebutkan pejabat yang diwakili Plh. ini.")
    admin.choose("Mewakili", f"{cast.endang.label}: Endang").press("Beri jabatan ini")
    acting = "Plh. Penanggung jawab (Sekretaris Dinas), Dishub"
    admin.reads(f"Rina memegang {acting}.")

    rina = official(cast.rina).follow("Ganti jabatan").press("Pakai jabatan ini")
    rina.reads(f"Anda sekarang bertindak sebagai {acting}.").follow(TITLE)
    rina.follow("Tugaskan unit teknis").choose("Unit teknis", "Seksi Penerangan Jalan")
    rina.write("Disposisi", "Periksa tiga tiang di ruas itu.").press("Tugaskan unit teknis")
    rina.follow("Kotak masuk").follow("Di unit teknis").follow(TITLE)
    rina.reads("Unit teknis ditunjuk").reads(acting)

    official(cast.agus).follow(TITLE).reads(acting)
    auditor = official(cast.auditor).reads("Plh. Penanggung jawab, Dishub")
    auditor.follow("Catatan perubahan").reads("Kedudukan: Plh.").reads("Mewakili: Endang")


def test_the_cases_of_a_leaver_are_handed_on_and_answered(
    open_offices: Cast, official: Official, file_one: Callable[..., Walk]
) -> None:
    cast = open_offices
    file_one().approved()
    budi = official(cast.budi)
    admin = finds(official(cast.admin), "Budi").follow("Serah terima")
    admin.reads("1 aduan menunggu Operator, Dishub").press("Catat serah terima")
    admin.reads("Ada 1 yang perlu dilengkapi").reads("Sebutkan penggantinya.")
    yesterday = timezone.localdate() - timedelta(days=1)
    admin.write("Hari terakhir", yesterday.isoformat()).write("Surel pengganti", "tarjo@bantul.test")
    admin.write("Nama pengganti", "Tarjo").press("Catat serah terima")
    admin.reads("Serah terima dari Budi tercatat. Penggantinya: Tarjo (Operator, Dishub).")
    admin.reads("Pernah dipegang").reads("Aduan yang menunggu di sana: 1")

    budi.open("/meja/kotak-masuk/").does_not_read(TITLE)
    tarjo = official(Position.objects.get(person__name="Tarjo"))
    tarjo.follow(TITLE).follow("Kirim jawaban").write("Jawaban", ANSWER)
    tarjo.tick("Sudah diatasi").press("Kirim jawaban").reads("Dijawab")
    assert Change.objects.filter(action="position_ended", data__cases=1).exists()


def test_the_pages_of_people_and_positions_are_sound(
    open_offices: Cast, official: Official, file_one: Callable[..., Walk]
) -> None:
    cast = open_offices
    file_one().routed()
    soon = timezone.localdate() + timedelta(days=9)
    Position.objects.filter(pk=cast.agus.pk).update(ends=soon)
    Position.objects.filter(pk=cast.slamet.pk).update(ends=timezone.localdate() - timedelta(days=1))
    page = official(cast.admin).page
    person = f"/pengaturan/orang/{cast.budi.person_id}/"
    for address in (
        "/pengaturan/", "/pengaturan/waktu/", "/pengaturan/orang/", "/pengaturan/orang/?q=tidakada",
        "/pengaturan/orang/baru/", person, f"{person}ubah/", f"{person}jabatan/", f"{person}serah-terima/",
        f"/pengaturan/jabatan/{cast.endang.pk}/", "/meja/kesiapan/",
    ):  # fmt: skip
        sound(page, address)
    admin = Someone(page).open(f"{person}serah-terima/").press("Catat serah terima").reads("Sebutkan penggantinya.")
    assert Axe().run(admin.page, options=RULES).violations_count == 0
    admin.open(f"{person}ubah/").write("Nama", "Budi Santosa").press("Simpan").reads("Data Budi Santosa disimpan.")
    sound(page, "/pengaturan/catatan/")
    sound(official(cast.auditor).page, "/audit/")
