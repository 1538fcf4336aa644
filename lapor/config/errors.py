"""What answers when something broke: a page with a number, and the same number in the log beside the frames."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from lapor.complaints.identity import CODE_LETTERS

log = logging.getLogger("lapor.error")
BARE = "<!doctype html><html lang=id><title>Ada yang salah pada kami</title><p>Nomor kesalahan: {number}"


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500, called while the exception is being handled. Needs no database, and cannot fail."""
    number = new_number()
    log.error("a page could not be made", exc_info=True, extra={"facts": {"number": number}})
    if _wants_json(request):
        return JsonResponse({"kesalahan": number}, status=500)
    try:
        page: str = render_to_string("500.html", {"number": number})
    except Exception:  # noqa: BLE001 - whatever broke the page must not take the number away
        page = BARE.format(number=number)
    return HttpResponse(page, status=500)


def new_number() -> str:
    """As 7KQ2-M4XW: eight of the letters of receipts, for it is read over the telephone."""
    drawn = "".join(secrets.choice(CODE_LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def _wants_json(request: Any) -> bool:
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted
