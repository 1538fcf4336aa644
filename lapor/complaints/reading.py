"""Cases read in bulk as replay.py walks them: their events and their handlings, a query for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from lapor.complaints.models import Event, Handling
from lapor.complaints.replay import Fact

_FACT = ("complaint_id", "seq", "action", "at", "round", "role", "handling_id", "data")


def facts(ids: Collection[int]) -> dict[int, list[Fact]]:
    """The events of these complaints in their order, by the complaint's key."""
    found: dict[int, list[Fact]] = defaultdict(list)
    for pk, *rest in Event.objects.filter(complaint__in=ids).order_by("complaint_id", "seq").values_list(*_FACT):
        found[pk].append(Fact(*rest))
    return found


def handlings(ids: Collection[int]) -> dict[int, list[int]]:
    """The keys of the handlings of these complaints in the order in which they were opened."""
    found: dict[int, list[int]] = defaultdict(list)
    for pk, handling in Handling.objects.filter(complaint__in=ids).order_by("id").values_list("complaint_id", "id"):
        found[pk].append(handling)
    return found
