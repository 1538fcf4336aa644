"""The dated versions of the SOP: its head and its times as data. That of 2020 stands in sop/limits.py."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class SopVersion(models.Model):
    """A version that somebody wrote and another person approved; from `effective` on new complaints go by it.

    `facts` is what sop/limits.Terms.to_json says. Not approved it is a draft; approved it never changes.
    """

    code = models.SlugField(max_length=20, unique=True)
    effective = models.DateField()
    facts = models.JSONField()
    reason = models.CharField(max_length=300)
    written_by = models.ForeignKey("people.Position", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        "people.Position", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["effective", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["effective"], condition=Q(approved_at__isnull=False), name="one_approved_version_per_day"
            ),
            models.CheckConstraint(
                name="approved_by_another_position",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("written_by")),
            ),
            models.CheckConstraint(
                name="an_approval_has_both",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code
