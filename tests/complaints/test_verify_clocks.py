"""The ledger is proven from events and calendars: whatever was walked holds, whatever was touched is named."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lapor.complaints import ledger, reading, verify_clocks
from lapor.complaints.models import Complaint, Event, Handling, Kapanewon, Mark, Pause, StepClock, leading
from lapor.complaints.refusals import Incomplete, Refused
from lapor.complaints.steps import complete, receive, route
from lapor.complaints.walks.acts import ACTS, act
from lapor.complaints.walks.town import Town, WalkError
from lapor.people import calendars
from lapor.people.models import Agency
from lapor.sop.rules import INSPECTORATE, RULES, C, K, Klass, Role, Rule
from tests.cast import INTERIM, REPORTER, Walk

CALENDARS = json.loads((Path(__file__).parents[1] / "data/walks.json").read_text())["calendars"]
PLAN = {"calendars": {"tim": "lima-hari", "agencies": {"Dishub": "istirahat", "DLH": "enam-hari"}}}
FIRST = datetime(2026, 3, 13, 1, 0, tzinfo=UTC)  # a Friday, before Nyepi and Lebaran


def found() -> list[str]:
    return list(verify_clocks.differences(verify_clocks.Tally()))


# ---------------------------------------------------------------- walks of chance


class Wanderer:
    """Takes a complaint through acts that its states allow, chosen by dice, at instants hours or days apart."""

    def __init__(self, dice: random.Random, klass: Klass | None = None) -> None:
        self.dice, self.at = dice, FIRST + timedelta(minutes=dice.randrange(14 * 1440))
        self.town = Town(CALENDARS, PLAN, at=FIRST - timedelta(days=1))
        self.pk = receive.submit(
            receive.Filing(
                story="Pohon tumbang menutup jalan.", kapanewon=_place(), klass=klass or dice.choice(_KLASSES)
            ),
            reporter=receive.Reporter(),
            form_key=str(dice.random()),
            opened_at=self.at,
            at=self.at,
        ).complaint.pk
        self.done = ["submit"]

    def wander(self, steps: int) -> list[str]:
        for _ in range(steps):
            self.at += timedelta(minutes=self.dice.choice((1, 25, 70, 400, 1440, 6000)) * self.dice.random())
            self.at = self.at.replace(microsecond=0)
            self._one()
        return self.done

    def _one(self) -> None:
        complaint = Complaint.objects.get(pk=self.pk)
        handling = leading(Handling.objects.filter(complaint=self.pk).select_related("agency").order_by("id"))
        here = [rule for rule in RULES if _stands(rule, complaint, handling) and rule.action in ACTS]
        if not here:
            return
        rule = self.dice.choice(here)
        if rule.action in ("withdraw", "archive", "mark_supervisory") and self.dice.random() < 0.9:
            return
        if {"past_due", "promise_over"} & set(rule.conditions):
            self._wait(complaint)
        to = self.dice.choice(list(PLAN["calendars"]["agencies"]))
        agency = handling.agency.short if handling and "route" not in rule.action else to
        one = {"act": rule.action, "by": self.dice.choice(rule.roles).value, "at": self.at.isoformat(), "to": agency}
        if rule.action in ("answer", "answer_simple"):
            one["kind"] = self.dice.choice(("solved", "planned", "refused"))
        try:
            act(self.town, one, self.pk, agency, klass=self.dice.choice(_KLASSES).value)
        except (Refused, Incomplete, WalkError):
            return
        self.done.append(rule.action)

    def _wait(self, complaint: Complaint) -> None:
        waits = complaint.clocks.filter(name__in=(C.AWAITING, K.CONFIRMATION, K.PROMISE), finished_at=None).first()
        if waits is not None:
            self.at = max(self.at, waits.due_at)


_KLASSES = (Klass.COMPLAINT, Klass.INFORMATION)


def _place() -> Kapanewon:
    return Kapanewon.objects.get_or_create(code="walk", defaults={"name": "Bantul"})[0]


def _stands(rule: Rule, complaint: Complaint, handling: Handling | None) -> bool:
    inside = bool(set(rule.roles) & set(INSPECTORATE)) or rule.roles in ((Role.CITIZEN,), (Role.SYSTEM,))
    outside = not set(rule.roles) & set(INSPECTORATE)
    return (
        rule.complaint == complaint.state
        and (rule.handling is None or (handling is not None and rule.handling == handling.state))
        and (inside if complaint.klass == Klass.SUPERVISORY else outside)
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), steps=st.integers(5, 30))
def test_whatever_was_walked_is_proven(db: None, seed: int, steps: int) -> None:
    with transaction.atomic():
        klass = Klass.SUPERVISORY if seed % 3 == 0 else None
        done = Wanderer(random.Random(seed), klass).wander(steps)
        wrong = found()
        transaction.set_rollback(True)
    assert wrong == [], done


def test_dice_take_walks_through_most_acts(db: None) -> None:
    done: set[str] = set()
    for seed in range(9):
        done |= set(_walk_of(seed))
    assert {"verify_and_route", "ask_completion", "request_return", "pass_on", "archive", "withdraw"} <= done
    assert len(done) >= 12, done


def _walk_of(seed: int) -> list[str]:
    with transaction.atomic():
        done = Wanderer(random.Random(seed)).wander(30)
        transaction.set_rollback(True)
    return done


# ---------------------------------------------------------------- what is found


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"due_at": F("due_at") + timedelta(minutes=1)}, "tenggat"),
        ({"limit": F("limit") + 1}, "batas"),
        ({"started_at": F("started_at") - timedelta(minutes=1)}, "mulai"),
        ({"finished_at": F("finished_at") - timedelta(minutes=3)}, "selesai"),
        ({"used_minutes": F("used_minutes") - 1}, "menit terpakai"),
        ({"outcome": "cut"}, "akhir"),
        ({"calendar_version": 7}, "kalender"),
        ({"sop_version": "2031-01-01"}, "versi SOP"),
    ],
)
def test_a_clock_that_was_touched_is_named(walk: Walk, change: dict[str, Any], words: str) -> None:
    walk.reported()
    assert found() == []
    StepClock.objects.filter(name="at_unit").update(**change)
    (sentence,) = [line for line in found() if "at_unit" in line]
    assert sentence.startswith(walk.complaint.number)
    assert words in sentence


def test_a_clock_that_is_missing_or_too_many_is_named(walk: Walk) -> None:
    walk.reported()
    clock = StepClock.objects.get(name="at_operator")
    StepClock.objects.filter(pk=clock.pk).update(name="to_answer")
    assert sorted(line.rpartition(" ")[2] for line in found()) == ["ada.", "hilang."]


def test_a_pause_that_was_stretched_is_named(walk: Walk) -> None:
    walk.routed().asked().do(complete.complete, REPORTER, reply="Ini fotonya.")
    assert found() == []
    Pause.objects.filter(ended_at__isnull=False).update(began_at=F("began_at") - timedelta(hours=1))
    assert any("jeda" in line for line in found())


def test_a_reminder_or_breach_that_vanished_is_named(walk: Walk) -> None:
    walk.routed().do(route.pass_on, walk.cast.budi, interim=INTERIM, at=walk.now(24))
    assert found() == []
    Mark.objects.filter(kind="escalation", level=2).delete()
    assert any("eskalasi" in line for line in found())


def test_a_version_of_the_procedure_that_was_swapped_is_named(walk: Walk) -> None:
    Complaint.objects.filter(pk=walk.complaint.pk).update(sop_version="2031-01-01")
    assert "versi SOP 2031-01-01" in found()[0]


def test_an_event_that_cannot_have_happened_is_named(walk: Walk) -> None:
    walk.reported()
    event = Event.objects.get(action="pass_on")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "facts", _without(event.seq, reading.facts))
        (sentence,) = found()
    assert "assign" in sentence


def _without(seq: int, facts: Any) -> Any:
    return lambda ids: {pk: [one for one in rows if one.seq != seq] for pk, rows in facts(ids).items()}


def test_a_calendar_that_changed_without_its_clocks_is_named(walk: Walk) -> None:
    walk.routed()
    row = Agency.objects.get(short="Dishub").calendar
    row.week = {**row.week, "sat": [["07:30", "12:00"]]}
    row.save()
    calendars.publish(row, at=walk.at)
    assert any("kalender" in line for line in found())


@pytest.mark.django_db
def test_hours_in_which_a_limit_never_ends_are_proven_as_the_ledger_counted_them(walk: Walk):
    row = calendars.tim_calendar()
    row.week = {"mon": [["08:00", "08:01"]]}
    row.save()
    calendars.publish(row, at=walk.at)
    StepClock.objects.update(calendar_version=row.version)
    for clock in StepClock.objects.select_related("calendar"):
        ledger.recount(clock)
    walk.passed_on()
    assert StepClock.objects.get(name=K.TOTAL).due_at < walk.at + timedelta(days=1)
    assert found() == []
