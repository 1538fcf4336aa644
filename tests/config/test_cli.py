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


def test_the_rules_are_printed_for_people_and_for_programs(capsys):
    assert cli.main(["sop"]) == 0
    assert "Ketua Tim" in capsys.readouterr().out
    assert cli.main(["sop", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)
