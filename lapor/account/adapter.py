"""How allauth's flows behave here: our stages, our words, our letters, our way of knowing an address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext_lazy as _

from lapor.account import client, sessions, standing
from lapor.complaints.identity import seal_words, unseal_words
from lapor.people.models import Person

OFFICIAL_SESSION = timedelta(hours=12)
CLOSED = _("Akun ini tidak dapat dipakai untuk masuk. Hubungi pengelola Lapor Bantul.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """The stages after password or code; who may end them signed in, and until when."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "Terlalu banyak kode yang keliru. Demi keamanan, tunggu sepuluh menit, lalu coba lagi."
        ),
    }

    def get_client_ip(self, request: Any) -> str:
        return client.address_of(request)

    def get_login_stages(self) -> list[str]:
        return ["lapor.account.stages.SecondFactor"]

    def pre_login(self, request: Any, user: Person, **more: Any) -> HttpResponse | None:
        """The last door: nobody whose account is closed, and no official by a code."""
        records = get_authentication_records(request, user)
        by_code = not records or records[-1]["method"] != "password"
        if user.is_active and not (by_code and standing.will_hold(user, request.today)):
            return None
        clear_login(request)
        messages.error(request, CLOSED)
        return redirect("account_login")

    def post_login(self, request: Any, user: Person, **more: Any) -> HttpResponse:
        """Officials' sessions end twelve hours after they began, whatever happens in them."""
        answer: HttpResponse = super().post_login(request, user, **more)
        official = standing.will_hold(user, request.today)
        request.session.set_expiry(request.now + OFFICIAL_SESSION if official else None)
        request.session[sessions.SEEN] = int(request.now.timestamp())
        return answer

    def get_login_redirect_url(self, request: Any) -> str:
        """Where one's work begins, or one's own complaints."""
        return resolve_url("desk" if standing.will_hold(request.user, request.today) else "mine")

    def add_message(self, *arguments: Any, **more: Any) -> None:
        """Silence: what is to be said, our views say."""


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """Secrets of second factors are kept encrypted."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Kode itu keliru atau sudah dipakai. Tulis kode yang sekarang tampil."),
    }

    def encrypt(self, text: str) -> str:
        return seal_words(text).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal_words(encrypted_text.encode())
