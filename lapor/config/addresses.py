"""Which database to use, as whom: DATABASE_URL and DATABASE_URL_DIRECT, else the private server's socket."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from lapor.config import cluster, numbers, postgres
from lapor.config.trouble import Trouble

AS_OWNER = "LAPOR_AS_OWNER"


def embedded(environ: Mapping[str, str]) -> bool:
    """Whether the private server is the one in use."""
    return not environ.get("DATABASE_URL")


def app(var: Path, environ: Mapping[str, str]) -> str:
    """The address for the web and the worker."""
    return environ.get("DATABASE_URL") or postgres.url(var, role=cluster.APP)


def owner(var: Path, environ: Mapping[str, str]) -> str:
    """The address for migrations: the role that owns the tables, not through a pooler."""
    if embedded(environ):
        return postgres.url(var, role=cluster.OWNER)
    return environ.get("DATABASE_URL_DIRECT") or environ["DATABASE_URL"]


def chosen(var: Path, environ: Mapping[str, str]) -> str:
    """The address for this process: the owner's if it was started to migrate, else the app's."""
    return owner(var, environ) if environ.get(AS_OWNER) else app(var, environ)


def check(var: Path, environ: Mapping[str, str]) -> None:
    """Trouble now, in the parent, instead of a traceback in each process that it starts."""
    for url in (app(var, environ), owner(var, environ)):
        django(url, pool=numbers.pool(environ))


def django(url: str, *, pool: int = 0) -> dict[str, Any]:
    """Django's settings for an address; `pool` is the most connections one process keeps open (0: no pool).

    Raises Trouble when the address is not one of PostgreSQL.
    """
    try:
        parts = urlsplit(url)
        port, usable = parts.port, parts.scheme in ("postgres", "postgresql") and parts.path.strip("/")
    except ValueError:  # brackets left open, or a port that is no number
        usable = ""
    if not usable:
        raise Trouble("DATABASE_URL harus berbentuk postgresql://pengguna:sandi@mesin:5432/basisdata.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 20}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(options.pop("port", None) or port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": bool(pool),  # a pool outlives the server: a revived one knows none of its connections
    }
