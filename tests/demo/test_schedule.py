"""The plans of the demo, before anything is played: lawful, in order, in office hours, never after now."""

from __future__ import annotations

import csv
import json
import random
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from lapor.demo import lots, schedule
from lapor.demo.hours import after, before
from lapor.demo.lots import LOTS
from lapor.demo.path import Path
from lapor.demo.schedule import Planner
from lapor.people.seed import FOLDER
from lapor.sop import clock
from lapor.sop.calendar import Calendar
from lapor.sop.rules import LIMITS, RULES, C, H, K, Role

NOWS = {
    "a Wednesday morning": datetime(2026, 11, 25, 3, 18, tzinfo=UTC),
    "the minute of opening": datetime(2026, 11, 25, 0, 30, tzinfo=UTC),
    "a Sunday night": datetime(2026, 11, 29, 15, 20, tzinfo=UTC),
    "the holidays of Lebaran": datetime(2026, 3, 22, 4, 0, tzinfo=UTC),
    "a year without a holiday table": datetime(2029, 5, 1, 18, 0, tzinfo=UTC),
}
CITIZENS = {rule.action for rule in RULES if rule.roles == (Role.CITIZEN,)}
SYSTEM = {rule.action for rule in RULES if rule.roles == (Role.SYSTEM,)}


@pytest.fixture(scope="module")
def hours() -> Calendar:
    week = json.loads((FOLDER / "calendars.json").read_text())["lima-hari"]
    with (FOLDER / "hari_libur.csv").open() as lines:
        off = [row["tanggal"] for row in csv.DictReader(lines)]
    return Calendar.from_json({"zone": week["zone"], "week": week["week"], "off": off})


BESIDE = ("see_report", "report_delay")  # acts that leave a case where it stands


def plans(now: datetime, hours: Calendar) -> list[tuple[lots.Lot, list[schedule.Cue]]]:
    planner = Planner(now, hours, random.Random(3402))
    return [(lot, planner.plan(lot, hours)) for lot in LOTS for _ in range(lot.count)]


@pytest.mark.parametrize("now", NOWS.values(), ids=NOWS)
def test_every_plan_is_in_order_and_ends_before_now(now: datetime, hours: Calendar):
    for lot, cues in plans(now, hours):
        assert cues[0].action == "submit"
        assert cues[-1].at <= now, lot
        assert all(one.at < other.at for one, other in pairwise(cues)), lot


@pytest.mark.parametrize("now", NOWS.values(), ids=NOWS)
def test_officials_act_in_office_hours(now: datetime, hours: Calendar):
    acts = [cue for _, cues in plans(now, hours) for cue in cues if cue.action not in CITIZENS | SYSTEM]
    outside = [cue for cue in acts if not clock.is_open(hours, cue.at) and cue.at != before(hours, cue.at, 1)]
    assert len(outside) < len(acts) / 20


@pytest.mark.parametrize("now", NOWS.values(), ids=NOWS)
def test_every_walk_is_one_that_the_rules_know(now: datetime, hours: Calendar):
    for lot, cues in plans(now, hours):
        path = Path()
        for cue in cues:
            path.step(cue.action)
        if lot.ends != lots.PAST:
            assert [cue.word for cue in cues if cue.action not in BESIDE] == ["submit", *lot.walk.split()]


def test_on_a_working_day_every_open_lot_stands_as_it_is_told_to(hours: Calendar):
    now = NOWS["a Wednesday morning"]
    for lot, cues in plans(now, hours):
        if lot.ends not in (lots.CALM, lots.SOON, lots.LATE):
            continue
        path, before_it = Path(), cues[0].at
        for cue in cues:
            path.spend(clock.between(hours, before_it, cue.at))
            path.step(cue.action)
            before_it = cue.at
        last = [cue.at for cue in cues if cue.action not in BESIDE][-1]
        if path.held in (C.RECEIVED, H.RETURN_REQUESTED):
            late = clock.working_days(hours, last, LIMITS[path.held].amount) < now
        elif path.held is C.ANSWERED:
            late = clock.between(hours, last, now) >= LIMITS[K.STEP8].amount
        else:
            late = clock.between(hours, cues[-1].at, now) >= path.minutes_left
        assert late == (lot.ends == lots.LATE), lot


def test_every_step_is_kept_in_time_between_55_and_95_of_a_hundred_times():
    assert set(schedule.ON_TIME) >= {H.AT_OPERATOR, H.AT_OFFICER, H.AT_UNIT, H.CHECKING, H.TO_ANSWER}
    assert all(0.55 <= share <= 0.95 for share in schedule.ON_TIME.values())


def test_people_write_most_in_the_morning_and_one_in_ten_before_seven():
    by_hour = schedule.ARRIVALS
    assert len(by_hour) == 24
    assert sorted(range(24), key=lambda hour: -by_hour[hour])[:4] == [9, 10, 11, 15]
    assert 0.08 <= sum(by_hour[:7]) / sum(by_hour) <= 0.13


def test_there_are_at_least_130_cases_of_all_three_ends():
    assert sum(lot.count for lot in LOTS) >= 130
    walks = [lot.walk for lot in LOTS]
    assert any(walk.startswith("verify simple") for walk in walks)
    assert any(walk.startswith("verify pass_on simple") for walk in walks)
    assert any(walk.startswith(lots.CONFIRMED) for walk in walks)


def test_every_action_of_the_rules_is_played():
    played = {lots.action_of(word) for lot in LOTS for word in lot.walk.split()} | {"submit", "see_report"}
    played |= {"report_delay" for lot in LOTS if lot.delayed}
    # of a reorganisation, of second thoughts of a reporter or the Tim, of a date to come: not in the demo
    played |= {"carry_over", "protect", "reclassify", "promise_due", "reply", "change_score"}
    # beside the lots (demo/asking.py), and the looks that nobody was allowed yet
    played |= {"ask_identity", "deny_identity", "allow_identity", "see_identity"}
    # demo/supervising.py, and how a supervisory complaint would go on
    played |= {"take_up", "conclude", "return_findings", "answer_supervisory", "mark_supervisory"}
    assert played == {rule.action for rule in RULES}


def test_office_time_backwards_is_office_time_forwards_turned_round(hours: Calendar):
    rng = random.Random(7)
    for _ in range(300):
        at = datetime.fromtimestamp(rng.randint(1_770_000_000, 1_800_000_000), UTC)
        seconds = rng.randint(1, 200_000)
        began = before(hours, at, seconds)
        assert clock.seconds_between(hours, began, at) == seconds
        assert clock.seconds_between(hours, at, after(hours, at, seconds)) == seconds
