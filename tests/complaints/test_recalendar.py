"""Running deadlines when office hours change: what moves, what is said beforehand, and two people at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lapor.complaints import ledger, office_time, recalendar, verify_clocks
from lapor.complaints.models import ClockMove, Mark, StepClock
from lapor.complaints.recalendar import Done
from lapor.complaints.steps import answer, complete
from lapor.people import agencies, calendars, holiday_edit, journal
from lapor.people.calendar_edit import Closed, Profile, Sketch, save
from lapor.people.hours_text import ROUND_THE_CLOCK
from lapor.people.models import Agency, Calendar, CalendarVersion, Change, Holiday
from lapor.sop.rules import Unit
from tests.cast import MONDAY, REPORTER, WEEK, Cast, Walk

TUESDAY = MONDAY + timedelta(days=1)
LONGER = {day: [["07:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
SHORTER = {day: [["08:00", "09:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


def tim() -> Calendar:
    return Calendar.objects.get(code="lima-hari")


def edit(row: Calendar, **more: Any) -> recalendar.Edit:
    """The calendar as it stands but for what is named."""
    stands = Sketch(
        name=row.name,
        parent=row.parent,
        week=row.week,
        observes=row.observes,
        closures=tuple(Closed(one.day, one.name, one.basis) for one in row.closures.all()),
    )
    return office_time.of_calendar(row, Sketch(**{**vars(stands), **more}), at=TUESDAY)


def dues() -> dict[int, datetime]:
    return dict(StepClock.objects.filter(finished_at=None).values_list("pk", "due_at"))


def whole() -> bool:
    """Every running clock is due when its start, limit and pauses say by the newest version of its calendar."""
    for row in StepClock.objects.filter(finished_at=None).select_related("calendar"):
        hours = calendars.office_hours(row.calendar)
        due = ledger.reached(Unit(row.unit), row.limit, row.started_at, hours, ledger.spans(row))
        mark, version = row.next_mark_at, row.calendar.version
        ledger.set_due(row, ledger.spans(row))
        if (row.due_at, row.next_mark_at, row.calendar_version) != (due, mark, version):
            return False
    return True


def proven() -> list[str]:
    """What `lapor clock verify` finds wrong."""
    return [str(one) for one in verify_clocks.differences(verify_clocks.Tally())]


pytestmark = pytest.mark.django_db


def test_a_closed_wednesday_moves_what_would_be_spent_on_it(walk: Walk):
    walk.passed_on()
    before = dues()
    closed = {day: spans for day, spans in WEEK.items() if day != "wed"}
    told = recalendar.look(edit(tim(), week=closed), at=TUESDAY)
    assert told is not None and told.moved > 0
    assert dues() == before
    assert ClockMove.objects.count() == Change.objects.count() == 0
    assert CalendarVersion.objects.count() == 1
    done = recalendar.carry_out(edit(tim(), week=closed), by=walk.cast.admin, at=TUESDAY)
    assert done == told
    moved = {pk: due for pk, due in dues().items() if due != before[pk]}
    lines = {one.clock_id: (one.from_due, one.to_due) for one in ClockMove.objects.all()}
    assert lines == {pk: (before[pk], due) for pk, due in moved.items()}
    assert len(moved) == told.moved
    change = Change.objects.get()
    assert (change.action, change.data["moved"], change.position) == ("calendar_changed", told.moved, walk.cast.admin)
    assert CalendarVersion.objects.get(number=2).change == change
    assert whole()
    assert proven() == []
    assert list(journal.breaks()) == []


def test_what_was_late_becomes_on_time_and_the_other_way_round(walk: Walk):
    walk.routed()
    late = StepClock.objects.get(name="at_operator").due_at + timedelta(hours=1)
    shorter = recalendar.look(edit(tim(), week=SHORTER), at=late)
    assert shorter is not None and shorter.now_on_time >= 1 and shorter.now_late == 0
    recalendar.carry_out(edit(tim(), week=SHORTER), by=None, at=late)
    back = recalendar.look(edit(tim(), week=WEEK), at=late)
    assert back is not None and (back.now_late, back.now_on_time) == (shorter.now_on_time, 0)


def test_a_week_that_changes_from_a_day_on_leaves_what_was_counted_before_it(walk: Walk):
    walk.routed()
    old = calendars.office_hours(tim())
    recalendar.carry_out(edit(tim(), week=LONGER, since=date(2026, 3, 5)), by=None, at=TUESDAY)
    new = calendars.office_hours(tim())
    for n in range(-400, 400):
        day = date(2026, 3, 5) + timedelta(days=n)
        if n < 0:
            assert new.spans(day) == old.spans(day)
        elif day.weekday() < 5 and day not in new.off:
            assert new.spans(day) == ((420, 1020),)
    step = StepClock.objects.get(name="at_operator")
    assert step.due_at < datetime(2026, 3, 5, tzinfo=MONDAY.tzinfo)
    assert not step.moves.exists()


def test_a_week_from_a_day_on_goes_around_ramadan_and_may_be_dated_again(cast: Cast):
    ramadan = Profile("Ramadan", date(2026, 2, 18), date(2026, 3, 19), SHORTER)
    recalendar.carry_out(edit(tim(), profiles=(ramadan,)), by=None, at=TUESDAY)
    old = calendars.office_hours(tim())
    for since in (date(2026, 4, 1), date(2026, 3, 1)):
        recalendar.carry_out(edit(tim(), profiles=(ramadan,), week=LONGER, since=since), by=None, at=TUESDAY)
        new = calendars.office_hours(tim())
        assert [new.spans(since - timedelta(days=n)) for n in range(1, 90)] == [
            old.spans(since - timedelta(days=n)) for n in range(1, 90)
        ]
        assert new.spans(date(2026, 3, 10)) == ((480, 540),)
        assert new.spans(date(2026, 4, 6)) == ((420, 1020),)
    recalendar.carry_out(edit(tim(), profiles=(ramadan,), week=WEEK, since=date(2026, 3, 1)), by=None, at=TUESDAY)
    assert (tim().former, calendars.office_hours(tim())) == ([], old)


def test_a_child_follows_its_parent_and_keeps_what_is_its_own(walk: Walk):
    own = {**WEEK, "sat": [["08:00", "12:00"]]}
    child = save(None, Sketch(name="Enam hari", parent=tim(), week=own), at=MONDAY)[0]
    calendars.publish(child, at=MONDAY)
    recalendar.carry_out(office_time.of_agency(walk.cast.dishub, child), by=None, at=MONDAY)
    walk.routed()
    ramadan = Profile("Ramadan", date(2026, 3, 2), date(2026, 3, 19), SHORTER)
    told = recalendar.carry_out(edit(tim(), profiles=(ramadan,)), by=None, at=TUESDAY)
    assert told is not None and dict(told.agencies)["Dishub"] == 2
    child.refresh_from_db()
    assert child.version == 2
    assert calendars.office_hours(child).spans(date(2026, 3, 10)) == ((480, 540),)
    assert calendars.office_hours(child).spans(date(2026, 4, 4)) == ((480, 720),)
    assert whole()


def test_a_holiday_moves_all_but_the_offices_that_keep_none(walk: Walk, file_one: Callable[..., Walk]):
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), ROUND_THE_CLOCK)
    always = save(None, Sketch(name="24 jam", week=week, observes="none"), at=MONDAY)[0]
    calendars.publish(always, at=MONDAY)
    Agency.objects.filter(pk=walk.cast.dlh.pk).update(calendar=always)
    walk.routed()
    other = file_one().routed(Agency.objects.get(pk=walk.cast.dlh.pk))
    mourning = [*holiday_edit.of_year(2026), holiday_edit.Day(MONDAY.date(), "Berkabung", "national", "Perbup 1/2026")]
    done = recalendar.carry_out(office_time.of_holidays(2026, mourning), by=walk.cast.admin, at=TUESDAY)
    assert done is not None
    assert dict(done.agencies)["Dishub"] == 2 and "DLH" not in dict(done.agencies)
    step = StepClock.objects.get(complaint=walk.complaint, name="at_operator")
    assert (step.due_at - datetime(2026, 3, 3, 1, 30, tzinfo=MONDAY.tzinfo)) == timedelta(0)
    assert not StepClock.objects.get(complaint=other.complaint, name="at_operator").moves.exists()
    assert "Berkabung (Perbup 1/2026)" in CalendarVersion.objects.latest("id").data["why"].values()
    assert whole()


def test_joint_leave_counts_where_only_national_holidays_are_kept(walk: Walk):
    Holiday.objects.create(day=date(2026, 3, 20), name="Cuti bersama Idul Fitri", kind="joint", basis="SKB")
    calendars.publish_all(at=MONDAY)
    assert not calendars.office_hours(tim()).spans(date(2026, 3, 20))
    recalendar.carry_out(edit(tim(), observes="national"), by=None, at=TUESDAY)
    hours = calendars.office_hours(tim())
    assert hours.spans(date(2026, 3, 20)) and not hours.spans(date(2026, 3, 19))


def test_a_paused_clock_gets_the_new_version_and_its_pause_stays_out(walk: Walk):
    walk.routed().asked()
    recalendar.carry_out(edit(tim(), week=LONGER), by=None, at=walk.at + timedelta(hours=1))
    row = StepClock.objects.get(name="at_operator")
    assert (row.calendar_version, row.next_mark_at, row.paused_at is None) == (2, None, False)
    walk.do(complete.complete, REPORTER, reply="Di sebelah timur.", at=walk.at + timedelta(days=2))
    assert whole()
    assert proven() == []


def test_a_reminder_that_was_written_is_never_written_again(walk: Walk):
    walk.routed()
    row = StepClock.objects.select_related("calendar").get(name="at_operator")
    ledger.mark_passed(row, until=row.due_at)
    row.save()
    reminder = Mark.objects.get(clock=row)
    recalendar.carry_out(edit(tim(), week=SHORTER), by=None, at=row.due_at)
    row.refresh_from_db()
    assert row.due_at == StepClock.objects.get(pk=row.pk).moves.get().to_due
    assert row.next_mark_at == row.due_at
    ledger.mark_passed(row, until=row.due_at + timedelta(days=30))
    assert Mark.objects.filter(clock=row, kind="reminder").get() == reminder
    assert Mark.objects.filter(clock=row).count() == 3


def test_what_was_late_by_the_old_hours_was_late_though_no_job_had_looked(walk: Walk):
    walk.routed()
    due = StepClock.objects.get(name="at_operator").due_at
    recalendar.carry_out(edit(tim(), week=SHORTER), by=None, at=due + timedelta(hours=1))
    breach = Mark.objects.get(clock__name="at_operator", kind="escalation")
    assert breach.at == due
    assert breach.clock.due_at > due
    assert proven() == []


def test_locks_are_taken_in_one_order_also_where_something_was_late(walk: Walk):
    """First the journal's turn, then the calendars alone: whoever shared them before would wait for one who waits."""
    walk.routed()
    late = StepClock.objects.get(name="at_operator").due_at + timedelta(hours=1)
    with CaptureQueriesContext(connection) as seen:
        recalendar.carry_out(edit(tim(), week=SHORTER), by=None, at=late)
    assert Mark.objects.filter(clock__name="at_operator").exists()
    taken = [
        (found[2], found[1] is None)
        for query in seen
        if (found := re.search(r"pg_advisory_xact_lock(_shared)?\(([0-9]+)\)", query["sql"]))
    ]
    assert taken[:2] == [(str(journal._LOCK), True), (str(calendars._LOCK), True)]


def test_saving_what_stands_moves_nothing_and_writes_nothing(walk: Walk):
    walk.routed()
    assert recalendar.look(edit(tim()), at=TUESDAY) is None
    assert recalendar.carry_out(edit(tim()), by=None, at=TUESDAY) is None
    renamed = recalendar.carry_out(edit(tim(), name="Lima hari kerja Pemkab"), by=None, at=TUESDAY)
    assert renamed is not None and (renamed.running, renamed.moved) == (0, 0)
    assert CalendarVersion.objects.count() == 1
    assert Change.objects.count() == 1


def test_another_calendar_for_an_agency_and_back_gives_the_old_deadlines(walk: Walk):
    walk.passed_on()
    before = dues()
    other = save(None, Sketch(name="Singkat", parent=tim(), week=SHORTER), at=MONDAY)[0]
    calendars.publish(other, at=MONDAY)
    for calendar in (other, tim()):
        done = recalendar.carry_out(office_time.of_agency(walk.cast.dishub, calendar), by=None, at=TUESDAY)
        assert done is not None and done.moved == 2
        assert proven() == []
    assert dues() == before
    assert ClockMove.objects.count() == 4
    assert set(StepClock.objects.values_list("calendar", flat=True)) == {tim().pk}


def test_a_seed_that_brings_holidays_moves_what_runs(walk: Walk):
    walk.routed()
    Holiday.objects.create(day=MONDAY.date(), name="Berkabung", kind="national")
    call_command("seed", verbosity=0)
    assert whole()
    assert Change.objects.get(action="clocks_recounted").data["moved"] == ClockMove.objects.count() > 0


# ---------------------------------------------------------------- whatever is edited


hours = st.lists(st.integers(0, 48), min_size=2, max_size=4, unique=True).map(
    lambda edges: [
        [f"{a // 2:02}:{a % 2 * 30:02}", f"{b // 2:02}:{b % 2 * 30:02}"]
        for a, b in zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False)
    ]
)
weeks = st.dictionaries(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), hours, min_size=1)
days = st.dates(date(2026, 2, 1), date(2026, 5, 1))


@st.composite
def sketches(draw: st.DrawFn) -> dict[str, Any]:
    profiles = None
    if draw(st.booleans()):
        first = draw(days)
        profiles = (Profile("Khusus", first, first + timedelta(days=draw(st.integers(0, 20))), draw(weeks)),)
    shut = draw(st.lists(days, max_size=2, unique=True))
    return {
        "week": draw(weeks),
        "since": draw(st.none() | days),
        "profiles": profiles,
        "observes": draw(st.sampled_from(["", "all", "national", "none"])),
        "closures": tuple(Closed(day, "Banjir") for day in shut),
    }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(sketches(), min_size=1, max_size=3), at=st.integers(0, 40))
def test_whatever_is_edited_every_deadline_is_that_of_the_newest_version(walk: Walk, edits: list[Any], at: int):
    if walk.refresh().seq == 1:
        walk.routed().asked()
        walk.do(complete.complete, REPORTER, reply="Di sebelah timur.", at=walk.at + timedelta(days=1))
    now = TUESDAY + timedelta(days=at)
    with transaction.atomic():
        first, was = tim(), dues()
        for more in edits:
            told = recalendar.look(edit(tim(), **more), at=now)
            before = dues()
            done = recalendar.carry_out(edit(tim(), **more), by=None, at=now)
            assert done == told
            assert sum(due != before[pk] for pk, due in dues().items()) == (told.moved if told else 0)
            assert whole()
            again = recalendar.look(edit(tim(), **{**more, "since": None}), at=now)
            assert again is None
        Calendar.objects.filter(pk=first.pk).update(former=[])
        recalendar.carry_out(edit(tim(), week=first.week, profiles=None, observes="", closures=()), by=None, at=now)
        assert dues() == was
        transaction.set_rollback(True)


# ---------------------------------------------------------------- at the same time


def later(act: Callable[[], object]) -> Thread:
    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_an_act_that_comes_while_hours_change_waits_and_finds_the_new_ones(walk: Walk):
    walk.routed()
    row, began, go_on = tim(), Signal(), Signal()

    def slow() -> Done | None:
        done = edit(row, week=SHORTER)()
        began.set()
        assert go_on.wait(20)
        return done

    changing = later(lambda: recalendar.carry_out(slow, by=None, at=TUESDAY))
    assert began.wait(20)
    acting = later(lambda: walk.do(answer.answer_simple, walk.cast.budi, text="Lampu sudah menyala lagi sejak sore."))
    acting.join(0.5)
    assert acting.is_alive()
    go_on.set()
    for thread in (changing, acting):
        thread.join(20)
        assert not thread.is_alive()
    assert set(StepClock.objects.filter(finished_at=None).values_list("calendar_version", flat=True)) == {2}
    assert StepClock.objects.filter(name="step8", calendar_version=2).exists()
    assert whole()


@pytest.mark.django_db(transaction=True)
def test_hours_that_change_while_an_act_runs_wait_for_it_and_move_what_it_began(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
):
    row, began, go_on = tim(), Signal(), Signal()
    real = ledger.start

    def slow(*args: Any, **more: Any) -> StepClock:
        began.set()
        assert go_on.wait(20)
        return real(*args, **more)

    monkeypatch.setattr("lapor.complaints.book.Tables.start", staticmethod(slow))
    acting = later(walk.routed)
    assert began.wait(20)
    changing = later(lambda: recalendar.carry_out(edit(row, week=SHORTER), by=None, at=TUESDAY))
    changing.join(0.5)
    assert changing.is_alive()
    go_on.set()
    for thread in (acting, changing):
        thread.join(20)
        assert not thread.is_alive()
    assert StepClock.objects.get(name="at_operator").calendar_version == 2
    assert whole()


@pytest.mark.django_db(transaction=True)
def test_a_case_routed_from_an_old_page_counts_by_the_agencys_new_hours(walk: Walk):
    stale = Agency.objects.select_related("calendar").get(pk=walk.cast.dishub.pk)
    other = save(None, Sketch(name="Singkat", parent=tim(), week=SHORTER), at=MONDAY)[0]
    calendars.publish(other, at=MONDAY)
    assert agencies.set_calendar(Agency.objects.get(pk=stale.pk), other)
    walk.routed(stale)
    assert StepClock.objects.get(name="at_operator").calendar == other
