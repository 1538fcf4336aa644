"""Dated positions: the only source of roles."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from lapor.people.models.agency import Agency, Unit
from lapor.people.models.person import Person
from lapor.sop import rules


class PositionQuerySet(models.QuerySet["Position"]):
    def held_on(self, day: date) -> PositionQuerySet:
        """Positions that are in force on this day in Bantul."""
        return self.not_over(day).filter(starts__lte=day, person__is_active=True)

    def not_over(self, day: date) -> PositionQuerySet:
        """Positions that are in force on this day in Bantul or begin later, whoever holds them."""
        return self.filter(Q(ends__isnull=True) | Q(ends__gte=day))


AGENCY_ROLES = (*rules.AGENCY_ROLES, *rules.INSPECTORATE)
POSITION_ROLES = [role for role in rules.Role if role not in (rules.Role.CITIZEN, rules.Role.SYSTEM)]


class Acting(models.TextChoices):
    """How somebody stands in: Plt. where nobody holds the position, Plh. while its holder is away."""

    PLT = "plt", "Plt."
    PLH = "plh", "Plh."


class Position(models.Model):
    """A role that a person holds at an agency (or for the regency) from one day to another.

    Who stands in has `acting`, and `acting_for` where it is known for whom; the rights are the same.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="positions")
    role = models.CharField(max_length=20, choices=[(r.value, rules.ROLE_LABELS[r]) for r in POSITION_ROLES])
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="positions")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="positions")
    title = models.CharField(max_length=120, blank=True)
    structural = models.BooleanField(default=False)
    education = models.CharField(max_length=20, blank=True)
    decree = models.CharField(max_length=60, blank=True)
    acting = models.CharField(max_length=3, blank=True, choices=Acting.choices)
    acting_for = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="stand_ins")
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
            models.CheckConstraint(
                name="acting_for_somebody_only_when_acting",
                condition=Q(acting_for__isnull=True) | ~Q(acting=""),
            ),
            models.CheckConstraint(
                name="nobody_stands_in_for_himself",
                condition=Q(acting_for__isnull=True) | ~Q(acting_for=F("id")),
            ),
        ]
        indexes = [models.Index(fields=["agency", "role"]), models.Index(fields=["person"])]

    def __str__(self) -> str:
        return f"{self.person}, {self.label}"

    @property
    def label(self) -> str:
        """The role in words with its place: "Operator, Dishub"; "Plh. Kepala Dinas, Dishub" who stands in."""
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
        if self.acting:
            words = f"{Acting(self.acting).label} {words}"
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
