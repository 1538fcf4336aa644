"""What people send along, and the server drafts that hold it until the form is accepted."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from lapor.complaints.models.case import Complaint
from lapor.complaints.models.events import Event
from lapor.people.models import Position


class Draft(models.Model):
    """An unfinished form: uploads and words that must not be lost. `key` is the form's own random UUID,
    known to its browser only; it is stored hashed.

    A citizen's words are `sealed`, and `account` is the keyed hash of the account that keeps them, "" where
    nobody is signed in; officials' stand in `words`."""

    key = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    position = models.ForeignKey(Position, null=True, blank=True, on_delete=models.PROTECT, related_name="drafts")
    complaint = models.ForeignKey(Complaint, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=30)
    words = models.JSONField(default=dict)
    account = models.CharField(max_length=64, blank=True, default="")
    sealed = models.BinaryField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["position", "complaint"]),
            models.Index(fields=["created_at"]),
            models.Index(fields=["account", "-changed_at"], name="drafts_of_an_account", condition=~Q(account="")),
        ]


class Attachment(models.Model):
    """A stored picture, video or document. It belongs to a draft until an event takes it over.

    `id` is for ourselves, and events name it; `name` is the one in its address, and is another one from the
    moment on that a flag of the complaint changes. `facts` are sealed: when and where it says it was taken.
    `private`: it looks like an identity card, and its reporter is asked. `seconds` is how long a video runs."""

    class Purpose(models.TextChoices):
        EVIDENCE = "evidence", "Bukti"
        BEFORE = "before", "Sebelum"
        AFTER = "after", "Sesudah"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
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
    seconds = models.PositiveIntegerField(null=True, blank=True)
    facts = models.BinaryField(null=True, blank=True)
    private = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["place", "created_at"]

    @property
    def is_picture(self) -> bool:
        return self.kind == "picture"


class UploadPart(models.Model):
    """A piece of a file on its way into a draft, so that a lost connection sends nothing twice.

    `file` is the sender's random name for the file, `total` its announced bytes, `begins` where this piece
    starts. Once the file is whole and judged, one row without data is left that says so (`settled`), with the
    sentence of a refusal in `said`, until the draft goes.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="parts")
    file = models.CharField(max_length=64)
    total = models.PositiveIntegerField()
    begins = models.PositiveIntegerField()
    data = models.BinaryField()
    settled = models.BooleanField(default=False)
    said = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_piece_comes_once", fields=["draft", "file", "begins"]),
        ]
