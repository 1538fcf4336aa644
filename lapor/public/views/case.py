"""A reporter's own complaint, whole on one page; and the list of his complaints."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.complaints import access, history, numbers, paging, situation
from lapor.complaints import promises as dates
from lapor.complaints.files import LIMITS_SENTENCE
from lapor.complaints.models import Attachment, Complaint, Handling, StepClock, leading
from lapor.complaints.promising import PLANNED
from lapor.complaints.timing import Reader
from lapor.people.gate import Audience, open_to
from lapor.public import doing, drafts, journey, promises, turn
from lapor.sop.rules import ANSWERS, C

PAGE = 20


def own(request: Any, number: str) -> Complaint:
    """The complaint of this number, if it is the reporter who looks. Raises Http404."""
    try:
        wanted = numbers.parse(number)
    except numbers.BadNumber:
        raise Http404 from None
    every = access.visible_to(request.citizen).select_related("kalurahan", "kapanewon", "asked_by__agency")
    complaint = every.filter(number=wanted).first()
    if complaint is None:
        raise Http404
    return complaint


def handlings_of(complaint: Complaint) -> list[Handling]:
    """All handlings of this complaint, oldest first, with the offices they name."""
    return list(complaint.handlings.select_related("agency", "unit").order_by("id"))


@open_to(Audience.ANYONE)
@never_cache
@require_safe
def case(request: Any, number: str) -> HttpResponse:
    complaint = own(request, number)
    return render(request, "public/case.html", _told(request, complaint))


def _told(request: Any, complaint: Complaint) -> dict[str, object]:
    """All of the page. `nilai` in the address, from a letter, preselects stars and sends nothing."""
    handlings = handlings_of(complaint)
    lead = leading(handlings)
    rows = StepClock.objects.select_related("calendar", "handling__agency").prefetch_related("pauses")
    prefetch_related_objects([complaint], Prefetch("clocks", rows.order_by("id")))
    clocks = list(complaint.clocks.all())
    entries = history.for_reporter(complaint)
    reader = Reader(at=request.now)
    events = [entry.event for entry in entries]
    now = situation.read_off(complaint, lead, at=request.now, events=events, clocks=clocks)
    allowed, refused = doing.offered(complaint, now)
    its_turn = turn.of(complaint, lead, clocks, reader, reopened=now.citizen_reopened)
    chosen = doing.stars(request.GET)
    answers = [entry for entry in entries if entry.action in ANSWERS]
    shown = _before_and_after(answers[-1].files) if answers else []
    given = dates.of_case(complaint.pk)
    return {
        "complaint": complaint,
        "lead": lead,
        "over": complaint.state in journey.ENDED,
        "turn": its_turn,
        "since": turn.since(complaint, lead, entries),
        "window_ends": turn.window_ends(complaint),
        "filed": entries[0],
        "asked": _newest(entries, "ask_completion") if complaint.state in (C.AWAITING, C.LAPSED) else None,
        "archived": _newest(entries, "archive") if complaint.state == C.ARCHIVED else None,
        "answer": answers[-1] if answers else None,
        "shown": shown,
        "others": [one for one in answers[-1].files if not any(one in pictures for _label, pictures in shown)]
        if answers
        else [],
        "answered_by": journey.office(answers[-1].event) if answers else "",
        "planned_on": _planned(answers[-1]) if answers else None,
        "kept": [entry for entry in entries[entries.index(answers[-1]) :] if entry.action == "keep_promise"]
        if answers
        else [],
        "standing": dates.standing(given, clocks, round=complaint.round, at=request.now),
        "plan_runs": any(one.kind == PLANNED and one.clock.finished_at is None for one in given),
        "broken_plan": dates.broken_plan(given, at=request.now),
        "promised": [(one, dates.read(one, reader)) for one in given],
        "answer_stands": bool(answers) and answers[-1].event.round == complaint.round,
        "journey": journey.of(complaint, entries),
        "promises": promises.of(complaint, clocks, reader, step=its_turn.reading),
        "offers": [doing.Offer(deed, doing.fresh(deed, complaint, chosen)) for deed in allowed],
        "score": complaint.score if now.confirmed else None,
        "returns": any(deed.action in ("object", "reopen", "complete") for deed in allowed),
        "refused": refused,
        "stars": doing.STARS,
        "limits": gettext(LIMITS_SENTENCE),
        "by_code": complaint.pk in request.citizen.receipts,
    }


def _before_and_after(files: list[Attachment]) -> list[tuple[str, list[Attachment]]]:
    """The pictures of an answer in two columns, where it shows both; else none, and they stand with the others."""
    kinds = (Attachment.Purpose.BEFORE, Attachment.Purpose.AFTER)
    found = [(str(kind.label), [one for one in files if one.purpose == kind and one.is_picture]) for kind in kinds]
    return found if all(pictures for _label, pictures in found) else []


def _planned(answer: history.Entry) -> date | None:
    day = answer.event.data.get("planned_on")
    return date.fromisoformat(day) if day else None


def _newest(entries: list[history.Entry], action: str) -> history.Entry | None:
    return next((entry for entry in reversed(entries) if entry.action == action), None)


@open_to(Audience.SIGNED_IN)
@never_cache
@require_safe
def mine(request: Any) -> HttpResponse:
    """One's own complaints, newest first. `dari` is where the page before ended: seconds and id."""
    rows = access.visible_to(request.citizen).select_related("kalurahan", "kapanewon")
    if after := paging.read(request.GET.get("dari", "")):
        rows = rows.filter(Q(received_at__lt=after[0]) | Q(received_at=after[0], pk__lt=after[1]))
    page = list(rows.order_by("-received_at", "-pk")[: PAGE + 1])
    last = page[PAGE - 1] if len(page) > PAGE else None
    further = paging.written(last.received_at, last.pk) if last else ""
    yours = {row.pk for row in page if turn.is_yours(row, at=request.now)}
    begun = [] if after else drafts.begun(request.user.pk)
    context = {
        "complaints": page[:PAGE], "yours": yours, "further": further, "paged": bool(after), "begun": begun
    }  # fmt: skip
    return render(request, "public/mine.html", context)
