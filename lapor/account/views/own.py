"""One's own account: its hub, the name, and the devices that are signed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from lapor.account import sessions
from lapor.account.standing import Standing, has_second_factor
from lapor.account.views import form, line, wanted
from lapor.people.gate import Audience, open_to

LONGEST_NAME = 120


@open_to(Audience.SIGNED_IN)
@require_safe
def account(request: Any) -> HttpResponse:
    """What there is to settle about oneself."""
    official = request.standing is Standing.WHOLE
    return render(
        request,
        "account/account.html",
        {
            "official": official,
            "protected": official and has_second_factor(request.user),
            "devices": len(sessions.of(request.user, at=request.now)),
        },
    )


@open_to(Audience.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: Any) -> HttpResponse:
    """A citizen's name, asked once when the account is new; an official's is the administrator's to write."""
    if request.standing is not Standing.FREE:
        raise Http404
    if request.method != "POST":
        return form(request, "name", name=request.user.name, place=wanted(request) or reverse("account"))
    typed = line(request, "nama", most=LONGEST_NAME)
    if len(typed) < 2:
        return form(request, "name", [("nama", _("Tulis nama Anda."))], name=typed, place=wanted(request))
    request.user.name = typed
    request.user.save(update_fields=["name"])
    messages.success(request, _("Nama Anda tersimpan."))
    return redirect(wanted(request) or "account")


@open_to(Audience.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: Any) -> HttpResponse:
    """Where one is signed in; one of these sessions can be ended, or all but this one."""
    here = request.session.session_key
    if request.method == "POST":
        only = line(request, "perangkat", most=20)
        if only and not only.isdigit():
            raise Http404
        ended = sessions.end_one(request.user, only) if only else sessions.end_all(request.user, but=here)
        told = ngettext("%(n)s perangkat dikeluarkan.", "%(n)s perangkat dikeluarkan.", ended) % {"n": ended}
        messages.success(request, told)
        return redirect("usersessions_list")
    rows = [
        {"row": row, "device": sessions.device(row.user_agent), "here": row.session_key == here}
        for row in sessions.of(request.user, at=request.now)
    ]
    return render(request, "account/devices.html", {"rows": rows, "others": [row for row in rows if not row["here"]]})
