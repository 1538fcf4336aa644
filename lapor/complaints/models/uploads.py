"""What people send along, and the server drafts that hold it until the form is accepted."""

from __future__ import annotations

import uuid

from django.db import models

from lapor.complaints.models.case import Complaint
from lapor.complaints.models.events import Event
from lapor.people.models import Position


class Draft(models.Model):
    """An unfinished form: uploads and words that must not be lost. `key` is the form's own random UUID,
    known to its browser only; it is stored hashed."""

    key = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    position = models.ForeignKey(Position, null=True, blank=True, on_delete=models.PROTECT, related_name="drafts")
    complaint = models.ForeignKey(Complaint, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=30)
    words = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["position", "complaint"]), models.Index(fields=["created_at"])]


class Attachment(models.Model):
    """A stored picture or document. It belongs to a draft until an event takes it over."""

    class Purpose(models.TextChoices):
        EVIDENCE = "evidence", "Bukti"
        BEFORE = "before", "Sebelum"
        AFTER = "after", "Sesudah"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.SET_NULL, related_name="attachments")
    complaint = models.ForeignKey(
        Complaint, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments")
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.EVIDENCE)
    place = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10)
    mime = models.CharField(max_length=60)
    extension = models.CharField(max_length=6)
    content_hash = models.CharField(max_length=64)
    thumb_hash = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["place", "created_at"]

    @property
    def is_picture(self) -> bool:
        return self.kind == "picture"
