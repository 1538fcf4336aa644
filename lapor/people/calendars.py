"""Calendars as the clock wants them: office hours of an agency or of the Tim, with the holiday table."""

from __future__ import annotations

from datetime import date
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
    return Calendar.from_json({"zone": row.zone, "week": row.week, "off": [day.isoformat() for day in off]})
