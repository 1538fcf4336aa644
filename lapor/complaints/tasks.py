"""Jobs of the worker. Each is queued in the transaction that causes it, and may run twice without harm."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from lapor.complaints import events, uploads
from lapor.complaints.models import Complaint, StepClock
from lapor.complaints.refusals import Refused
from lapor.sop.rules import C, K

log = logging.getLogger(__name__)
BATCH = 500
DRAFTS_KEPT = timedelta(days=30)


def deliver_answer(complaint: Complaint) -> None:
    """Queue the delivery of the answer that the current transaction publishes."""
    deliver.defer(complaint_id=complaint.pk, round=complaint.round)


@app.task(name="deliver", queue="answers")
def deliver(complaint_id: int, round: int) -> None:
    """Hand the answer to the citizen's channel and note that it was taken.

    The channel is the case's own page: the answer is readable there once its act is committed. Mail and
    telephone join it with the notices.
    """
    from lapor.complaints.steps import answer

    complaint = Complaint.objects.get(pk=complaint_id)
    if complaint.round != round or complaint.accepted_round >= round:
        return
    try:
        answer.channel_accepted(complaint_id=complaint_id, at=timezone.now().replace(microsecond=0))
    except Refused as refusal:
        log.info("delivery of complaint %s had nothing to do: %s", complaint_id, refusal)


@app.periodic(cron="*/5 * * * *")
@app.task(name="end_waits", queue="time", queueing_lock="end_waits")
def end_waits(timestamp: int) -> None:
    """Lapse what waited too long for the citizen, close what was answered and met with silence."""
    from lapor.complaints.steps import close, complete

    now = timezone.now().replace(microsecond=0)
    for name, act in ((C.AWAITING, complete.lapse), (K.CONFIRMATION, close.close_silent)):
        due = StepClock.objects.filter(name=name, finished_at=None, due_at__lte=now)
        for complaint_id in due.order_by("due_at").values_list("complaint_id", flat=True)[:BATCH]:
            try:
                act(complaint_id=complaint_id, at=now)
            except Refused:
                log.info("complaint %s moved on before its wait was ended", complaint_id)


@app.periodic(cron="20 2 * * *")
@app.task(name="clear_drafts", queue="time", queueing_lock="clear_drafts")
def clear_drafts(timestamp: int) -> None:
    """Erase what was begun thirty days ago and never sent."""
    uploads.clear_abandoned(before=timezone.now() - DRAFTS_KEPT)


@app.periodic(cron="0 * * * *")
@app.task(name="seal_chains", queue="time", queueing_lock="seal_chains")
def seal_chains(timestamp: int) -> None:
    """Seal all chain heads, once an hour."""
    events.seal(at=timezone.now().replace(microsecond=0))
