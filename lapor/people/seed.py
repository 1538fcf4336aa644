"""Loading seeds/: office calendars, holidays, kinds of agencies, agencies and their units.

A loading makes what is missing and touches nothing else: what people changed in the product stays, also where
the file says otherwise. Nothing is ever deleted.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.db import models

from lapor.people import calendars
from lapor.people.models import Agency, AgencyKind, Calendar, Holiday, Unit

FOLDER: Final = Path(__file__).resolve().parents[2] / "seeds"

_HOLIDAY_KINDS: Final = {"libur_nasional": "national", "cuti_bersama": "joint"}


@dataclass(frozen=True)
class Tally:
    """How many rows of one list a loading made, and how many the list holds."""

    what: str
    made: int
    listed: int

    def __str__(self) -> str:
        return f"{self.what}: {self.listed}, {f'{self.made} baru' if self.made else 'tidak ada yang baru'}"


@dataclass(frozen=True)
class SeedRow:
    """One row to have: found by `key`, made with `facts`; `stays` where people have taken over and it is not made."""

    key: Mapping[str, Any]
    facts: Mapping[str, Any]
    stays: bool = False


def seed_people(folder: Path, *, at: datetime) -> list[Tally]:
    """Load calendars.json, hari_libur.csv, jenis_opd.csv, opd.csv and units.csv, in the caller's transaction.

    Office hours are published where they became others.
    """
    office_time = [
        ensure("kalender", Calendar, _calendars(folder)),
        ensure("hari libur", Holiday, _holidays(folder)),
    ]
    calendars.publish_all(at=at)
    return [
        *office_time,
        ensure("jenis OPD", AgencyKind, _kinds(folder)),
        ensure("OPD", Agency, _agencies(folder)),
        ensure("unit teknis", Unit, _units(folder)),
    ]


def ensure(what: str, model: type[models.Model], wanted: Iterable[SeedRow]) -> Tally:
    """Make what is missing. Reads the table once."""
    table = list(model._default_manager.all())
    made = listed = 0
    known: set[tuple[Any, ...]] = set()
    for row in wanted:
        if not listed:
            known = {tuple(getattr(one, field) for field in row.key) for one in table}
        listed += 1
        if not row.stays and tuple(row.key.values()) not in known:
            model._default_manager.create(**row.key, **row.facts)
            made += 1
    return Tally(what, made, listed)


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file in UTF-8, by the names in its first line."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _calendars(folder: Path) -> Iterator[SeedRow]:
    """Parents stand above their children in the file."""
    for code, calendar in json.loads((folder / "calendars.json").read_text(encoding="utf-8")).items():
        facts = {field: calendar[field] for field in ("name", "zone", "week", "observes") if field in calendar}
        parent = Calendar.objects.filter(code=calendar.get("parent")).first()
        yield SeedRow({"code": code}, {**facts, "parent": parent})


def _holidays(folder: Path) -> Iterator[SeedRow]:
    for row in rows_of(folder / "hari_libur.csv"):
        facts = {"name": row["keterangan"], "kind": _HOLIDAY_KINDS[row["jenis"]], "basis": row["dasar"]}
        yield SeedRow({"day": date.fromisoformat(row["tanggal"])}, facts)


def _kinds(folder: Path) -> Iterator[SeedRow]:
    for row in rows_of(folder / "jenis_opd.csv"):
        yield SeedRow({"code": row["code"]}, {name: row[name] for name in ("name", "officer_title", "head_title")})


def _agencies(folder: Path) -> Iterator[SeedRow]:
    """Parents stand above their children in the file."""
    known = dict(Calendar.objects.values_list("code", "pk"))
    codes = dict(Agency.objects.values_list("code", "pk"))
    taken = set(Agency.objects.exclude(duty="").values_list("duty", flat=True))
    for row in rows_of(folder / "opd.csv"):
        names = {field: row[field] for field in ("short", "name", "officer_title", "head_title")}
        parent = row["parent_code"]
        if parent and parent not in codes:  # made in this very loading
            codes[parent] = Agency.objects.get(code=parent).pk
        links = {"parent_id": codes[parent] if parent else None, "calendar_id": known[row["calendar"]]}
        duty = row.get("duty") or ""
        yield SeedRow(
            {"code": row["code"]}, {**names, **links, "kind_id": row["kind"], "duty": "" if duty in taken else duty}
        )


def _units(folder: Path) -> Iterator[SeedRow]:
    """Only for agencies that have no unit yet: later on units are renamed, moved and switched off in the product."""
    agencies = {code: (pk, units > 0) for code, pk, units in _with_units()}
    for row in rows_of(folder / "units.csv"):
        pk, has_some = agencies[row["agency_code"]]
        yield SeedRow({"agency_id": pk, "name": row["name"]}, {}, stays=has_some)


def _with_units() -> Iterable[tuple[str, int, int]]:
    return Agency.objects.annotate(count=models.Count("units")).values_list("code", "pk", "count")
