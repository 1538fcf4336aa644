"""Objection and reopening: a new round, at the penanggung jawab of the agency that leads.

After a score of 1 or 2 somebody else examines; where the agency has nobody else, its head does. Where the
agency is no more, the case goes on at its successor.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as N_

from lapor.complaints import uploads
from lapor.complaints.effects import Moved
from lapor.complaints.models import Draft, Event, Handling
from lapor.complaints.move import move
from lapor.complaints.refusals import demand, written
from lapor.complaints.steps import carry
from lapor.complaints.steps.examine import head_steps_in
from lapor.sop.rules import Actor, Role

LOW_SCORE = 2
_EXAMINING = ("answer_simple", "assign", "recall", "send_back", "approve")


def object_to(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    reason: str,
    score: int | None = None,
    draft: Draft | None = None,
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """The citizen objects: to an answer (back to the agency), to an archive or lapse (back to the Tim).

    `score` are the stars for the answer that is objected to; they count like those of a confirmation.
    """
    demand(score=None if score is None or score in range(1, 6) else N_("Pilih satu sampai lima bintang."))
    return _again("object", reason, score, complaint_id, actor, at, draft, version, form_key)


def reopen(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    reason: str,
    draft: Draft | None = None,
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """Open a closed case again: the citizen once within 30 days, later the Tim."""
    return _again("reopen", reason, None, complaint_id, actor, at, draft, version, form_key)


def _again(
    action: str,
    reason: str,
    score: int | None,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    draft: Draft | None,
    version: int | None,
    form_key: str,
) -> Moved:
    demand(
        reason=written(reason, N_("Tulis alasannya, supaya kami tahu apa yang perlu diperiksa lagi."), least=10),
    )
    with transaction.atomic():
        moved = move(
            action,
            complaint_id=complaint_id,
            actor=actor,
            at=at,
            version=version,
            form_key=form_key,
            data={"score": score} if score else {},
            words={"reason": reason.strip()},
        )
        uploads.take_over(draft, moved.event)
        if score:
            moved.complaint.score = score
            moved.complaint.save(update_fields=["score"])
        if moved.handling is not None:
            given = moved.complaint.score if action == "reopen" else score
            choose_examiner(moved.handling, moved.event.round, low=bool(given and given <= LOW_SCORE), at=at)
            carry.to_successor(moved.handling, at=at)
    return moved


def choose_examiner(handling: Handling, ended_round: int, *, low: bool, at: datetime) -> None:
    """Bar who examined the rounds that ended with a low score; the head steps in where nobody is left."""
    barred: set[int] = set()
    if low:
        barred |= set(handling.barred)
        acts = Event.objects.filter(handling=handling, round=ended_round, action__in=_EXAMINING)
        barred |= set(acts.exclude(role=Role.OPERATOR).values_list("position__person", flat=True))
    handling.barred = sorted(barred)
    handling.head_examines = head_steps_in(handling.agency_id, barred, at=at)
    handling.save(update_fields=["barred", "head_examines"])
