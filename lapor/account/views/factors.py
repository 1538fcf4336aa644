"""One's own second factor: joining a telephone, codes on paper, and what there is."""

from __future__ import annotations

import base64
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lapor.account import letters
from lapor.account.standing import Standing, while_setting_up
from lapor.account.views import Faults, form, line, onward
from lapor.account.views.passwords import own_password_faults
from lapor.complaints import identity
from lapor.people.gate import Audience, open_to
from lapor.people.models import Person

PENDING = "second_factor_pending"
Type = Authenticator.Type


def held(person: Any, kind: str) -> Any:
    """What this person has of a kind of second factor."""
    return Authenticator.objects.filter(user=person, type=kind).order_by("pk")


def officials_only(request: Any) -> None:
    """A citizen has no second factor: to him these pages are not there."""
    if request.standing is Standing.FREE:
        raise Http404


@open_to(Audience.SIGNED_IN)
@sensitive_post_parameters("sandi_lama")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: Any) -> HttpResponse:
    """Telephone, passkeys and codes on paper; a passkey can be removed while something else remains."""
    officials_only(request)
    if request.method != "POST":
        return _overview(request)
    key = held(request.user, Type.WEBAUTHN).filter(pk=line(request, "kunci", most=18) or 0).first()
    if key is None:
        raise Http404
    if faults := own_password_faults(request):
        return _overview(request, [(f"sandi-{key.pk}", sentence) for _field, sentence in faults])
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=request.user.pk)
        remaining = held(request.user, Type.WEBAUTHN).exclude(pk=key.pk).exists()
        if not remaining and not held(request.user, Type.TOTP).exists():
            return _overview(request, [("konten", _("Pasang telepon dahulu: satu pengaman harus tetap ada."))])
        key.delete()
        letters.changed(request.user.email, _("Satu kunci sandi akun Anda dihapus."), at=request.now)
    messages.success(request, _("Kunci sandi itu dihapus."))
    return redirect("mfa_index")


def _overview(request: Any, faults: Faults | None = None) -> HttpResponse:
    paper = held(request.user, Type.RECOVERY_CODES).first()
    return form(
        request,
        "factors",
        faults,
        telephone=held(request.user, Type.TOTP).first(),
        keys=list(held(request.user, Type.WEBAUTHN)),
        left=len(paper.wrap().get_unused_codes()) if paper else 0,
    )


@open_to(Audience.SIGNED_IN)
@while_setting_up
@sensitive_post_parameters("sandi_lama")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: Any) -> HttpResponse:
    """Join a telephone: it shows the right code, then it counts. The first thing an official does here.

    Who has one already joins another instead, and confirms it with the password.
    """
    officials_only(request)
    secret = identity.unseal(request.session.get(PENDING))
    if secret is None:
        secret = generate_totp_secret()
        request.session[PENDING] = identity.seal(secret)
    instead = held(request.user, Type.TOTP).exists()
    if request.method != "POST":
        return _page(request, secret, instead)
    faults: Faults = []
    if not validate_totp_code(secret, line(request, "kode", most=40)):
        faults = [("kode", _("Kode itu tidak cocok. Tulis kode yang sekarang tampil di telepon Anda."))]
    if instead and not faults:
        faults = own_password_faults(request)
    if faults:
        return _page(request, secret, instead, faults)
    _join(request, secret)
    messages.success(request, _("Telepon Anda terpasang."))
    return redirect("mfa_view_recovery_codes")


@transaction.atomic
def _join(request: Any, secret: str) -> None:
    Person.objects.select_for_update().get(pk=request.user.pk)  # a form sent twice joins one telephone
    held(request.user, Type.TOTP).delete()
    joined = TOTP.activate(request.user, secret).instance
    RecoveryCodes.activate(request.user)
    post_authentication(request, joined)
    del request.session[PENDING]
    letters.changed(request.user.email, _("Telepon untuk kode kedua akun Anda dipasang."), at=request.now)


def _page(request: Any, secret: str, instead: bool, faults: Faults | None = None) -> HttpResponse:
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return form(
        request,
        "set_up",
        faults,
        instead=instead,
        picture=base64.b64encode(picture.encode()).decode(),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    )


@open_to(Audience.SIGNED_IN)
@sensitive_post_parameters("sandi_lama")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: Any) -> HttpResponse:
    """The codes on paper, until their owner says that they are kept; afterwards new ones, by password."""
    officials_only(request)
    paper = held(request.user, Type.RECOVERY_CODES).first()
    if request.method != "POST":
        return _codes(request, paper)
    if paper is not None and not paper.wrap().did_view:
        paper.wrap().mark_as_viewed()
        return onward(request)
    if faults := own_password_faults(request):
        return _codes(request, paper, faults)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=request.user.pk)
        held(request.user, Type.RECOVERY_CODES).delete()
        RecoveryCodes.activate(request.user)
        letters.changed(request.user.email, _("Kode cadangan akun Anda diganti."), at=request.now)
    return redirect("mfa_view_recovery_codes")


def _codes(request: Any, paper: Authenticator | None, faults: Faults | None = None) -> HttpResponse:
    if paper is None:
        return form(request, "recovery_codes", faults, left=0)
    codes = paper.wrap()
    shown = [] if codes.did_view else codes.generate_codes()
    return form(request, "recovery_codes", faults, codes=shown, left=len(codes.get_unused_codes()))
