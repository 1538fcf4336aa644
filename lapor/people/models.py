"""Who works where: persons, agencies with their office calendars and units, and dated positions.

`Position` is the only source of roles. A person may hold several and acts in one at a time.
"""

from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from lapor.sop import rules


class PersonManager(BaseUserManager["Person"]):
    def create_person(self, *, email: str, name: str, password: str | None = None) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), name=name)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=(username or "").strip())


class Person(AbstractBaseUser):
    """An account. Citizens and officials alike; what somebody may do comes from positions alone."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = PersonManager()

    def __str__(self) -> str:
        return self.name


class Calendar(models.Model):
    """Office hours by weekday, without holidays: those stand in Holiday. `version` counts its changes."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    zone = models.CharField(max_length=40, default="Asia/Jakarta")
    week = models.JSONField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day on which no office minute counts."""

    day = models.DateField(primary_key=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=[("national", "Libur nasional"), ("joint", "Cuti bersama")])
    basis = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"


class Agency(models.Model):
    """An OPD, a kapanewon or a regional company that complaints are given to."""

    code = models.CharField(max_length=12, unique=True)
    short = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    officer_title = models.CharField(max_length=80)
    head_title = models.CharField(max_length=80)
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.short


class Unit(models.Model):
    """A technical unit (bidang, seksi) of an agency that carries out step 5."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="unit_once_per_agency")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PositionQuerySet(models.QuerySet["Position"]):
    def held_on(self, day: date) -> PositionQuerySet:
        """Positions that are in force on this day in Bantul."""
        return self.filter(Q(starts__lte=day), Q(ends__isnull=True) | Q(ends__gte=day), person__is_active=True)


AGENCY_ROLES = (rules.Role.OPERATOR, rules.Role.OFFICER, rules.Role.UNIT, rules.Role.HEAD)
POSITION_ROLES = [role for role in rules.Role if role not in (rules.Role.CITIZEN, rules.Role.SYSTEM)]


class Position(models.Model):
    """A role that a person holds at an agency (or for the regency) from one day to another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="positions")
    role = models.CharField(max_length=20, choices=[(r.value, rules.ROLE_LABELS[r]) for r in POSITION_ROLES])
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="positions")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="positions")
    title = models.CharField(max_length=120, blank=True)
    structural = models.BooleanField(default=False)
    education = models.CharField(max_length=20, blank=True)
    decree = models.CharField(max_length=60, blank=True)
    acting_for = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agency_where_the_role_has_one",
                condition=Q(role__in=AGENCY_ROLES, agency__isnull=False)
                | (~Q(role__in=AGENCY_ROLES) & Q(agency__isnull=True)),
            ),
            models.CheckConstraint(
                name="unit_for_the_head_of_a_unit_only",
                condition=Q(role=rules.Role.UNIT, unit__isnull=False)
                | (~Q(role=rules.Role.UNIT) & Q(unit__isnull=True)),
            ),
            models.CheckConstraint(
                name="position_does_not_end_before_it_starts",
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
            ),
        ]
        indexes = [models.Index(fields=["agency", "role"]), models.Index(fields=["person"])]

    def __str__(self) -> str:
        return f"{self.person}, {self.label}"

    @property
    def label(self) -> str:
        """The role in words with its place: "Operator, Dishub"."""
        if self.title:
            words = self.title
        elif self.role == rules.Role.HEAD and self.agency:
            words = self.agency.head_title
        elif self.role == rules.Role.OFFICER and self.agency:
            words = f"{gettext(rules.ROLE_LABELS[rules.Role.OFFICER])} ({self.agency.officer_title})"
        elif self.unit:
            words = f"Kepala {self.unit.name}"
        else:
            words = gettext(rules.ROLE_LABELS[rules.Role(self.role)])
        return f"{words}, {self.agency.short}" if self.agency else words

    def as_actor(self) -> rules.Actor:
        """This position as the rules see it."""
        return rules.Actor(
            role=rules.Role(self.role),
            agency=self.agency_id,
            unit=self.unit_id,
            person=self.person_id,
            position=self.pk,
        )
