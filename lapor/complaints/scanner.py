"""Asking ClamAV about a file before anything opens it: clamd's INSTREAM, in its own words.

Plain Python, for the settings and the doctor use it too; what a refusal says is in files.py.
"""

from __future__ import annotations

import re
import socket
import time
from dataclasses import dataclass
from typing import Final

CONNECT_SECONDS: Final = 3.0
SECONDS: Final = 60.0  # for one file, whatever clamd does
_CHUNK: Final = 64 * 1024
_LONGEST_ANSWER: Final = 1000


class Silent(Exception):
    """No answer that says clean or infected. Its text is what stood in the way, for whoever runs the desk."""


@dataclass(frozen=True)
class Scanner:
    """Where clamd listens: a socket's `path`, or `host` and `port`."""

    path: str = ""
    host: str = ""
    port: int = 0


def look(data: bytes, scanner: Scanner, *, seconds: float = SECONDS) -> str:
    """The name of what was found in these bytes, "" for nothing. Raises Silent."""
    answer = _ask(b"zINSTREAM\0", scanner, data, seconds=seconds)
    if answer == "stream: OK":
        return ""
    if found := re.fullmatch(r"stream: (\S{1,120}) FOUND", answer):
        return found[1]
    raise Silent("size limit" if "size limit" in answer else "an answer that is none")


def alive(scanner: Scanner, *, seconds: float = CONNECT_SECONDS) -> bool:
    try:
        return _ask(b"zPING\0", scanner, None, seconds=seconds) == "PONG"
    except Silent:
        return False


def _ask(command: bytes, scanner: Scanner, data: bytes | None, *, seconds: float) -> str:
    """One command, with bytes in chunks where there are any; the answer without its end. Raises Silent."""
    until = time.monotonic() + seconds
    try:
        with _connected(scanner, min(CONNECT_SECONDS, seconds)) as wire:
            _send(wire, command, data, until)
            return _answer(wire, until)
    except TimeoutError:
        raise Silent("time ran out") from None
    except OSError as error:
        raise Silent(type(error).__name__) from None


def _connected(scanner: Scanner, seconds: float) -> socket.socket:
    if not scanner.path:
        return socket.create_connection((scanner.host, scanner.port), timeout=seconds)
    wire = socket.socket(socket.AF_UNIX)
    wire.settimeout(seconds)
    try:
        wire.connect(scanner.path)
    except OSError:
        wire.close()
        raise
    return wire


def _send(wire: socket.socket, command: bytes, data: bytes | None, until: float) -> None:
    try:
        _before(wire, until)
        wire.sendall(command)
        if data is None:
            return
        for begin in range(0, len(data), _CHUNK):
            chunk = data[begin : begin + _CHUNK]
            _before(wire, until)
            wire.sendall(len(chunk).to_bytes(4, "big") + chunk)
        wire.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        pass  # clamd says why before it closes: the answer is read all the same


def _answer(wire: socket.socket, until: float) -> str:
    got = b""
    while not got.endswith(b"\0") and len(got) < _LONGEST_ANSWER:
        _before(wire, until)
        if not (more := wire.recv(4096)):
            break
        got += more
    if not got.endswith(b"\0"):
        raise Silent("an answer cut off")
    return got[:-1].decode("ascii", "replace")


def _before(wire: socket.socket, until: float) -> None:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    wire.settimeout(left)
