"""The custodian's pages: who asks for a hidden identity and why, and the decision. Nothing of the case itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.complaints.refusals import Incomplete, Refused
from lapor.complaints.steps import reveal
from lapor.officer import identities
from lapor.officer.forms.identity import DecisionForm, LookForm
from lapor.people.gate import open_to
from lapor.sop.rules import Role

_DECISIONS = {"izinkan": reveal.allow_identity, "tolak": reveal.deny_identity}
_TOLD = {
    "izinkan": N_("Diizinkan. Yang meminta dapat melihat identitas itu selama 24 jam."),
    "tolak": N_("Ditolak. Identitas tetap tertutup, dan yang meminta diberi tahu."),
}


@open_to(Role.CUSTODIAN)
@never_cache
@require_safe
def identity_requests(request: Any) -> HttpResponse:
    return listed(request, LookForm())


def listed(request: Any, look: LookForm) -> HttpResponse:
    """The page of requests, with the form of the list as it was sent if something was wrong with it."""
    faults = look.faults()
    context = {
        "waiting": identities.waiting(),
        "decided": identities.decided(),
        "newest": identities.NEWEST,
        "look": look,
        "faults": faults,
    }
    return render(request, "officer/identity_requests.html", context, status=422 if faults else 200)


@open_to(Role.CUSTODIAN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def identity_request(request: Any, pk: int) -> HttpResponse:
    if request.method != "POST":
        return _page(request, pk, DecisionForm())
    decision = request.POST.get("keputusan", "")
    found = identities.found(pk)
    if found is None or decision not in _DECISIONS:
        raise Http404
    form = DecisionForm(request.POST)
    form.is_valid()
    try:
        _DECISIONS[decision](
            request=found, actor=request.position.as_actor(), at=request.now, reason=form.cleaned_data.get("reason", "")
        )
    except Incomplete as missing:
        form.blame(missing.faults)
        return _page(request, pk, form, status=422)
    except Refused:  # somebody else decided meanwhile: the page says what
        return _page(request, pk, form, status=409)
    messages.success(request, _(_TOLD[decision]))
    return redirect("identity_requests")


def _page(request: Any, pk: int, form: DecisionForm, *, status: int = 200) -> HttpResponse:
    found = identities.found(pk)
    if found is None:
        raise Http404
    context = {
        "line": identities.lines([found])[0],
        "form": form,
        "faults": form.faults(),
        "late": status == 409,
    }
    return render(request, "officer/identity_request.html", context, status=status)
