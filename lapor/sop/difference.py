"""What one version of the SOP says otherwise than the one it follows, field by field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lapor.sop import amounts, heading
from lapor.sop.limits import Terms
from lapor.sop.states import N_
from lapor.sop.words import Translate, number_words

WHOLE: Final = "whole"  # the key of the sum of all steps
_WHOLE_LABEL: Final = N_("Seluruh langkah")
_HEAD: Final = "head_"
KEYS: Final = (*amounts.AMOUNTS, WHOLE, *(f"{_HEAD}{name}" for name in heading.FIELDS))  # in the order they are told


@dataclass(frozen=True)
class Difference:
    """One field: its key, its name, what it was and what it becomes, in words."""

    key: str
    label: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.label}: {self.before} → {self.after}"


def between(before: Terms, after: Terms, translate: Translate = str) -> list[Difference]:
    """Everything in which `after` differs, amounts first, then their sum, then the head of the document."""
    return [*_amounts(before, after, translate), *_heads(before, after)]


def label(key: str, translate: Translate = str) -> str:
    """The name of the field of this key, the key itself where no version has such a field."""
    if key == WHOLE:
        return translate(_WHOLE_LABEL)
    if key in amounts.AMOUNTS:
        return amounts.AMOUNTS[key].label(translate)
    head = heading.FIELDS.get(key.removeprefix(_HEAD))
    return head.label if head and key.startswith(_HEAD) else key


def sentence(found: Iterable[Difference]) -> str:
    """All of it in one line: "Langkah 3: 60 → 45 menit kerja; seluruh langkah: 1.060 → 1.045 menit"."""
    told = [str(one) for one in found]
    return "; ".join([*told[:1], *(one[:1].lower() + one[1:] for one in told[1:])])


def _amounts(before: Terms, after: Terms, translate: Translate) -> list[Difference]:
    was, becomes = amounts.of(before), amounts.of(after)
    found = [
        _counted(key, one.label(translate), was[key], becomes[key], translate(one.unit))
        for key, one in amounts.AMOUNTS.items()
        if was[key] != becomes[key]
    ]
    if before.whole != after.whole:
        found.append(_counted(WHOLE, label(WHOLE, translate), before.whole, after.whole, translate(amounts.OWN)))
    return found


def _counted(key: str, label: str, was: int, becomes: int, unit: str) -> Difference:
    return Difference(key, label, number_words(was), f"{number_words(becomes)} {unit}")


def _heads(before: Terms, after: Terms) -> list[Difference]:
    was, becomes = heading.words(before), heading.words(after)
    return [
        Difference(f"{_HEAD}{name}", one.label, was[name], becomes[name])
        for name, one in heading.FIELDS.items()
        if name != heading.EFFECTIVE and was[name] != becomes[name]
    ]
