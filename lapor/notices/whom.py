"""Whom an event tells, of what: the reporter, whoever holds the case next, the head, the Tim.

Literal, one row for each act of the rules; an act without a row fails a test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from lapor.complaints import access
from lapor.complaints.access import Sight
from lapor.complaints.models import Complaint, Event, Handling, IdentityRequest, leading
from lapor.people.models import Position, PositionQuerySet
from lapor.sop.rules import (
    ACTIONS,
    HOPS_BEFORE_CHAIR,
    IDENTITY,
    INSPECTORATE,
    INSPECTORATE_HOLDS,
    INVESTIGATION,
    LIMITS,
    OPEN_HANDLING,
    TIM,
    C,
    H,
    Role,
)


@dataclass(frozen=True)
class Tells:
    """`reporter` is the kind of notice the reporter gets, "" for none; `holder`: whoever's turn it becomes;
    `asker`: who had asked for the identity that this act decides about."""

    reporter: str = ""
    holder: bool = False
    tim: bool = False
    message: bool = False
    custodian: bool = False
    asker: bool = False


TABLE: Mapping[str, Tells] = MappingProxyType(
    {
        "submit": Tells("receipt", holder=True),
        "verify_and_route": Tells("progress", holder=True),
        "archive": Tells("answer"),
        "ask_completion": Tells("question"),
        "complete": Tells(holder=True),
        "lapse": Tells("progress", holder=True),
        "answer_simple": Tells("answer", tim=True),
        "pass_on": Tells("answer", holder=True),
        "request_return": Tells(holder=True),
        "reroute": Tells("progress", holder=True),
        "refuse": Tells(holder=True),
        "assign": Tells("progress", holder=True),
        "recall": Tells(holder=True),
        "report": Tells(holder=True),
        "send_back": Tells(holder=True),
        "approve": Tells(holder=True),
        "answer": Tells("answer", tim=True),
        "channel_accepted": Tells(),
        "acknowledge": Tells(),
        "see_report": Tells(),
        "confirm": Tells(),
        "change_score": Tells(),
        "close_silent": Tells("progress"),
        "object": Tells(holder=True),
        "reopen": Tells(holder=True),
        "withdraw": Tells(),
        "reply": Tells(message=True),
        "protect": Tells(),
        "ask_identity": Tells(custodian=True),
        "deny_identity": Tells(asker=True),
        "allow_identity": Tells("progress", asker=True),
        "see_identity": Tells(),
        "carry_over": Tells("progress", holder=True),
        "report_delay": Tells("answer"),
        "keep_promise": Tells("answer"),
        "promise_due": Tells("answer", holder=True),
        "reclassify": Tells(holder=True),
        "mark_supervisory": Tells("progress", holder=True),
        "take_up": Tells("answer", holder=True),
        "conclude": Tells(holder=True),
        "return_findings": Tells(holder=True),
        "answer_supervisory": Tells("answer"),
    }
)

# Acts that leave the case where it is, with whoever has it.
BESIDE = (
    "channel_accepted",
    "acknowledge",
    "see_report",
    "protect",
    "report_delay",
    "keep_promise",
    "reclassify",
    "reply",
    "change_score",
    *IDENTITY,
)


@dataclass(frozen=True)
class Recipient:
    """An official and the position by which he is told; `kind` as in kinds.py."""

    position: Position
    kind: str


def officials(event: Event, *, day: date) -> list[Recipient]:
    """Every official this event tells, each person once for each kind, never the one who acted.

    What is the Inspektorat's tells nobody else, also of acts from before it was.
    """
    tells = TABLE[event.action]
    complaint, handling = event.complaint, handling_of(event)
    its_turn = tells.holder and not passed(event)
    told: dict[int, Recipient] = {}
    every = [
        *((position, "turn") for position in (holders(complaint, handling, day=day) if its_turn else ())),
        *((position, "head") for position in _heads(event, handling, day=day)),
        *((position, "tim") for position in (held(day, Role.VERIFIER) if tells.tim else ())),
        *((position, "reply") for position in (readers(complaint, handling, day=day) if tells.message else ())),
        *((position, "identity") for position in about_identity(event, day=day)),
    ]
    acted = event.position.person_id if event.position else None
    for position, kind in every:
        if position.person_id != acted and may_know(position, complaint):
            told.setdefault(position.person_id, Recipient(position, kind))
    return list(told.values())


def may_know(position: Position, complaint: Complaint) -> bool:
    """Whether a letter about this complaint may go to who holds this position."""
    return not complaint.supervisory or position.role in (*INSPECTORATE, Role.CUSTODIAN)


def passed(event: Event) -> bool:
    """Whether a later act moved the case on: whose turn it is, that one tells."""
    later = Event.objects.filter(complaint=event.complaint_id, seq__gt=event.seq)
    return later.exclude(action__in=BESIDE).exists()


def holders(complaint: Complaint, handling: Handling | None, *, day: date) -> list[Position]:
    """The positions whose turn it is now: none where the citizen is awaited or the case is over."""
    state = C(complaint.state)
    if state is C.RECEIVED:
        return holding(INSPECTORATE_HOLDS[state] if complaint.supervisory else Role.VERIFIER, None, day=day)
    if state is not C.IN_HANDLING or handling is None or handling.state not in OPEN_HANDLING:
        return []
    return holding(holder_in(H(handling.state), handling, hops=complaint.hops), handling, day=day)


def readers(complaint: Complaint, handling: Handling | None, *, day: date) -> list[Position]:
    """Who reads what the reporter writes: whoever's turn it is, or the desk that answered him."""
    if complaint.state in (C.ANSWERED, C.CLOSED) and handling is not None:
        role = Role.INSPECTOR if complaint.supervisory else Role.OPERATOR
        return list(held(day, role).filter(agency=handling.agency_id))
    return holders(complaint, handling, day=day)


def holder_in(state: H, handling: Handling, *, hops: int) -> Role | None:
    """Who has a handling in this state; `hops` is how often its case had been given to another agency by then."""
    if state is H.RETURN_REQUESTED:
        return Role.CHAIR if hops >= HOPS_BEFORE_CHAIR else Role.VERIFIER
    if state in INVESTIGATION:
        return INSPECTORATE_HOLDS[state]
    role = LIMITS[state].holder
    return Role.HEAD if role is Role.OFFICER and handling.head_examines else role


def holding(role: Role | None, handling: Handling | None, *, day: date) -> list[Position]:
    """The positions of this role: of the Tim, of the Inspektorat, or where this handling is; nobody who may not
    examine it. Where the Inspektorat has no investigator, its verifiers have what is investigated."""
    if role in INSPECTORATE:
        return list(held(day, role)) or list(held(day, Role.INSPECTOR))
    if role is None or role in TIM or handling is None:
        return list(held(day, role)) if role in TIM else []
    if role is Role.UNIT:
        return list(held(day, role).filter(unit=handling.unit_id))
    here = held(day, role).filter(agency=handling.agency_id)
    return list(here.exclude(person__in=handling.barred) if role is Role.OFFICER else here)


def about_identity(event: Event, *, day: date) -> list[Position]:
    """The custodians of a request that waits for them, or who had asked, of the decision."""
    if TABLE[event.action].custodian and IdentityRequest.objects.filter(asked=event, decided=None).exists():
        return list(held(day, Role.CUSTODIAN))
    if TABLE[event.action].asker:
        asked = IdentityRequest.objects.filter(decided=event).values("position")
        rows = Position.objects.held_on(day).filter(pk__in=asked).select_related("person", "agency__calendar")
        handlings = list(event.complaint.handlings.all())
        return [one for one in rows if access.sight(access.official(one), event.complaint, handlings) is Sight.CASE]
    return []


def _heads(event: Event, handling: Handling | None, *, day: date) -> Iterator[Position]:
    if ACTIONS[event.action].reports_to_head and handling is not None:
        yield from held(day, Role.HEAD).filter(agency=handling.agency_id)


def held(day: date, role: Role | None) -> PositionQuerySet:
    return Position.objects.held_on(day).filter(role=role).select_related("person", "agency__calendar", "unit")


def handling_of(event: Event) -> Handling | None:
    """The handling that this event moved, or the one it gave the case to, as it stands now."""
    if event.handling is not None and event.handling.state != H.RETURNED:
        return event.handling
    return leading(event.complaint.handlings.select_related("agency").order_by("id"))
