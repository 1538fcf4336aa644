"""Case numbers: BTL-2026-483920-K. Not sequential, with a check character, forgiving when typed."""

from __future__ import annotations

import re
import secrets
import unicodedata

_LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"  # 23, a prime: every single slip and swap of two digits is caught
_SHAPE = re.compile(r"BTL(\d{4})(\d{6})([A-Z])")


class BadNumber(ValueError):
    """The text is no case number; its message says what to do, in Indonesian."""


def new_number(*, year: int) -> str:
    """A fresh random number of that year. The caller tries again if it is taken."""
    digits = f"{secrets.randbelow(10**6):06d}"
    return f"BTL-{year}-{digits}-{_check(f'{year}{digits}')}"


def parse(text: str) -> str:
    """The canonical number in what somebody typed or pasted.

    Spaces, dashes of any kind, "#", full-width digits and lower case are forgiven. Raises BadNumber.
    """
    plain = re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", text).upper())
    found = _SHAPE.search(plain)
    if not found:
        raise BadNumber("Nomor aduan berbentuk seperti BTL-2026-483920-K. Periksa lagi di tanda terima Anda.")
    year, digits, letter = found.groups()
    if letter != _check(year + digits):
        raise BadNumber("Ada angka atau huruf yang keliru di nomor itu. Cocokkan dengan tanda terima Anda.")
    return f"BTL-{year}-{digits}-{letter}"


def _check(digits: str) -> str:
    total = sum(weight * int(digit) for weight, digit in enumerate(digits, start=2))
    return _LETTERS[total % len(_LETTERS)]
