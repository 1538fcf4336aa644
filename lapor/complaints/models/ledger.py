"""The ledger of time: one row for each run of a clock, with its limit, its due instant and its pauses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lapor.complaints.models.case import Complaint, Handling
from lapor.complaints.models.events import Event
from lapor.people.models import Agency, Calendar, Change
from lapor.sop import rules
from lapor.sop.states import CLOCKS

WAITS_FOR_CITIZEN, WAITS_FOR_TIM = "menunggu pelapor", "keputusan Tim"  # reasons of a Pause
NAMES = list(CLOCKS)


class StepClock(models.Model):
    """`name` is the state (or the clock of rules.K) that is timed, `limit` counts in `unit`.

    `used_minutes` are office minutes of its calendar less pauses, written when it finishes, whatever its unit.
    `outcome` is "" for a plain finish, "moved" when the agency lost the case, "cut" when a citizen's act
    ended what the clock timed, "replaced" for a promise that another took the place of.
    `marked` is how many of the limit's marks (sop/lateness.py) have been written down as Mark; the next one
    is reached at `next_mark_at`, None while the clock stands still or is over, or where none is left.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="clocks")
    handling = models.ForeignKey(Handling, null=True, blank=True, on_delete=models.PROTECT, related_name="clocks")
    # by agency only running clocks are looked up (clock_of_agency): an index over all of them would tempt the
    # planner to read everything the agency ever did
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(max_length=20)
    step = models.PositiveSmallIntegerField(null=True, blank=True)
    holder = models.CharField(max_length=20, blank=True)
    round = models.PositiveSmallIntegerField()
    pass_no = models.PositiveSmallIntegerField(default=1)
    limit = models.PositiveIntegerField()
    unit = models.CharField(max_length=20, choices=[(u.value, u.value) for u in rules.Unit])
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+", db_index=False)
    calendar_version = models.PositiveIntegerField()
    sop_version = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    used_minutes = models.PositiveIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    marked = models.PositiveSmallIntegerField(default=0)
    next_mark_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "handling", "name", "round", "pass_no"],
                name="one_run_per_pass",
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="clock_name_is_known", condition=Q(name__in=NAMES)),
        ]
        indexes = [
            models.Index(fields=["name", "due_at"], name="clock_running", condition=Q(finished_at__isnull=True)),
            models.Index(
                fields=["agency", "due_at", "id"], name="clock_of_agency", condition=Q(finished_at__isnull=True)
            ),
            models.Index(fields=["due_at", "id"], name="clock_next_due", condition=Q(finished_at__isnull=True)),
            models.Index(
                fields=["next_mark_at", "id"], name="clock_next_mark", condition=Q(next_mark_at__isnull=False)
            ),
            models.Index(fields=["calendar"], name="clock_of_calendar", condition=Q(finished_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.round}.{self.pass_no} sampai {self.due_at}"

    def waits_for(self, reason: str) -> bool:
        """Whether it stands still now, for this reason."""
        return self.paused_at is not None and self.pauses.filter(ended_at=None, reason=reason).exists()


class Pause(models.Model):
    """A span in which a clock stood still, and why."""

    clock = models.ForeignKey(StepClock, on_delete=models.PROTECT, related_name="pauses")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=40)
    began_by = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(Event, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["began_at"]


class Mark(models.Model):
    """A reminder or an escalation of a clock: `at` is when its instant was reached, not when a job looked.

    One for each kind and level of a clock, whatever became of its calendar afterwards.
    """

    clock = models.ForeignKey(StepClock, on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=10, choices=[("reminder", "Pengingat"), ("escalation", "Naik ke atasan")])
    level = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["clock", "kind", "level"], name="one_mark_per_level")]
        indexes = [models.Index(fields=["id"], name="mark_untold", condition=Q(told_at__isnull=True))]


class ClockMove(models.Model):
    """One line of a calendar's change: which deadline it moved, from when to when."""

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="clock_moves")
    clock = models.ForeignKey(StepClock, on_delete=models.PROTECT, related_name="moves")
    from_due = models.DateTimeField()
    to_due = models.DateTimeField()
    from_calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+")
    from_version = models.PositiveIntegerField()
    to_version = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]


class Promise(models.Model):
    """A date that an agency named: another one for its handling ("delay"), or for what an answer planned.

    Kept, broken or running is what its clock says: it finishes with what fulfilled it. `budget_year` is the year
    of the money that a plan waits for.
    """

    clock = models.OneToOneField(StepClock, on_delete=models.PROTECT, related_name="promise")
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="promises")
    handling = models.ForeignKey(Handling, on_delete=models.PROTECT, related_name="promises")
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="promise")
    kind = models.CharField(max_length=10, choices=[("delay", "Tanggal baru"), ("planned", "Rencana")])
    promised_on = models.DateField()
    budget_year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["promised_on", "id"]
        indexes = [
            models.Index(fields=["promised_on", "id"], name="promise_by_date"),
            models.Index(
                fields=["budget_year", "promised_on", "id"],
                name="promise_by_budget_year",
                condition=Q(budget_year__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.promised_on}"
