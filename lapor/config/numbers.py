"""Settings that are numbers, refused in one sentence when they are none."""

from __future__ import annotations

from collections.abc import Mapping

from lapor.config.trouble import Trouble


def port(environ: Mapping[str, str]) -> int:
    """Where the web listens; Trouble when PORT is no port."""
    return _between(environ, "PORT", without=8000, least=1, most=65_535)


def pool(environ: Mapping[str, str]) -> int:
    """The most connections a process keeps, 0 for no pool; Trouble when LAPOR_DB_POOL is no such number."""
    return _between(environ, "LAPOR_DB_POOL", without=0, least=0, most=1_000)


def _between(environ: Mapping[str, str], variable: str, *, without: int, least: int, most: int) -> int:
    given = environ.get(variable) or str(without)
    # int() would take "8_000" and digits of other scripts too, and thousands of them
    if not (given.isascii() and given.isdigit() and len(given) < 10 and least <= int(given) <= most):
        raise Trouble(f"{variable} harus berupa angka dari {least} sampai {most}, bukan \u201c{given[:40]}\u201d.")
    return int(given)
