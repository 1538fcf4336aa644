"""The floor of an act: the same rows, written by bare psycopg in one transaction each, over eight connections."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.bench.desk import Desk
from tests.bench.rows import Table, listed
from tests.bench.stock import SESSIONS, Written
from tests.bench.templates import Copy, Slot
from tests.bench.visits import USERS

Statement = tuple[str, list[Any]]


def statements(written: Written, copy: Copy, tables: dict[str, Table]) -> list[Statement]:
    """The inserts and updates that make of a copy as it stood what the act makes of it."""
    found: list[Statement] = []
    for name, rows in written.mould.lines.items():
        table = tables[name]
        at = table.columns.index(table.pk)
        before = {row[at]: row for row in written.mould.begun.get(name, [])}
        fresh = [row for row in rows if row[at] not in before]
        if fresh:
            found.append(_insert(name, table.columns, [_own(row, copy) for row in fresh]))
        for row in rows:
            was = before.get(row[at], row)
            changed = [place for place, cell in enumerate(row) if cell != was[place]]
            if changed:
                sets = ", ".join(f'"{table.columns[place]}" = %s' for place in changed)
                values = _own([*(row[place] for place in changed), row[at]], copy)
                found.append((f'UPDATE {name} SET {sets} WHERE "{table.pk}" = %s', values))
    for name, row in written.beside:
        values = {**row, "session_key": secrets.token_hex(16)} if name == SESSIONS else row
        found.append(_insert(name, tuple(values), [list(values.values())]))
    return found


def write(desk: Desk, work: list[list[Statement]]) -> dict[str, Any]:
    """Do each of these transactions; how long each took, in seconds, and all of them together."""
    todo, lock = iter(work), threading.Lock()
    with ThreadPoolExecutor(USERS) as writers:
        began = time.perf_counter()
        times = list(writers.map(lambda _: _write(desk, todo, lock), range(USERS)))
        took = time.perf_counter() - began
    return {"took": took, "times": [one for own in times for one in own]}


def _write(desk: Desk, todo: Iterator[list[Statement]], lock: threading.Lock) -> list[float]:
    """One connection's share of the work; how long each transaction took."""
    times: list[float] = []
    with desk.open_app() as connection:
        while True:
            with lock:
                work = next(todo, None)
            if work is None:
                return times
            began = time.perf_counter()
            with connection.transaction():
                for statement, values in work:
                    connection.execute(statement, values)
            times.append(time.perf_counter() - began)


def _own(cells: list[Any], copy: Copy) -> list[Any]:
    return [copy.values[cell.index] if isinstance(cell, Slot) else cell for cell in cells]


def _insert(table: str, columns: tuple[str, ...], rows: list[list[Any]]) -> Statement:
    one = f"({', '.join(['%s'] * len(columns))})"
    values = [value for row in rows for value in row]
    return f"INSERT INTO {table} ({listed(columns)}) VALUES {', '.join([one] * len(rows))}", values
