"""Every row that a complaint consists of, read from the tables as they are.

Which tables those are is found by following foreign keys to the complaint, so that a new one comes along.
Left out are unfinished drafts, and what tells people of events: a case that is over was told long ago.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey, Model

from lapor.complaints.models import Complaint, Draft, Outbox, UploadPart

NEVER = (Draft, UploadPart)
TOLD = (Outbox,)  # written by an act, and gone once somebody was told


@dataclass(frozen=True)
class Table:
    """A table of the case: its columns in order, and which of them point to a table of the case."""

    name: str
    pk: str
    columns: tuple[str, ...]
    points: dict[str, str]  # column: name of the table it points to

    @property
    def path(self) -> tuple[str, str]:
        """The column by which its rows are found, and the table that this points to."""
        direct = [one for one in self.points.items() if one[1] == Complaint._meta.db_table]
        return (direct or list(self.points.items()))[0]


Bundle = dict[str, list[dict[str, Any]]]  # rows by table, each a column: value, in order of their keys


def tables(*, told: bool = False) -> dict[str, Table]:
    """The tables of a case, parents first; with those that only live until somebody was `told`."""
    reached: list[type[Model]] = [Complaint]
    left_out = NEVER if told else NEVER + TOLD
    candidates = [one for one in apps.get_models() if one not in left_out and one._meta.app_label != "notices"]
    while True:
        more = [one for one in candidates if one not in reached and any(_to(key, reached) for key in _keys(one))]
        if not more:
            return {one._meta.db_table: _table(one, reached) for one in reached}
        reached += more


def read(complaint_id: int, of: dict[str, Table]) -> Bundle:
    """All rows of this complaint."""
    found: Bundle = {}
    for table in of.values():
        if table.name == Complaint._meta.db_table:
            column, wanted = table.pk, [complaint_id]
        else:
            column, parent = table.path
            wanted = [row[of[parent].pk] for row in found[parent]]
        found[table.name] = select(table.name, table.columns, f"{column} = ANY(%s) ORDER BY {table.pk}", [wanted])
    return found


def select(table: str, columns: tuple[str, ...], where: str, values: list[Any]) -> list[dict[str, Any]]:
    """Rows of a table as the driver gives them; `where` is ours, never typed by anybody."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {listed(columns)} FROM {table} WHERE {where}", values)
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def listed(columns: Iterable[str]) -> str:
    """Columns as SQL takes them, one of which is called "limit"."""
    return ", ".join(f'"{column}"' for column in columns)


def _table(model: type[Model], reached: list[type[Model]]) -> Table:
    points = {key.column: key.related_model._meta.db_table for key in _keys(model) if _to(key, reached)}
    columns = tuple(field.column for field in model._meta.concrete_fields)
    return Table(model._meta.db_table, model._meta.pk.column, columns, points)


def _keys(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


def _to(key: Any, reached: list[type[Model]]) -> bool:
    return key.related_model in reached
