"""Uji SOP: what would have been late under other minutes and hours; the same as walking every case again."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lapor.complaints import reading, replay, trial
from lapor.complaints.models import Complaint, Event, StepClock
from lapor.complaints.steps import answer, close
from lapor.complaints.trial import Other
from lapor.people import calendars, procedure_edit, procedures
from lapor.people.procedure_edit import Written
from lapor.sop import amounts, clock
from lapor.sop.limits import BASE
from lapor.sop.rules import Klass
from tests.cast import ANSWER, MONDAY, REPORTER, Cast, Walk
from tests.complaints.test_verify_clocks import Wanderer

pytestmark = pytest.mark.django_db

MARCH = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}
SHORT_DAYS = clock.Calendar("Asia/Jakarta", dict.fromkeys(range(6), ((480, 720),)))


def lines(other: Other) -> dict[str, tuple[int, int, int]]:
    told = trial.tried(other, **MARCH).lines
    return {name: (line.runs, line.then, line.now) for name, line in told.items() if line.runs}


def test_fewer_minutes_make_more_runs_late_and_nothing_else_changes(walk: Walk) -> None:
    walk.closed()  # every act half an hour after the one before
    as_it_was = lines(Other())
    assert as_it_was["step_3"] == (1, 0, 0)
    assert as_it_was["step_8"] == (1, 1, 1)  # the Tim took 36 minutes
    assert lines(Other(amounts={"step_3": 20})) == {**as_it_was, "step_3": (1, 0, 1)}
    assert lines(Other(amounts={"step_3": 30}))["step_3"] == (1, 0, 0)
    assert lines(Other(amounts={"step_3": 29}))["step_3"] == (1, 0, 1)


def test_more_minutes_make_fewer_late(walk: Walk) -> None:
    walk.routed().now(2)  # the operator took two and a half hours
    walk.do(answer.answer_simple, walk.cast.budi, text=ANSWER)
    walk.received().do(close.confirm, REPORTER, score=5)
    assert lines(Other())["step_3"] == (1, 1, 1)
    assert lines(Other(amounts={"step_3": 240}))["step_3"] == (1, 1, 0)


def test_outer_limits_are_tried_too(walk: Walk) -> None:
    walk.routed().now(2)
    walk.do(answer.answer_simple, walk.cast.budi, text=ANSWER)
    walk.received().do(close.confirm, REPORTER, score=5)  # the handling took 186 minutes, the first reply three hours
    assert lines(Other(amounts={"first_reply": 2}))["first_reply"] == (1, 0, 1)
    assert lines(Other(amounts={"first_reply": 3}))["first_reply"] == (1, 0, 0)
    assert lines(Other(amounts={f"step_{order}": 30 for order in range(3, 9)}))["total"] == (1, 0, 1)
    assert lines(Other(amounts={f"step_{order}": 31 for order in range(3, 9)}))["total"] == (1, 0, 0)


def test_other_hours_for_one_agency_leave_the_tim_and_the_others_alone(walk: Walk, cast: Cast) -> None:
    walk.closed()  # from eight to noon and on; the short day ends at twelve
    short = clock.Calendar("Asia/Jakarta", dict.fromkeys(range(7), ((0, 1440),)))
    only_dlh = Other(hours=short, of=lambda agency: agency == cast.dlh.pk)
    assert lines(only_dlh) == lines(Other())
    slow = Other(amounts={"step_3": 45}, hours=short, of=lambda agency: agency == cast.dishub.pk)
    assert lines(slow)["step_3"] == (1, 0, 0)


def test_a_running_case_and_one_outside_the_period_are_not_looked_at(file_one: Callable[..., Walk]) -> None:
    file_one().closed()
    file_one().reported()
    file_one(at=MONDAY - timedelta(days=40)).closed()
    outcome = trial.tried(Other(), **MARCH)
    assert (outcome.found, outcome.cases) == (1, 1)


def test_of_a_long_period_the_newest_are_looked_at(
    file_one: Callable[..., Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in (0, 1, 2):
        file_one(at=MONDAY + timedelta(days=days)).closed()
    monkeypatch.setattr(trial, "MOST", 2)
    outcome = trial.tried(Other(), **MARCH)
    assert (outcome.found, outcome.cases, outcome.lines["step_3"].runs) == (3, 2, 2)


def test_a_trial_writes_nothing_and_asks_a_handful_of_queries(walk: Walk) -> None:
    walk.closed()
    before = Event.objects.count(), sorted(StepClock.objects.values_list("id", "limit", "due_at"))
    with CaptureQueriesContext(connection) as asked:
        lines(Other(amounts={"step_2": 1, "step_3": 30}, hours=SHORT_DAYS))
    assert len(asked) <= 8
    assert all(one["sql"].startswith("SELECT") for one in asked.captured_queries)
    assert before == (Event.objects.count(), sorted(StepClock.objects.values_list("id", "limit", "due_at")))


def test_each_case_is_measured_from_its_own_version_or_all_from_one(file_one: Callable[..., Walk], cast: Cast) -> None:
    given_then = {**amounts.of(BASE), "step_3": 20, "floor_3": 20}
    what = Written(date(2026, 3, 3), "Evaluasi", given_then, {})
    row = procedure_edit.draft(what, by=cast.admin, at=MONDAY, day=date(2026, 3, 2))
    mark = procedure_edit.mark(row)
    row = procedure_edit.approve(row, seen=mark, by=cast.joko, at=MONDAY, day=date(2026, 3, 2))
    file_one().closed()
    file_one(at=MONDAY + timedelta(days=1)).closed()  # thirty minutes at step 3, and twenty are its limit
    assert lines(Other())["step_3"] == (2, 1, 1)
    assert lines(Other(terms=procedures.read(row)))["step_3"] == (2, 1, 2)
    assert lines(Other(terms=BASE))["step_3"] == (2, 1, 0)
    assert lines(Other(amounts={"step_4": 1}))["step_3"] == (2, 1, 1)


# ---------------------------------------------------------------- the same as a walk of the events


def walked_again(other: Other) -> Counter[tuple[str, bool]]:
    """Every run of every case under these terms and hours, by replay: how many of each line would be late or not."""
    found: Counter[tuple[str, bool]] = Counter()
    for case in Complaint.objects.all():
        rows = {(one.name, one.handling_id, one.round, one.pass_no): one for one in case.clocks.all()}

        def hours_of(key: replay.Key, rows: dict[replay.Key, StepClock] = rows) -> clock.Calendar:
            row = rows[key]
            meant = other.hours is not None and other.of(row.agency_id)
            return other.hours if other.hours is not None and meant else calendars.office_hours(row.calendar)

        terms = other.terms_for(procedures.terms(case.sop_version))
        facts, handlings = reading.facts([case.pk])[case.pk], reading.handlings([case.pk])[case.pk]
        for run in replay.replay(facts, terms, hours_of, handlings):
            name = f"step_{run.step}" if run.step else trial.OUTER.get(run.name, "")
            if name and run.finished_at is not None and not run.outcome:
                found[name, run.finished_at > run.due_at] += 1
    return found


def measured(other: Other) -> Counter[tuple[str, bool]]:
    cases = {case.pk: (case.sop_version, Klass(case.klass)) for case in Complaint.objects.all()}
    return Counter((name, now) for name, _, now in trial._Trial(other).measured(cases))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10**9),
    steps=st.integers(5, 30),
    share=st.sampled_from((0.2, 0.5, 1.0, 1.5)),
    whose=st.sampled_from(("nobody", "all", "tim", "agencies")),
)
def test_a_trial_says_what_walking_the_events_again_says(seed: int, steps: int, share: float, whose: str) -> None:
    given_then = {key: max(1, round(value * share)) for key, value in amounts.of(BASE).items()}
    meant = {"all": lambda a: True, "tim": lambda a: a is None, "agencies": lambda a: a is not None}
    hours = None if whose == "nobody" else SHORT_DAYS
    other = Other(amounts=given_then, hours=hours, of=meant.get(whose, lambda agency: False))
    with transaction.atomic():
        done = Wanderer(random.Random(seed)).wander(steps)
        right, told = walked_again(other), measured(other)
        transaction.set_rollback(True)
    assert told == right, done
