"""Beside the steps: the citizen writes to whoever has the case. Nothing moves, no clock stops, no round begins."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as N_

from lapor.complaints import uploads
from lapor.complaints.effects import Moved
from lapor.complaints.models import Draft
from lapor.complaints.move import move
from lapor.complaints.refusals import demand, written
from lapor.sop.rules import Actor


def reply(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    message: str,
    draft: Draft | None = None,
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """A message, files or both, into the history of the case."""
    sent = draft is not None and draft.attachments.exists()
    demand(message=None if sent else written(message, N_("Tulis pesan Anda, atau lampirkan berkasnya.")))
    with transaction.atomic():
        moved = move(
            "reply",
            complaint_id=complaint_id,
            actor=actor,
            at=at,
            version=version,
            form_key=form_key,
            words={"message": message.strip()},
        )
        uploads.take_over(draft, moved.event)
    return moved
