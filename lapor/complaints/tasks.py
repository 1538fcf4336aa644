"""Jobs of the worker. Each is queued in the transaction that causes it, and may run twice without harm."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from lapor.complaints import batches, events, marking, uploads
from lapor.complaints.models import StepClock
from lapor.complaints.refusals import Refused
from lapor.people.faults import Faulty
from lapor.people.models import Reorganisation
from lapor.sop.rules import C, H, K

log = logging.getLogger(__name__)
BATCH = 500
DRAFTS_KEPT = timedelta(days=30)
PIECES_KEPT = timedelta(days=3)
SETTLED = timedelta(minutes=5)


def tell() -> None:
    """Queue the telling of what the current transaction does; lapor/notices carries it out."""
    app.configure_task("tell", queue="notices").defer()


@app.periodic(cron="*/5 * * * *")
@app.task(name="end_waits", queue="time", queueing_lock="end_waits")
def end_waits(timestamp: int) -> None:
    """Lapse what waited too long for the citizen, close what met with silence, bring back what was promised for now.

    One case that cannot be ended does not stop the others; the job fails after all were tried.
    """
    from lapor.complaints.steps import close, complete, promise

    now = _now()
    waits = (
        (Q(name=C.AWAITING), complete.lapse),
        (Q(name=K.CONFIRMATION), close.close_silent),
        (Q(name=K.PROMISE, handling__state=H.DONE), promise.promise_due),
    )
    batches.each(
        ((complaint_id, act) for wait, act in waits for complaint_id in _over(wait, now)),
        lambda one: _end(*one, at=now),
        log=log,
        failure="the wait of complaint {0[0]} could not be ended",
        left="waits could not be ended; the log names the complaints",
    )


def _over(wait: Q, now: datetime) -> list[int]:
    due = StepClock.objects.filter(wait, finished_at=None, due_at__lte=now)
    return list(due.order_by("due_at").values_list("complaint_id", flat=True)[:BATCH])


def _end(complaint_id: int, act: Callable[..., object], *, at: datetime) -> int:
    try:
        act(complaint_id=complaint_id, at=at)
    except Refused:
        log.info("complaint %s moved on before its wait was ended", complaint_id)
        return 0
    return 1


@app.periodic(cron="* * * * *")
@app.task(name="mark_time", queue="time", queueing_lock="mark_time")
def mark_time(timestamp: int) -> None:
    """Write down the reminders and escalations that clocks have reached; lapor/notices tells of them."""
    marking.mark_due(at=_now())


@app.periodic(cron="20 2 * * *")
@app.task(name="clear_drafts", queue="time", queueing_lock="clear_drafts")
def clear_drafts(timestamp: int) -> None:
    """Erase what was begun thirty days ago and never sent, and files that never came whole after three."""
    uploads.clear_unfinished(before=_now() - PIECES_KEPT)
    uploads.clear_abandoned(before=_now() - DRAFTS_KEPT)


@app.periodic(cron="0 * * * *")
@app.task(name="seal_chains", queue="time", queueing_lock="seal_chains")
def seal_chains(timestamp: int) -> None:
    """Seal all chain heads, once an hour, as they stood five minutes ago: acts under way then are through."""
    events.seal(at=_now() - SETTLED)


@app.periodic(cron="1 * * * *")
@app.task(name="reorganise", queue="time", queueing_lock="reorganise")
def reorganise_agencies(timestamp: int) -> None:
    """Carry out what is due; the run just after midnight in Bantul does, a later one where it was missed.

    A plan that cannot be carried out stays a plan, and its agency's page says why.
    """
    from lapor.complaints import reorganise

    now = _now()

    def carry_out(plan: Reorganisation) -> int:
        try:
            reorganise.carry_out(plan, at=now)
        except Faulty as faulty:
            log.warning("reorganisation %s of agency %s waits: %s", plan.pk, plan.agency_id, faulty)
            return 0
        return 1

    try:
        batches.each(
            reorganise.due(day=timezone.localdate(now)),
            carry_out,
            log=log,
            failure="reorganisation {0.pk} could not be carried out",
            left="reorganisations could not be carried out; the log names them",
        )
    finally:
        reorganise.sweep(at=now)


def _now() -> datetime:
    return timezone.now().replace(microsecond=0)
