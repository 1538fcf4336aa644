"""A form that came without a valid token: the filing form comes back as it was written, others say what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.views.csrf import csrf_failure

from lapor.public.views import filing


def refused(request: Any, reason: str = "") -> HttpResponse:
    try:
        name = resolve(request.path_info).view_name
    except Resolver404:
        name = ""
    return filing.again(request) if name == "file" else csrf_failure(request, reason)
