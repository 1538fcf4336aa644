"""The complaint and its handlings: the two machines of the SOP, written by `move` alone.

Neither points to a person: who reported stands sealed in Identity, who acted in events by position.
The reporter's words stand in EventText; `title` is the verifier's heading for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from lapor.complaints.models.reference import Category, Kalurahan, Kapanewon
from lapor.people import procedures
from lapor.people.models import Agency, Unit
from lapor.sop import rules


class Complaint(models.Model):
    """One complaint. `seq` and `chain` are the number and hash of its newest event; `version` counts
    changes of its state and of its handlings' states, so that a page can tell that it is stale. `sop_version`
    is the one it began under, which times it to the end."""

    number = models.CharField(max_length=20, unique=True)
    submission = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=20, choices=[(s.value, rules.STATE_LABELS[s]) for s in rules.C])
    state_since = models.DateTimeField()
    round = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=0)
    seq = models.PositiveIntegerField(default=0)
    chain = models.CharField(max_length=64, default="")
    klass = models.CharField(
        max_length=20,
        choices=[(k.value, rules.KLASS_LABELS[k]) for k in rules.Klass],
        default=rules.Klass.COMPLAINT,
    )
    title = models.CharField(max_length=160)
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT)
    kapanewon = models.ForeignKey(Kapanewon, null=True, blank=True, on_delete=models.PROTECT)
    kalurahan = models.ForeignKey(Kalurahan, null=True, blank=True, on_delete=models.PROTECT)
    channel = models.CharField(max_length=20, default="web")
    opened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    anonim = models.BooleanField(default=False)
    rahasia = models.BooleanField(default=False)
    asked_by = models.ForeignKey("Handling", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    hops = models.PositiveSmallIntegerField(default=0)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    sop_version = models.CharField(max_length=20, default=rules.SOP_VERSION)
    accepted_round = models.PositiveSmallIntegerField(default=0)
    acknowledged_round = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="complaint_state_is_known", condition=Q(state__in=list(rules.C))),
            models.CheckConstraint(
                name="score_is_one_to_five", condition=Q(score__isnull=True) | Q(score__range=(1, 5))
            ),
            models.CheckConstraint(
                name="form_was_opened_before_it_was_sent", condition=Q(opened_at__lte=models.F("received_at"))
            ),
        ]
        indexes = [
            models.Index(fields=["state", "state_since"]),
            models.Index(fields=["-received_at", "-id"]),
            models.Index(
                fields=["state", "id"], name="complaint_supervisory", condition=Q(klass=rules.Klass.SUPERVISORY)
            ),
            GinIndex(SearchVector("title", config="simple"), name="complaint_title_words"),
        ]

    def __str__(self) -> str:
        return self.number

    @cached_property
    def terms(self) -> rules.Terms:
        """The version of the SOP that this complaint began under; it never gets another one."""
        return procedures.terms(self.sop_version)

    @property
    def place(self) -> str:
        """Kalurahan and kapanewon in words, as far as they are known."""
        names = [p.name for p in (self.kalurahan, self.kapanewon) if p]
        return ", ".join(dict.fromkeys(names)) or "Tempat belum jelas"

    @property
    def supervisory(self) -> bool:
        """Whether it tells of an abuse of power by officials: then it is the Inspektorat's."""
        return self.klass == rules.Klass.SUPERVISORY


class Handling(models.Model):
    """The walk of one agency through steps 3 to 7. `asked_from` is where a return was asked."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="handlings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="handlings")
    lead = models.BooleanField(default=True)
    state = models.CharField(max_length=20, choices=[(s.value, rules.STATE_LABELS[s]) for s in rules.H])
    round = models.PositiveSmallIntegerField(default=1)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="handlings")
    asked_from = models.CharField(max_length=20, blank=True)
    started_at = models.DateTimeField()
    barred = models.JSONField(default=list, blank=True)
    head_examines = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="handling_state_is_known", condition=Q(state__in=list(rules.H))),
            models.UniqueConstraint(
                name="one_lead_that_was_not_returned",
                fields=["complaint"],
                condition=Q(lead=True) & ~Q(state__in=[rules.H.RETURNED, rules.H.CANCELLED]),
            ),
        ]
        indexes = [models.Index(fields=["agency", "state"]), models.Index(fields=["unit", "state"])]

    def __str__(self) -> str:
        return f"{self.complaint} di {self.agency}"


def leading(handlings: Iterable[Handling]) -> Handling | None:
    """The handling that leads: the newest, of these in order, that was not given back or stopped."""
    standing = [one for one in handlings if one.lead and one.state not in (rules.H.RETURNED, rules.H.CANCELLED)]
    return standing[-1] if standing else None
