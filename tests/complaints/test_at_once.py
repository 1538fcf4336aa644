"""Two people at the same time: nothing twice, nothing lost, nobody overwritten."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from lapor.complaints import files, marking, recalendar, uploads, verify_clocks
from lapor.complaints.effects import Moved
from lapor.complaints.models import Complaint, Event, StepClock
from lapor.complaints.refusals import Refused, Stale
from lapor.complaints.steps import answer, close, complete, promise, reopen, route
from lapor.sop.rules import K
from tests.cast import MONDAY, REPORTER, Cast, Walk, small_pdf
from tests.complaints.test_recalendar import SHORTER, edit, tim

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


# ---------------------------------------------------------------- clocks


def one_counts(walk: Walk, *acts: Callable[[], Any]) -> str:
    """Of these acts at the same moment one counts, and every clock can be computed again; which one it was."""
    before = walk.complaint.events.count()
    results = at_once(list(acts))
    assert sum(isinstance(one, Moved) for one in results) == 1
    assert list(verify_clocks.differences(verify_clocks.Tally())) == []
    (event,) = walk.complaint.events.order_by("seq")[before:]
    return str(event.action)


@pytest.fixture
def plan(walk: Walk) -> Walk:
    """Answered with something planned for the 31st of March."""
    walk.approved().do(
        answer.answer, walk.cast.budi, text="Tiang baru dipasang bulan depan.", kind="planned",
        planned_on=date(2026, 3, 31), budget_year=2026, ground="Anggaran perubahan dinas",
    )  # fmt: skip
    return walk


AFTER = datetime.fromisoformat("2026-04-01T08:00+07:00")


def test_the_promised_date_comes_while_the_operator_says_that_it_is_done(plan: Walk) -> None:
    plan.received().do(close.confirm, REPORTER, score=5)
    this: dict[str, Any] = {"complaint_id": plan.complaint.pk, "at": AFTER}
    done = {**this, "actor": plan.cast.budi.as_actor(), "answer": "Tiang baru sudah dipasang dan menyala."}
    first = one_counts(
        plan,
        lambda: promise.promise_due(**this),
        lambda: promise.keep_promise(**done),
        lambda: promise.promise_due(**this),
    )
    kept = StepClock.objects.get(name=K.PROMISE).finished_at == AFTER
    assert (first, kept, plan.refresh().round) in [("keep_promise", True, 1), ("promise_due", False, 2)]


@pytest.mark.parametrize("closed", [False, True])
def test_the_promised_date_comes_while_the_citizen_asks_for_a_new_round(plan: Walk, closed: bool) -> None:
    again = reopen.object_to
    if closed:
        plan.received().do(close.confirm, REPORTER, score=1)
        again = reopen.reopen
    this: dict[str, Any] = {"complaint_id": plan.complaint.pk, "at": AFTER}
    one_counts(
        plan,
        lambda: promise.promise_due(**this),
        lambda: again(**this, actor=REPORTER, reason="Tiangnya dibutuhkan sekarang."),
        lambda: promise.promise_due(**this),
    )
    assert plan.refresh().round == 2
    assert plan.complaint.clocks.filter(name=K.SETTLEMENT, round=2).count() == 1


@pytest.mark.parametrize("waits_for", ["citizen", "tim"])
def test_a_clock_that_goes_on_while_its_hours_change_is_counted_right(walk: Walk, waits_for: str) -> None:
    cast = walk.routed().cast
    if waits_for == "citizen":
        walk.do(complete.ask_completion, cast.budi, question="Di sebelah mana tiangnya?")
    else:
        wrong = {"reason": "wrong_agency", "explanation": "Bukan urusan kami.", "proposed": cast.dlh}
        walk.do(route.request_return, cast.budi, **wrong)
    later = walk.at + timedelta(hours=30)
    change = edit(tim(), week=SHORTER)

    def go_on() -> Any:
        this: dict[str, Any] = {"complaint_id": walk.complaint.pk, "at": later}
        if waits_for == "citizen":
            return complete.complete(**this, actor=REPORTER, reply="Di sebelah utara pasar.")
        return route.refuse(**this, actor=cast.wati.as_actor(), note="Tetap urusan OPD tersebut.")

    one_counts(
        walk,
        go_on,
        lambda: recalendar.carry_out(change, by=None, at=later),
        go_on,
        lambda: marking.mark_due(at=later),
    )


def test_a_file_that_is_looked_at_for_long_keeps_nobody_elses_waiting(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its draft alone is locked: others remove files and store theirs meanwhile."""
    looking, enough = threading.Event(), threading.Event()
    slow, mine = (uploads.draft_for(key, action="submit", at=MONDAY) for key in ("lambat", "saya"))
    uploads.add(mine, [SimpleUploadedFile("satu.pdf", small_pdf("satu"))], at=MONDAY)
    accept, heavy = files.accept, small_pdf("dua")

    def accept_slowly(stream: Any, **options: Any) -> Any:
        if stream.getvalue() == heavy:
            looking.set()
            enough.wait(30)
        return accept(stream, **options)

    monkeypatch.setattr(files, "accept", accept_slowly)
    with ThreadPoolExecutor(1) as pool:
        sent = [SimpleUploadedFile("dua.pdf", heavy)]
        other = pool.submit(at_once, [lambda: uploads.add(slow, sent, at=MONDAY)])
        try:
            assert looking.wait(30)
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            uploads.remove(mine, str(mine.attachments.get().pk))
            assert uploads.add(mine, [SimpleUploadedFile("tiga.pdf", small_pdf("tiga"))], at=MONDAY) == []
        finally:
            enough.set()
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")
        assert other.result(30) == [[]]
    assert (slow.attachments.count(), mine.attachments.count()) == (1, 1)
