"""`lapor run` as a person runs it: up, hurt, killed, up again, and down."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from lapor.config import cluster, leftovers, postgres


class Run:
    """A running `lapor run`, with what it has said so far."""

    def __init__(self, environ: dict[str, str]) -> None:
        command = [sys.executable, "-m", "lapor.config.cli", "run"]
        self.process = subprocess.Popen(
            command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.said = ""
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            self.said += line

    def until(self, words: str) -> None:
        patience = time.monotonic() + 90
        while words not in self.said:
            assert time.monotonic() < patience and self.process.poll() is None, self.said
            time.sleep(0.05)


def children(pid: int, word: str) -> list[int]:
    """The children of a process whose command ends with a word."""
    found = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True).stdout
    return [int(line.split()[0]) for line in found.splitlines() if line.endswith(word)]


def eventually(true: Callable[[], object]) -> None:
    patience = time.monotonic() + 60
    while not true():
        assert time.monotonic() < patience
        time.sleep(0.05)


def status(environ: dict[str, str]) -> int:
    """How the web answers who asks for the filing form, which reads tables, 0 if it does not."""
    try:
        with urlopen(f"http://127.0.0.1:{environ['PORT']}/lapor/", timeout=30) as answer:
            return answer.status
    except HTTPError as error:
        return error.code
    except OSError:
        return 0


def test_it_starts_everything_mends_what_dies_survives_a_kill_and_stops_cleanly(var: Path, environ, lapor):
    settings = environ(var)
    run = Run(settings)
    run.until("siap di")
    assert f"http://127.0.0.1:{settings['PORT']}" in run.said

    second = lapor(var, "run")
    assert second.returncode == 1
    assert "sudah berjalan" in second.stderr

    (web,) = children(run.process.pid, "web")
    os.kill(web, signal.SIGKILL)
    run.until("Bagian web berhenti sendiri")
    eventually(lambda: status(settings) == 200)
    os.kill(postgres.running(cluster.home_of(var) / "data"), signal.SIGKILL)
    run.until("PostgreSQL berhenti sendiri")
    assert [status(settings) for _ in range(8)] == [200] * 8
    eventually(lambda: children(run.process.pid, "web") and children(run.process.pid, "worker"))

    run.process.kill()
    for pid in leftovers.marked(var):
        os.kill(pid, signal.SIGKILL)
    os.kill(postgres.running(cluster.home_of(var) / "data"), signal.SIGKILL)
    run.process.wait()

    again = Run(settings)
    again.until("siap di")
    assert "Menyiapkan basis data" not in again.said
    assert "Memuat data dasar" not in again.said

    again.process.send_signal(signal.SIGINT)
    assert again.process.wait(timeout=60) == 0
    assert leftovers.marked(var) == []
    assert postgres.running(cluster.home_of(var) / "data") is None


def test_a_port_in_use_is_said_in_one_sentence(var, lapor):
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        told = lapor(var, "run", PORT=str(other.getsockname()[1]))
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert "PORT=" in told.stderr


@pytest.mark.parametrize("command", ["run", "web"])
@pytest.mark.parametrize("wrong", [{"PORT": "abc"}, {"PORT": "99999"}, {"LAPOR_DB_POOL": "x"}], ids=str)
def test_a_setting_that_is_no_number_is_said_in_one_sentence(var, lapor, command, wrong):
    told = lapor(var, command, **wrong)
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert next(iter(wrong)) in told.stderr


@pytest.mark.parametrize("command", ["run", "seed"])
def test_a_var_that_cannot_be_made_is_said_in_one_sentence(var, lapor, command):
    (var / "file").write_text("")
    told = lapor(var / "file" / "var", command)
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "LAPOR_VAR" in told.stderr
