"""The ledger of one case told to a person: every clock with its limit, pauses, due instant and what it used, and why.

Officials read positions, the reporter reads offices; nobody's name stands here, and no word of the case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from lapor.complaints import why_limits
from lapor.complaints.models import ClockMove, Complaint, Event, Handling, Pause, StepClock
from lapor.complaints.timing import Reader
from lapor.complaints.why_words import OUTCOMES, Voice, late_words, mark_words
from lapor.people import calendars
from lapor.people.models import CalendarVersion
from lapor.sop import clock, words
from lapor.sop.explain import Line, Question, Standstill, explain
from lapor.sop.rules import C, K, Role, Terms, Unit
from lapor.sop.tally import Office

_WITH_TIM = (C.RECEIVED, C.AWAITING, K.STEP8, K.CONFIRMATION)


@dataclass(frozen=True)
class Stop:
    """A pause of a clock: why, from when until when, by whom, and the office minutes it took so far."""

    reason: str
    began: datetime
    ended: datetime | None
    began_by: str
    ended_by: str
    minutes: int


@dataclass(frozen=True)
class Row:
    """One clock. `limit`, `label`, `standing`, `used` and each of `hours` are words; `state` is the shape of its chip.

    `used` is office time of its calendar up to its end or to now, hours for a limit that counts those; `lines` say
    why it is due when it is.
    """

    clock: StepClock
    label: str
    limit: str
    hours: list[str]
    state: str
    standing: str
    used: str
    stops: list[Stop]
    lines: list[Line]
    marks: list[tuple[str, datetime]] = field(default_factory=list)
    moves: list[ClockMove] = field(default_factory=list)

    @property
    def certain(self) -> bool:
        """Whether the due instant stands; not while the clock stands still before it."""
        return any(line.kind == "due" for line in self.lines)


@dataclass(frozen=True)
class Chapter:
    """The clocks that belong together: those of one office in one round, or the limits around them."""

    heading: str
    rows: list[Row]


@dataclass(frozen=True)
class Account:
    """The whole ledger. `ombudsman` is the day of that number after arrival; `holiday` says if it is a day off.

    `first` is step 1, which has no clock: its name, and what it took.
    """

    first: tuple[str, str]
    chapters: list[Chapter]
    ombudsman: date
    ombudsman_days: int
    holiday: str
    sop_version: str

    @property
    def rows(self) -> list[Row]:
        return [row for chapter in self.chapters for row in chapter.rows]


def of(complaint: Complaint, *, at: datetime, to_reporter: bool) -> Account:
    """Everything that timed this complaint, as of `at`, in a reporter's words or in the offices'."""
    clocks = list(_read(complaint))
    voice = Voice(to_reporter)
    offices, reader = _offices(clocks), Reader(at=at)
    terms = complaint.terms

    def row(one: StepClock) -> Row:
        return _row(one, offices[(one.calendar_id, one.calendar_version)], reader, voice, terms)

    day = clock.calendar_days(calendars.BANTUL.key, complaint.received_at, terms.ombudsman_days)
    regency = next((offices[(c.calendar_id, c.calendar_version)] for c in clocks if c.name == K.SETTLEMENT), None)
    own = (complaint.received_at - complaint.opened_at) // timedelta(minutes=1)
    return Account(
        first=(voice.step(1), voice.own(own, terms.own_minutes)),
        chapters=[chapter for round_no in _rounds(clocks) for chapter in _round(clocks, round_no, row, voice)],
        ombudsman=day,
        ombudsman_days=terms.ombudsman_days,
        holiday=regency.closed(day, _) if regency and day in regency.hours.off else "",
        sop_version=terms.code,
    )


def lines_of(one: StepClock, office: Office, *, at: datetime, voice: Voice) -> list[Line]:
    """Why this clock is due when it is, and what came of it."""
    asked = Question(
        office=office,
        unit=Unit(one.unit),
        limit=one.limit,
        start=one.started_at,
        end=one.finished_at or max(at, one.started_at),
        stood=[_standstill(pause, voice) for pause in one.pauses.all()],
        finished=one.finished_at is not None,
    )
    try:
        return explain(asked, _)
    except clock.CalendarError:  # as the ledger does: a calendar that never opens counts every minute
        return explain(replace(asked, office=Office(calendars.ALWAYS_OPEN)), _)


# ---------------------------------------------------------------- reading


def _read(complaint: Complaint) -> Iterable[StepClock]:
    """All clocks with what is told of them, oldest first: four queries."""
    who = [f"{end}_by__position__{place}" for end in ("began", "ended") for place in ("agency", "unit")]
    pauses = Pause.objects.select_related(*who)
    moves = ClockMove.objects.select_related("change", "from_calendar")
    rows = complaint.clocks.select_related("calendar", "handling__agency", "agency")
    return rows.prefetch_related(Prefetch("pauses", pauses), Prefetch("moves", moves), "marks").order_by("id")


def _offices(clocks: Iterable[StepClock]) -> dict[tuple[int, int], Office]:
    """The office hours that each clock was counted with, with their words, by calendar and version: one query."""
    wanted = {(one.calendar_id, one.calendar_version): one.calendar for one in clocks}
    if not wanted:
        return {}
    which = reduce(or_, (Q(calendar=pk, number=number) for pk, number in wanted))
    found = {(one.calendar_id, one.number): one.data for one in CalendarVersion.objects.filter(which)}
    return {
        key: Office.from_json(found[key]) if key in found else Office(calendars.usable_hours(calendar))
        for key, calendar in wanted.items()
    }


# ---------------------------------------------------------------- telling


def _rounds(clocks: Iterable[StepClock]) -> list[int]:
    """The newest first: what runs now is what is asked for."""
    return sorted({one.round for one in clocks}, reverse=True)


def _round(clocks: list[StepClock], number: int, row: Callable[[StepClock], Row], voice: Voice) -> Iterable[Chapter]:
    """The chapters of one round: the Tim and the reporter, each handling with its total, the limits around."""
    own = [one for one in clocks if one.round == number]
    named = {one.handling.pk: one.handling for one in own if one.handling and one.name != K.PROMISE}
    many = clocks[-1].round > 1
    tim = [one for one in own if one.name in _WITH_TIM]
    outer = [one for one in own if one.name in (K.FIRST_REPLY, K.SETTLEMENT, K.PROMISE)]
    supervisory = any(one.complaint.supervisory for one in own)
    inside = supervisory and all(one.holder != Role.VERIFIER for one in tim)
    groups = [(voice.desk(inside=inside), tim)]
    groups += [(voice.agency(handling.agency), _in_order(own, handling)) for handling in named.values()]
    groups.append((_("Batas luar") if not voice.to_reporter else _("Batas waktu lain"), outer))
    for heading, rows in groups:
        if rows:
            told = _("%(heading)s, putaran %(round)s") % {"heading": heading, "round": number} if many else heading
            yield Chapter(told, [row(one) for one in rows])


def _in_order(own: Iterable[StepClock], handling: Handling) -> list[StepClock]:
    """The clocks of this handling, its total last."""
    rows = [one for one in own if one.handling_id == handling.pk and one.name != K.PROMISE]
    return sorted(rows, key=lambda one: (one.name == K.TOTAL, one.started_at, one.pk))


def _row(one: StepClock, office: Office, reader: Reader, voice: Voice, terms: Terms) -> Row:
    state, standing = _standing(one, reader)
    return Row(
        clock=one,
        label=_label(one, voice),
        limit=why_limits.limit_in_words(one, terms),
        hours=why_limits.hours_in_force(office, one),
        state=state,
        standing=standing,
        used=_used(one, reader),
        stops=[_stop(pause, one, reader, voice) for pause in one.pauses.all()],
        lines=_checked(one, lines_of(one, office, at=reader.at, voice=voice)),
        marks=[] if voice.to_reporter else [(mark_words(mark), mark.at) for mark in one.marks.all()],
        moves=list(one.moves.all()),
    )


def _label(one: StepClock, voice: Voice) -> str:
    if one.holder == Role.INSPECTOR:
        return _("Inspektorat memeriksa kelengkapan")
    told = voice.step(one.step) if one.step else voice.label(one.name)
    if one.pass_no == 1:
        return told
    if one.step:
        return _("%(step)s, pengulangan ke-%(n)s") % {"step": told, "n": one.pass_no - 1}
    return _("%(clock)s, ke-%(n)s") % {"clock": told, "n": one.pass_no}


def _standing(one: StepClock, reader: Reader) -> tuple[str, str]:
    """The shape and the words of how it stands: what is left, kept, late by how much, ended early."""
    if one.finished_at is None:
        reading = reader.read(one)
        if reading.state == "paused":
            return "paused", _("jam berhenti")
        return reading.state, reading.words
    late = one.finished_at > one.due_at
    if not one.outcome:
        return ("late", late_words(one, reader)) if late else ("done", _("tepat waktu"))
    ended = _(OUTCOMES[one.outcome])
    return ("late", f"{late_words(one, reader)}, {ended}") if late else ("paused", ended)


def _used(one: StepClock, reader: Reader) -> str:
    unit = Unit(one.unit)
    if unit in (Unit.HOURS, Unit.DAYS):
        passed = max((one.finished_at or reader.at) - one.started_at, timedelta(0))
        return words.limit_in_words(Unit.HOURS, passed // timedelta(hours=1), _)
    minutes = reader.used(one)
    if unit is Unit.WORKING_DAYS:
        day = reader.hours(one.calendar).day_minutes
        return words.amount(minutes, day_minutes=day, translate=_)
    return words.limit_in_words(Unit.MINUTES, minutes, _)


def _stop(pause: Pause, one: StepClock, reader: Reader, voice: Voice) -> Stop:
    taken = reader.spent(one.calendar, pause.began_at, pause.ended_at)
    told = _standstill(pause, voice)
    return Stop(told.reason, told.began, told.ended, told.began_by, told.ended_by, taken)


def _standstill(pause: Pause, voice: Voice) -> Standstill:
    ended_by: Event | None = pause.ended_by
    return Standstill(
        began=pause.began_at,
        ended=pause.ended_at,
        reason=voice.reason(pause.reason),
        began_by=voice.who(pause.began_by),
        ended_by=voice.who(ended_by) if ended_by else "",
    )


def _checked(one: StepClock, lines: list[Line]) -> list[Line]:
    """The lines, and one more where they come to another instant than the one that was written down."""
    due = words.long_instant(one.due_at, translate=_)
    if any(line.kind == "due" and line.when != due for line in lines):
        told = _("Yang tercatat sebagai tenggat: %(due)s. Hitungan ini berbeda; beri tahu pengelola.") % {"due": due}
        return [*lines, Line("note", "", told)]
    return lines
