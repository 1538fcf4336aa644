"""A complaint as the rules see it: gathers from the database what a rule may ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from lapor.complaints.models import Complaint, Event, Handling, HeadReport, StepClock
from lapor.people.calendars import BANTUL
from lapor.sop.rules import Actor, C, H, K, Role, Situation

_DAY = timedelta(days=1)
_CITIZENS = (C.AWAITING, K.CONFIRMATION)


def of(complaint: Complaint, handling: Handling | None, *, at: datetime, actor: Actor | None = None) -> Situation:
    """The situation of this complaint and this handling at this instant. Two queries, three for a head.

    Reports to the head are looked up for a head, or where no actor is named; requests for the identity, by one
    query more, where it is hidden.
    """
    past = complaint.events.aggregate(
        asks=Count("id", filter=Q(action="ask_completion", round=complaint.round)),
        reopened=Count("id", filter=Q(action="reopen", role=Role.CITIZEN)),
        replies=Count("id", filter=Q(action="reply", at__gt=at - _DAY)),
        confirmed=Max("at", filter=Q(action="confirm", round=complaint.round)),
    )
    running = complaint.clocks.filter(name__in=(*_CITIZENS, K.PROMISE), finished_at__isnull=True)
    clocks = list(running.only("name", "due_at", "handling", "finished_at"))
    return _built(
        complaint,
        handling,
        at=at,
        asks=past["asks"],
        citizen_reopened=past["reopened"] > 0,
        replies=past["replies"],
        confirmed=past["confirmed"],
        clocks=clocks,
        unseen_report=(actor is None or actor.role is Role.HEAD)
        and handling is not None
        and HeadReport.objects.filter(event__handling=handling, seen=None).exists(),
    )


def read_off(
    complaint: Complaint,
    handling: Handling | None,
    *,
    at: datetime,
    events: Collection[Event],
    clocks: Iterable[StepClock],
) -> Situation:
    """The same for a page that has read all events, with their head reports, and the clocks: without a query but
    the one for a hidden identity."""
    reports = [getattr(event, "head_report", None) for event in events if handling and event.handling_id == handling.pk]
    return _built(
        complaint,
        handling,
        at=at,
        asks=sum(event.action == "ask_completion" and event.round == complaint.round for event in events),
        citizen_reopened=any(event.action == "reopen" and event.role == Role.CITIZEN for event in events),
        replies=sum(event.action == "reply" and event.at > at - _DAY for event in events),
        confirmed=max(
            (one.at for one in events if one.action == "confirm" and one.round == complaint.round), default=None
        ),
        clocks=clocks,
        unseen_report=any(report is not None and report.seen_id is None for report in reports),
    )


def _built(
    complaint: Complaint,
    handling: Handling | None,
    *,
    at: datetime,
    asks: int,
    citizen_reopened: bool,
    replies: int,
    confirmed: datetime | None,
    clocks: Iterable[StepClock],
    unseen_report: bool,
) -> Situation:
    running = [row for row in clocks if row.finished_at is None]
    promises = [row.due_at for row in running if row.name == K.PROMISE and handling and row.handling_id == handling.pk]
    asking, looking = _requests(complaint, at=at) if complaint.anonim else (frozenset[int](), frozenset[int]())
    return Situation(
        at=at,
        complaint=C(complaint.state),
        handling=H(handling.state) if handling else None,
        agency=handling.agency_id if handling else None,
        unit=handling.unit_id if handling else None,
        lead=handling.lead if handling else True,
        asked_by_handling=complaint.asked_by_id is not None,
        asks=asks,
        hops=complaint.hops,
        since=complaint.state_since,
        due=next((row.due_at for row in running if row.name in _CITIZENS), None),
        promise=min(promises, default=None),
        barred=frozenset(handling.barred) if handling else frozenset(),
        head_examines=handling.head_examines if handling else False,
        citizen_reopened=citizen_reopened,
        replies=replies,
        confirmed=confirmed,
        accepted=complaint.accepted_round == complaint.round,
        acknowledged=complaint.acknowledged_round == complaint.round,
        unseen_report=unseen_report,
        agency_closed=handling is not None and not handling.agency.open_on(at.astimezone(BANTUL).date()),
        supervisory=complaint.supervisory,
        anonim=complaint.anonim,
        asking=asking,
        looking=looking,
    )


def _requests(complaint: Complaint, *, at: datetime) -> tuple[frozenset[int], frozenset[int]]:
    """The positions that wait to be allowed a look at the hidden identity, and those that may look now."""
    standing = complaint.identity_requests.filter(Q(decided=None) | Q(until__gt=at))
    rows = list(standing.values_list("position", "allowed"))
    return frozenset(pk for pk, allowed in rows if not allowed), frozenset(pk for pk, allowed in rows if allowed)
