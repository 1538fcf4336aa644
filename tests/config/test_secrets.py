"""The secrets of an installation."""

import pytest

from lapor.config import secrets
from lapor.config.trouble import Trouble

KEYS = "LAPOR_IDENTITY_KEYS"


def test_secrets_are_made_once_and_kept_for_ourselves_alone(var):
    first = secrets.load(var, {})
    assert secrets.load(var, {}) == first
    assert (var / "secrets").stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in (var / "secrets").iterdir())


def test_the_environment_comes_first_and_keys_keep_their_order(var):
    old, new = secrets.MAKERS["identity_keys"][1](), secrets.MAKERS["identity_keys"][1]()
    given = {KEYS: f"{new}, {old}", "LAPOR_HASH_KEY": "ab" * 16, "LAPOR_SECRET_KEY": "rahasia"}
    loaded = secrets.load(var, given)
    assert loaded.identity_keys == [new, old]
    assert loaded.hash_key == bytes.fromhex("ab" * 16)
    assert not (var / "secrets").exists()


def test_a_key_is_never_made_anew_beside_an_existing_database(var):
    (var / "postgres" / "data").mkdir(parents=True)
    with pytest.raises(Trouble, match="cadangan"):
        secrets.load(var, {})
    assert not (var / "secrets").exists()


def test_secrets_that_cannot_be_made_or_read_are_said_in_a_sentence(var):
    (var / "secrets").write_text("bukan folder")
    with pytest.raises(Trouble, match="tidak dapat dibaca atau dibuat"):
        secrets.load(var, {})


@pytest.mark.parametrize("given", [{KEYS: "bukan kunci"}, {"LAPOR_HASH_KEY": "zz"}, {"LAPOR_HASH_KEY": "ab"}])
def test_a_value_that_is_no_key_is_refused_in_a_sentence(var, given):
    with pytest.raises(Trouble, match="Kunci rahasia"):
        secrets.load(var, given)
