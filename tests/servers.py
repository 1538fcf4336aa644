"""Clearing away the private servers that tests start."""

from __future__ import annotations

import shutil
from pathlib import Path

from lapor.config import cluster, leftovers, postgres


def remove_var(var: Path) -> None:
    """Stop whatever runs in a var and delete it, data that had to go elsewhere included."""
    if not var.exists():
        return
    leftovers.stop_left_behind(var)
    home = cluster.home_of(var)
    if postgres.running(home / "data"):
        postgres.Server(var).close()
    for folder in (home, cluster.socket_folder(home), var):
        shutil.rmtree(folder, ignore_errors=True)
