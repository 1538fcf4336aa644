"""Where one begins, in which position one acts, and finding a case again."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lapor.complaints import access, numbers, queries
from lapor.complaints.models import Complaint, Kalurahan, Kapanewon
from lapor.officer.templatetags.office import start_of
from lapor.officer.views import DESK, bad_number
from lapor.people.gate import Audience, open_to

MOST = 50
_WORDS = re.compile(r"[^\W_]+")


@open_to(Audience.OFFICIAL)
@require_safe
def desk(request: Any) -> HttpResponse:
    """To the page where this role's work begins."""
    return redirect(start_of(request.position))


@open_to(Audience.OFFICIAL)
@require_http_methods(["GET", "HEAD", "POST"])
def positions(request: Any) -> HttpResponse:
    """Choose the position to act in, among one's own."""
    if request.method == "POST":
        held = {str(position.pk): position for position in request.positions}
        chosen = held.get(request.POST.get("position", ""))
        if chosen is None:
            raise Http404
        request.session["position"] = chosen.pk
        messages.success(request, _("Anda sekarang bertindak sebagai %(position)s.") % {"position": chosen.label})
        return redirect("desk")
    return render(request, "officer/positions.html")


@open_to(*DESK)
@require_safe
def search(request: Any) -> HttpResponse:
    """A number opens its case; other words are looked for in titles and places of one's own scope."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:120]
    if not typed:
        return render(request, "officer/search.html", {"typed": ""})
    try:
        found = queries.find(request.viewer, typed)
    except numbers.BadNumber as fault:
        looks_like_number = typed.upper().startswith("BTL")
        return render(
            request,
            "officer/search.html",
            {
                "typed": typed,
                "fault": bad_number(fault) if looks_like_number else "",
                "found": _found(request, typed),
                "most": MOST,
            },
        )
    if found is not None:
        return redirect("office_case", number=found.number)
    return render(request, "officer/search.html", {"typed": typed, "found": [], "most": MOST})


def _found(request: Any, typed: str) -> list[Complaint]:
    """Complaints of one's scope with all these words, or beginnings of them, in the title; or of this place."""
    parts = _WORDS.findall(typed)
    if not parts:
        return []
    kalurahan = Kalurahan.objects.filter(name__icontains=typed).values_list("pk", flat=True)
    kapanewon = Kapanewon.objects.filter(name__icontains=typed).values_list("pk", flat=True)
    begun = SearchQuery(" & ".join(f"{part}:*" for part in parts), search_type="raw", config="simple")
    rows = access.visible_to(request.viewer).annotate(words=SearchVector("title", config="simple"))
    rows = rows.filter(Q(words=begun) | Q(kalurahan__in=list(kalurahan)) | Q(kapanewon__in=list(kapanewon)))
    return list(rows.select_related("kalurahan", "kapanewon").order_by("-received_at", "-id")[:MOST])
