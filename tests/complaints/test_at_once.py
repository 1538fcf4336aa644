"""Two people at the same time: nothing twice, nothing lost, nobody overwritten."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from lapor.complaints.models import Complaint, Event, StepClock
from lapor.complaints.refusals import Refused, Stale
from lapor.complaints.steps import answer
from tests.cast import Walk

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Run all at the same time, each on a connection of its own; results or the exceptions they raised."""

    def one(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except (Refused, Stale) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_a_form_sent_five_times_in_parallel_makes_one_complaint(file_one: Callable[..., Walk]) -> None:
    filed = at_once([lambda: file_one(form_key="lima-kali") for _ in range(5)])
    assert len({walk.complaint.number for walk in filed}) == 1
    assert len({walk.code for walk in filed}) == 1
    assert (Complaint.objects.count(), Event.objects.count()) == (1, 1)


def test_of_two_answers_at_once_one_counts_and_the_other_is_told(walk: Walk) -> None:
    version = walk.approved().complaint.version
    at = walk.now()

    def send(text: str) -> Any:
        return answer.answer(
            complaint_id=walk.complaint.pk, actor=walk.cast.budi.as_actor(), at=at, text=text, kind="solved",
            version=version,
        )  # fmt: skip

    results = at_once([lambda: send("Jawaban dari meja pertama."), lambda: send("Jawaban dari meja kedua.")])
    assert sorted(type(r).__name__ for r in results) == ["Moved", "Stale"]
    assert Event.objects.filter(action="answer").count() == 1


def test_an_act_that_fails_leaves_neither_event_nor_clock_nor_job(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    walk.approved()
    before = (Event.objects.count(), StepClock.objects.count(), ProcrastinateJob.objects.count())

    def power_cut(*args: object) -> None:
        raise OSError("power cut")

    monkeypatch.setattr("lapor.complaints.steps.answer.uploads.take_over", power_cut)
    with pytest.raises(OSError, match="power cut"):
        walk.do(answer.answer, walk.cast.budi, text="Tiga lampu sudah menyala.", kind="solved")
    assert (Event.objects.count(), StepClock.objects.count(), ProcrastinateJob.objects.count()) == before
    assert walk.refresh().state == "in_handling"


def test_the_worker_and_the_citizen_at_once_the_citizens_act_wins_or_comes_first(walk: Walk) -> None:
    from datetime import timedelta

    from lapor.complaints.steps import close
    from tests.cast import REPORTER

    walk.answered().received()
    late = walk.at + timedelta(days=40)
    results = at_once(
        [
            lambda: close.close_silent(complaint_id=walk.complaint.pk, at=late),
            lambda: close.close_silent(complaint_id=walk.complaint.pk, at=late),
            lambda: close.confirm(complaint_id=walk.complaint.pk, actor=REPORTER, at=late, score=5),
        ]
    )
    assert sum(not isinstance(r, Refused) for r in results) == 1
    assert Event.objects.filter(action__in=("close_silent", "confirm")).count() == 1
