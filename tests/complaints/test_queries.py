"""Inboxes: what is due next first, only one's own, paged by key, counted up to a cap."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lapor.complaints import access, numbers, queries
from lapor.complaints.models import StepClock
from lapor.complaints.timing import Reader
from lapor.people.models import Position
from tests.cast import MONDAY, Walk


def box(position: Position, name: str = "giliran", at: Any = MONDAY) -> list[str]:
    actor = position.as_actor()
    rows = queries.inbox(actor, queries.filters(actor, at=at)[name].keeps)
    return [row.complaint.number for row in rows]


def test_a_case_lies_in_the_inbox_of_whoever_holds_it_and_in_no_other(walk: Walk) -> None:
    cast, number = walk.cast, walk.complaint.number
    assert box(cast.wati) == [number] and box(cast.budi) == []
    walk.routed()
    assert box(cast.budi) == [number] and box(cast.wati) == [] and box(cast.rina) == []


def test_each_desk_in_turn(walk: Walk) -> None:
    cast = walk.cast
    walk.passed_on()
    assert (len(box(cast.endang)), len(box(cast.budi)), len(box(cast.slamet))) == (1, 0, 0)
    walk.assign()
    assert (len(box(cast.endang)), len(box(cast.slamet))) == (0, 1)
    walk.report()
    assert (len(box(cast.endang)), len(box(cast.slamet))) == (1, 0)


def test_a_case_that_waits_for_the_citizen_lies_apart(walk: Walk) -> None:
    walk.routed().asked()
    assert box(walk.cast.budi) == []
    assert box(walk.cast.budi, "menunggu-warga") == [walk.complaint.number]


def test_the_nearest_deadline_comes_first_and_pages_follow_by_key(
    file_one: Callable[..., Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    walks = [file_one(at=MONDAY + timedelta(minutes=10 * n)).routed() for n in (2, 0, 1)]
    actor = walks[0].cast.budi.as_actor()
    mine = queries.filters(actor, at=MONDAY)["giliran"].keeps
    first = queries.inbox(actor, mine)
    assert [r.complaint_id for r in first] == [walks[i].complaint.pk for i in (1, 2, 0)]
    last = first[1]
    rest = queries.inbox(actor, mine, after=(last.due_at, last.pk))
    assert [r.complaint_id for r in rest] == [walks[0].complaint.pk]


def test_counts_stop_at_the_cap(file_one: Callable[..., Walk], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "CAP", 2)
    walks = [file_one() for _ in range(3)]
    actor = walks[0].cast.wati.as_actor()
    assert queries.counts(actor, queries.filters(actor, at=MONDAY))["verifikasi"] == 2


def years_of_work(walk: Walk) -> None:
    """Two thousand clocks of the agency that are over, and statistics that tell the planner so."""
    over = walk.routed().complaint.clocks.get(name="at_operator")
    over.pk, over.finished_at = None, walk.at
    StepClock.objects.bulk_create([copy(over, pass_no=number) for number in range(2, 2000)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE complaints_stepclock")


def copy(row: StepClock, **more: Any) -> StepClock:
    return StepClock(**{f.attname: getattr(row, f.attname) for f in StepClock._meta.concrete_fields} | more)


@pytest.mark.parametrize("name", ["budi", "endang", "agus", "slamet"])
def test_an_agencys_inbox_and_its_counts_read_its_running_clocks_alone(walk: Walk, name: str) -> None:
    """Neither every clock the agency ever had, nor every handling there is: that would grow with the years."""
    actor = walk.cast.officials[name].as_actor()
    filters = queries.filters(actor, at=MONDAY)
    years_of_work(walk)
    with CaptureQueriesContext(connection) as seen:
        queries.counts(actor, filters)
        queries.inbox(actor, filters["giliran"].keeps)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for query in seen.captured_queries:
            cursor.execute(f"EXPLAIN {query['sql']}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert re.search(r"clock_(of_agency|running|next_due|of_calendar|next_mark)", plan), plan
            assert "Seq Scan on complaints_handling" not in plan


@pytest.mark.parametrize("name", ["budi", "endang", "agus"])
def test_counting_joins_no_handlings(walk: Walk, name: str) -> None:
    actor = walk.cast.officials[name].as_actor()
    with CaptureQueriesContext(connection) as seen:
        queries.counts(actor, queries.filters(actor, at=MONDAY))
    assert [query["sql"] for query in seen if " JOIN " in query["sql"]] == []


def test_a_number_is_found_however_it_is_typed_and_only_within_scope(walk: Walk) -> None:
    number = walk.complaint.number
    for typed in (number, f" {number.replace('-', ' ').lower()} ", f"Aduan #{number}.", number.replace("-", "–")):
        assert queries.find(access.official(walk.cast.wati), typed) == walk.complaint
    assert queries.find(access.official(walk.cast.budi), number) is None


@pytest.mark.parametrize("typed", ["", "BTL-2026-12", "BTL-2026-000000-Z", "halo"])
def test_what_is_no_number_is_told_so(typed: str) -> None:
    with pytest.raises(numbers.BadNumber):
        numbers.parse(typed)


def test_every_slip_of_one_digit_in_a_number_is_caught() -> None:
    number = numbers.new_number(year=2026)
    for place in (4, 5, 6, 7, 9, 10, 11, 12, 13, 14):
        wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        with pytest.raises(numbers.BadNumber):
            numbers.parse(wrong)


def test_what_is_left_is_said_in_office_time(walk: Walk) -> None:
    walk.routed()
    running = walk.complaint.clocks.get(name="at_operator", finished_at=None)
    at = running.started_at
    assert Reader(at=at + timedelta(minutes=18)).read(running).words == "sisa 42 menit kerja"
    assert Reader(at=at + timedelta(hours=3)).read(running).words == "lewat 2 jam kerja"
    assert Reader(at=at + timedelta(minutes=50)).read(running).state == "soon"
    assert Reader(at=at + timedelta(hours=3)).read(running).state == "late"
