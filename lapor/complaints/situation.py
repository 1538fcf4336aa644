"""A complaint as the rules see it: gathers from the database what a rule may ask."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q

from lapor.complaints.models import Complaint, Handling, HeadReport
from lapor.sop.rules import Actor, C, H, K, Role, Situation


def of(complaint: Complaint, handling: Handling | None, *, at: datetime, actor: Actor | None = None) -> Situation:
    """The situation of this complaint and this handling at this instant. Two queries, three for a head.

    Reports to the head are looked up for a head, or where no actor is named.
    """
    past = complaint.events.aggregate(
        asks=Count("id", filter=Q(action="ask_completion", round=complaint.round)),
        reopened=Count("id", filter=Q(action="reopen", role=Role.CITIZEN)),
    )
    due = complaint.clocks.filter(name__in=(C.AWAITING, K.CONFIRMATION), finished_at__isnull=True)
    return Situation(
        at=at,
        complaint=C(complaint.state),
        handling=H(handling.state) if handling else None,
        agency=handling.agency_id if handling else None,
        unit=handling.unit_id if handling else None,
        lead=handling.lead if handling else True,
        asked_by_handling=complaint.asked_by_id is not None,
        asks=past["asks"],
        hops=complaint.hops,
        since=complaint.state_since,
        due=due.values_list("due_at", flat=True).first(),
        barred=frozenset(handling.barred) if handling else frozenset(),
        head_examines=handling.head_examines if handling else False,
        citizen_reopened=past["reopened"] > 0,
        accepted=complaint.accepted_round == complaint.round,
        acknowledged=complaint.acknowledged_round == complaint.round,
        unseen_report=(actor is None or actor.role is Role.HEAD)
        and handling is not None
        and HeadReport.objects.filter(event__handling=handling, seen=None).exists(),
    )
