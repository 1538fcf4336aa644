"""A limit that explains itself: its sums are the clock's, its days have their reasons, and a person can read it."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lapor.sop import clock
from lapor.sop.calendar import Calendar
from lapor.sop.explain import MOST_LINES, Line, Question, Standstill, explain
from lapor.sop.states import Unit
from lapor.sop.tally import Office
from tests.sop.test_clock_properties import calendars, instants, pauses_near

WALKS = json.loads((Path(__file__).parents[1] / "data/walks.json").read_text())
NYEPI = "Hari Suci Nyepi (SKB Tiga Menteri Nomor 1497)"
RAMADAN = {
    "from": "2026-02-18",
    "to": "2026-03-18",
    "name": "Ramadan",
    "week": {day: [["08:00", "14:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}
K1 = Office.from_json({**WALKS["calendars"]["lima-hari"], "why": {"2026-03-19": NYEPI}})
K2 = Office.from_json(WALKS["calendars"]["istirahat"])
FASTING = Office.from_json({**WALKS["calendars"]["lima-hari"], "profiles": [RAMADAN]})
ASKED = ("menunggu pelapor", "Operator, Dishub", "Pelapor")


def wib(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


def told(office: Office, unit: Unit, limit: int | None, start: str, *stood: Standstill, **more: object) -> list[str]:
    asked = Question(office, unit, limit, wib(start), stood=stood, **more)
    return [str(line) for line in explain(asked)]


def pause(began: str, ended: str | None) -> Standstill:
    return Standstill(wib(began), wib(ended) if ended else None, *ASKED)


def marked(lines: list[Line], kind: str) -> Line:
    return next(line for line in lines if line.kind == kind)


# --- as a person reads it


def test_the_sop_with_a_pause_is_told_day_by_day_to_the_minute_it_is_due() -> None:
    asked = pause("2026-03-03 10:00", "2026-03-07 20:00")
    assert told(K1, Unit.MINUTES, 1060, "2026-03-02 08:15", asked) == [
        "Senin, 2 Maret 2026, pukul 08.15: mulai; batasnya 1.060 menit kerja",
        "Senin, 2 Maret: 08.15–15.30 = 435 menit; jumlah 435",
        "Selasa, 3 Maret: 07.30–10.00 = 150 menit; jumlah 585",
        "Selasa, 3 Maret 10.00: jam berhenti: menunggu pelapor (Operator, Dishub); "
        "berjalan lagi Sabtu, 7 Maret 20.00 (Pelapor); 1.710 menit tidak dihitung",
        "Rabu–Jumat, 4–6 Maret: jam berhenti, tidak dihitung",
        "Sabtu–Minggu, 7–8 Maret: kantor tutup",
        "Senin, 9 Maret: 07.30–15.25 = 475 menit; jumlah 1.060",
        "Senin, 9 Maret 2026, pukul 15.25: tenggat: 1.060 menit kerja habis",
    ]


def test_a_pause_in_the_night_says_that_it_moves_nothing() -> None:
    lines = told(K1, Unit.MINUTES, 1060, "2026-03-02 08:15", pause("2026-03-03 16:00", "2026-03-04 06:00"))
    assert lines[-1] == "Rabu, 4 Maret 2026, pukul 09.55: tenggat: 1.060 menit kerja habis"
    assert "seluruhnya di luar jam kantor, jadi tidak menggeser tenggat" in lines[3]


def test_breaks_closed_days_and_holidays_have_their_reasons() -> None:
    assert "Jumat, 6 Maret: 11.20–11.30, 13.00–13.50 = 60 menit; jumlah 60" in told(
        K2, Unit.MINUTES, 60, "2026-03-06 11:20"
    )
    lines = told(K1, Unit.MINUTES, 600, "2026-03-17 16:00")
    assert lines[1:4] == [
        "Selasa, 17 Maret: di luar jam kantor, tidak dihitung",
        "Rabu, 18 Maret: hari libur",
        f"Kamis, 19 Maret: libur, {NYEPI}",
    ]


def test_ramadan_is_named_where_its_hours_counted() -> None:
    lines = told(FASTING, Unit.MINUTES, 500, "2026-03-03 13:00")
    assert lines[1] == "Selasa, 3 Maret: 13.00–14.00 (Ramadan) = 60 menit; jumlah 60"
    assert lines[2] == "Rabu, 4 Maret: 08.00–14.00 (Ramadan) = 360 menit; jumlah 420"


def test_working_days_are_numbered_and_those_left_out_say_why() -> None:
    lines = told(K1, Unit.WORKING_DAYS, 4, "2026-03-02 08:15", pause("2026-03-03 10:00", "2026-03-05 10:00"))
    assert lines == [
        "Senin, 2 Maret 2026, pukul 08.15: mulai; batasnya 4 hari kerja",
        "Senin, 2 Maret: hari mulainya, tidak dihitung",
        "Selasa, 3 Maret 10.00: jam berhenti: menunggu pelapor (Operator, Dishub); "
        "berjalan lagi Kamis, 5 Maret 10.00 (Pelapor); 2 hari kerja tidak dihitung",
        "Selasa–Rabu, 3–4 Maret: tidak dihitung: saat kantor tutup, aduan menunggu pelapor",
        "Kamis–Jumat, 5–6 Maret: hari kerja ke-1 sampai ke-2",
        "Sabtu–Minggu, 7–8 Maret: kantor tutup",
        "Senin–Selasa, 9–10 Maret: hari kerja ke-3 sampai ke-4",
        "Selasa, 10 Maret 2026, pukul 15.30: tenggat: 4 hari kerja habis",
    ]


def test_hours_and_calendar_days_are_plain() -> None:
    assert told(K1, Unit.HOURS, 48, "2026-03-06 15:00")[1:] == [
        "Dihitung terus, siang malam; hari libur dan jam tutup kantor ikut.",
        "Minggu, 8 Maret 2026, pukul 15.00: tenggat",
    ]
    assert told(K1, Unit.DAYS, 7, "2026-03-02 08:00")[2:] == [
        "Berakhir saat kantor tutup pada hari terakhir.",
        "Senin, 9 Maret 2026, pukul 15.30: tenggat",
    ]
    assert "Berakhir bersama hari itu." in told(K1, Unit.DAYS, 5, "2026-03-02 08:00")


def test_what_ran_past_its_deadline_is_told_to_its_end() -> None:
    lines = told(K1, Unit.MINUTES, 60, "2026-03-02 14:45", end=wib("2026-03-03 08:30:20"), finished=True)
    assert lines[-3:] == [
        "Selasa, 3 Maret 2026, pukul 07.45: tenggat: 60 menit kerja habis",
        "Selasa, 3 Maret: 07.45–08.30.20 = 45 menit 20 detik; jumlah 105 menit 20 detik",
        "Selasa, 3 Maret 2026, pukul 08.30: selesai, terpakai 105 menit 20 detik",
    ]


def test_what_finished_early_says_what_it_used_before_it_says_when_it_was_due() -> None:
    lines = told(K1, Unit.MINUTES, 60, "2026-03-02 08:00", end=wib("2026-03-02 08:20"), finished=True)
    assert lines[1:] == [
        "Senin, 2 Maret: 08.00–08.20 = 20 menit; jumlah 20",
        "Senin, 2 Maret 2026, pukul 08.20: selesai, terpakai 20 menit",
        "Senin, 2 Maret: 08.20–09.00 = 40 menit; jumlah 60",
        "Senin, 2 Maret 2026, pukul 09.00: tenggat: 60 menit kerja habis",
    ]


def test_a_pause_that_began_as_it_finished_is_told_before_what_ran_on() -> None:
    asked = pause("2026-03-02 09:00", "2026-03-02 11:00")
    lines = told(K1, Unit.MINUTES, 90, "2026-03-02 08:00", asked, end=wib("2026-03-02 09:00"), finished=True)
    assert [line.partition(":")[0] for line in lines[2:]] == [
        "Senin, 2 Maret 2026, pukul 09.00",
        "Senin, 2 Maret 09.00",
        "Senin, 2 Maret",
        "Senin, 2 Maret 2026, pukul 11.30",
    ]


def test_a_clock_that_stands_still_promises_no_instant_but_says_what_is_left() -> None:
    lines = told(
        K1, Unit.MINUTES, 660, "2026-03-02 08:00", pause("2026-03-02 14:00", None), end=wib("2026-03-09 08:00")
    )
    assert lines[1:] == [
        "Senin, 2 Maret: 08.00–14.00 = 360 menit; jumlah 360",
        "Senin, 2 Maret 14.00: jam berhenti: menunggu pelapor (Operator, Dishub)",
        "Jam masih berhenti; tenggat dihitung lagi begitu jam berjalan. Masih ada 300 menit kerja.",
    ]
    later = Standstill(wib("2026-03-02 14:00:15"), None)
    assert told(K1, Unit.MINUTES, 660, "2026-03-02 08:00", later)[-1].endswith("Masih ada 299 menit kerja.")


def test_the_years_are_named_where_there_are_two() -> None:
    lines = told(K1, Unit.WORKING_DAYS, 5, "2026-12-23 10:00")
    assert "Jumat, 1 Januari 2027: hari libur" in lines
    assert lines[-1] == "Senin, 4 Januari 2027, pukul 15.30: tenggat: 5 hari kerja habis"


@pytest.mark.parametrize(
    ("unit", "limit", "end"),
    [
        (Unit.WORKING_DAYS, 60, "2026-03-02 09:00"),
        (Unit.MINUTES, 60_000, "2026-03-02 09:00"),
        (Unit.MINUTES, 660, "2029-03-02 09:00"),
        (Unit.WORKING_DAYS, 14, "2035-03-02 09:00"),
    ],
)
def test_however_long_it_is_a_person_can_read_it(unit: Unit, limit: int, end: str) -> None:
    lines = told(K1, unit, limit, "2026-03-02 08:15", end=wib(end), finished=True)
    assert 5 < len(lines) <= MOST_LINES
    assert any(NYEPI in line for line in lines)


def test_it_can_be_told_in_another_language() -> None:
    asked = Question(K1, Unit.MINUTES, 60, wib("2026-03-02 08:15"))
    lines = explain(asked, lambda text: f"«{text}»")
    assert all("«" in str(line) for line in lines)


# --- its sums are those of the clock

quick = settings(max_examples=60, deadline=None)


@quick
@given(calendars(), st.data(), instants(), st.integers(1, 1500), st.integers(0, 12 * 86_400))
def test_what_counted_is_the_limit_when_it_is_due_and_what_was_used_at_the_end(
    calendar: Calendar, more: st.DataObject, start: datetime, limit: int, length: int
) -> None:
    pauses = more.draw(pauses_near(start))
    end = start + timedelta(seconds=length)
    stood = [Standstill(began, ended) for began, ended in pauses]
    lines = explain(Question(Office(calendar), Unit.MINUTES, limit, start, end, stood, finished=True))
    before: dict[str, int] = {}
    for place, line in enumerate(lines):
        if line.kind in ("due", "end"):
            before[line.kind] = sum(one.counted or 0 for one in lines[:place])

    assert before["due"] == marked(lines, "due").total == 60 * limit
    assert before["end"] == marked(lines, "end").total == clock.seconds_between(calendar, start, end, pauses)
    assert len(lines) <= MOST_LINES + len(pauses)


@quick
@given(calendars(), st.data(), instants(), st.integers(1, 70))
def test_the_last_working_day_is_the_limit_and_the_day_it_is_due(
    calendar: Calendar, more: st.DataObject, start: datetime, limit: int
) -> None:
    waits = more.draw(pauses_near(start))
    lines = explain(
        Question(Office(calendar), Unit.WORKING_DAYS, limit, start, stood=[Standstill(*wait) for wait in waits])
    )

    assert sum(line.counted or 0 for line in lines) == marked(lines, "due").total == limit


@quick
@given(calendars(), st.data(), instants(), st.integers(1, 1500), st.integers(0, 6 * 86_400))
def test_a_pause_that_lasts_ends_the_sum_where_it_began(
    calendar: Calendar, more: st.DataObject, start: datetime, limit: int, later: int
) -> None:
    pauses = more.draw(pauses_near(start))
    since, now = start + timedelta(seconds=later), start + timedelta(days=9)
    stood = [Standstill(*one) for one in pauses] + [Standstill(since, None)]
    lines = explain(Question(Office(calendar), Unit.MINUTES, limit, start, now, stood))
    counted = clock.seconds_between(calendar, start, now, [*pauses, (since, None)])

    assert sum(line.counted or 0 for line in lines) == counted
    assert any(line.kind == "due" for line in lines) == (clock.add(calendar, start, limit, pauses) <= since)


def test_an_unnamed_profile_and_a_day_off_without_a_name_have_plain_words() -> None:
    data = {**WALKS["calendars"]["lima-hari"], "profiles": [{**RAMADAN, "name": ""}]}
    office = Office.from_json(data)
    assert office.profile(date(2026, 3, 3)) == "jam saat itu"
    assert office.closed(date(2026, 3, 7)) == "kantor tutup (jam saat itu)"
    assert office.closed(date(2026, 3, 19)) == "hari libur"
