"""Numbers that do not belong in a story: a NIK or a telephone number, found and covered."""

from __future__ import annotations

import re
from collections.abc import Iterator

_RUN = re.compile(r"(?<![\w+])\+?\d(?:[ .-]?\d){8,18}(?!\w)")
COVER = "(nomor ditutup)"


def found(text: str) -> list[str]:
    """Numbers that look like a NIK (sixteen digits) or a telephone number, as written, once each."""
    return list(dict.fromkeys(match.group() for match in _private(text)))


def covered(text: str) -> str:
    """The text with those numbers replaced."""
    for match in reversed(list(_private(text))):
        text = text[: match.start()] + COVER + text[match.end() :]
    return text


def hinted(number: str) -> str:
    """Enough of a number to recognise it by: 3402••••••••0000."""
    digits = re.sub(r"\D", "", number)
    return f"{digits[:4]}{'•' * (len(digits) - 6)}{digits[-2:]}"


def _private(text: str) -> Iterator[re.Match[str]]:
    for match in _RUN.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        telephone = digits.startswith(("08", "62")) and 10 <= len(digits) <= 14
        if telephone or len(digits) == 16:
            yield match
