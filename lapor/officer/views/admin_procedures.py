"""The dated versions of the SOP: the list, one version, and a draft that is written, read and approved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lapor.complaints.models import StepClock
from lapor.officer.forms.procedures import ProcedureForm
from lapor.officer.views import admin_form
from lapor.people import procedure_edit, procedures
from lapor.people.faults import Faulty
from lapor.people.gate import open_to
from lapor.people.models import SopVersion
from lapor.sop import amounts, difference, heading
from lapor.sop.limits import BASE, Terms
from lapor.sop.states import K

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@open_to(*procedure_edit.WRITERS)
@require_safe
def versions(request: Any) -> HttpResponse:
    """Every version with its standing, and how many complaints that are not answered yet go by it."""
    running = StepClock.objects.filter(name=K.SETTLEMENT, finished_at=None).order_by()
    counts = dict(running.values_list("sop_version").annotate(Count("id")))
    rows = [(one, counts.get(one.terms.code, 0)) for one in procedures.listed(request.today)]
    return render(request, "officer/admin/procedures.html", {"rows": rows})


@open_to(*procedure_edit.WRITERS)
@_GET_OR_POST
def version_new(request: Any) -> HttpResponse:
    """A draft that begins as the newest version."""
    return _written(request, None)


@open_to(*procedure_edit.WRITERS)
@_GET_OR_POST
def version_edit(request: Any, code: str) -> HttpResponse:
    row = _row(code)
    if row is None or row.approved_at is not None:
        raise Http404
    return _written(request, row)


@open_to(*procedure_edit.WRITERS)
@_GET_OR_POST
def version(request: Any, code: str) -> HttpResponse:
    """One version: what it says and what it changes. A draft is approved and withdrawn here."""
    row = _row(code)
    faults: list[tuple[str, str]] = []
    if row is not None and request.method == "POST":
        try:
            return _decided(request, row)
        except Faulty as fault:
            faults = [("konten", sentence) for sentence in fault.faults.values()]
            row = SopVersion.objects.select_related("written_by__person").filter(pk=row.pk).first()
            if row is None:
                messages.error(request, _("Rancangan ini sudah ditarik."))
                return redirect("admin_procedures")
    return _version_page(request, row, faults)


# ---------------------------------------------------------------- writing


def _written(request: Any, row: SopVersion | None) -> HttpResponse:
    """The form; what it would change stands above it before it can be kept."""
    follows = procedures.newest()
    form = ProcedureForm(admin_form.sent(request), follows=follows, row=row)
    found: Sequence[difference.Difference] = ()
    shown = ""
    if form.is_bound and form.is_valid():
        written = form.written()
        form.blame({name: said for name, said in procedure_edit.wrong(written, day=request.today).items() if said})
        if not form.errors:
            found, shown = difference.between(follows, written.terms(), _), written.fingerprint()
    if shown and request.POST.get("do") == "save" and request.POST.get("shown") == shown:
        kept: list[SopVersion] = []
        if admin_form.done(form, lambda: kept.append(_kept(request, form, row))):
            messages.success(request, _("Rancangan disimpan. Versi ini berlaku setelah disetujui orang lain."))
            return redirect("admin_procedure", code=kept[0].code)
    faults = form.faults()
    context = {
        "form": form,
        "sections": form.sections(),
        "row": row,
        "follows": follows,
        "differences": found,
        "shown": shown,
        "seen": request.POST.get("seen", "") if form.is_bound else row and procedure_edit.mark(row),
        "faults": faults,
    }
    return render(request, "officer/admin/procedure_form.html", context, status=422 if faults else 200)


def _kept(request: Any, form: ProcedureForm, row: SopVersion | None) -> SopVersion:
    written, who = form.written(), request.position
    if row is None:
        return procedure_edit.draft(written, by=who, at=request.now, day=request.today)
    seen = request.POST.get("seen", "")
    return procedure_edit.change(row, written, seen=seen, by=who, at=request.now, day=request.today)


# ---------------------------------------------------------------- reading and deciding


def _decided(request: Any, row: SopVersion) -> HttpResponse:
    """Approve or withdraw, as the button said. Raises Faulty."""
    doing = request.POST.get("do", "")
    if doing == "approve":
        procedure_edit.approve(
            row, seen=request.POST.get("seen", ""), by=request.position, at=request.now, day=request.today
        )
        messages.success(request, _("Versi ini disetujui. Aduan yang masuk sejak tanggalnya memakainya."))
        return redirect("admin_procedure", code=row.code)
    if doing == "withdraw":
        procedure_edit.withdraw(row, by=request.position, at=request.now)
        messages.success(request, _("Rancangan ditarik."))
        return redirect("admin_procedures")
    raise Faulty({"": _("Pilih setujui atau tarik.")})


def _version_page(request: Any, row: SopVersion | None, faults: list[tuple[str, str]]) -> HttpResponse:
    terms = procedures.read(row) if row else BASE
    is_draft = row is not None and row.approved_at is None
    against = procedure_edit.stands_against(row, by=request.position, day=request.today) if row and is_draft else None
    context = {
        "row": row,
        "terms": terms,
        "is_draft": is_draft,
        "follows": procedures.followed(row) if row else None,
        "differences": procedure_edit.differences(row) if row else [],
        "against": against,
        "seen": procedure_edit.mark(row) if row else "",
        "amounts": _amounts(terms),
        "head": heading.lines(terms),
        "faults": faults,
        "back": reverse("admin_procedures"),
    }
    return render(request, "officer/admin/procedure.html", context, status=422 if faults else 200)


def _amounts(terms: Terms) -> list[tuple[str, int, str]]:
    """Each amount of a version: its name, its number, its unit."""
    given = amounts.of(terms)
    return [(one.label(_), given[key], _(one.unit)) for key, one in amounts.AMOUNTS.items()]


def _row(code: str) -> SopVersion | None:
    """The row of this version; None for that of 2020, which has none. Raises Http404."""
    if code == BASE.code:
        return None
    rows = SopVersion.objects.select_related("written_by__person", "approved_by__person")
    row = rows.filter(code=code).first()
    if row is None:
        raise Http404
    return row
