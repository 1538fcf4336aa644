"""The room of identities: who reported, sealed; found only by keyed hashes."""

from __future__ import annotations

from django.db import models

from lapor.complaints.models.case import Complaint


class Identity(models.Model):
    """`sealed` is the encrypted name and contact; the hashes are keyed, so that the table alone tells nobody.

    `account` is the hash of the reporter's account, `code` of the receipt code; "" where there is none.
    """

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, primary_key=True, related_name="+")
    sealed = models.BinaryField()
    account = models.CharField(max_length=64, blank=True, db_index=True)
    code = models.CharField(max_length=64, blank=True)
