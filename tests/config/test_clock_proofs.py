"""`lapor clock walk` and `verify`, as whoever doubts the clock runs them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import F

from lapor.complaints.models import StepClock
from lapor.config import cli, throw_away
from tests.cast import Walk

WALKS = Path(__file__).parents[1] / "data/walks.json"
Lapor = Callable[..., subprocess.CompletedProcess[str]]


def test_the_walks_of_a_file_come_out_and_what_differs_is_named(
    db: None,
    lapor: Lapor,
    var: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    doubted = json.loads(WALKS.read_text())
    doubted["walks"] = doubted["walks"][:2]
    right = json.loads(json.dumps(doubted))
    doubted["walks"][1]["expected"]["clocks"][0]["due"] = "2026-03-11T15:31+07:00"
    (file := tmp_path / "walks.json").write_text(json.dumps(doubted))

    done = lapor(var, "clock", "walk", str(file))
    assert done.returncode == 1
    assert json.loads(done.stdout)["walks"][0]["expected"]["outer"] == right["walks"][0]["expected"]["outer"]
    assert "sederhana-3: jam received Tim putaran 1 ke-1: due 2026-03-11T15:30+07:00, seharusnya" in done.stderr
    assert "2 jalan, 1 perbedaan." in done.stderr

    file.write_text(done.stdout)  # what it printed is a file that comes out
    monkeypatch.setattr(throw_away, "database", nullcontext)
    assert cli.main(["clock", "walk", str(file)]) == 0
    assert "2 jalan, 0 perbedaan." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda walk: walk["acts"].append({"act": "menari", "by": "citizen", "at": "2026-03-05T08:00+07:00"}),
            "menari",
        ),
        (lambda walk: walk["acts"][1].update(at="2026-03-02T08:40"), "zonanya"),
        (lambda walk: walk["acts"][2].update(by="bupati"), "bupati"),
        (lambda walk: walk["acts"][4].update(act="approve"), "hanya untuk Penanggung jawab"),
        (lambda walk: walk["calendars"].update(tim="tujuh-hari"), "tujuh-hari"),
    ],
)
def test_a_walk_that_cannot_be_walked_is_refused_in_a_sentence(db, change, words: str) -> None:
    from lapor.complaints import walks
    from lapor.complaints.refusals import Refused
    from lapor.complaints.walks.town import WalkError

    told = json.loads(WALKS.read_text())
    change(told["walks"][0])
    with pytest.raises((WalkError, Refused), match=words):
        walks.walked(told["calendars"], told["walks"][0])


@pytest.mark.parametrize(("text", "words"), [("{", "bukan JSON"), ("[]", "“calendars” dan “walks”")])
def test_a_file_that_holds_no_walks_is_refused(tmp_path: Path, capsys, text: str, words: str) -> None:
    (file := tmp_path / "walks.json").write_text(text)
    assert cli.main(["clock", "walk", str(file)]) == 1
    assert words in capsys.readouterr().err


def test_every_clock_is_computed_again_and_a_wrong_one_named(walk: Walk, capsys, monkeypatch) -> None:
    monkeypatch.setattr(cli, "database", nullcontext)
    walk.reported()
    assert cli.main(["clock", "verify"]) == 0
    assert "1 aduan, 8 jam dihitung ulang" in (said := capsys.readouterr().out)
    assert "tidak ada perbedaan" in said

    StepClock.objects.filter(name="checking").update(due_at=F("due_at") + timedelta(hours=1))
    assert cli.main(["clock", "verify"]) == 1
    assert f"- {walk.complaint.number}: jam checking" in capsys.readouterr().out
