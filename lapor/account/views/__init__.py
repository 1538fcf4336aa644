"""The pages of signing in and of one's own account, by subject; and what their forms share."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from lapor.account import standing

LONGEST_EMAIL = 254
LONGEST_PASSWORD = 200

Faults = list[tuple[str, str]]


def line(request: Any, name: str, *, most: int = 200) -> str:
    """A posted single-line field, without spaces too many."""
    return " ".join(request.POST.get(name, "").replace("\x00", "").split())[:most]


def form(request: Any, template: str, faults: Faults | None = None, *, status: int = 422, **more: Any) -> HttpResponse:
    """A page with a form, and what was wrong with what was sent: (field id, sentence)."""
    context = {"faults": faults or [], "wrong": dict(faults or []), "next": wanted(request), **more}
    return render(request, f"account/{template}.html", context, status=status if faults else 200)


def wanted(request: Any) -> str:
    """Where somebody wanted to go: a place on our own host, or ""."""
    place: str = request.POST.get("next", request.GET.get("next", ""))
    own = url_has_allowed_host_and_scheme(place, {request.get_host()}, require_https=request.is_secure())
    return place if own else ""


def onward(request: Any) -> HttpResponse:
    """There, or where one's work begins, or to one's own complaints."""
    official = request.position or standing.will_hold(request.user, request.today)
    return redirect(wanted(request) or ("desk" if official else "mine"))
