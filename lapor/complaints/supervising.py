"""What makes a case the Inspektorat's, in clocks: whoever had it is timed no longer, the reporter's limits run on."""

from __future__ import annotations

from datetime import datetime

from lapor.complaints.book import Tables
from lapor.complaints.models import Complaint, Event
from lapor.complaints.models.ledger import WAITS_FOR_CITIZEN
from lapor.sop.rules import C


def hand_over(event: Event, complaint: Complaint, *, at: datetime, book: Tables) -> None:
    """The Tim has marked this complaint, which has its new class: the clock of verification is the Inspektorat's."""
    for row in book.open_clocks(complaint, names=[C.RECEIVED, C.AWAITING]):
        book.finish(row, at=at, event=event, outcome="moved")
    waiting = [row for row in book.open_clocks(complaint) if row.waits_for(WAITS_FOR_CITIZEN)]
    book.resume(waiting, at=at, event=event)
    book.start(complaint, C.RECEIVED, at=at)
