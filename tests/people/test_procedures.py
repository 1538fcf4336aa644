"""Dated versions of the SOP: written by one, approved by another, kept by the complaints that began under them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from lapor.complaints.models import Complaint, StepClock
from lapor.complaints.steps import check, reopen
from lapor.people import journal, procedure_edit, procedures
from lapor.people.faults import Faulty
from lapor.people.models import Change, Person, Position, SopVersion
from lapor.people.procedure_edit import Written
from lapor.sop import amounts, difference
from lapor.sop.limits import BASE, Terms
from lapor.sop.rules import H, K, Role
from tests.cast import MONDAY, REPORTER, Cast, Walk, sign_in
from tests.complaints.test_at_once import at_once

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
TOMORROW = TODAY + timedelta(days=1)


def written(effective: date | None = TOMORROW, reason: str = "Evaluasi 2026", **changed: int | None) -> Written:
    return Written(effective, reason, {**amounts.of(BASE), **changed}, {})


def keep(what: Written, by: Position) -> SopVersion:
    return procedure_edit.draft(what, by=by, at=MONDAY, day=TODAY)


def approve(row: SopVersion, by: Position, day: date = TODAY) -> SopVersion:
    return procedure_edit.approve(row, seen=procedure_edit.mark(row), by=by, at=MONDAY, day=day)


def faults_of(act: Callable[[], Any]) -> dict[str, str]:
    with pytest.raises(Faulty) as caught:
        act()
    return caught.value.faults


@pytest.fixture
def faster(cast: Cast) -> SopVersion:
    """45 minutes for step 3 from tomorrow on, floor 20; written by the administrator, approved by the chair."""
    return approve(keep(written(step_3=45, floor_3=20, settlement_complaint=10), cast.admin), cast.joko)


# ---------------------------------------------------------------- what a version says


def test_amounts_and_terms_are_two_ways_to_say_one_version() -> None:
    given = amounts.of(BASE)
    assert amounts.terms_with(given, code=BASE.code, effective=BASE.effective) == BASE
    assert Terms.from_json(BASE.code, BASE.effective, BASE.to_json()) == BASE
    assert (BASE.whole, BASE.total, BASE.minutes(2), BASE.end_minutes((1, 2, 3, 8))) == (1060, 1050, None, 100)


def test_a_difference_is_said_field_by_field_and_with_the_sum_of_all_steps() -> None:
    faster = amounts.terms_with({**amounts.of(BASE), "step_3": 45}, code="x", effective=TOMORROW)
    told = difference.sentence(difference.between(BASE, faster))
    assert told == "Langkah 3: 60 → 45 menit kerja; seluruh langkah: 1.060 → 1.045 menit"


def test_a_changed_head_is_a_difference_and_an_unchanged_one_is_not_kept() -> None:
    said = Written(TOMORROW, "x", amounts.of(BASE), {"number": "065/12", "warning": ""})
    (one,) = difference.between(BASE, said.terms("x"))
    assert str(one) == "Nomor SOP: belum diisi → 065/12"
    assert said.terms().to_json()["head"] == {"number": "065/12"}


# ---------------------------------------------------------------- which is in force


def test_a_version_is_in_force_from_its_day_and_a_draft_never(cast: Cast) -> None:
    draft = keep(written(step_3=45), cast.admin)
    assert procedures.in_force(TOMORROW) == BASE
    approve(draft, cast.joko)
    assert procedures.in_force(TODAY) == BASE
    assert procedures.in_force(TOMORROW).code == "2026-03-03"
    assert [one.status for one in procedures.listed(TODAY)] == ["coming", "in_force"]
    assert [one.status for one in procedures.listed(TOMORROW)] == ["in_force", "former"]


def test_a_complaint_at_23_59_keeps_sixty_minutes_and_one_at_00_01_gets_forty_five(
    file_one: Callable[..., Walk], faster: SopVersion
) -> None:
    midnight = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)  # 3 Maret 2026, 00.00 in Bantul
    before, after = file_one(at=midnight - timedelta(minutes=1)), file_one(at=midnight + timedelta(minutes=1))
    for walk, minutes, total, days in ((before, 60, 1050, 14), (after, 45, 1035, 10)):
        walk.at = MONDAY + timedelta(days=1)
        walk.routed()
        clocks = walk.complaint.clocks
        assert clocks.get(name=H.AT_OPERATOR).limit == minutes
        assert clocks.get(name=K.TOTAL).limit == total
        assert clocks.get(name=K.SETTLEMENT).limit == days
        assert {row.sop_version for row in clocks.all()} == {walk.complaint.sop_version}


def test_a_later_pass_uses_the_floor_of_its_own_version(file_one: Callable[..., Walk], cast: Cast) -> None:
    approve(keep(written(step_5=600, floor_5=200), cast.admin), cast.joko)
    walk = file_one(at=MONDAY + timedelta(days=1)).reported()
    StepClock.objects.filter(complaint=walk.complaint, name=H.AT_UNIT).update(used_minutes=590)
    walk.do(check.send_back, cast.endang, missing="Foto tiang ketiga belum ada.")
    assert walk.complaint.clocks.filter(name=H.AT_UNIT).latest("id").limit == 200


def test_a_new_round_keeps_the_version_the_complaint_began_under(walk: Walk, faster: SopVersion) -> None:
    walk.answered().received()
    walk.do(reopen.object_to, REPORTER, reason="Tiang ketiga masih padam.", at=MONDAY + timedelta(days=3))
    assert walk.complaint.round == 2
    assert {row.sop_version for row in walk.complaint.clocks.filter(round=2)} == {BASE.code}
    assert walk.complaint.terms == BASE
    assert walk.complaint.clocks.get(name=H.AT_OFFICER, round=2).limit == 120


# ---------------------------------------------------------------- who approves


def test_the_same_person_with_two_positions_does_not_approve_his_own(cast: Cast) -> None:
    both = Position.objects.create(person=cast.admin.person, role=Role.CHAIR, starts=date(2026, 1, 1))
    draft = keep(written(step_3=45), cast.admin)
    assert "Anda sendiri yang menulisnya" in faults_of(lambda: approve(draft, both))[""]
    with pytest.raises(IntegrityError, match="approved by its writer"), transaction.atomic():
        SopVersion.objects.filter(pk=draft.pk).update(approved_by=both, approved_at=MONDAY)
    draft.refresh_from_db()
    assert draft.approved_at is None


def change(draft: SopVersion, words: procedure_edit.Written, by: Position) -> SopVersion:
    """Change a draft, knowing what it says now."""
    return procedure_edit.change(draft, words, seen=procedure_edit.mark(draft), by=by, at=MONDAY, day=TODAY)


def test_of_two_who_change_one_draft_at_once_the_second_is_told(cast: Cast) -> None:
    draft = keep(written(step_3=45), cast.admin)
    opened = procedure_edit.mark(draft)
    change(draft, written(step_3=50), cast.joko)
    again = {"seen": opened, "by": cast.admin, "at": MONDAY, "day": TODAY}
    told = faults_of(lambda: procedure_edit.change(draft, written(step_3=40), **again))
    assert "baru saja diubah orang lain" in told[""]
    draft.refresh_from_db()
    assert procedures.read(draft).minutes(3) == 50


@pytest.mark.django_db(transaction=True)
def test_of_all_who_decide_about_one_draft_at_the_same_moment_one_does(cast: Cast) -> None:
    draft = keep(written(step_3=45), cast.admin)
    person = Person.objects.create_person(email="ratna@bantul.test", name="Ratna")
    second = Position.objects.create(person=person, role=Role.CHAIR, starts=date(2026, 1, 1))
    this: dict[str, Any] = {"seen": procedure_edit.mark(draft), "at": MONDAY, "day": TODAY}

    def told(act: Callable[..., Any], *what: Any, **more: Any) -> Any:
        try:
            return act(draft, *what, **more)
        except Faulty as faulty:
            return faulty

    results = at_once(
        [
            lambda: told(procedure_edit.approve, by=cast.joko, **this),
            lambda: told(procedure_edit.approve, by=second, **this),
            lambda: told(procedure_edit.change, written(step_3=50), by=cast.joko, **this),
        ]
    )
    assert sum(isinstance(one, SopVersion) for one in results) == 1
    draft.refresh_from_db()
    approved = Change.objects.filter(action="procedure_approved").count()
    assert (procedures.read(draft).minutes(3), approved) in [(45, 1), (50, 0)]


def test_who_changed_a_draft_last_is_its_writer(cast: Cast) -> None:
    draft = keep(written(step_3=45), cast.admin)
    draft = change(draft, written(step_3=50), cast.joko)
    assert "Anda sendiri" in faults_of(lambda: approve(draft, cast.joko))[""]
    assert approve(draft, cast.admin).approved_by == cast.admin


@pytest.mark.parametrize("name", ["wati", "budi", "agus", "bupati", "auditor"])
def test_nobody_but_chair_and_administrator_approves(cast: Cast, name: str) -> None:
    draft = keep(written(step_3=45), cast.admin)
    assert "Ketua Tim atau pengelola" in faults_of(lambda: approve(draft, getattr(cast, name)))[""]


def test_what_was_changed_after_it_was_read_is_not_approved(cast: Cast) -> None:
    draft = keep(written(step_3=45), cast.admin)
    seen = procedure_edit.mark(draft)
    change(draft, written(step_3=5, floor_3=5), cast.admin)
    told = faults_of(lambda: procedure_edit.approve(draft, seen=seen, by=cast.joko, at=MONDAY, day=TODAY))
    assert "baru saja diubah" in told[""]


def test_a_draft_whose_day_has_passed_is_not_approved_and_a_new_day_is_asked_for(cast: Cast) -> None:
    draft = keep(written(step_3=45), cast.admin)
    late = TOMORROW + timedelta(days=1)
    assert "sudah lewat" in faults_of(lambda: approve(draft, cast.joko, day=late))[""]
    assert approve(draft, cast.joko, day=TOMORROW).approved_at == MONDAY


def test_of_two_drafts_for_one_day_only_the_first_is_approved(cast: Cast) -> None:
    first, second = keep(written(step_3=45), cast.admin), keep(written(step_3=50), cast.admin)
    assert (first.code, second.code) == ("2026-03-03", "2026-03-03-2")
    approve(first, cast.joko)
    assert "3 Maret 2026" in faults_of(lambda: approve(second, cast.joko))[""]


def test_an_approved_version_never_changes(cast: Cast, faster: SopVersion) -> None:
    again = written(step_3=10, floor_3=5, effective=TOMORROW + timedelta(days=5))
    told = faults_of(lambda: change(faster, again, cast.admin))
    assert "sudah disetujui" in told[""]
    assert "sudah disetujui" in faults_of(lambda: procedure_edit.withdraw(faster, by=cast.admin, at=MONDAY))[""]
    for act in (SopVersion.objects.filter(pk=faster.pk).delete, lambda: SopVersion.objects.update(reason="lain")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


def test_a_withdrawn_draft_is_gone_and_the_journal_keeps_what_it_said(cast: Cast) -> None:
    draft = keep(written(step_3=45), cast.admin)
    procedure_edit.withdraw(draft, by=cast.joko, at=MONDAY)
    assert not SopVersion.objects.exists()
    change = Change.objects.get(action="procedure_withdrawn")
    assert change.data["step_3"] == ["60", "45 menit kerja"]
    assert "sudah ditarik" in faults_of(lambda: approve(draft, cast.joko))[""]
    assert list(journal.breaks()) == []


def test_the_next_version_is_compared_with_the_one_it_follows(cast: Cast, faster: SopVersion) -> None:
    after = TOMORROW + timedelta(days=30)
    given = {**amounts.of(procedures.read(faster)), "step_3": 40}
    draft = keep(Written(after, "Lagi", given, {}), cast.admin)
    assert [str(one) for one in procedure_edit.differences(draft)] == [
        "Langkah 3: 45 → 40 menit kerja", "Seluruh langkah: 1.045 → 1.040 menit",
    ]  # fmt: skip


# ---------------------------------------------------------------- what may be said


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"step_3": 0}, "step_3", "1 sampai 10.000"),
        ({"step_3": 10_001}, "step_3", "1 sampai 10.000"),
        ({"step_3": None}, "step_3", "Langkah 3: tulis bilangan bulat 1 sampai 10.000."),
        ({"floor_3": 61}, "floor_3", "Langkah 3: paling banyak 60, yaitu batas langkahnya."),
        ({"first_reply": 337}, "first_reply", "1 sampai 336"),
        ({"ombudsman": 0}, "ombudsman", "1 sampai 365"),
        ({"settlement_complaint": 121}, "settlement_complaint", "1 sampai 120"),
        ({"effective": None}, "effective", "Isi tanggal"),
        ({"effective": TODAY - timedelta(days=1)}, "effective", "sudah lewat"),
        ({"reason": ""}, "reason", "Tulis alasan"),
        ({"reason": "x" * 301}, "reason", "Paling banyak 300"),
        ({}, "", "Belum ada yang berbeda"),
    ],
)
def test_bounds_are_said_as_sentences(cast: Cast, changed: dict[str, Any], field: str, sentence: str) -> None:
    assert sentence in faults_of(lambda: keep(written(**changed), cast.admin))[field]
    assert not SopVersion.objects.exists()


def test_a_day_before_the_newest_approved_version_is_refused(cast: Cast, faster: SopVersion) -> None:
    assert "Sudah ada versi" in faults_of(lambda: keep(written(step_3=30), cast.admin))["effective"]


def test_complaints_without_a_version_of_their_own_are_those_of_2020(walk: Walk) -> None:
    assert Complaint.objects.get(pk=walk.complaint.pk).sop_version == BASE.code


# ---------------------------------------------------------------- where it is told


def test_the_console_prints_the_version_in_force_and_others_by_their_code(cast: Cast) -> None:
    told = keep(written(effective=date(2026, 3, 2), step_3=45), cast.admin)
    with pytest.raises(CommandError, match="Yang ada: 2020-06-12"):
        printed("--versi", told.code)
    approve(told, cast.joko)
    assert "Jumlah: 1.045 menit" in printed()
    assert "langkah 1-2-3-8, 85 menit" in printed()
    assert "Jumlah: 1.060 menit" in printed("--versi", "2020-06-12")
    assert json.loads(printed("--json"))["sop_version"] == "2026-03-02"


def printed(*options: str) -> str:
    out = io.StringIO()
    call_command("sop", *options, stdout=out)
    return out.getvalue()


def test_pages_that_tell_limits_in_general_tell_those_in_force(client: Client, cast: Cast) -> None:
    changed = written(effective=date(2026, 3, 2), step_1=15, step_3=45, completion=7, ombudsman=45, first_reply=24)
    approve(keep(changed, cast.admin), cast.joko)
    home, sheet = client.get("/").content.decode(), client.get("/sop/").content.decode()
    assert "Sekitar 15 menit. Gratis." in home
    assert "45 menit kerja." in home
    assert "<strong>1.050 menit</strong>" in sheet
    assert "<strong>1.060 menit</strong>" in sheet  # as it was decreed
    assert "versi mulai 2 Maret 2026" in sheet
    assert "Anda punya 7 hari kerja" in client.get("/bantuan/").content.decode()
    assert "Hari ke-45" in client.get("/bantuan/").content.decode()
    figures = sign_in(client, cast.bupati).get("/ringkasan/").content.decode()
    assert "45 menit kerja" in figures
    assert "(1 × 24 jam)" in figures


def test_an_older_sheet_is_read_by_its_code_and_a_draft_is_not(client: Client, cast: Cast) -> None:
    draft = keep(written(step_3=45), cast.admin)
    assert client.get(f"/sop/?versi={draft.code}").status_code == 404
    assert client.get("/sop/?versi=a%00b").status_code == 404
    assert "12 Juni 2020" in client.get("/sop/?versi=2020-06-12").content.decode()


def test_a_case_is_told_its_own_limits_whatever_is_in_force_now(client: Client, walk: Walk) -> None:
    cast = walk.cast
    changed = written(confirmation=3, settlement_complaint=9, ombudsman=45, step_4=90, completion=2)
    approve(keep(changed, cast.admin), cast.joko)
    walk.routed()
    address = f"/meja/aduan/{walk.complaint.number}/"
    page = sign_in(client, cast.budi).get(address).content.decode()
    assert "14 hari kerja" in page
    asking = client.get(f"{address}ask_completion/").content.decode()
    assert "Pelapor punya 10 hari kerja untuk melengkapi." in asking
