"""What an act does to the promises of a handling: one begins, is kept, or gives way to another.

The clock of a promise counts calendar days to the date that was named. It never stands still, and neither it nor
what ends it touches another clock: a new date hides no breach.
"""

from __future__ import annotations

from datetime import date, datetime

from lapor.complaints.book import Tables
from lapor.complaints.models import Complaint, Event, Handling, StepClock
from lapor.people.calendars import BANTUL
from lapor.sop.rules import ANSWERS, K

DELAY, PLANNED = "delay", "planned"
CONCERNED = ("report_delay", "keep_promise", *ANSWERS)


def carry_out(event: Event, complaint: Complaint, handling: Handling, *, at: datetime, book: Tables) -> None:
    """The part of this act that concerns promises; nothing for most acts."""
    action, data = event.action, event.data
    if action not in CONCERNED:
        return
    running = [(row, book.kind_of_promise(row)) for row in _running(complaint, handling, book)]
    if action == "report_delay":
        for row, kind in running:
            if kind == DELAY:
                book.finish(row, at=at, event=event, outcome="replaced")
        _begin(DELAY, date.fromisoformat(data["promised_on"]), None, event, complaint, handling, at=at, book=book)
    elif action == "keep_promise":
        for row, kind in running:
            if kind == PLANNED:
                book.finish(row, at=at, event=event)
    elif action in ANSWERS:
        plans = data.get("kind") == "planned" and data.get("budget_year")  # older answers name no year
        for row, kind in running:
            book.finish(row, at=at, event=event, outcome="replaced" if plans and kind == PLANNED else "")
        if plans:
            day, year = date.fromisoformat(data["planned_on"]), data["budget_year"]
            _begin(PLANNED, day, year, event, complaint, handling, at=at, book=book)


def _running(complaint: Complaint, handling: Handling, book: Tables) -> list[StepClock]:
    return book.open_clocks(complaint, names=[K.PROMISE], handling=handling)


def _begin(
    kind: str,
    day: date,
    budget_year: int | None,
    event: Event,
    complaint: Complaint,
    handling: Handling,
    *,
    at: datetime,
    book: Tables,
) -> None:
    days = (day - at.astimezone(BANTUL).date()).days
    row = book.start(complaint, K.PROMISE, at=at, handling=handling, limit=max(days, 0))
    book.promise(row, event=event, kind=kind, promised_on=day, budget_year=budget_year)
