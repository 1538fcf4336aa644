"""A walked case as a mould: what is its own in each row, and what every copy of it shares.

A copy has its own keys, number, submission, instants and reporter, and its chain of events is hashed anew by
the desk's own `events.fingerprint`. Words stay with their salts, so that their hashes stay true.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import itemgetter
from types import SimpleNamespace
from typing import Any

from lapor.complaints import events
from lapor.people.calendars import BANTUL
from tests.bench.rows import Bundle, Table

EVENT, COMPLAINT, IDENTITY = "complaints_event", "complaints_complaint", "complaints_identity"
FRESH = {  # what no two cases share
    (COMPLAINT, "submission"): lambda: hashlib.sha256(secrets.token_bytes(16)).hexdigest(),
    (IDENTITY, "account"): lambda: secrets.token_hex(32),
    (IDENTITY, "code"): lambda: secrets.token_hex(32),
}


@dataclass(frozen=True)
class Slot:
    """A place in the list of what is a copy's own."""

    index: int


@dataclass
class Copy:
    """What is one copy's own: `values` by slot, as text. `number` and `pk` name it."""

    number: str
    pk: int
    values: list[str | None]


@dataclass
class Mould:
    """One walked case. `lines` are the rows by table, each with a Slot where the copy has its own.

    `begun` are the rows as they stood before the last act, where the mould was made of one act.
    """

    about: SimpleNamespace
    lines: dict[str, list[list[Any]]]
    begun: dict[str, list[list[Any]]]
    keys: dict[tuple[str, Any], int] = field(default_factory=dict)
    _slots: dict[tuple[Any, ...], int] = field(default_factory=dict)
    _events: list[tuple[int, int, int | None, SimpleNamespace]] = field(default_factory=list)

    def copy(self, *, next_key: Callable[[str], int], new_number: Callable[[int], str], later: timedelta) -> Copy:
        """A copy whose every instant is `later` (or earlier, where that is negative)."""
        values: list[str | None] = [None] * len(self._slots)
        received = self.about.received_at + later
        number = new_number(received.astimezone(BANTUL).year)
        for (kind, *what), index in self._slots.items():
            if kind == "key":
                values[index] = str(uuid.uuid4() if isinstance(what[1], uuid.UUID) else next_key(what[0]))
            elif kind == "at":
                values[index] = str(what[0] + later)
            elif kind == "fresh":
                values[index] = FRESH[what[0], what[1]]()
        values[self._slots["number",]] = number
        self._chain(values, number, later)
        return Copy(number, int(values[self._slots["key", COMPLAINT, self.about.pk]] or 0), values)

    def _chain(self, values: list[str | None], number: str, later: timedelta) -> None:
        previous = events.GENESIS
        for hash_at, previous_at, handling_at, facts in self._events:
            facts.at = facts.walked_at + later
            facts.previous = previous
            if handling_at is not None:
                facts.handling_id = int(values[handling_at] or 0)
            if facts.own_data is not None:
                facts.data = facts.own_data(values)
                values[self._slots["data", facts.pk]] = json.dumps(facts.data)
            values[previous_at] = previous
            values[hash_at] = previous = events.fingerprint(facts, number=number)


def mould(bundle: Bundle, tables: dict[str, Table], *, begun: Bundle | None = None) -> Mould:
    """The mould of a case, given all its rows."""
    case = bundle[COMPLAINT][0]
    made = Mould(SimpleNamespace(pk=case["id"], **{k: v for k, v in case.items() if k != "id"}), {}, {})
    slots: dict[tuple[Any, ...], int] = made._slots
    own_keys = {str(row[t.pk]): (t.name, row[t.pk]) for t in tables.values() for row in bundle[t.name]
                if isinstance(row[t.pk], uuid.UUID)}  # fmt: skip

    def slot(*what: Any) -> Slot:
        return Slot(slots.setdefault(what, len(slots)))

    def cell(table: Table, row: dict[str, Any], column: str, last: Any) -> Any:
        value = row[column]
        if value is None:
            return None
        if column in table.points:
            return slot("key", table.points[column], value)
        if column == table.pk:
            return slot("key", table.name, value)
        if isinstance(value, uuid.UUID):  # the name in a file's address, another one for each row
            return slot("key", column, value)
        if isinstance(value, datetime):
            return slot("at", value)
        if (table.name, column) in FRESH:
            return slot("fresh", table.name, column) if value else value
        if table.name == COMPLAINT and column in ("number", "chain"):
            return slot("number") if column == "number" else slot("hash", last)
        if table.name == EVENT and column in ("hash", "previous"):
            return slot(column, row["id"])
        if table.name == EVENT and column == "data" and any(key in json.dumps(_plain(value)) for key in own_keys):
            return slot("data", row["id"])
        return value

    def lines(of: Bundle) -> dict[str, list[list[Any]]]:
        last = of[EVENT][-1]["id"]
        return {
            name: [[cell(tables[name], row, column, last) for column in tables[name].columns] for row in rows]
            for name, rows in of.items()
        }

    made.lines = lines(bundle)
    made.begun = lines(begun) if begun else {}
    for row in sorted(bundle[EVENT], key=itemgetter("seq")):
        handling = slot("key", "complaints_handling", row["handling_id"]).index if row["handling_id"] else None
        data = _plain(row["data"])
        facts = SimpleNamespace(
            pk=row["id"], seq=row["seq"], handling_id=None, action=row["action"], walked_at=row["at"],
            round=row["round"], role=row["role"], position_id=row["position_id"], data=data,
            words=_plain(row["words"]), own_data=None,
        )  # fmt: skip
        named = [key for key in own_keys if key in json.dumps(data)]
        if named:
            facts.own_data = _renamed(json.dumps(data), [(key, slot("key", *own_keys[key]).index) for key in named])
        made._events.append((slot("hash", row["id"]).index, slot("previous", row["id"]).index, handling, facts))
    return made


def _renamed(text: str, named: Sequence[tuple[str, int]]) -> Callable[[list[str | None]], Any]:
    """Facts of an event that name rows of the case, with the names of a copy's own rows."""

    def own(values: list[str | None]) -> Any:
        told = text
        for key, index in named:
            told = told.replace(key, values[index] or "")
        return json.loads(told)

    return own


def _plain(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def as_text(value: Any) -> str:
    r"""A value as COPY reads it; "\N" for nothing."""
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, bytes | memoryview):
        return rf"\\x{bytes(value).hex()}"
    if isinstance(value, dict | list):
        value = json.dumps(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        value = value.isoformat()
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
