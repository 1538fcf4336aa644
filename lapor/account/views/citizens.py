"""The citizens' door: an address, the code that was sent there, and in; and the way out for everybody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lapor.account import client, codes, throttle
from lapor.account.standing import while_setting_up
from lapor.account.throttle import Limit
from lapor.account.views import LONGEST_EMAIL, Faults, form, line, onward, wanted
from lapor.complaints import identity
from lapor.people.contacts import is_email
from lapor.people.gate import Audience, open_to
from lapor.sop import words

PENDING = "sign_in_code"


@open_to(Audience.ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: Any) -> HttpResponse:
    """Send a code to this address: the same answer for every one."""
    if request.user.is_authenticated:
        return onward(request)
    if request.method != "POST":
        return form(request, "sign_in")
    email = line(request, "surel", most=LONGEST_EMAIL + 1).lower()
    if fault := _email_fault(email):
        return form(request, "sign_in", [("surel", fault)], email=email)
    if (counted := codes.may_send(email, request)).until:
        sentence = _("Sudah terlalu banyak kode yang diminta. Coba lagi %(instant)s.") % {
            "instant": words.day_instant(counted.until, request.now, translate=_)
        }
        return form(request, "sign_in", [("surel", sentence)], status=429, email=email)
    row = codes.send(email, at=request.now, today=request.today)
    request.session[PENDING] = identity.seal({"id": str(row), "email": email, "next": wanted(request)})
    return redirect("account_confirm_login_code")


@open_to(Audience.ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Any) -> HttpResponse:
    """The code that came back. A right one makes the account where there is none."""
    if request.user.is_authenticated:
        return onward(request)
    pending = identity.unseal(request.session.get(PENDING))
    if pending is None:
        return redirect("account_login")
    if request.method != "POST":
        return _ask(request, pending)
    typed = line(request, "kode", most=40)
    if not typed:
        return _ask(request, pending, [("kode", _("Tulis kode dari surel kami."))])
    guess = throttle.count(request, [Limit("code_guess", "200/h/key", client.address_of(request))])
    if guess.until:
        sentence = _("Terlalu banyak kode yang keliru dari jaringan ini. Coba lagi %(instant)s.") % {
            "instant": words.day_instant(guess.until, request.now, translate=_)
        }
        return _ask(request, pending, [("kode", sentence)], status=429)
    try:
        right = codes.right(UUID(pending["id"]), pending["email"], typed, at=request.now)
    except codes.Spent:
        return _ask(request, pending, [("kode", _("Kode itu tidak berlaku lagi. Minta kode baru."))], spent=True)
    if not right:
        return _ask(request, pending, [("kode", _("Kode itu tidak cocok. Periksa surel kami yang terbaru."))])
    guess.take_back()
    return _let_in(request, pending)


def _let_in(request: Any, pending: dict[str, str]) -> HttpResponse:
    person, new = codes.owner(pending["email"])
    del request.session[PENDING]
    place = pending["next"] or reverse("mine")
    if new:
        place = f"{reverse('account_name')}?{urlencode({'next': place})}"
    record_authentication(request, person, method="code")
    answer: HttpResponse = perform_login(request, Login(user=person, redirect_url=place))
    return answer


def _ask(request: Any, pending: dict[str, str], faults: Faults | None = None, **more: Any) -> HttpResponse:
    minutes = int(codes.LIFE.total_seconds() // 60)
    shown = {"email": pending["email"], "next": pending["next"], "minutes": minutes, "demo": settings.DEMO}
    return form(request, "confirm_code", faults, **{**shown, **more})


def _email_fault(email: str) -> str:
    if not email:
        return _("Tulis alamat surel Anda.")
    if len(email) > LONGEST_EMAIL:
        return _("Alamat surel paling panjang 254 huruf.")
    return "" if is_email(email) else _("Tulis alamat surel yang lengkap, misalnya nama@contoh.id.")


@open_to(Audience.ANYONE)
@while_setting_up
@require_POST
def sign_out(request: Any) -> HttpResponse:
    """Also for a stranger who opened a case with its code: nothing stays in this browser."""
    logout(request)
    messages.success(request, _("Anda sudah keluar. Tidak ada aduan yang terbuka di perangkat ini."))
    return redirect("home")
