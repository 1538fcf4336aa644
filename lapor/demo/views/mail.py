"""/demo/mail: the letters of the demo, which reach nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.demo import mailbox
from lapor.people.gate import Audience, open_to


@open_to(Audience.ANYONE)
@never_cache
@require_safe
def mail(request: Any) -> HttpResponse:
    """The newest letters, of everybody or of one address."""
    if not settings.DEMO or settings.MAIL_SERVER is not None:
        raise Http404
    to = request.GET.get("kepada", "").strip()[:254]
    letters = mailbox.newest(Path(settings.MAIL_FOLDER), to=to)
    return render(request, "demo/mail.html", {"letters": letters, "to": to, "most": mailbox.MOST})


@open_to(Audience.ANYONE)
@never_cache
@require_safe
def letter(request: Any, name: str) -> HttpResponse:
    """One letter, whole, with its headers."""
    found = mailbox.find(Path(settings.MAIL_FOLDER), name) if settings.DEMO and settings.MAIL_SERVER is None else None
    if found is None:
        raise Http404
    return render(request, "demo/letter.html", {"letter": found})
