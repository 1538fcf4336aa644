"""An agency that will be late says so, and until when: a second promise beside the limits, which stay as they are."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_noop as N_

from lapor.complaints.effects import Moved
from lapor.complaints.move import move
from lapor.complaints.refusals import demand, written
from lapor.people.calendars import BANTUL
from lapor.sop.rules import Actor

FARTHEST = timedelta(days=366)


def report_delay(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    reason: str,
    promised_on: date | None,
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """Promise the reporter another date, with the reason; it takes the place of one that was promised before.

    Kept is it by the answer. The head reads it too.
    """
    demand(
        promised_on=_no_date(promised_on, at),
        reason=written(reason, N_("Tulis alasannya kepada pelapor, paling sedikit satu kalimat."), least=15),
    )
    return move(
        "report_delay",
        complaint_id=complaint_id,
        actor=actor,
        at=at,
        version=version,
        form_key=form_key,
        data={"promised_on": promised_on.isoformat() if promised_on else None},
        words={"reason": reason.strip()},
    )


def _no_date(day: date | None, at: datetime) -> str | None:
    today = at.astimezone(BANTUL).date()
    if day is None or day <= today:
        return N_("Isi tanggal yang Anda janjikan, sesudah hari ini.")
    if day > today + FARTHEST:
        return N_("Tanggal itu lebih dari setahun lagi. Yang selama itu dijawab sebagai rencana.")
    return None
