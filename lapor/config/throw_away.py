"""Installations that leave nothing behind: a private server with empty tables for as long as a block runs."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lapor.config import addresses, cluster, leftovers, postgres, secrets


@contextmanager
def database() -> Iterator[None]:
    """Django set up on empty tables of its own, whatever database this installation has. Once in a process."""
    var = Path(tempfile.mkdtemp(prefix="lapor-"))
    for name in [name for name in os.environ if name.startswith("DATABASE_URL")]:
        del os.environ[name]
    os.environ |= {"LAPOR_VAR": str(var), addresses.AS_OWNER: "1"}
    try:
        secrets.load(var, os.environ)
        with postgres.serving(var):
            import django
            from django.core.management import call_command
            from django.db import connections

            django.setup()
            call_command("migrate", verbosity=0)
            yield
            connections.close_all()
    finally:
        remove(var)


def remove(var: Path) -> None:
    """Stop whatever runs in a var and delete it, data that had to go elsewhere included."""
    if not var.exists():
        return
    leftovers.stop_left_behind(var)
    home = cluster.home_of(var)
    if postgres.running(home / "data"):
        postgres.Server(var).close()
    for folder in (home, cluster.socket_folder(home), var):
        shutil.rmtree(folder, ignore_errors=True)
