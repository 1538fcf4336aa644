"""Whatever is done to positions: on every day a case can be moved by somebody, or its seat shows as vacant.

The rules are the witness: for each open case and each day they are asked whether any holder of that day could
do the act that the case waits for. What nobody could do must be what the vacancies count.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lapor.complaints import seats as waiting
from lapor.complaints import situation
from lapor.complaints.models import Complaint, Handling, leading
from lapor.complaints.steps import reopen, route
from lapor.people import handover, persons, positions
from lapor.people.faults import Faulty
from lapor.people.handover import Ending, Successor
from lapor.people.models import Person, Position
from lapor.people.positions import Terms
from lapor.sop import rules
from lapor.sop.rules import C, H, Role
from tests.cast import REPORTER, Cast, Walk

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HORIZON = [DAY + timedelta(days=n) for n in range(26)]
NEXT = {
    C.RECEIVED: "verify_and_route", H.AT_OPERATOR: "pass_on", H.RETURN_REQUESTED: "refuse", H.AT_OFFICER: "assign",
    H.AT_UNIT: "report", H.CHECKING: "approve", H.TO_ANSWER: "answer",
}  # fmt: skip
SOMEBODY = st.integers(0, 11)
ACTS = st.one_of(
    st.tuples(st.just("end"), SOMEBODY, st.integers(-1, 20), st.none() | SOMEBODY, st.sampled_from(["", "plt"])),
    st.tuples(st.just("give"), SOMEBODY, SOMEBODY, st.integers(0, 10), st.none() | st.integers(0, 20)),
    st.tuples(st.just("close"), SOMEBODY, st.none() | SOMEBODY),
)


def scene(cast: Cast, file_one: Callable[..., Walk]) -> list[Person]:
    """A case at every seat, one that only Heru may examine, one that only the chair may decide; and the people."""
    file_one()
    file_one().routed()
    file_one().passed_on()
    file_one().assigned()
    file_one().reported()
    file_one().approved()
    again = file_one().answered().received()
    again.do(reopen.object_to, REPORTER, reason="Lampunya masih padam di tiang ketiga.", score=1)
    astray = file_one().routed()
    why: dict[str, Any] = {"reason": "not_service", "explanation": "Ini bukan urusan pemerintah kabupaten."}
    astray.do(route.request_return, cast.budi, **why)
    astray.do(route.reroute, cast.wati, agency=cast.dlh)
    astray.do(route.request_return, cast.rina, **why)
    new = [persons.add(name, f"{name.lower()}@bantul.test", by=None, at=AT) for name in ("Ningsih", "Tarjo")]
    return [one.person for one in cast.officials.values()][:10] + new


def stuck(day: date) -> set[int]:
    """The open complaints that nobody could move on this day."""
    actors = [position.as_actor() for position in Position.objects.held_on(day)]
    found = set()
    for complaint in Complaint.objects.filter(state__in=(C.RECEIVED, C.IN_HANDLING)):
        handling = leading(Handling.objects.filter(complaint=complaint).order_by("id"))
        state = H(handling.state) if handling else C(complaint.state)
        seen = situation.of(complaint, handling, at=AT)
        if not any(rules.refusal(NEXT[state], actor, seen) is None for actor in actors):
            found.add(complaint.pk)
    return found


def do(act: tuple[Any, ...], people: list[Person]) -> date | None:
    """Try the act; the first day after what it ended, None if it ended nothing. Raises Faulty."""
    if act[0] == "give":
        _, who, like, starts, length = act
        model = Position.objects.order_by("pk")[like]
        begins = DAY + timedelta(days=starts)
        ends = None if length is None else begins + timedelta(days=length)
        terms = Terms(
            role=model.role, agency=model.agency, unit=model.unit, starts=begins, ends=ends, structural=model.structural
        )
        positions.give(people[who], terms, by=None, at=AT)
        return None
    leaver = people[act[1]]
    held = list(Position.objects.held_on(DAY).filter(person=leaver))
    successor = None if act[-2 if act[0] == "end" else -1] is None else people[act[-2 if act[0] == "end" else -1]]
    follows = Successor(successor, acting=act[4] if act[0] == "end" else "") if successor else None
    last_day = DAY + timedelta(days=act[2] if act[0] == "end" else -1)
    handover.hand_over(
        [Ending(one, follows) for one in (held[:1] if act[0] == "end" else held)],
        last_day=last_day,
        open_cases=waiting.open_cases,
        by=None,
        day=DAY,
        at=AT,
        deactivate=leaver if act[0] == "close" else None,
    )
    return last_day + timedelta(days=1)


class Undone(Exception):
    """Takes an example back."""


def test_no_case_waits_for_nobody_unless_its_seat_shows_as_vacant(cast: Cast, file_one: Callable[..., Walk]) -> None:
    people = scene(cast, file_one)
    assert stuck(DAY) == set() and Role.CHAIR in {seat.role for seat in waiting.open_cases()}

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(ACTS, min_size=1, max_size=6))
    @example([("end", 4, 0, None, "")])  # Heru, who alone may examine one of them
    @example([("end", 1, 0, None, ""), ("end", 5, 0, None, "")])  # the chair, the head of the unit
    @example([("give", 10, 4, 0, 5), ("end", 4, 2, None, "")])  # another free officer, for five days
    def holds(acts: list[tuple[Any, ...]]) -> None:
        with suppress(Undone), transaction.atomic():
            for act in acts:
                before = {day: stuck(day) for day in HORIZON[:2]}
                try:
                    first = do(act, [Person.objects.get(pk=one.pk) for one in people])
                except Faulty:
                    continue
                if first in before:
                    assert stuck(first) <= before[first], "an act that was not refused left a case to nobody"
            for day in HORIZON[::5]:
                vacant = [one for one in waiting.vacant(day=day) if one.since == day]
                assert sum(one.cases for one in vacant) == len(stuck(day))
            raise Undone

    holds()
