"""A page for each act: what it is about, what is asked, and what happens once it is sent."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lapor.complaints import standard_answers
from lapor.complaints.models import StandardAnswer
from lapor.complaints.timing import Reader
from lapor.officer import acting, drafts
from lapor.officer.acting import Attempt
from lapor.officer.cases import Case, main_clock, open_case, refused
from lapor.officer.conversation import messages_of, reports_of
from lapor.officer.forms import FORMS
from lapor.officer.views import DESK
from lapor.people.gate import open_to
from lapor.sop.rules import ACTIONS


@open_to(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: Any, number: str, action: str) -> HttpResponse:
    case = open_case(request, number)
    if action not in FORMS:
        raise Http404
    if action == "verify_and_route":
        return redirect("verification_case", number=number)
    if request.method == "POST":
        return _posted(request, case, action)
    if (why := case.refusal(action)) is not None:
        return refused(request, f"{_(ACTIONS[action].label)}: {why}")
    return page(request, acting.fresh(request, case, action))


def _posted(request: Any, case: Any, action: str) -> HttpResponse:
    if "buang" in request.POST:
        drafts.discard(drafts.by_number(case, action, request.POST["buang"]))
        messages.success(request, _("Tulisan yang belum terkirim sudah dibuang."))
        return redirect("office_case", number=case.complaint.number)
    if "simpan" in request.POST:
        acting.keep(request, case, action)
        messages.success(request, _("Tersimpan. Tulisan Anda menunggu di halaman aduan ini."))
        return redirect("office_case", number=case.complaint.number)
    if "hapus" in request.POST:
        return page(request, acting.without_file(request, case, action))
    if "pakai" in request.POST and FORMS[action].standard:
        return page(request, acting.with_standard_answer(request, case, action))
    attempt = acting.send(request, case, action)
    if attempt.moved is not None:
        messages.success(request, attempt.form.told)
        if ACTIONS[action].hands_over:  # whoever did it sees the case no more
            return redirect("desk")
        if request.POST.get("kembali") == "head_reports":
            return redirect("head_reports")
        return redirect("office_case", number=case.complaint.number)
    return page(request, attempt)


def page(request: Any, attempt: Attempt) -> HttpResponse:
    """The form beside a short reminder of the case; after a clash, what came first and one's own words."""
    case = attempt.case
    told = messages_of(case)
    reports = reports_of(case.entries)
    return render(
        request,
        "officer/act.html",
        {
            "case": case,
            "complaint": case.complaint,
            "attempt": attempt,
            "form": attempt.form,
            "faults": attempt.form.faults() if attempt.form.is_bound and not attempt.newest and not attempt.why else [],
            "title": _(ACTIONS[attempt.action].label),
            "still": case.refusal(attempt.action) is None,
            "first": told[0] if told else None,
            "latest": told[1:][-2:],
            "report": reports[0] if reports else None,
            "clock": main_clock(case, case.running(), Reader(at=case.at)),
            "standard_answers": _standard_answers(case, attempt),
            "unsent": [draft for draft in drafts.unsent(case) if draft.action == attempt.action],
        },
        status=attempt.status,
    )


def _standard_answers(case: Case, attempt: Attempt) -> list[tuple[str, list[StandardAnswer]]]:
    """What can be written into the form, the agency's own first: under whose it is."""
    if not attempt.form.standard:
        return []
    rows = standard_answers.offered(case.position, attempt.action).select_related("agency")
    named = groupby(rows, key=lambda one: one.agency.short if one.agency else _("Semua OPD"))
    return [(name, list(held)) for name, held in named]
