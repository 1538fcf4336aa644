"""What a killed run leaves behind: web and worker processes without their supervisor."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

MARK = "LAPOR_SUPERVISED"
PATIENCE = 5.0  # seconds between asking and killing


def stop_left_behind(var: Path) -> int:
    """End every process that an earlier supervisor of this var started. Returns how many there were.

    They are known by a mark in their environment, which their own children carry too: after kill -9 of a web
    server its workers have no parent to ask, yet still hold the port.
    """
    found = marked(var)
    for pid in found:
        _signal(pid, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while marked(var) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in marked(var):
        _signal(pid, signal.SIGKILL)
    while marked(var) and time.monotonic() < deadline + PATIENCE:
        time.sleep(0.05)
    return len(found)


def marked(var: Path) -> list[int]:
    """The living processes that carry this var's mark."""
    mark = os.fsencode(f"{MARK}={var}")
    return [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if mark in _environment(pid)]


def _environment(pid: int) -> list[bytes]:
    """What a process was started with; empty for the dead, and for those we may not look at."""
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _signal(pid: int, which: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, which)
