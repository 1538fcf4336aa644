"""Serah terima: what somebody leaves, who takes it over, and one act that does both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lapor.account import invitations
from lapor.complaints import seats as waiting
from lapor.officer.forms.people import HandoverForm, SuccessorForm
from lapor.officer.views import admin_form
from lapor.officer.views.admin_people import official_of
from lapor.people import handover, persons, seats
from lapor.people.faults import Faulty
from lapor.people.gate import open_to
from lapor.people.handover import Ending, Successor
from lapor.people.models import Person, Position
from lapor.sop.rules import Role


@dataclass(frozen=True)
class Leaving:
    """A position of the leaver as the page shows it; `needs` says why a successor must be named, or ""."""

    position: Position
    form: SuccessorForm
    left: waiting.Left
    needs: str


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: Any, pk: int) -> HttpResponse:
    who = official_of(pk)
    posted = request.method == "POST"
    held = _held(request, who)
    form = HandoverForm(admin_form.sent(request), initial={"last_day": request.today})
    forms = [_successor_form(request, one) for one in held]
    if posted and all([form.is_valid(), *(one.is_valid() for one in forms)]):
        begun = _done(request, who, form, forms)
        if begun is not None:
            messages.success(request, _told(begun, who))
            return redirect("admin_person", pk=who.pk)
    faults = [*form.faults(), *(fault for one in forms for fault in one.faults())]
    context = {
        "who": who,
        "form": form,
        "leaving": _leaving(request, who, forms),
        "known": _known(request, who),
        "faults": faults,
    }
    return render(request, "officer/admin/handover.html", context, status=422 if faults else 200)


def _held(request: Any, who: Person) -> list[Position]:
    rows = Position.objects.held_on(request.today).filter(person=who)
    return list(rows.select_related("agency", "unit", "person").order_by("id"))


def _successor_form(request: Any, position: Position) -> SuccessorForm:
    """All positions are ticked, or the one that the link named."""
    if request.method == "POST":
        return SuccessorForm(position, request.POST, ending=False)
    return SuccessorForm(position, ending=request.GET.get("jabatan", "") in ("", str(position.pk)))


def _done(request: Any, who: Person, form: HandoverForm, forms: list[SuccessorForm]) -> list[Position] | None:
    """The successors' positions; None where it was refused, with the sentences at their fields."""
    last_day = form.cleaned_data["last_day"]
    if last_day is None:
        form.blame({"last_day": _("Isi hari terakhirnya.")})
        return None
    close = form.cleaned_data["close"]
    ended = [one for one in forms if one.cleaned_data["ending"] or close]
    try:
        with transaction.atomic():
            named = _successors(request, ended)
            return handover.hand_over(
                [Ending(one.position, named.get(one.position.pk)) for one in ended],
                last_day=last_day,
                open_cases=waiting.open_cases,
                by=request.position,
                day=request.today,
                at=request.now,
                deactivate=who if close else None,
            )
    except Faulty as fault:
        _blame(fault, form, forms)
        return None


def _successors(request: Any, ended: list[SuccessorForm]) -> dict[int, Successor]:
    """Who takes over each position, by its number; whoever is new gets an account and an invitation. Raises Faulty."""
    found: dict[int, Successor] = {}
    new: dict[str, Person] = {}
    for one in ended:
        email = one.cleaned_data["email"].strip().lower()
        if not email:
            continue
        person = new.get(email) or _official_at(email, one)
        if person is None:
            person = new[email] = _added(request, email, one)
        found[one.position.pk] = Successor(person, one.cleaned_data["acting"], one.cleaned_data["decree"].strip())
    for person in new.values():
        invitations.invite(person, at=request.now)
    return found


def _official_at(email: str, form: SuccessorForm) -> Person | None:
    person = persons.officials().filter(email__iexact=email).first()
    name = " ".join(form.cleaned_data["name"].split())
    if person is not None and name and name.casefold() != person.name.casefold():
        told = _("Surel itu milik %(name)s. Kosongkan namanya, atau periksa surelnya.") % {"name": person.name}
        raise Faulty({_field(form): told})
    return person


def _added(request: Any, email: str, form: SuccessorForm) -> Person:
    try:
        return persons.add(" ".join(form.cleaned_data["name"].split()), email, by=request.position, at=request.now)
    except Faulty as fault:
        if "email" in fault.faults:
            raise Faulty({_field(form): fault.faults["email"]}) from fault
        told = _("Surel itu belum terdaftar. Tulis juga nama penggantinya.")
        raise Faulty({_field(form): told}) from fault


def _blame(fault: Faulty, form: HandoverForm, forms: list[SuccessorForm]) -> None:
    of_positions = {_field(one): one for one in forms}
    for name, sentence in fault.faults.items():
        if name in of_positions:
            of_positions[name].blame({"email": sentence})
        else:
            form.blame({name: sentence})


def _field(form: SuccessorForm) -> str:
    return Ending(form.position).field


def _leaving(request: Any, who: Person, forms: list[SuccessorForm]) -> list[Leaving]:
    """What each position leaves, and whether anybody else is there from tomorrow on."""
    counts = waiting.open_cases()
    tomorrow = request.today + handover.ONE_DAY
    others = [one for one in seats.since(tomorrow) if one.person_id != who.pk]
    needed = handover.left_empty([Ending(one.position) for one in forms], counts, others, tomorrow)
    return [
        Leaving(one.position, one, waiting.left_by(one.position, counts, day=tomorrow), needed.get(_field(one), ""))
        for one in forms
    ]


def _known(request: Any, who: Person) -> list[Position]:
    """Officials whose address is offered while one types."""
    rows = Position.objects.held_on(request.today).exclude(person=who).select_related("person", "agency", "unit")
    return list({one.person_id: one for one in rows.order_by("person__name", "-id")}.values())


def _told(begun: list[Position], who: Person) -> str:
    if not begun:
        return _("Jabatan %(name)s diakhiri. Tidak ada aduan yang tertinggal.") % {"name": who.name}
    names = ", ".join(f"{one.person.name} ({one.label})" for one in begun)
    return _("Serah terima dari %(name)s tercatat. Penggantinya: %(names)s.") % {"name": who.name, "names": names}
