"""Asking the citizen for what is missing: the asker's clock stands still until the answer or the limit."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as N_

from lapor.complaints import uploads
from lapor.complaints.effects import Moved
from lapor.complaints.models import Draft
from lapor.complaints.move import move
from lapor.complaints.refusals import demand, written
from lapor.sop.rules import SYSTEM, Actor


def ask_completion(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    question: str,
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """Ask the citizen. The third question of a round is the Ketua Tim's."""
    demand(question=written(question, N_("Tulis apa yang perlu dilengkapi pelapor."), least=10))
    return move(
        "ask_completion",
        complaint_id=complaint_id,
        actor=actor,
        at=at,
        version=version,
        form_key=form_key,
        words={"question": question.strip()},
    )


def complete(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    reply: str,
    draft: Draft | None = None,
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """The citizen sends what was asked; the case goes back to where it was asked."""
    sent = draft is not None and draft.attachments.exists()
    demand(reply=None if sent else written(reply, N_("Tulis jawaban Anda, atau lampirkan yang diminta.")))
    with transaction.atomic():
        moved = move(
            "complete",
            complaint_id=complaint_id,
            actor=actor,
            at=at,
            version=version,
            form_key=form_key,
            words={"reply": reply.strip()},
        )
        uploads.take_over(draft, moved.event)
    return moved


def lapse(*, complaint_id: int, at: datetime) -> Moved:
    """The citizen's limit is over: at the Tim the case lapses, in an agency it goes on without."""
    return move("lapse", complaint_id=complaint_id, actor=SYSTEM, at=at)
