"""The time of a reporter's own complaint: every clock, each pause, and why each deadline is what it is."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.complaints import why
from lapor.people.gate import Audience, open_to
from lapor.public.views.case import own


@open_to(Audience.ANYONE)
@never_cache
@require_safe
def case_time(request: Any, number: str) -> HttpResponse:
    complaint = own(request, number)
    account = why.of(complaint, at=request.now, to_reporter=True)
    return render(request, "public/time.html", {"complaint": complaint, "account": account})
