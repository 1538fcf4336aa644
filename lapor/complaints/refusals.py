"""The three ways in which an act is refused: by the rules, by somebody who was first, by its own input.

Each is a sentence that the person can act on, in Indonesian.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

from lapor.complaints.models import Event
from lapor.sop.rules import ACTIONS, Sentence

LONGEST = 10_000


class Refused(Exception):
    """The rules do not allow this act. `sentence` says why."""

    def __init__(self, action: str, sentence: Sentence) -> None:
        super().__init__(f"{ACTIONS[action].label}: {sentence}")
        self.action, self.sentence = action, sentence


class Stale(Exception):
    """Somebody else moved the case since the page was drawn; `newest` is what they did."""

    def __init__(self, newest: Event) -> None:
        super().__init__(f"event {newest.seq} came first")
        self.newest = newest


class Incomplete(Exception):
    """Something is missing or wrong. `faults` maps a field to a sentence in the language of the page."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = {name: gettext(sentence) for name, sentence in faults.items()}


def demand(**faults: str | None) -> None:
    """Raise Incomplete for every field that carries a sentence; pass where all are None."""
    found = {name: sentence for name, sentence in faults.items() if sentence}
    if found:
        raise Incomplete(found)


def written(text: str, sentence: str, *, least: int = 3) -> str | None:
    """The sentence, if the text says too little; what is too long is told as such."""
    length = len(text.strip())
    if length > LONGEST:
        told = gettext("Terlalu panjang: %(length)s huruf. Paling banyak %(most)s. Sisanya dapat dilampirkan.")
        return told % {"length": length, "most": LONGEST}
    return sentence if length < least else None
