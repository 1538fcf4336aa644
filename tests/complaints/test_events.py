"""Events cannot be changed, their words can be erased, and what was tampered with is found."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from lapor.complaints import events
from lapor.complaints.models import Event, EventText, Seal
from tests.cast import MONDAY, STORY, Walk


def refused(sql: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE complaints_event SET action = 'answer'",
        "DELETE FROM complaints_event",
        "TRUNCATE complaints_event CASCADE",
        "UPDATE complaints_eventtext SET words = 'lain'",
        "UPDATE complaints_eventtext SET words = '', salt = '', name = 'lain'",
        "DELETE FROM complaints_eventtext",
        "TRUNCATE complaints_eventtext",
    ],
)
def test_the_database_refuses_to_change_history(walk: Walk, sql: str) -> None:
    refused(sql)


def test_the_database_refuses_to_change_a_seal(walk: Walk) -> None:
    events.seal(at=MONDAY)
    refused("UPDATE complaints_seal SET heads = 0")
    refused("DELETE FROM complaints_seal")


def test_a_whole_walk_leaves_a_whole_chain(walk: Walk) -> None:
    assert list(events.breaks(walk.closed().complaint)) == []


def test_erased_words_are_gone_and_the_chain_stays_whole(walk: Walk) -> None:
    event = walk.complaint.events.get(action="submit")
    assert event.texts.get(name="story").words == STORY
    assert events.erase_words(event) == 1
    text = EventText.objects.get(event=event, name="story")
    assert (text.words, text.salt) == ("", "")
    assert list(events.breaks(walk.complaint)) == []


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE complaints_event SET data = '{}' WHERE seq = 2",
        "UPDATE complaints_event SET at = at - interval '1 hour' WHERE seq = 3",
        "UPDATE complaints_event SET position_id = NULL WHERE seq = 2",
        "UPDATE complaints_eventtext SET words = 'Bukan ini yang ditulis.' WHERE name = 'story'",
        "UPDATE complaints_event SET seq = seq + 10 WHERE seq = 3",
        "UPDATE complaints_complaint SET chain = repeat('0', 64)",
    ],
)
def test_tampering_past_the_triggers_is_found(walk: Walk, tampering: str) -> None:
    walk.routed()
    walk.asked()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("event", "eventtext"):
            cursor.execute(f"ALTER TABLE complaints_{table} DISABLE TRIGGER USER")
        cursor.execute(tampering)
    assert list(events.breaks(walk.refresh()))
    assert events.broken_chains(limit=10)


def test_no_event_holds_free_text_and_no_citizens_act_names_a_person(walk: Walk) -> None:
    walk.closed()
    for event in Event.objects.filter(role="citizen"):
        assert event.position is None
    assert STORY not in str(list(Event.objects.values()))
    assert "Sari" not in str(list(Event.objects.values()))


def test_a_seal_covers_every_chain_head_and_the_seal_before(walk: Walk) -> None:
    first = events.seal(at=MONDAY)
    walk.routed()
    second = events.seal(at=walk.now())
    assert (second.previous, second.heads) == (first.hash, 1)
    assert second.hash != first.hash
    assert Seal.objects.count() == 2


def test_the_role_of_the_web_cannot_take_the_guard_off(walk: Walk) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE lapor_app")
        refused("ALTER TABLE complaints_event DISABLE TRIGGER USER")
        refused("DROP TRIGGER event_rows_stay ON complaints_event")
        refused("UPDATE complaints_event SET action = 'answer'")
        cursor.execute("RESET ROLE")


def test_a_seal_can_be_computed_again_and_tells_what_was_rewritten_since(walk: Walk) -> None:
    walk.routed()
    events.seal(at=walk.at)
    walk.asked()
    events.seal(at=walk.at)
    assert events.broken_seals(limit=5) == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE complaints_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE complaints_event SET hash = repeat('a', 64) WHERE seq = 2")
    assert len(events.broken_seals(limit=5)) == 1
