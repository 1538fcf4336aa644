"""The administrator's first page: what needs attention, then where everything is kept. No content of any case."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from lapor.complaints import reorganise, seats
from lapor.people import vacancies
from lapor.people.gate import open_to
from lapor.people.models import Calendar, Holiday
from lapor.people.readiness import unready_agencies
from lapor.sop.calendar import DAY_NAMES
from lapor.sop.rules import TIM, Role

_DAYS = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), DAY_NAMES, strict=True))


@open_to(Role.ADMINISTRATOR)
@require_safe
def administration(request: Any) -> HttpResponse:
    return render(request, "officer/administration.html", _attention(request))


@open_to(*TIM, Role.ADMINISTRATOR)
@require_safe
def readiness(request: Any) -> HttpResponse:
    """Which OPD cannot be given complaints, and at which seats cases wait for nobody."""
    return render(request, "officer/readiness.html", _attention(request))


@open_to(Role.ADMINISTRATOR)
@require_safe
def office_time(request: Any) -> HttpResponse:
    """Holidays and office hours, to be read."""
    years = groupby(Holiday.objects.order_by("day"), key=lambda holiday: holiday.day.year)
    calendars = Calendar.objects.annotate(offices=Count("agency")).order_by("code")
    context = {
        "years": [(year, list(days)) for year, days in years],
        "calendars": [(calendar, _hours(calendar)) for calendar in calendars],
    }
    return render(request, "officer/admin/office_time.html", context)


def _attention(request: Any) -> dict[str, Any]:
    today = request.today
    return {
        "unready": unready_agencies(day=today),
        "vacant": [(one, one.sentence(today)) for one in seats.vacant(day=today)],
        "running_out": vacancies.running_out(today),
        "ahead": vacancies.RUNNING_OUT.days,
        "late_plans": reorganise.late(day=today),
    }


def _hours(calendar: Calendar) -> list[tuple[str, str]]:
    """Office hours by day in words: ("Senin", "07.30–15.30")."""
    return [
        (
            gettext(name),
            ", ".join(f"{first}–{last}" for first, last in calendar.week.get(day, [])).replace(":", ".") or "tutup",
        )
        for day, name in _DAYS.items()
    ]
