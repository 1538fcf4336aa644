"""Office hours change: which running deadlines move, and moving them, all in one transaction.

What would happen is found by doing the change and taking it back, so that it says what saving really does. Acts
stand still meanwhile (calendars.change_alone); an act that comes after it finds the new hours and the new deadline.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import F, Q

from lapor.complaints import ledger, marking
from lapor.complaints.models import Complaint, Pause, StepClock
from lapor.people import calendars, journal
from lapor.people.chain import digest
from lapor.people.models import Agency, Calendar, Change, Position
from lapor.sop import clock, lateness
from lapor.sop.rules import LIMITS, Klass, Unit, Whose

OF_AGENCIES: Final = tuple(name.value for name, limit in LIMITS.items() if limit.whose is Whose.AGENCY)
SHOWN: Final = 20


@dataclass(frozen=True)
class Done:
    """What an edit did, as the journal keeps it. `agency` counts by another calendar from now on."""

    action: str
    subject: str
    data: Mapping[str, object]
    agency: Agency | None = None


Edit = Callable[[], Done | None]
"""Makes a change of office hours in the caller's transaction; None where nothing changed. Raises Faulty."""


@dataclass(frozen=True)
class Shift:
    """A running clock that is counted anew; `late_before` and `late_after` as of the change."""

    clock: int
    complaint: int
    name: str
    agency: int | None
    calendar: tuple[int, int]
    version: tuple[int, int]
    due: tuple[datetime, datetime]
    next_mark: datetime | None
    late_before: bool
    late_after: bool

    @property
    def moved(self) -> bool:
        return self.due[0] != self.due[1]


@dataclass(frozen=True)
class Line:
    """One deadline that moves, for a reader: number of the complaint, name of the clock, from when to when."""

    number: str
    name: str
    agency: str
    was: datetime
    becomes: datetime


@dataclass(frozen=True)
class Effect:
    """What a change does to running deadlines. `agencies` are (short name, deadlines), "" the Tim's; most first."""

    running: int
    moved: int = 0
    now_on_time: int = 0
    now_late: int = 0
    agencies: tuple[tuple[str, int], ...] = ()
    first: tuple[Line, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict)


def look(edit: Edit, *, at: datetime) -> Effect | None:
    """What this edit would do; nothing is kept. None where it changes nothing. Raises Faulty."""
    with transaction.atomic():
        done = edit()
        found = None if done is None else _effect(_shifts(done.agency, at=at), done.data)
        transaction.set_rollback(True)
    return found


def carry_out(edit: Edit, *, by: Position | None, at: datetime) -> Effect | None:
    """Do this edit, publish the calendars that became others and move the deadlines. Raises Faulty.

    One entry of the journal, one ClockMove for each deadline that moved. What was reached by the old hours, which
    are in force until the new ones are published, is written down first: it stays reached, whenever the job would
    have looked.
    """
    with transaction.atomic():
        journal.wait_for_turn()
        calendars.change_alone()
        done = edit()
        if done is None:
            return None
        marking.mark_due(at=at)  # nobody acts meanwhile, so none is passed over
        shifts = _shifts(done.agency, at=at)
        found = _effect(shifts, done.data)
        data = {**done.data, **_counts(found)}
        change = journal.record(done.action, subject=done.subject, at=at, position=by, data=data)
        calendars.publish_all(at=at, change=change)
        _write(shifts, change)
    return found


def catch_up(*, at: datetime) -> int:
    """Count anew what runs by an older version than its calendar's (a seed published one); how many moved.

    Inside the caller's transaction, which changes calendars alone.
    """
    shifts = _counted(_hours(), ~Q(calendar_version=F("calendar__version")), at=at)
    if not shifts:
        return 0
    found = _effect(shifts, {})
    change = journal.record("clocks_recounted", subject="calendars", at=at, data=_counts(found))
    _write(shifts, change)
    return found.moved


# ---------------------------------------------------------------- counting


@dataclass(frozen=True)
class _Hours:
    """A calendar as it is now, published or about to be; `version` is the number it has or will get."""

    counted: clock.Calendar
    version: int
    changed: bool


def _hours() -> dict[int, _Hours]:
    """The office hours of every calendar by its number, but for those that cannot be counted with."""
    found: dict[int, _Hours] = {}
    for row in Calendar.objects.filter(gone=False):
        data = calendars.resolved(row)
        changed = digest(data) != row.digest
        try:
            found[row.pk] = _Hours(clock.Calendar.from_json(data), row.version + changed, changed)
        except clock.CalendarError:  # not published: its clocks stay with the version they have
            continue
    return found


def _shifts(agency: Agency | None, *, at: datetime) -> list[Shift]:
    """The clocks that an edit may move, counted anew: of calendars that changed, of an agency that takes another."""
    hours = _hours()
    which = Q(calendar__in=[pk for pk, now in hours.items() if now.changed])
    if agency:
        which |= Q(agency=agency, name__in=OF_AGENCIES)
    return _counted(hours, which, at=at, agency=agency)


def _counted(hours: dict[int, _Hours], which: Q, *, at: datetime, agency: Agency | None = None) -> list[Shift]:
    """These running clocks counted anew, each whole from its start. Two queries, however many there are."""
    running = StepClock.objects.filter(which, finished_at=None)
    stood: dict[int, list[clock.Pause]] = {}
    pauses = Pause.objects.filter(clock__in=running.values("pk")).values_list("clock", "began_at", "ended_at")
    for pk, began, ended in pauses.iterator(chunk_size=10_000):
        stood.setdefault(pk, []).append((began, ended))
    rows = running.values_list(
        "pk", "complaint", "name", "agency", "calendar", "calendar_version", "unit", "limit", "started_at", "due_at",
        "paused_at", "marked",
    )  # fmt: skip
    found = []
    for (
        pk, complaint, name, whose, calendar, version, unit, limit, started, due, paused, marked,
    ) in rows.order_by("pk").iterator(chunk_size=10_000):  # fmt: skip
        to = agency.calendar_id if agency and whose == agency.pk and name in OF_AGENCIES else calendar
        now = hours.get(to)
        if now is None:
            continue
        unit, spans, until = Unit(unit), stood.get(pk, []), paused or at
        becomes = ledger.reached(unit, limit, started, now.counted, spans)
        left = lateness.marks_of(name, unit, limit)[marked : marked + 1] if paused is None else ()
        mark = ledger.reached(unit, left[0].amount, started, now.counted, spans) if left else None
        found.append(
            Shift(
                pk, complaint, name, whose, (calendar, to), (version, now.version), (due, becomes), mark,
                due < until, becomes < until,
            )
        )  # fmt: skip
    return found


def _effect(shifts: list[Shift], data: Mapping[str, object]) -> Effect:
    moved = [one for one in shifts if one.moved]
    names = dict(Agency.objects.values_list("pk", "short"))
    per_agency = Counter(names.get(one.agency or 0, "") for one in moved)
    inside = set(Complaint.objects.filter(klass=Klass.SUPERVISORY).values_list("pk", flat=True))  # counted, not named
    named = (one for one in moved if one.complaint not in inside)
    first = sorted(named, key=lambda one: (one.due[0], one.clock))[:SHOWN]
    numbers = dict(Complaint.objects.filter(pk__in=[one.complaint for one in first]).values_list("pk", "number"))
    return Effect(
        running=len(shifts),
        moved=len(moved),
        now_on_time=sum(one.late_before and not one.late_after for one in moved),
        now_late=sum(one.late_after and not one.late_before for one in moved),
        agencies=tuple(per_agency.most_common()),
        first=tuple(Line(numbers[one.complaint], one.name, names.get(one.agency or 0, ""), *one.due) for one in first),
        data=data,
    )


def _counts(found: Effect) -> dict[str, object]:
    """What the journal says of a move."""
    return {"moved": found.moved, "now_on_time": found.now_on_time, "now_late": found.now_late}


# ---------------------------------------------------------------- writing

_MOVE: Final = """
UPDATE complaints_stepclock AS c
SET calendar_id = n.calendar, calendar_version = n.version, due_at = n.due, next_mark_at = n.mark
FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::timestamptz[], %s::timestamptz[])
    AS n(id, calendar, version, due, mark)
WHERE c.id = n.id
"""
_LINES: Final = """
INSERT INTO complaints_clockmove
    (change_id, clock_id, from_due, to_due, from_calendar_id, from_version, to_version)
SELECT %s, n.* FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::bigint[], %s::int[], %s::int[])
    AS n(clock, was, becomes, calendar, was_version, version)
"""


def _write(shifts: list[Shift], change: Change) -> None:
    """Give the clocks their new calendar version and instants, and write down a line for each that moved."""
    moved = [one for one in shifts if one.moved]
    with connection.cursor() as cursor:
        cursor.execute(
            _MOVE,
            [
                [one.clock for one in shifts],
                [one.calendar[1] for one in shifts],
                [one.version[1] for one in shifts],
                [one.due[1] for one in shifts],
                [one.next_mark for one in shifts],
            ],
        )
        cursor.execute(
            _LINES,
            [
                change.pk,
                [one.clock for one in moved],
                [one.due[0] for one in moved],
                [one.due[1] for one in moved],
                [one.calendar[0] for one in moved],
                [one.version[0] for one in moved],
                [one.version[1] for one in moved],
            ],
        )
