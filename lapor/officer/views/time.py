"""The time of one case: every clock it ever had, what used it, and why each deadline is what it is."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lapor.complaints import why
from lapor.complaints.timing import Reader
from lapor.officer import spent
from lapor.officer.cases import find_case
from lapor.officer.views import DESK
from lapor.people.gate import open_to


@open_to(*DESK)
@require_safe
def office_case_time(request: Any, number: str) -> HttpResponse:
    complaint, clocks = find_case(request, number)
    prefetch_related_objects(clocks, "pauses")
    context = {
        "complaint": complaint,
        "account": why.of(complaint, at=request.now, to_reporter=False),
        "asked": request.GET.get("jam"),
        "bar": spent.of_case(clocks, Reader(at=request.now)),
    }
    return render(request, "officer/time.html", context)
