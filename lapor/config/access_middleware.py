"""Deny by default: no page opens that did not say for whom; and each request knows who is looking.

Whoever holds a position needs a session made with password and second factor; with less, nothing opens but
setting the second factor up (account/standing.py).

Sets `request.position` (the official position the person acts in, or None), `request.positions`,
`request.viewer` (the official as the access rules see one, or None) and `request.citizen` (whoever looks,
as a citizen: by account and by the receipt codes given in this session). A stranger is sent to sign in; an
official without the right reads why; everybody else gets a 404, so that a closed page looks like none.

What was drawn for one person no cache may keep, so that Back shows nothing after "Keluar".
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext, gettext_noop
from django_htmx.http import HttpResponseClientRedirect

from lapor.account import sessions, standing
from lapor.account.standing import Standing
from lapor.complaints import access
from lapor.people.gate import Audience
from lapor.people.models import Position
from lapor.public import receipts
from lapor.sop.rules import ROLE_LABELS, Role

log = logging.getLogger(__name__)
PERMISSIONS = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()"  # a position for the filing form
ENDED = {
    Standing.AGAIN: gettext_noop("Masuklah lagi dengan kata sandi dan kode kedua: jabatan Anda memerlukannya."),
    Standing.OVER: gettext_noop("Jabatan Anda sudah berakhir. Sebagai warga, Anda masuk dengan kode lewat surel."),
}


class DenyByDefault:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.now = timezone.now().replace(microsecond=0)
        request.today = timezone.localdate(request.now)
        request.positions = SimpleLazyObject(lambda: _positions(request))
        request.position = _chosen(request) if request.session.get("_auth_user_id") else None
        request.standing = _standing(request)
        request.setting_up = request.standing is Standing.SETTING_UP
        if request.standing not in (Standing.FREE, Standing.WHOLE):
            request.position, request.positions = None, []
        request.viewer = access.official(request.position) if request.position else None
        request.citizen = SimpleLazyObject(lambda: _citizen(request))
        request.for_anyone = True
        if request.session.get("_auth_user_id"):
            sessions.note_seen(request)
        answer = self.get_response(request)
        answer.headers.setdefault("Permissions-Policy", PERMISSIONS)
        # a session holds an account, receipts or a form begun: all of them somebody's
        if not request.for_anyone or any(request.session.keys()):
            answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        audience = getattr(view, "audience", None)
        if audience is None:
            log.error("view %s.%s did not say who may open it", view.__module__, view.__name__)
            raise Http404
        request.for_anyone = Audience.ANYONE in audience
        if request.standing in ENDED:
            return _signed_out(request)
        if request.setting_up:
            return None if hasattr(view, "while_setting_up") else _elsewhere(request, reverse("mfa_activate_totp"))
        if request.for_anyone:
            return None
        if not request.user.is_authenticated:
            door = "account_login" if Audience.SIGNED_IN in audience else "official_login"
            return _elsewhere(request, reverse(door), back=True)
        if Audience.SIGNED_IN in audience:
            return None
        if request.position is None:
            raise Http404
        if Audience.OFFICIAL in audience or Role(request.position.role) in audience:
            return None
        roles = ", ".join(gettext(ROLE_LABELS[role]) for role in Role if role in audience)
        why = gettext("Halaman ini untuk %(roles)s.") % {"roles": roles}
        return render(request, "403.html", {"why": why}, status=403)


def _elsewhere(request: Any, url: str, *, back: bool = False) -> HttpResponse:
    """To another page, by a whole page load also where htmx asked for a piece of one; `back` for a way back."""
    here = (request.htmx.current_url_abs_path or "/") if request.htmx else request.get_full_path()
    url = f"{url}?next={quote(here)}" if back else url
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _signed_out(request: Any) -> HttpResponse:
    """The end of a session that no longer is what its owner needs."""
    why, door = ENDED[request.standing], "official_login" if request.standing is Standing.AGAIN else "account_login"
    logout(request)
    messages.info(request, gettext(why))
    return _elsewhere(request, reverse(door), back=request.method == "GET")


def _standing(request: Any) -> Standing:
    if not request.session.get("_auth_user_id") or not request.user.is_authenticated:
        return Standing.FREE
    return standing.of(request, official=request.position is not None, day=request.today)


def _positions(request: Any) -> list[Position]:
    if not request.user.is_authenticated:
        return []
    held = Position.objects.held_on(request.today).filter(person=request.user)
    return list(held.select_related("agency__calendar", "unit", "person").order_by("id"))


def _chosen(request: Any) -> Position | None:
    wanted = request.session.get("position")
    held = {position.pk: position for position in request.positions}
    chosen = held.get(wanted) or next(iter(held.values()), None)
    if wanted is not None and wanted not in held:
        del request.session["position"]
        if chosen is not None:
            told = gettext("Jabatan yang Anda pakai sudah berakhir. Anda sekarang bertindak sebagai %(position)s.")
            messages.info(request, told % {"position": chosen.label})
    return chosen


def _citizen(request: Any) -> access.Viewer:
    person = request.user if request.user.is_authenticated else None
    return access.citizen(person, receipts.opened(request))
