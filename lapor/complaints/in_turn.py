"""Files are opened one after the other in each web process, as opening one takes the memory of a hundred pages.

Whoever waits too long is told to come again: those who wait hold a thread and a connection that others need.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

PATIENCE: Final = 10.0  # seconds; a photograph takes a second at most, a video that is none twenty

pictures = Lock()
apart = Lock()  # videos and documents, each in a process of its own


class Crowded(Exception):
    """Others were at it all the while."""


@contextmanager
def alone(turn: Lock) -> Iterator[None]:
    """Raises Crowded."""
    if not turn.acquire(timeout=PATIENCE):
        raise Crowded
    try:
        yield
    finally:
        turn.release()
