"""A file that is not taken in."""

from __future__ import annotations


class RefusedFile(ValueError):
    """The file cannot be taken in. Its message is an Indonesian sentence: what is wrong, and how to mend it."""


class NotNow(RefusedFile):
    """Nothing is wrong with the file: nobody could look at it just now."""
