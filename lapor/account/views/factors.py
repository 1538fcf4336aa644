"""One's own second factor: setting it up, codes on paper, passkeys."""

from __future__ import annotations

import base64
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.account.standing import Standing, while_setting_up
from lapor.account.views import form, line
from lapor.complaints import identity
from lapor.people.gate import Audience, open_to

PENDING = "second_factor_pending"


@open_to(Audience.SIGNED_IN)
@while_setting_up
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: Any) -> HttpResponse:
    """Join a telephone: it shows the right code, then it counts. The first thing an official does here."""
    if request.standing is Standing.FREE:
        raise Http404
    if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
        return redirect("desk")
    secret = identity.unseal(request.session.get(PENDING))
    if secret is None:
        secret = generate_totp_secret()
        request.session[PENDING] = identity.seal(secret)
    if request.method == "POST":
        if validate_totp_code(secret, line(request, "kode", most=40)):
            _join(request, secret)
            return redirect("mfa_view_recovery_codes")
        sentence = _("Kode itu tidak cocok. Tulis kode yang sekarang tampil di telepon Anda.")
        return _page(request, secret, [("kode", sentence)])
    return _page(request, secret)


@transaction.atomic
def _join(request: Any, secret: str) -> None:
    joined = TOTP.activate(request.user, secret).instance
    RecoveryCodes.activate(request.user)
    post_authentication(request, joined)
    del request.session[PENDING]


def _page(request: Any, secret: str, faults: list[tuple[str, str]] | None = None) -> HttpResponse:
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return form(
        request,
        "set_up",
        faults,
        picture=base64.b64encode(picture.encode()).decode(),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    )


@open_to(Audience.OFFICIAL)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: Any) -> HttpResponse:
    """The codes on paper, until their owner says that they are kept."""
    kept = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    if kept is None:
        return redirect("desk")
    codes = kept.wrap()
    if request.method == "POST":
        codes.mark_as_viewed()
        return redirect("desk")
    shown = [] if codes.did_view else codes.generate_codes()
    return form(request, "recovery_codes", codes=shown, left=len(codes.get_unused_codes()))
