"""What /siap/ finds in the way, and that /sehat/ asks nothing of the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from lapor.config import doctor_database, health
from lapor.config.trouble import Remark
from lapor.notices import outbox

NOW = timezone.now


def beat(*, ago: timedelta = timedelta()) -> None:
    """A worker that was last heard of so long ago."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [NOW() - ago])


def job(*, due: timedelta | None, deferred: timedelta = timedelta()) -> None:
    """A job that waits: due so long ago, or at once; queued so long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, scheduled_at) VALUES ('x', 'x', '{}', %s)",
            [None if due is None else NOW() - due],
        )
        cursor.execute("UPDATE procrastinate_events SET at = %s", [NOW() - deferred])


def test_the_page_of_health_asks_nothing_of_the_database(client: Client) -> None:
    assert client.get("/sehat/").json() == {"sehat": True}  # without django_db a query would fail the test


@pytest.mark.django_db
def test_with_a_worker_that_works_everything_is_ready(client: Client) -> None:
    beat()
    job(due=timedelta(minutes=1))
    answer = client.get("/siap/")
    assert (answer.status_code, answer.json()) == (200, {"siap": True, "sebab": []})
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("ago", [None, timedelta(minutes=3)])
def test_a_worker_that_is_gone_is_missed(client: Client, ago: timedelta | None) -> None:
    if ago:
        beat(ago=ago)
    answer = client.get("/siap/")
    assert answer.status_code == 503
    assert ["Pekerja latar tidak terlihat" in one for one in answer.json()["sebab"]] == [True]


@pytest.mark.django_db
def test_a_worker_that_lives_but_does_nothing_is_found() -> None:
    beat()
    assert list(health.worker(NOW())) == []
    job(due=-timedelta(minutes=40), deferred=timedelta(minutes=30))
    assert list(health.worker(NOW())) == []
    job(due=None, deferred=timedelta(minutes=30))
    assert ["menunggu lebih dari 15 menit" in one for one in health.worker(NOW())] == [True]


@pytest.mark.django_db
def test_a_notice_that_waits_too_long_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "oldest_waiting", lambda at: timedelta(minutes=29))
    assert list(health.notices(NOW())) == []
    monkeypatch.setattr(outbox, "oldest_waiting", lambda at: timedelta(minutes=31))
    assert ["kabar yang menunggu" in one for one in health.notices(NOW())] == [True]


@pytest.mark.django_db
def test_tables_that_are_behind_are_said_until_they_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    health._proven_up_to_date.cache_clear()
    monkeypatch.setattr(health, "pending_migrations", lambda: ["people.0001_initial"])
    assert ["lapor migrate" in one for one in health.unready(NOW())] == [True]
    monkeypatch.setattr(health, "pending_migrations", list)
    beat()
    assert health.unready(NOW()) == []
    monkeypatch.setattr(health, "pending_migrations", None)  # asked no more
    assert health.unready(NOW()) == []


@pytest.mark.django_db
def test_the_doctor_misses_the_worker_of_a_running_desk_alone() -> None:
    assert list(doctor_database.worked(runs=False)) == []
    (said,) = doctor_database.worked(runs=True)
    assert "lapor worker" in said
    assert not isinstance(said, Remark)
    (said,) = doctor_database.worked(runs=None)
    assert isinstance(said, Remark)
