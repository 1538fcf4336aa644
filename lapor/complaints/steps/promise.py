"""What an answer planned: done by its date, or the case comes back on it, also when it is closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as N_

from lapor.complaints import promises, uploads
from lapor.complaints.effects import Moved
from lapor.complaints.models import Draft
from lapor.complaints.move import move
from lapor.complaints.refusals import demand, written
from lapor.complaints.steps import carry
from lapor.complaints.steps.reopen import LOW_SCORE, choose_examiner
from lapor.sop.rules import SYSTEM, Actor


def keep_promise(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    answer: str,
    draft: Draft | None = None,
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """The agency has done what it planned, and tells the reporter so; the case stays as it is."""
    demand(
        answer=written(answer, N_("Tulis apa yang sudah dikerjakan, paling sedikit satu kalimat."), least=20),
    )
    with transaction.atomic():
        moved = move(
            "keep_promise",
            complaint_id=complaint_id,
            actor=actor,
            at=at,
            version=version,
            form_key=form_key,
            words={"answer": answer.strip()},
        )
        uploads.take_over(draft, moved.event)
    return moved


def promise_due(*, complaint_id: int, at: datetime) -> Moved:
    """The date has come and nobody said that it was done: a new round, at the penanggung jawab.

    Who examines is chosen as for a reopening. The promise runs on, late, until the next answer.
    """
    plan = promises.open_plan(complaint_id)
    data = {"promised_on": plan.promised_on.isoformat()} if plan else {}
    with transaction.atomic():
        moved = move("promise_due", complaint_id=complaint_id, actor=SYSTEM, at=at, data=data)
        if moved.handling is not None:
            score = moved.complaint.score
            choose_examiner(moved.handling, moved.event.round, low=bool(score and score <= LOW_SCORE), at=at)
            carry.to_successor(moved.handling, at=at)
    return moved
