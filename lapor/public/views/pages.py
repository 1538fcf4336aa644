"""Pages that stand by themselves: home, privacy, help."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from lapor.complaints.files import LIMITS_SENTENCE
from lapor.people import procedures
from lapor.people.gate import Audience, open_to
from lapor.public import walk
from lapor.sop import rules


@open_to(Audience.ANYONE)
@require_safe
def home(request: Any) -> HttpResponse:
    terms = procedures.in_force(request.today)
    return render(request, "public/home.html", {"steps": walk.steps(terms), "minutes": terms.own_minutes})


@open_to(Audience.ANYONE)
@require_safe
def privacy(request: Any) -> HttpResponse:
    return render(request, "public/privacy.html", {"tiles": settings.TILES})


@open_to(Audience.ANYONE)
@require_safe
def help_page(request: Any) -> HttpResponse:
    terms = procedures.in_force(request.today)
    facts = {
        "confirmation": terms.limits[rules.K.CONFIRMATION].amount,
        "completion": terms.limits[rules.C.AWAITING].amount,
        "window": rules.RETURN_WINDOW.days,
        "ombudsman": terms.ombudsman_days,
        "total": terms.total,
        "limits": gettext(LIMITS_SENTENCE),
    }
    return render(request, "public/help.html", facts)
