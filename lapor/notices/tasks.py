"""Jobs of the worker that tell people. What is left to do stands in the tables; a job that is lost loses nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import close_old_connections, connection
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from lapor.complaints.models import Complaint
from lapor.notices import digests, lateness, plan, send, vacant_seats
from lapor.sop.rules import ANSWERS, C

SETTLED = timedelta(minutes=5)
BATCH = 500


@app.task(name="tell", queue="notices")
def tell() -> None:
    """Make the notices of all events in the outbox, then send what is due."""
    if not connection.in_atomic_block:
        close_old_connections()  # a worker outlives the server's restarts
    while plan.next_event(at=_now()):
        pass
    send.everything_due(now=_now)


@app.periodic(cron="* * * * *")
@app.task(name="tell_what_is_due", queue="notices", queueing_lock="tell_what_is_due")
def tell_what_is_due(timestamp: int) -> None:
    """Once a minute: what became due, what is tried again, and what a job that was lost should have done."""
    tell()


@app.periodic(cron="* * * * *")
@app.task(name="tell_of_lateness", queue="notices", queueing_lock="tell_of_lateness")
def tell_of_lateness(timestamp: int) -> None:
    """Once a minute: whom the marks tell that were written since, and the digests whose time has come."""
    now = _now()
    lateness.tell_all(at=now)
    digests.gather_all(at=now)


@app.periodic(cron="*/5 * * * *")
@app.task(name="deliver_again", queue="time", queueing_lock="deliver_again")
def deliver_again(timestamp: int) -> None:
    """Note answers that arrived while their worker died before noting it: told by the facts."""
    left = Complaint.objects.filter(state__in=(C.ANSWERED, C.CLOSED), accepted_round__lt=F("round"))
    for complaint in left.filter(state_since__lt=_now() - SETTLED)[:BATCH]:
        answers = complaint.events.filter(action__in=ANSWERS, round=complaint.round, outbox=None)
        if newest := answers.order_by("-seq").first():
            plan.arrived(newest, at=_now())


@app.periodic(cron="35 0 * * *")
@app.task(name="tell_of_vacant_seats", queue="time", queueing_lock="tell_of_vacant_seats")
def tell_of_vacant_seats(timestamp: int) -> None:
    """At 07.35 of every working day: administrators and the chair read at which empty seats cases wait."""
    vacant_seats.tell(at=_now())


def _now() -> datetime:
    return timezone.now().replace(microsecond=0)
