"""The page on which officials read every clock of a case, and the bar of who used the time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lapor.complaints import walks, why, why_limits
from lapor.complaints.models import ClockMove, Complaint, StepClock
from lapor.complaints.steps import check, complete, reopen, route
from lapor.complaints.timing import Reader
from lapor.officer import spent
from lapor.people import calendars, journal
from lapor.people.models import Calendar
from lapor.sop.explain import Line
from lapor.sop.rules import C, H, K, Unit
from lapor.sop.tally import Office
from tests.cast import INTERIM, MONDAY, REPORTER, Cast, Walk, sign_in
from tests.officer.test_pages import STATES
from tests.sop.test_explain import WALKS


def account(walk: Walk, *, to_reporter: bool = False) -> why.Account:
    return why.of(walk.refresh(), at=walk.at + timedelta(minutes=5), to_reporter=to_reporter)


def last(lines: list[Line], kind: str) -> Line:
    return [line for line in lines if line.kind == kind][-1]


@pytest.mark.parametrize("state", STATES)
def test_every_clock_of_a_case_in_any_state_is_told_and_adds_up(walk: Walk, state: str) -> None:
    STATES[state](walk)
    adds_up(walk.refresh(), at=walk.at + timedelta(minutes=5))


@pytest.mark.parametrize("golden", WALKS["walks"], ids=lambda golden: golden["name"])
def test_every_clock_of_the_golden_walks_adds_up(db: None, golden: dict[str, Any]) -> None:
    complaint = walks.perform(WALKS["calendars"], golden)
    adds_up(complaint, at=complaint.events.latest("at").at)


def adds_up(complaint: Complaint, *, at: datetime) -> None:
    """Each clock is told once; what counted is its limit when it is due, and what it used at its end."""
    rows = why.of(complaint, at=at, to_reporter=False).rows

    assert {row.clock.pk for row in rows} == set(complaint.clocks.values_list("pk", flat=True))
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


# --- what it says


def test_a_repeated_step_says_so_and_what_it_had_left(client: Client, walk: Walk) -> None:
    walk.reported()
    walk.do(check.send_back, walk.cast.endang, missing="Fotonya kurang jelas.")
    told = {row.label: row for row in account(walk).rows}

    assert told["5. Unit teknis bekerja"].standing == "tepat waktu"
    assert told["5. Unit teknis bekerja, pengulangan ke-1"].limit == "630 menit kerja, sisa dari 660 menit kerja"


def test_a_late_step_says_by_how_much_and_who_was_told(walk: Walk) -> None:
    walk.routed()
    walk.do(route.pass_on, walk.cast.budi, interim=INTERIM, at=walk.at + timedelta(hours=3))
    row = next(row for row in account(walk).rows if row.clock.name == H.AT_OPERATOR)

    assert (row.state, row.standing) == ("late", "terlambat 2 jam kerja")
    assert [words for words, _ in row.marks] == [
        "Pengingat ke-1",
        "Naik ke atasan, tingkat 1",
        "Naik ke atasan, tingkat 2",
    ]


def test_rounds_and_offices_have_chapters_of_their_own(walk: Walk) -> None:
    walk.closed().do(reopen.reopen, REPORTER, reason="Lampunya padam lagi sejak kemarin malam.")
    headings = [chapter.heading for chapter in account(walk).chapters]

    assert "Dishub, putaran 1" in headings
    assert "Dishub, putaran 2" in headings
    assert "Batas luar, putaran 2" in headings


def test_a_limit_that_is_a_rest_says_of_what(walk: Walk) -> None:
    walk.closed().do(reopen.reopen, REPORTER, reason="Lampunya padam lagi sejak kemarin malam.")
    second, first = (row for row in account(walk).rows if row.clock.name == K.TOTAL)
    assert first.limit == "1.050 menit kerja"
    assert second.limit == f"{second.clock.limit} menit kerja, sisa dari 1.050 menit kerja untuk semua putaran"

    walk.assign()
    walk.at += timedelta(days=7)
    walk.report().do(check.send_back, walk.cast.endang, missing="Fotonya kurang jelas.")
    again = next(row for row in account(walk).rows if row.clock.pass_no == 2)
    assert again.limit == "120 menit kerja, paling sedikit untuk langkah yang diulang, dari 660 menit kerja"


def test_the_hours_of_a_clock_are_those_of_its_days(walk: Walk) -> None:
    """A week that begins later is told with the one that counts until then, which has no beginning."""
    walk.routed()
    row = Calendar.objects.get(code=calendars.TIM_CODE)
    later = {**row.week, "mon": [["07:00", "16:00"]]}
    Calendar.objects.update(week=later, former=[{"to": "2026-03-08", "week": row.week}])
    calendars.publish_all(at=walk.at)
    office = Office(calendars.office_hours(Calendar.objects.get(code=calendars.TIM_CODE)))
    told = why_limits.hours_in_force(office, walk.complaint.clocks.get(name=H.AT_OPERATOR))
    assert told[1].startswith("jam saat itu, sampai 8 Maret 2026: Senin–Kamis 07.30–15.30")


def test_a_deadline_that_a_calendar_moved_says_from_when_to_when(client: Client, walk: Walk) -> None:
    walk.routed()
    one = walk.complaint.clocks.get(name=H.AT_OPERATOR)
    change = journal.record("calendar", subject="calendar 1", at=MONDAY)
    ClockMove.objects.create(
        change=change, clock=one, from_due=MONDAY, to_due=one.due_at, from_calendar=one.calendar, from_version=1,
        to_version=1,
    )  # fmt: skip
    sign_in(client, walk.cast.budi)
    page = client.get(reverse("office_case_time", args=[walk.complaint.number])).content.decode()

    assert "Digeser" in page
    assert "dari Senin, 2 Maret 2026, pukul 08.00 menjadi Senin, 2 Maret 2026, pukul 09.30" in page


def test_a_clock_is_told_by_the_version_it_was_counted_with(walk: Walk) -> None:
    walk.passed_on()
    hours = Calendar.objects.get(code=calendars.TIM_CODE)
    hours.week = {"mon": [["10:00", "12:00"]]}
    hours.save()
    calendars.publish(hours, at=walk.at)
    row = next(row for row in account(walk).rows if row.clock.name == H.AT_OPERATOR)

    assert row.clock.calendar_version == 1
    assert row.hours == ["Senin–Kamis 07.30–15.30, Jumat 07.30–14.30"]
    assert not [line for line in row.lines if "berbeda" in line.text]


def test_a_ledger_that_contradicts_its_calendar_says_so(walk: Walk) -> None:
    StepClock.objects.filter(name=C.RECEIVED).update(due_at=MONDAY)
    row = next(row for row in account(walk).rows if row.clock.name == C.RECEIVED)

    assert row.lines[-1].text.startswith("Yang tercatat sebagai tenggat: Senin, 2 Maret 2026, pukul 08.00.")


def test_it_is_for_those_who_may_open_the_case(client: Client, walk: Walk) -> None:
    walk.routed()
    address = reverse("office_case_time", args=[walk.complaint.number])
    for who, status in (
        (walk.cast.budi, 200),
        (walk.cast.rina, 404),
        (walk.cast.bupati, 403),
        (walk.cast.auditor, 403),
    ):
        assert sign_in(client, who).get(address).status_code == status, who


def test_a_clock_taken_up_again_runs_by_the_newest_hours(walk: Walk) -> None:
    """A case that lapsed and is completed after the office hours changed."""
    question = "Di sebelah mana tiangnya, Bu?"
    walk.do(complete.ask_completion, walk.cast.wati, question=question)
    complete.lapse(complaint_id=walk.complaint.pk, at=walk.now(24 * 21))
    hours = Calendar.objects.get(code=calendars.TIM_CODE)
    hours.week = {day: [["10:00", "12:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    hours.save()
    calendars.publish(hours, at=walk.at)
    walk.do(complete.complete, REPORTER, reply="Di utara pasar.")
    row = next(row for row in account(walk).rows if row.clock.name == K.SETTLEMENT)

    assert row.clock.calendar_version == 2
    assert row.hours == ["Senin–Jumat 10.00–12.00"]
    assert not [line for line in row.lines if "berbeda" in line.text]


# --- who used the time


def bar_of(walk: Walk) -> dict[str, int]:
    clocks = list(walk.refresh().clocks.select_related("calendar").prefetch_related("pauses"))
    return {share.label: share.minutes for share in spent.of_case(clocks, Reader(at=walk.at)).shares}


def test_the_bar_of_a_case_is_what_its_clocks_used(walk: Walk) -> None:
    walk.approved()
    assert bar_of(walk) == {"Tim Kabupaten": 30, "Operator": 30, "Penanggung jawab": 60, "Unit teknis": 30}


def test_waiting_is_the_citizens_and_the_tims_decision_the_tims(walk: Walk) -> None:
    walk.routed().asked()
    walk.do(complete.complete, REPORTER, reply="Di utara pasar.", at=walk.at + timedelta(hours=2))
    walk.at += timedelta(hours=2)
    walk.do(
        route.request_return, walk.cast.budi, reason="wrong_agency", explanation="Ini urusan kebersihan.",
        proposed=walk.cast.dlh,
    )  # fmt: skip
    walk.do(route.refuse, walk.cast.wati, note="Ini lampu jalan, urusan Dishub.")

    assert bar_of(walk) == {"Tim Kabupaten": 60, "Operator": 60, "Menunggu warga": 120}


def test_the_pieces_of_a_bar_fill_it_exactly(walk: Walk) -> None:
    walk.closed()
    bar = spent.of_set(StepClock.objects.all())

    assert bar.shares[0].x == 0
    assert all(a.x + a.width == b.x for a, b in zip(bar.shares, bar.shares[1:], strict=False))
    assert bar.shares[-1].x + bar.shares[-1].width == spent.WIDTH
    assert sum(share.percent for share in bar.shares) == 100


def test_the_bar_of_a_set_is_the_sum_of_its_cases_in_one_query(file_one: Any, django_assert_num_queries: Any) -> None:
    walks = [file_one().closed(), file_one().answered_simply(), file_one().answered()]
    with django_assert_num_queries(1):
        whole = {share.label: share.minutes for share in spent.of_set(StepClock.objects.all()).shares}
    finished = StepClock.objects.exclude(used_minutes=None).exclude(name__in=(K.CONFIRMATION, K.TOTAL))
    finished = finished.exclude(name__in=(K.FIRST_REPLY, K.SETTLEMENT))

    assert sum(whole.values()) == sum(finished.values_list("used_minutes", flat=True))
    assert whole["Unit teknis"] == 60
    assert len(walks) == 3


def test_nothing_used_is_said_in_words(client: Client, cast: Cast) -> None:
    sign_in(client, cast.bupati)
    assert "Belum ada menit kerja yang terpakai." in client.get("/ringkasan/").content.decode()


def test_the_summary_shows_the_bar_with_its_numbers(client: Client, cast: Cast, file_one: Any) -> None:
    day = timezone.localtime() - timedelta(days=20)
    monday = (day - timedelta(days=day.weekday())).replace(hour=8, minute=0, second=0, microsecond=0)
    file_one(at=monday).closed()
    for who in (cast.bupati, cast.agus):
        sign_in(client, who)
        page = client.get("/ringkasan/")
        assert page.context["bar"].minutes > 0
        assert "Siapa memakai waktu, 90 hari terakhir" in page.content.decode()


def test_the_step_without_a_clock_is_told_first(walk: Walk) -> None:
    Complaint.objects.filter(pk=walk.complaint.pk).update(opened_at=walk.complaint.received_at - timedelta(minutes=7))

    assert account(walk).first == (
        "1. Pelapor mengirim aduan",
        "Pelapor membuka formulir dan mengirimnya dalam 7 menit. "
        "SOP memberi 10 menit; langkah ini tidak pernah terlambat.",
    )
    assert account(walk, to_reporter=True).first[1].startswith("Anda membuka formulir")


def test_the_case_leads_to_its_deadline_opened_out(client: Client, walk: Walk) -> None:
    walk.routed()
    sign_in(client, walk.cast.budi)
    running = walk.complaint.clocks.get(name=H.AT_OPERATOR)
    there = f"{reverse('office_case_time', args=[walk.complaint.number])}?jam={running.pk}"
    case = client.get(reverse("office_case", args=[walk.complaint.number])).content.decode()

    assert f'href="{there}#jam-{running.pk}"' in case
    assert client.get(there).content.decode().count("<details open>") == 1
