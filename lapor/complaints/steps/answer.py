"""Steps 3, 4 and 7: the answer to the citizen; and its arrival, which is half of step 8.

An answer says of what kind it is: solved, explained, planned (with a date, the budget year and where the money
comes from; from then on a promise) or refused (with the legal ground).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_

from lapor.complaints import uploads
from lapor.complaints.effects import Moved
from lapor.complaints.models import Attachment, Draft
from lapor.complaints.move import move
from lapor.complaints.refusals import demand, written
from lapor.people.calendars import BANTUL
from lapor.sop.rules import SYSTEM, Actor

FAR_AHEAD = timedelta(days=5 * 366)
YEARS_AHEAD = 5
KINDS = {
    "solved": N_("Sudah diatasi"),
    "explained": N_("Dijelaskan"),
    "planned": N_("Direncanakan, dengan tanggal dan sumber biaya"),
    "refused": N_("Tidak dapat dipenuhi, dengan dasar hukum"),
}


@dataclass(frozen=True)
class Answer:
    """What is published. `shown` are ids of pictures of the handling report that go with it."""

    text: str
    kind: str
    planned_on: date | None = None
    budget_year: int | None = None
    ground: str = ""
    shown: Iterable[str] = field(default=())

    def check(self, at: datetime) -> None:
        demand(
            text=written(self.text, N_("Tulis jawaban untuk pelapor, paling sedikit satu kalimat."), least=20),
            kind=None if self.kind in KINDS else N_("Pilih jenis jawaban."),
            planned_on=_no_plan(self.planned_on, at) if self.kind == "planned" else None,
            budget_year=_no_year(self.budget_year, at) if self.kind == "planned" else None,
            ground=_no_ground(self.kind, self.ground),
        )


def answer(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    text: str,
    kind: str,
    planned_on: date | None = None,
    budget_year: int | None = None,
    ground: str = "",
    shown: Iterable[str] = (),
    draft: Draft | None = None,
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """Publish the answer that the checked report allows (step 7)."""
    said = Answer(text, kind, planned_on, budget_year, ground, shown)
    return _publish("answer", said, complaint_id, actor, at, draft, version, form_key)


def answer_simple(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    text: str,
    kind: str = "explained",
    planned_on: date | None = None,
    budget_year: int | None = None,
    ground: str = "",
    draft: Draft | None = None,
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """Answer a simple question at once (step 3 by the operator, step 4 by the penanggung jawab)."""
    said = Answer(text, kind, planned_on, budget_year, ground)
    return _publish("answer_simple", said, complaint_id, actor, at, draft, version, form_key)


def channel_accepted(*, complaint_id: int, at: datetime, round: int | None = None) -> Moved:
    """The citizen's channel has taken the answer of this round. Raises Stale if that round is over."""
    return move("channel_accepted", complaint_id=complaint_id, actor=SYSTEM, at=at, round=round)


def _publish(
    action: str,
    said: Answer,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    draft: Draft | None,
    version: int | None,
    form_key: str,
) -> Moved:
    said.check(at)
    planned = said.kind == "planned"
    with transaction.atomic():
        moved = move(
            action,
            complaint_id=complaint_id,
            actor=actor,
            at=at,
            version=version,
            form_key=form_key,
            data={
                "kind": said.kind,
                "planned_on": said.planned_on.isoformat() if planned and said.planned_on else None,
                "budget_year": said.budget_year if planned else None,
                "shown": _of_reports(complaint_id, said.shown),
            },
            words={"answer": said.text.strip(), "ground": said.ground.strip()},
        )
        uploads.take_over(draft, moved.event)
    return moved


def _of_reports(complaint_id: int, ids: Iterable[str]) -> list[str]:
    """Those of these ids that are pictures of a handling report of this complaint."""
    pictures = Attachment.objects.filter(complaint=complaint_id, event__action="report", kind="picture")
    known = {str(pk) for pk in pictures.values_list("pk", flat=True)}
    return [one for one in ids if one in known]


def _no_plan(day: date | None, at: datetime) -> str | None:
    if day is None or day <= at.astimezone(BANTUL).date():
        return N_("Isi tanggal rencana itu, sesudah hari ini.")
    if day > at.astimezone(BANTUL).date() + FAR_AHEAD:
        return N_("Tanggal rencana lebih dari lima tahun lagi. Periksa lagi tahunnya.")
    return None


def _no_year(year: int | None, at: datetime) -> str | None:
    first = at.astimezone(BANTUL).year
    if year is None or not first <= year <= first + YEARS_AHEAD:
        told = gettext("Isi tahun anggaran antara %(first)s dan %(last)s.")
        return told % {"first": first, "last": first + YEARS_AHEAD}
    return None


def _no_ground(kind: str, ground: str) -> str | None:
    if kind == "planned":
        return written(ground, N_("Sebutkan sumber biayanya, misalnya APBD 2027."))
    if kind == "refused":
        return written(ground, N_("Sebutkan dasar hukumnya."), least=5)
    return written(ground, "", least=0)
