"""The officials' door: a password, then a second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.account.stages import LoginStage, LoginStageController
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lapor.account.stages import SecondFactor
from lapor.account.views import LONGEST_EMAIL, LONGEST_PASSWORD, Faults, form, line, onward, wanted
from lapor.people.gate import Audience, open_to
from lapor.sop import words

USED = 120  # seconds for which a code from the telephone could pass


@open_to(Audience.ANYONE)
@sensitive_post_parameters("sandi")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def official_login(request: Any) -> HttpResponse:
    """First the password. Right or wrong, known or unknown: nothing else differs."""
    if request.user.is_authenticated:
        return onward(request)
    if request.method != "POST":
        return _door(request)
    email, password = line(request, "surel", most=LONGEST_EMAIL).lower(), request.POST.get("sandi", "")
    faults: Faults = [] if email else [("surel", _("Tulis alamat surel Anda."))]
    if not password:
        faults.append(("sandi", _("Tulis kata sandi Anda.")))
    if faults:
        return _door(request, faults, email=email)
    person: Any = authenticate(request, username=email, password=password[:LONGEST_PASSWORD])
    if request.guess.until:
        sentence = _("Terlalu banyak percobaan yang keliru. Demi keamanan, coba lagi %(instant)s.") % {
            "instant": words.day_instant(request.guess.until, request.now, translate=_)
        }
        return _door(request, [("surel", sentence)], email=email, status=429)
    if person is None:
        return _door(request, [("surel", _("Surel atau kata sandi itu tidak cocok."))], email=email)
    request.guess.take_back()
    login = Login(user=person, email=person.email, redirect_url=wanted(request) or None)
    answer: HttpResponse = perform_password_login(request, {}, login)
    return answer


def _door(request: Any, faults: Faults | None = None, **more: Any) -> HttpResponse:
    return form(request, "official_login", faults, demo=settings.DEMO, **more)


@open_to(Audience.ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: Any) -> HttpResponse:
    """Then the code on the telephone, a passkey, or one of the codes on paper."""
    stage = LoginStageController.enter(request, SecondFactor.key)
    if request.user.is_authenticated or stage is None:
        return redirect("official_login")
    posted = _posted(request, stage)
    if posted is None:
        return _ask(request, stage)
    if not posted.is_valid():
        return _ask(request, stage, [("kode", str(next(iter(posted.errors.values()))[0]))])
    posted.save()
    answer: HttpResponse = stage.exit()
    return answer


class OneTimeForm(AuthenticateForm):  # type: ignore[misc]  # allauth carries no types
    """A code passes once, for as long as a telephone running late or early could show it."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        if not cache.add(f"second-factor:{self.user.pk}:{code.strip()}", 1, timeout=USED):
            raise ValidationError(_("Kode itu sudah dipakai. Tunggu kode berikutnya."))
        return code


def _posted(request: Any, stage: LoginStage) -> Any:
    if request.method != "POST":
        return None
    if request.POST.get("credential"):
        return AuthenticateWebAuthnForm(data=request.POST, user=stage.login.user)
    return OneTimeForm(data={"code": line(request, "kode", most=40)}, user=stage.login.user)


def _ask(request: Any, stage: LoginStage, faults: Faults | None = None) -> HttpResponse:
    kinds = set(Authenticator.objects.filter(user=stage.login.user).values_list("type", flat=True))
    keys = Authenticator.Type.WEBAUTHN in kinds
    options = {"request_options": webauthn.begin_authentication(stage.login.user)} if keys else None
    return form(
        request,
        "second_factor",
        faults,
        options=options,
        telephone=Authenticator.Type.TOTP in kinds,
        demo=settings.DEMO,
    )
