"""The form of a year's holidays: what is in force and what is proposed, each with a tick, and lines for one's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from lapor.officer.forms.agencies import tidy
from lapor.officer.forms.base import day, line
from lapor.officer.forms.plain import PlainForm
from lapor.people.holiday_edit import NATIONAL, Day
from lapor.people.models import Holiday
from lapor.sop.words import date_words


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
