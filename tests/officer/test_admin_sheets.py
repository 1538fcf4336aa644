"""Lists in and out in the pages: download, send back, look first, confirm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from lapor.complaints.models import Category, StandardAnswer
from lapor.notices import outbox
from lapor.notices.models import Notice
from lapor.officer.views import admin_sheets
from lapor.people import sheets
from lapor.people.models import Agency, AgencyKind, Change, Person, Position, Unit
from lapor.sop.rules import Role
from tests.cast import Cast, Walk, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def letters_to(db: None) -> Callable[[str], int]:
    """How many invitations wait for an address."""
    return lambda address: sum(
        notice.kind == "invitation" and outbox.opened(notice)["address"] == address for notice in Notice.objects.all()
    )


PEOPLE = "surel,nama,telepon,peran,opd,unit,sebutan,struktural,pendidikan,sk,kedudukan,mewakili,mulai,sampai"
RINA = "tri@bantul.test,Tri Wibowo,,operator,DLH,,,,,,,,2026-01-02,"


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.admin)


@pytest.fixture
def send(admin: Client) -> Callable[..., Any]:
    """Send a file to a list: `send("unit", "opd,unit,dipakai", "Dishub,Seksi A,ya")`."""

    def one(slug: str, *lines: str | bytes, name: str = "daftar.csv") -> Any:
        whole = lines[0] if isinstance(lines[0], bytes) else "\n".join(map(str, lines)).encode()
        return admin.post(f"/pengaturan/daftar/{slug}/", {"berkas": SimpleUploadedFile(name, whole)})

    return one


@pytest.fixture
def bring(admin: Client, send: Callable[..., Any]) -> Callable[..., Any]:
    """Send a file and confirm its preview."""

    def one(slug: str, *lines: str) -> Any:
        shown = send(slug, *lines)
        assert shown.status_code == 200, shown.context["faults"]
        return admin.post(f"/pengaturan/daftar/{slug}/", {"baris": shown.context["signed"]}, follow=True)

    return one


def wrong(answer: Any) -> list[str]:
    assert answer.status_code == 422
    return [sentence for _, sentence in answer.context["faults"]]


def everything() -> list[list[dict[str, object]]]:
    tables = (Person, Position, Agency, AgencyKind, Unit, Category, StandardAnswer, Change)
    return [list(table.objects.order_by("pk").values()) for table in tables]


# ---------------------------------------------------------------- out and in again


@pytest.fixture
def seeded(cast: Cast) -> None:
    call_command("seed", verbosity=0)


@pytest.mark.parametrize("slug", admin_sheets.TABLES)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_leaves_can_come_back_and_changes_nothing(
    admin: Client, seeded: None, send: Callable[..., Any], slug: str, form: str
):
    out = admin.get(f"/pengaturan/daftar/{slug}/unduh.{form}")
    assert out.status_code == 200
    assert "attachment" in out["Content-Disposition"]
    before = everything()
    shown = send(slug, out.content, name=f"daftar.{form}")
    assert shown.status_code == 200
    assert shown.context["counts"]["new"] == shown.context["counts"]["changed"] == 0
    assert shown.context["counts"]["same"] > 0
    assert everything() == before


def test_another_form_or_list_is_not_found(admin: Client):
    assert admin.get("/pengaturan/daftar/opd/unduh.pdf").status_code == 404
    assert admin.get("/pengaturan/daftar/kalender/").status_code == 404


def test_a_name_that_looks_like_a_formula_leaves_marked_and_comes_back_plain(
    admin: Client, cast: Cast, send: Callable[..., Any]
):
    Unit.objects.create(agency=cast.dishub, name="=cmd|' /C calc'!A0")
    out = admin.get("/pengaturan/daftar/unit/unduh.csv").content
    assert b"'=cmd" in out
    assert send("unit", out).context["counts"]["same"] == Unit.objects.count()


# ---------------------------------------------------------------- a preview does nothing


def test_a_preview_says_what_is_new_changed_and_the_same_and_does_nothing(
    cast: Cast, send: Callable[..., Any], admin: Client
):
    before = everything()
    shown = send("unit", "opd,unit,dipakai", "Dishub,Seksi Parkir,", "10700,Seksi Penerangan Jalan,ya")
    assert shown.context["counts"] == {"new": 1, "changed": 0, "same": 1}
    assert "Seksi Parkir" in shown.content.decode()
    assert everything() == before


def test_a_confirmed_list_is_there_with_a_line_in_the_journal_for_each_changed_row(
    cast: Cast, bring: Callable[..., Any]
):
    told = bring(
        "unit", "opd,unit,dipakai", "Dishub,Seksi Parkir,", "Dishub,Seksi Rambu,tidak", "DLH,Seksi Pertamanan,ya"
    )
    assert "2 baru, 0 diubah, 1 tetap" in told.content.decode()
    assert not Unit.objects.get(name="Seksi Rambu").active
    assert [(one.action, one.position) for one in Change.objects.order_by("seq")] == [
        ("unit_added", cast.admin), ("unit_added", cast.admin), ("unit_switched", cast.admin),
    ]  # fmt: skip


def test_a_wrong_line_stops_the_whole_file_and_every_one_is_named(cast: Cast, send: Callable[..., Any]):
    before = everything()
    said = wrong(
        send("unit", "opd,unit,dipakai", "Dishub,Seksi Parkir,", "Dinsos,Seksi A,", "DLH,,", "DLH,Seksi B,kadang")
    )
    assert said == [
        "Baris 3, kolom opd: “Dinsos” tidak dikenal. Tulis kode atau nama pendek OPD.",
        "Baris 4, kolom unit: Tulis nama unitnya.",
        "Baris 5, kolom dipakai: isi ya atau tidak, bukan “kadang”.",
    ]
    assert everything() == before


def test_the_same_twice_in_a_file_is_told(cast: Cast, send: Callable[..., Any]):
    said = wrong(send("unit", "opd,unit,dipakai", "Dishub,Seksi A,", "Dishub,seksi a,"))
    assert said == ["Baris 3: yang sama sudah ada di baris 2."]


def test_what_changed_since_the_preview_is_shown_anew(cast: Cast, send: Callable[..., Any], admin: Client):
    shown = send("unit", "opd,unit,dipakai", "Dishub,Seksi Parkir,")
    Unit.objects.create(agency=cast.dishub, name="Seksi Parkir")
    again = admin.post("/pengaturan/daftar/unit/", {"baris": shown.context["signed"]})
    assert again.status_code == 409
    assert again.context["counts"]["new"] == 0
    assert not Change.objects.exists()


def test_rows_that_were_tampered_with_or_belong_elsewhere_are_refused(
    cast: Cast, send: Callable[..., Any], admin: Client
):
    signed = send("unit", "opd,unit,dipakai", "Dishub,Seksi Parkir,").context["signed"]
    assert "kedaluwarsa" in wrong(admin.post("/pengaturan/daftar/unit/", {"baris": signed[:-3] + "abc"}))[0]
    assert admin.post("/pengaturan/daftar/opd/", {"baris": signed}).status_code == 404
    assert not Unit.objects.filter(name="Seksi Parkir").exists()


def test_a_preview_is_good_for_an_hour(cast: Cast, send: Callable[..., Any], admin: Client, monkeypatch: Any):
    signed = send("unit", "opd,unit,dipakai", "Dishub,Seksi Parkir,").context["signed"]
    monkeypatch.setattr(admin_sheets, "_VALID_FOR", -1)
    assert "kedaluwarsa" in wrong(admin.post("/pengaturan/daftar/unit/", {"baris": signed}))[0]


def test_no_file_a_broken_one_or_one_too_large_is_told_in_a_sentence(admin: Client, send: Callable[..., Any]):
    assert wrong(admin.post("/pengaturan/daftar/unit/", {})) == ["Pilih berkas XLSX atau CSV."]
    assert "rusak" in wrong(send("unit", b"PK\x03\x04"))[0]
    assert "5 MB" in wrong(send("unit", b"x" * (sheets.MOST_BYTES + 1)))[0]


def test_cancelling_says_that_nothing_happened(admin: Client):
    assert (
        "Tidak ada yang dimasukkan."
        in admin.post("/pengaturan/daftar/unit/", {"baris": "x", "batal": "1"}, follow=True).content.decode()
    )


# ---------------------------------------------------------------- each list


def test_new_people_come_with_their_positions_and_are_invited_once(
    cast: Cast, bring: Callable[..., Any], letters_to: Callable[[str], int]
):
    bring("orang", PEOPLE, RINA, "tri@bantul.test,Tri Wibowo,,verifier,,,,,,,,,2026-01-02,")
    person = Person.objects.get(email="tri@bantul.test")
    assert sorted(person.positions.values_list("role", flat=True)) == ["operator", "verifier"]
    assert letters_to("tri@bantul.test") == 1


def test_a_preview_invites_nobody(cast: Cast, send: Callable[..., Any], letters_to: Callable[[str], int]):
    send("orang", PEOPLE, RINA)
    assert letters_to("tri@bantul.test") == 0
    assert not Person.objects.filter(email="tri@bantul.test").exists()


def test_a_list_changes_names_and_titles_of_whom_it_knows(cast: Cast, bring: Callable[..., Any]):
    bring("orang", PEOPLE, "budi@bantul.test,Budi Santosa,,operator,Dishub,,Operator utama,,S-1,,,,2026-01-01,")
    cast.budi.refresh_from_db()
    assert (cast.budi.person.name, cast.budi.title, cast.budi.education) == ("Budi Santosa", "Operator utama", "S-1")
    assert cast.budi.person.positions.count() == 1


def test_an_acting_official_is_taken_in_with_whom_he_stands_in_for(cast: Cast, bring: Callable[..., Any]):
    line = "heru@bantul.test,Heru,,head,Dishub,,,ya,,SK 5,plh,agus@bantul.test,2026-11-01,2030-12-31"
    bring("orang", PEOPLE, line)
    acting = Position.objects.get(person=cast.heru.person, role=Role.HEAD)
    assert (acting.acting, acting.acting_for, acting.decree) == ("plh", cast.agus, "SK 5")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("tri,Tri,,operator,DLH,,,,,,,,2026-01-02,", "Baris 2, kolom surel: "),
        ("a@b.test,,,operator,DLH,,,,,,,,2026-01-02,", "Baris 2, kolom nama: "),
        ("a@b.test,Tri,,juru ketik,DLH,,,,,,,,2026-01-02,", "kolom peran: “juru ketik” tidak dikenal."),
        ("a@b.test,Tri,,operator,Dinas X,,,,,,,,2026-01-02,", "kolom opd: “Dinas X” tidak dikenal."),
        ("a@b.test,Tri,,operator,,,,,,,,,2026-01-02,", "kolom opd: Pilih OPD-nya."),
        ("a@b.test,Tri,,auditor,DLH,,,,,,,,2026-01-02,", "kolom opd: Peran ini bekerja untuk kabupaten."),
        ("a@b.test,Tri,,unit,DLH,Seksi X,,,,,,,2026-01-02,", "kolom unit: OPD itu tidak punya unit “Seksi X”."),
        ("a@b.test,Tri,,officer,DLH,,,mungkin,,,,,2026-01-02,", "kolom struktural: isi ya atau tidak"),
        ("a@b.test,Tri,,operator,DLH,,,,,,,,2 Januari,", "kolom mulai: “2 Januari” bukan tanggal"),
        ("a@b.test,Tri,,operator,DLH,,,,,,,,,", "kolom mulai: Isi hari jabatan ini mulai."),
        ("a@b.test,Tri,,operator,DLH,,,,,,,,2026-01-02,2025-01-02", "kolom sampai: Hari terakhir lebih dulu"),
        ("a@b.test,Tri,,head,DLH,,,,,,pgs,,2026-01-02,", "kolom kedudukan: isi plt, plh, atau kosongkan."),
        ("a@b.test,Tri,,head,DLH,,,,,,plh,budi@bantul.test,2026-01-02,", "kolom mewakili: “budi@bantul.test”"),
        ("budi@bantul.test,Budi,,operator,Dishub,,,,,,,,2026-01-01,2026-12-01", "serah terima"),
    ],
)
def test_a_bad_line_about_people_is_named_with_its_column(
    cast: Cast, send: Callable[..., Any], line: str, sentence: str
):
    before = everything()
    assert sentence in " ".join(wrong(send("orang", PEOPLE, line)))
    assert everything() == before


def test_two_names_for_one_address_are_told(cast: Cast, send: Callable[..., Any]):
    said = wrong(send("orang", PEOPLE, RINA, RINA.replace("operator", "head").replace("Tri Wibowo", "Budi")))
    assert said == ["Baris 3, kolom nama: orang ini di baris 2 lain isinya."]


def test_agencies_with_a_parent_of_the_same_file_and_another_name(cast: Cast, bring: Callable[..., Any]):
    heading = "kode,nama_pendek,nama,jenis,induk,sebutan_penanggung_jawab,sebutan_kepala,jam_kerja"
    bring(
        "opd", heading,
        "20100,Dinkes,Dinas Kesehatan,dinas,,,,lima-hari",
        "20101,RSUD,Rumah Sakit,dinas,20100,Wakil Direktur,Direktur,lima-hari",
        "10700,Dishub,Dinas Perhubungan dan Terminal,dinas,,Sekretaris Dinas,Kepala Dinas,lima-hari",
    )  # fmt: skip
    assert Agency.objects.get(code="20101").parent.short == "Dinkes"
    assert Agency.objects.get(code="20100").head_title == "Kepala Dinas"
    change = Change.objects.get(action="agency_changed")
    assert change.data["name"] == ["Dinas Perhubungan", "Dinas Perhubungan dan Terminal"]


def test_kinds_categories_and_standard_answers_come_in(cast: Cast, bring: Callable[..., Any]):
    bring("jenis-opd", "kode,nama,sebutan_penanggung_jawab,sebutan_kepala", "badan,Badan,Sekretaris Badan,Kepala Badan")
    bring("kategori", "nomor,nama,induk,sering_dipakai,dipakai", "110,Topik Lainnya,,ya,", "111,Lampu,110,,tidak")
    heading = "opd,tindakan,judul,isi,ditawarkan"
    common, own = ",answer,Beres,Sudah kami kerjakan kemarin.,", "DLH,Jawaban,Beres,Pohonnya sudah dipangkas.,ya"
    bring("jawaban-baku", heading, common, own)
    assert AgencyKind.objects.get(pk="badan").head_title == "Kepala Badan"
    lamp = Category.objects.get(pk=111)
    assert (lamp.parent_id, lamp.common, lamp.active) == (110, False, False)
    assert set(StandardAnswer.objects.values_list("agency__short", "action")) == {(None, "answer"), ("DLH", "answer")}


def test_a_unit_that_holds_a_case_is_not_switched_off_by_a_list(walk: Walk, cast: Cast, send: Callable[..., Any]):
    walk.assigned()
    said = wrong(send("unit", "opd,unit,dipakai", "Dishub,Seksi Penerangan Jalan,tidak"))
    assert said == ["Baris 2: Seksi Penerangan Jalan masih memegang 1 aduan. Tarik kembali dulu, atau tunggu selesai."]


def test_a_list_that_changes_nothing_asks_little_of_the_database(
    admin: Client, cast: Cast, send: Callable[..., Any], django_assert_max_num_queries: Any
):
    for number in range(40):
        person = Person.objects.create_person(email=f"p{number}@bantul.test", name=f"Petugas {number}")
        Position.objects.create(person=person, role=Role.OPERATOR, agency=cast.dlh, starts=cast.budi.starts)
    out = admin.get("/pengaturan/daftar/orang/unduh.csv").content
    with django_assert_max_num_queries(25):
        assert send("orang", out).context["counts"]["same"] > 50
