"""The procedure on paper: the sheet as it is run, and as it was decreed in 2020."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lapor.people.gate import Audience, open_to
from lapor.public import flow, sop_sheet


@open_to(Audience.ANYONE)
@require_safe
def sop(request: Any) -> HttpResponse:
    run, decreed = sop_sheet.as_run(), sop_sheet.as_decreed()
    context = {
        "head": sop_sheet.HEAD,
        "sheets": [(run, flow.drawn(run)), (decreed, flow.drawn(decreed))],
    }
    return render(request, "public/sop.html", context)
