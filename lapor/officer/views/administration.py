"""The administrator's page: who holds what, which agencies cannot work yet, holidays and office hours.

Only to be read; no content of any case stands here.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from lapor.people.gate import open_to
from lapor.people.models import Calendar, Holiday, Position
from lapor.people.readiness import unready_agencies
from lapor.sop.calendar import DAY_NAMES
from lapor.sop.rules import ROLE_LABELS, Role

_DAYS = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), DAY_NAMES, strict=True))


@open_to(Role.ADMINISTRATOR)
@require_safe
def administration(request: Any) -> HttpResponse:
    today = timezone.localdate(request.now)
    rows = Position.objects.select_related("agency", "unit", "person").order_by("agency__code", "id")
    offices = groupby(rows, key=lambda position: position.agency.name if position.agency else "Kabupaten")
    years = groupby(Holiday.objects.order_by("day"), key=lambda holiday: holiday.day.year)
    return render(
        request,
        "officer/administration.html",
        {
            "today": today,
            "unready": unready_agencies(day=today),
            "offices": [(name, [(position, _role(position)) for position in held]) for name, held in offices],
            "years": [(year, list(days)) for year, days in years],
            "calendars": [
                (calendar, _hours(calendar))
                for calendar in Calendar.objects.annotate(offices=Count("agency")).order_by("code")
            ],
        },
    )


def _role(position: Position) -> str:
    label = gettext(ROLE_LABELS[Role(position.role)])
    return f"{label}, {position.unit}" if position.unit else label


def _hours(calendar: Calendar) -> list[tuple[str, str]]:
    """Office hours by day in words: ("Senin", "07.30–15.30")."""
    return [
        (
            gettext(name),
            ", ".join(f"{first}–{last}" for first, last in calendar.week.get(day, [])).replace(":", ".") or "tutup",
        )
        for day, name in _DAYS.items()
    ]
