"""The three secrets of an installation: from the environment, else made once and kept in var/secrets.

Identity keys open the encrypted names of reporters. They are therefore never made anew beside a database
that already exists: a new key would look like a working installation and read nothing.
"""

from __future__ import annotations

import os
import secrets as random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.fernet import Fernet

from lapor.config.trouble import Trouble


@dataclass(frozen=True)
class Secrets:
    """`secret_key` signs sessions; `identity_keys` are Fernet keys, newest first; `hash_key` is raw bytes."""

    secret_key: str
    identity_keys: list[str]
    hash_key: bytes


MAKERS: dict[str, tuple[str, Callable[[], str]]] = {
    "secret_key": ("LAPOR_SECRET_KEY", lambda: random.token_urlsafe(50)),
    "identity_keys": ("LAPOR_IDENTITY_KEYS", lambda: Fernet.generate_key().decode()),
    "hash_key": ("LAPOR_HASH_KEY", lambda: random.token_hex(32)),
}


def load(var: Path, environ: Mapping[str, str]) -> Secrets:
    """Read the secrets, making the missing ones of a new installation.

    Raises Trouble when a value cannot be used, or a file is gone while its database is still there.
    """
    try:
        found = {name: environ.get(variable) or _kept(var, name, make) for name, (variable, make) in MAKERS.items()}
        identity_keys = [key.strip() for key in found["identity_keys"].split(",") if key.strip()]
        for key in identity_keys:
            Fernet(key)
        hash_key = bytes.fromhex(found["hash_key"].strip())
    except OSError as error:
        raise Trouble(
            f"Rahasia di {var / 'secrets'} tidak dapat dibaca atau dibuat oleh pengguna ini. "
            "Jalankan sebagai pemiliknya, atau pilih folder lain dengan LAPOR_VAR."
        ) from error
    except ValueError as error:
        raise Trouble(
            "Kunci rahasia tidak dapat dibaca: LAPOR_IDENTITY_KEYS harus berupa kunci Fernet, "
            "dipisah koma, dan LAPOR_HASH_KEY harus heksadesimal."
        ) from error
    if not identity_keys or len(hash_key) < 16:
        raise Trouble("Kunci rahasia terlalu pendek: periksa LAPOR_IDENTITY_KEYS dan LAPOR_HASH_KEY.")
    return Secrets(found["secret_key"].strip(), identity_keys, hash_key)


def named(held: Secrets) -> dict[str, str]:
    """Each secret as it is written down, by its name."""
    return {
        "secret_key": held.secret_key,
        "identity_keys": ",".join(held.identity_keys),
        "hash_key": held.hash_key.hex(),
    }


def present(var: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The secrets that are there already, as they are written down; nothing is made."""
    found = {}
    for name, (variable, _) in MAKERS.items():
        path = path_of(var, name)
        if given := environ.get(variable) or (path.read_text(encoding="ascii").strip() if path.exists() else ""):
            found[name] = given.strip()
    return found


def fingerprints(named: Mapping[str, str]) -> dict[str, list[str]]:
    """What the keys of the data can be recognised by and not be found from; newest first where there are many."""
    keys = {name: named.get(name, "").split(",") for name in ("identity_keys", "hash_key")}
    return {
        name: [sha256(f"lapor:{name}:{one.strip()}".encode()).hexdigest() for one in many if one.strip()]
        for name, many in keys.items()
    }


def keep(var: Path, name: str, value: str) -> None:
    """Put a secret in its place, readable by this account alone; one that is there stays."""
    _write_once(path_of(var, name), value)


def path_of(var: Path, name: str) -> Path:
    """Where a secret is kept when the environment does not give it."""
    return var / "secrets" / name


def _kept(var: Path, name: str, make: Callable[[], str]) -> str:
    path = path_of(var, name)
    if not path.exists():
        if (var / "postgres" / "data").exists():
            raise Trouble(
                f"Berkas rahasia {path} tidak ada, padahal basis datanya ada. Kembalikan berkas itu "
                "dari cadangan; tanpa kunci lama, identitas pelapor tidak dapat dibuka."
            )
        _write_once(path, make())
    return path.read_text(encoding="ascii").strip()


def _write_once(path: Path, value: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(value + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # link, not rename: of two processes starting at once the second takes what the first one made
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
