"""Five complaints walked act by act through `move`; every clock must come out as it was counted by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lapor.complaints import verify_clocks, walks
from lapor.complaints.models import StepClock
from lapor.complaints.walks.outcome import differing, told

GOLDEN = json.loads((Path(__file__).parents[1] / "data/walks.json").read_text())
every_walk = pytest.mark.parametrize("walk", GOLDEN["walks"], ids=lambda walk: walk["name"])


@every_walk
def test_every_clock_mark_and_outer_limit_of_the_golden_walk_comes_out(db: None, walk: dict[str, Any]) -> None:
    got = told(walks.perform(GOLDEN["calendars"], walk))

    assert differing(walk["name"], walk["expected"], got) == []
    assert len(got["clocks"]) == len(walk["expected"]["clocks"])


@every_walk
def test_the_golden_walks_clocks_are_proven_from_its_events(db: None, walk: dict[str, Any]) -> None:
    walks.perform(GOLDEN["calendars"], walk)
    tally = verify_clocks.Tally()

    assert list(verify_clocks.differences(tally)) == []
    assert (tally.cases, tally.clocks) == (1, StepClock.objects.count())


def test_a_walk_is_undone_when_it_was_told(db: None) -> None:
    walk = GOLDEN["walks"][0]

    assert walks.walked(GOLDEN["calendars"], walk)["hops"] == walk["expected"]["hops"]
    assert not StepClock.objects.exists()


def test_whatever_differs_from_the_file_is_named(db: None) -> None:
    walk = json.loads(json.dumps(GOLDEN["walks"][0]))
    expected, lost = walk["expected"], walk["expected"]["clocks"].pop()
    expected["clocks"][1] |= {"due": "2026-03-02T09:41+07:00", "reminders": ["2026-03-02T09:00+07:00"]}
    expected["outer"]["settlement_limit_working_days"] = 5
    found = differing("utuh", expected, told(walks.perform(GOLDEN["calendars"], walk)))

    assert lost["step"] == "total 3-8"
    assert [line.split(":", 1)[0] for line in found] == ["utuh"] * 4
    for words in ("at_operator Dishub", "2026-03-02T09:41", "reminders", "settlement_limit", "tidak diharapkan"):
        assert any(words in line for line in found)
