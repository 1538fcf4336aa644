"""Two pages for machines: /sehat/ says that the web answers, /siap/ that it can do its work.

/sehat/ asks nothing of the database, so that a web which only lost it is not killed and started in vain. Both
say what `lapor doctor` says of a running desk, in sentences without a name, a number or an address.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from lapor.config import clamav
from lapor.config.prepare import pending_migrations
from lapor.notices import outbox
from lapor.people.gate import Audience, open_to

QUICKLY = 2  # seconds for the database to take a connection
WORKER_SILENT = timedelta(minutes=2)  # it says every ten seconds that it lives
JOB_LATE = timedelta(minutes=15)
NOTICE_LATE = timedelta(minutes=30)

HEARTBEAT = "SELECT max(last_heartbeat) FROM procrastinate_workers"
JOB_WAITS = """
    SELECT EXISTS (SELECT 1 FROM procrastinate_jobs j WHERE j.status = 'todo' AND coalesce(j.scheduled_at,
        (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id AND e.type = 'deferred')) < %s)
"""


@open_to(Audience.ANYONE)
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"sehat": True})


@open_to(Audience.ANYONE)
@never_cache
def ready(request: Any) -> JsonResponse:
    """200 when nothing is in the way, else 503 with the sentences."""
    why = unready(request.now)
    return JsonResponse({"siap": not why, "sebab": why}, status=503 if why else 200)


def unready(at: datetime) -> list[str]:
    """Why this web cannot do all of its work now; empty when it can. Nothing after the first that fails hard."""
    if not _reachable():
        return ["Basis data tidak dapat dihubungi."]
    try:
        return list(tables()) or [*worker(at), *notices(at), *clamav.silent(settings.CLAMAV)]
    except DatabaseError:
        return ["Basis data tidak menjawab."]


def tables() -> Iterator[str]:
    if not _up_to_date():
        yield "Ada perubahan tabel yang belum dijalankan; jalankan `lapor migrate`."


def worker(at: datetime) -> Iterator[str]:
    """Whether a worker lives, told by its heartbeat, and whether it works, told by what waits for it."""
    seen, waits = _value(HEARTBEAT), _value(JOB_WAITS, at - JOB_LATE)
    if seen is None or at - seen > WORKER_SILENT:
        yield f"Pekerja latar tidak terlihat selama {_minutes(WORKER_SILENT)} menit; jalankan `lapor worker`."
    if waits:
        yield f"Ada pekerjaan latar yang menunggu lebih dari {_minutes(JOB_LATE)} menit."


def notices(at: datetime) -> Iterator[str]:
    waited = outbox.oldest_waiting(at)
    if waited and waited > NOTICE_LATE:
        yield f"Ada kabar yang menunggu dikirim lebih dari {_minutes(NOTICE_LATE)} menit."


def _reachable() -> bool:
    """By a connection of its own: a pool whose server is gone would be waited for as long as a person waits."""
    facts = {name: value for name, value in connection.get_connection_params().items() if name != "pool"}
    try:
        psycopg.connect(**{**facts, "connect_timeout": QUICKLY}).close()
    except psycopg.Error:
        return False
    return True


def _up_to_date() -> bool:
    """Asked until it is so; then it stays so, for a web knows no newer tables than those it started with."""
    try:
        return _proven_up_to_date()
    except LookupError:
        return False


@cache
def _proven_up_to_date() -> bool:
    """A cache keeps what was returned and forgets what was raised."""
    if pending_migrations():
        raise LookupError
    return True


def _value(sql: str, *values: datetime) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
