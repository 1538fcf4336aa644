"""A case as an official opens it: found in his scope, with the situation that the rules judge and the
clocks that run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from lapor.complaints import access, history, identity, situation
from lapor.complaints.history import Entry
from lapor.complaints.models import Complaint, Event, Handling, StepClock, leading
from lapor.complaints.timing import Reader, Reading
from lapor.people.calendars import BANTUL
from lapor.people.models import Agency, Position
from lapor.people.readiness import with_closed
from lapor.sop import rules
from lapor.sop.rules import ACTIONS, IDENTITY, Actor, C, H, K, Role, Sentence, Situation

ONE_CLICK = ("acknowledge", "see_report")
# Which allowed act is likeliest and therefore drawn first and filled.
_LIKELY = (
    "verify_and_route", "reroute", "pass_on", "assign", "report", "approve", "answer", "acknowledge",
    "see_report", "take_up", "conclude", "answer_supervisory",
)  # fmt: skip
ASIDE = ("report_delay", "keep_promise", "reclassify", "mark_supervisory")  # nobody waits for these
HEARD = ("complete", "lapse")  # what ends the wait for a reporter
_STEP_CLOCKS = [*rules.H, C.RECEIVED, K.STEP8, K.CONFIRMATION, C.AWAITING]


@dataclass(frozen=True)
class Offer:
    """An act of this role as the page draws it: a button, or the sentence why not."""

    action: str
    label: str
    url: str
    refusal: Sentence | None
    one_click: bool = False
    main: bool = False

    @property
    def later(self) -> bool:
        """Whether only the state stands against it: it comes of itself, or has been."""
        return self.refusal is not None and self.refusal.quoted


@dataclass(frozen=True)
class Case:
    """A complaint opened by an official in one position, at one instant, with all that happened to it."""

    complaint: Complaint
    clocks: list[StepClock]
    entries: list[Entry]
    handlings: list[Handling]
    handling: Handling | None
    position: Position
    situation: Situation
    at: datetime

    @property
    def actor(self) -> Actor:
        return self.position.as_actor()

    @property
    def shown(self) -> Handling | None:
        """The handling that the page tells of: the one that stands, or else the last there was."""
        return self.handling or (self.handlings[-1] if self.handlings else None)

    @property
    def state(self) -> str:
        """The state in words: the agency's own while an agency works on it."""
        if self.complaint.state == C.IN_HANDLING and self.handling:
            return gettext(rules.STATE_LABELS[H(self.handling.state)])
        return gettext(rules.STATE_LABELS[C(self.complaint.state)])

    @cached_property
    def reporter(self) -> str:
        """The reporter's name for this official; "" where it is hidden or was not given."""
        return identity.name_for_officials(self.complaint)

    @property
    def reporter_words(self) -> str:
        """What the reporter is called above his words."""
        return self.reporter or ("Pelapor anonim" if self.complaint.anonim else "Pelapor")

    @cached_property
    def offices(self) -> tuple[list[tuple[Agency, list[str]]], list[tuple[Agency, str]]]:
        """Every agency with what it lacks to be given a complaint, and those that are no more."""
        return with_closed(day=self.at.astimezone(BANTUL).date())

    @property
    def agencies(self) -> list[tuple[Agency, list[str]]]:
        return self.offices[0]

    @property
    def without_completion(self) -> bool:
        """Whether an agency goes on without what it had asked the reporter for."""
        heard = [entry.event for entry in self.entries if entry.action in HEARD]
        return bool(heard) and goes_on_without(heard[-1], self.complaint)

    def refusal(self, action: str) -> Sentence | None:
        return rules.refusal(action, self.actor, self.situation)

    def offers(self) -> list[Offer]:
        """What the rules offer this official here, allowed ones first, the likeliest on top; a hidden identity has a
        card of its own."""
        judged = [one for one in rules.offered(self.actor, self.situation) if one[0] not in IDENTITY]
        allowed = [action for action, why in judged if why is None]
        likely = next((action for action in _LIKELY if action in allowed), "")
        likely = likely or next((action for action in allowed if action not in ASIDE), "")
        found = [self._offer(action, why, main=action == likely) for action, why in judged]
        if self.actor.role is Role.HEAD and not self.situation.head_examines:
            found = [offer for offer in found if offer.action in ONE_CLICK]
        return sorted(found, key=lambda offer: (offer.refusal is not None, not offer.main))

    def running(self) -> list[StepClock]:
        """Every clock of this case that has not finished."""
        return [row for row in self.clocks if row.finished_at is None]

    def _offer(self, action: str, why: Sentence | None, *, main: bool) -> Offer:
        number = self.complaint.number
        if action == "verify_and_route":
            url = reverse("verification_case", args=[number])
        else:
            url = reverse("act", args=[number, action])
        return Offer(action, gettext(ACTIONS[action].label), url, why, action in ONE_CLICK, main)


def open_case(request: Any, number: str) -> Case:
    """The case with this number as the signed-in official sees it. Raises Http404 outside his scope."""
    complaint, clocks = find_case(request, number)
    return case_of(request, complaint, clocks=clocks)


def find_case(request: Any, number: str) -> tuple[Complaint, list[StepClock]]:
    """The complaint in the official's scope, and its clocks, which every one has from its first instant: one query.

    Raises Http404.
    """
    plain = number.replace("\x00", "")
    seen = access.visible_to(request.viewer).filter(number=plain)
    case = ("complaint__category", "complaint__kapanewon", "complaint__kalurahan", "complaint__spot")
    # the number once more outside: PostgreSQL would begin such a long row of joins with all clocks there are
    rows = StepClock.objects.filter(complaint__number=plain, complaint__in=seen).select_related(
        *case, "calendar", "handling__agency", "handling__unit"
    )
    clocks = list(rows.order_by("id"))
    if not clocks:
        raise Http404
    for clock in clocks:
        clock.complaint = clocks[0].complaint
    return clocks[0].complaint, clocks


def case_of(request: Any, complaint: Complaint, *, clocks: list[StepClock]) -> Case:
    """The case of a complaint that was found in the official's scope, with its clocks and their handlings."""
    ordered = _handlings(complaint, clocks)
    handling = standing(complaint, ordered, agency=request.position.agency_id)
    entries = history.for_officials(complaint, clocks=clocks)
    events = [entry.event for entry in entries]
    return Case(
        complaint=complaint,
        clocks=clocks,
        entries=entries,
        handlings=ordered,
        handling=handling,
        position=request.position,
        situation=situation.read_off(complaint, handling, at=request.now, events=events, clocks=clocks),
        at=request.now,
    )


def _handlings(complaint: Complaint, clocks: list[StepClock]) -> list[Handling]:
    """All handlings, oldest first: an agency's is timed from its first instant on, the Inspektorat's is not."""
    if complaint.supervisory:
        return list(complaint.handlings.select_related("agency", "unit").order_by("id"))
    found = {row.handling.pk: row.handling for row in clocks if row.handling}
    return [found[pk] for pk in sorted(found)]


def standing(complaint: Complaint, handlings: Iterable[Handling], *, agency: int | None) -> Handling | None:
    """The lead handling that acts go to; once the complaint is withdrawn, the last that this agency had."""
    if complaint.state != C.WITHDRAWN:
        return leading(handlings)
    found = [h for h in handlings if h.state == H.CANCELLED and h.agency_id == agency]
    return found[-1] if found else None


def goes_on_without(event: Event, complaint: Complaint) -> bool:
    """Whether this event, the newest of HEARD, lets an agency go on without completion in this round."""
    return event.action == "lapse" and event.handling_id is not None and event.round == complaint.round


def main_clock(case: Case, running: list[StepClock], reader: Reader) -> tuple[StepClock, Reading] | None:
    """The clock that the head of the page shows: whose turn it is, and until when."""
    wanted = _foremost(case)
    rows = [row for row in running if row.name == wanted] or [row for row in running if row.name in _STEP_CLOCKS]
    return (rows[-1], reader.read(rows[-1])) if rows else None


def refused(request: Any, sentence: str) -> HttpResponse:
    """The page for an act within one's scope that the rules do not allow: 403, and why."""
    return render(request, "403.html", {"why": sentence}, status=403)


def _foremost(case: Case) -> str:
    state = C(case.complaint.state)
    if case.handling and case.handling.state in rules.INVESTIGATION:
        return K.SETTLEMENT
    if state is C.IN_HANDLING and case.handling:
        in_agency = case.actor.role not in (Role.VERIFIER, Role.CHAIR)
        asked = case.handling.state == H.RETURN_REQUESTED
        return case.handling.asked_from if asked and in_agency else case.handling.state
    if state is C.ANSWERED:
        return K.CONFIRMATION if case.situation.acknowledged else K.STEP8
    if state is C.CLOSED:
        return K.STEP8
    if state is C.AWAITING:
        return case.handling.state if case.complaint.asked_by_id and case.handling else C.RECEIVED
    return state
