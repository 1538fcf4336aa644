"""A desk of one's own for the length of a run: private PostgreSQL, seeds, the web server as in production."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from lapor.config import cluster, postgres, supervisor
from lapor.config.throw_away import remove

STARTS_WITHIN = 60.0  # seconds


@dataclass(frozen=True)
class Desk:
    """A running installation; `owner` is a connection as the role that owns the tables, `web` the server's process."""

    var: Path
    port: int
    owner: psycopg.Connection
    web: int

    def open_app(self) -> psycopg.Connection:
        """A connection of one's own as the role of the web."""
        return psycopg.connect(postgres.url(self.var, role=cluster.APP))

    def worked(self) -> float:
        """Seconds of processor time that web and PostgreSQL have taken so far. Who waits for a core takes none."""
        postmaster = postgres.running(cluster.home_of(self.var) / "data")
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                parent, session = int(fields[1]), int(fields[3])
                if session == self.web or parent == postmaster:
                    ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def analyse(self) -> None:
        """What autovacuum would have done by now."""
        self.owner.execute("VACUUM ANALYZE")

    def doctor(self) -> str:
        """What `lapor doctor` says, "" where nothing is wrong. It looks for a free port, so that it gets one."""
        command = [sys.executable, "-m", "lapor.config.cli", "doctor"]
        environ = {**os.environ, "PORT": str(_free_port())}
        done = subprocess.run(command, capture_output=True, text=True, env=environ)
        return "" if done.returncode == 0 else f"{done.stdout}{done.stderr}".strip()


@contextmanager
def throw_away() -> Iterator[Desk]:
    """An empty desk with seeds in a temporary folder, its web running, gone at the end.

    This process joins it: its environment names the new var before Django reads its settings.
    """
    for name in [name for name in os.environ if name.startswith(("LAPOR_", "DATABASE_URL"))]:
        del os.environ[name]
    var = Path(tempfile.mkdtemp(prefix="lapor-bench-"))
    var.chmod(0o711)  # the server's account passes through
    port = _free_port()
    os.environ |= {"LAPOR_VAR": str(var), "LAPOR_DEMO": "0", "PORT": str(port)}
    os.environ["DJANGO_SETTINGS_MODULE"] = "lapor.config.settings"
    from lapor.config import secrets

    web = None
    try:
        secrets.load(var, os.environ)
        with postgres.serving(var):
            subprocess.run([sys.executable, "-m", "lapor.config.prepare"], check=True, stdout=subprocess.DEVNULL)
            web = _web(var)
            _wait(port)
            with psycopg.connect(postgres.url(var, role=cluster.OWNER), autocommit=True) as owner:
                yield Desk(var, port, owner, web.pid)
            supervisor.stop([web])
            web = None
    finally:
        if web is not None:
            supervisor.stop([web])
        remove(var)
        shutil.rmtree(var, ignore_errors=True)


def _web(var: Path) -> subprocess.Popen[bytes]:
    """The web server, its log in a file of the var."""
    with (var / "web.log").open("ab") as log:
        command = [sys.executable, "-m", "lapor.config.cli", "web"]
        return subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)


def _wait(port: int) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while not supervisor.answers("127.0.0.1", port, name="localhost"):
        if time.monotonic() > deadline:
            raise RuntimeError("the web server does not answer")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
