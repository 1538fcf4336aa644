"""Many cases out of few: copies of walked cases, written by COPY.

Cases that are over are spread over two years by whole weeks, so that office hours stay office hours; open
ones lie within two hours. How a case went, and how often, is as in the demo.
"""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from operator import itemgetter
from typing import Any

import psycopg

from lapor.complaints import numbers
from tests.bench.rows import Table, listed
from tests.bench.templates import COMPLAINT, Copy, Mould, Slot, as_text

OPEN = 0.03  # how many of all cases are open
HERS = 0.3  # how many of the open ones wait for the operator whose inbox is measured
WEEKS = 104
BATCH = 500  # cases in one transaction

Line = tuple[str, Callable[[list[str]], Any] | None]


class Keys:
    """Keys and numbers that nobody has yet; keep() tells the sequences of those that were used."""

    def __init__(self, owner: psycopg.Connection, tables: dict[str, Table]) -> None:
        self._owner = owner
        self._next: dict[str, Iterator[int]] = {}
        for table in tables.values():
            (sequence,) = owner.execute("SELECT pg_get_serial_sequence(%s, %s)", (table.name, table.pk)).fetchone()
            if sequence:
                (free,) = owner.execute("SELECT nextval(%s)", (sequence,)).fetchone()
                self._next[table.name] = itertools.count(free)
        self._taken = {number for (number,) in owner.execute(f"SELECT number FROM {COMPLAINT}")}

    def key(self, table: str) -> int:
        return next(self._next[table])

    def number(self, year: int) -> str:
        while (number := numbers.new_number(year=year)) in self._taken:
            pass
        self._taken.add(number)
        return number

    def keep(self) -> None:
        for table, left in self._next.items():
            self._owner.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", (table, next(left)))


class Loader:
    """Writes copies by COPY, while the next ones are made."""

    def __init__(self, owner: psycopg.Connection, tables: dict[str, Table], keys: Keys) -> None:
        self.owner, self.tables, self.keys = owner, tables, keys
        self.rows = 0
        self._known: dict[int, dict[str, list[Line]]] = {}

    def load(self, wanted: Iterable[tuple[Mould, timedelta]], *, begun: bool = False) -> list[tuple[Mould, Copy]]:
        """Load a copy of each; as it stood before its last act if it has only `begun`."""
        made: list[tuple[Mould, Copy]] = []
        text: dict[str, list[str]] = defaultdict(list)
        with ThreadPoolExecutor(1) as writer:
            under_way: Future[None] | None = None
            for mould, later in wanted:
                copy = mould.copy(next_key=self.keys.key, new_number=self.keys.number, later=later)
                made.append((mould, copy))
                self._write(text, mould, copy, begun=begun)
                if len(made) % BATCH == 0:
                    under_way = self._hand_over(writer, under_way, text)
                    text = defaultdict(list)
            self._hand_over(writer, under_way, text).result()
        self.keys.keep()
        return made

    def _write(self, text: dict[str, list[str]], mould: Mould, copy: Copy, *, begun: bool) -> None:
        key = id(mould) + begun
        if key not in self._known:
            of = mould.begun if begun else mould.lines
            self._known[key] = {name: [_line(cells) for cells in rows] for name, rows in of.items()}
        values = [r"\N" if value is None else value for value in copy.values]
        for table, lines in self._known[key].items():
            text[table] += [form % own(values) if own else form for form, own in lines]

    def _hand_over(
        self, writer: ThreadPoolExecutor, before: Future[None] | None, text: dict[str, list[str]]
    ) -> Future[None]:
        """Give a batch to the writer, once it is done with the one before."""
        if before is not None:
            before.result()
        self.rows += sum(len(lines) for lines in text.values())
        return writer.submit(self._copy, text)

    def _copy(self, text: dict[str, list[str]]) -> None:
        with self.owner.transaction():
            for table in self.tables.values():
                if text[table.name]:
                    statement = f"COPY {table.name} ({listed(table.columns)}) FROM STDIN"
                    with self.owner.cursor().copy(statement) as sink:
                        sink.write("".join(text[table.name]))


def _line(cells: list[Any]) -> Line:
    """A row as COPY reads it, with %s where a copy has its own; and what picks those from its values."""
    own = [cell.index for cell in cells if isinstance(cell, Slot)]
    form = "\t".join("%s" if isinstance(cell, Slot) else as_text(cell).replace("%", "%%") for cell in cells) + "\n"
    if not own:
        return form.replace("%%", "%"), None
    return form, itemgetter(*own)


def mixture(
    count: int, *, over: list[Mould], hers: list[Mould], others: list[Mould], rng: random.Random
) -> Iterator[tuple[Mould, timedelta]]:
    """What to copy and how much earlier: `count` cases, most of them over, the open ones in fixed shares."""
    opened = round(count * OPEN)
    at_her_desk = round(opened * HERS)
    plan = [over] * (count - opened) + [hers] * at_her_desk + [others] * (opened - at_her_desk)
    rng.shuffle(plan)
    for kind in plan:
        back = timedelta(seconds=rng.randrange(7200 if kind is not over else 600))
        if kind is over:
            back += timedelta(weeks=rng.randrange(WEEKS))
        yield rng.choice(kind), -back
