"""Beside the steps: the citizen hides his name or the content later. What is hidden is never shown again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as N_

from lapor.complaints import uploads
from lapor.complaints.effects import Moved
from lapor.complaints.move import move
from lapor.complaints.refusals import demand
from lapor.sop.rules import Actor


def protect(*, complaint_id: int, actor: Actor, at: datetime, anonim: bool, rahasia: bool, form_key: str = "") -> Moved:
    """Set one of the two flags or both. Whatever is written, shown or sent from now on reads them."""
    demand(anonim=None if anonim or rahasia else N_("Pilih apa yang disembunyikan."))
    with transaction.atomic():
        moved = move(
            "protect",
            complaint_id=complaint_id,
            actor=actor,
            at=at,
            form_key=form_key,
            data={"anonim": anonim, "rahasia": rahasia},
        )
        complaint = moved.complaint
        complaint.anonim, complaint.rahasia = complaint.anonim or anonim, complaint.rahasia or rahasia
        complaint.save(update_fields=["anonim", "rahasia"])
        uploads.rename(complaint)
    return moved
