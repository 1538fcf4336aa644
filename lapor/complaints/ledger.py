"""Starting, pausing, resuming and finishing clocks. Called by `move` with the complaint locked.

What a clock's limit is stands in rules.LIMITS; how office time is counted, in sop/clock.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Sum

from lapor.complaints.models import Complaint, Event, Handling, Pause, StepClock
from lapor.people import calendars
from lapor.people import models as people
from lapor.sop import clock, rules

Name = rules.C | rules.H | rules.K


def start(
    complaint: Complaint, name: Name, *, at: datetime, handling: Handling | None = None, limit: int | None = None
) -> StepClock:
    """Start the clock of this name; a later pass in the same round gets what was left, at least the floor."""
    rule = rules.LIMITS[name]
    row = _calendar(rule, handling)
    before = _last_pass(complaint, name, handling)
    amount = rule.amount if limit is None else limit
    if before is not None and rule.unit is rules.Unit.MINUTES:
        amount = clock.later_pass(before.limit, before.used_minutes or 0, rule.floor)
    return StepClock.objects.create(
        complaint=complaint,
        handling=handling,
        agency=handling.agency if handling else None,
        name=name,
        step=rule.step,
        holder=rule.holder or "",
        round=complaint.round,
        pass_no=before.pass_no + 1 if before else 1,
        limit=amount,
        unit=rule.unit,
        calendar=row,
        calendar_version=row.version,
        sop_version=rules.SOP_VERSION,
        started_at=at,
        due_at=_due(rule.unit, amount, at, calendars.usable_hours(row), []),
    )


def finish(running: StepClock, *, at: datetime, event: Event, outcome: str = "") -> None:
    """End this clock; one that stands still ended when it began to, and its due instant moves with the pause."""
    ended = running.paused_at or at
    resume([running], at=at, event=event)
    if running.unit == rules.Unit.MINUTES:
        hours = calendars.usable_hours(running.calendar)
        running.used_minutes = clock.between(hours, running.started_at, ended, spans(running))
    running.finished_at, running.outcome = ended, outcome
    running.save(update_fields=["finished_at", "outcome", "used_minutes"])


def pause(running: Iterable[StepClock], *, at: datetime, reason: str, event: Event) -> None:
    for row in running:
        if row.paused_at is None:
            Pause.objects.create(clock=row, began_at=at, reason=reason, began_by=event)
            row.paused_at = at
            row.save(update_fields=["paused_at"])


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
    row.save(update_fields=["finished_at", "outcome", "used_minutes"])
    recount(row)


def left_of_total(handling: Handling) -> int:
    """What earlier rounds left of the minutes of steps 3 to 8. The total never resets: it may be nothing."""
    used = handling.clocks.filter(name=rules.K.TOTAL).aggregate(sum=Sum("used_minutes"))["sum"] or 0
    return max(rules.HANDLING_MINUTES - used, 0)


def recount(row: StepClock) -> None:
    """Compute the due instant anew from start, limit and pauses."""
    hours = calendars.usable_hours(row.calendar)
    row.due_at = _due(rules.Unit(row.unit), row.limit, row.started_at, hours, spans(row))
    row.save(update_fields=["due_at", "paused_at", "limit"])


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


def spans(row: StepClock) -> list[clock.Pause]:
    """The pauses of a clock as the engine takes them."""
    return [(pause.began_at, pause.ended_at) for pause in row.pauses.all()]


def _last_pass(complaint: Complaint, name: Name, handling: Handling | None) -> StepClock | None:
    same = complaint.clocks.filter(name=name, handling=handling, round=complaint.round)
    return same.order_by("-pass_no").first()


def _calendar(rule: rules.Limit, handling: Handling | None) -> people.Calendar:
    if rule.whose is rules.Whose.AGENCY and handling is not None:
        return handling.agency.calendar
    return calendars.tim_calendar()


def _due(
    unit: rules.Unit, amount: int, started: datetime, hours: clock.Calendar, pauses: list[clock.Pause]
) -> datetime:
    try:
        return _counted(unit, amount, started, hours, pauses)
    except clock.CalendarError:  # never open for ten years: count every minute, and let the doctor tell of it
        return _counted(unit, amount, started, calendars.ALWAYS_OPEN, pauses)


def _counted(
    unit: rules.Unit, amount: int, started: datetime, hours: clock.Calendar, pauses: list[clock.Pause]
) -> datetime:
    if unit is rules.Unit.MINUTES:
        return clock.add(hours, started, amount, pauses)
    if unit is rules.Unit.WORKING_DAYS:
        return clock.working_days(hours, started, amount, pauses)
    return clock.hours(started, amount)
