"""Standard answers: the administrator keeps all of them, operator and penanggung jawab those of their agency."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lapor.complaints import standard_answers as rules
from lapor.complaints.models import StandardAnswer
from lapor.officer.forms.lists import StandardAnswerForm
from lapor.officer.views import admin_form
from lapor.people.gate import open_to
from lapor.people.models import Agency


@open_to(*rules.KEEPERS)
@require_safe
def answers(request: Any) -> HttpResponse:
    """What this position keeps; for an agency also what it is offered of the common ones."""
    own = _own(request)
    shared = StandardAnswer.objects.filter(agency=None, active=True) if own else []
    kept = rules.kept_by(request.position).order_by("agency__short", "action", "title")
    groups = groupby(kept, key=lambda one: one.agency.short if one.agency else _("Semua OPD"))
    context = {"own": own, "groups": [(name, list(rows)) for name, rows in groups], "shared": shared}
    return render(request, "officer/answers.html", context)


@open_to(*rules.KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_new(request: Any) -> HttpResponse:
    form = StandardAnswerForm(admin_form.sent(request), own=_own(request))
    if admin_form.done(form, lambda: rules.add(form.words(), by=request.position, at=request.now)):
        messages.success(request, _("Jawaban baku ditambahkan."))
        return redirect("answers")
    return _page(request, form, _("Tambah jawaban baku"), _("Tambahkan"))


@open_to(*rules.KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_edit(request: Any, pk: int) -> HttpResponse:
    one = get_object_or_404(rules.kept_by(request.position), pk=pk)
    form = StandardAnswerForm(admin_form.sent(request), answer=one, own=_own(request))
    if admin_form.done(form, lambda: rules.change(one, form.words(), by=request.position, at=request.now)):
        messages.success(request, _("Jawaban baku disimpan."))
        return redirect("answers")
    return _page(request, form, one.title, _("Simpan"))


def _page(request: Any, form: StandardAnswerForm, title: str, button: str) -> HttpResponse:
    return admin_form.page(request, form, title, button, crumbs=[(reverse("answers"), _("Jawaban baku"))])


def _own(request: Any) -> Agency | None:
    """The agency whose answers this position keeps; None for the administrator, who keeps all."""
    agency: Agency | None = request.position.agency
    return agency
