"""How one wants to be told: by what, of what, and when not."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lapor.account.standing import Standing
from lapor.account.views import Faults, form, line
from lapor.notices.kinds import KINDS
from lapor.notices.models import Preference
from lapor.people.contacts import phone_number
from lapor.people.gate import Audience, open_to

HOURS = [f"{hour:02d}:{minute:02d}" for hour in range(24) for minute in (0, 30)]


@open_to(Audience.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def notice_settings(request: Any) -> HttpResponse:
    wish = Preference.objects.filter(person=request.user).first() or Preference(person=request.user)
    if request.method != "POST":
        return _page(request, wish, request.user.phone)
    faults = _read(request, wish)
    phone = line(request, "telepon", most=40)
    number = phone_number(phone)
    if phone and not number:
        faults.append(("telepon", _("Tulis nomor telepon yang lengkap, misalnya 0812-3456-7890.")))
    if wish.messenger and not phone:
        faults.append(("telepon", _("Tulis nomor telepon yang menerima pesan.")))
    if faults:
        return _page(request, wish, phone, faults)
    with transaction.atomic():
        wish.save()
        request.user.phone = number
        request.user.save(update_fields=["phone"])
    messages.success(request, _("Pengaturan pemberitahuan tersimpan dan langsung berlaku."))
    return redirect("notice_settings")


def _read(request: Any, wish: Preference) -> Faults:
    """Take over what was posted, as far as it can be; what is wrong with the rest."""
    wish.mail = "surel" in request.POST
    wish.messenger = "pesan" in request.POST
    told = set(request.POST.getlist("kabar"))
    wish.muted = [kind.code for kind in _kinds(request) if not kind.must and kind.code not in told]
    begins, ends = line(request, "mulai"), line(request, "sampai")
    wish.quiet_from = wish.quiet_until = None
    if not begins and not ends:
        return []
    if begins not in HOURS or ends not in HOURS:
        return [("mulai", _("Pilih kedua ujung jam tenang, atau kosongkan keduanya."))]
    if begins == ends:
        return [("mulai", _("Jam tenang tidak boleh mulai dan selesai pada jam yang sama."))]
    wish.quiet_from, wish.quiet_until = time.fromisoformat(begins), time.fromisoformat(ends)
    return []


def _kinds(request: Any) -> list[Any]:
    official = request.standing is Standing.WHOLE
    return [kind for kind in KINDS.values() if kind.official == official]


def _page(request: Any, wish: Preference, phone: str, faults: Faults | None = None) -> HttpResponse:
    return form(
        request,
        "notices",
        faults,
        wish=wish,
        phone=phone,
        kinds=[(kind, kind.must or kind.code not in wish.muted) for kind in _kinds(request)],
        hours=[(hour, hour.replace(":", ".")) for hour in HOURS],
        begins=_hour(wish.quiet_from) or line(request, "mulai"),
        ends=_hour(wish.quiet_until) or line(request, "sampai"),
        messenger=bool(settings.MESSENGER_URL),
        official=request.standing is Standing.WHOLE,
    )


def _hour(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""
