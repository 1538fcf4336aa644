"""What a rule is judged on, an actor and a situation, and the sentence that a refusal is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from lapor.sop.states import N_, C, H, Role


@dataclass(frozen=True)
class Actor:
    """A person in one position, the reporter of a complaint, or the system. Ids are opaque here."""

    role: Role
    agency: int | None = None
    unit: int | None = None
    person: int | None = None
    position: int | None = None


SYSTEM: Final = Actor(Role.SYSTEM)


@dataclass(frozen=True)
class Situation:
    """All that a rule may ask of a complaint and one of its handlings, at one instant.

    `due` is until when the citizen may take, `promise` until when the handling promised what it has not done yet.
    `replies` are what the citizen wrote within a day, `confirmed` is when he himself ended this round with stars.
    `supervisory`: it tells of an abuse of power by officials, so that the Inspektorat alone has it.
    `asking` are the positions whose request for the hidden identity is undecided, `looking` those that may look now.
    """

    at: datetime
    complaint: C | None = None
    handling: H | None = None
    agency: int | None = None
    unit: int | None = None
    lead: bool = True
    asked_by_handling: bool = False
    asks: int = 0
    hops: int = 0
    since: datetime | None = None
    due: datetime | None = None
    promise: datetime | None = None
    barred: frozenset[int] = field(default_factory=frozenset)
    head_examines: bool = False
    citizen_reopened: bool = False
    accepted: bool = False
    acknowledged: bool = False
    unseen_report: bool = False
    agency_closed: bool = False
    anonim: bool = False
    asking: frozenset[int] = field(default_factory=frozenset)
    looking: frozenset[int] = field(default_factory=frozenset)
    supervisory: bool = False
    replies: int = 0
    confirmed: datetime | None = None


@dataclass(frozen=True)
class Sentence:
    """A refusal that a person can act on. `text` is the source string, `values` fill its %(names)s.

    Several words stand for one of them, "A, B atau C", each translated on its own; `quoted` puts “ ” round them.
    """

    text: str
    values: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    quoted: bool = False

    def said(self, translate: Callable[[str], str] = str) -> str:
        """The sentence in the language that `translate` turns source strings into."""
        words = {name: self._either(value, translate) for name, value in self.values.items()}
        return translate(self.text) % words if words else translate(self.text)

    def _either(self, value: str | tuple[str, ...], translate: Callable[[str], str]) -> str:
        words = [translate(word) for word in dict.fromkeys((value,) if isinstance(value, str) else value)]
        if self.quoted:
            words = [f"“{word}”" for word in words]
        return translate(N_(" atau ")).join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)

    def __str__(self) -> str:
        return self.said()
