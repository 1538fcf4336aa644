"""When an office is open: spans per weekday, dated profiles (Ramadan), days off. Data, checked once.

A `Calendar` that exists can be counted with: it has hours, its spans are in order and do not overlap, its zone
is known. Whatever is wrong with one is said as a sentence when it is made, and never later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lapor.sop.states import N_
from lapor.sop.track import Track

Span = tuple[int, int]
Week = Mapping[int, tuple[Span, ...]]

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES: Final = (N_("Senin"), N_("Selasa"), N_("Rabu"), N_("Kamis"), N_("Jumat"), N_("Sabtu"), N_("Minggu"))
END_OF_DAY: Final = 24 * 60
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


class Uncountable(ValueError):
    """Why something cannot be counted, as an Indonesian sentence: its source `text` and the `values` that fill it."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text % values if values else text)
        self.text, self.values = text, values

    def said(self, translate: Callable[[str], str]) -> str:
        """The sentence in the language that `translate` turns source strings into."""
        return translate(self.text) % self.values if self.values else translate(self.text)


class CalendarError(Uncountable):
    """What is wrong with a calendar."""


@dataclass(frozen=True)
class Profile:
    """Other office hours from the first to the last date, both included; a week without spans is a closure."""

    first: date
    last: date
    week: Week


@dataclass(frozen=True)
class Calendar:
    """The office hours of one office.

    `week` has the spans of each weekday (0 is Monday) as minutes after local midnight, the end not included,
    1440 for the end of the day; a weekday left out is closed. `off` are closed whatever the weekday or profile.
    Raises CalendarError.
    """

    zone: str
    week: Week
    off: frozenset[date] = frozenset()
    profiles: tuple[Profile, ...] = ()

    def __post_init__(self) -> None:
        for week in (self.week, *(profile.week for profile in self.profiles)):
            _check_week(week)
        _check_profiles(self.profiles)
        if not any(self.week.values()):
            raise CalendarError(N_("Kalender ini belum punya jam kerja. Isi jam buka paling sedikit satu hari."))
        _ = self.place

    @cached_property
    def place(self) -> ZoneInfo:
        """The zone, loaded."""
        try:
            return ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
            text = N_("Zona waktu “%(zone)s” tidak dikenal. Contoh: Asia/Jakarta.")
            raise CalendarError(text, zone=self.zone) from unknown

    def spans(self, day: date) -> tuple[Span, ...]:
        """The office spans of this day, in minutes after local midnight; none when closed."""
        if day in self.off:
            return ()
        for profile in self.profiles:
            if profile.first <= day <= profile.last:
                return profile.week.get(day.weekday(), ())
        return self.week.get(day.weekday(), ())

    @cached_property
    def day_minutes(self) -> int:
        """The office minutes of its longest plain day: what it means by a working day."""
        return max(sum(ends - begins for begins, ends in spans) for spans in self.week.values())

    @cached_property
    def track(self) -> Track:
        """This calendar on the line of time."""
        return Track(self.opening_seconds)

    def opening_seconds(self, day: date) -> tuple[Span, ...]:
        """The office spans of this day in seconds since 1970."""
        return _seconds(self.place, day, self.spans(day))

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Calendar:
        """Read `{"zone", "week": {"mon": [["07:30", "15:30"]]}, "off": [dates], "profiles": [{"from", "to", "week"}]}`.

        Other keys are left alone. Raises CalendarError.
        """
        return cls(
            zone=str(data.get("zone", "")),
            week=_read_week(data.get("week", {})),
            off=frozenset(_read_date(day) for day in _list(data.get("off", []))),
            profiles=tuple(_read_profile(profile) for profile in _list(data.get("profiles", []))),
        )

    def to_json(self) -> dict[str, object]:
        """The form that `from_json` reads, in a fixed order."""
        return {
            "zone": self.zone,
            "week": _write_week(self.week),
            "off": [day.isoformat() for day in sorted(self.off)],
            "profiles": [
                {"from": one.first.isoformat(), "to": one.last.isoformat(), "week": _write_week(one.week)}
                for one in self.profiles
            ],
        }


def _seconds(place: ZoneInfo, day: date, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    # Each edge is read off the local clock, so a zone that moves its clock keeps its office hours.
    midnight = datetime(day.year, day.month, day.day, tzinfo=place)

    def edge(minute: int) -> int:
        if minute == END_OF_DAY:
            return day_end(place, day)
        return _second(midnight.replace(hour=minute // 60, minute=minute % 60))

    edges = ((edge(begin), edge(end)) for begin, end in spans)
    return tuple((begin, end) for begin, end in edges if begin < end)  # none within an hour that the clock leaves out


def day_end(place: ZoneInfo, day: date) -> int:
    """The local midnight after this day, in seconds since 1970."""
    after = date.fromordinal(day.toordinal() + 1)
    return _second(datetime(after.year, after.month, after.day, tzinfo=place))


def _second(at: datetime) -> int:
    """Seconds since 1970; of a time that the local clock leaves out, the second at which it goes forward."""
    late, early = int(at.timestamp()), int(at.replace(fold=1).timestamp())
    if early >= late:  # the same, or a time that the clock shows twice: the first of them
        return late
    before = datetime.fromtimestamp(early, at.tzinfo).utcoffset()
    while late - early > 1:
        middle = (early + late) // 2
        if datetime.fromtimestamp(middle, at.tzinfo).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late


def _check_week(week: Week) -> None:
    for weekday, spans in week.items():
        if weekday not in range(7):
            text = N_("Hari “%(day)s” tidak dikenal. Pakai 0 untuk Senin sampai 6 untuk Minggu.")
            raise CalendarError(text, day=weekday)
        name, closed = DAY_NAMES[weekday], 0
        for begin, end in spans:
            if not (0 <= begin <= END_OF_DAY and 0 <= end <= END_OF_DAY):
                text = N_("Jam kerja %(day)s keluar dari hari itu. Pakai 00.00 sampai 24.00.")
                raise CalendarError(text, day=name)
            if end <= begin:
                text = N_(
                    "Jam tutup %(end)s pada %(day)s tidak sesudah jam buka %(begin)s. "
                    "Jam yang melewati tengah malam ditulis sebagai dua rentang."
                )
                raise CalendarError(text, end=_clock(end), day=name, begin=_clock(begin))
            if begin < closed:
                text = N_("Rentang jam kerja %(day)s bertumpuk atau tidak urut, mulai %(begin)s.")
                raise CalendarError(text, day=name, begin=_clock(begin))
            closed = end


def _check_profiles(profiles: tuple[Profile, ...]) -> None:
    until: date | None = None
    for profile in sorted(profiles, key=lambda one: one.first):
        if profile.last < profile.first:
            text = N_("Jam khusus berakhir %(last)s sebelum mulai %(first)s.")
            raise CalendarError(text, last=profile.last, first=profile.first)
        if until is not None and profile.first <= until:
            text = N_("Dua jam khusus berlaku bersamaan pada %(first)s. Ubah salah satu tanggalnya.")
            raise CalendarError(text, first=profile.first)
        until = profile.last


def _read_week(data: object) -> dict[int, tuple[Span, ...]]:
    if not isinstance(data, Mapping):
        raise CalendarError(N_("Jam kerja ditulis per hari, misalnya mon: 07:30 sampai 15:30."))
    for name in data:
        if name not in WEEKDAYS:
            text = N_("Hari “%(day)s” tidak dikenal. Pakai %(days)s.")
            raise CalendarError(text, day=name, days=", ".join(WEEKDAYS))
    week = {number: _list(data[name]) for number, name in enumerate(WEEKDAYS) if name in data}
    return {number: tuple(sorted(_read_span(span) for span in spans)) for number, spans in week.items() if spans}


def _read_span(data: object) -> Span:
    edges = _list(data)
    if len(edges) != 2:
        raise CalendarError(N_("Rentang jam kerja ditulis dengan jam buka dan jam tutup, misalnya 07:30 dan 15:30."))
    return _read_time(edges[0]), _read_time(edges[1])


def _read_time(text: object) -> int:
    if text == "24:00":
        return END_OF_DAY
    read = _TIME.fullmatch(text) if isinstance(text, str) else None
    if read is None:
        sentence = N_("Jam “%(time)s” tidak terbaca. Tulis dengan dua angka jam dan dua angka menit: 07:30.")
        raise CalendarError(sentence, time=text)
    return int(read[1]) * 60 + int(read[2])


def _read_date(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError as unread:
        sentence = N_("Tanggal “%(date)s” tidak terbaca. Tulis tahun-bulan-hari: 2026-03-19.")
        raise CalendarError(sentence, date=text) from unread


def _read_profile(data: object) -> Profile:
    if not isinstance(data, Mapping):
        raise CalendarError(N_("Jam khusus ditulis dengan from, to dan week."))
    return Profile(_read_date(data.get("from")), _read_date(data.get("to")), _read_week(data.get("week", {})))


def _list(data: object) -> Sequence[object]:
    if not isinstance(data, list | tuple):
        raise CalendarError(N_("“%(data)s” seharusnya berupa daftar."), data=data)
    return data


def _write_week(week: Week) -> dict[str, list[list[str]]]:
    return {
        WEEKDAYS[weekday]: [[_clock(begin, ":"), _clock(end, ":")] for begin, end in week[weekday]]
        for weekday in sorted(week)
        if week[weekday]
    }


def _clock(minute: int, mark: str = ".") -> str:
    return f"{minute // 60:02}{mark}{minute % 60:02}"
