"""Step 6: the penanggung jawab checks the handling report: approves it, or sends it back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop as N_

from lapor.complaints.effects import Moved
from lapor.complaints.move import move
from lapor.complaints.refusals import demand, written
from lapor.sop.rules import Actor


def approve(
    *, complaint_id: int, actor: Actor, at: datetime, note: str = "", version: int | None = None, form_key: str = ""
) -> Moved:
    """Approve the report: the operator may answer, the head is informed."""
    demand(note=written(note, "", least=0))
    return move(
        "approve",
        complaint_id=complaint_id,
        actor=actor,
        at=at,
        version=version,
        form_key=form_key,
        words={"note": note.strip()},
    )


def send_back(
    *, complaint_id: int, actor: Actor, at: datetime, missing: str, version: int | None = None, form_key: str = ""
) -> Moved:
    """Send the report back to the unit and name what is missing."""
    demand(missing=written(missing, N_("Sebutkan apa yang kurang, supaya unit tahu apa yang dilengkapi."), least=10))
    return move(
        "send_back",
        complaint_id=complaint_id,
        actor=actor,
        at=at,
        version=version,
        form_key=form_key,
        words={"missing": missing.strip()},
    )
