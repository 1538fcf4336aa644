"""Kinds of agencies and categories as the administrator keeps them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lapor.complaints import categories as rules
from lapor.complaints.models import Category
from lapor.officer.forms.agencies import KindForm
from lapor.officer.forms.lists import CategoryForm
from lapor.officer.views import admin_form
from lapor.people import agencies
from lapor.people.gate import open_to
from lapor.people.models import AgencyKind
from lapor.sop.rules import Role

_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@open_to(Role.ADMINISTRATOR)
@require_safe
def kinds(request: Any) -> HttpResponse:
    rows = AgencyKind.objects.annotate(offices=Count("agencies"))
    return render(request, "officer/admin/kinds.html", {"kinds": rows})


@open_to(Role.ADMINISTRATOR)
@_GET_OR_POST
def kind_new(request: Any) -> HttpResponse:
    form = KindForm(admin_form.sent(request))

    def act() -> None:
        agencies.add_kind(form.cleaned_data["code"].strip(), form.words(), by=request.position, at=request.now)

    if admin_form.done(form, act):
        messages.success(request, _("Jenis OPD ditambahkan."))
        return redirect("admin_kinds")
    return admin_form.page(request, form, _("Tambah jenis OPD"), _("Tambahkan"), crumbs=_above_kinds())


@open_to(Role.ADMINISTRATOR)
@_GET_OR_POST
def kind(request: Any, code: str) -> HttpResponse:
    one = get_object_or_404(AgencyKind, pk=code)
    form = KindForm(admin_form.sent(request), kind=one)

    def act() -> None:
        carried = agencies.change_kind(one, form.words(), by=request.position, at=request.now)
        messages.success(request, _carried(carried))

    if admin_form.done(form, act):
        return redirect("admin_kinds")
    after = _("OPD yang memakai sebutan menurut jenis ini ikut berubah; yang punya sebutan sendiri tidak.")
    return admin_form.page(request, form, one.name, _("Simpan"), crumbs=_above_kinds(), after=after)


@open_to(Role.ADMINISTRATOR)
@require_safe
def categories(request: Any) -> HttpResponse:
    """Every category; those with these words in their name, if any were typed."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:120]
    context = {"typed": typed, "rows": rules.found(typed), "total": Category.objects.count()}
    return render(request, "officer/admin/categories.html", context)


@open_to(Role.ADMINISTRATOR)
@_GET_OR_POST
def category_new(request: Any) -> HttpResponse:
    form = CategoryForm(admin_form.sent(request))

    def act() -> None:
        rules.add(form.number(), form.words(), by=request.position, at=request.now)

    if admin_form.done(form, act):
        messages.success(request, _("Kategori ditambahkan."))
        return redirect("admin_categories")
    return admin_form.page(request, form, _("Tambah kategori"), _("Tambahkan"), crumbs=_above_categories())


@open_to(Role.ADMINISTRATOR)
@_GET_OR_POST
def category(request: Any, number: int) -> HttpResponse:
    one = get_object_or_404(Category, pk=number)
    form = CategoryForm(admin_form.sent(request), category=one)

    def act() -> None:
        changed = rules.change(one, form.words(), by=request.position, at=request.now)
        messages.success(request, _("Kategori disimpan.") if changed else _("Tidak ada yang berubah."))

    if admin_form.done(form, act):
        return redirect("admin_categories")
    after = _("Aduan yang sudah memakai kategori ini tetap memakainya.")
    title = f"{one.name} ({one.pk})"
    return admin_form.page(request, form, title, _("Simpan"), crumbs=_above_categories(), after=after)


def _carried(agencies_changed: int | None) -> str:
    if agencies_changed is None:
        return _("Tidak ada yang berubah.")
    if not agencies_changed:
        return _("Jenis OPD disimpan.")
    return _("Jenis OPD disimpan; sebutan %(n)s OPD ikut berubah.") % {"n": agencies_changed}


def _above_kinds() -> list[tuple[str, str]]:
    return [(reverse("admin_agencies"), _("OPD")), (reverse("admin_kinds"), _("Jenis OPD"))]


def _above_categories() -> list[tuple[str, str]]:
    return [(reverse("admin_categories"), _("Kategori"))]
