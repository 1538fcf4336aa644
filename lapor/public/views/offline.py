"""What makes the form installable and lets it open without a connection: the worker, the manifest, the empty form.

The worker keeps that empty form and the files it needs, and nothing else: no page that was drawn for a person,
no answer of ours, is ever in its store (templates/public/worker.js).
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lapor.complaints.files import LIMITS_SENTENCE
from lapor.complaints.models import Kapanewon
from lapor.people.gate import Audience, open_to
from lapor.public import where
from lapor.public.forms import FilingForm

SHELL = (
    "lapor/tokens.css", "lapor/base.css", "lapor/pages.css", "lapor/kentongan.svg", "public/public.css",
    "public/where.js", "public/draft.js", "public/filing.js",
)  # fmt: skip
ICONS = (("192x192", "public/icon-192.png"), ("512x512", "public/icon-512.png"))


@open_to(Audience.ANYONE)
@require_safe
def offline_form(request: Any) -> HttpResponse:
    """The form as nobody's: the same bytes for everybody, without a token, a name or a session."""
    return HttpResponse(_shell())


@open_to(Audience.ANYONE)
@require_safe
def offline_page(request: Any) -> HttpResponse:
    """What stands in the place of other pages without a connection; nobody's, too."""
    return HttpResponse(render_to_string("public/offline.html"))


def _shell() -> str:
    context = {
        "form": FilingForm(key=""),
        "held": [],
        "places": Kapanewon.objects.prefetch_related("kalurahan"),
        "unknown": where.UNKNOWN,
        "limits": _(LIMITS_SENTENCE),
        "owner": "",
        "online": False,
    }
    return render_to_string("public/file.html", context)


@open_to(Audience.ANYONE)
@require_safe
def service_worker(request: Any) -> HttpResponse:
    """The worker's own code, for the whole site; another version whenever what it keeps has changed."""
    keeps = [reverse("offline_form"), reverse("offline_page"), *(static(name) for name in SHELL)]
    version = hashlib.sha256("\n".join([_shell(), *keeps]).encode()).hexdigest()[:16]
    context = {
        "keeps": keeps,
        "version": version,
        "form": reverse("file"),
        "shell": reverse("offline_form"),
        "elsewhere": reverse("offline_page"),
    }
    answer = render(request, "public/worker.js", context, content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


@open_to(Audience.ANYONE)
@require_safe
def manifest(request: Any) -> JsonResponse:
    facts = {
        "name": _("Lapor Bantul"),
        "short_name": _("Lapor Bantul"),
        "description": _("Sampaikan aduan kepada Pemerintah Kabupaten Bantul."),
        "lang": "id",
        "start_url": reverse("file"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#1f4e8c",
        "icons": [{"src": static(name), "sizes": size, "type": "image/png"} for size, name in ICONS],
    }
    return JsonResponse(facts, content_type="application/manifest+json")
