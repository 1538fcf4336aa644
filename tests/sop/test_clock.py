"""The office clock against the golden walks, at its edges, and with what cannot be counted.

K1 is an office of five days without a break; WIB, with the holidays of 2026 and 2027. What went wrong in other
desks' clocks stands in test_cases_a.py.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lapor.sop import clock, lateness
from lapor.sop.clock import Calendar, CalendarError, ClockError, Pause, Profile
from lapor.sop.states import Unit

GOLDEN = json.loads((Path(__file__).parents[1] / "data/walks.json").read_text())
CALENDARS = {name: Calendar.from_json(data) for name, data in GOLDEN["calendars"].items()}
K1 = CALENDARS["lima-hari"]
SOP_TOTAL = 1060
MONDAY = "2026-03-02 08:15"

Row = dict[str, Any]


def wib(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


# --- the golden walks


def walk_rows() -> list[Any]:
    return [
        pytest.param(walk, row, id=f"{walk['name']}-{number}-{row['step']}")
        for walk in GOLDEN["walks"]
        for number, row in enumerate(walk["expected"]["clocks"])
    ]


def calendar_of(walk: Row, row: Row) -> Calendar:
    tim = row["agency"] is None or row["state"] == "return_requested"
    return CALENDARS[walk["calendars"]["tim"] if tim else walk["calendars"]["agencies"][row["agency"]]]


def pauses_of(row: Row) -> list[Pause]:
    return [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b, _ in row["pauses"]]


def waits_of(walk: Row) -> list[Pause]:
    """The waits for the citizen; they hold the total and the outer limits as well."""
    return [
        (datetime.fromisoformat(a), datetime.fromisoformat(b))
        for row in walk["expected"]["clocks"]
        for a, b, reason in row["pauses"]
        if reason == "menunggu pelapor"
    ]


def reached(
    calendar: Calendar, start: datetime, limit: int, pauses: list[Pause] | None = None, until: datetime | None = None
) -> dict[str, list[datetime]]:
    """The instants of the marks of a limit in minutes, by their kind."""
    end = until or start + timedelta(days=60)
    found = lateness.passed(calendar, Unit.MINUTES, limit, start, pauses or [], end)
    return {kind: [at for mark, at in found if mark.kind == kind] for kind in ("reminder", "escalation")}


def instants(texts: list[str]) -> list[datetime]:
    return [datetime.fromisoformat(text) for text in texts]


@pytest.mark.parametrize(("walk", "row"), walk_rows())
def test_every_clock_of_the_golden_walks_comes_out(walk: Row, row: Row) -> None:
    calendar = calendar_of(walk, row)
    start, end = datetime.fromisoformat(row["started"]), datetime.fromisoformat(row["finished"])
    amount, unit = row["limit"].split(" ", 1)
    pauses = pauses_of(row) or (waits_of(walk) if row["state"] is None else [])

    if "used_minutes" in row:
        assert clock.between(calendar, start, end, pauses) == row["used_minutes"]
    if "due" in row:
        count = clock.add if unit == "minutes" else clock.working_days
        due = count(calendar, start, int(amount), pauses)
        assert due == datetime.fromisoformat(row["due"])
        assert (end <= due) == row["on_time"]
    if "reminders" in row:
        marks = reached(calendar, start, int(amount), pauses, end)
        assert marks == {"reminder": instants(row["reminders"]), "escalation": instants(row["escalations"])}


@pytest.mark.parametrize("walk", GOLDEN["walks"], ids=lambda walk: walk["name"])
def test_the_outer_limits_of_the_golden_walks_come_out(walk: Row) -> None:
    outer = walk["expected"]["outer"]
    arrival = datetime.fromisoformat(walk["acts"][0]["at"])
    tim = CALENDARS[walk["calendars"]["tim"]]
    settlement = clock.working_days(tim, arrival, outer["settlement_limit_working_days"], waits_of(walk))

    assert clock.hours(arrival, 48) == datetime.fromisoformat(outer["first_reply_pledge_due"])
    assert settlement == datetime.fromisoformat(outer["settlement_due"])
    assert clock.calendar_days(tim.zone, arrival, 60).isoformat() == outer["ombudsman_day_60"]


@pytest.mark.parametrize(
    ("limit", "used", "floor", "minutes"),
    [(660, 490, 120, 170), (120, 60, 30, 60), (660, 600, 120, 120), (60, 200, 30, 30), (60, 0, 30, 60)],
)
def test_a_later_pass_gets_what_was_left_but_at_least_the_floor(
    limit: int, used: int, floor: int, minutes: int
) -> None:
    assert clock.later_pass(limit, used, floor) == minutes


# --- the rules at their edges


def test_no_minutes_are_spent_at_once_even_at_night() -> None:
    assert clock.add(K1, wib("2026-03-07 23:00"), 0) == wib("2026-03-07 23:00")
    assert clock.working_days(K1, wib("2026-03-07 23:00"), 0) == wib("2026-03-07 23:00")


def test_seconds_are_exact_and_parts_of_one_are_dropped() -> None:
    start = wib("2026-03-02 08:15:42")

    assert clock.add(K1, start.replace(microsecond=999_999), 60) == wib("2026-03-02 09:15:42")
    assert clock.seconds_between(K1, start, wib("2026-03-02 08:16:41")) == 59
    assert clock.between(K1, start, wib("2026-03-02 08:16:41")) == 0


def test_overlapping_pauses_in_any_order_count_once() -> None:
    pauses: list[Pause] = [
        (wib("2026-03-02 10:00"), wib("2026-03-02 11:00")),
        (wib("2026-03-02 09:00"), wib("2026-03-02 10:30")),
        (wib("2026-03-02 09:30"), wib("2026-03-02 09:40")),
        (wib("2026-03-02 12:00"), wib("2026-03-02 12:00")),
    ]

    assert clock.add(K1, wib("2026-03-02 08:30"), 60, pauses) == wib("2026-03-02 11:30")
    assert clock.between(K1, wib("2026-03-02 08:30"), wib("2026-03-02 12:30"), pauses) == 120


def test_an_open_pause_leaves_the_earliest_due_instant_and_hides_later_reminders() -> None:
    start, asked = wib("2026-03-02 08:00"), wib("2026-03-02 14:00")
    standing: list[Pause] = [(asked, None)]

    assert clock.add(K1, start, 660, standing) == wib("2026-03-03 11:00")
    assert reached(K1, start, 660, standing) == {"reminder": [wib("2026-03-02 13:30")], "escalation": []}
    assert clock.between(K1, start, wib("2026-03-09 08:00"), standing) == 360


def test_a_reminder_at_the_instant_of_finishing_is_not_given() -> None:
    start, due = wib("2026-03-02 08:00"), wib("2026-03-02 09:00")

    assert reached(K1, start, 60, until=wib("2026-03-02 08:48"))["reminder"] == []
    assert reached(K1, start, 60, until=wib("2026-03-02 08:49"))["reminder"] == [wib("2026-03-02 08:48")]
    assert reached(K1, start, 60, until=due)["escalation"] == []
    assert reached(K1, start, 60)["escalation"] == [due, wib("2026-03-02 10:00")]


@pytest.mark.parametrize(
    ("unit", "limit", "reminders"),
    [
        *((Unit.MINUTES, limit, (at,)) for limit, at in ((30, 24), (60, 48), (61, 49), (120, 96))),
        *((Unit.MINUTES, limit, two) for limit, two in ((121, (61, 97)), (170, (85, 136)), (660, (330, 528)))),
        (Unit.WORKING_DAYS, 1, ()),
        (Unit.WORKING_DAYS, 3, (2,)),
        (Unit.WORKING_DAYS, 14, (7, 12)),
        (Unit.HOURS, 48, (24, 39)),
    ],
)
def test_reminders_round_up_to_the_whole_unit(unit: Unit, limit: int, reminders: tuple[int, ...]) -> None:
    marks = lateness.marks(unit, limit)
    assert tuple(mark.amount for mark in marks if mark.kind == "reminder") == reminders
    assert [mark.amount for mark in marks if mark.kind == "escalation"] == [limit, 2 * limit]


@pytest.mark.parametrize(
    ("wait", "due"),
    [
        (("2026-03-03 15:29", "2026-03-03 15:30"), "2026-03-03 15:30"),
        (("2026-03-03 15:30", "2026-03-03 15:31"), "2026-03-04 15:30"),
        (("2026-03-03 08:00", "2026-03-03 12:00"), "2026-03-03 15:30"),
        (("2026-03-03 08:00", "2026-03-05 12:00"), "2026-03-05 15:30"),
    ],
)
def test_a_working_day_counts_unless_the_complaint_waited_at_its_closing(wait: tuple[str, str], due: str) -> None:
    waits = [(wib(wait[0]), wib(wait[1]))]

    assert clock.working_days(K1, wib(MONDAY), 1, waits) == wib(due)


def test_an_office_that_never_closes_counts_every_minute() -> None:
    week = dict.fromkeys(range(7), ((0, 1440),))
    hospital = Calendar(zone="Asia/Jakarta", week=week)

    assert clock.add(hospital, wib("2026-12-31 23:30"), SOP_TOTAL) == wib("2027-01-01 17:10")
    assert clock.closing(hospital, date(2026, 12, 31)) == wib("2027-01-01 00:00")
    assert clock.is_open(hospital, wib("2027-01-01 00:00"))


def test_ramadan_hours_hold_on_their_dates_only() -> None:
    ramadan = Profile(date(2026, 2, 18), date(2026, 3, 3), dict.fromkeys(range(5), ((480, 840),)))
    calendar = dataclasses.replace(K1, profiles=(ramadan,))

    assert clock.closing(calendar, date(2026, 3, 3)) == wib("2026-03-03 14:00")
    assert clock.closing(calendar, date(2026, 3, 4)) == wib("2026-03-04 15:30")
    assert clock.add(calendar, wib("2026-03-03 13:30"), 60) == wib("2026-03-04 08:00")


def test_open_and_closing_at_their_very_instants() -> None:
    assert clock.is_open(K1, wib("2026-03-02 07:30"))
    assert not clock.is_open(K1, wib("2026-03-02 15:30"))
    assert clock.next_opening(K1, wib("2026-03-02 15:29:59")) == wib("2026-03-02 15:29:59")
    assert clock.next_opening(K1, wib("2026-03-02 15:30")) == wib("2026-03-03 07:30")
    assert clock.closing(K1, date(2026, 3, 19)) is None


def test_a_span_of_many_years_is_counted_to_its_end() -> None:
    week = {0: ((0, 60),)}
    calendar = Calendar(zone="UTC", week=week)

    assert clock.between(calendar, datetime(2000, 1, 3, tzinfo=UTC), datetime(2026, 1, 5, tzinfo=UTC)) == 60 * 1357


def test_a_zone_that_moves_its_clock_keeps_its_office_hours() -> None:
    berlin = Calendar(zone="Europe/Berlin", week=dict.fromkeys(range(7), ((480, 960),)))
    saturday = datetime.fromisoformat("2026-03-28T15:00+01:00")

    assert clock.add(berlin, saturday, 120) == datetime.fromisoformat("2026-03-29T09:00+02:00")


@pytest.mark.parametrize(
    ("spans", "minutes"),
    [
        (((150, 180),), 0),  # 02.30-03.00 does not come that night
        (((120, 165), (180, 240)), 60),
        (((150, 240),), 60),
        (((60, 120), (180, 210)), 90),
        (((0, 1440),), 23 * 60),
    ],
)
def test_office_hours_in_the_hour_that_the_clock_leaves_out_count_as_what_is_left_of_them(
    spans: tuple[tuple[int, int], ...], minutes: int
) -> None:
    berlin = Calendar(zone="Europe/Berlin", week={6: spans})
    night, after = (datetime.fromisoformat(f"2026-03-{at}") for at in ("28T12:00+01:00", "30T12:00+02:00"))

    assert clock.between(berlin, night, after) == minutes
    if minutes:
        assert clock.between(berlin, night, clock.add(berlin, night, minutes)) == minutes


# --- what cannot be counted


def everything_off() -> Calendar:
    first = date(2026, 1, 1).toordinal()
    return dataclasses.replace(K1, off=frozenset(date.fromordinal(first + day) for day in range(4100)))


def test_a_calendar_that_is_always_closed_gives_a_sentence_and_an_end() -> None:
    calendar, start = everything_off(), wib(MONDAY)

    counts: list[Callable[[], datetime]] = [
        lambda: clock.add(calendar, start, 1),
        lambda: clock.working_days(calendar, start, 1),
        lambda: clock.next_opening(calendar, start),
    ]
    for count in counts:
        with pytest.raises(CalendarError, match="sepuluh tahun"):
            count()
    assert clock.between(calendar, start, wib("2026-12-31 12:00")) == 0
    assert not clock.is_open(calendar, start)


def test_a_budget_beyond_all_years_ends_too() -> None:
    with pytest.raises(CalendarError, match="sepuluh tahun"):
        clock.add(K1, wib(MONDAY), 10**9)
    with pytest.raises(CalendarError, match="sepuluh tahun"):
        clock.working_days(K1, datetime(9999, 12, 30, tzinfo=UTC), 9)


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 3, 2, 8, 15)
    counts: list[Callable[[], object]] = [
        lambda: clock.add(K1, naive, 60),
        lambda: clock.between(K1, wib(MONDAY), naive),
        lambda: clock.between(K1, wib(MONDAY), wib(MONDAY), [(naive, None)]),
        lambda: clock.add(K1, wib(MONDAY), 60, [(naive, naive)]),
        lambda: clock.hours(naive, 48),
        lambda: clock.is_open(K1, naive),
    ]
    for count in counts:
        with pytest.raises(ClockError, match="zona"):
            count()


def test_time_does_not_run_backwards() -> None:
    with pytest.raises(ClockError, match="mendahului"):
        clock.between(K1, wib("2026-03-02 09:00"), wib(MONDAY))
    with pytest.raises(ClockError, match="Jeda"):
        clock.add(K1, wib(MONDAY), 60, [(wib("2026-03-02 09:00"), wib(MONDAY))])
    with pytest.raises(ClockError, match="nol"):
        clock.add(K1, wib(MONDAY), -1)
    with pytest.raises(ClockError, match="nol"):
        clock.working_days(K1, wib(MONDAY), -1)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"week": {}}, "belum punya jam kerja"),
        ({"week": {"senin": [["07:30", "15:30"]]}}, "Hari “senin” tidak dikenal"),
        ({"week": {"mon": [["07:30", "12:00"], ["11:00", "15:00"]]}}, "Senin bertumpuk"),
        ({"week": {"fri": [["15:30", "07:30"]]}}, "Jam tutup 07.30 pada Jumat tidak sesudah jam buka 15.30"),
        ({"week": {"fri": [["07:30", "07:30"]]}}, "tidak sesudah"),
        ({"week": {"mon": [["7.30", "15:30"]]}}, "Jam “7.30” tidak terbaca"),
        ({"week": {"mon": [["07:30", "24:01"]]}}, "Jam “24:01” tidak terbaca"),
        ({"week": {"mon": [["07:30", 930]]}}, "Jam “930” tidak terbaca"),
        ({"week": {"mon": [["07:30"]]}}, "jam buka dan jam tutup"),
        ({"week": {"mon": "07:30-15:30"}}, "daftar"),
        ({"week": []}, "per hari"),
        ({"zone": "Asia/Bantul"}, "Zona waktu “Asia/Bantul” tidak dikenal"),
        ({"zone": "../etc/passwd"}, "tidak dikenal"),
        ({"zone": "Asia"}, "tidak dikenal"),
        ({"zone": ""}, "tidak dikenal"),
        ({"zone": None}, "tidak dikenal"),
        ({"off": ["19-03-2026"]}, "Tanggal “19-03-2026” tidak terbaca"),
        ({"off": "2026-03-19"}, "daftar"),
        ({"profiles": ["ramadan"]}, "Jam khusus"),
        ({"profiles": [{"from": "2026-03-19", "to": "2026-02-18", "week": {}}]}, "sebelum mulai"),
        ({"profiles": [{"from": "2026-02-18", "week": {}}]}, "Tanggal “None”"),
        (
            {"profiles": [{"from": "2026-02-18", "to": "2026-03-19"}, {"from": "2026-03-19", "to": "2026-03-20"}]},
            "berlaku bersamaan",
        ),
    ],
)
def test_a_calendar_that_cannot_be_counted_with_says_what_is_wrong(change: Row, sentence: str) -> None:
    data = {"zone": "Asia/Jakarta", "week": {"mon": [["07:30", "15:30"]]}, **change}

    with pytest.raises(CalendarError, match=sentence):
        Calendar.from_json(data)


@pytest.mark.parametrize(
    ("week", "sentence"),
    [
        ({7: ((0, 60),)}, "Hari “7”"),
        ({0: ((0, 1441),)}, "keluar dari hari itu"),
        ({0: ((600, 660), (480, 540))}, "tidak urut"),
    ],
)
def test_a_calendar_made_by_hand_is_checked_as_well(week: dict[int, Any], sentence: str) -> None:
    with pytest.raises(CalendarError, match=sentence):
        Calendar(zone="Asia/Jakarta", week=week)


@pytest.mark.parametrize("name", sorted(CALENDARS))
def test_the_golden_calendars_go_to_json_and_back(name: str) -> None:
    written = CALENDARS[name].to_json()

    assert Calendar.from_json(written) == CALENDARS[name]
    assert written == {**GOLDEN["calendars"][name], "profiles": []}
    assert json.loads(json.dumps(written)) == written
