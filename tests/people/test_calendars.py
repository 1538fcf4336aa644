"""Office hours as people write them, and what a calendar comes to with all it inherits."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from lapor.people import calendar_edit, calendars, hours_text
from lapor.people.calendar_edit import Sketch
from lapor.people.models import Agency, Calendar, Closure, Holiday
from lapor.people.seed import FOLDER, seed_people
from tests.cast import WEEK, Cast

AT = datetime(2026, 1, 5, tzinfo=UTC)
MORNINGS = {"mon": [["08:00", "12:00"]]}
AFTERNOONS = {"mon": [["12:00", "16:00"]]}


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("", []),
        ("  ", []),
        ("tutup", []),
        ("07.30-15.30", [["07:30", "15:30"]]),
        ("7:30 – 15:30", [["07:30", "15:30"]]),
        ("07.30 s.d. 15.30", [["07:30", "15:30"]]),
        ("13.00-16.00, 07.30-12.00", [["07:30", "12:00"], ["13:00", "16:00"]]),
        ("07.30-12.00; 12.00-16.00", [["07:30", "12:00"], ["12:00", "16:00"]]),
        ("07.30–12.00 dan 13.00–24.00", [["07:30", "12:00"], ["13:00", "24:00"]]),
        ("24 Jam", [["00:00", "24:00"]]),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, spans: list[list[str]]):
    assert hours_text.read(typed) == spans
    assert hours_text.read(hours_text.said(spans)) == spans


@pytest.mark.parametrize(
    "typed", ["pagi", "07.30", "07.30-", "07.3-15.00", "24.00-25.00", "12.60-13.00", "12.00-12.00", "22.00-06.00",
              "07.00-12.00, 11.59-13.00", "07.30-12.00 13.00-16.00", "-1.00-02.00", "१२.००-१३.००", "24.30-24.30"],
)  # fmt: skip
def test_hours_that_mean_nothing_are_told_in_a_sentence(typed: str):
    with pytest.raises(hours_text.Unread, match=r"\.$"):
        hours_text.read(typed)


def test_a_week_in_words_puts_like_days_together():
    assert hours_text.week_in_words(WEEK) == "Senin–Kamis 07.30–15.30, Jumat 07.30–14.30"
    assert hours_text.week_in_words({"mon": [["08:00", "12:00"], ["13:00", "15:00"]], "wed": [["08:00", "11:00"]]}) == (
        "Senin 08.00–12.00 dan 13.00–15.00, Rabu 08.00–11.00"
    )
    every = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), hours_text.ROUND_THE_CLOCK)
    assert hours_text.week_in_words(every) == "setiap hari 24 jam"
    assert hours_text.week_in_words({}) == "tutup"


def child_of(parent: Calendar, **more: Any) -> Calendar:
    return Calendar.objects.create(code=f"anak-{Calendar.objects.count()}", name="Anak", parent=parent, **more)


def test_what_is_empty_is_inherited_and_closures_add_up(cast: Cast):
    tim = Calendar.objects.get()
    ramadan = {"name": "Ramadan", "from": "2026-02-18", "to": "2026-03-19", "week": MORNINGS}
    Calendar.objects.update(profiles=[ramadan], observes="national")
    Holiday.objects.create(day=date(2026, 3, 20), name="Cuti bersama", kind="joint")
    Closure.objects.create(calendar=tim, day=date(2026, 5, 5), name="Banjir", basis="SE 1/2026")
    child = child_of(Calendar.objects.get(), week=AFTERNOONS)
    Closure.objects.create(calendar=child, day=date(2026, 6, 6), name="Pindah gedung")
    data = calendars.resolved(child)
    assert (data["week"], data["profiles"]) == (AFTERNOONS, [ramadan])
    assert data["why"] == {"2026-03-19": "Nyepi", "2026-05-05": "Banjir (SE 1/2026)", "2026-06-06": "Pindah gedung"}
    always = calendars.resolved(child_of(child, observes="none"))
    assert data["off"] == list(data["why"]) and always["off"] == []


def test_a_childs_own_past_comes_before_what_it_inherits(cast: Cast):
    Calendar.objects.update(former=[{"to": "2026-06-30", "week": MORNINGS}])
    child = child_of(Calendar.objects.get(), former=[{"to": "2026-03-31", "week": AFTERNOONS}])
    hours = calendars.Calendar.from_json(calendars.resolved(child))
    spans = [hours.spans(day) for day in (date(2026, 3, 30), date(2026, 4, 6), date(2026, 7, 6))]
    assert spans == [((720, 960),), ((480, 720),), ((450, 930),)]
    own = child_of(Calendar.objects.get(code="lima-hari"), week=AFTERNOONS)
    assert calendars.resolved(own)["profiles"] == []


def test_one_that_leaves_its_parent_from_a_day_on_keeps_the_parents_past(cast: Cast):
    Calendar.objects.update(former=[{"to": "2026-06-30", "week": MORNINGS}])
    child = child_of(Calendar.objects.get())
    before = calendars.Calendar.from_json(calendars.resolved(child))
    sketch = Sketch(name="Anak", week=AFTERNOONS, since=date(2026, 9, 1))
    row, changed = calendar_edit.save(child, sketch, at=AT)
    after = calendars.Calendar.from_json(calendars.resolved(row))
    assert [one["to"] for one in row.former] == ["2026-06-30", "2026-08-31"]
    assert changed["since"] == "2026-09-01"
    for day in (date(2026, 1, 5), date(2026, 6, 29), date(2026, 7, 7), date(2026, 8, 31)):
        assert after.spans(day) == before.spans(day)
    assert after.spans(date(2026, 9, 7)) == ((720, 960),)


def test_the_hospital_and_the_disaster_agency_never_close(db: None):
    seed_people(FOLDER, at=AT)
    for short in ("RSUD PS", "BPBD"):
        hours = calendars.office_hours(Agency.objects.get(short=short).calendar)
        assert hours.off == frozenset()
        assert hours.spans(date(2026, 3, 19)) == hours.spans(date(2026, 11, 29)) == ((0, 1440),)
    assert Calendar.objects.get(code="enam-hari").parent == Calendar.objects.get(code="lima-hari")
