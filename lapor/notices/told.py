"""What was told to whom before: for a reporter who hides something later, and must know what cannot be taken back."""

from __future__ import annotations

from collections import Counter

from django.db.models import OuterRef, Subquery

from lapor.complaints.models import Complaint
from lapor.notices.models import Notice, Stage
from lapor.people.models import Position
from lapor.sop.rules import H


def offices(complaint: Complaint) -> dict[str, int]:
    """How many letters with the title and place of this case went out, by the office of who got them.

    Letters about a case that hides something never hold these, nor do those of before its verification.
    """
    if complaint.anonim or complaint.rahasia:
        return {}
    sent = Notice.objects.filter(event__complaint=complaint, person__isnull=False, stage=Stage.SENT)
    newest = Position.objects.filter(person=OuterRef("person")).order_by("-starts", "-id").values("agency__short")[:1]
    offices = sent.exclude(event__action="submit").values_list(Subquery(newest), flat=True)
    return dict(Counter(office or "Tim Kabupaten" for office in offices))


def seen_by(complaint: Complaint) -> list[str]:
    """The offices whose officials could open the case and see in it whatever was not hidden, the Tim first."""
    given = complaint.handlings.exclude(state=H.RETURNED).select_related("agency").order_by("id")
    return ["Tim Kabupaten", *dict.fromkeys(handling.agency.name for handling in given)]
