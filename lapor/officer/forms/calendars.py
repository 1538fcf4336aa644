"""Forms for office hours and for the holidays of a year. What was typed wrong stays, with a sentence beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from lapor.officer.forms.agencies import fill, tidy
from lapor.officer.forms.base import chosen, day, line
from lapor.officer.forms.plain import PlainForm
from lapor.people import hours_text
from lapor.people.calendar_edit import Closed, Profile, Sketch
from lapor.people.holiday_edit import NATIONAL, Day
from lapor.people.models import OBSERVES, Calendar, Holiday
from lapor.sop.calendar import DAY_NAMES, WEEKDAYS
from lapor.sop.words import date_words

_MOST_ROWS: Final = 60
_INHERIT, _OWN = "inherit", "own"


class CalendarForm(PlainForm):
    """A calendar: its week as one text a day, its dated hours as rows p0, p1, …, its closures as rows c0, c1, …

    A row that is emptied is left out; an empty one always stands at the end.
    """

    name = line(_("Nama kalender"), _("Misalnya Enam hari kerja."))
    parent = chosen(_("Kalender induk"), _("Yang dikosongkan di bawah ini mengikuti kalender induk."))
    since = day(
        _("Jam kerja ini berlaku mulai"),
        _("Hari-hari sebelumnya tetap dihitung dengan jam kerja yang lama. Kosongkan bila berlaku sejak awal."),
    )
    observes = forms.ChoiceField(label=_("Hari libur"), required=False)
    dated = forms.ChoiceField(
        label=_("Jam khusus"),
        required=False,
        help_text=_("Misalnya Ramadan: jam lain dari tanggal sampai tanggal."),
        choices=[
            (_INHERIT, _("Ikut kalender induk; tanpa induk tidak ada")),
            (_OWN, _("Punya sendiri, seperti di bawah ini")),
        ],
    )

    def __init__(self, data: QueryDict | None = None, *, row: Calendar | None = None) -> None:
        super().__init__(data, initial=_stands(row))
        others = Calendar.objects.filter(gone=False).exclude(pk=row.pk if row else 0).order_by("name")
        rows = list(others)
        fill(self, "parent", rows, none=("", _("Tidak ada")), names={one.pk: one.name for one in rows})
        cast(forms.ChoiceField, self.fields["observes"]).choices = [
            ("", _("Ikut kalender induk; tanpa induk semuanya")),
            *OBSERVES,
        ]
        for name in _week_fields(""):
            self.fields[name[0]] = line(name[1])
        self.profiles = self._rows("p", len(row.profiles or []) if row else 0)
        for n in self.profiles:
            self._profile_fields(n)
        self.closures = self._rows("c", row.closures.count() if row and row.pk else 0)
        for n in self.closures:
            self.fields[f"c{n}-day"] = day(_("Tanggal"))
            self.fields[f"c{n}-name"] = line(_("Sebab tutup"))
            self.fields[f"c{n}-basis"] = line(_("Dasar"))

    # ---- for the page

    def base(self) -> list[BoundField]:
        return [self[name] for name in ("name", "parent", "observes")]

    def week(self) -> list[BoundField]:
        return [self[name] for name in WEEKDAYS]

    def profile_rows(self) -> Iterator[tuple[str, list[BoundField], list[BoundField], bool]]:
        """Title, fields of the row, its days, and whether it stands open."""
        for n in self.profiles:
            fields = [self[f"p{n}-{name}"] for name in ("name", "first", "last")]
            days = [self[f"p{n}-{name}"] for name in WEEKDAYS]
            filled = any(field.value() for field in (*fields, *days))
            wrong = any(field.errors for field in (*fields, *days))
            yield str(fields[0].value() or _t("Tambah jam khusus")), fields, days, wrong or (filled and self.is_bound)

    def closure_rows(self) -> Iterator[list[BoundField]]:
        for n in self.closures:
            yield [self[f"c{n}-{name}"] for name in ("day", "name", "basis")]

    # ---- reading

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        for name, _label in _week_fields(""):
            self._read(name)
        for n in self.profiles:
            self._clean_profile(n)
        for n in self._filled("c", self.closures):
            if not typed.get(f"c{n}-day") and f"c{n}-day" not in self.errors:
                self.add_error(f"c{n}-day", _t("Tulis tanggal tutupnya."))
        if self._filled("p", self.profiles) and typed.get("dated") != _OWN:
            self.add_error("dated", _t("Pilih “Punya sendiri” agar jam khusus di bawah ini berlaku."))
        return typed

    def sketch(self) -> Sketch:
        """What was typed, once it is valid."""
        typed = self.cleaned_data
        profiles = tuple(
            Profile(tidy(typed[f"p{n}-name"]), typed[f"p{n}-first"], typed[f"p{n}-last"], self._hours(f"p{n}-"))
            for n in self._filled("p", self.profiles)
        )
        closures = tuple(
            Closed(typed[f"c{n}-day"], tidy(typed[f"c{n}-name"]), tidy(typed[f"c{n}-basis"]))
            for n in self._filled("c", self.closures)
        )
        return Sketch(
            name=tidy(typed["name"]),
            parent=typed["parent"],
            week=self._hours(""),
            profiles=profiles if typed["dated"] == _OWN else None,
            observes=typed["observes"],
            closures=closures,
            since=typed["since"],
        )

    def blame(self, faults: Mapping[str, str], *, names: Mapping[str, str] | None = None) -> None:
        """Faults of the sketch stand at the fields they came from."""
        profiles = {f"profile-{place}": f"p{n}-first" for place, n in enumerate(self._filled("p", self.profiles))}
        closures = {f"closure-{place}": f"c{n}-day" for place, n in enumerate(self._filled("c", self.closures))}
        super().blame(faults, names={"week": "mon", **profiles, **closures})

    def _rows(self, letter: str, stored: int) -> range:
        """The numbers of the rows: those that were sent, or what is stored and an empty one."""
        sent = [int(found[1]) for name in self.data if (found := re.fullmatch(letter + r"([0-9]{1,2})-[a-z]+", name))]
        return range(min(max(sent) + 1 if sent else stored + 1, _MOST_ROWS))

    def _profile_fields(self, n: int) -> None:
        self.fields[f"p{n}-name"] = line(_("Nama"), _("Misalnya Ramadan 1448 H."))
        self.fields[f"p{n}-first"] = day(_("Mulai"))
        self.fields[f"p{n}-last"] = day(_("Sampai dengan"))
        for name, label in _week_fields(f"p{n}-"):
            self.fields[name] = line(label)

    def _clean_profile(self, n: int) -> None:
        days = [name for name, _label in _week_fields(f"p{n}-")]
        for name in days:
            self._read(name)
        if n not in self._filled("p", self.profiles):
            return
        for name, sentence in (("first", _t("Tulis hari pertamanya.")), ("last", _t("Tulis hari terakhirnya."))):
            if not self.cleaned_data.get(f"p{n}-{name}") and f"p{n}-{name}" not in self.errors:
                self.add_error(f"p{n}-{name}", sentence)
        if not any(self._text(name) for name in days):
            told = _t("Isi jam kerjanya. Bila kantor tutup sepanjang waktu itu, tulis tutup di salah satu harinya.")
            self.add_error(days[0], told)

    def _filled(self, letter: str, rows: range) -> list[int]:
        """The rows in which anything was typed."""
        names = list(self.fields)
        return [n for n in rows if any(self._text(name) for name in names if name.startswith(f"{letter}{n}-"))]

    def _text(self, name: str) -> str:
        return str(self.data.get(name, "")).strip()

    def _read(self, name: str) -> None:
        try:
            hours_text.read(self.cleaned_data.get(name, ""))
        except hours_text.Unread as fault:
            self.add_error(name, str(fault))

    def _hours(self, before: str) -> hours_text.Week:
        return {name: hours_text.read(self.cleaned_data[before + name]) for name in WEEKDAYS}


def _week_fields(before: str) -> list[tuple[str, Any]]:
    return [(before + name, _(label)) for name, label in zip(WEEKDAYS, DAY_NAMES, strict=True)]


def _stands(row: Calendar | None) -> dict[str, Any]:
    """What stands in the fields of a fresh form; a new calendar is proposed to follow the Tim's."""
    if row is None:
        tim = Calendar.objects.filter(code="lima-hari").first()
        return {"parent": str(tim.pk) if tim else "", "dated": _INHERIT}
    found: dict[str, Any] = {
        "name": row.name,
        "parent": str(row.parent_id or ""),
        "observes": row.observes,
        "dated": _INHERIT if row.profiles is None else _OWN,
        **_days("", row.week),
    }
    for n, one in enumerate(row.profiles or []):
        found |= {f"p{n}-name": one.get("name", ""), f"p{n}-first": one["from"], f"p{n}-last": one["to"]}
        found |= _days(f"p{n}-", one["week"], closed=_t("tutup"))
    for n, shut in enumerate(row.closures.order_by("day") if row.pk else ()):
        found |= {f"c{n}-day": shut.day, f"c{n}-name": shut.name, f"c{n}-basis": shut.basis}
    return found


def _days(before: str, week: Mapping[str, Any], *, closed: str = "") -> dict[str, str]:
    return {before + name: hours_text.said(week.get(name, [])) or closed for name in WEEKDAYS}


# ---------------------------------------------------------------- holidays


@dataclass(frozen=True)
class Row:
    """A day that is offered: what is in force, what the package proposes instead, or an empty line."""

    key: str
    stored: Day | None = None
    proposed: Day | None = None

    @property
    def note(self) -> str:
        """What the package says otherwise than what is in force."""
        if self.stored is None:
            return _t("tanggalnya masih perkiraan") if self.proposed and self.proposed.estimated else ""
        if self.proposed is None:
            return _t("tidak ada di usulan")
        if self.proposed.kind != self.stored.kind:
            kind = Holiday(kind=self.proposed.kind).get_kind_display()
            return _t("di usulan: %(name)s, %(kind)s") % {"name": self.proposed.name, "kind": kind.lower()}
        same = self.proposed.name == self.stored.name
        return "" if same else _t("di usulan: %(name)s") % {"name": self.proposed.name}


class HolidaysForm(PlainForm):
    """The days off of a year, each with a tick: what is in force, what is proposed, and lines to add one's own."""

    decree = line(
        _("Dasar hari yang baru atau diubah"), _("Misalnya SKB Tiga Menteri Nomor 1205, 3, dan 2 Tahun 2026.")
    )
    BLANKS: Final = 3

    def __init__(
        self, data: QueryDict | None = None, *, year: int, stored: Sequence[Day], proposed: Sequence[Day]
    ) -> None:
        self.year = year
        self.rows = _rows(stored, proposed)
        first: dict[str, Any] = {}
        for row in self.rows:
            first |= _first(row, fresh=not stored)
        super().__init__(data, initial=first)
        for row in self.rows:
            self._add(row)
        for n in range(self.BLANKS):
            self.fields[f"n{n}-day"] = _labelled(day(_("Tanggal")), _t("Tanggal, hari tambahan %(n)s"), n + 1)
            self.fields[f"n{n}-name"] = _labelled(line(_("Nama")), _t("Nama, hari tambahan %(n)s"), n + 1)
            self.fields[f"n{n}-kind"] = _labelled(_kind(), _t("Jenis, hari tambahan %(n)s"), n + 1)

    def table(self) -> Iterator[tuple[Row, date, BoundField, BoundField, BoundField]]:
        """Each day that is offered with its tick, name and kind."""
        for row in self.rows:
            yield row, _day_of(row), self[f"{row.key}-keep"], self[f"{row.key}-name"], self[f"{row.key}-kind"]

    def blanks(self) -> Iterator[list[BoundField]]:
        for n in range(self.BLANKS):
            yield [self[f"n{n}-{name}"] for name in ("day", "name", "kind")]

    def clean(self) -> dict[str, Any]:
        for n in range(self.BLANKS):
            typed = self.cleaned_data
            if typed.get(f"n{n}-name") and not typed.get(f"n{n}-day") and f"n{n}-day" not in self.errors:
                self.add_error(f"n{n}-day", _t("Tulis tanggalnya."))
        return self.cleaned_data

    def wanted(self) -> list[Day]:
        """The days that shall be in force, once the form is valid."""
        decree = tidy(self.cleaned_data["decree"])
        return [self._day(key, at, stored, decree) for key, at, stored in self._kept()]

    def blame(self, faults: Mapping[str, str], *, names: Mapping[str, str] | None = None) -> None:
        keys = [key for key, _at, _stored in self._kept()]
        at = {f"{what}-{n}": f"{key}-{what}" for n, key in enumerate(keys) for what in ("day", "name")}
        super().blame(faults, names=at)

    def _kept(self) -> list[tuple[str, date, Day | None]]:
        """Key, day and what is stored of each day that is ticked or was added."""
        typed = self.cleaned_data
        known = [(row.key, _day_of(row), row.stored) for row in self.rows if typed.get(f"{row.key}-keep")]
        added = [(f"n{n}", on, None) for n in range(self.BLANKS) if (on := typed.get(f"n{n}-day"))]
        return [*known, *added]

    def _day(self, key: str, at: date, stored: Day | None, decree: str) -> Day:
        name, kind = tidy(self.cleaned_data[f"{key}-name"]), self.cleaned_data[f"{key}-kind"] or NATIONAL
        same = stored is not None and (stored.name, stored.kind) == (name, kind)
        basis = stored.basis if stored and (same or not decree) else decree
        return Day(at, name, kind, basis)

    def _add(self, row: Row) -> None:
        words = date_words(_day_of(row))
        keep = forms.BooleanField(required=False)
        self.fields[f"{row.key}-keep"] = _labelled(keep, _t("Berlaku: %(n)s"), words)
        self.fields[f"{row.key}-name"] = _labelled(line(_("Nama")), _t("Nama, %(n)s"), words)
        self.fields[f"{row.key}-kind"] = _labelled(_kind(), _t("Jenis, %(n)s"), words)


def _rows(stored: Sequence[Day], proposed: Sequence[Day]) -> list[Row]:
    known, offered = {one.day: one for one in stored}, {one.day: one for one in proposed}
    days = sorted({*known, *offered})
    return [Row(f"d{one:%m%d}", known.get(one), offered.get(one)) for one in days]


def _first(row: Row, *, fresh: bool) -> dict[str, Any]:
    """A proposal is ticked where the year is still empty and the package is sure of the day."""
    one = row.stored or row.proposed
    if one is None:
        return {}
    keep = row.stored is not None or (fresh and not one.estimated)
    name = one.name.replace(" (perkiraan)", "") if row.stored is None else one.name
    return {f"{row.key}-keep": keep, f"{row.key}-name": name, f"{row.key}-kind": one.kind}


def _day_of(row: Row) -> date:
    one = row.stored or row.proposed
    return one.day if one else date.min


def _kind() -> forms.ChoiceField:
    kinds = [("national", _("Libur nasional")), ("joint", _("Cuti bersama"))]
    return forms.ChoiceField(
        label=_("Jenis"), required=False, choices=kinds, error_messages={"invalid_choice": _("Pilih dari daftar ini.")}
    )


def _labelled(field: Any, words: str, n: object) -> Any:
    """A field in a table is told apart by its row."""
    field.widget.attrs["aria-label"] = words % {"n": n}
    return field
