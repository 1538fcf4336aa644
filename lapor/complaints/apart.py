"""Strangers' videos and documents are opened in a process of their own, which may take so much and no more.

The libraries that read them (FFmpeg, qpdf) are large and written in C; a made-up file can ask them for any time
and memory, or kill them. The child has no environment, writes no file, and ends by its limits.

It is `python -m lapor.complaints.apart WORK`: bytes in, one line of JSON and the named bytes out.
"""

from __future__ import annotations

import importlib
import json
import resource
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

WORKS: Final = {"video": "lapor.complaints.video_apart", "document": "lapor.complaints.document_apart"}
CPU_SECONDS: Final = 20
WALL_SECONDS: Final = 60
MEMORY: Final = 1_200 * 1024 * 1024  # address space: the libraries alone map a third of it
MOST_MADE: Final = 120 * 1024 * 1024  # bytes that come back: more is no file of ours

BROKEN: Final = "broken"
HEAVY: Final = "heavy"


class NoResult(Exception):
    """The work came to nothing: `why` is BROKEN, HEAVY, or a word of the work's own."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Result:
    """What the child made: numbers and words in `facts`, bytes by name in `parts`."""

    facts: Mapping[str, Any]
    parts: Mapping[str, bytes]


def run(work: str, data: bytes) -> Result:
    """Have this work done on these bytes. Raises NoResult; RuntimeError where the child itself is at fault."""
    command = [sys.executable, "-I", "-m", "lapor.complaints.apart", work]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=WALL_SECONDS, env={}, check=False)
    except subprocess.TimeoutExpired:
        raise NoResult(HEAVY) from None
    if done.returncode < 0:
        raise NoResult(HEAVY)
    if done.returncode:
        raise RuntimeError(f"the process for a {work} ended with {done.returncode}")
    head, _, rest = done.stdout.partition(b"\n")
    told = json.loads(head)
    if told["why"]:
        raise NoResult(told["why"])
    parts, begin = {}, 0
    for name, length in told["parts"]:
        parts[name] = rest[begin : begin + length]
        begin += length
    return Result(told["facts"], parts)


def main(work: str) -> None:
    """The child."""
    module = importlib.import_module(WORKS[work])
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    told: dict[str, Any] = {"why": "", "facts": {}, "parts": []}
    made: Mapping[str, bytes] = {}
    try:
        facts, made = module.work(sys.stdin.buffer.read())
        if sum(map(len, made.values())) > MOST_MADE:
            raise NoResult(HEAVY)
        told |= {"facts": facts, "parts": [(name, len(part)) for name, part in made.items()]}
    except NoResult as none:
        told["why"], made = none.why, {}
    except MemoryError:
        told["why"] = HEAVY
    # Whatever a library stumbles on means the same: nothing that could be written anew.
    except Exception:  # noqa: BLE001
        told["why"] = BROKEN
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n")
    for part in made.values():
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    # the works raise the NoResult of the module that they import, not of this script
    importlib.import_module("lapor.complaints.apart").main(sys.argv[1])
