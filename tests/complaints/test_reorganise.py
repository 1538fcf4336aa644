"""A reorganisation by date: names change on their day; a closed agency's cases go on at its successor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from lapor.complaints import events, history, queries, reorganise, tasks
from lapor.complaints.models import Handling, StandardAnswer, StepClock
from lapor.complaints.refusals import Incomplete, Refused
from lapor.complaints.steps import answer, carry, check, reopen, verify
from lapor.people import agencies, journal, reorganisation
from lapor.people.agencies import Facts
from lapor.people.faults import Faulty
from lapor.people.models import Agency, AgencyKind, Change, Position, Reorganisation, Unit
from lapor.people.readiness import all_agencies
from lapor.public import journey
from lapor.sop.rules import K, Klass, Role
from tests.cast import ANSWER, MONDAY, REPORTER, Cast, Walk

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
LATER = date(2026, 3, 9)


def facts(agency: Agency, **more: object) -> Facts:
    stands = {"short": agency.short, "name": agency.name, "kind": agency.kind, "parent": agency.parent}
    return Facts(**{**stands, **more})  # type: ignore[arg-type]


def rename(agency: Agency, day: date | None, **more: object) -> Reorganisation | None:
    return reorganise.plan_change(agency, facts(agency, **more), day=day, decree="Perda 1", by=None, at=MONDAY)


def close(
    agency: Agency, successor: Agency | None, day: date = TODAY, *, moves: bool = True, at: object = MONDAY
) -> Reorganisation:
    return reorganise.plan_closing(
        agency,
        successor,
        day=day,
        decree="Perda 2",
        moves=moves,
        by=None,
        at=at,  # type: ignore[arg-type]
    )


def clocks() -> list[dict[str, object]]:
    """What runs, with when it began and when it is due."""
    return list(StepClock.objects.filter(finished_at=None).order_by("id").values("name", "due_at", "started_at"))


def faults(act: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(Faulty) as refused:
        act()
    return refused.value.faults


# ---------------------------------------------------------------- names and titles


def test_a_change_for_today_is_there_at_once_and_in_the_journal(cast: Cast):
    plan = rename(cast.dishub, TODAY, name="Dinas Perhubungan dan Terminal", short="Dishubter")
    cast.dishub.refresh_from_db()
    assert plan and plan.done_at == MONDAY
    assert (cast.dishub.short, cast.dishub.name) == ("Dishubter", "Dinas Perhubungan dan Terminal")
    change = Change.objects.get(action="agency_changed")
    assert change.data["short"] == ["Dishub", "Dishubter"]
    assert list(journal.breaks()) == []


def test_a_change_for_later_waits_for_its_day_and_can_be_withdrawn(cast: Cast):
    plan = rename(cast.dishub, LATER, short="Dishubter")
    cast.dishub.refresh_from_db()
    assert plan and cast.dishub.short == "Dishub"
    assert reorganise.due(day=LATER - timedelta(days=1)) == []
    assert reorganise.due(day=LATER) == [plan]
    reorganise.withdraw(plan, by=None, at=MONDAY)
    assert reorganise.due(day=LATER) == []
    assert Change.objects.filter(action="reorganisation_withdrawn").exists()


def test_the_task_carries_out_what_was_missed_and_does_it_once(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    rename(cast.dishub, LATER, short="Dishubter")
    monkeypatch.setattr(tasks, "_now", lambda: MONDAY + timedelta(days=6, hours=15, minutes=59))
    tasks.reorganise_agencies(0)
    cast.dishub.refresh_from_db()
    assert cast.dishub.short == "Dishub"  # 22.59 in Bantul, the evening before
    monkeypatch.setattr(tasks, "_now", lambda: MONDAY + timedelta(days=6, hours=16, minutes=1))
    tasks.reorganise_agencies(0)
    tasks.reorganise_agencies(0)
    cast.dishub.refresh_from_db()
    assert cast.dishub.short == "Dishubter"
    assert Change.objects.filter(action="agency_changed").count() == 1


def test_nothing_is_planned_where_nothing_changes(cast: Cast):
    assert rename(cast.dishub, TODAY) is None
    assert not Reorganisation.objects.exists()


def test_a_change_says_what_is_wrong_with_it(cast: Cast):
    said = faults(lambda: rename(cast.dishub, None, short="DLH", name=""))
    assert said["short"] == "Nama pendek itu dipakai Dinas Lingkungan Hidup."
    assert said["name"] == "Tulis nama lengkapnya."
    assert said["day"] == "Isi tanggal mulai berlakunya."
    assert "tahun" in faults(lambda: rename(cast.dishub, date(2206, 1, 1), short="X"))["day"]
    rename(cast.dishub, LATER, short="Satu")
    assert "sudah ada rencana" in faults(lambda: rename(cast.dishub, LATER, short="Dua"))["day"]


def test_no_agency_stands_under_itself(cast: Cast):
    rename(cast.dlh, TODAY, parent=cast.dishub)
    cast.dlh.refresh_from_db()
    assert "di bawah OPD ini" in faults(lambda: rename(cast.dishub, TODAY, parent=cast.dlh))["parent"]
    assert "di bawah OPD ini" in faults(lambda: rename(cast.dishub, TODAY, parent=cast.dishub))["parent"]


def test_a_title_of_a_kind_goes_to_the_agencies_that_carried_it(cast: Cast):
    kind = AgencyKind.objects.get(code="dinas")
    rename(cast.dlh, TODAY, officer_title="Sekretaris DLH")
    words = {"name": "Dinas", "officer_title": "Sekretaris", "head_title": "Kepala Dinas"}
    assert agencies.change_kind(kind, words, by=None, at=MONDAY) == 1
    cast.dishub.refresh_from_db()
    cast.dlh.refresh_from_db()
    assert (cast.dishub.officer_title, cast.dlh.officer_title) == ("Sekretaris", "Sekretaris DLH")
    assert agencies.change_kind(kind, words, by=None, at=MONDAY) is None


def test_another_kind_brings_its_titles(cast: Cast):
    badan = AgencyKind.objects.create(
        code="badan", name="Badan", officer_title="Sekretaris Badan", head_title="Kepala Badan"
    )
    rename(cast.dishub, TODAY, kind=badan)
    cast.dishub.refresh_from_db()
    assert (cast.dishub.kind_id, cast.dishub.head_title) == ("badan", "Kepala Badan")


# ---------------------------------------------------------------- an agency is closed


def test_an_open_case_goes_on_at_the_successor_in_the_same_place_and_time(walk: Walk, cast: Cast):
    walk.assigned()
    before = clocks()
    close(cast.dishub, cast.dlh, at=walk.at)
    walk.refresh()
    assert (walk.lead.agency, walk.lead.state, walk.lead.unit.agency) == (cast.dlh, "at_unit", cast.dlh)
    after = clocks()
    assert after == before
    slamet = Position.objects.get(person=cast.slamet.person, agency=cast.dlh)
    assert [row.name for row in queries.running(slamet.as_actor())] == ["at_unit"]
    event = walk.complaint.events.latest("seq")
    assert (event.action, event.data, event.role) == ("carry_over", {"from": "10700", "agency": "10800"}, "system")


def test_a_case_is_walked_to_its_end_over_the_change_and_its_chain_holds(walk: Walk, cast: Cast):
    walk.assigned()
    close(cast.dishub, cast.dlh, at=walk.at)
    slamet, endang, budi = (
        Position.objects.get(person=one.person, agency=cast.dlh) for one in (cast.slamet, cast.endang, cast.budi)
    )
    cast.slamet = slamet
    walk.report()
    walk.do(check.approve, endang)
    walk.do(answer.answer, budi, text=ANSWER, kind="solved")
    walk.received()
    assert list(events.breaks(walk.complaint)) == []
    total = walk.complaint.clocks.get(name=K.TOTAL)
    assert total.finished_at is not None and total.used_minutes
    told = [note.text for note in journey.notes(history.for_reporter(walk.complaint))]
    assert "Diteruskan ke Dinas Perhubungan." in told
    assert "Dinas Perhubungan bergabung ke Dinas Lingkungan Hidup; aduan Anda diteruskan di sana." in told


def test_the_old_office_keeps_its_name_in_the_history(walk: Walk, cast: Cast):
    walk.passed_on()
    close(cast.dishub, cast.dlh, at=walk.at)
    acts = history.for_officials(walk.refresh())
    assert [entry.by for entry in acts if entry.action == "pass_on"] == ["Operator, Dishub"]
    assert [entry.agency for entry in acts if entry.action == "verify_and_route"] == ["Dishub"]


def test_a_case_that_waits_for_its_reporter_or_the_tim_is_carried_over_too(file_one: Callable[..., Walk], cast: Cast):
    asked, returned = file_one().routed().asked(), file_one().routed()
    from lapor.complaints.steps import route

    returned.do(route.request_return, cast.budi, reason="outside", explanation="Bukan urusan kami, milik provinsi.")
    close(cast.dishub, cast.dlh, at=returned.at)
    assert {asked.lead.agency, returned.lead.agency} == {cast.dlh}
    returned.do(route.refuse, cast.wati, note="Tetap urusan dinas ini.")
    assert returned.lead.state == "at_operator"


def test_an_answered_case_that_is_objected_to_goes_on_at_the_successor(walk: Walk, cast: Cast):
    walk.answered().received()
    close(cast.dishub, cast.dlh, at=walk.at)
    assert walk.lead.agency == cast.dishub
    walk.do(reopen.object_to, REPORTER, reason="Lampunya padam lagi sejak semalam.", score=1)
    assert (walk.lead.agency, walk.lead.state) == (cast.dlh, "at_officer")
    assert cast.endang.person_id in walk.lead.barred
    assert not walk.lead.head_examines  # Heru and Made may examine
    assert list(events.breaks(walk.complaint)) == []


def test_where_every_officer_is_barred_the_new_head_examines(walk: Walk, cast: Cast):
    Position.objects.filter(pk=cast.heru.pk).delete()
    walk.answered().received()
    walk.do(reopen.object_to, REPORTER, reason="Lampunya padam lagi sejak semalam.", score=1)
    assert walk.lead.head_examines
    close(cast.dishub, cast.dlh, at=walk.at)
    assert not walk.lead.head_examines  # Made of DLH may


def test_positions_move_or_end_and_the_head_makes_way(walk: Walk, cast: Cast):
    close(cast.dishub, cast.dlh, LATER)
    plan = Reorganisation.objects.get()
    reorganise.carry_out(plan, at=MONDAY + timedelta(days=7))
    for position in (cast.budi, cast.endang, cast.heru, cast.slamet, cast.agus):
        position.refresh_from_db()
        assert position.ends == LATER - timedelta(days=1)
    there = Position.objects.filter(agency=cast.dlh, starts=LATER)
    assert sorted(there.values_list("person__name", flat=True)) == ["Budi", "Endang", "Heru", "Slamet"]
    assert there.get(role=Role.UNIT).unit == cast.lights
    told = Change.objects.filter(action__startswith="position_").values_list("action", "data__position")
    assert ("position_ended", "Operator, Dishub") in told and ("position_given", "Operator, DLH") in told
    assert len(told) == 9  # five ended, four began anew
    assert list(journal.breaks()) == []


def test_without_moving_only_heads_of_units_go_along(cast: Cast):
    close(cast.dishub, cast.dlh, moves=False)
    there = Position.objects.filter(agency=cast.dlh, starts=TODAY)
    assert list(there.values_list("person__name", flat=True)) == ["Slamet"]


def test_a_new_agency_is_made_ready_by_those_who_move(cast: Cast):
    kind = AgencyKind.objects.get(code="dinas")
    new = agencies.add(
        "10901",
        Facts("DPP", "Dinas Perhubungan dan Prasarana", kind),
        cast.dishub.calendar,
        by=None,
        at=MONDAY,
        day=TODAY,
    )
    said = faults(lambda: close(cast.dishub, new, moves=False))
    assert said["successor"].startswith("DPP belum punya operator, penanggung jawab struktural, kepala")
    close(cast.dishub, new)
    assert dict(all_agencies(day=TODAY))[new] == []
    assert Position.objects.get(agency=new, role=Role.HEAD).person == cast.agus.person


def test_an_agency_with_cases_is_not_closed_without_a_successor(walk: Walk, cast: Cast):
    walk.routed()
    assert "Pilih OPD penerus" in faults(lambda: close(cast.dishub, None))["successor"]
    assert close(cast.dlh, None).done_at


def test_a_successor_must_be_another_open_agency_that_is_not_about_to_close(cast: Cast):
    assert faults(lambda: close(cast.dishub, cast.dishub))["successor"] == "OPD penerus harus OPD lain."
    close(cast.dishub, cast.dlh, LATER)
    assert "Tarik rencana itu dulu" in faults(lambda: close(cast.dlh, cast.dishub))["successor"]
    assert "akan tutup" in faults(lambda: close(_third(cast), cast.dishub))["successor"]


def test_units_of_the_same_name_are_told_when_it_is_planned(cast: Cast):
    Unit.objects.create(agency=cast.dlh, name="seksi penerangan jalan")
    assert "Seksi Penerangan Jalan" in faults(lambda: close(cast.dishub, cast.dlh))["successor"]


def test_what_became_impossible_stays_a_plan_and_says_why(walk: Walk, cast: Cast, monkeypatch: pytest.MonkeyPatch):
    walk.routed()
    plan = close(cast.dishub, cast.dlh, LATER)
    Unit.objects.create(agency=cast.dlh, name=cast.lights.name)
    monkeypatch.setattr(tasks, "_now", lambda: MONDAY + timedelta(days=7))
    tasks.reorganise_agencies(0)
    plan.refresh_from_db()
    cast.dishub.refresh_from_db()
    assert plan.done_at is None and cast.dishub.closed is None
    assert walk.lead.agency == cast.dishub
    assert "Ganti dulu nama unit" in reorganise.stands_against(plan, day=LATER)[0]


def test_no_complaint_is_given_to_a_closed_agency_and_the_sentence_names_the_successor(walk: Walk, cast: Cast):
    close(cast.dishub, cast.dlh)
    cast.dishub.refresh_from_db()
    with pytest.raises(Incomplete) as refused:
        walk.do(verify.verify_and_route, cast.wati, agency=cast.dishub, title="Lampu padam", klass=Klass.COMPLAINT)
    assert refused.value.faults["agency"] == (
        "Dishub sudah bergabung ke Dinas Lingkungan Hidup, jadi aduan tidak dapat diteruskan ke sana. Pilih DLH."
    )
    assert cast.dishub not in [agency for agency, _ in all_agencies(day=TODAY)]


def test_what_is_routed_in_the_very_moment_of_closing_is_swept_over(walk: Walk, cast: Cast):
    walk.routed()
    Agency.objects.filter(pk=cast.dishub.pk).update(closed=TODAY, successor=cast.dlh)
    assert reorganise.sweep(at=walk.at) == 1
    assert walk.lead.agency == cast.dlh
    assert reorganise.sweep(at=walk.at) == 0


def test_an_agency_that_is_there_loses_no_case(walk: Walk, cast: Cast):
    walk.routed()
    with pytest.raises(Refused, match="masih ada"):
        carry.carry_over(complaint_id=walk.complaint.pk, handling_id=walk.lead.pk, agency=cast.dlh, at=walk.now())


def test_a_successor_of_a_successor_is_the_heir(cast: Cast):
    third = _third(cast)
    Agency.objects.filter(pk=cast.dishub.pk).update(closed=TODAY, successor=cast.dlh)
    Agency.objects.filter(pk=cast.dlh.pk).update(closed=TODAY, successor=third)
    cast.dishub.refresh_from_db()
    assert reorganisation.heir(cast.dishub, TODAY) == third
    assert reorganisation.heir(cast.dishub, TODAY - timedelta(days=1)) == cast.dishub


def test_standard_answers_go_along_but_for_titles_that_are_taken(cast: Cast):
    for agency, title in ((cast.dishub, "Lampu"), (cast.dishub, "Pohon"), (cast.dlh, "Pohon")):
        StandardAnswer.objects.create(agency=agency, action="answer", title=title, text="Sudah kami kerjakan.")
    close(cast.dishub, cast.dlh)
    assert sorted(StandardAnswer.objects.filter(agency=cast.dlh).values_list("title", flat=True)) == ["Lampu", "Pohon"]


def test_what_stood_under_the_agency_moves_up(cast: Cast):
    child = _third(cast)
    Agency.objects.filter(pk=child.pk).update(parent=cast.dishub)
    close(cast.dishub, cast.dlh)
    child.refresh_from_db()
    assert child.parent is None


def test_no_open_case_is_left_at_a_closed_agency(file_one: Callable[..., Walk], cast: Cast):
    for one in (file_one().routed(), file_one().passed_on(), file_one().assigned(), file_one().reported()):
        assert one.lead.agency == cast.dishub
    close(cast.dishub, cast.dlh, at=MONDAY + timedelta(days=1), day=TODAY)
    assert not Handling.objects.filter(agency=cast.dishub).exists()
    assert Change.objects.get(action="agency_closed").data["cases"] == 4


def _third(cast: Cast) -> Agency:
    return Agency.objects.create(
        code="10903", short="Dinsos", name="Dinas Sosial", kind=cast.dishub.kind, calendar=cast.dishub.calendar,
        officer_title="Sekretaris Dinas", head_title="Kepala Dinas",
    )  # fmt: skip
