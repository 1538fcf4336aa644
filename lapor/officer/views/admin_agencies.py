"""Agencies as the administrator keeps them: names, kind, titles, office hours, units, and what is planned by date."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lapor.complaints import office_time, reorganise
from lapor.complaints.models import Handling
from lapor.officer.forms.agencies import AgencyForm, CalendarForm, ClosingForm, DutyForm, UnitForm
from lapor.officer.views import admin_form, what_if
from lapor.people import agencies as rules
from lapor.people import reorganisation
from lapor.people.faults import Faulty
from lapor.people.gate import open_to
from lapor.people.models import Agency, Position, Reorganisation, Unit
from lapor.people.readiness import closed_words, missing_holders, with_closed
from lapor.sop.rules import OPEN_HANDLING, Role

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@open_to(Role.ADMINISTRATOR)
@require_safe
def agencies(request: Any) -> HttpResponse:
    """Every agency with what it lacks, and apart those that are no more."""
    there, closed = with_closed(day=request.today)
    return render(
        request,
        "officer/admin/agencies.html",
        {
            "rows": [(agency, agency.kind.name, lacks) for agency, lacks in there],
            "closed": closed,
            "plans": Reorganisation.objects.filter(done_at=None).select_related("agency", "successor"),
        },
    )


@open_to(Role.ADMINISTRATOR)
@_GET_OR_POST
def agency_new(request: Any) -> HttpResponse:
    today = request.today
    form = AgencyForm(admin_form.sent(request), today=today)

    def act() -> None:
        code, calendar = form.cleaned_data["code"].strip(), form.cleaned_data["calendar"]
        rules.add(code, form.facts(), calendar, by=request.position, at=request.now, day=today)

    if admin_form.done(form, act):
        messages.success(request, _("OPD ditambahkan. Beri operator, penanggung jawab, dan kepala agar siap."))
        return redirect("admin_agency", code=form.cleaned_data["code"].strip())
    return admin_form.page(request, form, _("Tambah OPD"), _("Tambahkan"), crumbs=[_to_list()])


@open_to(Role.ADMINISTRATOR)
@_GET_OR_POST
def agency(request: Any, code: str) -> HttpResponse:
    """One agency. Its short forms are sent here: office hours, another unit, a plan taken back."""
    one = _agency(code)
    doing = request.POST.get("do", "")
    hours = CalendarForm(admin_form.sent(request) if doing == "calendar" else None, agency=one)
    unit = UnitForm(admin_form.sent(request) if doing == "unit" else None)
    duty = DutyForm(admin_form.sent(request) if doing == "duty" else None, agency=one)
    if doing == "withdraw":
        return _withdraw(request, one)
    if admin_form.done(duty, lambda: rules.set_duty(one, duty.typed(), by=request.position, at=request.now)):
        messages.success(request, _("Tugas OPD disimpan."))
        return redirect("admin_agency", code=code)
    moved = what_if.tried(
        request,
        hours,
        lambda: office_time.of_agency(one, hours.cleaned_data["calendar"]),
        title=_("Jam kerja %(agency)s") % {"agency": one.short},
        crumbs=[_to_list(), _to_agency(one)],
        done=_("Jam kerja diganti."),
        after="admin_agency",
        after_code=code,
    )
    if moved:
        return moved
    if admin_form.done(unit, lambda: rules.add_unit(one, unit.typed(), by=request.position, at=request.now)):
        messages.success(request, _("Unit ditambahkan. Beri kepala agar dapat ditugaskan."))
        return redirect("admin_agency", code=code)
    return _agency_page(request, one, hours, unit, duty)


@open_to(Role.ADMINISTRATOR)
@_GET_OR_POST
def agency_edit(request: Any, code: str) -> HttpResponse:
    """Names, kind, parent and titles, from a day on."""
    one = _open_agency(request, code)
    form = AgencyForm(admin_form.sent(request), today=request.today, agency=one)

    def act() -> None:
        typed = form.cleaned_data
        plan = reorganise.plan_change(
            one, form.facts(), day=typed["day"], decree=typed["decree"].strip(), by=request.position, at=request.now
        )
        messages.success(request, _told(plan))

    if admin_form.done(form, act):
        return redirect("admin_agency", code=code)
    return admin_form.page(
        request, form, _("Ubah %(agency)s") % {"agency": one.short}, _("Simpan"), crumbs=[_to_list(), _to_agency(one)]
    )


@open_to(Role.ADMINISTRATOR)
@_GET_OR_POST
def agency_close(request: Any, code: str) -> HttpResponse:
    """The end of an agency from a day on, with its successor."""
    one = _open_agency(request, code)
    form = ClosingForm(admin_form.sent(request), today=request.today, agency=one)

    def act() -> None:
        plan = reorganise.plan_closing(
            one,
            form.cleaned_data["successor"],
            day=form.cleaned_data["day"],
            decree=form.cleaned_data["decree"].strip(),
            moves=form.cleaned_data["moves"],
            by=request.position,
            at=request.now,
        )
        messages.success(request, _told(plan))

    if admin_form.done(form, act):
        return redirect("admin_agency", code=code)
    return admin_form.page(
        request,
        form,
        _("Tutup atau gabungkan %(agency)s") % {"agency": one.short},
        _("Simpan"),
        crumbs=[_to_list(), _to_agency(one)],
        intro=_(
            "Sejak hari itu OPD ini tidak menerima aduan. Aduan yang masih terbuka dilanjutkan OPD penerus di "
            "langkah yang sama, dengan tenggat yang sama. Riwayatnya tetap."
        ),
        more={"open_cases": one.handlings.filter(state__in=OPEN_HANDLING).count()},
    )


@open_to(Role.ADMINISTRATOR)
@_GET_OR_POST
def unit(request: Any, pk: int) -> HttpResponse:
    """One technical unit: its name, and whether it is given work."""
    one = get_object_or_404(Unit.objects.select_related("agency"), pk=pk)
    doing = request.POST.get("do", "")
    form = UnitForm(admin_form.sent(request) if doing == "rename" else None)
    form.initial["name"] = one.name
    if admin_form.done(form, lambda: rules.rename_unit(one, form.typed(), by=request.position, at=request.now)):
        messages.success(request, _("Nama unit disimpan."))
        return redirect("admin_agency", code=one.agency.code)
    if doing in ("on", "off"):
        try:
            _switch(request, pk, active=doing == "on")
            messages.success(request, _("Unit dipakai lagi.") if doing == "on" else _("Unit tidak dipakai lagi."))
            return redirect("admin_agency", code=one.agency.code)
        except Faulty as fault:
            form.whole = list(fault.faults.values())
    one.refresh_from_db()
    crumbs = [_to_list(), _to_agency(one.agency)]
    more = {"unit": one}
    return admin_form.page(
        request, form, one.name, _("Simpan"), crumbs=crumbs, more=more, template="officer/admin/unit.html"
    )


def _agency_page(request: Any, one: Agency, hours: CalendarForm, unit_form: UnitForm, duty: DutyForm) -> HttpResponse:
    today = request.today
    held = Position.objects.held_on(today).filter(agency=one).select_related("person", "agency", "unit")
    waiting = Count("handlings", filter=Q(handlings__state__in=OPEN_HANDLING))
    faults = [*hours.faults(), *unit_form.faults(), *duty.faults()]
    plans = [(plan, _why_late(plan, today)) for plan in reorganisation.plans(one)]
    context = {
        "agency": one,
        "is_open": one.open_on(today),
        "became": closed_words(one),
        "lacks": missing_holders(one, day=today),
        "held": sorted(held, key=lambda position: (list(Role).index(Role(position.role)), position.pk)),
        "units": one.units.annotate(waiting=waiting).order_by("-active", "name"),
        "open_cases": one.handlings.filter(state__in=OPEN_HANDLING).count(),
        "plans": plans,
        "past": one.reorganisations.exclude(done_at=None).select_related("successor"),
        "predecessors": one.predecessors.all(),
        "hours": hours,
        "unit_form": unit_form,
        "duty": duty,
        "faults": faults,
    }
    return render(request, "officer/admin/agency.html", context, status=422 if faults else 200)


def _why_late(plan: Reorganisation, today: Any) -> list[str]:
    """Why a plan whose day has come was not carried out."""
    return reorganise.stands_against(plan, day=today) if plan.day <= today else []


def _withdraw(request: Any, one: Agency) -> HttpResponse:
    number = request.POST.get("plan", "")
    plan = reorganisation.plans(one).filter(pk=int(number) if number.isdigit() and len(number) < 10 else 0).first()
    if plan is None:
        messages.error(request, _("Rencana itu sudah terlaksana atau sudah ditarik."))
    else:
        reorganise.withdraw(plan, by=request.position, at=request.now)
        messages.success(request, _("Rencana ditarik."))
    return redirect("admin_agency", code=one.code)


def _switch(request: Any, pk: int, *, active: bool) -> None:
    """With the unit locked: an assignment under way is through first, or comes after and is refused."""
    with transaction.atomic():
        one = Unit.objects.select_for_update(of=("self",)).select_related("agency").get(pk=pk)
        waiting = Handling.objects.filter(unit=one, state__in=OPEN_HANDLING).count()
        rules.switch_unit(
            one,
            active=active,
            open_cases=waiting,
            by=request.position,
            at=request.now,
            day=request.today,
        )


def _told(plan: Reorganisation | None) -> str:
    if plan is None:
        return _("Tidak ada yang berubah.")
    return _("Perubahan berlaku.") if plan.done_at else _("Perubahan direncanakan.")


def _agency(code: str) -> Agency:
    return get_object_or_404(
        Agency.objects.select_related("kind", "parent", "calendar", "successor"), code=code.replace("\x00", "")
    )


def _open_agency(request: Any, code: str) -> Agency:
    one = _agency(code)
    if not one.open_on(request.today):
        raise Http404
    return one


def _to_list() -> tuple[str, str]:
    return reverse("admin_agencies"), _("OPD")


def _to_agency(one: Agency) -> tuple[str, str]:
    return reverse("admin_agency", args=[one.code]), one.short
