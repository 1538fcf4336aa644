"""Dates that an agency promises: each has a clock of its own, and hides no other one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from lapor.complaints import promises, situation, tasks, verify_clocks
from lapor.complaints.models import HeadReport, Promise, StepClock
from lapor.complaints.refusals import Incomplete, Refused
from lapor.complaints.steps import (
    answer,
    check,
    close,
    complete,
    delay,
    examine,
    promise,
    reclassify,
    reopen,
    route,
)  # fmt: skip
from lapor.people.calendars import BANTUL
from lapor.sop.rules import SYSTEM, C, H, K, Klass
from tests.cast import ANSWER, MONDAY, REPORTER, Walk

REASON = "Suku cadang lampu masih dipesan dan datang minggu depan."
PLAN = "Trotoar di depan pasar dibangun tahun ini, sesudah lelangnya selesai."
THURSDAY, FRIDAY = date(2026, 3, 5), date(2026, 3, 6)


@pytest.fixture(autouse=True)
def _every_clock_can_be_computed_again(db: None) -> Iterator[None]:
    yield
    tally = verify_clocks.Tally()
    assert list(verify_clocks.differences(tally)) == []
    assert tally.cases


def promised(walk: Walk, day: date = THURSDAY, who: str = "slamet", **more: Any) -> Any:
    return walk.do(delay.report_delay, getattr(walk.cast, who), reason=REASON, promised_on=day, **more)


def planned(walk: Walk, day: date = FRIDAY, *, year: int = 2026) -> Any:
    return walk.do(
        answer.answer, walk.cast.budi, text=PLAN, kind="planned", planned_on=day, budget_year=year, ground="APBD 2026",
    )  # fmt: skip


def clocks(walk: Walk) -> list[StepClock]:
    return list(walk.complaint.clocks.filter(name=K.PROMISE).order_by("id"))


def stands(walk: Walk) -> list[str]:
    return [promises.state_of(one, at=walk.at) for one in promises.of_case(walk.complaint.pk)]


def standing_of(walk: Walk) -> promises.Standing:
    found = promises.standing(
        promises.of_case(walk.complaint.pk), walk.complaint.clocks.all(), round=walk.complaint.round, at=walk.at
    )
    assert found is not None
    return found


def at(day: int, hour: float = 8) -> datetime:
    """That hour in Bantul on that day of March 2026."""
    return datetime(2026, 3, day, tzinfo=BANTUL) + timedelta(hours=hour)


def run_job(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)
    tasks.end_waits(0)


# ---------------------------------------------------------------- a second promise


def test_a_new_date_runs_to_closing_on_that_day_and_moves_no_other_deadline(walk: Walk) -> None:
    walk.assigned()
    before = {row.pk: (row.due_at, row.limit) for row in walk.complaint.clocks.all()}
    promised(walk)
    (row,) = clocks(walk)
    assert (row.limit, row.unit, row.due_at) == (3, "calendar days", at(5, 15.5))
    assert {row.pk: (row.due_at, row.limit) for row in walk.complaint.clocks.exclude(pk=row.pk)} == before
    assert walk.lead.state == H.AT_UNIT
    one = Promise.objects.get()
    assert (one.kind, one.promised_on, one.handling, one.clock) == ("delay", THURSDAY, walk.lead, row)


@pytest.mark.parametrize(
    ("who", "reached"), [("budi", "routed"), ("endang", "passed_on"), ("slamet", "assigned")], ids=lambda one: one
)
def test_whoever_holds_the_case_may_promise_and_the_head_reads_it(walk: Walk, who: str, reached: str) -> None:
    getattr(walk, reached)()
    moved = promised(walk, who=who)
    assert HeadReport.objects.filter(event=moved.event).exists()
    assert walk.complaint.events.latest("seq").data["promised_on"] == "2026-03-05"


@pytest.mark.parametrize("day", [None, date(2026, 3, 2), date(2025, 3, 5), date(2027, 3, 9)])
def test_a_new_date_lies_ahead_and_within_a_year(walk: Walk, day: date | None) -> None:
    walk.assigned()
    with pytest.raises(Incomplete) as fault:
        promised(walk, day)
    assert set(fault.value.faults) == {"promised_on"}


def test_nobody_promises_for_another_desk(walk: Walk) -> None:
    walk.assigned()
    for who in ("budi", "endang", "agus"):
        with pytest.raises(Refused):
            promised(walk, who=who)


def test_an_answer_in_time_keeps_the_promise_though_the_step_was_late(walk: Walk) -> None:
    walk.assigned()
    promised(walk)
    walk.at = at(4, 12)
    walk.report().do(check.approve, walk.cast.endang)
    assert stands(walk) == ["running"]
    walk.do(answer.answer, walk.cast.budi, text=ANSWER, kind="solved")
    assert stands(walk) == ["kept"]
    assert clocks(walk)[0].finished_at == walk.at


def test_the_first_breach_stays_whatever_was_promised_since(walk: Walk) -> None:
    walk.assigned()
    step = walk.complaint.clocks.get(name=H.AT_UNIT)
    promised(walk)
    standing = standing_of(walk)
    assert (standing.first_due, standing.missed, standing.turn) == (step.due_at, False, 2)
    walk.at = step.due_at + timedelta(minutes=1)
    standing = standing_of(walk)
    assert (standing.first_due, standing.missed, standing.late) == (step.due_at, True, False)
    walk.report()
    after = standing_of(walk)
    assert (after.first_due, after.missed) == (step.due_at, True)


def test_a_third_promise_replaces_the_second_and_a_broken_one_stays_broken(walk: Walk) -> None:
    walk.assigned()
    promised(walk)
    promised(walk, FRIDAY)
    assert stands(walk) == ["replaced", "running"]
    assert [row.outcome for row in clocks(walk)] == ["replaced", ""]
    assert [row.pass_no for row in clocks(walk)] == [1, 2]
    promised(walk, date(2026, 3, 12), at=at(9))
    assert stands(walk) == ["replaced", "late", "running"]
    standing = standing_of(walk)
    assert (standing.turn, standing.promise.promised_on, standing.late) == (4, date(2026, 3, 12), False)


def test_a_promise_does_not_stand_still_while_the_citizen_or_the_tim_is_awaited(walk: Walk) -> None:
    walk.passed_on()
    promised(walk, who="endang")
    due = clocks(walk)[0].due_at
    walk.do(complete.ask_completion, walk.cast.endang, question="Di sebelah mana tiangnya?")
    assert clocks(walk)[0].paused_at is None
    walk.do(complete.complete, REPORTER, reply="Di timur jembatan.", at=at(4))
    walk.do(
        route.request_return, walk.cast.endang, reason="outside", explanation="Jalan ini milik provinsi, bukan kita.",
    )  # fmt: skip
    assert (clocks(walk)[0].paused_at, clocks(walk)[0].due_at) == (None, due)
    walk.do(route.refuse, walk.cast.wati, note="Lampunya milik kabupaten.")
    assert not clocks(walk)[0].pauses.exists()


def test_a_rerouted_or_withdrawn_case_ends_its_promises(file_one: Callable[..., Walk]) -> None:
    moved, withdrawn = file_one().routed(), file_one().routed()
    for walk in (moved, withdrawn):
        promised(walk, who="budi")
    moved.do(route.request_return, moved.cast.budi, reason="wrong_agency", proposed=moved.cast.dlh,
             explanation="Ini pohon, bukan lampu.")  # fmt: skip
    moved.do(route.reroute, moved.cast.wati, agency=moved.cast.dlh)
    withdrawn.do(close.withdraw, REPORTER)
    assert [row.outcome for walk in (moved, withdrawn) for row in clocks(walk)] == ["moved", "cut"]
    assert stands(moved) == stands(withdrawn) == ["ended"]
    assert promises.sentences([moved.complaint.pk, withdrawn.complaint.pk], at=moved.at) == {}


# ---------------------------------------------------------------- planned answers


def test_a_planned_answer_names_a_year_of_the_budget(walk: Walk) -> None:
    walk.approved()
    for year in (None, 2025, 2032):
        with pytest.raises(Incomplete) as fault:
            planned(walk, year=year)
        assert set(fault.value.faults) == {"budget_year"}
    planned(walk, year=2031)
    one = Promise.objects.get()
    assert (one.kind, one.promised_on, one.budget_year) == ("planned", FRIDAY, 2031)
    assert one.clock.due_at == at(6, 14.5) and stands(walk) == ["running"]


def test_an_answer_of_another_kind_promises_nothing_whatever_was_typed(walk: Walk) -> None:
    walk.approved()
    moved = walk.do(
        answer.answer, walk.cast.budi, text=ANSWER, kind="solved", planned_on=FRIDAY, budget_year=2026,
    )  # fmt: skip
    assert (moved.event.data["planned_on"], moved.event.data["budget_year"]) == (None, None)
    assert not Promise.objects.exists()


def test_what_was_planned_and_is_done_early_is_told_and_the_case_stays_closed(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk.approved()
    planned(walk)
    walk.received().do(close.confirm, REPORTER, score=5)
    walk.do(promise.keep_promise, walk.cast.budi, answer="Trotoar di depan pasar sudah selesai dan dibuka.")
    assert stands(walk) == ["kept"] and walk.complaint.state == C.CLOSED
    with pytest.raises(Refused, match="tidak ada rencana"):
        walk.do(promise.keep_promise, walk.cast.endang, answer="Trotoar di depan pasar sudah selesai dan dibuka.")
    run_job(monkeypatch, at(30))
    assert walk.refresh().state == C.CLOSED


def test_a_closed_case_comes_back_on_the_promised_date_and_the_promise_runs_on_late(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk.approved()
    planned(walk)
    walk.received().do(close.confirm, REPORTER, score=4)
    run_job(monkeypatch, at(6, 14.4))
    assert walk.refresh().state == C.CLOSED
    run_job(monkeypatch, at(6, 14.5))
    walk.refresh()
    walk.at = at(6, 16)
    assert (walk.complaint.state, walk.complaint.round, walk.lead.state) == (C.IN_HANDLING, 2, H.AT_OFFICER)
    assert stands(walk) == ["late"] and clocks(walk)[0].finished_at is None
    assert walk.complaint.clocks.filter(name=K.SETTLEMENT, round=2, finished_at=None).exists()
    event = walk.complaint.events.get(action="promise_due")
    assert (event.role, event.data) == ("system", {"promised_on": "2026-03-06"})
    assert HeadReport.objects.filter(event=event).exists()
    walk.do(answer.answer_simple, walk.cast.endang, text="Trotoar di depan pasar sudah selesai.", at=at(9, 9))
    assert stands(walk) == ["late"]
    assert (clocks(walk)[0].outcome, clocks(walk)[0].finished_at) == ("", at(9, 9))


def test_silence_closes_the_case_and_the_date_brings_it_back_in_one_run_of_the_job(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk.approved()
    planned(walk, date(2026, 3, 30))
    walk.received()
    run_job(monkeypatch, at(31))
    acts = list(walk.complaint.events.order_by("seq").values_list("action", flat=True))[-2:]
    assert acts == ["close_silent", "promise_due"]


def test_an_objection_before_the_date_leaves_the_promise_open_and_the_date_moves_nothing(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk.approved()
    planned(walk)
    walk.do(reopen.object_to, REPORTER, reason="Trotoarnya dibutuhkan sekarang.")
    assert stands(walk) == ["running"]
    run_job(monkeypatch, at(9))
    walk.refresh()
    walk.at = at(9)
    assert (walk.complaint.round, walk.lead.state) == (2, H.AT_OFFICER)
    assert stands(walk) == ["late"]
    with pytest.raises(Refused):
        promise.promise_due(complaint_id=walk.complaint.pk, at=at(9))


def test_a_plan_in_the_next_round_replaces_the_plan_before(walk: Walk) -> None:
    walk.approved()
    planned(walk)
    walk.do(reopen.object_to, REPORTER, reason="Trotoarnya dibutuhkan sekarang.")
    promised(walk, who="endang")
    walk.assign().report().do(check.approve, walk.cast.endang)
    planned(walk, date(2026, 3, 20))
    assert [(row.outcome, row.finished_at is None) for row in clocks(walk)] == [
        ("replaced", False), ("", False), ("", True),
    ]  # fmt: skip
    assert stands(walk) == ["replaced", "kept", "running"]


def test_a_low_score_before_the_date_gives_the_round_to_another_examiner(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk.approved()
    planned(walk)
    walk.received().do(close.confirm, REPORTER, score=1)
    run_job(monkeypatch, at(9))
    assert walk.lead.barred == [walk.cast.endang.person_id]


def test_a_job_that_dies_in_the_middle_brings_each_case_back_once(
    file_one: Callable[..., Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    walks = [file_one() for _ in range(3)]
    for walk in walks:
        walk.approved()
        planned(walk)
    real, calls = promise.promise_due, 0

    def dies(**given: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return real(**given)

    monkeypatch.setattr(promise, "promise_due", dies)
    with pytest.raises(KeyboardInterrupt):
        run_job(monkeypatch, at(9))
    run_job(monkeypatch, at(9, 9))
    assert [walk.refresh().round for walk in walks] == [2, 2, 2]
    assert [walk.complaint.events.filter(action="promise_due").count() for walk in walks] == [1, 1, 1]


def test_a_situation_knows_until_when_a_plan_is_promised(walk: Walk) -> None:
    walk.approved()
    planned(walk)
    assert situation.of(walk.complaint, walk.lead, at=walk.at, actor=SYSTEM).promise == at(6, 14.5)


# ---------------------------------------------------------------- the class


def test_a_change_of_class_recounts_from_first_arrival_and_keeps_the_pause(walk: Walk) -> None:
    walk.routed().asked()
    walk.do(complete.complete, REPORTER, reply="Di timur jembatan.", at=at(5))
    before = walk.complaint.clocks.get(name=K.SETTLEMENT)
    walk.do(reclassify.reclassify, walk.cast.wati, klass=Klass.INFORMATION, note="Pelapor hanya bertanya jadwal.")
    after = walk.complaint.clocks.get(name=K.SETTLEMENT)
    assert (after.limit, after.started_at, after.pauses.count()) == (5, MONDAY, 1)
    assert before.limit == 14 and after.due_at == at(11, 15.5)  # two days waited
    assert walk.complaint.klass == Klass.INFORMATION
    assert walk.complaint.events.latest("seq").data == {"klass": "information"}


def test_the_class_may_change_while_the_citizen_is_awaited_and_not_into_itself(walk: Walk) -> None:
    walk.routed().asked()
    with pytest.raises(Incomplete, match="jenis yang lain"):
        walk.do(reclassify.reclassify, walk.cast.wati, klass=Klass.COMPLAINT, note="Tetap pengaduan saja.")
    walk.do(reclassify.reclassify, walk.cast.joko, klass=Klass.ASPIRATION, note="Ini usulan untuk tahun depan.")
    row = walk.complaint.clocks.get(name=K.SETTLEMENT)
    assert row.limit == 5 and row.paused_at is not None


def test_the_class_of_an_answered_case_stays(walk: Walk) -> None:
    walk.answered()
    with pytest.raises(Refused, match="hanya dapat dilakukan"):
        walk.do(reclassify.reclassify, walk.cast.wati, klass=Klass.ASPIRATION, note="Ini usulan untuk tahun depan.")


def test_the_unit_keeps_its_report_though_a_date_was_promised(walk: Walk) -> None:
    walk.assigned()
    promised(walk)
    walk.report()
    assert walk.lead.state == H.CHECKING and clocks(walk)[0].finished_at is None
    walk.do(examine.see_report, walk.cast.agus, handling_id=walk.lead.pk)
    assert not HeadReport.objects.filter(seen=None).exists()
