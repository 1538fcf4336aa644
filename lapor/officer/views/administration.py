"""The administrator's first page: what needs attention, then where everything is kept. No content of any case."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lapor.complaints import reorganise, seats
from lapor.people import vacancies
from lapor.people.gate import open_to
from lapor.people.readiness import inspectorate_missing, unready_agencies
from lapor.sop.rules import TIM, Role


@open_to(Role.ADMINISTRATOR)
@require_safe
def administration(request: Any) -> HttpResponse:
    return render(request, "officer/administration.html", _attention(request))


@open_to(*TIM, Role.ADMINISTRATOR)
@require_safe
def readiness(request: Any) -> HttpResponse:
    """Which OPD cannot be given complaints, and at which seats cases wait for nobody."""
    return render(request, "officer/readiness.html", _attention(request))


def _attention(request: Any) -> dict[str, Any]:
    today = request.today
    return {
        "unready": unready_agencies(day=today),
        "no_inspector": inspectorate_missing(day=today),
        "vacant": [(one, one.sentence(today)) for one in seats.vacant(day=today)],
        "running_out": vacancies.running_out(today),
        "ahead": vacancies.RUNNING_OUT.days,
        "late_plans": reorganise.late(day=today),
    }
