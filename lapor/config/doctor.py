"""`lapor doctor`: what is wrong with this installation, in sentences that say what to do.

First the machine, without Django, so that a broken installation can still be examined; then, if nothing
stands in the way, the database.
"""

from __future__ import annotations

import fcntl
import importlib.metadata
import os
import re
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from lapor.config import addresses, binaries, clamav, cluster, file_store, numbers, postgres, secrets
from lapor.config.supervisor import answers, busy
from lapor.config.trouble import Trouble

LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"


def examine(var: Path, environ: Mapping[str, str]) -> list[str]:
    """What is wrong, and Remarks about what is not; empty for a healthy installation. Creates nothing new."""
    found = [*python(), *folder(var), *kept_secrets(var, environ), *port(var, environ)]
    found += file_store.examine(var, environ)
    found += clamav.examine(environ)
    in_the_way = list(database_to_look_at(var, environ))
    if in_the_way or any(secrets_closed(var, environ)):
        return found + in_the_way
    from lapor.config import doctor_database

    try:
        found += web(var, environ)
        if not addresses.embedded(environ):
            return found + doctor_database.examine(runs=True if supervised(var) else None)
        with postgres.serving(var):
            return found + doctor_database.examine(runs=supervised(var))
    except Trouble as trouble:
        return [*found, str(trouble)]


def python() -> Iterator[str]:
    """The interpreter, the virtual environment, and whether the packages are those of the lock file."""
    if sys.version_info < (3, 11):  # noqa: UP036 - pip was told so too, but whoever starts us need not be pip
        yield "Python 3.11 atau lebih baru diperlukan."
    if sys.prefix == sys.base_prefix:
        yield "Program berjalan di luar lingkungan virtualnya; pakai .venv/bin/lapor atau `make run`."
    text = LOCK.read_text(encoding="utf-8") if LOCK.exists() else ""
    wrong = []
    for name, wanted in re.findall(r"^([a-z0-9.-]+)==([^\s\\;]+) \\$", text, flags=re.MULTILINE):
        try:
            if importlib.metadata.version(name) != wanted:
                wrong.append(name)
        except importlib.metadata.PackageNotFoundError:
            wrong.append(name)
    if wrong:
        yield f"Paket tidak sesuai berkas kunci: {', '.join(wrong)}. Jalankan `make install`."


def folder(var: Path) -> Iterator[str]:
    if not os.path.isdir(var):
        yield f"Folder {var} belum ada; `make run` membuatnya."
    elif not os.access(var, os.W_OK | os.X_OK):
        yield f"Folder {var} tidak dapat ditulisi oleh pengguna ini."


def kept_secrets(var: Path, environ: Mapping[str, str]) -> Iterator[str]:
    """Secrets that are gone, closed to us, unusable as keys, or readable by others."""
    closed = list(secrets_closed(var, environ))
    for path in closed:
        if os.path.exists(path) or (os.path.isdir(path.parent) and not os.access(path.parent, os.X_OK)):
            yield f"Berkas rahasia {path} tidak dapat dibaca; jalankan `lapor doctor` sebagai pemiliknya."
        else:
            yield f"Berkas rahasia {path} tidak ada. Kembalikan dari cadangan, atau bila baru, `make run`."
    for path in kept_files(var, environ):
        if path not in closed and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield f"Berkas rahasia {path} dapat dibaca orang lain; jalankan `chmod 600 {path}`."
    if not closed:
        try:
            secrets.load(var, environ)
        except Trouble as trouble:
            yield str(trouble)


def secrets_closed(var: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    """The files that should hold a secret and cannot be read, or are not there."""
    return (path for path in kept_files(var, environ) if not os.access(path, os.R_OK))


def kept_files(var: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    """Where the secrets lie that the environment does not give."""
    return (secrets.path_of(var, name) for name, (variable, _) in secrets.MAKERS.items() if not environ.get(variable))


def port(var: Path, environ: Mapping[str, str]) -> Iterator[str]:
    try:
        number = numbers.port(environ)
    except Trouble as trouble:
        yield str(trouble)
        return
    if busy(environ.get("LAPOR_BIND") or "127.0.0.1", number) and not supervised(var):
        yield f"Port {number} sedang dipakai program lain; pilih port lain dengan PORT=…"


def web(var: Path, environ: Mapping[str, str]) -> Iterator[str]:
    """Whether the web of a running desk answers."""
    if not supervised(var):
        return
    name = (environ.get("LAPOR_HOSTS") or "localhost").split(",")[0].strip()
    bind, port = environ.get("LAPOR_BIND") or "127.0.0.1", numbers.port(environ)
    if not answers(bind, port, name=name):
        yield f"Layanan berjalan, tetapi tidak menjawab di http://{bind}:{port}/sehat/; lihat catatan di konsolnya."


def supervised(var: Path) -> bool:
    """Whether a supervisor of this var is running: it holds the lock, whose number alone proves nothing."""
    try:
        with (var / "run.lock").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def database_to_look_at(var: Path, environ: Mapping[str, str]) -> Iterator[str]:
    """Why there is no database to examine; nothing if there is one."""
    if not addresses.embedded(environ):
        return
    home = cluster.home_of(var)
    if os.path.isdir(home) and not os.access(home, os.X_OK):
        yield f"Data PostgreSQL di {home} milik pengguna lain; jalankan `lapor doctor` sebagai pemiliknya."
        return
    if not os.path.exists(home / "data"):
        yield f"Basis data belum dibuat di {home}; jalankan `make run`."
        return
    if not postgres.running(home / "data"):
        try:
            binaries.find(user=cluster.account(home))
        except Trouble as trouble:
            yield str(trouble)
