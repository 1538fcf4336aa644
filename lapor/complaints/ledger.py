"""Starting, pausing, resuming and finishing clocks. Called by `move` with the complaint locked.

What a clock's limit is stands in sop/limits.py; how office time is counted, in sop/clock.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from django.db.models import Sum

from lapor.complaints.models import Complaint, Event, Handling, Mark, Pause, StepClock
from lapor.people import calendars
from lapor.people import models as people
from lapor.sop import clock, lateness, rules

Name = rules.C | rules.H | rules.K


class Run(Protocol):
    """A run of a clock, in the tables or in a replay's memory."""

    limit: int
    used_minutes: int | None


def start(
    complaint: Complaint, name: Name, *, at: datetime, handling: Handling | None = None, limit: int | None = None
) -> StepClock:
    """Start the clock of this name; a later pass in the same round gets what was left, at least the floor."""
    rule = complaint.terms.limits[name]
    calendar = _calendar(rule, handling)
    before = _last_pass(complaint, name, handling)
    row = StepClock(
        complaint=complaint,
        handling=handling,
        agency=handling.agency if handling else None,
        name=name,
        step=rule.step,
        holder=holder_of(rule, name, complaint.klass) or "",
        round=complaint.round,
        pass_no=before.pass_no + 1 if before else 1,
        limit=granted(rule, limit, before),
        unit=rule.unit,
        calendar=calendar,
        calendar_version=calendar.version,
        sop_version=complaint.sop_version,
        started_at=at,
    )
    set_due(row, [])
    row.save(force_insert=True)
    return row


def holder_of(rule: rules.Limit, name: Name, klass: str) -> rules.Role | None:
    """Who has a case of this class while the clock of this name runs; None: whoever has it then."""
    if klass == rules.Klass.SUPERVISORY and name is rules.C.RECEIVED:
        return rules.INSPECTORATE_HOLDS[name]
    return rule.holder


def granted(rule: rules.Limit, asked: int | None, before: Run | None) -> int:
    """What a run of a clock gets: what was asked for or the rule's amount; in minutes, what the pass before it left."""
    if before is not None and rule.unit is rules.Unit.MINUTES:
        return clock.later_pass(before.limit, before.used_minutes or 0, rule.floor)
    return rule.amount if asked is None else asked


def finish(running: StepClock, *, at: datetime, event: Event, outcome: str = "") -> None:
    """End this clock; one that stands still ended when it began to, and its due instant moves with the pause."""
    ended = running.paused_at or at
    resume([running], at=at, event=event)
    stood = spans(running)
    mark_passed(running, until=ended, stood=stood)
    hours = calendars.usable_hours(running.calendar)
    running.used_minutes = clock.between(hours, running.started_at, ended, stood)
    running.finished_at, running.outcome, running.next_mark_at = ended, outcome, None
    running.save(update_fields=["finished_at", "outcome", "used_minutes", "marked", "next_mark_at"])


def pause(running: Iterable[StepClock], *, at: datetime, reason: str, event: Event) -> None:
    for row in running:
        if row.paused_at is None:
            mark_passed(row, until=at)
            Pause.objects.create(clock=row, began_at=at, reason=reason, began_by=event)
            row.paused_at, row.next_mark_at = at, None
            row.save(update_fields=["paused_at", "marked", "next_mark_at"])


def resume(standing: Iterable[StepClock], *, at: datetime, event: Event) -> None:
    """Let these clocks run again and move their due instants by what the pause took."""
    for row in standing:
        if row.paused_at is None:
            continue
        row.pauses.filter(ended_at__isnull=True).update(ended_at=at, ended_by=event)
        row.paused_at = None
        recount(row)


def take_up(row: StepClock, *, at: datetime, reason: str, event: Event) -> None:
    """Let a clock that was cut run on, as if it had stood still since."""
    Pause.objects.create(
        clock=row, began_at=row.finished_at or at, ended_at=at, reason=reason, began_by=event, ended_by=event
    )
    row.finished_at, row.outcome, row.used_minutes = None, "", None
    row.calendar_version = row.calendar.version  # what runs goes by the newest
    row.save(update_fields=["finished_at", "outcome", "used_minutes", "calendar_version"])
    recount(row)


def left_of_total(handling: Handling) -> int:
    """What earlier rounds left of the minutes of steps 3 to 8. The total never resets: it may be nothing."""
    used = handling.clocks.filter(name=rules.K.TOTAL).aggregate(sum=Sum("used_minutes"))["sum"] or 0
    return max(handling.complaint.terms.total - used, 0)


def relimit(row: StepClock, amount: int) -> None:
    """Give a running clock another limit, counted from where it began.

    What was written down stays, and is not reached a second time: limits may differ in how many reminders they have.
    """
    written = marks_of(row)[: row.marked]
    row.limit = amount
    if written:
        row.marked = sum(_rank(one) <= _rank(written[-1]) for one in marks_of(row))
    recount(row)


def recount(row: StepClock) -> None:
    """Compute the due instant anew from start, limit and pauses."""
    set_due(row, spans(row))
    row.save(update_fields=["due_at", "paused_at", "limit", "marked", "next_mark_at"])


def set_due(row: StepClock, pauses: list[clock.Pause]) -> None:
    """Give an unsaved or changed row its due instant and its next mark, on the calendar version in force."""
    hours = calendars.usable_hours(row.calendar)
    unit = rules.Unit(row.unit)
    row.due_at = reached(unit, row.limit, row.started_at, hours, pauses)
    left = marks_of(row)[row.marked :]
    still = row.paused_at is not None or row.finished_at is not None
    row.next_mark_at = None if still or not left else reached(unit, left[0].amount, row.started_at, hours, pauses)


def marks_of(row: StepClock) -> tuple[lateness.Mark, ...]:
    """The reminders and escalations of this clock in the order of their instants, past and to come."""
    return lateness.marks_of(row.name, rules.Unit(row.unit), row.limit)


def mark_passed(row: StepClock, *, until: datetime, stood: list[clock.Pause] | None = None) -> list[Mark]:
    """Write down what this running clock reached before `until`; sets `marked` and `next_mark_at`, unsaved.

    `stood` are its pauses, where they were read already.
    """
    written: list[Mark] = []
    while row.next_mark_at is not None and row.next_mark_at < until:
        stood = spans(row) if stood is None else stood
        reached_now = marks_of(row)[row.marked]
        written.append(Mark(clock=row, kind=reached_now.kind, level=reached_now.level, at=row.next_mark_at))
        row.marked += 1
        set_due(row, stood)
    Mark.objects.bulk_create(written)
    return written


def open_clocks(
    complaint: Complaint, *, names: Iterable[Name] | None = None, handling: Handling | None = None
) -> list[StepClock]:
    """The clocks of this complaint (of one handling, of these names) that have not finished."""
    rows = complaint.clocks.filter(finished_at__isnull=True).select_related("calendar")
    if names is not None:
        rows = rows.filter(name__in=list(names))
    if handling is not None:
        rows = rows.filter(handling=handling)
    return list(rows.order_by("id"))


def cut_clocks(complaint: Complaint, *, names: Iterable[Name]) -> list[StepClock]:
    """The clocks of these names that a citizen's act ended in this round."""
    rows = complaint.clocks.filter(name__in=list(names), round=complaint.round, outcome="cut")
    return list(rows.select_related("calendar").order_by("id"))


def spans(row: StepClock) -> list[clock.Pause]:
    """The pauses of a clock as the engine takes them."""
    return [(pause.began_at, pause.ended_at) for pause in row.pauses.all()]


def _last_pass(complaint: Complaint, name: Name, handling: Handling | None) -> StepClock | None:
    if complaint.seq == 1:  # with its first event nothing has run yet
        return None
    same = complaint.clocks.filter(name=name, handling=handling, round=complaint.round)
    return same.order_by("-pass_no").first()


def _calendar(rule: rules.Limit, handling: Handling | None) -> people.Calendar:
    if rule.whose is rules.Whose.AGENCY and handling is not None:
        return handling.agency.calendar
    return calendars.tim_calendar()


def reached(
    unit: rules.Unit, amount: int, started: datetime, hours: clock.Calendar, pauses: list[clock.Pause]
) -> datetime:
    """When this much of a limit is reached that began at `started`."""
    try:
        return clock.reached(hours, unit, started, amount, pauses)
    except clock.CalendarError:  # never open for ten years: count every minute, and let the doctor tell of it
        return clock.reached(calendars.ALWAYS_OPEN, unit, started, amount, pauses)


def _rank(mark: lateness.Mark) -> tuple[bool, int]:
    """Reminders come before escalations, each by its level."""
    return mark.kind == lateness.ESCALATION, mark.level
