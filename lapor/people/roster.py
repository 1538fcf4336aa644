"""The list of officials as a file: what its lines say, and why a line cannot be taken.

A line is one position of one person. A file is read whole or not at all.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from lapor.people.models import AGENCY_ROLES, POSITION_ROLES, Agency, Unit
from lapor.sop.rules import ROLE_LABELS, Role

COLUMNS: Final = ("surel", "nama", "peran", "opd", "unit", "sebutan", "struktural", "mulai", "sampai")
_YES_OR_NO: Final = {"ya": True, "tidak": False, "": False}
_LONGEST: Final = 120  # letters; as long as models.py keeps names and titles
_ROLES: Final = {words.casefold(): role for role in POSITION_ROLES for words in (role.value, ROLE_LABELS[role])}


class RosterRefused(Exception):
    """What is wrong with the file, one sentence a line."""


@dataclass(frozen=True)
class Entry:
    """One line that can be taken. Dates are days in Bantul, both included."""

    email: str
    name: str
    role: Role
    agency: Agency | None
    unit: Unit | None
    title: str
    structural: bool
    starts: date
    ends: date | None

    @property
    def seat(self) -> tuple[object, ...]:
        """Which position this is; the rest of the line is what is known of it."""
        return (self.email, self.role, self.agency and self.agency.pk, self.unit and self.unit.pk)


def read(path: Path) -> list[Entry]:
    """The lines of the file. Raises RosterRefused with a sentence for every line that cannot be taken."""
    entries: list[Entry] = []
    wrong: list[str] = []
    first: dict[object, tuple[int, Entry]] = {}
    places = _Places()
    for number, row in _rows(path):
        try:
            entry = _entry(row, places)
            _agrees(entry, first)
        except ValueError as error:
            wrong.append(f"Baris {number}: {error}")
            continue
        first[entry.seat] = (number, entry)
        first.setdefault(entry.email, (number, entry))
        entries.append(entry)
    if wrong:
        raise RosterRefused("\n".join(wrong))
    if not entries:
        raise RosterRefused(f"Tidak ada satu pejabat pun di {path}.")
    return entries


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Lines with their number in the file; parted by commas or, as spreadsheets here save them, semicolons."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RosterRefused(f"Berkas {path} tidak dapat dibaca: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RosterRefused(f"Berkas {path} bukan teks UTF-8. Simpan sebagai CSV UTF-8.") from error
    heading = text.partition("\n")[0]
    lines = csv.DictReader(text.splitlines(keepends=True), delimiter=";" if ";" in heading else ",", restval="")
    if missing := [name for name in COLUMNS if name not in (lines.fieldnames or [])]:
        raise RosterRefused(f"Baris 1: kolom {', '.join(missing)} tidak ada.")
    for row in lines:
        if None in row:
            raise RosterRefused(f"Baris {lines.line_num}: isinya lebih banyak daripada kolomnya.")
        if any(value.strip() for value in row.values()):
            yield lines.line_num, {name: " ".join(row[name].split()) for name in COLUMNS}


class _Places:
    """Agencies by code and by short name, units by agency and name; read once."""

    def __init__(self) -> None:
        self.agencies = {
            words.casefold(): one for one in Agency.objects.order_by("-code") for words in (one.short, one.code)
        }
        self.units = {(one.agency_id, one.name.casefold()): one for one in Unit.objects.all()}


def _entry(row: dict[str, str], places: _Places) -> Entry:
    """The line as facts. Raises ValueError with the sentence that says what is wrong with it."""
    try:
        validate_email(row["surel"])
    except ValidationError as error:
        raise ValueError(f"surel “{row['surel']}” bukan alamat surel.") from error
    for column in ("nama", "sebutan"):
        if len(row[column]) > _LONGEST:
            raise ValueError(f"{column} paling panjang {_LONGEST} huruf.")
    if not row["nama"]:
        raise ValueError("nama kosong.")
    role = _ROLES.get(row["peran"].casefold())
    if role is None:
        raise ValueError(f"peran “{row['peran']}” tidak dikenal. Yang ada: {', '.join(POSITION_ROLES)}.")
    if row["struktural"].casefold() not in _YES_OR_NO:
        raise ValueError(f"struktural diisi ya atau tidak, bukan “{row['struktural']}”.")
    agency, unit = _place(role, row, places)
    starts, ends = _day("mulai", row["mulai"]), _day("sampai", row["sampai"]) if row["sampai"] else None
    if ends and ends < starts:
        raise ValueError("sampai lebih dulu daripada mulai.")
    structural = _YES_OR_NO[row["struktural"].casefold()]
    return Entry(row["surel"].lower(), row["nama"], role, agency, unit, row["sebutan"], structural, starts, ends)


def _place(role: Role, row: dict[str, str], places: _Places) -> tuple[Agency | None, Unit | None]:
    label = ROLE_LABELS[role]
    if role not in AGENCY_ROLES:
        if row["opd"] or row["unit"]:
            raise ValueError(f"{label} bekerja untuk kabupaten; kosongkan opd dan unit.")
        return None, None
    agency = places.agencies.get(row["opd"].casefold())
    if agency is None:
        raise ValueError(f"opd “{row['opd']}” tidak dikenal. Tulis kode atau nama pendeknya seperti di seeds/opd.csv.")
    if role is not Role.UNIT:
        if row["unit"]:
            raise ValueError(f"{label} tidak memegang unit; kosongkan unit.")
        return agency, None
    unit = places.units.get((agency.pk, row["unit"].casefold()))
    if unit is None:
        raise ValueError(f"{agency.short} tidak punya unit “{row['unit']}”. Unitnya ada di seeds/units.csv.")
    return agency, unit


def _day(column: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{column} “{text}” bukan tanggal; tulis seperti 2026-11-25.") from error


def _agrees(entry: Entry, first: dict[object, tuple[int, Entry]]) -> None:
    """One name for an address, one line for a position."""
    if entry.seat in first:
        raise ValueError(f"jabatan ini sudah ada di baris {first[entry.seat][0]}.")
    number, other = first.get(entry.email, (0, entry))
    if other.name != entry.name:
        raise ValueError(f"surel ini di baris {number} milik {other.name}.")
