"""What a database holds, in numbers that two databases can be compared by.

A table's digest does not depend on the order of its rows: the sum of the halves of each row's SHA-256. Values are
read as text under settings that are always the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

# Tables that go into a backup without their rows, and why.
LEFT_OUT = {
    "django_session": "siapa yang sedang masuk: setelah pemulihan semua masuk lagi",
    "usersessions_usersession": "daftar sesi itu",
    "lapor_account_cache": "hitungan percobaan, yang hidup beberapa menit",
    "axes_accessattempt": "percobaan masuk yang gagal, dengan alamat mesin",
    "axes_accesslog": "catatan masuk, dengan alamat mesin",
    "axes_accessfailurelog": "catatan gagal masuk, dengan alamat mesin",
}

SAME_TEXT = (
    "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET bytea_output = 'hex';"
    "SET extra_float_digits = 1; SET xmloption = 'content'; SET statement_timeout = 0;"
    "SET idle_in_transaction_session_timeout = 0; SET search_path = public"
)
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
HALF = "('x' || substr(encode(sha256(convert_to({row}::text, 'UTF8')), 'hex'), {start}, 16))::bit(64)::bigint::numeric"
ROWS = "SELECT count(*), coalesce(sum({0}), 0)::text || '/' || coalesce(sum({1}), 0)::text FROM {2} whole_row"
SEQUENCES = "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
# By name: how a definition is spelled differs between versions of PostgreSQL.
SHAPE = """
    SELECT 'trigger ' || c.relname || '.' || t.tgname || ' ' || t.tgenabled::text FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'constraint ' || c.relname || '.' || k.conname FROM pg_constraint k
        JOIN pg_class c ON c.oid = k.conrelid
        WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'column ' || table_name || '.' || column_name || ' ' || udt_name FROM information_schema.columns
        WHERE table_schema = 'public'
    ORDER BY 1
"""


@dataclass(frozen=True)
class Census:
    """`tables`: name to (rows, digest); `sequences`: name to last value; `shape`: what else must be there."""

    tables: dict[str, tuple[int, str]]
    sequences: dict[str, int]
    shape: list[str]

    @property
    def rows(self) -> int:
        return sum(count for count, _ in self.tables.values())

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> Census:
        tables = {name: (int(count), str(digest)) for name, (count, digest) in told["tables"].items()}
        return cls(tables, told["sequences"], told["shape"])


def take(connection: psycopg.Connection[Any]) -> Census:
    """Count what this connection's transaction sees. Tables whose rows are left out count as empty."""
    connection.execute(SAME_TEXT)
    tables = {}
    for (name,) in connection.execute(TABLES).fetchall():
        if name in LEFT_OUT:
            continue
        counted = connection.execute(_rows_of(name)).fetchone()
        assert counted is not None
        tables[name] = (counted[0], counted[1])
    sequences = dict(connection.execute(SEQUENCES).fetchall())
    return Census(tables, sequences, [row[0] for row in connection.execute(SHAPE).fetchall()])


def differences(kept: Census, found: Census) -> list[str]:
    """What a restored database lacks or has otherwise, in sentences; empty when both hold the same."""
    said = []
    for name in sorted({*kept.tables, *found.tables}):
        wanted, got = kept.tables.get(name), found.tables.get(name)
        if wanted is None or got is None:
            said.append(f"Tabel {name} {'berlebih' if wanted is None else 'tidak ada'}.")
        elif wanted != got:
            said.append(f"Tabel {name}: {got[0]} baris, seharusnya {wanted[0]}, atau isinya lain.")
    # a sequence moves outside of transactions: later than noted is right, earlier would give a number twice
    said += [f"Urutan {n} mundur." for n, last in kept.sequences.items() if found.sequences.get(n, -1) < last]
    said += [f"Tidak ada: {part}." for part in kept.shape if part not in set(found.shape)]
    return said


def _rows_of(table: str) -> sql.Composed:
    halves = (sql.SQL(HALF.format(row="whole_row", start=start)) for start in (1, 17))
    return sql.SQL(ROWS).format(*halves, sql.Identifier("public", table))
