"""kill -9 of the worker in the middle of a thousand notices, again and again: the counts add up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db.models import Sum

from lapor.notices import outbox
from lapor.notices.models import Notice, Stage
from tests.notices.machine import environ
from tests.post_office import PostOffice

THOUSAND = 1000
KILLED_AT = (150, 400, 401, 700)


@contextmanager
def worker(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The real worker in a process of its own, on the database and the mail server of this test."""
    process = subprocess.Popen(
        [sys.executable, "-m", "lapor.config.cli", "worker"], env=environ(port), start_new_session=True
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(done: Any, *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "the worker does not get on"
        time.sleep(0.005)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_among_a_thousand_notices_loses_none_and_repeats_only_what_it_had_in_hand(
    post_office: PostOffice,
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    for number in range(THOUSAND):
        outbox.queue_letter(
            address=f"warga{number}@contoh.test", subject="Kabar", text="Ada kabar.", kind="code", at=now,
        )  # fmt: skip
    for killed_at in KILLED_AT:
        with worker(post_office.port):
            wait_for(lambda killed_at=killed_at: len(post_office.received) >= killed_at)
    with worker(post_office.port):
        wait_for(lambda: not Notice.objects.exclude(stage=Stage.SENT).exists())
    ids = Counter(one.mail["Message-ID"] for one in post_office.received)
    assert set(ids) == set(Notice.objects.values_list("message_id", flat=True))
    assert len({one.recipients[0] for one in post_office.received}) == THOUSAND
    repeats = {message_id for message_id, count in ids.items() if count > 1}
    doubtful = Notice.objects.filter(uncertain__gt=0)
    assert repeats <= set(doubtful.values_list("message_id", flat=True))
    assert sum(ids.values()) - THOUSAND <= (doubtful.aggregate(n=Sum("uncertain"))["n"] or 0) <= 2 * len(KILLED_AT)
    assert set(Notice.objects.values_list("stage", flat=True)) == {Stage.SENT}
