"""The figures of the desk: counts and shares, never a title, a word or a name.

All are taken over the complaints of the last DAYS days, so that a page costs the same however large the
table grows. Scope is the regency, or one agency, or complaints of one class.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, F, Q, QuerySet
from django.utils.translation import gettext

from lapor.complaints.models import Complaint, Event, Handling, StepClock
from lapor.officer import spent
from lapor.officer.spent import Bar
from lapor.people import procedures
from lapor.people.calendars import BANTUL
from lapor.sop import rules
from lapor.sop.rules import ANSWERS, INSPECTORATE, C, H, K, Klass

DAYS = 90
_LABELS = {
    2: "2. Tim memeriksa",
    3: "3. OPD menerima",
    4: "4. Ditelaah",
    5: "5. Dikerjakan",
    6: "6. Hasil diperiksa",
    7: "7. Jawaban dikirim",
    8: "8. Sampai ke warga dan Tim",
}
CLASSES = (Klass.COMPLAINT, Klass.INFORMATION, Klass.ASPIRATION)


@dataclass(frozen=True)
class Months:
    """Two neighbouring months by their starts: UTC instants."""

    before: datetime
    this: datetime


@dataclass(frozen=True)
class Ratio:
    """`good` of `all`; `percent` is None where there is nothing to divide."""

    label: str
    good: int
    all: int
    limit: str = ""

    @property
    def percent(self) -> int | None:
        return round(100 * self.good / self.all) if self.all else None


@dataclass(frozen=True)
class AgencyLine:
    """One agency: complaints given to it, still open there, late now, answered."""

    code: str
    short: str
    given: int
    answered: int
    open: int
    late: int


class Figures:
    """Figures at one instant. `agency` narrows them to what was given to that agency, `klass` to a class.

    Supervisory complaints are in none of them: what an OPD lost to the Inspektorat, it would read off its own.
    """

    def __init__(self, *, at: datetime, agency: int | None = None, klass: Klass | None = None) -> None:
        self.at, self.agency, self.klass = at, agency, klass
        self.since = at - timedelta(days=DAYS)
        self.months = months(at)
        self.terms = procedures.in_force(at.astimezone(BANTUL).date())  # the limits that are told beside

    def by_state(self) -> list[tuple[str, int]]:
        found = dict(self._complaints().values_list("state").annotate(Count("id")))
        return [(gettext(rules.STATE_LABELS[state]), found[state]) for state in C if found.get(state)]

    def by_class(self) -> list[tuple[str, int]]:
        found = dict(self._complaints().values_list("klass").annotate(Count("id")))
        return [
            (gettext(rules.KLASS_LABELS[klass]), found.get(klass, 0))
            for klass in CLASSES
            if self.klass in (None, klass)
        ]

    def movement(self) -> list[tuple[str, int, int]]:
        """What came in, was answered and objected to: this month so far, and the whole month before."""
        came = self._complaints().aggregate(
            this=Count("id", filter=Q(received_at__gte=self.months.this)),
            before=Count("id", filter=self._before("received_at")),
        )
        acts = self._events().aggregate(
            answered=Count("id", filter=Q(action__in=ANSWERS, at__gte=self.months.this)),
            answered_before=Count("id", filter=Q(action__in=ANSWERS) & self._before("at")),
            objected=Count("id", filter=Q(action="object", at__gte=self.months.this)),
            objected_before=Count("id", filter=Q(action="object") & self._before("at")),
        )
        return [
            ("Aduan masuk", came["this"], came["before"]),
            ("Jawaban dikirim", acts["answered"], acts["answered_before"]),
            ("Keberatan warga", acts["objected"], acts["objected_before"]),
        ]

    def on_time(self) -> list[Ratio]:
        """Finished runs of each step within their limit; runs that were cut or moved away do not count."""
        rows = self._clocks().filter(step__isnull=False).values_list("step")
        found = {step: (good, whole) for step, good, whole in rows.annotate(good=_kept(), whole=Count("id"))}
        orders = [one.order for one in rules.STEPS[1:]]
        return [Ratio(_LABELS[order], *found.get(order, (0, 0)), limit=self._limit(order)) for order in orders]

    def first_reply(self) -> Ratio:
        rows = self._clocks().filter(name=K.FIRST_REPLY).aggregate(good=_kept(), whole=Count("id"))
        return Ratio("Kabar pertama", rows["good"], rows["whole"], _hours(self.terms.limits[K.FIRST_REPLY].amount))

    def bar(self) -> Bar:
        """Who used the time of these complaints, by the clocks that have finished: the agency's own, and the Tim's."""
        return spent.of_set(self._ended())

    def stars(self) -> tuple[float | None, int]:
        """The mean of the citizens' stars, and how many gave any."""
        rows = self._complaints().aggregate(mean=Avg("score"), given=Count("score"))
        return rows["mean"], rows["given"]

    def late_now(self) -> int:
        return self._late().count()

    def agencies(self) -> list[AgencyLine]:
        """Every agency that was given something in these days, most first."""
        given = Handling.objects.filter(complaint__received_at__gte=self.since).exclude(state=H.RETURNED)
        given = given.filter(self._of_class("complaint__klass"))
        if self.agency:
            given = given.filter(agency=self.agency)
        rows = given.values_list("agency", "agency__code", "agency__short").annotate(
            given=Count("id"),
            answered=Count("id", filter=Q(state=H.DONE)),
            open=Count("id", filter=Q(state__in=rules.OPEN_HANDLING)),
        )
        late = dict(self._late().values_list("agency").annotate(Count("id")))
        lines = [
            AgencyLine(code, short, given, answered, still, late.get(pk, 0))
            for pk, code, short, given, answered, still in rows
        ]
        return sorted(lines, key=lambda line: (-line.given, line.short))

    def _complaints(self) -> QuerySet[Complaint]:
        rows = Complaint.objects.filter(self._of_class("klass"), received_at__gte=self.since)
        if self.agency:
            own = Handling.objects.filter(agency=self.agency).exclude(state=H.RETURNED)
            rows = rows.filter(pk__in=own.values("complaint"))
        return rows

    def _events(self) -> QuerySet[Event]:
        rows = Event.objects.filter(at__gte=self.months.before, action__in=(*ANSWERS, "object"))
        rows = rows.filter(self._of_class("complaint__klass"))
        return rows.filter(handling__agency=self.agency) if self.agency else rows

    def _clocks(self) -> QuerySet[StepClock]:
        return self._ended().filter(outcome="")

    def _ended(self) -> QuerySet[StepClock]:
        rows = StepClock.objects.filter(complaint__received_at__gte=self.since, finished_at__isnull=False)
        rows = rows.filter(self._of_class("complaint__klass"))
        if self.agency:
            rows = rows.filter(Q(agency=self.agency) | Q(agency=None, complaint__in=self._complaints().values("pk")))
        return rows

    def _late(self) -> QuerySet[StepClock]:
        rows = StepClock.objects.filter(
            finished_at=None,
            paused_at=None,
            due_at__lt=self.at,
            name__in=[*rules.OPEN_HANDLING, C.RECEIVED, K.STEP8],
        ).exclude(holder__in=INSPECTORATE)
        if self.klass:
            rows = rows.filter(complaint__klass=self.klass)
        return rows.filter(agency=self.agency) if self.agency else rows

    def _of_class(self, klass: str) -> Q:
        """What may be counted by its class, which this field names."""
        counted = ~Q(**{klass: Klass.SUPERVISORY})
        return counted & Q(**{klass: self.klass}) if self.klass else counted

    def _limit(self, order: int) -> str:
        minutes = self.terms.minutes(order)
        return f"{minutes} menit kerja" if minutes else f"{self.terms.limits[C.RECEIVED].amount} hari kerja"

    def _before(self, field: str) -> Q:
        return Q(**{f"{field}__gte": self.months.before, f"{field}__lt": self.months.this})


def months(at: datetime) -> Months:
    """The month of this instant in Bantul, and the one before it."""
    this = at.astimezone(BANTUL).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    before = (this - timedelta(days=1)).replace(day=1)
    return Months(before, this)


def _hours(amount: int) -> str:
    """Calendar time as a pledge says it: "2 × 24 jam", and plain hours where they are no whole days."""
    return f"{amount} jam" if amount % 24 else f"{amount // 24} × 24 jam"


def _kept() -> Count:
    return Count("id", filter=Q(finished_at__lte=F("due_at")))
