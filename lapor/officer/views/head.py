"""Reports to the head of an agency: what was decided, by whom, at which step; read with one click."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from lapor.complaints import queries
from lapor.complaints.models import HeadReport
from lapor.officer.conversation import facts_of
from lapor.people.gate import open_to
from lapor.sop.rules import ACTIONS, Role

SEEN_SHOWN = 20
OPEN_FIRST = 3  # cards that stand open; the others unfold


@dataclass(frozen=True)
class Sheet:
    """One report as it is read: the step, what was decided, the words of the decision."""

    report: HeadReport
    step: int
    decided: str
    facts: list[str]
    words: list[str]


@open_to(Role.HEAD)
@require_safe
def head_reports(request: Any) -> HttpResponse:
    agency = request.position.agency_id
    waiting = list(_with_words(queries.unseen_reports(agency))[: queries.PAGE])
    seen = HeadReport.objects.filter(agency=agency, seen__isnull=False).select_related(
        "complaint", "seen", "event__position__agency"
    )
    return render(
        request,
        "officer/head.html",
        {
            "cases": _by_case(waiting),
            "open_first": OPEN_FIRST,
            "waiting": len(waiting),
            "seen": _sheets(_with_words(seen.order_by("-created_at", "-id"))[:SEEN_SHOWN]),
        },
    )


def _with_words(rows: Any) -> Any:
    return rows.select_related("event__position__unit").prefetch_related("event__texts")


def _by_case(rows: list[HeadReport]) -> list[tuple[Any, list[Sheet]]]:
    """Reports of one case together, for one click reads them all."""
    cases: dict[int, tuple[Any, list[Sheet]]] = {}
    for sheet in _sheets(rows):
        cases.setdefault(sheet.report.complaint_id, (sheet.report.complaint, []))[1].append(sheet)
    return list(cases.values())


def _sheets(rows: Iterable[HeadReport]) -> list[Sheet]:
    return [
        Sheet(
            report=row,
            step=_step(row),
            decided=gettext(ACTIONS[row.event.action].done),
            facts=facts_of(row.event),
            words=[text.words for text in row.event.texts.all() if text.words],
        )
        for row in rows
    ]


def _step(row: HeadReport) -> int:
    """The step of the act; a simple answer belongs to the operator's step or to the penanggung jawab's."""
    return ACTIONS[row.event.action].step or (3 if row.event.role == Role.OPERATOR else 4)
