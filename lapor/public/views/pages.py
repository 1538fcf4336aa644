"""Pages that stand by themselves: home, privacy, help."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from lapor.complaints.files import LIMITS_SENTENCE
from lapor.people.gate import Audience, open_to
from lapor.public import walk
from lapor.sop import rules


@open_to(Audience.ANYONE)
@require_safe
def home(request: Any) -> HttpResponse:
    return render(request, "public/home.html", {"steps": walk.steps()})


@open_to(Audience.ANYONE)
@require_safe
def privacy(request: Any) -> HttpResponse:
    return render(request, "public/privacy.html")


@open_to(Audience.ANYONE)
@require_safe
def help_page(request: Any) -> HttpResponse:
    facts = {
        "confirmation": rules.LIMITS[rules.K.CONFIRMATION].amount,
        "completion": rules.LIMITS[rules.C.AWAITING].amount,
        "window": rules.RETURN_WINDOW.days,
        "ombudsman": rules.OMBUDSMAN_DAYS,
        "total": rules.HANDLING_MINUTES,
        "limits": gettext(LIMITS_SENTENCE),
    }
    return render(request, "public/help.html", facts)
