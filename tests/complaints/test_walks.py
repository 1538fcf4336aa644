"""Every action of the rules table, walked through its step by the cast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from lapor.complaints import tasks
from lapor.complaints.models import Complaint, HeadReport, Outbox
from lapor.complaints.refusals import Incomplete, Refused, Stale
from lapor.complaints.steps import answer, check, close, complete, examine, reopen, route, verify, work
from lapor.complaints.timing import Reader
from lapor.notices import tasks as notices
from lapor.people import calendars
from lapor.people.models import Calendar, Holiday, Position
from lapor.sop.rules import C, H, K, Klass, Role
from tests.cast import REPORTER, Cast, Walk, picture_draft

LATER = timedelta(days=40)


def states(walk: Walk) -> tuple[str, str | None]:
    walk.refresh()
    return walk.complaint.state, walk.lead.state if walk.lead else None


# ---------------------------------------------------------------- the three ends


def test_a_simple_question_ends_with_the_operator(walk: Walk) -> None:
    walk.answered_simply().received()
    assert states(walk) == (C.ANSWERED, H.DONE)
    assert {c.step for c in walk.complaint.clocks.exclude(step=None)} == {2, 3, 8}


def test_a_simple_question_ends_with_the_penanggung_jawab(walk: Walk) -> None:
    walk.passed_on().do(answer.answer_simple, walk.cast.endang, text="Jadwalnya setiap Senin pagi.")
    walk.received()
    assert {c.step for c in walk.complaint.clocks.exclude(step=None)} == {2, 3, 4, 8}


def test_the_whole_walk_passes_every_step_and_ends_with_stars(walk: Walk) -> None:
    walk.closed(score=4)
    assert states(walk) == (C.CLOSED, H.DONE)
    assert walk.complaint.score == 4
    assert {c.step for c in walk.complaint.clocks.exclude(step=None)} == {2, 3, 4, 5, 6, 7, 8}
    assert not walk.complaint.clocks.filter(finished_at=None).exists()


def test_the_head_is_reported_to_at_steps_4_and_6_and_reads_it(walk: Walk) -> None:
    walk.approved()
    waiting = HeadReport.objects.filter(agency=walk.cast.dishub, seen=None)
    assert [r.event.action for r in waiting.order_by("created_at")] == ["assign", "approve"]
    walk.do(examine.see_report, walk.cast.agus, handling_id=walk.lead.pk)
    assert not waiting.exists()
    with pytest.raises(Refused, match="tidak ada laporan"):
        walk.do(examine.see_report, walk.cast.agus, handling_id=walk.lead.pk)


def test_a_simple_answer_is_reported_to_the_head_too(walk: Walk) -> None:
    walk.answered_simply()
    assert HeadReport.objects.get().event.action == "answer_simple"


# ---------------------------------------------------------------- step 2


def test_verifying_sets_title_class_and_category_and_recounts_the_settlement(walk: Walk) -> None:
    before = walk.complaint.clocks.get(name=K.SETTLEMENT).due_at
    walk.do(
        verify.verify_and_route,
        walk.cast.wati,
        agency=walk.cast.dishub,
        title="Bertanya jadwal",
        klass=Klass.INFORMATION,
    )
    after = walk.complaint.clocks.get(name=K.SETTLEMENT)
    assert (walk.complaint.title, walk.complaint.klass) == ("Bertanya jadwal", Klass.INFORMATION)
    assert after.limit == 5 and after.due_at < before


def test_an_agency_without_its_three_holders_is_not_routed_to(walk: Walk) -> None:
    Position.objects.filter(agency=walk.cast.dlh, role=Role.HEAD).delete()
    with pytest.raises(Incomplete, match="DLH belum punya kepala"):
        walk.routed(walk.cast.dlh)
    assert states(walk) == (C.RECEIVED, None)


def test_an_archive_says_why_and_the_citizen_may_object_within_thirty_days(walk: Walk) -> None:
    walk.do(verify.archive, walk.cast.wati, reason="unclear", explanation="Kami belum tahu tempat kejadiannya.")
    assert walk.complaint.state == C.ARCHIVED
    walk.do(reopen.object_to, REPORTER, reason="Tempatnya di depan pasar Niten.")
    assert (walk.complaint.state, walk.complaint.round) == (C.RECEIVED, 2)
    walk.routed()
    assert states(walk) == (C.IN_HANDLING, H.AT_OPERATOR)


def test_thirty_days_after_an_archive_it_is_too_late_to_object(walk: Walk) -> None:
    walk.do(verify.archive, walk.cast.wati, reason="unclear", explanation="Kami belum tahu tempat kejadiannya.")
    with pytest.raises(Refused, match="30 hari"):
        walk.do(reopen.object_to, REPORTER, reason="Tempatnya di depan pasar.", at=walk.at + LATER)


# ---------------------------------------------------------------- asking the citizen


@pytest.mark.parametrize("who", ["budi", "endang", "slamet"])
def test_every_desk_of_an_agency_may_ask_and_goes_on_where_it_stood(walk: Walk, who: str) -> None:
    {"budi": walk.routed, "endang": walk.passed_on, "slamet": walk.assigned}[who]()
    stood = walk.lead.state
    walk.do(complete.ask_completion, getattr(walk.cast, who), question="Di sebelah mana tiangnya?")
    assert states(walk) == (C.AWAITING, stood)
    assert walk.complaint.clocks.get(name=stood, finished_at=None).paused_at == walk.at
    walk.do(complete.complete, REPORTER, reply="Di sebelah timur jembatan.")
    assert states(walk) == (C.IN_HANDLING, stood)


def test_the_tim_may_ask_before_it_routes(walk: Walk) -> None:
    walk.do(complete.ask_completion, walk.cast.wati, question="Di kalurahan mana?")
    walk.do(complete.complete, REPORTER, reply="Timbulharjo.")
    assert states(walk) == (C.RECEIVED, None)


def test_the_third_question_of_a_round_is_the_chairs(walk: Walk) -> None:
    walk.routed()
    for _ in range(2):
        walk.asked().do(complete.complete, REPORTER, reply="Di sana, dekat jembatan.")
    with pytest.raises(Refused, match="dua kali"):
        walk.asked()
    walk.do(complete.ask_completion, walk.cast.joko, question="Mohon satu foto saja.")
    assert walk.complaint.state == C.AWAITING


def test_silence_lapses_a_case_at_the_tim_and_never_one_in_an_agency(file_one: Callable[..., Walk]) -> None:
    at_tim, in_agency = file_one(), file_one()
    at_tim.do(complete.ask_completion, at_tim.cast.wati, question="Di kalurahan mana?")
    in_agency.routed().asked()
    for walk in (at_tim, in_agency):
        complete.lapse(complaint_id=walk.complaint.pk, at=walk.at + LATER)
    assert states(at_tim) == (C.LAPSED, None)
    assert states(in_agency) == (C.IN_HANDLING, H.AT_OPERATOR)


def test_a_lapsed_case_goes_on_when_the_citizen_completes_it(walk: Walk) -> None:
    walk.do(complete.ask_completion, walk.cast.wati, question="Di kalurahan mana?")
    complete.lapse(complaint_id=walk.complaint.pk, at=walk.at + timedelta(days=20))
    walk.do(complete.complete, REPORTER, reply="Timbulharjo.", at=walk.at + timedelta(days=25))
    assert walk.complaint.state == C.RECEIVED


def test_a_wait_is_not_lapsed_before_its_limit(walk: Walk) -> None:
    walk.routed().asked()
    with pytest.raises(Refused, match="belum lewat"):
        complete.lapse(complaint_id=walk.complaint.pk, at=walk.now())


# ---------------------------------------------------------------- wrong doors


def returned(walk: Walk) -> Walk:
    walk.do(
        route.request_return, walk.cast.budi, reason="wrong_agency", explanation="Pohon, bukan lampu.",
        proposed=walk.cast.dlh,
    )  # fmt: skip
    return walk


def test_a_rerouted_case_starts_anew_and_the_hop_is_counted(walk: Walk) -> None:
    returned(walk.routed()).do(route.reroute, walk.cast.wati, agency=walk.cast.dlh)
    assert [h.state for h in walk.complaint.handlings.order_by("id")] == [H.RETURNED, H.AT_OPERATOR]
    assert (walk.lead.agency, walk.complaint.hops) == (walk.cast.dlh, 1)


def test_a_refused_return_goes_on_with_the_rest_of_its_minutes(walk: Walk) -> None:
    returned(walk.routed()).do(route.refuse, walk.cast.wati, note="Lampunya milik Dishub.")
    assert states(walk) == (C.IN_HANDLING, H.AT_OPERATOR)
    running = walk.complaint.clocks.get(name=H.AT_OPERATOR, finished_at=None)
    assert running.paused_at is None and running.pauses.get().reason == "keputusan Tim"


def test_the_second_hop_is_decided_by_the_chair(walk: Walk) -> None:
    returned(walk.routed()).do(route.reroute, walk.cast.wati, agency=walk.cast.dlh)
    walk.do(
        route.request_return, walk.cast.rina, reason="wrong_agency", explanation="Tetap lampu jalan.",
        proposed=walk.cast.dishub,
    )  # fmt: skip
    with pytest.raises(Refused, match="Ketua Tim"):
        walk.do(route.reroute, walk.cast.wati, agency=walk.cast.dishub)
    walk.do(route.reroute, walk.cast.joko, agency=walk.cast.dishub)
    assert (walk.lead.agency, walk.complaint.hops) == (walk.cast.dishub, 2)


def test_a_wrong_door_may_end_in_the_archive(walk: Walk) -> None:
    returned(walk.routed()).do(
        verify.archive, walk.cast.wati, reason="outside", explanation="Ini jalan provinsi, bukan kabupaten."
    )
    assert walk.complaint.state == C.ARCHIVED
    assert not walk.complaint.clocks.filter(finished_at=None).exists()


# ---------------------------------------------------------------- inside the agency


def test_a_recalled_case_can_be_assigned_anew_with_what_was_left(walk: Walk) -> None:
    walk.assigned().do(examine.recall, walk.cast.endang, reason="Salah seksi.")
    assert states(walk) == (C.IN_HANDLING, H.AT_OFFICER)
    assert walk.lead.unit is None
    walk.assign()
    assert walk.complaint.clocks.filter(name=H.AT_UNIT).count() == 2


def test_a_report_sent_back_gets_what_was_left_but_at_least_the_floor(walk: Walk) -> None:
    walk.reported().do(check.send_back, walk.cast.endang, missing="Foto sesudahnya belum ada.")
    first, second = walk.complaint.clocks.filter(name=H.AT_UNIT).order_by("pass_no")
    assert second.limit == max(660 - first.used_minutes, 120)
    walk.report().do(check.approve, walk.cast.endang)
    assert states(walk) == (C.IN_HANDLING, H.TO_ANSWER)


def test_a_repair_that_claims_to_be_done_shows_a_picture(walk: Walk) -> None:
    walk.assigned()
    with pytest.raises(Incomplete, match="satu foto"):
        walk.do(
            work.report, walk.cast.slamet, done="Lampu sudah diganti baru.", done_on=walk.at.date(), result="fixed",
            by_whom="Regu dua",
        )  # fmt: skip


def test_pictures_of_the_report_are_shown_with_the_answer_only_if_chosen(walk: Walk) -> None:
    walk.approved()
    picture = walk.complaint.attachments.get()
    moved = walk.do(
        answer.answer, walk.cast.budi, text="Tiga lampu sudah menyala.", kind="solved",
        shown=[str(picture.pk), "4f0c1c1e-0000-4000-8000-000000000000"],
    )  # fmt: skip
    assert moved.event.data["shown"] == [str(picture.pk)]


@pytest.mark.parametrize(("kind", "field"), [("planned", "planned_on"), ("refused", "ground"), ("", "kind")])
def test_an_answer_says_of_what_kind_it_is_and_why(walk: Walk, kind: str, field: str) -> None:
    walk.approved()
    with pytest.raises(Incomplete) as fault:
        walk.do(answer.answer, walk.cast.budi, text="Akan diperbaiki tahun depan.", kind=kind)
    assert field in fault.value.faults


# ---------------------------------------------------------------- step 8 and after


def test_step_8_ends_when_both_receipts_are_there(walk: Walk) -> None:
    walk.answered()
    running = walk.complaint.clocks.filter(name=K.STEP8, finished_at=None)
    answer.channel_accepted(complaint_id=walk.complaint.pk, at=walk.now(0.1))
    assert running.exists()
    walk.do(close.acknowledge, walk.cast.wati)
    assert not running.exists()
    assert walk.complaint.clocks.get(name=K.TOTAL).used_minutes is not None


def test_the_worker_delivers_the_answer_once(walk: Walk) -> None:
    walk.answered()
    for _ in range(2):
        notices.tell()
    assert walk.complaint.events.filter(action="channel_accepted").count() == 1


def test_the_worker_closes_what_met_with_silence_and_lapses_what_waited(
    walk: Walk, file_one: Callable[..., Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    walk.answered().received()
    waiting = file_one()
    waiting.do(complete.ask_completion, waiting.cast.wati, question="Di kalurahan mana?")
    monkeypatch.setattr("lapor.complaints.tasks.timezone.now", lambda: walk.at + LATER)
    for _ in range(2):
        tasks.end_waits(timestamp=0)
    assert (walk.refresh().state, waiting.refresh().state) == (C.CLOSED, C.LAPSED)
    assert walk.complaint.events.filter(action="close_silent").count() == 1


def test_an_objection_starts_a_new_round_at_the_penanggung_jawab_and_keeps_the_first(walk: Walk) -> None:
    walk.answered().received()
    first_total = walk.complaint.clocks.get(name=K.TOTAL).used_minutes
    walk.do(reopen.object_to, REPORTER, reason="Satu lampu masih padam.", draft=picture_draft(walk.at))
    assert (*states(walk), walk.complaint.round) == (C.IN_HANDLING, H.AT_OFFICER, 2)
    assert walk.complaint.clocks.get(name=K.TOTAL, round=1).used_minutes == first_total
    assert walk.complaint.clocks.get(name=H.AT_OFFICER, round=2).limit == 120
    walk.assign().report().do(check.approve, walk.cast.endang)
    walk.do(answer.answer, walk.cast.budi, text="Lampu ketiga sudah diganti.", kind="solved")
    walk.received().do(close.confirm, REPORTER, score=5)
    assert walk.complaint.state == C.CLOSED


def test_after_a_low_score_somebody_else_examines(walk: Walk) -> None:
    walk.answered().received().do(reopen.object_to, REPORTER, reason="Masih padam semuanya.", score=1)
    with pytest.raises(Refused, match="diperiksa orang lain"):
        walk.assign()
    walk.do(examine.assign, walk.cast.heru, unit=walk.cast.lights, instruction="Periksa sekali lagi.")
    assert walk.lead.state == H.AT_UNIT


def test_where_nobody_else_is_left_the_head_examines(walk: Walk) -> None:
    Position.objects.filter(pk=walk.cast.heru.pk).delete()
    with pytest.raises(Refused, match="tidak ada penanggung jawab lain"):
        walk.passed_on().do(
            examine.assign, walk.cast.agus, unit=walk.cast.lights, instruction="Periksa tiga tiang itu."
        )
    walk.assign().report().do(check.approve, walk.cast.endang)
    walk.do(answer.answer, walk.cast.budi, text="Tiga lampu sudah menyala.", kind="solved")
    walk.received().do(reopen.object_to, REPORTER, reason="Masih padam semuanya.", score=2)
    walk.do(examine.assign, walk.cast.agus, unit=walk.cast.lights, instruction="Saya minta diperiksa lagi.")
    assert walk.lead.state == H.AT_UNIT


def test_a_citizen_reopens_once_and_the_tim_after_that(walk: Walk) -> None:
    walk.closed().do(reopen.reopen, REPORTER, reason="Lampunya padam lagi.")
    walk.do(answer.answer_simple, walk.cast.endang, text="Kami kirim petugas malam ini.")
    walk.received().do(close.confirm, REPORTER, score=3)
    with pytest.raises(Refused, match="sudah pernah"):
        walk.do(reopen.reopen, REPORTER, reason="Lampunya padam lagi.")
    walk.do(reopen.reopen, walk.cast.wati, reason="Warga menelepon, lampu padam lagi.", at=walk.at + LATER)
    assert (*states(walk), walk.complaint.round) == (C.IN_HANDLING, H.AT_OFFICER, 3)


def test_the_tim_still_receives_the_report_after_the_citizen_confirmed(walk: Walk) -> None:
    walk.answered().do(close.confirm, REPORTER, score=5)
    walk.received()
    assert not walk.complaint.clocks.filter(finished_at=None).exists()


@pytest.mark.parametrize("until", ["filed", "asked", "assigned"])
def test_a_citizen_may_withdraw_until_the_answer_is_there(walk: Walk, until: str) -> None:
    if until != "filed":
        walk.assigned() if until == "assigned" else walk.routed().asked()
    walk.do(close.withdraw, REPORTER, reason="Sudah dibetulkan warga.")
    assert walk.complaint.state == C.WITHDRAWN
    assert not walk.complaint.clocks.filter(finished_at=None).exists()


def test_an_answered_case_is_not_withdrawn(walk: Walk) -> None:
    with pytest.raises(Refused):
        walk.answered().do(close.withdraw, REPORTER)


# ---------------------------------------------------------------- order and staleness


def test_who_comes_second_is_told_what_came_first(walk: Walk) -> None:
    version = walk.approved().complaint.version
    walk.do(answer.answer, walk.cast.budi, text="Jawaban yang pertama sampai.", kind="solved", version=version)
    with pytest.raises(Stale) as stale:
        walk.do(answer.answer, walk.cast.budi, text="Jawaban yang kedua datang.", kind="solved", version=version)
    assert stale.value.newest.texts.get(name="answer").words == "Jawaban yang pertama sampai."


def test_nobody_acts_for_another_agency_or_another_unit(walk: Walk) -> None:
    with pytest.raises(Refused, match="OPD Anda"):
        walk.routed().do(route.pass_on, walk.cast.rina, interim="Kami periksa hari ini juga.")
    pruning = Position.objects.get(unit__agency=walk.cast.dlh)
    with pytest.raises(Refused):
        walk.do(
            work.report, pruning, done="Pohon sudah dipangkas.", done_on=walk.at.date(), result="planned",
            by_whom="Regu satu", remains="Perlu alat berat.",
        )  # fmt: skip


def test_the_same_form_makes_one_complaint_and_shows_the_same_receipt(file_one: Callable[..., Walk]) -> None:
    first, again = file_one(form_key="sekali"), file_one(form_key="sekali")
    assert (first.complaint.number, first.code) == (again.complaint.number, again.code)
    assert Complaint.objects.count() == 1


def test_the_cast_is_complete(cast: Cast) -> None:
    assert {p.role for p in cast.officials.values()} == set(Role) - {Role.CITIZEN, Role.SYSTEM}


# ---------------------------------------------------------------- what a review found


def test_silence_does_not_close_a_case_whose_answer_never_arrived(walk: Walk) -> None:
    walk.answered()
    with pytest.raises(Refused, match="belum lewat"):
        close.close_silent(complaint_id=walk.complaint.pk, at=walk.at + LATER)
    walk.received()
    assert walk.complaint.clocks.get(name=K.CONFIRMATION).started_at == walk.at


def test_what_an_interrupted_worker_left_is_delivered_by_the_next(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    walk.answered()
    Outbox.objects.all().delete()  # it had taken the events out and died before it noted the arrival
    monkeypatch.setattr("lapor.notices.tasks.timezone.now", lambda: walk.at + timedelta(minutes=10))
    notices.deliver_again(timestamp=0)
    assert walk.refresh().accepted_round == 1


def test_one_case_that_cannot_be_ended_does_not_stop_the_others(
    file_one: Callable[..., Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    sick, well = file_one(), file_one()
    for walk in (sick, well):
        walk.do(complete.ask_completion, walk.cast.wati, question="Di kalurahan mana?")
    lapse = complete.lapse

    def stumble(*, complaint_id: int, at: object) -> object:
        if complaint_id == sick.complaint.pk:
            raise ValueError("sick")
        return lapse(complaint_id=complaint_id, at=at)  # type: ignore[arg-type]

    monkeypatch.setattr(complete, "lapse", stumble)
    monkeypatch.setattr("lapor.complaints.tasks.timezone.now", lambda: well.at + LATER)
    with pytest.raises(RuntimeError, match="1 waits"):
        tasks.end_waits(timestamp=0)
    assert (sick.refresh().state, well.refresh().state) == (C.AWAITING, C.LAPSED)


def test_a_low_score_bars_also_when_the_case_was_closed_first(walk: Walk) -> None:
    walk.closed(score=1).do(reopen.reopen, REPORTER, reason="Lampunya padam lagi.")
    with pytest.raises(Refused, match="diperiksa orang lain"):
        walk.assign()


def test_a_second_low_score_bars_both_who_examined_before(walk: Walk) -> None:
    walk.answered().received().do(reopen.object_to, REPORTER, reason="Masih padam semuanya.", score=1)
    walk.do(answer.answer_simple, walk.cast.heru, text="Kami kirim petugas malam ini.")
    walk.received().do(reopen.object_to, REPORTER, reason="Masih juga padam semua.", score=1)
    assert set(walk.lead.barred) == {walk.cast.endang.person_id, walk.cast.heru.person_id}
    assert walk.lead.head_examines and walk.complaint.score == 1


def test_the_total_of_a_new_round_has_what_the_first_left(walk: Walk) -> None:
    walk.answered().received().do(reopen.object_to, REPORTER, reason="Satu lampu masih padam.")
    first, second = walk.complaint.clocks.filter(name=K.TOTAL).order_by("round")
    assert second.limit == 1050 - first.used_minutes


def test_a_case_is_not_rerouted_to_who_just_returned_it(walk: Walk) -> None:
    with pytest.raises(Incomplete, match="yang mengembalikan"):
        returned(walk.routed()).do(route.reroute, walk.cast.wati, agency=walk.cast.dishub)


def test_a_completed_lapse_settles_from_first_arrival_less_the_wait(walk: Walk) -> None:
    before = walk.complaint.clocks.get(name=K.SETTLEMENT).due_at
    walk.do(complete.ask_completion, walk.cast.wati, question="Di kalurahan mana?")
    complete.lapse(complaint_id=walk.complaint.pk, at=walk.at + timedelta(days=16))
    walk.do(complete.complete, REPORTER, reply="Timbulharjo.", at=walk.at + timedelta(days=20))
    settlement = walk.complaint.clocks.get(name=K.SETTLEMENT)
    assert settlement.finished_at is None and settlement.due_at > before
    assert settlement.started_at == walk.complaint.received_at


def test_the_sentence_of_an_archive_is_the_first_reply(walk: Walk) -> None:
    walk.do(verify.archive, walk.cast.wati, reason="unclear", explanation="Kami belum tahu tempat kejadiannya.")
    reply = walk.complaint.clocks.get(name=K.FIRST_REPLY)
    assert (reply.finished_at, reply.outcome) == (walk.at, "")


def test_an_optional_remark_has_a_limit_too(walk: Walk) -> None:
    with pytest.raises(Incomplete, match="Terlalu panjang"):
        walk.do(close.withdraw, REPORTER, reason="a" * 20_000)


def test_the_form_that_made_an_event_is_known_by_its_mark(walk: Walk) -> None:
    from lapor.complaints import uploads

    moved = walk.do(close.withdraw, REPORTER, form_key="kunci-formulir")
    assert moved.event.data["form"] == uploads.form_mark("kunci-formulir") != "kunci-formulir"


# ---------------------------------------------------------------- what an adversary found


@pytest.mark.parametrize("week", [{}, {"mon": []}])
def test_a_calendar_without_hours_stops_nobody_from_filing_and_reading(
    file_one: Callable[..., Walk], week: dict[str, object]
) -> None:
    Calendar.objects.update(week=week, digest="")
    walk = file_one().answered().received()
    assert walk.complaint.clocks.get(name=K.CONFIRMATION).due_at > walk.at
    for clock in walk.complaint.clocks.select_related("calendar"):
        assert Reader(at=walk.at).read(clock).words


def test_a_year_that_is_one_holiday_stops_nobody_either(file_one: Callable[..., Walk]) -> None:
    first = date(2026, 1, 1)
    Holiday.objects.bulk_create(
        [Holiday(day=first + timedelta(days=n), name="Libur", kind="national") for n in range(4100)],
        ignore_conflicts=True,
    )
    calendars.publish_all(at=datetime(2026, 1, 1, tzinfo=UTC))
    assert file_one().routed().complaint.clocks.get(name=H.AT_OPERATOR).due_at


def test_an_act_a_moment_before_the_one_it_follows_happens_with_it(walk: Walk) -> None:
    walk.reported()
    moved = walk.do(check.approve, walk.cast.endang, at=walk.at - timedelta(seconds=2))
    assert moved.event.at == walk.at


@pytest.mark.parametrize(("year", "words"), [(1, "setahun"), (2027, "belum terjadi")])
def test_the_day_of_work_is_believable(walk: Walk, year: int, words: str) -> None:
    walk.assigned()
    with pytest.raises(Incomplete, match=words):
        walk.do(
            work.report, walk.cast.slamet, done="Lampu sudah diganti baru.", done_on=date(year, 1, 1), result="fixed",
            by_whom="Regu dua", draft=picture_draft(walk.at),
        )  # fmt: skip


def test_a_plan_is_for_years_that_somebody_here_will_see(walk: Walk) -> None:
    walk.approved()
    with pytest.raises(Incomplete, match="lima tahun"):
        walk.do(
            answer.answer, walk.cast.budi, text="Akan diperbaiki kelak.", kind="planned",
            planned_on=date(9999, 12, 31), ground="APBD 2027",
        )  # fmt: skip
