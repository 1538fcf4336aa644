"""Whom an act tells: whoever's turn it becomes, the head, the Tim; never who acted, never by name of the reporter."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lapor.complaints.models import Outbox
from lapor.complaints.steps import close, complete, examine, reopen, route
from lapor.notices import plan, whom
from lapor.notices.models import Notice, Preference
from lapor.sop.rules import ACTIONS
from tests.cast import REPORTER, Cast, Walk
from tests.letters import plan_all


def planned(walk: Walk) -> list[tuple[str, str]]:
    """Plan everything; (name or "reporter", kind) of the newest event's notices."""
    plan_all(walk)
    newest = walk.complaint.events.exclude(action="channel_accepted").latest("seq")
    rows = Notice.objects.filter(event=newest).select_related("person")
    return sorted((row.person.name if row.person else row.recipient, row.kind) for row in rows)


def test_every_act_of_the_rules_says_whom_it_tells() -> None:
    assert set(ACTIONS) <= set(whom.TABLE)


def test_a_new_complaint_tells_the_verifier_and_the_reporter_who_left_an_address(
    file_one: Callable[..., Walk],
) -> None:
    assert planned(file_one(contact="sari@contoh.test")) == [("Wati", "turn"), ("reporter", "receipt")]


def test_a_reporter_who_left_nothing_is_told_nothing(file_one: Callable[..., Walk]) -> None:
    assert planned(file_one(contact="")) == [("Wati", "turn")]


def test_the_walk_tells_each_holder_in_turn(walk: Walk, cast: Cast) -> None:
    assert planned(walk.routed()) == [("Budi", "turn")]
    walk.do(route.pass_on, cast.budi, interim="Terima kasih, petugas kami memeriksa hari ini.")
    assert planned(walk) == [("Endang", "turn"), ("Heru", "turn")]
    assert planned(walk.assign()) == [("Agus", "head"), ("Slamet", "turn")]
    assert planned(walk.report()) == [("Endang", "turn"), ("Heru", "turn")]


def test_an_answer_tells_the_tim_that_its_report_waits(walk: Walk) -> None:
    assert planned(walk.answered()) == [("Wati", "tim")]


def test_a_wrong_door_goes_to_the_verifier_and_the_second_one_to_the_chair(walk: Walk, cast: Cast) -> None:
    walk.routed().do(
        route.request_return, cast.budi, reason="wrong_agency", explanation="Jalan itu bukan wewenang kami.",
        proposed=cast.dlh,
    )  # fmt: skip
    assert planned(walk) == [("Wati", "turn")]
    walk.do(route.reroute, cast.wati, agency=cast.dlh, note="Pohonnya milik DLH.")
    assert planned(walk) == [("Rina", "turn")]
    walk.do(
        route.request_return, cast.rina, reason="wrong_agency", explanation="Bukan pohon yang kami rawat.",
        proposed=cast.dishub,
    )  # fmt: skip
    assert planned(walk) == [("Joko", "turn")]


def test_after_a_low_score_only_who_may_examine_is_told(walk: Walk, cast: Cast) -> None:
    walk.answered().received()
    walk.do(reopen.object_to, REPORTER, reason="Lampunya masih padam sampai malam ini.", score=1)
    assert planned(walk) == [("Heru", "turn")]


def test_who_acted_is_not_told_of_his_own_act(walk: Walk, cast: Cast) -> None:
    walk.assigned().do(examine.recall, cast.endang, reason="Unit lain yang berwenang atas tiang itu.")
    assert planned(walk) == [("Heru", "turn")]


def test_silent_acts_tell_nobody(walk: Walk) -> None:
    walk.answered().received().do(close.confirm, REPORTER, score=5)
    assert planned(walk) == []


def test_what_the_citizen_completes_comes_back_to_who_asked(walk: Walk) -> None:
    walk.routed().asked().do(complete.complete, REPORTER, reply="Di depan balai dusun.")
    assert planned(walk) == [("Budi", "turn")]


def test_planning_again_adds_nothing(walk: Walk) -> None:
    planned(walk.routed())
    before = Notice.objects.count()
    for event in walk.complaint.events.all():
        plan.tell(event, at=walk.at)
    assert Notice.objects.count() == before
    assert not Outbox.objects.exists()


def test_a_muted_kind_is_not_queued_and_what_must_be_known_is(walk: Walk, cast: Cast) -> None:
    for position in (cast.agus, cast.slamet):
        Preference.objects.create(person=position.person, mail=False, muted=["head", "turn"])
    assert planned(walk.assigned()) == [("Slamet", "turn")]


@pytest.mark.django_db(transaction=True)
def test_two_workers_plan_each_event_once(walk: Walk) -> None:
    from tests.complaints.test_at_once import at_once

    walk.answered()
    acts = [lambda: plan.next_event(at=walk.at) for _ in range(12)]
    at_once(acts)
    plan_all(walk)
    rows = list(Notice.objects.values_list("event", "recipient", "channel"))
    assert len(rows) == len(set(rows)) >= 3  # turns that passed meanwhile need no notice
    assert walk.complaint.events.filter(action="channel_accepted").count() == 1
