"""What the console program says of itself."""

import json

import pytest

from lapor.config import cli


def test_help_names_every_command_in_indonesian(capsys):
    assert cli.main([]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Pemakaian: lapor")
    for name, _, about in cli.COMMANDS:
        assert f"{name} " in said
        assert about in said
    assert "usage" not in said


def test_an_unknown_word_is_refused_with_a_way_to_help(capsys):
    with pytest.raises(SystemExit, match="2"):
        cli.main(["doctor", "--banyak"])
    assert "lapor --help" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["dokter"], "tidak ada perintah “dokter”."),
        (["backup"], "BERKAS belum disebut."),
        (["demo", "--banyak"], "tidak dikenal: --banyak"),
    ],
)
def test_what_was_mistyped_is_said_in_indonesian(capsys, words: list[str], sentence: str):
    with pytest.raises(SystemExit, match="2"):
        cli.main(words)
    assert capsys.readouterr().err == f"lapor: {sentence}\nLihat `lapor --help`.\n"


def test_help_of_the_demo_lists_its_options(capsys):
    with pytest.raises(SystemExit, match="0"):
        cli.main(["demo", "--help"])
    said = capsys.readouterr().out
    for option, meaning in cli.DEMO_OPTIONS:
        assert option in said
        assert meaning in said


def test_the_options_of_a_command_reach_it(monkeypatch):
    called = []
    monkeypatch.setattr(cli, "django_command", called.append)
    cli.main(["demo", "--logins", "--if-empty"])
    cli.main(["administrator", "rina@contoh.test", "Rina", "Utami"])
    assert called == [["demo", "--if-empty", "--logins"], ["administrator", "rina@contoh.test", "Rina", "Utami"]]


def test_the_rules_are_printed_for_people_and_for_programs(capsys):
    assert cli.main(["sop"]) == 0
    assert "Ketua Tim" in capsys.readouterr().out
    assert cli.main(["sop", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)
