"""From an event to its notices: one transaction takes it out of the outbox and queues whom it tells."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from lapor.complaints import identity
from lapor.complaints.models import Complaint, Event, Outbox
from lapor.complaints.refusals import Refused, Stale
from lapor.complaints.steps import answer
from lapor.notices import outbox, whom
from lapor.notices.models import REPORTER, Channel, Notice, Stage
from lapor.notices.when import after_quiet, channels, for_official, wish_of
from lapor.people.calendars import BANTUL, looked_up_once
from lapor.sop.rules import ANSWERS

log = logging.getLogger(__name__)
MESSAGES = timedelta(hours=1)  # between two letters about what one reporter writes; the later one tells of all


def next_event(*, at: datetime) -> bool:
    """Plan the oldest event that nobody was told of; False when there is none. Safe in several workers at once."""
    with transaction.atomic(), looked_up_once():
        waiting = Outbox.objects.select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
        if waiting is None:
            return False
        event = Event.objects.select_related("complaint", "handling__agency__calendar", "position").get(
            pk=waiting.event_id
        )
        tell(event, at=at)
        waiting.delete()
    return True


def tell(event: Event, *, at: datetime) -> None:
    """Queue every notice of this event. Inside the caller's transaction; doing it again adds nothing."""
    for told in whom.officials(event, day=at.astimezone(BANTUL).date()):
        person = told.position.person
        wish = wish_of(person.pk)
        for channel in channels(person, told.kind, wish):
            due = for_official(told.position, channel, wish, at=at)
            if told.kind == "reply":
                soonest = _next_message(event.complaint_id, person.pk, channel, at=at)
                if soonest is None:
                    continue
                due = max(due, soonest)
            outbox.queue(
                event,
                recipient=f"person:{person.pk}",
                person=person.pk,
                channel=channel,
                kind=told.kind,
                at=at,
                due=due,
            )
    kind = whom.TABLE[event.action].reporter
    reached = _tell_reporter(event, kind, at=at) if kind else []
    if event.action in ANSWERS and not reached:
        accept(event.complaint, round=event.round, at=at)


def _next_message(complaint: int, person: int, channel: str, *, at: datetime) -> datetime | None:
    """From when on this person may have another letter about messages of this case; None where one waits for him,
    which will tell of this message too."""
    before = Notice.objects.filter(event__complaint=complaint, person=person, channel=channel, kind="reply")
    newest = before.order_by("-id").first()
    if newest is None:
        return at
    return None if newest.stage == Stage.WAITING else newest.due_at + MESSAGES


def accept(complaint: Complaint, *, round: int, at: datetime) -> None:
    """Note that the citizen's channel has the answer of this round: half of step 8."""
    try:
        answer.channel_accepted(complaint_id=complaint.pk, round=round, at=at)
    except (Refused, Stale) as refusal:
        log.info("the answer of complaint %s needed no receipt: %s", complaint.pk, type(refusal).__name__)


def arrived(event: Event, *, at: datetime) -> None:
    """Whether the answer of this event has arrived, by the facts; if so, or if no channel can, it is noted.

    Where no letter can reach the reporter, his channel is the case's own page, where the answer stands already.
    """
    states = set(event.notices.filter(recipient=REPORTER).values_list("stage", flat=True))
    if Stage.SENT in states or not states & {Stage.WAITING, Stage.SENDING}:
        accept(event.complaint, round=event.round, at=at)


def _tell_reporter(event: Event, kind: str, *, at: datetime) -> list[Channel]:
    """Queue what the reporter is told, without a word of who he is. The channels by which he can be reached."""
    reach = identity.reach(event.complaint_id)
    wish = wish_of(reach.account)
    if reach.person is not None:
        ways = channels(reach.person, kind, wish)
    else:
        ways = [Channel.MAIL] if reach.email else []
        if reach.phone and settings.MESSENGER_URL:
            ways.append(Channel.MESSENGER)
    for channel in ways:
        due = after_quiet(channel, wish, at=at)
        outbox.queue(event, recipient=REPORTER, person=None, channel=channel, kind=kind, at=at, due=due)
    return ways
