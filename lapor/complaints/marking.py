"""Writing down the reminders and escalations that running clocks have reached.

A mark carries the instant of the fact. An act that ends or stops a clock writes down what it reached (ledger.py);
this does so for clocks that nobody touches, whether the job looked a minute or a week later.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from lapor.complaints import batches, ledger
from lapor.complaints.models import Complaint, StepClock
from lapor.people import calendars

log = logging.getLogger(__name__)
MOST = 5000  # clocks in one run; what is left is taken up a minute later


def mark_due(*, at: datetime, most: int = MOST) -> int:
    """Write down every mark that was reached before `at`; how many. Safe in several workers at once.

    Each clock in a transaction of its own: one that cannot be marked does not stop the others, and RuntimeError is
    raised after all were tried.
    """
    due = StepClock.objects.filter(next_mark_at__lt=at).order_by("next_mark_at", "id")
    complaints = dict(due.values_list("pk", "complaint_id")[:most])
    return batches.each(
        complaints,
        lambda pk: _mark(pk, complaints[pk], at=at),
        log=log,
        failure="clock {} could not be marked",
        left="clocks could not be marked; the log names them",
    )


def _mark(pk: int, complaint_id: int, *, at: datetime) -> int:
    """The same locks in the same order as `move`. A case that somebody acts on is left to him, or to the next run."""
    with transaction.atomic():
        calendars.hold_still()
        free = Complaint.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=complaint_id)
        if free.values_list("pk", flat=True).first() is None:
            return 0
        row = StepClock.objects.select_related("calendar").filter(pk=pk, next_mark_at__lt=at).first()
        if row is None:
            return 0
        written = ledger.mark_passed(row, until=at)
        row.save(update_fields=["marked", "next_mark_at"])
        return len(written)
