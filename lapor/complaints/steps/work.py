"""Step 5: the technical unit acts and hands in its handling report, with pictures."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop as N_

from lapor.complaints import uploads
from lapor.complaints.effects import Moved
from lapor.complaints.models import Draft
from lapor.complaints.move import move
from lapor.complaints.refusals import demand, written
from lapor.people.calendars import BANTUL
from lapor.sop.rules import Actor

LONG_AGO = timedelta(days=366)
RESULTS = {
    "fixed": N_("Sudah diatasi"),
    "partly": N_("Diatasi sebagian"),
    "planned": N_("Perlu direncanakan"),
    "unmet": N_("Tidak dapat dipenuhi"),
}


def report(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    done: str,
    done_on: date | None,
    result: str,
    by_whom: str,
    remains: str = "",
    draft: Draft | None = None,
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """Hand in the handling report. A repair that claims to be done shows a picture of it."""
    pictured = draft is not None and draft.attachments.filter(kind="picture").exists()
    demand(
        done=written(done, N_("Tulis apa yang dikerjakan, paling sedikit satu kalimat."), least=15),
        done_on=_wrong_day(done_on, at),
        result=None if result in RESULTS else N_("Pilih hasilnya."),
        by_whom=written(by_whom, N_("Sebutkan siapa yang mengerjakan.")),
        remains=written(remains, N_("Tulis apa yang belum selesai dan apa yang diperlukan."), least=10)
        if result in ("partly", "planned", "unmet")
        else written(remains, "", least=0),
        files=None
        if pictured or result in ("planned", "unmet")
        else N_("Lampirkan sedikitnya satu foto hasil pekerjaan."),
    )
    with transaction.atomic():
        moved = move(
            "report",
            complaint_id=complaint_id,
            actor=actor,
            at=at,
            version=version,
            form_key=form_key,
            data={"done_on": done_on.isoformat() if done_on else None, "result": result},
            words={"done": done.strip(), "by_whom": by_whom.strip(), "remains": remains.strip()},
        )
        uploads.take_over(draft, moved.event)
    return moved


def _wrong_day(day: date | None, at: datetime) -> str | None:
    if day is None:
        return N_("Isi tanggal pengerjaan, misalnya 24-11-2026.")
    if day > at.astimezone(BANTUL).date():
        return N_("Tanggal pengerjaan belum terjadi. Isi hari pekerjaan itu dilakukan.")
    if day < at.astimezone(BANTUL).date() - LONG_AGO:
        return N_("Tanggal pengerjaan lebih dari setahun yang lalu. Periksa lagi tahunnya.")
    return None
