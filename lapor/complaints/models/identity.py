"""The room of identities: who reported, sealed; found only by keyed hashes; and who asked to look into it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lapor.complaints.models.case import Complaint
from lapor.complaints.models.events import Event
from lapor.people.models import Position


class Identity(models.Model):
    """`sealed` is the encrypted name and contact; the hashes are keyed, so that the table alone tells nobody.

    `account` is the hash of the reporter's account, `code` of the receipt code; "" where there is none.
    """

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, primary_key=True, related_name="+")
    sealed = models.BinaryField()
    account = models.CharField(max_length=64, blank=True, db_index=True)
    code = models.CharField(max_length=64, blank=True)


class IdentityRequest(models.Model):
    """An official asked the custodian for a hidden identity. The reasons stand in the words of its events.

    `allowed` is None until it is decided; `until` is when an allowed look ends.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="identity_requests")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    asked = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided = models.OneToOneField(Event, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    allowed = models.BooleanField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_request_a_position", fields=["complaint", "position"], condition=Q(decided=None)
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="identity_requests_open", condition=Q(decided=None))]
