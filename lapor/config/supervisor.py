"""`lapor run`: everything of one machine under one process, from the first start to Ctrl-C.

The order is always the same: the private server, then what is not up to date (prepare.py), then web and
worker. They are stopped in the opposite order. A part that dies is started again.
"""

from __future__ import annotations

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from lapor.config import addresses, folders, leftovers, numbers, postgres, prepare
from lapor.config.trouble import Trouble

GRACE = 20.0  # seconds a part may take to finish what it is doing
LONGEST_PAUSE = 30.0  # seconds between attempts to start a part that keeps dying


class Part:
    """A process that has to run: `lapor web` or `lapor worker`."""

    def __init__(self, name: str, environ: Mapping[str, str]) -> None:
        self.name = name
        self.environ = environ
        self.process: subprocess.Popen[bytes] | None = None
        self.began = self.not_before = self.pause = 0.0

    def start(self) -> None:
        self.process = start(["-m", "lapor.config.cli", self.name], self.environ)
        self.began = time.monotonic()

    def keep_alive(self) -> None:
        """Start it again if it has died; later and later if it dies at once each time."""
        now = time.monotonic()
        if self.process and self.process.poll() is not None:
            end_group(self.process.pid)
            lived, code = now - self.began, self.process.returncode
            self.pause = 1.0 if lived > LONGEST_PAUSE else min(max(self.pause * 2, 1.0), LONGEST_PAUSE)
            self.not_before, self.process = now + self.pause, None
            say(f"Bagian {self.name} berhenti sendiri (kode {code}); mulai lagi dalam {self.pause:.0f} detik.")
        if self.process is None and now >= self.not_before:
            self.start()

    def restart(self) -> None:
        if self.process:
            stop([self.process])
            self.start()


class Supervisor:
    """All parts of one var. Raises Trouble when a setting cannot be used."""

    def __init__(self, var: Path, environ: Mapping[str, str]) -> None:
        addresses.check(var, environ)
        self.var = var
        self.port = numbers.port(environ)
        self.bind = environ.get("LAPOR_BIND") or "127.0.0.1"
        self.name = (environ.get("LAPOR_HOSTS") or "localhost").split(",")[0].strip()
        self.environ = {**environ, leftovers.MARK: str(var)}
        self.server = postgres.Server(var) if addresses.embedded(environ) else None
        self.web, self.worker = Part("web", self.environ), Part("worker", self.environ)
        self.parts = [self.web, self.worker]
        self.stopping = threading.Event()

    def run(self) -> int:
        """Run until told to stop. Returns the exit code; raises Trouble if it cannot begin."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._told_to_stop)
        lock = only_one(self.var)
        if left := leftovers.stop_left_behind(self.var):
            say(f"{left} proses dari sesi sebelumnya dihentikan.")
        refuse_busy(self.bind, self.port)
        try:
            if self.server:
                self.server.open()
                for said in self.server.said:
                    say(said)
            if self._prepare():
                self._serve()
        finally:
            self._stop_all()
            lock.close()
        return 0

    def _prepare(self) -> bool:
        """Bring database and files up to date; False if told to stop meanwhile."""
        process = start(["-m", "lapor.config.prepare"], self.environ)
        while process.poll() is None:
            if self.stopping.wait(0.05):
                stop([process])
                return False
        if process.returncode:
            raise Trouble("Persiapan gagal; penyebabnya ada di baris-baris di atas. `lapor doctor` memeriksa semuanya.")
        return True

    def _serve(self) -> None:
        for part in self.parts:
            part.start()
        announced = False
        while not self.stopping.wait(0.1 if not announced else 0.5):
            if self.server and self.server.revive():
                say("PostgreSQL berhenti sendiri dan sudah dimulai lagi.")
                self.worker.restart()  # it listens on a connection that is gone; the web opens new ones
            for part in self.parts:
                part.keep_alive()
            if not announced and answers(self.bind, self.port, name=self.name):
                announced = True
                say(f"\nLapor Bantul siap di http://{self.bind}:{self.port}")
                say(prepare.kept_logins(self.var) + "Tekan Ctrl-C untuk berhenti.")

    def _stop_all(self) -> None:
        if self.stopping.is_set():
            say("\nMenghentikan Lapor Bantul …")
        stop([part.process for part in self.parts if part.process])
        if self.server:
            self.server.close()

    def _told_to_stop(self, number: int, frame: object) -> None:
        self.stopping.set()


def start(arguments: list[str], environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """One of our own programs, in a session of its own: a Ctrl-C reaches the supervisor alone."""
    return subprocess.Popen([sys.executable, *arguments], env=dict(environ), start_new_session=True)


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask all to finish, wait, and kill with their children those that do not."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        end_group(process.pid)


def end_group(leader: int) -> None:
    """Kill what a dead process left of its group: a web server's own workers would keep the port."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def only_one(var: Path) -> IO[str]:
    """Hold this var for one supervisor; Trouble if another one has it."""
    folders.make(var)
    file = (var / "run.lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.seek(0)
        raise Trouble(
            f"Lapor Bantul sudah berjalan dengan {var} (proses {file.read().strip()}). "
            "Untuk menjalankan yang kedua, beri LAPOR_VAR dan PORT lain."
        ) from error
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def refuse_busy(bind: str, port: int) -> None:
    """Trouble, in one sentence, if somebody else has the port."""
    if busy(bind, port):
        raise Trouble(
            f"Port {port} sedang dipakai program lain. Hentikan program itu, "
            f"atau pilih port lain: PORT={port + 1} make run"
        )


def busy(bind: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError:
            return True
    return False


def answers(bind: str, port: int, *, name: str) -> bool:
    """Whether the web answers anything at all, an error page included, to who calls it by that name."""
    connection = http.client.HTTPConnection("127.0.0.1" if bind == "0.0.0.0" else bind, port, timeout=2)
    try:
        connection.request("HEAD", "/sehat/", headers={"Host": name})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def say(sentence: str) -> None:
    print(sentence, flush=True)
