"""What was changed in people, positions, agencies and lists: append-only and chained, as events of cases are."""

from __future__ import annotations

from django.db import models


class Change(models.Model):
    """One change. `hash` covers everything here and the hash before it; people/journal.py writes it.

    `position` is the position that was used, None for the console and the worker. `subject` names what was
    changed ("position 12", "agency 10700"); `data` says what became what.
    """

    seq = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=40)
    position = models.ForeignKey(
        "people.Position", null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    subject = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["subject"])]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.subject}"
