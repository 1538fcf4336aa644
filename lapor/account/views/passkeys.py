"""Passkeys: a second factor that lies in a telephone, a computer or a small key. Needs the browser's script."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lapor.account import letters
from lapor.account.views import Faults, form, line
from lapor.account.views.factors import held, officials_only
from lapor.account.views.passwords import own_password_faults
from lapor.people.gate import Audience, open_to

LONGEST_NAME = 60


@open_to(Audience.SIGNED_IN)
@sensitive_post_parameters("sandi_lama", "credential")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Any) -> HttpResponse:
    """Add one, under a name that its owner knows it by, confirmed with the password."""
    officials_only(request)
    if request.method != "POST":
        return _page(request)
    name = line(request, "nama", most=LONGEST_NAME)
    faults = own_password_faults(request)
    if faults:
        return _page(request, faults, name)
    posted = AddWebAuthnForm(data={"name": name, "credential": request.POST.get("credential", "")}, user=request.user)
    if not posted.is_valid():
        return _page(request, [("pasang", _("Kunci sandi itu tidak dapat dipasang. Coba sekali lagi."))], name)
    number = held(request.user, Authenticator.Type.WEBAUTHN).count() + 1
    with transaction.atomic():
        webauthn.WebAuthn.add(
            request.user, name or _("Kunci sandi %(n)s") % {"n": number}, posted.cleaned_data["credential"]
        )
        RecoveryCodes.activate(request.user)
        letters.changed(request.user.email, _("Kunci sandi dipasang pada akun Anda."), at=request.now)
    messages.success(request, _("Kunci sandi terpasang."))
    return redirect("mfa_index")


def _page(request: Any, faults: Faults | None = None, name: str = "") -> HttpResponse:
    options = {"creation_options": webauthn.begin_registration(request.user, False)}
    return form(request, "passkey", faults, options=options, name=name)
