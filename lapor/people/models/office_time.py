"""Office hours and the days on which they do not count; every version they ever had."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

OBSERVES = [
    ("all", "Libur nasional dan cuti bersama"),
    ("national", "Libur nasional saja; cuti bersama tetap masuk"),
    ("none", "Tidak libur (layanan 24 jam)"),
]


class Calendar(models.Model):
    """The office hours of agencies, as people edit them. What is left empty is inherited from `parent`.

    `week` and `profiles` have the form of sop/calendar.py's JSON, each profile also a "name"; an empty week and
    profiles of None are the parent's, `observes` "" too. `former` are the weeks before this one, oldest first, each
    {"to": its last day, "week"}: a week that changes from a day on leaves the days before as they were. `version`
    counts what came out of it (CalendarVersion), `digest` is the fingerprint of that version's data; both are
    written by people/calendars.publish alone. One that is `gone` is offered no more; what it counted stays.
    """

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    zone = models.CharField(max_length=40, default="Asia/Jakarta")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    week = models.JSONField(default=dict, blank=True)
    former = models.JSONField(default=list, blank=True)
    profiles = models.JSONField(null=True, blank=True)
    observes = models.CharField(max_length=10, choices=OBSERVES, blank=True)
    version = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, default="", editable=False)
    gone = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="no_calendar_inherits_from_itself", condition=Q(parent__isnull=True) | ~Q(parent=F("id"))
            )
        ]

    def __str__(self) -> str:
        return self.name


class CalendarVersion(models.Model):
    """What a calendar came to at one time, whole: a clock names the one it was counted with. Never changed.

    `data` is what sop/calendar.py reads, days off included, with a "why" beside it: {day: name and decree}.
    `change` is the entry of the journal that brought it about, None for a seed or the first start.
    """

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    data = models.JSONField()
    digest = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField()
    change = models.ForeignKey("people.Change", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "number"], name="one_calendar_version_per_number")]

    def __str__(self) -> str:
        return f"{self.calendar} {self.number}"


class Holiday(models.Model):
    """A day on which no office minute counts. `basis` is the decree that says so."""

    day = models.DateField(primary_key=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=[("national", "Libur nasional"), ("joint", "Cuti bersama")])
    basis = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"


class Closure(models.Model):
    """A day on which the offices of one calendar, and of those that inherit from it, are closed for once."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="closures")
    day = models.DateField()
    name = models.CharField(max_length=160)
    basis = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="one_closure_per_calendar_and_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"
