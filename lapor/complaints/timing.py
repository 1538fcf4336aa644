"""What a clock says now: its shape and its words. Office time is counted on the clock's own calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from lapor.complaints import ledger
from lapor.complaints.models import StepClock
from lapor.people import calendars
from lapor.people import models as people
from lapor.sop import clock, rules, words


@dataclass(frozen=True)
class Reading:
    """`state` is calm, soon, late, paused or done (the shape); `words` are what is left, in the language of the page.

    `minutes_left` are office minutes, negative when late; None for a clock that stands still or is done.
    """

    state: str
    words: str
    due_at: datetime
    minutes_left: int | None = None


class Reader:
    """Reads clocks as of one instant."""

    def __init__(self, *, at: datetime) -> None:
        self.at = at

    def hours(self, row: people.Calendar) -> clock.Calendar:
        return calendars.usable_hours(row)

    def read(self, running: StepClock) -> Reading:
        if running.finished_at is not None:
            return self._done(running)
        if running.paused_at is not None:
            waits = gettext("menunggu Tim") if self.waits_for_tim(running) else gettext("menunggu warga")
            return Reading("paused", waits, running.due_at)
        if running.unit == rules.Unit.HOURS:
            return self._hours_left(running)
        if running.unit == rules.Unit.DAYS:
            return self._days_left(running)
        hours = self.hours(running.calendar)
        left = (
            clock.between(hours, self.at, running.due_at)
            if running.due_at >= self.at
            else -clock.between(hours, running.due_at, self.at)
        )
        late = running.due_at < self.at
        budget = running.limit * (1 if running.unit == rules.Unit.MINUTES else hours.day_minutes)
        state = words.clock_state(used=budget - left, limit=budget, minutes_left=-1 if late else left)
        told = words.time_left(left, late=late, day_minutes=hours.day_minutes, translate=gettext)
        return Reading(state, told, running.due_at, left)

    def spent(
        self,
        calendar: people.Calendar,
        began: datetime,
        ended: datetime | None = None,
        pauses: Iterable[clock.Pause] = (),
    ) -> int:
        """Office minutes from `began` to `ended` or to now; none where now lies before it on this machine."""
        until = max(ended or self.at, began)
        known = [(start, end) for start, end in pauses if start < until]
        return clock.between(self.hours(calendar), began, until, known)

    def used(self, row: StepClock) -> int:
        """Office minutes that this clock has run, up to its end, to where it stands still, or to now."""
        if row.used_minutes is not None:
            return row.used_minutes
        return self.spent(row.calendar, row.started_at, row.finished_at, ledger.spans(row))

    def read_all(self, rows: Iterable[StepClock]) -> list[tuple[StepClock, Reading]]:
        return [(row, self.read(row)) for row in rows]

    def _hours_left(self, running: StepClock) -> Reading:
        left = int((running.due_at - self.at).total_seconds() // 60)
        if left < 0:
            over = gettext("lewat %(hours)s jam") % {"hours": max(1, -left // 60)}
            return Reading("late", over, running.due_at, left)
        told = gettext("sisa %(hours)s jam") % {"hours": max(1, left // 60)}
        return Reading("soon" if left < 600 else "calm", told, running.due_at, left)

    def _days_left(self, running: StepClock) -> Reading:
        """Of a promised date, in days of the calendar; late from closing on that day on."""
        day, today = (at.astimezone(calendars.BANTUL).date() for at in (running.due_at, self.at))
        left = (day - today).days
        if running.due_at < self.at:
            over = gettext("lewat %(days)s hari") % {"days": -left} if left else gettext("lewat sejak hari ini")
            return Reading("late", over, running.due_at)
        told = gettext("sisa %(days)s hari") % {"days": words.number_words(left)} if left else gettext("hari ini")
        soon = left <= 1 or (running.limit - left) * 100 >= running.limit * 80
        return Reading("soon" if soon else "calm", told, running.due_at)

    def _done(self, finished: StepClock) -> Reading:
        on_time = finished.finished_at is not None and finished.finished_at <= finished.due_at
        return Reading(
            "done" if on_time else "late",
            gettext("tepat waktu") if on_time else gettext("terlambat"),
            finished.due_at,
        )

    def waits_for_tim(self, running: StepClock) -> bool:
        return running.handling is not None and running.handling.state == rules.H.RETURN_REQUESTED
