"""Reminders and escalations of clocks that nobody touches: at the instant of the fact, once, whoever looks and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Event as Signal
from typing import Any

import pytest
from django.db import connection, transaction

from lapor.complaints import ledger, marking, tasks, verify_clocks
from lapor.complaints.models import Mark, StepClock
from lapor.complaints.steps import reclassify, route, verify
from lapor.people import procedures
from lapor.people.models import SopVersion
from lapor.sop import amounts
from lapor.sop.rules import C, H, Klass
from tests.cast import INTERIM, MONDAY, Cast, Walk
from tests.complaints.test_at_once import at_once

FRIDAY = datetime(2026, 3, 6, 6, 30, tzinfo=UTC)  # 13.30 WIB, an hour before closing
WEEK = timedelta(days=7)


def marks(walk: Walk, name: str = H.AT_OPERATOR) -> list[tuple[str, int, datetime]]:
    rows = Mark.objects.filter(clock__complaint=walk.complaint, clock__name=name).order_by("at")
    return list(rows.values_list("kind", "level", "at"))


def wib(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


OPERATOR_MARKS = [
    ("reminder", 1, wib("2026-03-06T14:18")),
    ("escalation", 1, wib("2026-03-06T14:30")),
    ("escalation", 2, wib("2026-03-09T08:30")),
]


@pytest.fixture
def friday(file_one: Callable[..., Walk]) -> Walk:
    """Given to Dishub on Friday at 13.30: its operator has until closing."""
    walk = file_one(at=FRIDAY - timedelta(minutes=30)).routed()
    assert walk.at == FRIDAY
    return walk


def test_nothing_is_written_before_its_instant_has_passed(friday: Walk) -> None:
    assert marking.mark_due(at=wib("2026-03-06T14:18")) == 0
    assert marking.mark_due(at=wib("2026-03-06T14:18:01")) == 1
    assert marks(friday) == OPERATOR_MARKS[:1]


def test_looked_at_every_ten_minutes_over_a_weekend_each_is_written_once(friday: Walk) -> None:
    at = FRIDAY
    while at < wib("2026-03-09T10:00"):
        marking.mark_due(at=at)
        at += timedelta(minutes=10)
    assert marks(friday) == OPERATOR_MARKS


def test_after_days_without_a_job_all_of_them_stand_at_their_true_instants(friday: Walk) -> None:
    marking.mark_due(at=FRIDAY + WEEK)
    assert marks(friday) == OPERATOR_MARKS
    assert StepClock.objects.get(complaint=friday.complaint, name=H.AT_OPERATOR).next_mark_at is None
    assert marking.mark_due(at=FRIDAY + WEEK) == 0


def test_a_case_that_waits_for_the_citizen_is_not_marked(friday: Walk) -> None:
    friday.asked()
    before = len(marks(friday))
    assert marking.mark_due(at=FRIDAY + timedelta(days=2)) == 0 or len(marks(friday)) == before
    assert not marks(friday, C.AWAITING)


def test_the_job_of_the_worker_does_it(friday: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_now", lambda: FRIDAY + WEEK)
    tasks.mark_time(0)
    assert marks(friday) == OPERATOR_MARKS


def test_one_clock_that_cannot_be_marked_does_not_stop_the_others(
    friday: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, broken = ledger.mark_passed, friday.complaint.clocks.get(name="settlement").pk
    friday.complaint.clocks.filter(pk=broken).update(next_mark_at=FRIDAY)  # the first that is looked at

    def faulty(row: StepClock, *, until: datetime) -> list[Mark]:
        if row.pk == broken:
            raise ValueError("a fault")
        return plain(row, until=until)

    monkeypatch.setattr(ledger, "mark_passed", faulty)
    with pytest.raises(RuntimeError, match="1 clocks"):
        marking.mark_due(at=FRIDAY + timedelta(days=3, hours=2))
    assert marks(friday) == OPERATOR_MARKS


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_write_each_mark_once(friday: Walk) -> None:
    at_once([lambda: marking.mark_due(at=FRIDAY + WEEK) for _ in range(4)])
    assert marks(friday) == OPERATOR_MARKS


@pytest.mark.django_db(transaction=True)
def test_a_job_that_dies_before_its_transaction_ends_leaves_nothing_and_the_next_does_it_whole(
    friday: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    plain = ledger.mark_passed

    def dying(row: StepClock, *, until: datetime) -> list[Mark]:
        plain(row, until=until)
        raise Killed

    monkeypatch.setattr(ledger, "mark_passed", dying)
    with pytest.raises(Killed):
        marking.mark_due(at=FRIDAY + WEEK)
    connection.close()
    assert not Mark.objects.exists()
    monkeypatch.undo()
    marking.mark_due(at=FRIDAY + WEEK)
    assert marks(friday) == OPERATOR_MARKS


@pytest.mark.django_db(transaction=True)
def test_an_act_and_the_job_at_the_same_moment_write_each_mark_once(friday: Walk) -> None:
    late = wib("2026-03-09T09:00")
    at_once([
        lambda: marking.mark_due(at=late),
        lambda: friday.do(route.pass_on, friday.cast.budi, interim=INTERIM, at=late),
        lambda: marking.mark_due(at=late),
    ])  # fmt: skip
    assert marks(friday) == OPERATOR_MARKS
    assert friday.refresh().handlings.get().state == H.AT_OFFICER


@pytest.mark.django_db(transaction=True)
def test_a_case_that_somebody_acts_on_is_left_to_him_without_waiting(friday: Walk) -> None:
    held, done = Signal(), Signal()

    def hold() -> None:
        with transaction.atomic():
            type(friday.complaint).objects.select_for_update().get(pk=friday.complaint.pk)
            held.set()
            done.wait(10)

    def look() -> Any:
        held.wait(10)
        written = marking.mark_due(at=FRIDAY + WEEK)
        done.set()
        return written

    assert at_once([hold, look])[1] == 0
    assert marking.mark_due(at=FRIDAY + WEEK) > 0


def test_a_class_with_fewer_reminders_is_changed_without_reaching_anything_twice(cast: Cast, file_one: Any) -> None:
    written = {**amounts.of(procedures.newest()), "settlement_information": 2}
    facts = amounts.terms_with(written, code="2026-03-01", effective=date(2026, 3, 1)).to_json()
    SopVersion.objects.create(
        code="2026-03-01", effective=date(2026, 3, 1), reason="Informasi dalam dua hari", facts=facts,
        written_by=cast.admin, written_at=MONDAY, approved_by=cast.joko, approved_at=MONDAY,
    )  # fmt: skip
    walk = file_one()
    walk.do(verify.verify_and_route, cast.wati, agency=cast.dishub, title="Lampu jalan padam", klass=Klass.INFORMATION)
    settlement = StepClock.objects.filter(name="settlement")
    late = settlement.get().due_at + timedelta(hours=3)
    marking.mark_due(at=late)
    walk.do(reclassify.reclassify, cast.wati, klass=Klass.COMPLAINT, note="Ternyata sebuah pengaduan.", at=late)
    for days in (10, 25, 60):
        marking.mark_due(at=late + timedelta(days=days))
    told = list(Mark.objects.filter(clock=settlement.get()).values_list("kind", "level"))
    assert told == [("reminder", 1), ("escalation", 1), ("escalation", 2)]
    assert settlement.get().next_mark_at is None
    assert list(verify_clocks.differences(verify_clocks.Tally())) == []
