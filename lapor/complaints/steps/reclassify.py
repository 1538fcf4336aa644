"""The Tim finds that a complaint is of another class: its settlement limit is counted anew from where it began."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop as N_

from lapor.complaints.effects import Moved
from lapor.complaints.models import Complaint
from lapor.complaints.move import move
from lapor.complaints.refusals import demand, written
from lapor.sop.rules import Actor, Klass


def reclassify(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    klass: Klass | None,
    note: str,
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """Give a complaint that an agency has another class; pauses and reminders that were written stay."""
    now = Complaint.objects.filter(pk=complaint_id).values_list("klass", flat=True).first()
    demand(
        klass=N_("Pilih jenis yang lain dari sekarang.") if klass in (None, now, Klass.SUPERVISORY) else None,
        note=written(note, N_("Tulis alasannya, supaya OPD tahu mengapa batasnya berubah."), least=10),
    )
    assert klass is not None
    return move(
        "reclassify",
        complaint_id=complaint_id,
        actor=actor,
        at=at,
        version=version,
        form_key=form_key,
        data={"klass": klass.value},
        words={"note": note.strip()},
    )
