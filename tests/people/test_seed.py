"""`lapor seed`: everything there, twice without a change, nothing set by hand overwritten."""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lapor.complaints.models import Category, Kalurahan, Kapanewon, StandardAnswer
from lapor.people.models import Agency, AgencyKind, Calendar, Holiday, Unit
from lapor.people.seed import FOLDER

pytestmark = pytest.mark.django_db


def seed(folder: Path | None = None) -> str:
    said = io.StringIO()
    call_command("seed", folder=folder or FOLDER, stdout=said)
    return said.getvalue()


def everything() -> list[list[dict[str, object]]]:
    tables = (Calendar, Holiday, AgencyKind, Agency, Unit, Kapanewon, Kalurahan, Category, StandardAnswer)
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
    assert len(kinds) == 55
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
    assert said.count("tidak ada yang baru") == 9


def test_what_people_changed_in_the_product_wins_over_the_files(copy: Path):
    seed()
    Agency.objects.filter(code="10700").update(name="Dinas Perhubungan dan Terminal", officer_title="Sekretaris")
    AgencyKind.objects.filter(code="badan").update(head_title="Ketua Badan")
    Category.objects.filter(pk=110).update(name="Lain-lain", common=False, active=False)
    Kalurahan.objects.filter(code="34.02.01.2001").update(name="Poncosari Baru")
    before = everything()
    swap(copy / "opd.csv", "Dinas Perhubungan", "Dinas Lalu Lintas")
    said = seed(copy)
    assert everything() == before
    assert "OPD: 55, tidak ada yang baru" in said


def test_a_renamed_or_moved_unit_is_not_made_again():
    seed()
    one = Unit.objects.filter(agency__code="10100").first()
    Unit.objects.filter(pk=one.pk).update(name="Bidang Sekolah")
    Unit.objects.filter(agency__code="10100").exclude(pk=one.pk).update(agency=Agency.objects.get(code="10700"))
    before = Unit.objects.count()
    assert "unit teknis: 103, tidak ada yang baru" in seed()
    assert Unit.objects.count() == before


def test_a_standard_answer_with_another_title_is_not_made_again():
    seed()
    one = StandardAnswer.objects.filter(action="answer").first()
    StandardAnswer.objects.filter(pk=one.pk).update(title="Beres", text="Sudah dikerjakan.")
    before = StandardAnswer.objects.count()
    seed()
    assert StandardAnswer.objects.count() == before
    assert StandardAnswer.objects.get(pk=one.pk).text == "Sudah dikerjakan."


def test_every_act_has_a_standard_answer_of_enough_words():
    seed()
    assert set(StandardAnswer.objects.values_list("action", flat=True)) == set(StandardAnswer.ACTIONS)
    assert all(len(one.text) > 40 and "silahkan" not in one.text.lower() for one in StandardAnswer.objects.all())


def test_a_row_that_is_new_in_a_file_is_made(copy: Path):
    seed()
    with (copy / "opd.csv").open("a", encoding="utf-8") as lines:
        lines.write("19900,Dinas Baru,Dinas Baru,dinas,,Sekretaris Dinas,Kepala Dinas,lima-hari,\n")
    assert "OPD: 56, 1 baru" in seed(copy)
    assert Agency.objects.get(code="19900").name == "Dinas Baru"


def test_a_row_that_left_the_file_stays_in_the_database(copy: Path):
    seed()
    path = copy / "units.csv"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    seed(copy)
    assert Unit.objects.count() == 103


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


def test_one_agency_keeps_the_tim_and_one_is_the_secretariat():
    seed()
    assert Agency.objects.get(duty="tim").short == "Diskominfo"
    assert Agency.objects.get(duty="secretariat").head_title == "Sekretaris Daerah"
    assert Agency.objects.filter(parent__duty="secretariat").count() == 8
