"""How many open cases wait at each seat, and which of these seats nobody holds or will hold soon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, F, Q

from lapor.complaints import queries
from lapor.complaints.models import Draft, Handling, StepClock
from lapor.people import seats, vacancies
from lapor.people.models import Position
from lapor.people.seats import Seat
from lapor.people.vacancies import Vacant
from lapor.sop.rules import HOPS_BEFORE_CHAIR, INSPECTORATE_HOLDS, INVESTIGATION, LIMITS, C, H, K, Role

_OF_THE_TIM: Final = (C.RECEIVED, K.STEP8, H.RETURN_REQUESTED)


@dataclass(frozen=True)
class Left:
    """What a position leaves when it ends: cases that wait at its seat, and among them those that only this
    person may examine; reports to the head that he has not read; texts that he has not sent."""

    cases: int
    his_alone: int
    reports: int
    drafts: int


def open_cases() -> dict[Seat, int]:
    """How many cases wait at each seat, a case that waits for its reporter too: it comes back there. Two queries.

    Read off the running clock of the state in which a case or a handling stands; what the Inspektorat investigates
    has none.
    """
    here = StepClock.objects.filter(finished_at=None).filter(
        Q(name__in=(C.RECEIVED, K.STEP8), handling=None) | Q(name=F("handling__state"))
    )
    rows = here.values(
        "name",
        "handling__agency",
        "handling__unit",
        "handling__barred",
        "handling__head_examines",
        "holder",
        second_hop=Q(name=H.RETURN_REQUESTED, complaint__hops__gte=HOPS_BEFORE_CHAIR),
    ).annotate(count=Count("pk"))
    found: Counter[Seat] = Counter()
    for row in rows.order_by():
        found[_seat(row)] += row["count"]
    investigated = Handling.objects.filter(state__in=INVESTIGATION).order_by().values_list("state")
    for state, count in investigated.annotate(Count("pk")):
        found[Seat(INSPECTORATE_HOLDS[H(state)])] += count
    return dict(found)


def vacant(*, day: date) -> list[Vacant]:
    """Seats at which cases wait and that nobody holds on this day, or soon; the fullest first."""
    return vacancies.seats(day, open_cases())


def left_by(position: Position, waiting: Mapping[Seat, int], *, day: date) -> Left:
    """What this position would leave, of all that waits, if it ended on the eve of this day."""
    own = seats.waiting_for(position, waiting)
    others = [one for one in seats.since(day) if one.person_id != position.person_id]
    barred = {seat: count for seat, count in own.items() if seat.barred}
    reports = 0
    if position.role == Role.HEAD and position.agency_id is not None:
        reports = queries.unseen_reports(position.agency_id).count()
    return Left(
        cases=sum(own.values()),
        his_alone=sum(n for seat, n in barred.items() if seats.gap_of(seat, others, day, day)),
        reports=reports,
        drafts=Draft.objects.filter(position=position).count(),
    )


def _seat(row: Mapping[str, Any]) -> Seat:
    if row["holder"] == Role.INSPECTOR:
        return Seat(Role.INSPECTOR)
    if row["name"] in _OF_THE_TIM:
        return Seat(Role.CHAIR if row["second_hop"] else Role.VERIFIER)
    role = LIMITS[H(row["name"])].holder
    assert role is not None  # every state that a handling waits in has one
    if role is Role.UNIT:
        return Seat(role, row["handling__agency"], row["handling__unit"])
    if role is Role.OPERATOR:
        return Seat(role, row["handling__agency"])
    barred = frozenset(row["handling__barred"])
    return Seat(Role.HEAD if row["handling__head_examines"] else role, row["handling__agency"], barred=barred)
