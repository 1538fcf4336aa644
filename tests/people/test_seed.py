"""`lapor seed`: everything there, twice without a change, nothing set by hand overwritten."""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lapor.complaints.models import Category, Kalurahan, Kapanewon
from lapor.people.models import Agency, Calendar, Holiday, Unit
from lapor.people.seed import FOLDER

pytestmark = pytest.mark.django_db


def seed(folder: Path | None = None) -> str:
    said = io.StringIO()
    call_command("seed", folder=folder or FOLDER, stdout=said)
    return said.getvalue()


def everything() -> list[list[dict[str, object]]]:
    tables = (Calendar, Holiday, Agency, Unit, Kapanewon, Kalurahan, Category)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of seeds/ whose files a test may change."""
    return Path(shutil.copytree(FOLDER, tmp_path / "seeds"))


def swap(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_bantul_is_whole_after_one_seeding():
    seed()
    kinds = Agency.objects.values_list("kind", flat=True)
    assert len(kinds) == 54
    assert sum(kind == "kapanewon" for kind in kinds) == 17
    assert sum(kind == "bumd" for kind in kinds) == 1
    assert Kapanewon.objects.count() == 17
    assert Kalurahan.objects.count() == 75
    assert Category.objects.count() == 225
    assert {day.year for day in Holiday.objects.values_list("day", flat=True)} == {2026, 2027}


def test_every_agency_has_a_unit_and_every_kalurahan_lies_in_its_kapanewon():
    seed()
    assert not Agency.objects.filter(units=None).exists()
    for kalurahan in Kalurahan.objects.all():
        assert kalurahan.code.startswith(f"{kalurahan.kapanewon_id}.")


def test_the_hospital_stands_under_the_health_agency():
    seed()
    assert Agency.objects.get(code="13500").parent.short == "Dinkes"


def test_a_second_seeding_changes_nothing_and_says_so():
    seed()
    before = everything()
    said = seed()
    assert everything() == before
    assert said.count("tidak ada yang berubah") == 8


def test_a_changed_row_is_brought_up_to_date(copy: Path):
    seed()
    swap(copy / "opd.csv", "Dinas Perhubungan", "Dinas Perhubungan dan Terminal")
    swap(copy / "wilayah" / "kalurahan.csv", "Poncosari", "Poncosari Baru")
    said = seed(copy)
    assert Agency.objects.get(code="10700").name == "Dinas Perhubungan dan Terminal"
    assert Kalurahan.objects.get(code="34.02.01.2001").name == "Poncosari Baru"
    assert "OPD: 54 (0 baru, 1 diperbarui)" in said


def test_a_row_that_left_the_file_stays_in_the_database(copy: Path):
    seed()
    path = copy / "units.csv"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    seed(copy)
    assert Unit.objects.count() == 102


def test_a_calendar_and_a_holiday_that_people_changed_are_left_alone():
    seed()
    week = {"mon": [["08:00", "15:00"]]}
    Calendar.objects.filter(code="lima-hari").update(week=week, version=2)
    Holiday.objects.filter(day=date(2026, 1, 1)).update(name="Tahun Baru, diubah bupati")
    Holiday.objects.create(day=date(2026, 7, 20), name="Hari jadi Bantul", kind="national")
    seed()
    assert Calendar.objects.get(code="lima-hari").week == week
    assert Holiday.objects.get(day=date(2026, 1, 1)).name == "Tahun Baru, diubah bupati"
    assert Holiday.objects.filter(day=date(2026, 7, 20)).exists()


def test_a_calendar_chosen_for_an_agency_is_left_alone():
    seed()
    other = Calendar.objects.get(code="istirahat")
    Agency.objects.filter(code="10700").update(calendar=other)
    seed()
    assert Agency.objects.get(code="10700").calendar == other


def test_a_broken_file_leaves_the_database_as_it_was(copy: Path):
    swap(copy / "kategori.csv", "1454,Lainnya terkait Bantuan Sosial,957,1", "1454,Lainnya,999999,1")
    with pytest.raises(ValueError, match="parent"):
        seed(copy)
    assert not Agency.objects.exists()


def test_a_folder_without_seeds_is_refused_with_a_sentence(tmp_path: Path):
    with pytest.raises(CommandError, match="--folder"):
        seed(tmp_path)
