"""Giving, changing and withdrawing a position of an official."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lapor.officer.forms.people import PositionForm
from lapor.officer.views import admin_form
from lapor.officer.views.admin_people import official_of
from lapor.people import positions
from lapor.people.faults import Faulty
from lapor.people.gate import open_to
from lapor.people.models import Position
from lapor.sop.rules import Role


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def position_new(request: Any, pk: int) -> HttpResponse:
    """One more position for this official: definitive, Plt. or Plh."""
    who = official_of(pk)
    form = PositionForm(admin_form.sent(request), today=request.today, person=who)

    def act() -> None:
        position = positions.give(who, form.terms(), by=request.position, at=request.now)
        told = _("%(name)s memegang %(position)s.") % {"name": who.name, "position": position.label}
        messages.success(request, told)

    if admin_form.done(form, act):
        return redirect("admin_person", pk=who.pk)
    return _page(request, {"who": who, "form": form})


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def position_edit(request: Any, pk: int) -> HttpResponse:
    """Change a position that still counts; one that has not begun can be withdrawn."""
    position = _standing(request, pk)
    if "tarik" in request.POST:
        return _withdrawn(request, position)
    who = position.person
    form = PositionForm(admin_form.sent(request), today=request.today, person=who, position=position)

    def act() -> None:
        positions.change(position, form.terms(), by=request.position, day=request.today, at=request.now)

    if admin_form.done(form, act):
        messages.success(request, _("Jabatan disimpan."))
        return redirect("admin_person", pk=who.pk)
    position = _standing(request, pk)
    return _page(request, {"who": who, "form": form, "position": position, "coming": position.starts > request.today})


def _withdrawn(request: Any, position: Position) -> HttpResponse:
    who, label = position.person, position.label
    try:
        positions.withdraw(position, by=request.position, day=request.today, at=request.now)
    except Faulty as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("%(position)s dibatalkan.") % {"position": label})
    return redirect("admin_person", pk=who.pk)


def _standing(request: Any, pk: int) -> Position:
    """A position that is in force or yet to begin. Raises Http404."""
    row = Position.objects.filter(pk=pk).select_related("person", "agency", "unit", "acting_for__person").first()
    if row is None or (row.ends is not None and row.ends < request.today):
        raise Http404
    return row


def _page(request: Any, context: dict[str, Any]) -> HttpResponse:
    faults = context["form"].faults()
    status = 422 if faults else 200
    return render(request, "officer/admin/position.html", {**context, "faults": faults}, status=status)
