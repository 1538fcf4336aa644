"""A supervisory complaint walks at the Inspektorat alone: its acts, its clocks, and the wall around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lapor.complaints import access, verify_clocks
from lapor.complaints.access import Sight
from lapor.complaints.models import Complaint, Event, StepClock
from lapor.complaints.refusals import Incomplete, Refused
from lapor.complaints.steps import (
    answer,
    close,
    complete,
    delay,
    examine,
    inspect,
    mark_supervisory,
    receive,
    reclassify,
    reopen,
    route,
    verify,
)  # fmt: skip
from lapor.sop.rules import C, H, K, Klass, Role
from tests.cast import REPORTER, Cast, Walk

INTERIM = "Aduan ini kami periksa. Kami menghubungi Anda lewat halaman ini."
FINDINGS = "Tiga saksi dimintai keterangan; buku kas tidak cocok dengan kuitansi."
TOLD = "Pemeriksaan selesai. Hasilnya sudah kami serahkan kepada yang berwenang menindak."


def taken_up(walk: Walk) -> Walk:
    walk.do(inspect.take_up, walk.cast.kartika, interim=INTERIM)
    return walk


def concluded(walk: Walk) -> Walk:
    taken_up(walk).do(inspect.conclude, walk.cast.bayu, findings=FINDINGS, verdict="proven")
    return walk


def answered(walk: Walk) -> Walk:
    concluded(walk).do(inspect.answer_supervisory, walk.cast.kartika, text=TOLD, verdict="proven")
    return walk


def marked(walk: Walk) -> Walk:
    walk.do(mark_supervisory.mark_supervisory, walk.cast.wati, reason="Yang diadukan pungutan oleh petugas.")
    return walk


def running(walk: Walk) -> dict[str, StepClock]:
    return {row.name: row for row in walk.complaint.clocks.filter(finished_at=None)}


def proven(walk: Walk) -> None:
    """The ledger is what the events say."""
    tally = verify_clocks.Tally()
    assert list(verify_clocks.differences(tally, among=Complaint.objects.filter(pk=walk.complaint.pk))) == []
    assert tally.clocks == walk.complaint.clocks.count()


def seen(walk: Walk) -> dict[str, Sight]:
    handlings = list(walk.complaint.handlings.all())
    return {n: access.sight(access.official(p), walk.complaint, handlings) for n, p in walk.cast.officials.items()}


# ---------------------------------------------------------------- the walk


def test_it_begins_at_the_inspectorate_with_sixty_working_days(complained: Walk) -> None:
    clocks = running(complained)
    assert set(clocks) == {C.RECEIVED, K.FIRST_REPLY, K.SETTLEMENT}
    assert clocks[C.RECEIVED].holder == Role.INSPECTOR
    assert (clocks[K.SETTLEMENT].limit, clocks[K.SETTLEMENT].unit) == (60, "working days")


def test_it_is_taken_up_investigated_and_answered_without_a_step_being_timed(complained: Walk) -> None:
    taken_up(complained)
    assert (complained.complaint.state, complained.lead.state) == (C.IN_HANDLING, H.INVESTIGATED)
    assert complained.lead.agency.short == "Inspektorat"
    assert set(running(complained)) == {K.SETTLEMENT}  # the interim words were the first reply
    complained.do(inspect.conclude, complained.cast.bayu, findings=FINDINGS, verdict="partly")
    assert complained.lead.state == H.CONCLUDED
    complained.do(inspect.return_findings, complained.cast.kartika, missing="Keterangan bendahara belum ada.")
    assert complained.lead.state == H.INVESTIGATED
    complained.do(inspect.conclude, complained.cast.kartika, findings=FINDINGS, verdict="proven")
    complained.do(inspect.answer_supervisory, complained.cast.kartika, text=TOLD, verdict="proven")
    assert (complained.complaint.state, complained.lead.state) == (C.ANSWERED, H.DONE)
    assert running(complained) == {}
    proven(complained)


def test_its_answer_is_reported_to_nobody_and_the_reporter_judges_from_its_receipt_on(complained: Walk) -> None:
    answered(complained)
    with pytest.raises(Refused):
        complained.do(close.acknowledge, complained.cast.wati)
    answer.channel_accepted(complaint_id=complained.complaint.pk, at=complained.now(0.1))
    assert set(running(complained)) == {K.CONFIRMATION}
    complained.do(close.confirm, REPORTER, score=5)
    assert complained.complaint.state == C.CLOSED
    proven(complained)


def test_an_objection_goes_back_to_the_investigation_in_a_new_round(complained: Walk) -> None:
    answered(complained).do(reopen.object_to, REPORTER, reason="Saksi keempat belum ditanya.", score=2)
    assert (complained.complaint.round, complained.lead.state) == (2, H.INVESTIGATED)
    assert {name: row.limit for name, row in running(complained).items()} == {K.SETTLEMENT: 60}
    complained.do(inspect.conclude, complained.cast.bayu, findings=FINDINGS, verdict="proven")
    complained.do(inspect.answer_supervisory, complained.cast.kartika, text=TOLD, verdict="proven")
    answer.channel_accepted(complaint_id=complained.complaint.pk, at=complained.now(0.1))
    complained.do(close.confirm, REPORTER, score=4)
    complained.do(reopen.reopen, complained.cast.kartika, reason="Ada bukti baru dari saksi.")
    assert (complained.complaint.round, complained.lead.state) == (3, H.INVESTIGATED)
    proven(complained)


def test_its_reporter_is_asked_twice_and_the_sixty_days_stand_still_meanwhile(complained: Walk) -> None:
    taken_up(complained)
    for _ in range(2):
        complained.do(complete.ask_completion, complained.cast.bayu, question="Siapa yang meminta uang itu?")
        assert running(complained)[K.SETTLEMENT].paused_at == complained.at
        complained.do(complete.complete, REPORTER, reply="Petugas loket nomor tiga.")
    with pytest.raises(Refused, match="sudah dua kali ditanya"):
        complained.do(complete.ask_completion, complained.cast.kartika, question="Jam berapa kejadiannya?")
    proven(complained)


def test_it_is_archived_objected_to_and_withdrawn(complained: Walk) -> None:
    kartika = complained.cast.kartika
    complained.do(
        verify.archive, kartika, reason="unclear", explanation="Tidak disebut siapa dan kapan, jadi belum jelas."
    )
    complained.do(reopen.object_to, REPORTER, reason="Kepala seksi perizinan, bulan lalu.")
    clocks = running(complained)
    assert (complained.complaint.state, clocks[C.RECEIVED].holder, clocks[K.SETTLEMENT].limit) == (
        C.RECEIVED, Role.INSPECTOR, 60,
    )  # fmt: skip
    taken_up(complained).do(close.withdraw, REPORTER)
    assert (complained.complaint.state, complained.lead.state) == (C.WITHDRAWN, H.CANCELLED)
    assert running(complained) == {}
    proven(complained)


def test_what_lapsed_is_completed_at_the_inspectorate(complained: Walk) -> None:
    complained.do(complete.ask_completion, complained.cast.kartika, question="Di kantor mana kejadiannya?")
    complete.lapse(complaint_id=complained.complaint.pk, at=running(complained)[C.AWAITING].due_at)
    complained.at += timedelta(days=20)
    complained.do(complete.complete, REPORTER, reply="Di kantor kapanewon.")
    assert running(complained)[C.RECEIVED].holder == Role.INSPECTOR
    proven(complained)


def test_findings_and_verdict_are_asked_for(complained: Walk) -> None:
    taken_up(complained)
    with pytest.raises(Incomplete) as lacking:
        complained.do(inspect.conclude, complained.cast.bayu, findings="", verdict="")
    assert set(lacking.value.faults) == {"findings", "verdict"}


def test_no_fact_of_an_event_says_what_was_found(complained: Walk) -> None:
    answered(complained)
    assert [event.data for event in Event.objects.filter(action__in=("conclude", "answer_supervisory"))] == [{}, {}]


# ---------------------------------------------------------------- marked later


def asked(walk: Walk) -> Walk:
    return walk.routed().asked()


def asked_by_the_tim(walk: Walk) -> Walk:
    walk.do(complete.ask_completion, walk.cast.wati, question="Siapa yang meminta uang itu?")
    return walk


@pytest.mark.parametrize("before", [lambda walk: walk, asked_by_the_tim, Walk.assigned, asked])
def test_what_the_tim_marks_goes_to_the_inspectorate_with_all_that_runs(
    walk: Walk, before: Callable[[Walk], Any]
) -> None:
    began = running(before(walk))[K.SETTLEMENT].started_at
    marked(walk)
    clocks = running(walk)
    assert set(clocks) - {K.FIRST_REPLY} == {C.RECEIVED, K.SETTLEMENT}
    assert clocks[C.RECEIVED].holder == Role.INSPECTOR and clocks[C.RECEIVED].started_at == walk.at
    assert (clocks[K.SETTLEMENT].limit, clocks[K.SETTLEMENT].started_at) == (60, began)
    assert clocks[K.SETTLEMENT].paused_at is None and walk.complaint.asked_by is None
    assert {one.state for one in walk.complaint.handlings.all()} <= {H.CANCELLED}
    proven(answered(walk))


def test_a_promised_date_ends_when_the_case_is_marked(walk: Walk) -> None:
    walk.routed().do(
        delay.report_delay, walk.cast.budi, reason="Suku cadang dipesan.", promised_on=walk.at.date() + timedelta(9)
    )
    marked(walk)
    assert K.PROMISE not in running(walk)
    proven(walk)


def test_no_other_act_makes_a_complaint_supervisory(walk: Walk) -> None:
    with pytest.raises(Incomplete):
        walk.do(
            verify.verify_and_route, walk.cast.wati, agency=walk.cast.dishub, title="Pungutan di loket",
            klass=Klass.SUPERVISORY,
        )  # fmt: skip
    walk.routed()
    with pytest.raises(Incomplete):
        walk.do(reclassify.reclassify, walk.cast.wati, klass=Klass.SUPERVISORY, note="Ini pungutan oleh petugas.")


# ---------------------------------------------------------------- the wall


def test_only_the_inspectorate_sees_it_and_the_auditor_its_bare_chain(complained: Walk) -> None:
    for after in (complained, answered(complained)):
        sights = seen(after)
        assert {name for name, sight in sights.items() if sight is Sight.CASE} == {"kartika", "bayu"}
        assert {name for name, sight in sights.items() if sight is Sight.EVENTS} == {"auditor"}


def test_whoever_had_it_sees_it_no_more_once_it_is_marked(walk: Walk) -> None:
    assert seen(walk.assigned())["kartika"] is Sight.NONE
    marked(walk)
    sights = seen(walk)
    assert {sights[name] for name in ("wati", "joko", "budi", "endang", "slamet", "agus")} == {Sight.NONE}
    assert (sights["kartika"], sights["bayu"]) == (Sight.CASE, Sight.CASE)


def test_nobody_else_acts_on_it_and_the_inspectorate_on_nothing_else(
    complained: Walk, file_one: Callable[..., Walk], cast: Cast
) -> None:
    with pytest.raises(Refused, match="ditangani Inspektorat"):
        complained.do(
            verify.archive, cast.wati, reason="unclear", explanation="Tidak disebut siapa dan kapan kejadiannya."
        )
    with pytest.raises(Refused, match="tidak ditangani Inspektorat"):
        file_one().do(inspect.take_up, cast.kartika, interim=INTERIM)


def test_the_steps_of_an_agency_are_refused_to_it(complained: Walk) -> None:
    taken_up(complained)
    with pytest.raises(Refused):
        complained.do(route.pass_on, complained.cast.budi, interim=INTERIM)
    with pytest.raises(Refused):
        complained.do(examine.recall, complained.cast.endang, reason="Ditarik dahulu.")


def test_the_investigator_neither_takes_up_nor_answers(complained: Walk) -> None:
    bayu = complained.cast.bayu
    with pytest.raises(Refused, match="Verifikator Inspektorat"):
        complained.do(inspect.take_up, bayu, interim=INTERIM)
    concluded(complained)
    with pytest.raises(Refused, match="Verifikator Inspektorat"):
        complained.do(inspect.answer_supervisory, bayu, text=TOLD, verdict="proven")


def test_filing_says_the_class_from_the_first_event_on(complained: Walk) -> None:
    assert complained.complaint.events.get(action="submit").data["klass"] == Klass.SUPERVISORY
    assert receive.Filing("", None).klass == Klass.COMPLAINT
