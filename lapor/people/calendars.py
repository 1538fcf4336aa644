"""Calendars as the clock wants them: office hours of an agency or of the Tim, with the holiday table."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from lapor.people import models
from lapor.sop.clock import Calendar

TIM_CODE = "lima-hari"
BANTUL = ZoneInfo("Asia/Jakarta")


def tim_calendar() -> models.Calendar:
    """The Tim Pelaksana's office calendar, which is the regency's."""
    return models.Calendar.objects.get(code=TIM_CODE)


def office_hours(row: models.Calendar) -> Calendar:
    """The row with every known day off, ready to count with."""
    return with_days_off(row, frozenset(models.Holiday.objects.values_list("day", flat=True)))


def with_days_off(row: models.Calendar, off: frozenset[date]) -> Calendar:
    """The row with these days off."""
    return _built(row.zone, json.dumps(row.week), off)


@lru_cache(maxsize=128)
def _built(zone: str, week: str, off: frozenset[date]) -> Calendar:
    """Reading a calendar costs more than counting with it; the same one is asked for again and again."""
    return Calendar.from_json({"zone": zone, "week": json.loads(week), "off": [day.isoformat() for day in off]})
