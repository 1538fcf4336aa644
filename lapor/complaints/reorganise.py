"""A reorganisation from its plan to its day: agencies, units, positions and open cases in one transaction.

Planned here, carried out at once where its day has come, else by the hourly task. A case goes on at the
successor in the same state and the same time (steps/carry.py).
"""

from __future__ import annotations

import logging
from datetime import date, datetime

from django.db import transaction

from lapor.complaints.models import Draft, Handling, StandardAnswer
from lapor.complaints.steps import carry
from lapor.people import journal, reorganisation
from lapor.people.agencies import Facts, facts_of, wrong_facts
from lapor.people.calendars import BANTUL
from lapor.people.faults import Faulty, demand
from lapor.people.models import Agency, Position, Reorganisation
from lapor.people.reorganisation import CHANGE, CLOSE, MOVES
from lapor.sop.rules import OPEN_HANDLING, H

log = logging.getLogger(__name__)


def plan_change(
    agency: Agency, facts: Facts, *, day: date | None, decree: str, by: Position | None, at: datetime
) -> Reorganisation | None:
    """Let the agency carry these facts from this day on; at once if it has come. None if nothing is to change.

    Raises Faulty.
    """
    today = at.astimezone(BANTUL).date()
    with transaction.atomic():
        journal.wait_for_turn()
        words, stands = facts.as_words(), facts_of(agency)
        new = {name: text for name, text in words.items() if stands[name] != text}
        demand(
            **wrong_facts(facts, day=day or today, agency=agency),
            **reorganisation.wrong_day(agency, day, decree, today=today),
        )
        if not new or day is None:
            return None
        row = reorganisation.plan(agency, CHANGE, new, day=day, decree=decree, by=by, at=at)
        return _at_once(row, today=today, by=by, at=at)


def plan_closing(
    agency: Agency,
    successor: Agency | None,
    *,
    day: date | None,
    decree: str,
    moves: bool,
    by: Position | None,
    at: datetime,
) -> Reorganisation:
    """Close the agency from this day on; at once if it has come. `moves`: its holders go to the successor.

    Raises Faulty.
    """
    today = at.astimezone(BANTUL).date()
    with transaction.atomic():
        journal.wait_for_turn()
        found = reorganisation.wrong_day(agency, day, decree, today=today)
        begins, needed = max(day or today, today), leaves_cases(agency)
        demand(**found, **reorganisation.wrong_closing(agency, successor, day=begins, moves=moves, needed=needed))
        facts = {MOVES: moves and successor is not None}
        row = reorganisation.plan(
            agency, CLOSE, facts, successor=successor, day=day or today, decree=decree, by=by, at=at
        )
        return _at_once(row, today=today, by=by, at=at)


def withdraw(row: Reorganisation, *, by: Position | None, at: datetime) -> None:
    """Take back what was not carried out yet. Raises Faulty."""
    with transaction.atomic():
        row = Reorganisation.objects.select_for_update(of=("self",)).select_related("agency").get(pk=row.pk)
        reorganisation.withdraw(row, by=by, at=at)


def leaves_cases(agency: Agency) -> bool:
    """Whether a case is open at this agency, or was answered there and may come back."""
    return agency.handlings.exclude(state__in=(H.RETURNED, H.CANCELLED)).exists()


def due(*, day: date) -> list[Reorganisation]:
    """Plans whose day has come, in the order of their days."""
    rows = Reorganisation.objects.filter(done_at=None, day__lte=day).select_related("agency", "successor")
    return list(rows.order_by("day", "id"))


def late(*, day: date) -> list[tuple[Reorganisation, str]]:
    """Plans whose day has come and that cannot be carried out, each with why."""
    told = [(row, " ".join(stands_against(row, day=day))) for row in due(day=day)]
    return [(row, why) for row, why in told if why]


def carry_out(row: Reorganisation, *, at: datetime, by: Position | None = None) -> int:
    """Do what was planned, whole or not at all; how many cases were carried over. Raises Faulty.

    What was possible when it was planned may not be any more: then it stays a plan, and says why.
    """
    today = at.astimezone(BANTUL).date()
    with transaction.atomic():
        journal.wait_for_turn()
        row = Reorganisation.objects.select_for_update().get(pk=row.pk)
        if row.done_at is not None:
            return 0
        row.agency = Agency.objects.select_for_update().get(pk=row.agency_id)
        cases = _close(row, at=at, by=by, today=today) if row.action == CLOSE else _change(row, at=at, by=by)
        row.done_at = at
        row.save(update_fields=["done_at"])
    return cases


def _at_once(row: Reorganisation, *, today: date, by: Position | None, at: datetime) -> Reorganisation:
    """Carry the plan out if its day has come."""
    if row.day <= today:
        carry_out(row, at=at, by=by)
        row.refresh_from_db()
    return row


def stands_against(row: Reorganisation, *, day: date) -> list[str]:
    """Why a plan of this day could not be carried out; none where nothing stands against it."""
    if row.action == CHANGE:
        return []
    wrong = reorganisation.wrong_closing(
        row.agency,
        row.successor,
        day=max(row.day, day),
        moves=bool(row.facts.get(MOVES)),
        needed=leaves_cases(row.agency),
        but=row.pk,
    )
    return [sentence for sentence in wrong.values() if sentence]


def _change(row: Reorganisation, *, at: datetime, by: Position | None) -> int:
    reorganisation.change(row, by=by, at=at)
    return 0


def _close(row: Reorganisation, *, at: datetime, by: Position | None, today: date) -> int:
    if found := stands_against(row, day=today):
        raise Faulty({"": " ".join(found)})
    agency, successor = row.agency, row.successor
    moved = reorganisation.close(row, today=today, by=by, at=at)
    for old, new in moved.items():
        Draft.objects.filter(position=old).update(position=new)
    cases = 0
    if successor is not None:
        _standard_answers(agency, successor)
        for handling in Handling.objects.filter(agency=agency, state__in=OPEN_HANDLING).order_by("id"):
            carry.to_successor(handling, at=at)
            cases += 1
    data = {
        "day": row.day.isoformat(),
        "successor": successor.short if successor else "",
        "decree": row.decree,
        "cases": cases,
        "positions": len(moved),
    }
    journal.record("agency_closed", subject=f"agency {agency.code}", at=at, position=by, data=data)
    return cases


def sweep(*, at: datetime) -> int:
    """Carry over what was given to an agency in the very moment in which it was closed; how many."""
    today = at.astimezone(BANTUL).date()
    left = Handling.objects.filter(agency__closed__lte=today, state__in=OPEN_HANDLING)
    return sum(carry.to_successor(handling, at=at) is not None for handling in left.order_by("id"))


def _standard_answers(agency: Agency, successor: Agency) -> None:
    """They go along, but for those whose title is taken there."""
    theirs = set(StandardAnswer.objects.filter(agency=successor).values_list("action", "title"))
    for one in StandardAnswer.objects.filter(agency=agency):
        if (one.action, one.title) not in theirs:
            one.agency = successor
            one.save(update_fields=["agency"])
