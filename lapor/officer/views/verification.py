"""The verification desk: the queue at the left, the case in the middle, the decision at the right."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lapor.complaints import queries
from lapor.complaints.models import StepClock
from lapor.complaints.timing import Reader
from lapor.officer import acting
from lapor.officer.acting import Attempt
from lapor.officer.cases import Case, case_of, main_clock, open_case
from lapor.officer.conversation import messages_of
from lapor.officer.views.act import page as act_page
from lapor.people import procedures
from lapor.people.gate import open_to
from lapor.sop.rules import TIM, C

VERIFY = "verify_and_route"
_OTHERS = ("ask_completion", "archive", "mark_supervisory")


@open_to(*TIM)
@require_safe
def verification(request: Any) -> HttpResponse:
    """The desk with the complaint that is due first."""
    queue = _queue(request)
    if queue:
        return _desk(request, queue, _opened(request, queue[0]))
    return render(request, "officer/verification.html", {"queue": [], **_beside(request)})


@open_to(*TIM)
@require_http_methods(["GET", "HEAD", "POST"])
def verification_case(request: Any, number: str) -> HttpResponse:
    """The desk with a chosen complaint; a verified one is followed by the next."""
    if request.method == "POST":
        return _posted(request, open_case(request, number))
    queue = _queue(request)
    waiting = next((row for row in queue if row.complaint.number == number), None)
    if waiting is not None:
        return _desk(request, queue, _opened(request, waiting))
    case = open_case(request, number)
    if case.complaint.state != C.RECEIVED:
        return redirect("office_case", number=number)
    return _desk(request, queue, case)


def _opened(request: Any, row: StepClock) -> Case:
    """The case of a row of the queue: the queue holds what the Tim sees, and the desk tells of this clock alone."""
    return case_of(request, row.complaint, clocks=[row])


def _posted(request: Any, case: Case) -> HttpResponse:
    if "simpan" in request.POST:
        acting.keep(request, case, VERIFY)
        return redirect("office_case", number=case.complaint.number)
    attempt = acting.send(request, case, VERIFY)
    if attempt.moved is not None:
        handling = attempt.moved.handling
        told = _("Aduan %(number)s diverifikasi dan diteruskan ke %(agency)s.")
        agency = handling.agency.short if handling else _("OPD")
        messages.success(request, told % {"number": case.complaint.number, "agency": agency})
        return redirect("verification")
    if attempt.newest or attempt.why:
        return act_page(request, attempt)
    return _desk(request, _queue(request), case, attempt)


def _desk(request: Any, queue: list[StepClock], case: Case, attempt: Attempt | None = None) -> HttpResponse:
    attempt = attempt or acting.fresh(request, case, VERIFY)
    reader = Reader(at=case.at)
    return render(
        request,
        "officer/verification.html",
        {
            "queue": reader.read_all(queue[: queries.PAGE]),
            "more": len(queue) > queries.PAGE,
            **_beside(request),
            "case": case,
            "complaint": case.complaint,
            "attempt": attempt,
            "form": attempt.form,
            "faults": attempt.form.faults() if attempt.form.is_bound else [],
            "clock": main_clock(case, case.running(), reader),
            "messages_told": messages_of(case),
            "others": [offer for offer in case.offers() if offer.action in _OTHERS],
        },
        status=attempt.status,
    )


def _queue(request: Any) -> list[StepClock]:
    """Running clocks of what waits to be verified, nearest due first."""
    chosen = queries.filters(request.viewer.official, at=request.now)["verifikasi"]
    return queries.inbox(request.viewer.official, chosen.keeps)


def _beside(request: Any) -> dict[str, Any]:
    actor = request.viewer.official
    filters = queries.filters(actor, at=request.now)
    shown = {name: filters[name] for name in ("verifikasi", "menunggu-warga", "salah-alamat")}
    limit = procedures.in_force(request.today).limits[C.RECEIVED]
    return {"counts": queries.counts(actor, shown), "limit_days": limit.amount}
