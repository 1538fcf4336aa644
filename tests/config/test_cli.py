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


def test_the_rules_are_printed_for_people_and_for_programs(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("LAPOR_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert cli.main(["sop"]) == 0
    assert "Ketua Tim" in capsys.readouterr().out
    assert cli.main(["sop", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)


def test_without_an_installation_only_the_sop_of_2020_is_known(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("LAPOR_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert cli.main(["sop", "--versi", "2020-06-12"]) == 0
    assert "SOP tanggal 12 Juni 2020" in capsys.readouterr().out
    assert cli.main(["sop", "--versi", "2027-01-01"]) == 1
    assert "hanya versi 2020-06-12" in capsys.readouterr().err
    assert not (tmp_path / "var").exists()


def test_an_installation_is_asked_which_sop_is_in_force(monkeypatch, tmp_path):
    (tmp_path / "postgres" / "data").mkdir(parents=True)
    monkeypatch.setenv("LAPOR_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    called = []
    monkeypatch.setattr(cli, "django_command", called.append)
    cli.main(["sop", "--json", "--versi", "2027-01-01"])
    cli.main(["sop"])
    assert called == [["sop", "--versi", "2027-01-01", "--json"], ["sop"]]
