"""Calendars as the clock wants them: office hours of an agency or of the Tim, with the holiday table."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from lapor.people import models
from lapor.sop.clock import Calendar, CalendarError

TIM_CODE = "lima-hari"
BANTUL = ZoneInfo("Asia/Jakarta")
ALWAYS_OPEN = Calendar(BANTUL.key, dict.fromkeys(range(7), ((0, 1440),)))
log = logging.getLogger(__name__)


_seen: ContextVar[dict[str, Any] | None] = ContextVar("calendars", default=None)


@contextmanager
def looked_up_once() -> Iterator[None]:
    """Within this block the holiday table and the Tim's calendar are read once."""
    token = _seen.set({} if _seen.get() is None else _seen.get())
    try:
        yield
    finally:
        _seen.reset(token)


def tim_calendar() -> models.Calendar:
    """The Tim Pelaksana's office calendar, which is the regency's."""
    found: models.Calendar = _once("tim", lambda: models.Calendar.objects.get(code=TIM_CODE))
    return found


def office_hours(row: models.Calendar) -> Calendar:
    """The row with every known day off, ready to count with."""
    return with_days_off(row, _once("off", days_off))


def usable_hours(row: models.Calendar, off: frozenset[date] | None = None) -> Calendar:
    """As office_hours, but a calendar that cannot be counted with counts every minute.

    A wrong calendar must stop nobody from filing or reading a complaint; `lapor doctor` tells of it.
    """
    try:
        return office_hours(row) if off is None else with_days_off(row, off)
    except CalendarError as fault:
        log.error("calendar %s cannot be counted with: %s", row.code, fault)
        return ALWAYS_OPEN


def days_off() -> frozenset[date]:
    return frozenset(models.Holiday.objects.values_list("day", flat=True))


def with_days_off(row: models.Calendar, off: frozenset[date]) -> Calendar:
    """The row with these days off."""
    return _built(row.zone, json.dumps(row.week), off)


def _once(name: str, look: Callable[[], Any]) -> Any:
    seen = _seen.get()
    if seen is None:
        return look()
    if name not in seen:
        seen[name] = look()
    return seen[name]


@lru_cache(maxsize=128)
def _built(zone: str, week: str, off: frozenset[date]) -> Calendar:
    """Reading a calendar costs more than counting with it; the same one is asked for again and again."""
    return Calendar.from_json({"zone": zone, "week": json.loads(week), "off": [day.isoformat() for day in off]})
