"""Why a limit ends when it does, line by line: what counted, which day did not and why, each pause, the sums.

The sums are those of the clock: what counted up to the due instant is the limit, up to the end what was used.
Long stretches are told by runs of equal days, then by weeks, months and years, so that a person can read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from lapor.sop import clock, words
from lapor.sop.day_words import GRAINS, DayWords
from lapor.sop.states import N_, Unit
from lapor.sop.tally import Day, Kind, Office, Say, local_day, of_days, of_minutes

MOST_LINES: Final = 40
_MOMENT: Final = timedelta(seconds=1)


@dataclass(frozen=True)
class Standstill:
    """A pause with its words: why, who brought it about, who ended it. `ended` None while it lasts."""

    began: datetime
    ended: datetime | None
    reason: str = ""
    began_by: str = ""
    ended_by: str = ""


@dataclass(frozen=True)
class Question:
    """The limit to explain. `end` is when it finished, or the instant of looking at one that still runs.

    A `limit` of None asks only what counted from `start` to `end`.
    """

    office: Office
    unit: Unit
    limit: int | None
    start: datetime
    end: datetime | None = None
    stood: Sequence[Standstill] = ()
    finished: bool = False

    @property
    def pauses(self) -> list[clock.Pause]:
        return [(one.began, one.ended) for one in self.stood]

    @property
    def standing(self) -> datetime | None:
        """Since when it stands still, None where it does not."""
        return min((one.began for one in self.stood if one.ended is None), default=None)


@dataclass(frozen=True)
class Line:
    """One line. `kind` is start, day, off, pause, due, end or note.

    `counted` is what the line adds and `total` the sum so far: seconds of office time, or working days.
    """

    kind: str
    when: str
    text: str
    counted: int | None = None
    total: int | None = None
    amount: str = ""

    def __str__(self) -> str:
        told = f"{self.text} {self.amount}".rstrip()
        return f"{self.when}: {told}" if self.when else told


def explain(asked: Question, say: Say = str) -> list[Line]:
    """The lines, at most about MOST_LINES. Raises CalendarError where ten years do not hold the limit."""
    due = None
    if asked.limit is not None:
        due = clock.reached(asked.office.hours, asked.unit, asked.start, asked.limit, asked.pauses)
    if asked.unit in (Unit.HOURS, Unit.DAYS):
        return _plain(asked, due, say)
    return _Telling(asked, due, say).lines()


# ---------------------------------------------------------------- limits that count through


def _plain(asked: Question, due: datetime | None, say: Say) -> list[Line]:
    """Hours and calendar days: nothing is left out, so there is nothing to add up."""
    zone, lines = asked.office.hours.zone, [_start(asked, say)]
    if due is not None:
        through = N_("Dihitung terus, siang malam; hari libur dan jam tutup kantor ikut.")
        lines.append(Line("note", "", say(through)))
        if asked.unit is Unit.DAYS:
            opens = clock.closing(asked.office.hours, local_day(asked.office, due)) == due
            last = N_("Berakhir saat kantor tutup pada hari terakhir.") if opens else N_("Berakhir bersama hari itu.")
            lines.append(Line("note", "", say(last)))
        lines.append(Line("due", words.long_instant(due, zone, translate=say), say(N_("tenggat"))))
    if asked.finished and asked.end is not None:
        lines.append(Line("end", words.long_instant(asked.end, zone, translate=say), say(N_("selesai"))))
    return lines


def _start(asked: Question, say: Say) -> Line:
    when = words.long_instant(asked.start, asked.office.hours.zone, translate=say)
    if asked.limit is None:
        return Line("start", when, say(N_("mulai dihitung")))
    amount = words.limit_in_words(asked.unit, asked.limit, say)
    return Line("start", when, say(N_("mulai; batasnya %(limit)s")) % {"limit": amount})


# ---------------------------------------------------------------- limits in office time


@dataclass(frozen=True)
class _Part:
    """Some days, and the line that stands where they end; None after the last where nothing is said."""

    days: list[Day]
    ends: datetime
    mark: str


class _Telling:
    """One explanation in the making: parts between the start, the due instant and the end, told one after another."""

    def __init__(self, asked: Question, due: datetime | None, say: Say) -> None:
        self.asked, self.say = asked, say
        self.office, self.zone = asked.office, asked.office.hours.zone
        self.in_days = asked.unit is Unit.WORKING_DAYS
        self.due = due if due is not None and self._stands(due) else None
        told = [at for at in (asked.start, asked.end, self.due) if at is not None]
        self.words = DayWords(asked.office, {local_day(asked.office, at).year for at in told}, say)

    def lines(self) -> list[Line]:
        """By the finest grain that a person can read."""
        parts = self._parts()
        for grain in GRAINS:
            told = [_start(self.asked, self.say), *self._told(parts, grain)]
            if len(told) <= MOST_LINES:
                break
        if self.asked.standing is not None:
            told.append(self._still_standing(told))
        return told

    def _stands(self, due: datetime) -> bool:
        """Whether the due instant is certain: not while the clock stands still before it."""
        standing = self.asked.standing
        return standing is None or (due < standing if self.in_days else due <= standing)

    def _parts(self) -> list[_Part]:
        end, standing = self.asked.end, self.asked.standing
        if standing is not None:
            end = min(end or standing, standing)
        cuts = [(self.due, "due")] if self.due is not None else []
        if end is not None and (self.due is None or self.asked.finished or end > self.due):
            mark = "end" if self.asked.finished or self.asked.limit is None else ""
            cuts.append((end, mark))
        cuts.sort(key=lambda cut: cut[0])
        return self._parts_of_days(cuts) if self.in_days else self._parts_of_minutes(cuts)

    def _parts_of_minutes(self, cuts: list[tuple[datetime, str]]) -> list[_Part]:
        parts: list[_Part] = []
        begin = self.asked.start
        for ends, mark in cuts:
            days = of_minutes(self.office, begin, ends, self.asked.pauses)
            if parts and days and days[0].kind is Kind.OUTSIDE:  # told before, up to the same instant
                days = days[1:]
            parts.append(_Part(days, ends, mark))
            begin = max(ends, begin)
        return parts

    def _parts_of_days(self, cuts: list[tuple[datetime, str]]) -> list[_Part]:
        lasts = [local_day(self.office, ends - _MOMENT) for ends, _ in cuts]  # a closing at midnight ends the day
        days, parts = of_days(self.office, self.asked.start, lasts[-1], self.asked.pauses), []
        for (ends, mark), last in zip(cuts, lasts, strict=True):
            here = [one for one in days if one.day <= last]
            days = days[len(here) :]
            parts.append(_Part(here, ends, mark))
        return parts

    def _told(self, parts: list[_Part], grain: Callable[[Office, Day], object]) -> Iterator[Line]:
        total, left = 0, sorted(self.asked.stood, key=lambda one: one.began)
        for part in parts:
            for _, group in groupby(part.days, key=lambda one: grain(self.office, one)):
                run = list(group)
                while left and left[0].began < part.ends and self._opens(left[0], run):
                    yield self._pause(left.pop(0))
                line = self._run(run, total)
                total = line.total if line.total is not None else total
                yield line
                while left and left[0].began < part.ends and local_day(self.office, left[0].began) <= run[-1].day:
                    yield self._pause(left.pop(0))
            if part.mark:
                yield self._mark(part, total)
        for one in left:
            if one.ended is None or one.began < parts[-1].ends:
                yield self._pause(one)

    def _opens(self, one: Standstill, run: list[Day]) -> bool:
        """Whether this pause began before anything of these days counted, so that it is told above them."""
        first, began = run[0], local_day(self.office, one.began)
        if began != first.day:
            return began < first.day
        return one.began <= first.counted[0][0] if first.counted else first.kind in (Kind.PAUSED, Kind.WAITED)

    # -- one line

    def _run(self, run: list[Day], total: int) -> Line:
        when = self.words.dates(run[0].day, run[-1].day)
        if self.in_days:
            numbers = [one.number for one in run if one.number]
            text = self.words.days(run, numbers)
            return Line("day" if numbers else "off", when, text, len(numbers), numbers[-1] if numbers else total)
        added = sum(one.seconds for one in run)
        if not added:
            return Line("off", when, self.words.minutes(run), 0, total)
        amount = self.say(N_("= %(added)s; jumlah %(sum)s")) % {
            "added": words.seconds_in_words(added, self.say),
            "sum": words.number_words((total + added) // 60)
            if (total + added) % 60 == 0
            else words.seconds_in_words(total + added, self.say),
        }
        return Line("day", when, self.words.minutes(run), added, total + added, amount)

    def _pause(self, one: Standstill) -> Line:
        when = self.words.instant(one.began)
        text = self.say(N_("jam berhenti")) + (f": {one.reason}" if one.reason else "")
        text += f" ({one.began_by})" if one.began_by else ""
        if one.ended is None:
            return Line("pause", when, text)
        again = self.say(N_("berjalan lagi %(when)s")) % {"when": self.words.instant(one.ended)}
        again += f" ({one.ended_by})" if one.ended_by else ""
        return Line("pause", when, f"{text}; {again}; {self._taken(one)}")

    def _taken(self, one: Standstill) -> str:
        begin = max(one.began, self.asked.start)
        if self.in_days:
            closings = of_days(self.office, begin, local_day(self.office, one.ended or begin), [(begin, one.ended)])
            first = clock.closing(self.office.hours, local_day(self.office, begin))
            took = sum(day.kind is Kind.WAITED for day in closings)
            if first is not None and begin <= first < (one.ended or begin):
                took += local_day(self.office, begin) > local_day(self.office, self.asked.start)
            return self.say(N_("%(n)s hari kerja tidak dihitung")) % {"n": took}
        took = clock.seconds_between(self.office.hours, begin, max(one.ended or begin, begin))
        if not took:
            return self.say(N_("seluruhnya di luar jam kantor, jadi tidak menggeser tenggat"))
        return self.say(N_("%(n)s tidak dihitung")) % {"n": words.seconds_in_words(took, self.say)}

    def _mark(self, part: _Part, total: int) -> Line:
        when = words.long_instant(part.ends, self.zone, translate=self.say)
        if part.mark == "due":
            whole = words.limit_in_words(self.asked.unit, self.asked.limit or 0, self.say)
            text = self.say(N_("tenggat: %(limit)s habis")) % {"limit": whole}
        elif self.asked.limit is None:
            text = self.say(N_("sampai di sini"))
        else:
            text = self.say(N_("selesai"))
        if part.mark == "end" and not self.in_days:
            text += self.say(N_(", terpakai %(n)s")) % {"n": words.seconds_in_words(total, self.say)}
        return Line(part.mark, when, text, total=total)

    def _still_standing(self, told: list[Line]) -> Line:
        text = self.say(N_("Jam masih berhenti; tenggat dihitung lagi begitu jam berjalan."))
        total = max((line.total or 0 for line in told), default=0)
        limit = self.asked.limit or 0
        left = limit - total if self.in_days else (limit * 60 - total) // 60
        if self.due is None and self.asked.limit is not None and left > 0:
            text += " " + self.say(N_("Masih ada %(left)s.")) % {
                "left": words.limit_in_words(self.asked.unit, left, self.say)
            }
        return Line("note", "", text)
