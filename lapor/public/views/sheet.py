"""The procedure on paper: the sheet as it is run, in the version in force or another one, and that of 2020."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lapor.people import procedures
from lapor.people.gate import Audience, open_to
from lapor.public import flow, sop_sheet
from lapor.sop import heading


@open_to(Audience.ANYONE)
@require_safe
def sop(request: Any) -> HttpResponse:
    """`?versi=` asks for an approved version by its code; a draft is nobody's procedure yet and not found."""
    now = procedures.in_force(request.today)
    asked = request.GET.get("versi", "").replace("\x00", "")
    terms = procedures.approved_terms(asked) if asked else now
    if terms is None:
        raise Http404
    run, decreed = sop_sheet.as_run(terms), sop_sheet.as_decreed()
    context = {
        "head": heading.lines(terms),
        "sheets": [(run, flow.drawn(run)), (decreed, flow.drawn(decreed))],
        "terms": terms,
        "now": now,
        "versions": [one for one in procedures.listed(request.today) if one.status != procedures.DRAFT],
    }
    return render(request, "public/sop.html", context)
