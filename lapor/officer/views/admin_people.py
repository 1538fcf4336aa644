"""Officials as the administrator keeps them: found, added, changed, invited; their accounts, no case of theirs."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lapor.account import invitations, second_factor, sessions, standing
from lapor.officer import changes
from lapor.officer.forms.people import PersonForm, PositionForm
from lapor.officer.views import admin_form
from lapor.people import persons, positions
from lapor.people.faults import Faulty
from lapor.people.gate import open_to
from lapor.people.models import Person
from lapor.sop.rules import Role

_DIGITS = re.compile(r"[0-9]{1,18}")
_CHANGES_SHOWN = 10


@open_to(Role.ADMINISTRATOR)
@require_safe
def people(request: Any) -> HttpResponse:
    """Officials by name, searched by name, address, title or agency."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:120]
    after = request.GET.get("sesudah", "")
    last = persons.officials().filter(pk=int(after)).first() if _DIGITS.fullmatch(after) else None
    rows = persons.found(typed, day=request.today, after=last)
    page, more = rows[: persons.PAGE], len(rows) > persons.PAGE
    context = {"typed": typed, "people": page, "after": page[-1].pk if more else "", "first": last is None}
    return render(request, "officer/admin/people.html", context)


@open_to(Role.ADMINISTRATOR)
@require_safe
def person(request: Any, pk: int) -> HttpResponse:
    """One official: what he held, holds and will hold, and what can be done about his account."""
    who = official_of(pk)
    rows = list(who.positions.select_related("agency", "unit", "acting_for__person").order_by("-starts", "-id"))
    held = [one for one in rows if one.starts <= request.today and (one.ends is None or one.ends >= request.today)]
    subjects = [f"person {who.pk}", *(f"position {one.pk}" for one in rows)]
    return render(
        request,
        "officer/admin/person.html",
        {
            "who": who,
            "held": held,
            "coming": [one for one in rows if one.starts > request.today],
            "past": [one for one in rows if one.ends is not None and one.ends < request.today],
            "has_password": who.has_usable_password(),
            "has_factor": standing.has_second_factor(who),
            "lines": changes.newest(subjects, most=_CHANGES_SHOWN),
        },
    )


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: Any) -> HttpResponse:
    """An official with his first position, in one form; he gets an invitation."""
    data = admin_form.sent(request)
    form = PersonForm(data)
    seat = PositionForm(data, today=request.today, person=None)
    if data is not None and form.is_valid() & seat.is_valid():
        try:
            with transaction.atomic():
                who = persons.add(**form.person(), by=request.position, at=request.now)
                positions.give(who, seat.terms(), by=request.position, at=request.now)
                invitations.invite(who, at=request.now)
        except Faulty as fault:
            own = {name: said for name, said in fault.faults.items() if name in form.fields}
            form.blame(own)
            seat.blame({name: said for name, said in fault.faults.items() if name not in own})
        else:
            told = _("%(name)s terdaftar. Undangan dikirim ke surelnya dan berlaku tiga hari.")
            messages.success(request, told % {"name": who.name})
            return redirect("admin_person", pk=who.pk)
    faults = [*form.faults(), *seat.faults()]
    context = {"form": form, "seat": seat, "faults": faults}
    return render(request, "officer/admin/person_new.html", context, status=422 if faults else 200)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: Any, pk: int) -> HttpResponse:
    """Name, address, phone. Another address ends every session: whoever reads it signs in anew."""
    who = official_of(pk)
    first = {"name": who.name, "email": who.email, "phone": who.phone}
    form = PersonForm(admin_form.sent(request), initial=first)

    def act() -> None:
        with transaction.atomic():
            if persons.change(who, **form.person(), by=request.position, at=request.now):
                sessions.end_all(who)

    if admin_form.done(form, act):
        messages.success(request, _("Data %(name)s disimpan.") % {"name": who.name})
        return redirect("admin_person", pk=who.pk)
    faults = form.faults()
    context = {"who": official_of(pk), "form": form, "faults": faults}
    return render(request, "officer/admin/person_edit.html", context, status=422 if faults else 200)


@open_to(Role.ADMINISTRATOR)
@require_POST
def person_invite(request: Any, pk: int) -> HttpResponse:
    """Send the invitation to set a password again."""
    who = official_of(pk)
    if not who.is_active:
        raise Http404
    invitations.invite(who, at=request.now)
    messages.success(request, _("Undangan dikirim lagi ke %(email)s, berlaku tiga hari.") % {"email": who.email})
    return redirect("admin_person", pk=who.pk)


@open_to(Role.ADMINISTRATOR)
@require_POST
def person_factor(request: Any, pk: int) -> HttpResponse:
    """Take away a second factor that was lost; at the next sign-in he sets up another."""
    who = official_of(pk)
    if second_factor.forget(who, by=request.position, at=request.now):
        told = _("Kode kedua %(name)s dicabut. Ia memasang yang baru saat masuk lagi.")
    else:
        told = _("%(name)s belum punya kode kedua.")
    messages.success(request, told % {"name": who.name})
    return redirect("admin_person", pk=who.pk)


@open_to(Role.ADMINISTRATOR)
@require_POST
def person_close(request: Any, pk: int) -> HttpResponse:
    """Close the account of somebody who holds nothing any more; with positions it closes by handing over."""
    who = official_of(pk)
    try:
        persons.close(who, by=request.position, day=request.today, at=request.now)
    except Faulty as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("Akun %(name)s ditutup.") % {"name": who.name})
    return redirect("admin_person", pk=who.pk)


@open_to(Role.ADMINISTRATOR)
@require_POST
def person_reopen(request: Any, pk: int) -> HttpResponse:
    """Open an account that was closed; positions are given anew."""
    who = official_of(pk)
    if not who.is_active:
        persons.reopen(who, by=request.position, at=request.now)
    messages.success(request, _("Akun %(name)s dibuka lagi. Beri jabatan agar ia dapat bekerja.") % {"name": who.name})
    return redirect("admin_person", pk=who.pk)


def official_of(pk: int) -> Person:
    """The official with this number; a citizen's account is not the administration's business. Raises Http404."""
    who = persons.officials().filter(pk=pk).first()
    if who is None:
        raise Http404
    return who
