"""Requests for a hidden identity, as the official who asked and the custodian read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext

from lapor.complaints.models import EventText, IdentityRequest
from lapor.officer.cases import Case
from lapor.sop.rules import ASKS_IDENTITY, KLASS_LABELS, Klass, Sentence

NEWEST = 50  # requests on the custodian's page and in the file: a look into each locks its case


@dataclass(frozen=True)
class Card:
    """What stands about the identity on a case's page: the newest request of this position, and what it may do.

    `no_asking` and `no_looking` are the sentences why not.
    """

    request: IdentityRequest | None
    decided: str
    no_asking: Sentence | None
    no_looking: Sentence | None


def card(case: Case) -> Card | None:
    """None where nothing is hidden, or where this role never asks."""
    if not case.complaint.anonim or case.actor.role not in ASKS_IDENTITY:
        return None
    own = case.complaint.identity_requests.filter(position=case.position).select_related("decided")
    newest = own.order_by("-asked_at", "-id").first()
    decision = newest.decided_id if newest else None
    return Card(
        newest,
        reasons([decision]).get(decision, "") if decision else "",
        case.refusal("ask_identity"),
        case.refusal("see_identity"),
    )


@dataclass(frozen=True)
class Line:
    """A request as the custodian reads it: number and class of the case and who asks why, nothing of what it says."""

    request: IdentityRequest
    number: str
    klass: str
    asker: str
    reason: str
    decided: str


def waiting() -> list[Line]:
    """The requests that wait to be decided, the oldest first."""
    return lines(_read_along().filter(decided=None).order_by("asked_at", "id"))


def decided() -> list[Line]:
    """The newest requests that were decided."""
    return lines(_read_along().exclude(decided=None).order_by("-asked_at", "-id")[:NEWEST])


def newest(most: int) -> list[Line]:
    """So many of the newest requests, decided or not."""
    return lines(_read_along().order_by("-asked_at", "-id")[:most])


def found(pk: int) -> IdentityRequest | None:
    return _read_along().filter(pk=pk).first()


def lines(rows: Iterable[IdentityRequest]) -> list[Line]:
    every = list(rows)
    said = reasons(pk for one in every for pk in (one.asked_id, one.decided_id) if pk)
    return [
        Line(
            request=one,
            number=one.complaint.number,
            klass=gettext(KLASS_LABELS[Klass(one.complaint.klass)]),
            asker=f"{one.position.person.name}, {one.position.label}",
            reason=said.get(one.asked_id, ""),
            decided=said.get(one.decided_id or 0, ""),
        )
        for one in every
    ]


def _read_along() -> QuerySet[IdentityRequest]:
    return IdentityRequest.objects.select_related(
        "complaint", "asked", "decided", "position__person", "position__agency", "position__unit"
    )


def reasons(events: Iterable[int]) -> dict[int, str]:
    """The reasons written with these events, by their keys; erased ones are not among them."""
    texts = EventText.objects.filter(event__in=list(events), name="reason").exclude(words="")
    return dict(texts.values_list("event", "words"))
