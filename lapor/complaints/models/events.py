"""What happened, append-only and chained per complaint; the words beside it, which can be erased.

Triggers in the first migration refuse to change an event, and let EventText change only to empty.
"""

from __future__ import annotations

from django.db import models

from lapor.complaints.models.case import Complaint, Handling
from lapor.people.models import Agency, Position
from lapor.sop import rules


class Event(models.Model):
    """One act. `hash` covers everything here and the hash before it; `words` holds salted hashes only.

    A citizen's act names a role and no person; an official's act names the position that was used.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    handling = models.ForeignKey(Handling, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    action = models.CharField(max_length=30)
    at = models.DateTimeField()
    round = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=20, choices=[(r.value, rules.ROLE_LABELS[r]) for r in rules.Role])
    position = models.ForeignKey(Position, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    data = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "seq"], name="one_event_per_number")]
        indexes = [models.Index(fields=["action", "at"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.complaint_id}/{self.seq} {self.action}"


class EventText(models.Model):
    """Words that belong to an event, each under a name ("story", "answer", "reason" ...)."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="texts")
    name = models.CharField(max_length=20)
    salt = models.CharField(max_length=32)
    words = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="one_text_per_name")]


class Outbox(models.Model):
    """An event that nobody was told of yet: written with it, gone with the transaction that makes its notices."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True, related_name="outbox")


class Seal(models.Model):
    """An hourly hash over all chain heads, chained itself: what existed then cannot be rewritten later."""

    at = models.DateTimeField(unique=True)
    heads = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)


class HeadReport(models.Model):
    """A report to the head of an agency, written by an act of step 3, 4 or 6; seen by an event."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="head_report")
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="head_reports")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="head_reports")
    created_at = models.DateTimeField()
    seen = models.ForeignKey(Event, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "created_at"], name="head_report_unseen", condition=models.Q(seen__isnull=True)
            )
        ]
