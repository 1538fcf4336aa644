"""`lapor officials`: a list becomes people with positions, again and again, or is refused whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lapor.people import readiness
from lapor.people.models import Agency, Person, Position
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
HEADING = "surel,nama,peran,opd,unit,sebutan,struktural,mulai,sampai"
DLH = (
    "tri@bantul.test,Tri Wibowo,Operator,DLH,,,,2026-01-02,",
    "ambar@bantul.test,Ambar Utami,officer,DLH,,,ya,2026-01-02,",
    "hadi@bantul.test,Hadi Susilo,Kepala OPD,DLH,,,,2026-01-02,",
)

Load = Callable[..., tuple[str, str]]


@pytest.fixture
def load(tmp_path: Path, cast: Cast) -> Load:
    """Load a list of these lines; what was said on stdout and on stderr."""

    def run(*lines: str, heading: str = HEADING) -> tuple[str, str]:
        path = tmp_path / "pejabat.csv"
        path.write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")
        said, remarked = io.StringIO(), io.StringIO()
        call_command("officials", str(path), stdout=said, stderr=remarked)
        return said.getvalue(), remarked.getvalue()

    return run


def refused(load: Load, *lines: str) -> str:
    before = Person.objects.count(), Position.objects.count()
    with pytest.raises(CommandError) as error:
        load(*lines)
    assert (Person.objects.count(), Position.objects.count()) == before
    return str(error.value)


def test_an_office_of_the_list_can_be_given_complaints_and_its_people_can_sign_in(load: Load):
    dlh = Agency.objects.get(short="DLH")
    Position.objects.filter(agency=dlh).delete()
    said, remarked = load(*DLH)
    assert readiness.missing_holders(dlh, day=TODAY) == []
    told = list(csv.DictReader(io.StringIO(said)))
    assert [row["surel"] for row in told] == ["tri@bantul.test", "ambar@bantul.test", "hadi@bantul.test"]
    assert all(Person.objects.get(email=row["surel"]).check_password(row["kata_sandi"]) for row in told)
    assert "3 jabatan baru, 0 diperbarui, 3 kata sandi baru." in remarked


def test_a_second_loading_changes_nothing_and_tells_no_password(load: Load):
    load(*DLH)
    before = list(Person.objects.order_by("pk").values()), list(Position.objects.order_by("pk").values())
    said, remarked = load(*DLH)
    assert (list(Person.objects.order_by("pk").values()), list(Position.objects.order_by("pk").values())) == before
    assert said == ""
    assert "0 jabatan baru, 0 diperbarui" in remarked


def test_names_and_dates_follow_the_list_and_who_left_it_stays(load: Load):
    load(*DLH)
    load("tri@bantul.test,Tri Wibowo Adi,operator,DLH,,,,2026-01-02,2026-12-31")
    person = Person.objects.get(email="tri@bantul.test")
    assert person.name == "Tri Wibowo Adi"
    assert person.positions.get().ends == date(2026, 12, 31)
    assert Person.objects.filter(email="hadi@bantul.test").exists()


def test_a_person_may_hold_two_positions_and_gets_one_password(load: Load):
    said, _ = load(
        "rita@bantul.test,Rita,operator,DLH,,,,2026-01-02,",
        "RITA@bantul.test,Rita,Verifikator Tim Kabupaten,,,,,2026-01-02,",
    )
    assert Person.objects.get(email="rita@bantul.test").positions.count() == 2
    assert len(said.splitlines()) == 2


def test_the_head_of_a_unit_is_found_by_code_of_the_agency_and_name_of_the_unit(load: Load, cast: Cast):
    load(f"nur@bantul.test,Nur,unit,{cast.dishub.code},{cast.lights.name.upper()},Kepala Seksi,,2026-01-02,")
    position = Position.objects.get(person__email="nur@bantul.test")
    assert position.unit == cast.lights
    assert position.title == "Kepala Seksi"


def test_the_password_of_a_citizen_with_that_address_does_not_open_the_office(load: Load):
    citizen = Person.objects.create_person(email="tri@bantul.test", name="Seseorang", password="kata-sandi-lama")
    said, remarked = load(DLH[0])
    citizen.refresh_from_db()
    assert not citizen.check_password("kata-sandi-lama")
    assert citizen.check_password(said.splitlines()[1].rpartition(",")[2])
    assert "tri@bantul.test sudah punya akun sebagai warga" in remarked


def test_semicolons_of_a_spreadsheet_are_understood(load: Load):
    load(DLH[0].replace(",", ";"), heading="\ufeff" + HEADING.replace(",", ";"))
    assert Position.objects.filter(person__email="tri@bantul.test").exists()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("tri,Tri,operator,DLH,,,,2026-01-02,", "surel “tri” bukan alamat surel."),
        ("a@b.test,,operator,DLH,,,,2026-01-02,", "nama kosong."),
        ("a@b.test,Tri,juru ketik,DLH,,,,2026-01-02,", "peran “juru ketik” tidak dikenal."),
        ("a@b.test,Tri,citizen,,,,,2026-01-02,", "peran “citizen” tidak dikenal."),
        ("a@b.test,Tri,operator,Dinas X,,,,2026-01-02,", "opd “Dinas X” tidak dikenal."),
        ("a@b.test,Tri,auditor,DLH,,,,2026-01-02,", "Auditor bekerja untuk kabupaten; kosongkan opd dan unit."),
        ("a@b.test,Tri,unit,DLH,Seksi X,,,2026-01-02,", "DLH tidak punya unit “Seksi X”."),
        ("a@b.test,Tri,head,DLH,Seksi X,,,2026-01-02,", "Kepala OPD tidak memegang unit"),
        ("a@b.test,Tri,officer,DLH,,,mungkin,2026-01-02,", "struktural diisi ya atau tidak"),
        ("a@b.test,Tri,operator,DLH,,,,2 Januari,", "mulai “2 Januari” bukan tanggal"),
        ("a@b.test,Tri,operator,DLH,,,,2026-01-02,2025-01-02", "sampai lebih dulu daripada mulai."),
        ("tri@bantul.test,Tri Wibowo,operator,DLH,,,,2026-02-02,", "jabatan ini sudah ada di baris 2."),
        ("tri@bantul.test,Budi,head,DLH,,,,2026-01-02,", "surel ini di baris 2 milik Tri Wibowo."),
        ("a@b.test,Tri,operator,DLH,,,,2026-01-02,,lagi", "isinya lebih banyak daripada kolomnya."),
    ],
)
def test_a_bad_line_refuses_the_whole_list_with_its_number(load: Load, line: str, sentence: str):
    said = refused(load, DLH[0], line)
    assert f"Baris 3: {sentence}" in said
    assert "Tidak ada yang dimuat." in said


def test_every_bad_line_is_told_at_once(load: Load):
    said = refused(load, "tri,Tri,operator,DLH,,,,2026-01-02,", "a@b.test,,operator,DLH,,,,2026-01-02,")
    assert "Baris 2: " in said
    assert "Baris 3: " in said


def test_a_list_without_a_column_without_a_line_or_without_a_file_is_refused(load: Load, tmp_path: Path):
    with pytest.raises(CommandError, match="Baris 1: kolom sampai tidak ada"):
        load(DLH[0], heading=HEADING.removesuffix(",sampai"))
    assert "Tidak ada satu pejabat pun" in refused(load)
    with pytest.raises(CommandError, match="tidak dapat dibaca"):
        call_command("officials", str(tmp_path / "tidak-ada.csv"))


def test_without_basic_data_the_list_waits(tmp_path: Path):
    with pytest.raises(CommandError, match="lapor seed"):
        call_command("officials", str(tmp_path / "pejabat.csv"))
