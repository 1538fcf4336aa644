"""An agency is closed: its successor goes on with the case, in the same state and the same time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from lapor.complaints.effects import Moved
from lapor.complaints.models import Handling
from lapor.complaints.move import move
from lapor.complaints.steps.examine import head_steps_in
from lapor.people.calendars import BANTUL
from lapor.people.models import Agency
from lapor.people.reorganisation import heir
from lapor.sop.rules import SYSTEM


def carry_over(*, complaint_id: int, handling_id: int, agency: Agency, at: datetime) -> Moved:
    """Give this handling of a closed agency to another one. Who may examine it is asked anew there."""
    with transaction.atomic():
        before = Agency.objects.get(handlings=handling_id)
        moved = move(
            "carry_over",
            complaint_id=complaint_id,
            handling_id=handling_id,
            actor=SYSTEM,
            at=at,
            agency=agency,
            data={"from": before.code},
        )
        if (handling := moved.handling) is not None:
            handling.head_examines = head_steps_in(agency.pk, handling.barred, at=at)
            handling.save(update_fields=["head_examines"])
    return moved


def to_successor(handling: Handling, *, at: datetime) -> Moved | None:
    """Carry this open handling over if its agency is closed and has a successor."""
    agency = Agency.objects.get(pk=handling.agency_id)
    after = heir(agency, at.astimezone(BANTUL).date())
    if after == agency:
        return None
    return carry_over(complaint_id=handling.complaint_id, handling_id=handling.pk, agency=after, at=at)
