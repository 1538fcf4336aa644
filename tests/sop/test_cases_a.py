"""The clock cases of public bug reports, section A, by their numbers: what went wrong in other desks' clocks.

K1 is an office of five days without a break, K2 one with a break; both WIB, with the holidays of 2026 and 2027.
Some are counted by the engine alone, others walked through the product, at servers of three time zones.
"""

from __future__ import annotations

import csv
import dataclasses
import os
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from lapor.complaints import marking, why
from lapor.complaints.models import Mark, StepClock
from lapor.complaints.steps import answer, complete
from lapor.complaints.timing import Reader
from lapor.people import calendar_edit, calendars
from lapor.people.calendar_edit import Sketch
from lapor.people.faults import Faulty
from lapor.people.models import Calendar as CalendarRow
from lapor.people.models import Holiday
from lapor.sop import clock, words
from lapor.sop.clock import Calendar, CalendarError
from lapor.sop.lateness import passed
from lapor.sop.rules import C, H, K
from lapor.sop.states import Unit
from tests.cast import INTERIM, REPORTER, WEEK, Cast, Walk, sign_in

HOLIDAYS = Path(__file__).parents[2] / "seeds/hari_libur.csv"
SOP_TOTAL = 1060
MONDAY = "2026-03-02 08:15"
ZONES = ("UTC", "Asia/Jakarta", "Asia/Jayapura")


def wib(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


def holidays() -> list[date]:
    with HOLIDAYS.open(encoding="utf-8") as file:
        return [date.fromisoformat(row["tanggal"]) for row in csv.DictReader(file)]


def office(week: dict[str, list[list[str]]]) -> Calendar:
    return Calendar.from_json({"zone": "Asia/Jakarta", "week": week, "off": [day.isoformat() for day in holidays()]})


K1 = office(WEEK)
K2 = office({
    **{day: [["07:30", "12:00"], ["13:00", "16:00"]] for day in ("mon", "tue", "wed", "thu")},
    "fri": [["07:30", "11:30"], ["13:00", "16:30"]],
})  # fmt: skip


@pytest.fixture
def kept(cast: Cast) -> Cast:
    """The cast, in an office of K1 with the holidays that are shipped."""
    Holiday.objects.all().delete()
    Holiday.objects.bulk_create(Holiday(day=day, name="Libur", kind="national") for day in holidays())
    calendars.publish_all(at=datetime(2026, 1, 1, tzinfo=UTC))
    return cast


@pytest.fixture(params=ZONES)
def server_zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """The zone of the server's own clock."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


def running(walk: Walk, name: str) -> StepClock:
    return walk.complaint.clocks.select_related("calendar").get(name=name, finished_at=None)


# --- A1, osTicket#6739: a weekday that is missing


def test_a1_a_weekday_left_out_is_closed_and_never_zero_days() -> None:
    start = wib(MONDAY)
    week = {weekday: spans for weekday, spans in K1.week.items() if weekday != 2}
    without_wednesday = dataclasses.replace(K1, week=week)

    assert clock.add(K1, start, SOP_TOTAL) == wib("2026-03-04 09:55")
    assert clock.add(K2, start, SOP_TOTAL) == wib("2026-03-04 10:55")
    assert clock.add(without_wednesday, start, SOP_TOTAL) == wib("2026-03-05 09:55")
    assert clock.working_days(without_wednesday, start, 2) == wib("2026-03-05 15:30")


# --- A3, glpi#22678: a reminder in the night


def test_a3_a_reminder_over_the_weekend_stands_in_office_time() -> None:
    start = wib("2026-03-06 14:29")
    marks = passed(K1, Unit.MINUTES, 60, start, [], start + timedelta(days=60))

    assert clock.add(K1, start, 60) == wib("2026-03-09 08:29")
    assert clock.add(K1, start, 60 - 30) == wib("2026-03-09 07:59")
    assert [at for mark, at in marks if mark.kind == "reminder"] == [wib("2026-03-09 08:17")]


# --- A4, zammad#4432: told at midnight and on Saturdays


def test_a4_a_breach_at_closing_stands_there_and_the_notice_waits_for_monday() -> None:
    breach = clock.add(K1, wib("2026-03-06 13:30"), 60)
    job_runs = [breach + timedelta(minutes=10 * run) for run in range(65 * 6 + 1)]

    assert breach == wib("2026-03-06 14:30")
    assert {clock.next_opening(K1, at) for at in job_runs} == {wib("2026-03-09 07:30")}
    assert [at for at in job_runs if clock.is_open(K1, at)] == [wib("2026-03-09 07:30")]


def test_a4_the_job_of_a_whole_weekend_writes_one_breach_at_the_instant_it_happened(
    kept: Cast, file_one: Callable[..., Walk]
) -> None:
    walk = file_one(at=wib("2026-03-06 12:30"))
    walk.at = wib("2026-03-06 13:00")
    walk.routed()
    breach = running(walk, H.AT_OPERATOR).due_at
    at = breach
    while at < wib("2026-03-09 07:30"):
        marking.mark_due(at=at)
        at += timedelta(minutes=10)

    assert breach == wib("2026-03-06 14:30")
    assert list(Mark.objects.filter(kind="escalation", clock__name=H.AT_OPERATOR).values_list("at", flat=True)) == [
        breach
    ]


# --- A6, osTicket#6847: a break


def test_a6_a_break_is_not_worked_through() -> None:
    assert clock.add(K2, wib("2026-03-06 11:20"), 60) == wib("2026-03-06 13:50")


# --- A7, erpnext#38745: zones of servers and readers


@pytest.mark.parametrize("offset", ["00:31+00:00", "07:31+07:00", "09:31+09:00"])
def test_a7_a_new_clock_is_whole_in_any_zone(offset: str) -> None:
    start = datetime.fromisoformat(f"2026-03-02T{offset}")
    due = clock.add(K1, start, 60)

    assert due == wib("2026-03-02 08:31")
    assert due.tzinfo is UTC
    assert words.time_left(clock.between(K1, start, due)) == "sisa 1 jam kerja"


@pytest.mark.parametrize("offset", ["00:31+00:00", "07:31+07:00", "09:31+09:00"])
def test_a7_a_case_that_was_just_given_has_its_whole_hour_on_any_server(
    kept: Cast, file_one: Callable[..., Walk], server_zone: str, offset: str
) -> None:
    begun = datetime.fromisoformat(f"2026-03-02T{offset}")
    walk = file_one(at=begun)
    walk.at = begun - timedelta(hours=0.5)  # the cast's next act comes half an hour later
    walk.routed()
    one = running(walk, H.AT_OPERATOR)
    reading = Reader(at=begun).read(one)

    assert (reading.minutes_left, reading.words) == (60, "sisa 1 jam kerja")
    assert one.due_at == wib("2026-03-02 08:31")
    assert one.started_at.utcoffset() == timedelta(0)
    assert words.long_instant(one.due_at) == "Senin, 2 Maret 2026, pukul 08.31"


# --- A9, zammad#3140: the citizen is silent


def test_a9_waiting_for_the_citizen_takes_no_minutes() -> None:
    start, asked, answered = wib(MONDAY), wib("2026-03-03 10:00"), wib("2026-03-07 20:00")

    assert clock.between(K1, start, asked) == 585
    assert clock.between(K1, start, wib("2026-03-06 09:00"), [(asked, None)]) == 585
    assert clock.add(K1, start, SOP_TOTAL, [(asked, answered)]) == wib("2026-03-09 15:25")


def silent(file_one: Callable[..., Walk], asked: str, heard: str) -> Walk:
    """A case that Dishub has from Monday 08.15; its unit asks the citizen, who answers."""
    walk = file_one(at=wib("2026-03-02 08:00"))
    walk.at = wib(MONDAY) - timedelta(hours=0.5)
    walk.routed()
    question = "Di sebelah mana tiangnya, Bu?"
    walk.do(complete.ask_completion, walk.cast.budi, question=question, at=wib(asked))
    walk.do(complete.complete, REPORTER, reply="Di utara pasar.", at=wib(heard))
    return walk


def test_a9_the_case_that_waited_is_due_later_and_says_why(
    kept: Cast, file_one: Callable[..., Walk], server_zone: str
) -> None:
    walk = silent(file_one, "2026-03-03 10:00", "2026-03-07 20:00")
    total = running(walk, K.TOTAL)
    told = next(
        row for row in why.of(walk.complaint, at=wib("2026-03-09 08:00"), to_reporter=True).rows if row.clock == total
    )
    lines = [str(line) for line in told.lines]

    assert (
        total.due_at
        == clock.add(K1, wib(MONDAY), total.limit, [(wib("2026-03-03 10:00"), wib("2026-03-07 20:00"))])
        == wib("2026-03-09 15:15")
    )
    assert "Selasa, 3 Maret: 07.30–10.00 = 150 menit; jumlah 585" in lines
    assert [(stop.reason, stop.minutes, stop.ended_by) for stop in told.stops] == [("menunggu Anda", 1710, "Anda")]


# --- A10, frappe/helpdesk#1554: a pause after hours


def test_a10_a_pause_after_hours_gives_nothing() -> None:
    pause = (wib("2026-03-03 16:00"), wib("2026-03-04 06:00"))

    assert clock.add(K1, wib(MONDAY), SOP_TOTAL, [pause]) == wib("2026-03-04 09:55")


def test_a10_a_case_that_waited_in_the_night_is_due_when_it_was(kept: Cast, file_one: Callable[..., Walk]) -> None:
    walk = silent(file_one, "2026-03-03 16:00", "2026-03-04 06:00")
    assert running(walk, K.TOTAL).due_at == wib("2026-03-04 09:45")


# --- A12, zammad#1322: an answer that did not end the wait


def test_a12_an_answer_on_the_page_ends_the_wait_at_its_instant(
    kept: Cast, file_one: Callable[..., Walk], client: Client, server_zone: str
) -> None:
    """The page is the one way in so far; every later one (WhatsApp, SP4N, surel) calls the same step."""
    walk = file_one(account=True).routed().asked()
    assert running(walk, K.TOTAL).paused_at is not None
    sign_in(client, walk.cast.sari)
    before = datetime.now(UTC).replace(microsecond=0)
    reply = {"kunci": str(uuid.uuid4()), "version": walk.complaint.version, "tulisan": "Di utara pasar."}
    sent = client.post(f"/aduan/{walk.complaint.number}/complete/", reply)

    assert sent.status_code == 302
    row = running(walk, K.TOTAL)
    ended = row.pauses.get().ended_at
    assert row.paused_at is None
    assert ended is not None
    assert before <= ended <= datetime.now(UTC)


# --- A14, alaveteli#621: calendar time


def test_a14_calendar_time_runs_through_weekends_and_holidays() -> None:
    assert clock.hours(wib("2026-03-06 15:00"), 48) == wib("2026-03-08 15:00")
    assert clock.calendar_days("Asia/Jakarta", wib("2026-03-02 08:00"), 60) == date(2026, 5, 1)
    assert date(2026, 5, 1) in K1.off


def test_a14_the_day_is_the_local_one() -> None:
    late_on_sunday_in_utc = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)

    assert clock.calendar_days("Asia/Jakarta", late_on_sunday_in_utc, 60) == date(2026, 5, 1)


def test_a14_the_pages_state_one_rule_for_a_last_day_that_is_a_holiday(
    kept: Cast, file_one: Callable[..., Walk], client: Client
) -> None:
    walk = file_one(account=True)
    sign_in(client, walk.cast.sari)
    page = client.get(f"/aduan/{walk.complaint.number}/waktu/").content.decode()

    assert "<strong>1 Mei 2026</strong> (libur, Libur)" in page
    assert "Tanggal ini tidak digeser, juga bila jatuh pada hari libur." in page


def test_a14_the_pledge_stands_apart_from_the_clocks_of_office_time(
    kept: Cast, file_one: Callable[..., Walk], client: Client
) -> None:
    walk = file_one(at=wib("2026-03-06 15:00"), account=True)
    row = next(
        one for one in why.of(walk.complaint, at=walk.at, to_reporter=True).rows if one.clock.name == K.FIRST_REPLY
    )

    assert row.clock.due_at == wib("2026-03-08 15:00")
    assert [str(line) for line in row.lines][-2:] == [
        "Dihitung terus, siang malam; hari libur dan jam tutup kantor ikut.",
        "Minggu, 8 Maret 2026, pukul 15.00: tenggat",
    ]


# --- A15, zammad#1396: a calendar without hours, a year without holidays


def test_a15_a_calendar_without_hours_is_refused_in_a_sentence() -> None:
    with pytest.raises(CalendarError, match="belum punya jam kerja"):
        Calendar.from_json({"zone": "Asia/Jakarta", "week": {"mon": []}})


def test_a15_the_editor_refuses_a_calendar_without_hours(kept: Cast) -> None:
    row = CalendarRow.objects.get(code=calendars.TIM_CODE)
    with pytest.raises(Faulty) as refused:
        calendar_edit.save(row, Sketch(name=row.name), at=wib(MONDAY))
    assert "Isi jam kerja paling sedikit satu hari" in str(refused.value.faults["week"])


def test_a15_a_calendar_that_lost_its_hours_stops_nobody(
    kept: Cast, file_one: Callable[..., Walk], client: Client
) -> None:
    """However it came about: filing, acting and every page go on, and the doctor tells of it."""
    row = CalendarRow.objects.get(code=calendars.TIM_CODE)
    row.week, row.digest = {}, ""
    row.save()
    walk = file_one(account=True).routed()
    walk.do(answer.answer_simple, walk.cast.budi, text=INTERIM)
    for who, urls in (
        (walk.cast.sari, ("/aduan/{}/", "/aduan/{}/waktu/")),
        (walk.cast.budi, ("/meja/aduan/{}/", "/meja/aduan/{}/waktu/")),
    ):
        sign_in(client, who)
        for url in urls:
            assert client.get(url.format(walk.complaint.number)).status_code == 200


def test_a15_five_working_days_over_the_year_end() -> None:
    start = wib("2026-12-23 10:00")
    this_year_only = dataclasses.replace(K1, off=frozenset(day for day in K1.off if day.year == 2026))

    assert clock.working_days(K1, start, 5) == wib("2027-01-04 15:30")
    assert clock.working_days(this_year_only, start, 5) == wib("2027-01-01 14:30")


def test_a15_a_case_over_the_year_end_is_due_by_next_years_holidays(
    kept: Cast, file_one: Callable[..., Walk], server_zone: str
) -> None:
    walk = file_one(at=wib("2026-12-23 10:00"))
    assert running(walk, C.RECEIVED).due_at == wib("2026-12-30 15:30")
    assert clock.working_days(K1, wib("2026-12-23 10:00"), 3) == wib("2026-12-30 15:30")
