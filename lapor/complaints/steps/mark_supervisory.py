"""The Tim finds that a complaint tells of an abuse of power by officials: from this act on it is the Inspektorat's."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop as N_

from lapor.complaints.effects import Moved
from lapor.complaints.move import move
from lapor.complaints.refusals import demand, written
from lapor.sop.rules import Actor, Klass


def mark_supervisory(
    *, complaint_id: int, actor: Actor, at: datetime, reason: str, version: int | None = None, form_key: str = ""
) -> Moved:
    """Hand the complaint to the Inspektorat, for good: whoever had it sees nothing of it any more, the Tim neither.

    The settlement limit is counted anew with the days of this class, from where it began.
    """
    demand(reason=written(reason, N_("Tulis mengapa ini urusan Inspektorat."), least=10))
    return move(
        "mark_supervisory",
        complaint_id=complaint_id,
        actor=actor,
        at=at,
        version=version,
        form_key=form_key,
        data={"klass": Klass.SUPERVISORY.value},
        words={"reason": reason.strip()},
    )
