"""Reports to the head of an agency: what was decided, by whom, at which step; read with one click."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from lapor.complaints import promises, queries
from lapor.complaints.models import HeadReport
from lapor.complaints.refusals import Refused
from lapor.complaints.steps import examine
from lapor.officer import raised
from lapor.officer.conversation import facts_of
from lapor.people.gate import open_to
from lapor.sop.rules import ACTIONS, Role

SEEN_SHOWN = 20
_DIGITS = re.compile(r"[0-9]{1,18}")
OPEN_FIRST = 3  # cards that stand open; the others unfold


@dataclass(frozen=True)
class Sheet:
    """One report as it is read: the step, what was decided, the words of the decision."""

    report: HeadReport
    step: int | None
    decided: str
    facts: list[str]
    words: list[str]


@open_to(Role.HEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def head_reports(request: Any) -> HttpResponse:
    agency = request.position.agency_id
    if request.method == "POST":
        return _all_read(request, agency)
    waiting = list(_with_words(queries.unseen_reports(agency))[: queries.PAGE])
    return render(
        request,
        "officer/head.html",
        {
            "cases": _by_case(waiting, promises.sentences({row.complaint_id for row in waiting}, at=request.now)),
            "open_first": OPEN_FIRST,
            "waiting": len(waiting),
            "raised": raised.to(request.position, at=request.now),
            "newest": max((row.pk for row in waiting), default=0),
            "seen": _sheets(_with_words(queries.seen_reports(agency))[:SEEN_SHOWN]),
        },
    )


def _all_read(request: Any, agency: int) -> HttpResponse:
    """One act for each case that the head saw on the page; what came since then still waits for him."""
    newest = request.POST.get("sampai", "")
    shown = queries.unseen_reports(agency).filter(pk__lte=int(newest) if _DIGITS.fullmatch(newest) else 0)
    read = 0
    for complaint, handling in dict.fromkeys(shown.values_list("complaint", "event__handling")):
        try:
            examine.see_report(
                complaint_id=complaint, handling_id=handling, actor=request.viewer.official, at=request.now
            )
        except Refused:  # another head of this agency has read it meanwhile
            continue
        read += 1
    messages.success(request, gettext("Laporan pada %(count)s aduan ditandai sudah dibaca.") % {"count": read})
    return redirect("head_reports")


def _with_words(rows: Any) -> Any:
    return rows.select_related("event__position__unit").prefetch_related("event__texts")


def _by_case(rows: list[HeadReport], promised: dict[int, str]) -> list[tuple[Any, list[Sheet], str]]:
    """Reports of one case together, for one click reads them all; and what was promised beside its limits."""
    cases: dict[int, tuple[Any, list[Sheet]]] = {}
    for sheet in _sheets(rows):
        cases.setdefault(sheet.report.complaint_id, (sheet.report.complaint, []))[1].append(sheet)
    return [(complaint, sheets, promised.get(pk, "")) for pk, (complaint, sheets) in cases.items()]


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


def _step(row: HeadReport) -> int | None:
    """The step of the act, by who did it where it is none's alone; None for one of the system."""
    by_whom = {Role.OPERATOR: 3, Role.OFFICER: 4, Role.HEAD: 4, Role.UNIT: 5}
    return ACTIONS[row.event.action].step or by_whom.get(Role(row.event.role))
