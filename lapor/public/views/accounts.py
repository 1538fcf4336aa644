"""Signing in, out and up. No answer tells whether an address has an account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from lapor.account.standing import while_setting_up
from lapor.people.gate import Audience, open_to
from lapor.people.models import Person, Position
from lapor.public import throttle
from lapor.public.forms import line

LONGEST_PASSWORD = 200
LONGEST_EMAIL = 254


@open_to(Audience.ANYONE)
@sensitive_post_parameters("sandi")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: Any) -> HttpResponse:
    if request.user.is_authenticated:
        return _home_of(request.user, request)
    if request.method != "POST":
        return _sign_in_form(request, "")
    email, password = line(request.POST.get("surel", "")), request.POST.get("sandi", "")
    faults = [] if email else [("surel", _("Tulis alamat surel Anda."))]
    if not password:
        faults.append(("sandi", _("Tulis kata sandi Anda.")))
    if faults:
        return _sign_in_form(request, email, faults)
    counted = throttle.attempt("sign-in", email.lower(), request, at=request.now)
    if counted is None:
        return _sign_in_form(request, email, [("surel", _(throttle.SENTENCE))], status=429)
    person = authenticate(request, username=email, password=password[:LONGEST_PASSWORD])
    if person is None:
        return _sign_in_form(request, email, [("surel", _("Surel atau kata sandi itu tidak cocok."))])
    counted.delete()
    login(request, person)
    request.session.set_expiry(None)
    return _home_of(person, request)


@open_to(Audience.ANYONE)
@while_setting_up
@require_POST
def sign_out(request: Any) -> HttpResponse:
    """Also for a stranger who opened a case with its code: nothing stays in this browser."""
    logout(request)
    messages.success(request, _("Anda sudah keluar. Tidak ada aduan yang terbuka di perangkat ini."))
    return redirect("home")


@open_to(Audience.ANYONE)
@sensitive_post_parameters("sandi")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: Any) -> HttpResponse:
    if request.user.is_authenticated:
        return _home_of(request.user, request)
    if request.method != "POST":
        return _sign_up_form(request, "", "")
    name, email = line(request.POST.get("nama", ""))[:120], line(request.POST.get("surel", "")).lower()
    password = request.POST.get("sandi", "")
    faults = _sign_up_faults(name, email, password)
    if faults:
        return _sign_up_form(request, name, email, faults)
    if throttle.attempt("sign-up", email, request, at=request.now) is None:
        return _sign_up_form(request, name, email, [("surel", _(throttle.SENTENCE))], status=429)
    _make(name, email, password)
    return render(request, "public/signed_up.html", {"email": email})


def _sign_up_faults(name: str, email: str, password: str) -> list[tuple[str, str]]:
    faults = [] if len(name) >= 2 else [("nama", _("Tulis nama Anda."))]
    if sentence := _email_fault(email):
        faults.append(("surel", sentence))
    try:
        if len(password) > LONGEST_PASSWORD:
            raise ValidationError(_("Kata sandi paling panjang 200 huruf."))
        validate_password(password, Person(name=name, email=email))
    except ValidationError as weak:
        faults.append(("sandi", " ".join(weak.messages)))
    return faults


def _email_fault(email: str) -> str:
    if len(email) > LONGEST_EMAIL:
        return _("Alamat surel paling panjang 254 huruf.")
    try:
        validate_email(email)
    except ValidationError:
        return _("Tulis alamat surel yang lengkap, misalnya nama@contoh.id.")
    return ""


def _make(name: str, email: str, password: str) -> None:
    """Make the account, or take as long over one that exists: nobody learns which it was."""
    if Person.objects.filter(email__iexact=email).exists():
        make_password(password)
        return
    try:
        with transaction.atomic():
            Person.objects.create_person(email=email, name=name, password=password)
    except IntegrityError:
        return  # the same address came twice at once


def _home_of(person: Any, request: Any) -> HttpResponse:
    """Where somebody wanted to go, or else his desk, or his own complaints."""
    official = Position.objects.held_on(timezone.localdate(request.now)).filter(person=person).exists()
    return redirect(_next(request) or ("desk" if official else "mine"))


def _next(request: Any) -> str:
    wanted = request.POST.get("next", request.GET.get("next", ""))
    secure = request.is_secure()
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=secure)
    return wanted if own else ""


def _sign_in_form(
    request: Any, email: str, faults: list[tuple[str, str]] | None = None, *, status: int = 422
) -> HttpResponse:
    context = {
        "email": email,
        "next": request.POST.get("next", request.GET.get("next", "")),
        "faults": faults or [],
        "wrong": dict(faults or []),
    }
    return render(request, "public/sign_in.html", context, status=status if faults else 200)


def _sign_up_form(
    request: Any, name: str, email: str, faults: list[tuple[str, str]] | None = None, *, status: int = 422
) -> HttpResponse:
    context = {"name": name, "email": email, "faults": faults or [], "wrong": dict(faults or [])}
    return render(request, "public/sign_up.html", context, status=status if faults else 200)
