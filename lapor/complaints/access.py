"""Who sees a complaint: one function for one case, and its SQL twin for lists. Deny by default.

A hypothesis test holds the two equal. A supervisory complaint is the Inspektorat's: nobody else sees it but its
reporter, and the auditor, who sees the bare chain (ADR 19). What somebody may *do* with a case is not here:
rules.judge says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from django.db.models import Q, QuerySet

from lapor.complaints import identity
from lapor.complaints.models import Complaint, Handling
from lapor.people.models import Person, Position
from lapor.sop.rules import INSPECTORATE, TIM, Actor, H, Klass, Role


class Sight(Enum):
    """How much of a case somebody sees."""

    NONE = "none"
    OWN = "own"  # the reporter: his own case, never an internal word
    EVENTS = "events"  # the auditor: what happened when and by which office, no words, no identity
    CASE = "case"  # the officials concerned


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks: an official in one position, or a citizen with his account and receipt codes.

    An official who follows his own complaint does so as a citizen, on the citizens' pages.
    """

    official: Actor | None = None
    person: int | None = None
    receipts: frozenset[int] = field(default_factory=frozenset)


def official(position: Position) -> Viewer:
    return Viewer(official=position.as_actor())


def citizen(person: Person | None, receipts: Iterable[int] = ()) -> Viewer:
    """A citizen: an account, the complaints whose receipt code was given in this session, or both."""
    return Viewer(person=person.pk if person else None, receipts=frozenset(receipts))


_AGENCY = (Role.OPERATOR, Role.OFFICER, Role.HEAD)


def sight(viewer: Viewer, complaint: Complaint, handlings: Iterable[Handling]) -> Sight:
    """How much of this complaint this viewer sees. `handlings` are all of the complaint's."""
    actor = viewer.official
    if actor is None:
        own = complaint.pk in viewer.receipts or (
            viewer.person is not None and identity.is_reporter(viewer.person, complaint.pk)
        )
        return Sight.OWN if own else Sight.NONE
    if actor.role is Role.AUDITOR:
        return Sight.EVENTS
    if complaint.supervisory or actor.role in INSPECTORATE:
        return Sight.CASE if complaint.supervisory and actor.role in INSPECTORATE else Sight.NONE
    if actor.role in TIM:
        return Sight.CASE
    kept = [h for h in handlings if h.state != H.RETURNED]
    if actor.role in _AGENCY and any(h.agency_id == actor.agency for h in kept):
        return Sight.CASE
    if actor.role is Role.UNIT and any(h.unit_id == actor.unit for h in kept):
        return Sight.CASE
    return Sight.NONE


def visible_to(viewer: Viewer) -> QuerySet[Complaint]:
    """Every complaint that `sight` lets this viewer see anything of: its SQL twin."""
    every = Complaint.objects.all()
    actor = viewer.official
    if actor is None:
        mine = Q(pk__in=viewer.receipts)
        if viewer.person is not None:
            mine |= Q(pk__in=identity.of_account(viewer.person).values("pk"))
        return every.filter(mine)
    if actor.role is Role.AUDITOR:
        return every
    if actor.role in INSPECTORATE:
        return every.filter(klass=Klass.SUPERVISORY)
    every = every.exclude(klass=Klass.SUPERVISORY)
    if actor.role in TIM:
        return every
    kept = Handling.objects.exclude(state=H.RETURNED)
    if actor.role in _AGENCY:
        return every.filter(pk__in=kept.filter(agency=actor.agency).values("complaint"))
    if actor.role is Role.UNIT:
        return every.filter(pk__in=kept.filter(unit=actor.unit).values("complaint"))
    return every.none()
