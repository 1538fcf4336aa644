"""What must not stand in a log: addresses and numbers that lead to a person, whatever sentence they came in.

Words of a case cannot be told from other words; so they are kept out by never writing values at all (logs.py).
This is the second net, for the sentences that are written.
"""

from __future__ import annotations

import re
from types import TracebackType
from typing import Any

LONGEST = 300
FRAMES = 30

# In this order: what an earlier one took out is not there for a later one.
_PERSONAL: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[\w.+'-]+(?:@|%40)[\w.-]+", re.IGNORECASE), "[surel]"),
    (re.compile(r"\bBTL[-\s]?\d{4}[-\s]?\d{6}[-\s]?[a-z]?\b", re.IGNORECASE), "[nomor aduan]"),
    (re.compile(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b", re.IGNORECASE), "[kode]"),
    (re.compile(r"\b[A-Z2-9]{4}(?:\s[A-Z2-9]{4}){3}\b|\b[A-Z2-9]{16}\b"), "[kode]"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"), "[alamat mesin]"),
    (re.compile(r"(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}:?(?:[0-9a-f]{1,4}:?)*", re.IGNORECASE), "[alamat mesin]"),
    (re.compile(r"(?<!\w)[0-9a-f]{0,4}::(?:[0-9a-f]{1,4}:?)+", re.IGNORECASE), "[alamat mesin]"),
    (re.compile(r"\+?\d(?:[\s().-]{0,2}\d){7,}"), "[angka]"),
    (re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{16,}\b", re.IGNORECASE), "[kode]"),
)


def clean(text: str) -> str:
    """One line without what the patterns know, cut to a length that a line bears."""
    for pattern, instead in _PERSONAL:
        text = pattern.sub(instead, text)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def failure(error: BaseException, *, depth: int = 4) -> dict[str, Any]:
    """An exception as its type and where it passed; never its words, in which values stand.

    Of the database's own errors also the code and the constraint, which are names of ours.
    """
    told: dict[str, Any] = {"type": _name(type(error)), "frames": _frames(error.__traceback__)}
    diagnosis = getattr(error, "diag", None)
    for name in ("sqlstate", "constraint_name", "table_name"):
        if isinstance(value := getattr(diagnosis, name, None), str):
            told[name] = value
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and depth:
        told["cause"] = failure(before, depth=depth - 1)
    if isinstance(error, BaseExceptionGroup) and depth:
        told["parts"] = [failure(part, depth=depth - 1) for part in error.exceptions[:5]]
    return told


def place(path: str, line: int | None, function: str) -> str:
    """A line of source, named from the package on."""
    _, packages, after = path.replace("\\", "/").rpartition("/site-packages/")
    parts = after.split("/")
    if not packages:
        ours = max((at for at, part in enumerate(parts[:-1]) if part == "lapor"), default=len(parts) - 3)
        parts = parts[max(0, ours) :]
    return f"{'/'.join(parts)}:{line or 0} {function}"


def _frames(trace: TracebackType | None) -> list[str]:
    found = []
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(place(code.co_filename, trace.tb_lineno, code.co_name))
        trace = trace.tb_next
    return found if len(found) <= FRAMES else [*found[:5], "…", *found[5 - FRAMES :]]


def _name(kind: type) -> str:
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
