"""The auditor's pages: which acts happened, by which office, whether the chain holds. No words, no names.

But for one thing: who asked for a hidden identity, decided about it or looked at it stands there by name and, unless
the case is the Inspektorat's, with his reason, as nobody else can judge that.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lapor.complaints import access, events, numbers, paging, queries
from lapor.complaints.models import Attachment, Event, Seal
from lapor.officer import facts, identities
from lapor.officer.views import bad_number
from lapor.people import journal
from lapor.people.gate import open_to
from lapor.people.models import Acting
from lapor.sop.rules import ACTIONS, IDENTITY, ROLE_LABELS, Role

PAGE = 50
SEALS = 24
CHANGES_CHECKED = 500  # of the newest changes of the administration
CHECKED = 3  # seals computed again at each look: each reads the heads of all chains


@dataclass(frozen=True)
class Line:
    """One event as the auditor reads it; `reason` is "" but for an act about a hidden identity."""

    event: Event
    number: str
    act: str
    office: str
    facts: list[str]
    data: str
    reason: str


@open_to(Role.AUDITOR)
@require_safe
def audit(request: Any) -> HttpResponse:
    typed = request.GET.get("nomor", "").strip()[:60]
    fault = ""
    if typed:
        try:
            found = queries.find(request.viewer, typed)
        except numbers.BadNumber as bad:
            fault = bad_number(bad)
        else:
            if found is not None:
                return redirect("audit_case", number=found.number)
            fault = _("Tidak ada aduan dengan nomor itu.")
    rows = _newest(paging.read(request.GET.get("sebelum", "")))
    page, more = rows[:PAGE], len(rows) > PAGE
    seals = list(Seal.objects.order_by("-at")[:SEALS])
    return render(
        request,
        "officer/audit.html",
        {
            "typed": typed,
            "fault": fault,
            "lines": _lines(page),
            "before": paging.written(page[-1].at, page[-1].pk) if more else "",
            "seals": seals,
            "checked": min(CHECKED, len(seals)),
            "broken_seals": events.broken_seals(limit=CHECKED),
            "broken_changes": list(journal.breaks(newest=CHANGES_CHECKED)),
            "changes_checked": CHANGES_CHECKED,
        },
    )


@open_to(Role.AUDITOR)
@require_safe
def audit_case(request: Any, number: str) -> HttpResponse:
    """The whole chain of one complaint, and what the check of it says."""
    complaint = access.visible_to(request.viewer).filter(number=number.replace("\x00", "")).first()
    if complaint is None:
        raise Http404
    rows = list(_told(complaint.events.all()).order_by("seq"))
    return render(
        request,
        "officer/audit_case.html",
        {
            "complaint": complaint,
            "lines": _lines(rows),
            "breaks": list(events.breaks(complaint)),
        },
    )


def _newest(before: tuple[datetime, int] | None) -> list[Event]:
    rows = _told(Event.objects.all())
    if before is not None:
        rows = rows.filter(Q(at__lt=before[0]) | Q(at=before[0], id__lt=before[1]))
    return list(rows.order_by("-at", "-id")[: PAGE + 1])


def _told(rows: QuerySet[Event]) -> QuerySet[Any]:
    held = Attachment.objects.filter(event=OuterRef("pk")).order_by().values("event")
    counted = {
        name: Subquery(held.filter(kind=kind).annotate(n=Count("pk")).values("n"))
        for name, kind in (("pictures", "picture"), ("videos", "video"), ("documents", "document"))
    }
    return rows.select_related("complaint", "position__agency", "position__person").annotate(**counted)


def _lines(rows: list[Any]) -> list[Line]:
    names = facts.names_for(rows)
    about = [event for event in rows if event.action in IDENTITY]
    # of a supervisory complaint the words are the Inspektorat's, the reason too
    reasons = identities.reasons(event.pk for event in about if not event.complaint.supervisory)
    return [_line(event, names, reasons.get(event.pk, "")) for event in rows]


def _line(event: Any, names: facts.Names, reason: str) -> Line:
    agency = event.position.agency if event.position else None
    role = _(ROLE_LABELS[Role(event.role)])
    if event.position and event.position.acting:
        role = f"{Acting(event.position.acting).label} {role}"
    if event.position and event.action in IDENTITY:
        role = f"{event.position.person.name}, {role}"
    return Line(
        event=event,
        number=event.complaint.number,
        act=_(ACTIONS[event.action].label),
        office=f"{role}, {agency.short}" if agency else role,
        facts=facts.in_words(
            event.data, names, pictures=event.pictures or 0, videos=event.videos or 0, documents=event.documents or 0
        ),
        data=json.dumps(facts.kept(event.data), ensure_ascii=False),
        reason=reason,
    )
