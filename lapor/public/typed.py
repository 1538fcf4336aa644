"""Words as a form brings them, made plain: one kind of line end, nothing the database refuses."""

from __future__ import annotations


def plain(text: str) -> str:
    """Words of a textarea: one kind of line end, no NUL (the database takes none)."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def count(text: str, *, digits: int) -> int | None:
    """A number of at most so many digits; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def line(text: str) -> str:
    """Words of a single-line field: plain, without spaces too many."""
    return " ".join(plain(text).split())
