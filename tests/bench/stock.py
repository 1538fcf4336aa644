"""What is copied: the demo's cases, walked by the real steps; and what one filing and one act of an operator write.

The filing and the act go through the pages, so that their queries and their rows are those of the product.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lapor.complaints import marking
from lapor.complaints.models import Complaint, Handling, Outbox
from lapor.demo import fill
from lapor.people.models import Position
from lapor.sop.rules import C, H, Role
from tests.bench.rows import NEVER, Bundle, Table, read, select, tables
from tests.bench.templates import Mould, mould
from tests.bench.visits import filing, official, passing_on

READS, ACTS = "Dishub", "DPUPKP"  # whose operator reads her inbox and her cases, and whose passes on
OVER = (C.CLOSED, C.ARCHIVED, C.LAPSED, C.WITHDRAWN)
JOBS, SESSIONS = "procrastinate_jobs", "django_session"
_WRITES = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')


@dataclass(frozen=True)
class Written:
    """What one request wrote: the case (`mould.begun` is how it stood before), rows beside it, its queries."""

    mould: Mould
    beside: list[tuple[str, dict[str, Any]]]
    queries: int


@dataclass
class Stock:
    """Moulds by what they are good for."""

    over: list[Mould] = field(default_factory=list)
    hers: list[Mould] = field(default_factory=list)
    others: list[Mould] = field(default_factory=list)
    seen_by_her: list[Mould] = field(default_factory=list)
    filed: Written | None = None
    passed_on: Written | None = None

    @property
    def all(self) -> list[Mould]:
        return self.over + self.hers + self.others


def gather(*, now: datetime) -> Stock:
    """Fill the empty desk with one case of each lot of the demo, and take moulds of them."""
    fill.fill(now=now, most=1)
    marking.mark_due(at=now)  # as if the worker had kept up
    Outbox.objects.all().delete()  # as if everybody had been told
    stock, told, plain = Stock(), tables(told=True), tables()
    agency = Position.objects.get(role=Role.OPERATOR, agency__short=READS).agency_id
    for case in Complaint.objects.order_by("pk"):
        bundle = read(case.pk, plain)
        one = mould(bundle, plain)
        handlings = [row for row in bundle["complaints_handling"] if row["agency_id"] == agency]
        kept = [row["state"] for row in handlings if row["state"] != H.RETURNED]
        if kept:
            stock.seen_by_her.append(one)
        if case.state in OVER:
            stock.over.append(one)
        elif case.state == C.IN_HANDLING and set(kept) & {H.AT_OPERATOR, H.TO_ANSWER}:
            stock.hers.append(one)
        else:
            stock.others.append(one)
    stock.filed, stock.passed_on = _file(told), _pass_on(told)
    return stock


def _file(told: dict[str, Table]) -> Written:
    client, before = Client(headers={"host": "localhost"}), _newest_job()
    queries = _posted(client, reverse("file"), filing(), told)
    bundle = read(Complaint.objects.latest("pk").pk, told)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    session = _rows_of(SESSIONS, "session_key = %s", [key])
    return Written(mould(bundle, told), session + _rows_of(JOBS, "id > %s", [before]), queries)


def _pass_on(told: dict[str, Table]) -> Written:
    operator = Position.objects.get(role=Role.OPERATOR, agency__short=ACTS)
    waiting = Handling.objects.filter(agency=operator.agency_id, state=H.AT_OPERATOR, complaint__state=C.IN_HANDLING)
    case = waiting.latest("pk").complaint
    begun: Bundle = read(case.pk, told)
    client = Client(headers={"host": "localhost"})
    client.cookies[settings.SESSION_COOKIE_NAME] = official(operator)
    url = reverse("act", args=[case.number, "pass_on"])
    client.get(url)  # what a session writes once in ten minutes is no part of an act
    before = _newest_job()
    queries = _posted(client, url, passing_on(case.version), told)
    bundle = read(case.pk, told)
    return Written(mould(bundle, told, begun=begun), _rows_of(JOBS, "id > %s", [before]), queries)


def _posted(client: Client, url: str, form: dict[str, str], told: dict[str, Table]) -> int:
    """Post; how many queries it took. Raises where it failed, or wrote what the floor would leave out."""
    with CaptureQueriesContext(connection) as seen:
        answer = client.post(url, form)
    if answer.status_code != 302:
        raise RuntimeError(f"{url} answered {answer.status_code}")
    written = {found[1] for query in seen if (found := _WRITES.match(query["sql"]))}
    short_lived = {one._meta.db_table for one in NEVER}
    if left := written - set(told) - short_lived - {SESSIONS, JOBS}:
        raise RuntimeError(f"{url} also writes {', '.join(sorted(left))}: let stock.py and floors.py know it")
    return len(seen)


def _newest_job() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {JOBS}")
        return int(cursor.fetchone()[0])


def _rows_of(table: str, where: str, values: list[Any]) -> list[tuple[str, dict[str, Any]]]:
    """Rows that an act writes beside the case; a job gets its key from the table."""
    with connection.cursor() as cursor:
        columns = tuple(column.name for column in connection.introspection.get_table_description(cursor, table))
    rows = select(table, columns, where, values)
    never = ("id", "queueing_lock")  # both must differ from row to row
    return [(table, {name: value for name, value in row.items() if name not in never}) for row in rows]
