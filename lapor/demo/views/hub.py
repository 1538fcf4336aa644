"""/demo/: the example people with their passwords, and the telephones that show their second codes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.demo import logins, people, phones
from lapor.people.gate import Audience, open_to


@open_to(Audience.ANYONE)
@never_cache
@require_safe
def hub(request: Any) -> HttpResponse:
    """Everything that somebody who tries the demo needs to sign in."""
    if not settings.DEMO:
        raise Http404
    rows = [
        {"label": label, "email": email, "codes": phones.shows(email, at=request.now) if official else None}
        for label, email, official in logins.accounts()
    ]
    context = {"rows": rows, "password": people.PASSWORD, "left": phones.seconds_left(request.now)}
    return render(request, "demo/hub.html", context)
