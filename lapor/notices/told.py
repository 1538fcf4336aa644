"""What was told to whom before: for a reporter who hides something later, and must know what cannot be taken back."""

from __future__ import annotations

from collections import Counter

from django.db.models import OuterRef, Subquery

from lapor.complaints.models import Complaint
from lapor.notices.models import Notice, Stage, Telling
from lapor.people.models import Position
from lapor.sop.lateness import Up
from lapor.sop.rules import C, H


def offices(complaint: Complaint) -> dict[str, int]:
    """How many letters with the title and place of this case went out, by the office of who got them.

    Letters about a case that hides something never hold these, nor do those of before its verification.
    """
    if complaint.anonim or complaint.rahasia:
        return {}
    sent = Notice.objects.filter(event__complaint=complaint, person__isnull=False, stage=Stage.SENT)
    newest = Position.objects.filter(person=OuterRef("person")).order_by("-starts", "-id").values("agency__short")[:1]
    offices = sent.exclude(event__action="submit").values_list(Subquery(newest), flat=True)
    digests = Telling.objects.filter(mark__clock__complaint=complaint, digest__notices__stage=Stage.SENT)
    opened = digests.exclude(rung__in=(Up.TIM_HEAD, Up.SECRETARY)).exclude(mark__clock__name=C.RECEIVED)
    letters = opened.values("digest__notices", "position__agency__short").distinct()
    every = [*offices, *(one["position__agency__short"] for one in letters)]
    return dict(Counter(office or "Tim Kabupaten" for office in every))


def seen_by(complaint: Complaint) -> list[str]:
    """The offices whose officials could open the case and see in it whatever was not hidden, the Tim first.

    What came to the Inspektorat at once was never open to the Tim.
    """
    given = complaint.handlings.exclude(state=H.RETURNED).select_related("agency").order_by("id")
    names = [handling.agency.name for handling in given]
    if complaint.supervisory:
        names.append("Inspektorat")
    if not complaint.supervisory or complaint.events.filter(action="mark_supervisory").exists():
        names.insert(0, "Tim Kabupaten")
    return list(dict.fromkeys(names))
