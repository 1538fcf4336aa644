"""Steps 3, 4 and 7: the answer to the citizen; and its arrival, which is half of step 8.

An answer says of what kind it is: solved, explained, planned (with a date and where the money comes
from) or refused (with the legal ground).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from lapor.complaints import tasks, uploads
from lapor.complaints.models import Attachment, Draft
from lapor.complaints.move import Moved, move
from lapor.complaints.refusals import demand, written
from lapor.people.calendars import BANTUL
from lapor.sop.rules import SYSTEM, Actor

KINDS = {
    "solved": "Sudah diatasi",
    "explained": "Dijelaskan",
    "planned": "Direncanakan, dengan tanggal dan sumber biaya",
    "refused": "Tidak dapat dipenuhi, dengan dasar hukum",
}


def answer(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    text: str,
    kind: str,
    planned_on: date | None = None,
    ground: str = "",
    draft: Draft | None = None,
    shown: Sequence[str] = (),
    version: int | None = None,
) -> Moved:
    """Publish the answer that the checked report allows (step 7).

    `shown` are ids of pictures of the handling report that the citizen gets to see with it.
    """
    return _publish("answer", complaint_id, actor, at, text, kind, planned_on, ground, draft, shown, version)


def answer_simple(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    text: str,
    kind: str = "explained",
    planned_on: date | None = None,
    ground: str = "",
    draft: Draft | None = None,
    version: int | None = None,
) -> Moved:
    """Answer a simple question at once (step 3 by the operator, step 4 by the penanggung jawab)."""
    return _publish("answer_simple", complaint_id, actor, at, text, kind, planned_on, ground, draft, (), version)


def channel_accepted(*, complaint_id: int, at: datetime) -> Moved:
    """The citizen's channel has taken the answer."""
    return move("channel_accepted", complaint_id=complaint_id, actor=SYSTEM, at=at)


def _publish(
    action: str,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    text: str,
    kind: str,
    planned_on: date | None,
    ground: str,
    draft: Draft | None,
    shown: Sequence[str],
    version: int | None,
) -> Moved:
    demand(
        text=written(text, "Tulis jawaban untuk pelapor, paling sedikit satu kalimat.", least=20),
        kind=None if kind in KINDS else "Pilih macam jawaban.",
        planned_on=_no_plan(planned_on, at) if kind == "planned" else None,
        ground=_no_ground(kind, ground),
    )
    with transaction.atomic():
        moved = move(
            action,
            complaint_id=complaint_id,
            actor=actor,
            at=at,
            version=version,
            data={
                "kind": kind,
                "planned_on": planned_on.isoformat() if planned_on else None,
                "shown": _of_reports(complaint_id, shown),
            },
            words={"answer": text.strip(), "ground": ground.strip()},
        )
        uploads.take_over(draft, moved.event)
        tasks.deliver_answer(moved.complaint)
    return moved


def _of_reports(complaint_id: int, ids: Sequence[str]) -> list[str]:
    """Those of these ids that are pictures of a handling report of this complaint."""
    pictures = Attachment.objects.filter(complaint=complaint_id, event__action="report", kind="picture")
    return [str(pk) for pk in pictures.filter(pk__in=ids).values_list("pk", flat=True)]


def _no_plan(day: date | None, at: datetime) -> str | None:
    if day is None or day <= at.astimezone(BANTUL).date():
        return "Isi tanggal rencana itu, sesudah hari ini."
    return None


def _no_ground(kind: str, ground: str) -> str | None:
    if kind == "planned":
        return written(ground, "Sebutkan sumber biayanya, misalnya APBD 2027.")
    if kind == "refused":
        return written(ground, "Sebutkan dasar hukumnya.", least=5)
    return None
