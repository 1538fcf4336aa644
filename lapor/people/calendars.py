"""Calendars as the clock wants them: office hours of an agency or of the Tim, with the holiday table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from lapor.people import models
from lapor.sop.clock import Calendar

TIM_CODE = "lima-hari"
BANTUL = ZoneInfo("Asia/Jakarta")


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
