"""One look at a hidden identity: its act is written first, and the page is kept nowhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from lapor.complaints.refusals import Refused
from lapor.complaints.steps import reveal
from lapor.officer.cases import open_case, refused
from lapor.people.gate import open_to
from lapor.sop.rules import ACTIONS, ASKS_IDENTITY


@open_to(*ASKS_IDENTITY)
@never_cache
@require_POST
def see_identity(request: Any, number: str) -> HttpResponse:
    case = open_case(request, number)
    try:
        moved, revealed = reveal.see_identity(complaint_id=case.complaint.pk, actor=case.actor, at=request.now)
    except Refused as refusal:
        return refused(request, f"{_(ACTIONS[refusal.action].label)}: {refusal.sentence}")
    context = {"complaint": case.complaint, "revealed": revealed, "at": moved.event.at}
    return render(request, "officer/identity_seen.html", context)
