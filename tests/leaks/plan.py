"""Which act comes next, so that every act of the rules is done: the shortest way through the table of rules."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from itertools import count

from lapor.sop.rules import BACK, INSPECTORATE, RULES, SAME, C, H, Role, Rule

ENDS = (C.WITHDRAWN, C.ARCHIVED, C.LAPSED)
_DEAR = 6  # an act that ends the case comes when nothing else is left to do in it
_UNSURE, _AGAIN = 3, 2
_TOO_DEAR = 10  # a way that needs so much leads nowhere; the next case may be nearer
_WALLS = ("ordinary", "supervisory")
_SURE = {*_WALLS, "leads", "first_hop", "not_barred", "head_steps_in", "asks_left", "chair_only_from_third"}
_BEHIND_THE_WALL = {Role.CITIZEN, Role.SYSTEM, Role.CUSTODIAN, *INSPECTORATE}

# A case as the planner sees it: its state, its leading handling's, and whether it is the Inspektorat's.
State = tuple[C, H | None, bool]


def first_act(state: State, wanted: Collection[str], now: Mapping[str, int]) -> str | None:
    """The act to begin with, of those that can be done `now`, on the shortest way to one that is wanted; None where
    no way leads to any. `now` says how often each was done to this case already: others come first. Conditions are
    looked at for the first act alone, by whoever says what can be done now. What a later act needs of the past may be
    lacking; then whatever leaves the case where it is might bring it about."""
    order = count()
    heap: list[tuple[int, int, State, str, bool]] = [(0, next(order), state, "", False)]
    seen: set[tuple[State, str]] = set()
    while heap:
        cost, _, here, first, there_already = heapq.heappop(heap)
        if there_already or cost > _TOO_DEAR:
            return first if there_already and cost <= _TOO_DEAR else None
        if (here, first) in seen:
            continue
        seen.add((here, first))
        for rule, there in _ways(here):
            if not first and rule.action not in now:
                continue
            begun = first or rule.action
            more = _dear(rule) + (_UNSURE * bool({*rule.conditions} - _SURE) if first else _AGAIN * now[begun])
            moved = 0 if here == there else 1
            heapq.heappush(heap, (cost + more + 1 + moved, next(order), there, begun, rule.action in wanted))
    return None


def _dear(rule: Rule) -> int:
    return _DEAR if rule.to_complaint in ENDS or rule.action == "mark_supervisory" else 0


@cache
def _ways(here: State) -> list[tuple[Rule, State]]:
    return list(_rules_of(here))


def _rules_of(here: State) -> Iterator[tuple[Rule, State]]:
    complaint, handling, supervisory = here
    for rule in RULES:
        if rule.complaint != complaint or rule.handling not in (None, handling):
            continue
        if {*_WALLS} & {*rule.conditions} == {"ordinary" if supervisory else "supervisory"}:
            continue
        roles = {*rule.roles}
        if not (roles & _BEHIND_THE_WALL if supervisory else roles - {*INSPECTORATE}):
            continue
        yield rule, _after(rule, here)


def _after(rule: Rule, here: State) -> State:
    complaint, handling, supervisory = here
    if rule.to_complaint is BACK:
        complaint = C.IN_HANDLING if handling else C.RECEIVED
    elif rule.to_complaint is not SAME:
        assert isinstance(rule.to_complaint, C)
        complaint = rule.to_complaint
    if rule.action == "reroute" or rule.to_handling is BACK:
        handling = H.AT_OPERATOR
    elif rule.to_handling is not SAME:
        assert rule.to_handling is None or isinstance(rule.to_handling, H)
        handling = None if rule.to_handling in (H.RETURNED, H.CANCELLED) else rule.to_handling
    return complaint, handling, supervisory or rule.action == "mark_supervisory"
