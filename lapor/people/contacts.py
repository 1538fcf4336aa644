"""Addresses and telephone numbers as people type them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email


def is_email(text: str) -> bool:
    """Whether this is an e-mail address as a whole."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def phone_number(typed: str) -> str:
    """A telephone number as +62812…, whatever was typed between its digits; "" for what is none."""
    digits = "".join(letter for letter in typed if letter.isdigit())
    if typed.strip().startswith("+") or digits.startswith("62"):
        international = digits
    elif digits.startswith("0"):
        international = f"62{digits[1:]}"
    else:
        return ""
    return f"+{international}" if 9 <= len(international) <= 15 else ""
