"""The link in a letter: looking at it, as a mail scanner does, changes nothing; its button opens the case once."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.notices import links
from lapor.notices.models import MailLink
from lapor.people.gate import Audience, open_to
from lapor.public import doing, receipts, throttle


@open_to(Audience.ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_link(request: Any, secret: str) -> HttpResponse:
    link = links.find(secret, at=request.now)
    if request.method == "POST":
        return _use(request, secret, link)
    if link is None:
        return _over(request, secret)
    stars = _stars(request.GET, link)
    return render(request, "public/letter.html", {"number": link.complaint.number, "stars": stars, "secret": secret})


def _use(request: Any, secret: str, link: MailLink | None) -> HttpResponse:
    if link is None or not links.use(link, at=request.now):
        return _over(request, secret)
    request.session.cycle_key()
    receipts.open_here(request, link.complaint)
    return _to_case(link, _stars(request.POST, link))


def _over(request: Any, secret: str) -> HttpResponse:
    """Used, ended or never given: told in the same words. Where this browser has the case open, it goes there."""
    link = links.known(secret)
    if link is not None and link.complaint_id in request.citizen.receipts:
        return _to_case(link, _stars(request.GET, link))
    if request.method == "POST" and throttle.attempt("letter", secret, request, at=request.now) is None:
        faults = [("nomor", _(throttle.SENTENCE))]
        return render(request, "public/letter_over.html", {"faults": faults, "wrong": dict(faults)}, status=429)
    return render(request, "public/letter_over.html", status=410)


def _to_case(link: MailLink, stars: int | None) -> HttpResponse:
    case = reverse("case", args=[link.complaint.number])
    if stars:
        return redirect(f"{case}?nilai={stars}#confirm")
    return redirect(f"{case}#complete" if link.purpose == "question" else case)


def _stars(sent: Any, link: MailLink) -> int | None:
    """The stars that the letter's link names: preselected on the page of the case, given by its own button."""
    return doing.stars(sent) if link.purpose == "answer" else None
