"""Loading seeds/: office calendars, holidays, kinds of agencies, agencies and their units.

Loading again changes nothing, and nothing is ever deleted. What stands in the files wins for names and
titles; what people set by hand in the running system wins for calendars and holidays, for deadlines were
promised on them: of those, only missing ones are made.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db import models

from lapor.people.models import Agency, AgencyKind, Calendar, Holiday, Unit

FOLDER: Final = Path(__file__).resolve().parents[2] / "seeds"

_HOLIDAY_KINDS: Final = {"libur_nasional": "national", "cuti_bersama": "joint"}


@dataclass(frozen=True)
class Tally:
    """How many rows of one list a loading made, how many it changed, how many the list holds."""

    what: str
    made: int
    changed: int
    listed: int

    def __str__(self) -> str:
        if not self.made and not self.changed:
            return f"{self.what}: {self.listed}, tidak ada yang berubah"
        return f"{self.what}: {self.listed} ({self.made} baru, {self.changed} diperbarui)"


@dataclass(frozen=True)
class SeedRow:
    """One row to have: found by `key`, made with `first` beside `facts`, later held to `facts` alone."""

    key: Mapping[str, Any]
    facts: Mapping[str, Any]
    first: Mapping[str, Any]


def seed_people(folder: Path) -> list[Tally]:
    """Load calendars.json, hari_libur.csv, jenis_opd.csv, opd.csv and units.csv, in the caller's transaction."""
    return [
        ensure("kalender", Calendar, _calendars(folder)),
        ensure("hari libur", Holiday, _holidays(folder)),
        ensure("jenis OPD", AgencyKind, _kinds(folder)),
        ensure("OPD", Agency, _agencies(folder)),
        ensure("unit teknis", Unit, _units(folder)),
    ]


def ensure(what: str, model: type[models.Model], wanted: Iterable[SeedRow]) -> Tally:
    """Make what is missing, hold what is there to its facts. Reads the table once."""
    table = list(model._default_manager.all())
    made = changed = listed = 0
    known: dict[tuple[Any, ...], models.Model] = {}
    for row in wanted:
        if not listed:
            known = {tuple(getattr(one, field) for field in row.key): one for one in table}
        listed += 1
        found = known.get(tuple(row.key.values()))
        if found is None:
            model._default_manager.create(**row.key, **row.facts, **row.first)
            made += 1
            continue
        differing = {name: value for name, value in row.facts.items() if getattr(found, name) != value}
        if differing:
            model._default_manager.filter(pk=found.pk).update(**differing)
            changed += 1
    return Tally(what, made, changed, listed)


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file in UTF-8, by the names in its first line."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _calendars(folder: Path) -> Iterator[SeedRow]:
    for code, calendar in json.loads((folder / "calendars.json").read_text(encoding="utf-8")).items():
        yield SeedRow({"code": code}, {}, {field: calendar[field] for field in ("name", "zone", "week")})


def _holidays(folder: Path) -> Iterator[SeedRow]:
    for row in rows_of(folder / "hari_libur.csv"):
        facts = {"name": row["keterangan"], "kind": _HOLIDAY_KINDS[row["jenis"]], "basis": row["dasar"]}
        yield SeedRow({"day": date.fromisoformat(row["tanggal"])}, {}, facts)


def _kinds(folder: Path) -> Iterator[SeedRow]:
    for row in rows_of(folder / "jenis_opd.csv"):
        yield SeedRow({"code": row["code"]}, {}, {name: row[name] for name in ("name", "officer_title", "head_title")})


def _agencies(folder: Path) -> Iterator[SeedRow]:
    """Parents stand above their children in the file. The calendar is the agency's own once it is there."""
    calendars = dict(Calendar.objects.values_list("code", "pk"))
    codes = dict(Agency.objects.values_list("code", "pk"))
    for row in rows_of(folder / "opd.csv"):
        names = {field: row[field] for field in ("short", "name", "officer_title", "head_title")}
        parent = row["parent_code"]
        if parent and parent not in codes:  # made in this very loading
            codes[parent] = Agency.objects.get(code=parent).pk
        facts = {**names, "kind_id": row["kind"], "parent_id": codes[parent] if parent else None}
        yield SeedRow({"code": row["code"]}, facts, {"calendar_id": calendars[row["calendar"]]})


def _units(folder: Path) -> Iterator[SeedRow]:
    codes = dict(Agency.objects.values_list("code", "pk"))
    for row in rows_of(folder / "units.csv"):
        yield SeedRow({"agency_id": codes[row["agency_code"]], "name": row["name"]}, {}, {})
