"""The page on which officials read every clock of a case, and the bar of who used the time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lapor.complaints import why
from lapor.complaints.models import ClockMove, StepClock
from lapor.complaints.timing import Reader
from lapor.officer import spent
from lapor.people import journal
from lapor.sop.explain import Line
from lapor.sop.rules import C, H, K, Unit
from tests.cast import Cast, Walk, sign_in
from tests.officer.test_pages import STATES


def account(walk: Walk, *, to_reporter: bool = False) -> why.Account:
    return why.of(walk.refresh(), at=walk.at + timedelta(minutes=5), to_reporter=to_reporter)


def last(lines: list[Line], kind: str) -> Line:
    return [line for line in lines if line.kind == kind][-1]


@pytest.mark.parametrize("state", STATES)
def test_every_clock_of_a_case_in_any_state_is_told_and_adds_up(walk: Walk, state: str) -> None:
    STATES[state](walk)
    rows = account(walk).rows

    assert {row.clock.pk for row in rows} == set(walk.complaint.clocks.values_list("pk", flat=True))
    for row in rows:
        one = row.clock
        assert not [line for line in row.lines if "berbeda" in line.text], row.label
        if one.unit != Unit.MINUTES:
            continue
        if row.certain:
            assert last(row.lines, "due").total == one.limit * 60, row.label
        if one.finished_at is not None:
            assert (last(row.lines, "end").total or 0) // 60 == one.used_minutes, row.label


@pytest.mark.parametrize("state", STATES)
def test_the_page_costs_the_same_whatever_the_case_went_through(client: Client, walk: Walk, state: str) -> None:
    STATES[state](walk)
    sign_in(client, walk.cast.wati)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(reverse("office_case_time", args=[walk.complaint.number])).status_code == 200
    assert len(seen) <= 12
