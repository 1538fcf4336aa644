"""The promises of cases: how each one stands, what was missed first, and the register of all of them.

A promise is late from its due instant on, kept or not; that stays so when it is kept late, or replaced.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from lapor.complaints import paging
from lapor.complaints.models import Promise, StepClock
from lapor.complaints.promising import DELAY, PLANNED
from lapor.complaints.timing import Reader, Reading
from lapor.people.calendars import BANTUL
from lapor.sop import words
from lapor.sop.rules import H, K

RUNNING, KEPT, LATE, REPLACED, ENDED = "running", "kept", "late", "replaced", "ended"
STATES = {
    RUNNING: N_("Berjalan"),
    KEPT: N_("Ditepati"),
    LATE: N_("Lewat tanggalnya"),
    REPLACED: N_("Diganti tanggal lain"),
    ENDED: N_("Dihentikan"),
}
PAGE = 50
CAP = 1000
_GONE = ("moved", "cut")  # the agency lost the case, or its reporter took it back
_LATE_WORDS = {"": N_("ditepati setelah lewat"), "replaced": N_("lewat, lalu diganti tanggal lain")}
_ORDINALS = {2: N_("kedua"), 3: N_("ketiga"), 4: N_("keempat"), 5: N_("kelima")}


@dataclass(frozen=True)
class Standing:
    """What is said beside a case that was promised another date.

    `first_due` is the deadline that it missed first or, where it has missed none, the one that the delay was
    reported against; `missed` says which. `turn` counts the promises from that deadline on: 2 for the first new date.
    """

    first_due: datetime
    missed: bool
    turn: int
    promise: Promise
    late: bool

    @property
    def ordinal(self) -> str:
        known = _ORDINALS.get(self.turn)
        return _(known) if known else _("ke-%(n)s") % {"n": self.turn}

    def said(self, at: datetime) -> str:
        """Lewat tenggat pertama kemarin pukul 15.30; janji kedua sampai 12 Maret 2026"""
        told = _("Lewat tenggat pertama %(first)s") if self.missed else _("Tenggat pertama %(first)s")
        again = (
            _("janji %(ordinal)s sampai %(day)s, sudah lewat") if self.late else _("janji %(ordinal)s sampai %(day)s")
        )
        day = words.date_words(self.promise.promised_on, translate=_)
        first = words.day_instant(self.first_due, at, translate=_)
        return f"{told % {'first': first}}; {again % {'ordinal': self.ordinal, 'day': day}}"


def state_of(promise: Promise, *, at: datetime) -> str:
    """RUNNING, KEPT, LATE (kept since or not), REPLACED in time, or ENDED by the citizen or with the agency."""
    row = promise.clock
    if (row.finished_at or at) > row.due_at:
        return LATE
    if row.finished_at is None:
        return RUNNING
    return {"": KEPT, "replaced": REPLACED}.get(row.outcome, ENDED)


def read(promise: Promise, reader: Reader) -> Reading:
    """The clock of a promise, in words."""
    row, state = promise.clock, state_of(promise, at=reader.at)
    if row.finished_at is None:
        return reader.read(row)
    if state == KEPT:
        day = words.date_words(row.finished_at.astimezone(BANTUL).date(), translate=_)
        return Reading("done", _("ditepati %(day)s") % {"day": day}, row.due_at)
    told = _LATE_WORDS.get(row.outcome, N_("lewat, lalu dihentikan")) if state == LATE else STATES[state]
    return Reading("late" if state == LATE else "paused", _(told).lower(), row.due_at)


def open_plan(complaint_id: int) -> Promise | None:
    """The plan of this case that was promised and not done yet."""
    rows = Promise.objects.filter(complaint=complaint_id, kind=PLANNED, clock__finished_at=None)
    return rows.order_by("-id").first()


def of_case(complaint_id: int) -> list[Promise]:
    """Every promise of a case, oldest first. One query."""
    return list(Promise.objects.filter(complaint=complaint_id).select_related("clock__calendar").order_by("id"))


def standing(given: Iterable[Promise], clocks: Iterable[StepClock], *, round: int, at: datetime) -> Standing | None:
    """How a case in this round stands, by its promises and all its clocks; None where no new date was promised."""
    delays = [one for one in given if one.kind == DELAY and one.clock.round == round and one.clock.outcome not in _GONE]
    if not delays:
        return None
    newest, first = delays[-1], delays[0].clock
    own = [row for row in clocks if row.handling_id == newest.handling_id and row.round == round and _limits(row)]
    own.sort(key=lambda row: (row.due_at, row.pk))
    missed = [row for row in own if (row.finished_at or row.paused_at or at) > row.due_at]
    return Standing(
        first_due=_counts(missed, own, first).due_at,
        missed=bool(missed),
        turn=len(delays) + 1,
        promise=newest,
        late=state_of(newest, at=at) == LATE,
    )


def broken_plan(given: Iterable[Promise], *, at: datetime) -> Promise | None:
    """What an answer planned for a day that is over, and nobody has done yet."""
    late = [one for one in given if one.kind == PLANNED and one.clock.finished_at is None and one.clock.due_at < at]
    return late[-1] if late else None


def sentence(given: Collection[Promise], clocks: Iterable[StepClock], *, round: int, at: datetime) -> str:
    """What officials read beside a case of its promises and of what was missed first; "" where nothing is to say."""
    again, plan = standing(given, clocks, round=round, at=at), broken_plan(given, at=at)
    told = [again.said(at)] if again is not None else []
    if plan is not None:
        day = words.date_words(plan.promised_on, translate=_)
        told.append(_("Rencana sampai %(day)s lewat tanggalnya") % {"day": day})
    return "; ".join(told)


def sentences(complaints: Collection[int], *, at: datetime) -> dict[int, str]:
    """The sentence of each of these cases that has one. Two queries, one where nothing was promised."""
    found: dict[int, list[Promise]] = {}
    again = Q(kind=DELAY, clock__round=F("complaint__round"))
    plan = Q(kind=PLANNED, clock__finished_at=None, clock__due_at__lt=at)
    rows = Promise.objects.filter(again | plan, complaint__in=complaints).select_related("clock", "complaint")
    for one in rows.order_by("id"):
        found.setdefault(one.complaint_id, []).append(one)
    clocks: dict[int, list[StepClock]] = {}
    for row in StepClock.objects.filter(complaint__in=found) if found else ():
        clocks.setdefault(row.complaint_id, []).append(row)
    told = {pk: sentence(given, clocks[pk], round=given[0].complaint.round, at=at) for pk, given in found.items()}
    return {pk: words for pk, words in told.items() if words}


def _limits(row: StepClock) -> bool:
    """Whether this clock of a handling times a step of its agency, or all of them."""
    return row.name not in (K.PROMISE, H.RETURN_REQUESTED)


def _counts(missed: Sequence[StepClock], own: Sequence[StepClock], first: StepClock) -> StepClock:
    """The clock that the promises stand beside: missed first, or running when the first of them was given."""
    if missed:
        return missed[0]
    ran = [row for row in own if row.started_at <= first.started_at <= (row.finished_at or first.started_at)]
    return next((row for row in ran if row.name != K.TOTAL), own[0])


# ---------------------------------------------------------------- the register


def with_state(rows: QuerySet[Promise], *, at: datetime) -> QuerySet[Any]:
    """These promises with `stands`, what `state_of` says of each."""
    late = Q(clock__finished_at=None, clock__due_at__lt=at) | Q(clock__finished_at__gt=F("clock__due_at"))
    return rows.annotate(
        stands=Case(
            When(late, then=Value(LATE)),
            When(clock__finished_at=None, then=Value(RUNNING)),
            When(clock__outcome="", then=Value(KEPT)),
            When(clock__outcome="replaced", then=Value(REPLACED)),
            default=Value(ENDED),
            output_field=CharField(),
        )
    )


def register(rows: QuerySet[Promise], *, at: datetime, state: str = "", year: int | None = None) -> QuerySet[Any]:
    """The promises of this state and of this budget year; every one where none is asked for."""
    found = with_state(rows if year is None else rows.filter(budget_year=year), at=at)
    return found.filter(stands=state) if state else found


def page(rows: QuerySet[Promise], *, nearest_first: bool, after: str) -> list[Promise]:
    """A page by their dates, and one row more if there is a next page. `after` is the key of the row before."""
    key = paging.read(after)
    if key is not None:
        day, pk = key[0].date(), key[1]
        beyond = "gt" if nearest_first else "lt"
        further = Q(**{f"promised_on__{beyond}": day}) | Q(**{"promised_on": day, f"id__{beyond}": pk})
        rows = rows.filter(further, **{f"promised_on__{beyond}e": day})  # where the index begins to be read
    order = ("promised_on", "id") if nearest_first else ("-promised_on", "-id")
    return list(rows.order_by(*order)[: PAGE + 1])


def key_of(promise: Promise) -> str:
    """Where a page ended."""
    return paging.written(datetime.combine(promise.promised_on, time(), UTC), promise.pk)


def by_year(rows: QuerySet[Promise], *, years: Iterable[int], at: datetime) -> list[tuple[int, dict[str, int]]]:
    """How many plans of each budget year stand how, the newest CAP of a year at most. One query."""
    pieces = [
        with_state(rows.filter(budget_year=year), at=at)
        .order_by("-promised_on", "-id")
        .values_list("budget_year", "stands")[:CAP]
        for year in years
    ]
    found: dict[int, dict[str, int]] = {}
    for year, stands in pieces[0].union(*pieces[1:], all=True):
        counted = found.setdefault(year, dict.fromkeys(STATES, 0))
        counted[stands] += 1
    return sorted(found.items())
