"""The form of a calendar of office hours. What was typed wrong stays, with a sentence beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
from lapor.people.models import OBSERVES, Calendar
from lapor.sop.calendar import DAY_NAMES, WEEKDAYS

_MOST_ROWS: Final = 300  # a closure a month for a quarter of a century; more fields than that a form does not send
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
        if row is None:
            del self.fields["since"]
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
            since=typed.get("since"),
        )

    def blame(self, faults: Mapping[str, str], *, names: Mapping[str, str] | None = None) -> None:
        """Faults of the sketch stand at the fields they came from."""
        profiles = {f"profile-{place}": f"p{n}-first" for place, n in enumerate(self._filled("p", self.profiles))}
        closures = {f"closure-{place}": f"c{n}-day" for place, n in enumerate(self._filled("c", self.closures))}
        super().blame(faults, names={"week": "mon", **profiles, **closures})

    def _rows(self, letter: str, stored: int) -> range:
        """The numbers of the rows: those that were sent, or what is stored and an empty one."""
        sent = [int(found[1]) for name in self.data if (found := re.fullmatch(letter + r"([0-9]{1,3})-[a-z]+", name))]
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
