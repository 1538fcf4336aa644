"""How days and runs of days are said in an explanation, and by which runs it may be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import groupby

from lapor.sop import words
from lapor.sop.calendar import DAY_NAMES
from lapor.sop.states import N_
from lapor.sop.tally import Day, Kind, Office, Piece, Say, local_day

_NUMBER, _NUMBERS = N_("hari kerja ke-%(n)s"), N_("hari kerja ke-%(n)s sampai ke-%(m)s")


class DayWords:
    """Days of one office in one language; dates name their year where `years` are several."""

    def __init__(self, office: Office, years: set[int], say: Say) -> None:
        self.office, self.years, self.say = office, years, say

    def minutes(self, run: list[Day]) -> str:
        """What counted of these days, or why nothing did."""
        first = run[0]
        if not _alike(self.office, run):
            opened = sum(bool(one.counted) for one in run)
            return self._mixed(run, self.say(N_("kantor buka %(n)s hari")) % {"n": opened} if opened else "")
        if first.kind is Kind.CLOSED:
            return self.office.closed(first.day, self.say)
        if first.kind is Kind.OUTSIDE:
            return self.say(N_("di luar jam kantor, tidak dihitung"))
        if first.kind is Kind.PAUSED:
            return self.say(N_("jam berhenti, tidak dihitung"))
        spans = ", ".join(self._span(piece) for piece in first.counted)
        several = self.say(N_("%(n)s hari, tiap hari %(spans)s")) % {"n": len(run), "spans": spans}
        text = several if len(run) > 1 else spans
        profile = self.office.profile(first.day, self.say)
        return f"{text} ({profile})" if profile else text

    def days(self, run: list[Day], numbers: list[int]) -> str:
        """Which working days these were (`numbers`), or why they were none."""
        first = run[0]
        if numbers:
            which = self.say(_NUMBERS) if len(numbers) > 1 else self.say(_NUMBER)
            told = which % {"n": numbers[0], "m": numbers[-1]}
            return told if len(numbers) == len(run) else self._mixed(run, told)
        if not _alike(self.office, run):
            return self._mixed(run, "")
        if first.kind is Kind.ARRIVAL:
            return self.say(N_("hari mulainya, tidak dihitung"))
        if first.kind is Kind.WAITED:
            return self.say(N_("tidak dihitung: saat kantor tutup, aduan menunggu pelapor"))
        return self.office.closed(first.day, self.say)

    def _mixed(self, run: list[Day], head: str) -> str:
        """Days of several kinds in one line: how many counted, and by name those that did not though it might be."""
        parts = [head] if head else []
        waited = sum(one.kind in (Kind.PAUSED, Kind.WAITED) for one in run)
        if waited:
            parts.append(self.say(N_("%(n)s hari jam berhenti")) % {"n": waited})
        shut = [one.day for one in run if one.kind is Kind.CLOSED]
        for reason, days in groupby(shut, key=lambda day: self.office.closed(day, self.say)):
            dated = list(days)
            if dated[0] in self.office.hours.off:
                parts.append(f"{self.dates(dated[0], dated[-1])} {reason}")
        plain = sum(day not in self.office.hours.off for day in shut)
        if plain:
            parts.append(self.say(N_("%(n)s hari kantor tutup")) % {"n": plain})
        return "; ".join(parts) or self.say(N_("di luar jam kantor, tidak dihitung"))

    def _span(self, piece: Piece) -> str:
        return f"{self._time(piece[0])}–{self._time(piece[1], end=True)}"

    def _time(self, at: datetime, *, end: bool = False) -> str:
        local = at.astimezone(self.office.hours.place)
        told = f"{local:%H.%M.%S}" if local.second else f"{local:%H.%M}"
        return "24.00" if end and told == "00.00" else told

    def instant(self, at: datetime) -> str:
        return f"{self.dates(*[local_day(self.office, at)] * 2)} {self._time(at)}"

    def dates(self, first: date, last: date) -> str:
        """Selasa, 3 Maret; Selasa–Kamis, 3–5 Maret; 1–31 Maret; with the year where the whole spans two."""
        names = [self.say(DAY_NAMES[day.weekday()]) for day in (first, last)]
        dated = [words.date_words(day, translate=self.say) for day in (first, last)]
        if len(self.years) == 1 and first.year == last.year:
            dated = [one.rpartition(" ")[0] for one in dated]
        if first == last:
            return f"{names[0]}, {dated[0]}"
        if first.month == last.month and first.year == last.year:
            dated[0] = str(first.day)
        if (last - first).days >= 7:
            return "–".join(dated)
        return f"{names[0]}–{names[1]}, {dated[0]}–{dated[1]}"


def _kindred(office: Office, one: Day) -> object:
    """What two neighbouring days must share to be told in one line; a day that counted in part stands alone."""
    if one.kind is Kind.PART:
        return one.day
    why = office.closed(one.day) if one.kind is Kind.CLOSED else ""
    spans = office.hours.spans(one.day) if one.kind is Kind.WHOLE else ()
    return (one.kind, why, spans, office.profile(one.day))


def _alike(office: Office, run: Iterable[Day]) -> bool:
    return len({_kindred(office, one) for one in run}) == 1


def _week(_: Office, one: Day) -> object:
    return one.day.isocalendar()[:2]


def _month(_: Office, one: Day) -> object:
    return (one.day.year, one.day.month)


def _year(_: Office, one: Day) -> object:
    return one.day.year


GRAINS: tuple[Callable[[Office, Day], object], ...] = (_kindred, _week, _month, _year)
