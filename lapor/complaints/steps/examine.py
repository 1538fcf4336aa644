"""Step 4: the penanggung jawab assigns a technical unit, or recalls it; the head reads the reports."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_

from lapor.complaints.effects import Moved
from lapor.complaints.models import HeadReport
from lapor.complaints.move import move
from lapor.complaints.refusals import demand, written
from lapor.people.calendars import BANTUL
from lapor.people.models import Position, Unit
from lapor.sop.rules import Actor, Role


def assign(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    unit: Unit | None,
    instruction: str,
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """Give the case to a technical unit (lembar disposisi); a report goes to the head."""
    demand(
        unit=_unfit(unit, actor, at),
        instruction=written(instruction, N_("Tulis apa yang perlu dikerjakan unit."), least=10),
    )
    return move(
        "assign",
        complaint_id=complaint_id,
        actor=actor,
        at=at,
        version=version,
        form_key=form_key,
        unit=unit,
        words={"instruction": instruction.strip()},
    )


def recall(
    *, complaint_id: int, actor: Actor, at: datetime, reason: str, version: int | None = None, form_key: str = ""
) -> Moved:
    """Take the case back from the unit, to assign it anew."""
    demand(reason=written(reason, N_("Tulis mengapa pekerjaan ditarik kembali."), least=5))
    return move(
        "recall",
        complaint_id=complaint_id,
        actor=actor,
        at=at,
        version=version,
        form_key=form_key,
        words={"reason": reason.strip()},
    )


def see_report(*, complaint_id: int, handling_id: int, actor: Actor, at: datetime) -> Moved:
    """The head has read what was reported to him: all reports on this case that wait for him."""
    with transaction.atomic():
        moved = move("see_report", complaint_id=complaint_id, handling_id=handling_id, actor=actor, at=at)
        waiting = HeadReport.objects.filter(complaint_id=complaint_id, event__handling_id=handling_id, seen=None)
        waiting.update(seen=moved.event)
    return moved


def head_steps_in(agency_id: int, barred: Collection[int], *, at: datetime) -> bool:
    """Whether every penanggung jawab of this agency is barred, so that its head has to examine."""
    held = Position.objects.held_on(at.astimezone(BANTUL).date()).filter(agency=agency_id, role=Role.OFFICER)
    return bool(barred) and not held.exclude(person__in=barred).exists()


def _unfit(unit: Unit | None, actor: Actor, at: datetime) -> str | None:
    if unit is None or unit.agency_id != actor.agency or not unit.active:
        return N_("Pilih unit teknis di OPD Anda.")
    day = at.astimezone(BANTUL).date()
    if not Position.objects.held_on(day).filter(unit=unit, role=Role.UNIT).exists():
        told = gettext("%(unit)s belum punya kepala. Pilih unit lain, atau minta pengelola mengisinya.")
        return told % {"unit": unit.name}
    return None
