"""One line in the log for each request, and a number that all lines of the request share.

It names the route, never the path or what was asked: numbers of complaints and tokens stand there.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpResponse

log = logging.getLogger("lapor.request")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PROBES = ("health", "ready")


class RequestLine:
    def __init__(self, get_response: Callable[[Any], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        number, began = secrets.token_hex(6), time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=number)
        answer = self.get_response(request)
        route = _route(request)
        facts = {
            "method": request.method if request.method in METHODS else "OTHER",
            "route": route,
            "status": answer.status_code,
            "ms": round((time.perf_counter() - began) * 1000, 1),
            "role": _role(request),
        }
        everyday = answer.status_code < 400 and (route in PROBES or route == "static")
        log.log(logging.DEBUG if everyday else logging.INFO, "request", extra={"facts": facts})
        answer.headers["X-Request-ID"] = number
        return answer


def _route(request: Any) -> str:
    match = getattr(request, "resolver_match", None)
    if match is not None:
        return str(match.view_name)
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "-"


def _role(request: Any) -> str:
    """The role of the position acted in, "citizen" for an account without one, "" for a stranger."""
    position = getattr(request, "position", None)
    if position is not None:
        return str(position.role)
    # only what was read already: the log asks the database nothing
    known = getattr(getattr(request, "session", None), "_session_cache", {})
    return "citizen" if "_auth_user_id" in known else ""
