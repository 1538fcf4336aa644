"""A list that can be taken in from a file: line by line by the rules of the pages, whole or not at all.

A preview does everything and takes it back: so it says what would really happen.
"""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Final

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from lapor.people.faults import WHOLE, Faulty, demand
from lapor.people.models import Agency, Person, Position
from lapor.people.sheets import Line

NEW, CHANGED, SAME = "new", "changed", "same"
_YES_OR_NO: Final = {"ya": True, "tidak": False, "": False}


@dataclass(frozen=True)
class Column:
    """`name` heads the column in a file, `hint` says what belongs there; `field` is what the rules call it."""

    name: str
    field: str
    hint: str


@dataclass(frozen=True)
class Taking:
    """Who takes a list in, and when; `welcome` is called for everybody who becomes an official by it.

    `seen` keeps what was looked up for one line, for the next ones.
    """

    by: Position | None
    at: datetime
    day: date
    welcome: Callable[[Person], None] = lambda person: None
    seen: dict[Any, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What a line does: NEW, CHANGED or SAME; `details` are (column, before, after) of what differs."""

    number: int
    what: str
    label: str
    details: list[tuple[str, str, str]]


@dataclass
class Result:
    """What a file does, line by line; or what is wrong with it, and then nothing was done."""

    outcomes: list[Outcome] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def count(self, what: str) -> int:
        return sum(one.what == what for one in self.outcomes)

    def mark(self) -> str:
        """A hash of all that it does: another one if the database changed since."""
        told = json.dumps([(one.number, one.what, one.details) for one in self.outcomes])
        return hashlib.sha256(told.encode()).hexdigest()


class Table(ABC):
    """One list: what its columns are, what stands in it, and how a line is taken. Values are the cells' texts."""

    slug: ClassVar[str]
    title: ClassVar[str]
    about: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    called: ClassVar[tuple[str, ...]]  # the columns by which a reader knows a line

    @abstractmethod
    def rows(self, day: date) -> Iterator[Any]:
        """What stands in the list, in the order of the file."""

    @abstractmethod
    def said(self, row: Any) -> dict[str, str]:
        """A row by the names of its columns."""

    @abstractmethod
    def key(self, values: dict[str, str]) -> tuple[str, ...]:
        """By what a line is known within a file."""

    @abstractmethod
    def find(self, values: dict[str, str], taking: Taking) -> Any | None:
        """The row that a line is about, None for a new one. Raises Faulty."""

    @abstractmethod
    def add(self, values: dict[str, str], taking: Taking) -> Any:
        """Make the row of this line. Raises Faulty."""

    @abstractmethod
    def change(self, row: Any, values: dict[str, str], taking: Taking) -> Any:
        """Let the row be as the line says. Raises Faulty."""

    def across(self, lines: Sequence[Line]) -> Iterator[str]:
        """What is wrong between lines, one sentence each."""
        return iter(())

    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def cells(self, day: date) -> Iterator[list[str]]:
        """The whole list as a file has it."""
        for row in self.rows(day):
            said = self.said(row)
            yield [said[name] for name in self.names()]


def take(table: Table, lines: Sequence[Line], taking: Taking, *, keep: bool, expected: str = "") -> Result:
    """Take in these lines; without `keep` only look what would happen.

    Nothing is kept where a line is wrong, or where the result is not the `expected` one (its mark).
    """
    result, first = Result(wrong=list(table.across(lines))), dict[tuple[str, ...], int]()
    with transaction.atomic():
        for line in lines:
            try:
                key = table.key(line.values)
                if key in first:
                    raise Faulty({WHOLE: _("yang sama sudah ada di baris %(n)s.") % {"n": first[key]}})
                first[key] = line.number
                result.outcomes.append(_one(table, line, taking))
            except Faulty as fault:
                result.wrong += _sentences(table, line.number, fault)
            except (IntegrityError, DataError):
                told = _("Baris %(n)s: isinya tidak dapat disimpan; bertabrakan dengan yang sudah ada.")
                result.wrong.append(told % {"n": line.number})
        if result.wrong or not keep or result.mark() != expected:
            transaction.set_rollback(True)
    return result


def _one(table: Table, line: Line, taking: Taking) -> Outcome:
    row = table.find(line.values, taking)
    before = table.said(row) if row is not None else dict.fromkeys(table.names(), "")
    label = " · ".join(line.values[name] for name in table.called if line.values[name])
    if row is not None and before == line.values:
        return Outcome(line.number, SAME, label, [])
    with transaction.atomic():
        row_now = table.add(line.values, taking) if row is None else table.change(row, line.values, taking)
    after = table.said(row_now)
    details = [(name, before[name], after[name]) for name in table.names() if before[name] != after[name]]
    what = NEW if row is None else CHANGED if details else SAME
    return Outcome(line.number, what, label, details)


def _sentences(table: Table, number: int, fault: Faulty) -> list[str]:
    """One sentence for each fault, with the line and the column to mend."""
    columns = {column.field: column.name for column in table.columns}
    found = []
    for name, sentence in fault.faults.items():
        where = _("Baris %(n)s") % {"n": number}
        if name in columns:
            where += _(", kolom %(name)s") % {"name": columns[name]}
        found.append(f"{where}: {sentence}")
    return found


# ---------------------------------------------------------------- reading cells


def yes_or_no(text: str, name: str) -> bool:
    """Raises Faulty at this field."""
    if text.casefold() not in _YES_OR_NO:
        demand(**{name: _("isi ya atau tidak, bukan “%(text)s”.") % {"text": text}})
    return _YES_OR_NO[text.casefold()]


def said_yes(value: bool) -> str:
    return "ya" if value else "tidak"


def a_day(text: str, name: str) -> date | None:
    """A day as 2026-11-25 or 25-11-2026; None for an empty cell. Raises Faulty at this field."""
    if not text:
        return None
    for shape in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007  a day, not an instant
        except ValueError:
            continue
    raise Faulty({name: _("“%(text)s” bukan tanggal; tulis seperti 2026-11-25.") % {"text": text}})


def an_agency(text: str, name: str = "agency", *, seen: dict[Any, Any] | None = None) -> Agency | None:
    """The agency with this code or short name; None for an empty cell. Raises Faulty at this field.

    `seen` is for lists that change no agency: each is looked up once.
    """
    if not text:
        return None
    kept = {} if seen is None else seen
    key = (Agency, text.casefold())
    if key not in kept:
        by_code = Agency.objects.filter(code__iexact=text).first()
        kept[key] = by_code or Agency.objects.filter(short__iexact=text).first()
    found: Agency | None = kept[key]
    if found is None:
        raise Faulty({name: _("“%(text)s” tidak dikenal. Tulis kode atau nama pendek OPD.") % {"text": text}})
    return found


def tidy(text: str) -> str:
    """One line without spare blanks."""
    return " ".join(text.split())
