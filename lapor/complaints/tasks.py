"""Jobs of the worker. Each is queued in the transaction that causes it, and may run twice without harm."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from lapor.complaints import events, marking, uploads
from lapor.complaints.models import StepClock
from lapor.complaints.refusals import Refused
from lapor.people.faults import Faulty
from lapor.sop.rules import C, H, K

log = logging.getLogger(__name__)
BATCH = 500
DRAFTS_KEPT = timedelta(days=30)
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

    now, failed = _now(), 0
    waits = (
        (Q(name=C.AWAITING), complete.lapse),
        (Q(name=K.CONFIRMATION), close.close_silent),
        (Q(name=K.PROMISE, handling__state=H.DONE), promise.promise_due),
    )
    for wait, act in waits:
        due = StepClock.objects.filter(wait, finished_at=None, due_at__lte=now)
        for complaint_id in due.order_by("due_at").values_list("complaint_id", flat=True)[:BATCH]:
            try:
                act(complaint_id=complaint_id, at=now)
            except Refused:
                log.info("complaint %s moved on before its wait was ended", complaint_id)
            except Exception:
                failed += 1
                log.exception("the wait of complaint %s could not be ended", complaint_id)
    if failed:
        raise RuntimeError(f"{failed} waits could not be ended; the log names the complaints")


@app.periodic(cron="* * * * *")
@app.task(name="mark_time", queue="time", queueing_lock="mark_time")
def mark_time(timestamp: int) -> None:
    """Write down the reminders and escalations that clocks have reached; lapor/notices tells of them."""
    marking.mark_due(at=_now())


@app.periodic(cron="20 2 * * *")
@app.task(name="clear_drafts", queue="time", queueing_lock="clear_drafts")
def clear_drafts(timestamp: int) -> None:
    """Erase what was begun thirty days ago and never sent."""
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

    now, failed = _now(), 0
    for plan in reorganise.due(day=timezone.localdate(now)):
        try:
            reorganise.carry_out(plan, at=now)
        except Faulty as faulty:
            log.warning("reorganisation %s of agency %s waits: %s", plan.pk, plan.agency_id, faulty)
        except Exception:  # whatever it is, it must not stop the other plans
            failed += 1
            log.exception("reorganisation %s could not be carried out", plan.pk)
    reorganise.sweep(at=now)
    if failed:
        raise RuntimeError(f"{failed} reorganisations could not be carried out; the log names them")


def _now() -> datetime:
    return timezone.now().replace(microsecond=0)
