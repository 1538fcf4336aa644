"""What a clock says now, in the working days of its own office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from lapor.complaints.models import StepClock
from lapor.complaints.timing import Reader
from lapor.complaints.why_words import late_words
from lapor.people import calendars
from lapor.people.models import Calendar
from lapor.sop.rules import H, K
from tests.cast import MONDAY, Walk

Week = dict[str, list[list[str]]]
ROUND_THE_CLOCK: Week = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
SIX_DAYS: Week = {day: [["07:30", "14:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat")}
File = Callable[..., Walk]


def held(file_one: File, week: Week, name: str) -> StepClock:
    """The running clock of this name, in a town whose offices have this week."""
    Calendar.objects.update(week=week, observes="none")
    calendars.publish_all(at=MONDAY)
    return file_one().routed().complaint.clocks.get(name=name, finished_at=None)


@pytest.mark.parametrize(
    ("week", "told"),
    [(ROUND_THE_CLOCK, "lewat 1 hari 18 jam kerja"), (SIX_DAYS, "lewat 1 hari 4 jam kerja")],
)
def test_a_day_over_is_a_day_of_this_office(file_one: File, week: Week, told: str) -> None:
    one = held(file_one, week, H.AT_OPERATOR)
    reader = Reader(at=one.due_at + timedelta(hours=42))
    assert reader.read(one).words == told
    one.finished_at = reader.at
    assert late_words(one, reader) == told.replace("lewat", "terlambat")


def test_an_office_that_never_closes_has_no_more_days_left_than_its_limit(file_one: File) -> None:
    one = held(file_one, ROUND_THE_CLOCK, K.SETTLEMENT)
    assert Reader(at=one.started_at).read(one).words == "sisa 14 hari kerja"
    assert Reader(at=one.due_at - timedelta(days=2)).read(one).state == "soon"
