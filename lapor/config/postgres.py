"""The private PostgreSQL server: the first process that needs it starts it, the last one stops it.

Every process that uses the server holds a shared lock on `users.lock`; starting and stopping happen under
`gate.lock`. The kernel drops both when a process dies, so a kill -9 of everything leaves nothing to clear by
hand: a server left alone is taken over by the next start.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import quote

from lapor.config import binaries, cluster, folders
from lapor.config.trouble import Trouble

START_SECONDS = 120.0  # crash recovery may have to replay a long log
LOG_BYTES = 10_000_000

# a failed statement would be logged with its values: words of complaints, addresses, password hashes
SILENT = ["-c", "log_min_error_statement=panic", "-c", "log_error_verbosity=terse"]
DURABLE = ["-c", "max_connections=60"]
FAST = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


class Server:
    """One server for one var. `for_tests` trades safety on power loss for speed."""

    def __init__(self, var: Path, *, for_tests: bool = False) -> None:
        self.var = var
        self.for_tests = for_tests
        self.said: list[str] = []
        self._child: subprocess.Popen[bytes] | None = None
        self._users: IO[bytes] | None = None

    def url(self, role: str = cluster.APP) -> str:
        return url(self.var, role=role)

    def open(self) -> None:
        """Use the server until close(), starting it if it is not running; Trouble if it cannot start."""
        folders.make(self.var)
        with self._gate():
            self._users = _locked(self.var / "users.lock", fcntl.LOCK_SH)
            self._start()

    def close(self) -> None:
        """Stop using the server; whoever is the last stops it, and waits until all is written."""
        with self._gate():
            if self._users:
                self._users.close()
                self._users = None
            try:
                alone = _locked(self.var / "users.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            with alone:
                self._stop()

    def revive(self) -> bool:
        """Start the server again if it died under us; True if it had to be."""
        if self.pid():
            return False
        with self._gate():
            if self.pid():
                return False
            self._start()
        return True

    def pid(self) -> int | None:
        """The process of the running server, or None."""
        if self._child:
            self._child.poll()
        return running(cluster.home_of(self.var) / "data")

    def _start(self) -> None:
        data = cluster.home_of(self.var) / "data"
        if self.pid():
            _until_ready(data, lambda: True)
            return
        place, moved = cluster.place(self.var)
        programs, copied = binaries.find(user=place.user)
        self.said = [said for said in (copied, moved) if said]
        if not place.data.exists():
            cluster.initialise(place, programs, for_tests=self.for_tests)
        _check_version(place, programs)
        cluster.write_access(place)
        self._launch(place, programs)

    def _launch(self, place: cluster.Cluster, programs: binaries.Binaries) -> None:
        """Start the postmaster, again if what is left of a killed one is still in the way."""
        options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={place.socket}"]
        options += ["-c", "unix_socket_permissions=0700", *SILENT, *(FAST if self.for_tests else DURABLE)]
        command = [str(programs.folder / "postgres"), "-D", str(place.data), *options]
        deadline = time.monotonic() + START_SECONDS
        while True:
            _clear_stale(place)
            with _log(place.log) as log:
                # its own session: a Ctrl-C in the terminal reaches us first, and we stop things in order
                self._child = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd="/",
                    env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                    start_new_session=True,
                    **binaries.as_user(place.user),
                )
            if _until_ready(place.data, lambda: self._child is not None and self._child.poll() is None):
                return
            said = _last_words(place.log)
            in_the_way = "lock file" in said or "shared memory block" in said
            if not in_the_way or time.monotonic() > deadline:
                raise Trouble(f"PostgreSQL tidak mau mulai: {said} (catatan lengkap: {place.log})")
            time.sleep(0.5)

    def _stop(self) -> None:
        pid = self.pid()
        if not pid and self._child and self._child.returncode is None:
            pid = self._child.pid  # its pid file is gone or cannot be read, but it is ours and alive
        if pid:
            os.kill(pid, signal.SIGINT)  # fast shutdown: ends sessions, writes everything
        while self.pid():
            time.sleep(0.02)
        if self._child:
            self._child.wait()
            self._child = None

    @contextmanager
    def _gate(self) -> Iterator[None]:
        with _locked(self.var / "gate.lock", fcntl.LOCK_EX):
            yield


@contextmanager
def serving(var: Path) -> Iterator[Server]:
    """Have the private server running for the length of a block."""
    server = Server(var)
    server.open()
    try:
        yield server
    finally:
        server.close()


def made(var: Path) -> bool:
    """Whether this installation has a private server's data already."""
    return (cluster.home_of(var) / "data").exists()


def url(var: Path, *, role: str) -> str:
    """The address of the private server's database for a role."""
    folder = cluster.socket_folder(cluster.home_of(var))
    return f"postgresql://{role}@/{cluster.DATABASE}?host={quote(str(folder), safe='/')}"


def running(data: Path) -> int | None:
    """The postmaster of this data folder. A pid file alone proves nothing: the process must work in it."""
    try:
        pid = int(_pid_file(data)[0])
    except (ValueError, IndexError):
        return None
    return pid if _works_in(pid, data) else None


def _pid_file(data: Path) -> list[str]:
    """The lines of the server's pid file, of which one is a path in any bytes; none if there is no file."""
    try:
        return (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _works_in(pid: int, data: Path) -> bool:
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", data)
    except OSError:
        return False


def _clear_stale(place: cluster.Cluster) -> None:
    """Remove the lock files of a killed server once no process of it is left.

    A dead postmaster that nobody waited for keeps its pid, and PostgreSQL would refuse for as long. Its
    children, still finishing, are what must not be overlooked: they all work in the data folder.
    """
    locks = [place.data / "postmaster.pid", *place.socket.glob(".s.PGSQL.*")]
    deadline = time.monotonic() + 10
    while any(lock.exists() for lock in locks) and time.monotonic() < deadline:
        if not any(_works_in(int(pid), place.data) for pid in os.listdir("/proc") if pid.isdigit()):
            for lock in locks:
                lock.unlink(missing_ok=True)
            return
        time.sleep(0.1)


def _until_ready(data: Path, alive: Callable[[], bool]) -> bool:
    """Wait until the server takes connections; False as soon as it is not alive any more."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        lines = _pid_file(data)
        if len(lines) >= 8 and lines[7].strip() == "ready" and running(data):
            return True
        if not alive():
            return False
        time.sleep(0.02)
    raise Trouble(f"PostgreSQL belum siap setelah {START_SECONDS:.0f} detik; lihat catatan di {data.parent}.")


def _check_version(place: cluster.Cluster, programs: binaries.Binaries) -> None:
    kept = (place.data / "PG_VERSION").read_text(encoding="ascii").strip()
    if kept != str(programs.major):
        raise Trouble(
            f"Data di {place.data} dibuat oleh PostgreSQL {kept}, yang tersedia PostgreSQL {programs.major}. "
            "Jalankan `make install`, atau pindahkan datanya dengan pg_dump (docs/operations.md)."
        )


def _locked(path: Path, how: int) -> IO[bytes]:
    file = path.open("ab")
    try:
        fcntl.flock(file, how)
    except OSError:
        file.close()
        raise
    return file


def _log(path: Path) -> IO[bytes]:
    too_long = path.exists() and path.stat().st_size > LOG_BYTES
    return path.open("wb" if too_long else "ab")


def _last_words(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    told = [line for line in lines[-8:] if "FATAL" in line or "HINT" in line or "ERROR" in line]
    return " / ".join(told[-2:] or lines[-1:])
