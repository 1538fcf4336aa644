"""Calendars as the clock wants them: what a row and those it inherits from come to, and the versions of it.

Whoever counts takes the version that was published; who edits a calendar, a holiday or a closure publishes anew.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from lapor.people import models
from lapor.people.chain import digest
from lapor.sop.clock import Calendar, CalendarError

TIM_CODE = "lima-hari"
BANTUL = ZoneInfo("Asia/Jakarta")
ALWAYS_OPEN = Calendar(BANTUL.key, dict.fromkeys(range(7), ((0, 1440),)))
FIRST = date(2000, 1, 1)  # no complaint is older
_DAY = timedelta(days=1)
_LOCK = 7_203_403
log = logging.getLogger(__name__)

_seen: ContextVar[dict[str, Any] | None] = ContextVar("calendars", default=None)


@contextmanager
def looked_up_once() -> Iterator[None]:
    """Within this block the Tim's calendar and whatever else is asked by `once` is read once."""
    token = _seen.set({} if _seen.get() is None else _seen.get())
    try:
        yield
    finally:
        _seen.reset(token)


def once(name: str, look: Callable[[], Any]) -> Any:
    """What `look` finds, kept under this name while a `looked_up_once` block runs."""
    seen = _seen.get()
    if seen is None:
        return look()
    if name not in seen:
        seen[name] = look()
    return seen[name]


# ---------------------------------------------------------------- counting


def tim_calendar() -> models.Calendar:
    """The Tim Pelaksana's office calendar, which is the regency's."""
    found: models.Calendar = once("tim", lambda: models.Calendar.objects.get(code=TIM_CODE))
    return found


def office_hours(row: models.Calendar) -> Calendar:
    """The version of this calendar that is in force, ready to count with. Raises CalendarError."""
    return by_fingerprint(row.digest) if row.digest else Calendar.from_json(resolved(row))


def usable_hours(row: models.Calendar) -> Calendar:
    """As office_hours, but a calendar that cannot be counted with counts every minute.

    A wrong calendar must stop nobody from filing or reading a complaint; `lapor doctor` tells of it.
    """
    try:
        return office_hours(row)
    except CalendarError as fault:
        log.error("calendar %s cannot be counted with: %s", row.code, fault)
        return ALWAYS_OPEN


@lru_cache(maxsize=512)
def by_fingerprint(fingerprint: str) -> Calendar:
    """By its fingerprint, so that what was kept can never be another calendar's, nor an older version's."""
    version = models.CalendarVersion.objects.filter(digest=fingerprint).first()
    if version is None:
        raise CalendarError(f"versi {fingerprint[:12]} tidak ada")
    return Calendar.from_json(version.data)


# ---------------------------------------------------------------- what a row comes to


def resolved(row: models.Calendar) -> dict[str, Any]:
    """This calendar with all it inherits and every known day off, as sop/calendar.py reads it, and why each is off."""
    line = list(line_of(row))
    observes = next((one.observes for one in line if one.observes), "all")
    shut = {one.day: _why(one) for one in row.closures.all()}
    if observes != "none":
        above = models.Closure.objects.filter(calendar__in=line[1:])
        shut = {h.day: _why(h) for h in _holidays(observes)} | {one.day: _why(one) for one in above} | shut
    return {
        "zone": row.zone,
        "week": next((one.week for one in line if one.week), {}),
        "profiles": _with_former(next((one.profiles for one in line if one.profiles is not None), []), line),
        "off": [day.isoformat() for day in sorted(shut)],
        "why": {day.isoformat(): shut[day] for day in sorted(shut)},
    }


def former_weeks(line: Iterable[models.Calendar]) -> list[dict[str, Any]]:
    """The weeks that were before the one in force, as Calendar.former has them: its own, then what it inherits.

    `line` is the calendar and those that it inherits from, nearest first.
    """
    found: list[dict[str, Any]] = []
    for one in line:
        found += [past for past in one.former if not found or past["to"] > found[-1]["to"]]
        if one.week:
            break
    return found


def _with_former(named: list[dict[str, Any]], line: Iterable[models.Calendar]) -> list[dict[str, Any]]:
    """The dated profiles, and the former weeks as such on the days before that no profile has."""
    found, begins = list(named), FIRST
    for past in former_weeks(line):
        ends = date.fromisoformat(past["to"])
        for first, last in _gaps(begins, ends, named):
            found.append({"from": first.isoformat(), "to": last.isoformat(), "week": past["week"]})
        begins = ends + _DAY
    return sorted(found, key=lambda one: str(one["from"]))


def _gaps(begins: date, ends: date, named: list[dict[str, Any]]) -> Iterator[tuple[date, date]]:
    """The stretches from `begins` to `ends` that none of these profiles has."""
    for one in sorted(named, key=lambda one: str(one["from"])):
        first, last = date.fromisoformat(one["from"]), date.fromisoformat(one["to"])
        if begins < first <= ends:
            yield begins, first - _DAY
        begins = max(begins, last + _DAY)
    if begins <= ends:
        yield begins, ends


def publish(row: models.Calendar, *, at: datetime, change: models.Change | None = None) -> bool:
    """Make what this calendar has come to its newest version; False where nothing differs. Raises CalendarError.

    Inside the caller's transaction, which holds the exclusive lock if clocks may run by this calendar.
    """
    data = resolved(row)
    Calendar.from_json(data)
    fingerprint = digest(data)
    if fingerprint == row.digest:
        return False
    row.version, row.digest = row.version + 1, fingerprint
    models.CalendarVersion.objects.create(
        calendar=row, number=row.version, data=data, digest=fingerprint, at=at, change=change
    )
    row.save(update_fields=["version", "digest"])
    return True


def publish_all(*, at: datetime, change: models.Change | None = None) -> list[models.Calendar]:
    """Publish every calendar that can be counted with; those that changed."""
    changed = []
    for row in models.Calendar.objects.filter(gone=False).order_by("id"):
        try:
            if publish(row, at=at, change=change):
                changed.append(row)
        except CalendarError as fault:
            log.error("calendar %s is not published: %s", row.code, fault)
    return changed


def line_of(row: models.Calendar) -> Iterator[models.Calendar]:
    """This calendar, then those that it inherits from, nearest first; a ring ends where it closes."""
    seen: set[int] = set()
    one: models.Calendar | None = row
    while one is not None and one.pk not in seen:
        yield one
        seen.add(one.pk)
        one = one.parent


def _holidays(observes: str) -> Iterable[models.Holiday]:
    rows = models.Holiday.objects.all()
    return rows.filter(kind="national") if observes == "national" else rows


def _why(day: models.Holiday | models.Closure) -> str:
    return f"{day.name} ({day.basis})" if day.basis else day.name


# ---------------------------------------------------------------- acts and changes of calendars


def hold_still() -> None:
    """Until this transaction ends no calendar changes: the deadlines it computes stay true. Many may hold it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])


def change_alone() -> None:
    """Until this transaction ends nobody computes a deadline. After journal.wait_for_turn, never before it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
