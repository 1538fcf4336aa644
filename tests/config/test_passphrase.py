"""Where the passphrase of a backup comes from."""

from __future__ import annotations

import pytest

from lapor.config import passphrase
from lapor.config.trouble import Trouble

WORDS = "kentongan di tengah sawah"


def typing(monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
    """A person at a terminal who types these one after the other."""
    left = list(typed)
    monkeypatch.setattr(passphrase.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(passphrase.getpass, "getpass", lambda prompt: left.pop(0))


def test_it_comes_from_the_environment_or_from_a_file(tmp_path):
    (tmp_path / "sandi").write_text(f"{WORDS}\n")
    assert passphrase.for_writing({passphrase.VARIABLE: WORDS}) == WORDS
    assert passphrase.for_writing({passphrase.FILE_VARIABLE: str(tmp_path / "sandi")}) == WORDS
    with pytest.raises(Trouble, match="LAPOR_BACKUP_PASSPHRASE_FILE"):
        passphrase.for_reading({passphrase.FILE_VARIABLE: str(tmp_path / "tidak-ada")})


def test_typed_it_is_typed_twice_for_writing_and_once_for_reading(monkeypatch):
    typing(monkeypatch, WORDS, WORDS, WORDS, "lain sama sekali", WORDS)
    assert passphrase.for_writing({}) == WORDS
    with pytest.raises(Trouble, match="tidak sama"):
        passphrase.for_writing({})
    assert passphrase.for_reading({}) == WORDS


def test_a_short_one_is_refused_for_writing(monkeypatch):
    with pytest.raises(Trouble, match="terlalu pendek"):
        passphrase.for_writing({passphrase.VARIABLE: "pendek"})


def test_without_a_terminal_it_is_said_where_to_put_it(monkeypatch):
    monkeypatch.setattr(passphrase.sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(Trouble, match=passphrase.VARIABLE):
        passphrase.for_reading({})
