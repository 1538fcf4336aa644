"""Doing the same to each of many: one that fails is logged and does not stop the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

One = TypeVar("One")


def each(many: Iterable[One], act: Callable[[One], int], *, log: logging.Logger, failure: str, left: str) -> int:
    """Do this to each; the sum of what the acts return. Raises RuntimeError once all were tried, if any failed.

    `failure` is logged of each that failed, formatted with it; `left` tells of all of them, after their number.
    """
    done = failed = 0
    for one in many:
        try:
            done += act(one)
        except Exception:  # whatever it is, it must not stop the others
            failed += 1
            log.exception(failure.format(one))
    if failed:
        raise RuntimeError(f"{failed} {left}")
    return done
