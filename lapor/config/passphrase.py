"""The passphrase of a backup: from the environment, a file, or asked on the terminal; never an argument, which
every process of the machine could read."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Mapping
from pathlib import Path

from lapor.config.trouble import Trouble

VARIABLE, FILE_VARIABLE = "LAPOR_BACKUP_PASSPHRASE", "LAPOR_BACKUP_PASSPHRASE_FILE"
SHORTEST = 12


def for_writing(environ: Mapping[str, str]) -> str:
    """A passphrase worth encrypting with: long enough, and typed twice where it is typed."""
    given = _given(environ)
    if given is None:
        given = _asked("Sandi cadangan: ")
        if given != _asked("Sandi yang sama sekali lagi: "):
            raise Trouble("Kedua sandi tidak sama. Ulangi.")
    if len(given) < SHORTEST:
        raise Trouble(f"Sandi cadangan terlalu pendek: paling sedikit {SHORTEST} huruf, beberapa kata lebih baik.")
    return given


def for_reading(environ: Mapping[str, str]) -> str:
    given = _given(environ)
    return _asked("Sandi cadangan: ") if given is None else given


def _given(environ: Mapping[str, str]) -> str | None:
    if said := environ.get(VARIABLE):
        return said
    if not (path := environ.get(FILE_VARIABLE)):
        return None
    try:
        return Path(path).read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"Berkas sandi {path} ({FILE_VARIABLE}) tidak dapat dibaca.") from error


def _asked(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise Trouble(f"Sandi cadangan belum ada. Isi {VARIABLE} atau {FILE_VARIABLE}, atau jalankan di terminal.")
    return getpass.getpass(prompt)
