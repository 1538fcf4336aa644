"""Why a change of the administration is not made: sentences by the field they belong to.

As complaints/refusals.py is for acts on a case.
"""

from __future__ import annotations

from collections.abc import Mapping

WHOLE = ""  # the field of a sentence that belongs to no field


class Faulty(Exception):
    """Something is missing or not allowed. `faults` maps a field, or WHOLE, to a sentence in the page's language."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


def demand(**faults: str | None) -> None:
    """Raise Faulty for every field that carries a sentence; pass where all are None."""
    found = {name: sentence for name, sentence in faults.items() if sentence}
    if found:
        raise Faulty(found)


def refuse(sentence: str) -> None:
    """Raise Faulty with a sentence about the whole."""
    raise Faulty({WHOLE: sentence})
