"""Agencies, their kinds and technical units, and how they are reorganised from one day on."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from lapor.people.models.office_time import Calendar


class AgencyKind(models.Model):
    """A kind of agency (dinas, badan, kapanewon ...) and what its penanggung jawab and head are called."""

    code = models.SlugField(max_length=20, primary_key=True)
    name = models.CharField(max_length=60)
    officer_title = models.CharField(max_length=80)
    head_title = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Duty(models.TextChoices):
    """What an agency is for the whole desk: its head is told of lateness that goes beyond the Ketua Tim."""

    TIM = "tim", "Menaungi Tim Kabupaten"
    SECRETARIAT = "secretariat", "Sekretariat Daerah"


class Agency(models.Model):
    """An OPD, a kapanewon or a regional company that complaints are given to.

    The titles are the agency's own; they follow its kind's unless they were set apart. From `closed` on it is
    given no complaints; `successor` has taken over what was open then. At most one agency has each `duty`.
    """

    code = models.CharField(max_length=12, unique=True)
    short = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    kind = models.ForeignKey(AgencyKind, on_delete=models.PROTECT, related_name="agencies")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    officer_title = models.CharField(max_length=80)
    head_title = models.CharField(max_length=80)
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT)
    duty = models.CharField(max_length=12, blank=True, choices=Duty.choices)
    closed = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="successor_of_a_closed_agency_only", condition=Q(successor__isnull=True) | Q(closed__isnull=False)
            ),
            models.CheckConstraint(
                name="no_agency_succeeds_itself", condition=Q(successor__isnull=True) | ~Q(successor=F("id"))
            ),
            models.UniqueConstraint(fields=["duty"], condition=~Q(duty=""), name="one_agency_per_duty"),
        ]

    def __str__(self) -> str:
        return self.short

    def open_on(self, day: date) -> bool:
        """Whether the agency is there on this day in Bantul."""
        return self.closed is None or day < self.closed


class Unit(models.Model):
    """A technical unit (bidang, seksi) of an agency that carries out step 5."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=120)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="unit_once_per_agency")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Reorganisation(models.Model):
    """What changes of an agency on one day: names, kind, parent and titles ("change"), or its end ("close").

    `facts` holds the fields that get another value on that day ({"name": …, "short": …, "kind": code,
    "parent": code or "", "officer_title": …, "head_title": …}), `done_at` the instant it was carried out.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reorganisations")
    day = models.DateField()
    action = models.CharField(max_length=10, choices=[("change", "Perubahan"), ("close", "Penutupan")])
    facts = models.JSONField(default=dict, blank=True)
    successor = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decree = models.CharField(max_length=160, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "day"], condition=Q(done_at__isnull=True), name="one_plan_per_agency_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.day}"
