"""What lies at a point, while the form is being written. Nothing of it is kept."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lapor.people.gate import Audience, open_to
from lapor.public import throttle, where


@open_to(Audience.ANYONE)
@never_cache
@require_POST
def where_is(request: Any) -> JsonResponse:
    """{"at": [lat, lng] | null, "told": [sentence], "fault": sentence, "kapanewon": code, "kalurahan": code, "there"}.

    The codes are what the selects should show; "there" is the kalurahan at the point, [kapanewon, kalurahan, words],
    where another one was chosen.
    """
    if not throttle.may_ask_where(request, at=request.now):
        return JsonResponse({"told": [_("Titik dibaca lagi saat aduan diperiksa.")]}, status=429)
    typed = where.read(request.POST)
    place = where.judge(typed)
    shown = where.shown(typed, place)
    return JsonResponse(
        {
            "at": [place.point.lat, place.point.lng] if place.point else None,
            "told": place.told,
            "fault": place.fault[1] if place.fault and (place.point or place.fault[0] == "titik") else "",
            "kapanewon": shown.kapanewon,
            "kalurahan": shown.kalurahan,
            "there": where.there(place),
        }
    )
