"""kill -9 of the worker while it writes marks, decides whom they tell, gathers and sends: each is told once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from lapor.complaints.models import Mark, StepClock
from lapor.notices.models import Digest, Notice, Stage, Telling
from tests.cast import Walk
from tests.notices.machine import environ
from tests.post_office import PostOffice

CASES = 10
FRIDAY = datetime(2026, 3, 6, 6, 0, tzinfo=UTC)
MONDAY_AT_EIGHT = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
JOBS = """
import django
django.setup()
from datetime import datetime
from lapor.complaints import marking
from lapor.notices import digests, lateness, send
at = datetime.fromisoformat("{at}")
marking.mark_due(at=at)
lateness.tell_all(at=at)
digests.gather_all(at=at)
send.everything_due(now=lambda: at)
"""


def jobs(at: datetime, port: int) -> subprocess.Popen[bytes]:
    """One round of the jobs in a process of its own, as of `at`, on the database and the mail server of this test."""
    words = [sys.executable, "-c", JOBS.format(at=at.isoformat())]
    return subprocess.Popen(words, env=environ(port), start_new_session=True)


def killed_once(there_are: Callable[[], bool], port: int) -> None:
    """Run the jobs and kill them as soon as it is so."""
    process = jobs(MONDAY_AT_EIGHT, port)
    while process.poll() is None and not there_are():
        time.sleep(0.002)
    assert there_are(), "the jobs ended before"
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.django_db(transaction=True)
def test_jobs_killed_at_every_step_tell_each_of_each_once(
    file_one: Callable[..., Walk], post_office: PostOffice
) -> None:
    for _ in range(CASES):
        file_one(at=FRIDAY).routed()
    port = post_office.port
    for count, points in (
        (Mark.objects.count, (3, 17, 30)),
        (Telling.objects.count, (4, 30, 55)),
        (Digest.objects.count, (1, 2)),
        (lambda: len(post_office.received), (1, 2)),
    ):
        for point in points:
            killed_once(lambda count=count, point=point: count() >= point, port)
    assert jobs(MONDAY_AT_EIGHT, port).wait() == 0
    assert not StepClock.objects.filter(next_mark_at__lt=MONDAY_AT_EIGHT).exists()
    assert not Mark.objects.filter(told_at=None).exists()
    assert not Telling.objects.filter(settled_at=None).exists()
    risen = Telling.objects.filter(kind="late").values_list("person__name", "digest__person__name")
    assert Counter(risen) == {(name, name): 2 * CASES for name in ("Endang", "Heru")}
    assert set(Notice.objects.values_list("stage", flat=True)) == {Stage.SENT}
    ids = Counter(one.mail["Message-ID"] for one in post_office.received)
    assert set(ids) == set(Notice.objects.values_list("message_id", flat=True))
    doubtful = set(Notice.objects.filter(uncertain__gt=0).values_list("message_id", flat=True))
    assert {message_id for message_id, sent in ids.items() if sent > 1} <= doubtful
