"""Following a walk through rules.py before it is played: which clock runs, with how many minutes left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lapor.sop.rules import ACTIONS, LIMITS, RULES, C, H, Rule, Same, Unit


@dataclass
class Path:
    """A complaint and its handling as they would stand, and the minutes each clock used in this round."""

    complaint: C | None = None
    handling: H | None = None
    asked_by_agency: bool = False
    asked_from: H | None = None
    limits: dict[H, int] = field(default_factory=dict)
    used: dict[H, int] = field(default_factory=dict)

    @property
    def held(self) -> C | H | None:
        """The state whose holder everybody waits for."""
        return self.handling if self.complaint is C.IN_HANDLING else self.complaint

    @property
    def minutes_left(self) -> int:
        """Of the running clock, if it counts minutes; at least five, for an act takes time also when late."""
        if not isinstance(self.held, H) or self.held not in self.limits:
            return 0
        return max(5, self.limits[self.held] - self.used.get(self.held, 0))

    def spend(self, minutes: int) -> None:
        """So many office minutes have gone by in the state that is left now."""
        if isinstance(self.held, H):
            self.used[self.held] = self.used.get(self.held, 0) + minutes

    def step(self, action: str) -> None:
        """Do this action. Raises StopIteration where rules.py knows no way from here."""
        rule = next(rule for rule in self._ways(action))
        if ACTIONS[action].new_round or action in ("verify_and_route", "reroute"):
            self.limits, self.used = {}, {}
        if rule.to_complaint is C.AWAITING:
            self.asked_by_agency = self.complaint is C.IN_HANDLING
        self._move_handling(action, rule)
        if rule.to_complaint is Same.BACK:
            self.complaint = C.IN_HANDLING if self.asked_by_agency else C.RECEIVED
        elif isinstance(rule.to_complaint, C):
            self.complaint = rule.to_complaint

    def allows(self, action: str) -> bool:
        return next(iter(self._ways(action)), None) is not None

    def _ways(self, action: str) -> Iterable[Rule]:
        other = "asked_at_verification" if self.asked_by_agency else "asked_by_agency"
        return (
            rule
            for rule in RULES
            if rule.action == action
            and rule.complaint is self.complaint
            and rule.handling in (None, self.handling)
            and other not in rule.conditions
        )

    def _move_handling(self, action: str, rule: Rule) -> None:
        target = H.AT_OPERATOR if action == "reroute" else rule.to_handling
        if target is H.RETURN_REQUESTED:
            self.asked_from = self.handling
        if target is Same.BACK:
            self.handling = self.asked_from
        elif isinstance(target, H):
            self.handling = target
            self._enter(target)

    def _enter(self, state: H) -> None:
        """A clock begins: the whole limit, or in a later pass what is left of it, at least the floor."""
        rule = LIMITS.get(state)
        if rule is None or rule.unit is not Unit.MINUTES:
            return
        if state in self.limits:
            left = self.limits[state] - self.used.get(state, 0)
            self.limits[state] = max(left, rule.floor)
        else:
            self.limits[state] = rule.amount
        self.used[state] = 0
