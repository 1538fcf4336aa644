"""Promises on the desks: forms for a new date, a plan and its keeping, the class; what a case shows; the register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lapor.complaints import promises
from lapor.complaints.models import Promise
from lapor.complaints.steps import answer, check, close
from lapor.complaints.timing import Reader
from lapor.sop.rules import C, H, K, Klass
from tests.cast import REPORTER, Cast, Walk, sign_in
from tests.complaints.test_promises import PLAN, REASON, THURSDAY, at, planned, promised, run_job

REGISTER = "/meja/janji/"


def send(client: Client, walk: Walk, who: Any, action: str, **typed: Any) -> Any:
    sign_in(client, who)
    url = reverse("act", args=[walk.complaint.number, action])
    return client.post(url, {"version": walk.refresh().version, "form_key": f"{action}-1", **typed})


def text(client: Client, url: str, who: Any) -> str:
    page = sign_in(client, who).get(url)
    assert page.status_code == 200, (url, page.status_code)
    return " ".join(page.content.decode().split())


@pytest.fixture(autouse=True)
def _in_the_cast_s_week(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Pages ask for now: it is Monday noon, unless a test sets another instant."""
    clock = {"now": at(2, 12)}
    monkeypatch.setattr(timezone, "now", lambda: clock["now"])

    def turn(now: Any) -> None:
        clock["now"] = now

    return turn


# ---------------------------------------------------------------- forms


def test_a_unit_promises_another_date_in_the_pages(client: Client, walk: Walk) -> None:
    walk.assigned()
    form = text(client, reverse("act", args=[walk.complaint.number, "report_delay"]), walk.cast.slamet)
    assert "bila lewat, tetap tercatat lewat" in form
    sent = send(client, walk, walk.cast.slamet, "report_delay", promised_on="2026-03-05", reason=REASON)
    assert sent.status_code == 302
    assert Promise.objects.get().promised_on == THURSDAY
    again = send(client, walk, walk.cast.slamet, "report_delay", promised_on="2026-03-05", reason=REASON)
    assert again.status_code == 302 and Promise.objects.count() == 1  # the same form, sent twice


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"promised_on": "2026-03-02", "reason": REASON}, "sesudah hari ini"),
        ({"promised_on": "2026-03-01", "reason": REASON}, "sesudah hari ini"),
        ({"promised_on": "2027-03-04", "reason": REASON}, "lebih dari setahun lagi"),
        ({"promised_on": "9999-12-31", "reason": REASON}, "lebih dari setahun lagi"),
        ({"promised_on": "besok", "reason": REASON}, "Tulis tanggal seperti"),
        ({"promised_on": "10000-01-01", "reason": REASON}, "Tulis tanggal seperti"),
        ({"promised_on": "2026-03-05", "reason": ""}, "Tulis alasannya kepada pelapor"),
    ],
)
def test_a_date_that_cannot_be_promised_comes_back_with_everything_typed(
    client: Client, walk: Walk, typed: dict[str, str], sentence: str
) -> None:
    walk.assigned()
    back = send(client, walk, walk.cast.slamet, "report_delay", **typed)
    page = back.content.decode()
    assert back.status_code == 422 and sentence in page and 'class="errors"' in page
    assert all(value in page for value in typed.values())
    assert not Promise.objects.exists()


def test_who_does_not_hold_the_case_reads_why_not(client: Client, walk: Walk) -> None:
    walk.assigned()
    refused = send(client, walk, walk.cast.endang, "report_delay", promised_on="2026-03-05", reason=REASON)
    assert refused.status_code == 403


def test_a_planned_answer_asks_for_the_budget_year(client: Client, walk: Walk) -> None:
    walk.approved()
    typed = {"kind": "planned", "text": PLAN, "planned_on": "2026-03-06", "ground": "APBD Perubahan 2026"}
    back = send(client, walk, walk.cast.budi, "answer", **typed, budget_year="dua ribu")
    assert back.status_code == 422 and "empat angka" in back.content.decode()
    assert 'value="dua ribu"' in back.content.decode()
    assert send(client, walk, walk.cast.budi, "answer", **typed, budget_year="2040").status_code == 422
    assert send(client, walk, walk.cast.budi, "answer", **typed, budget_year="2026").status_code == 302
    assert Promise.objects.get().budget_year == 2026


def test_the_operator_notes_that_a_plan_is_done(client: Client, walk: Walk) -> None:
    walk.approved()
    planned(walk)
    assert send(client, walk, walk.cast.budi, "keep_promise", answer="Sudah").status_code == 422
    sent = send(client, walk, walk.cast.budi, "keep_promise", answer="Trotoar di depan pasar sudah selesai.")
    assert sent.status_code == 302
    page = text(client, reverse("office_case", args=[walk.complaint.number]), walk.cast.budi)
    assert "Trotoar di depan pasar sudah selesai." in page and "ditepati" in page


def test_the_tim_changes_the_class_and_says_why(client: Client, walk: Walk) -> None:
    walk.routed()
    page = text(client, reverse("act", args=[walk.complaint.number, "reclassify"]), walk.cast.wati)
    assert "Permintaan informasi, 5 hari kerja" in page and "Pengaduan, 14 hari kerja" not in page
    assert send(client, walk, walk.cast.wati, "reclassify", note="Hanya bertanya.").status_code == 422
    sent = send(client, walk, walk.cast.wati, "reclassify", klass="information", note="Pelapor hanya bertanya.")
    assert sent.status_code == 302 and walk.refresh().klass == Klass.INFORMATION
    page = text(client, reverse("office_case", args=[walk.complaint.number]), walk.cast.budi)
    assert "menjadi permintaan informasi" in page and "Pelapor hanya bertanya." in page


def test_acts_that_nobody_waits_for_are_no_first_button(client: Client, walk: Walk) -> None:
    walk.assigned()
    page = sign_in(client, walk.cast.wati).get(reverse("office_case", args=[walk.complaint.number]))
    offers = {offer.action: offer for offer in page.context["offers"]}
    assert offers["reclassify"].refusal is None and not offers["reclassify"].main
    assert "Tidak ada yang perlu Anda lakukan." in page.context["turn"]


# ---------------------------------------------------------------- beside the case


def test_the_first_breach_stays_on_the_case_the_inbox_and_the_heads_page(
    client: Client, walk: Walk, _in_the_cast_s_week: Callable[[Any], None]
) -> None:
    walk.assigned()
    promised(walk, THURSDAY)
    case, inbox = reverse("office_case", args=[walk.complaint.number]), reverse("inbox")
    before = "Tenggat pertama besok pukul 12.30; janji kedua sampai 5 Maret 2026"
    for who, url in ((walk.cast.slamet, inbox), (walk.cast.slamet, case), (walk.cast.agus, reverse("head_reports"))):
        assert before in text(client, url, who)
    _in_the_cast_s_week(at(4, 9))
    missed = "Lewat tenggat pertama kemarin pukul 12.30; janji kedua sampai 5 Maret 2026"
    for who, url in ((walk.cast.slamet, inbox), (walk.cast.budi, case), (walk.cast.agus, reverse("head_reports"))):
        assert missed in text(client, url, who)
    _in_the_cast_s_week(at(6, 9))
    assert "janji kedua sampai 5 Maret 2026, sudah lewat" in text(client, case, walk.cast.wati)


def test_the_head_reads_of_a_case_that_came_back_by_itself(
    client: Client, walk: Walk, monkeypatch: pytest.MonkeyPatch, _in_the_cast_s_week: Callable[[Any], None]
) -> None:
    walk.approved()
    planned(walk)
    run_job(monkeypatch, at(9))
    page = text(client, reverse("head_reports"), walk.cast.agus)
    assert "Tanggal yang dijanjikan tiba, aduan dibuka lagi" in page and "Sistem" in page


# ---------------------------------------------------------------- the register


@pytest.fixture
def five(file_one: Callable[..., Walk], monkeypatch: pytest.MonkeyPatch) -> dict[str, Walk]:
    """A case for each state that a promise can be in, the last an agency's that lost it."""
    found = {}
    for name in ("running", "kept", "late", "replaced"):
        found[name] = file_one()
        found[name].assigned()
        promised(found[name], THURSDAY if name != "running" else date(2026, 3, 20))
    found["kept"].report().do(check.approve, found["kept"].cast.endang)
    planned(found["kept"], date(2026, 8, 3))
    promised(found["replaced"], date(2026, 3, 25))
    found["ended"] = file_one().routed()
    promised(found["ended"], who="budi")
    found["ended"].do(close.withdraw, REPORTER)
    return found


def listed(client: Client, who: Any, **asked: str) -> list[tuple[str, str]]:
    page = sign_in(client, who).get(REGISTER, asked)
    assert page.status_code == 200
    return [(line.promise.stands, line.promise.promised_on.isoformat()) for line in page.context["lines"]]


def test_every_promise_is_listed_with_what_became_of_it(
    client: Client, cast: Cast, five: dict[str, Walk], _in_the_cast_s_week: Callable[[Any], None]
) -> None:
    _in_the_cast_s_week(at(9))
    assert listed(client, cast.wati) == [
        ("running", "2026-08-03"), ("running", "2026-03-25"), ("running", "2026-03-20"),
        ("ended", "2026-03-05"), ("replaced", "2026-03-05"), ("late", "2026-03-05"), ("kept", "2026-03-05"),
    ]  # fmt: skip
    assert listed(client, cast.wati, keadaan="running") == [
        ("running", "2026-03-20"), ("running", "2026-03-25"), ("running", "2026-08-03"),
    ]  # fmt: skip
    for state in ("kept", "late", "replaced", "ended"):
        assert listed(client, cast.wati, keadaan=state) == [(state, "2026-03-05")]
    assert listed(client, cast.wati, tahun="2026") == [("running", "2026-08-03")]
    assert listed(client, cast.wati, tahun="2027", keadaan="running", opd="10700") == []
    assert len(listed(client, cast.wati, keadaan="x", tahun="1", opd="y", sesudah="z")) == 7


@pytest.mark.parametrize(
    ("now", "state", "words"),
    [
        (at(2, 12), "calm", "sisa 3 hari"),
        (at(4, 23.9), "soon", "sisa 1 hari"),
        (at(5, 15.5), "soon", "hari ini"),
        (at(5, 15.6), "late", "lewat sejak hari ini"),
        (at(7, 0.1), "late", "lewat 2 hari"),
    ],
    ids=lambda one: str(one),
)
def test_a_promised_date_is_told_in_days(walk: Walk, now: Any, state: str, words: str) -> None:
    walk.assigned()
    promised(walk)
    told = promises.read(promises.of_case(walk.complaint.pk)[0], Reader(at=now))
    assert (told.state, told.words) == (state, words)


def test_python_and_sql_say_the_same_of_every_promise(cast: Cast, five: dict[str, Walk]) -> None:
    for now in (at(2, 12), at(5, 15.5), at(5, 15.6), at(30), at(2, 12) + timedelta(days=400)):
        for one in promises.with_state(Promise.objects.select_related("clock"), at=now):
            assert one.stands == promises.state_of(one, at=now)


def test_each_reads_his_own_and_no_more_than_he_may(client: Client, cast: Cast, five: dict[str, Walk]) -> None:
    title, number = five["kept"].complaint.title, five["kept"].complaint.number
    for who in (cast.wati, cast.budi, cast.endang, cast.agus):
        page = text(client, REGISTER, who)
        assert title in page and number in page and "APBD 2026" in page
    assert listed(client, cast.rina) == []
    auditor = text(client, REGISTER, cast.auditor)
    assert number in auditor and title not in auditor and "APBD 2026" not in auditor
    bupati = text(client, REGISTER, cast.bupati)
    assert number not in bupati and title not in bupati and "2026" in bupati


def test_the_summary_counts_plans_by_budget_year(client: Client, cast: Cast, five: dict[str, Walk]) -> None:
    page = sign_in(client, cast.bupati).get(REGISTER)
    nothing = {"kept": 0, "late": 0, "replaced": 0, "ended": 0}
    assert page.context["summary"] == [(2026, {"running": 1, **nothing})]


def test_pages_go_on_where_the_page_before_ended(
    client: Client, cast: Cast, five: dict[str, Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promises, "PAGE", 2)
    whole, further = [], "?"
    while further:
        page = sign_in(client, cast.wati).get(REGISTER + further)
        whole += [line.promise.pk for line in page.context["lines"]]
        further = page.context["further"] and f"?{page.context['further']}"
    assert len(whole) == len(set(whole)) == 7


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({}, "promise_by_date"),
        ({"nearest_first": True}, "promise_by_date"),
        ({"after": "1772668800-1"}, "promise_by_date"),
        ({"year": 2026}, "promise_by_budget_year"),
        ({"year": 2026, "state": "late", "after": "1772668800-1"}, "promise_by_budget_year"),
    ],
)
def test_a_page_of_the_register_is_read_in_the_order_of_an_index(
    cast: Cast, five: dict[str, Walk], asked: dict[str, Any], index: str
) -> None:
    """Neither sorted nor counted: that would grow with the years."""
    rows = promises.register(Promise.objects.all(), at=at(9), state=asked.get("state", ""), year=asked.get("year"))
    with CaptureQueriesContext(connection) as seen:
        promises.page(rows, nearest_first=asked.get("nearest_first", False), after=asked.get("after", ""))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {seen.captured_queries[-1]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert index in plan and "Sort" not in plan, plan


def test_the_register_takes_few_queries(client: Client, cast: Cast, five: dict[str, Walk]) -> None:
    for who in (cast.wati, cast.budi, cast.auditor, cast.bupati):
        sign_in(client, who)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(REGISTER).status_code == 200
        assert len(seen) <= 12


def test_an_answer_ends_all_promises_of_its_handling_and_the_states_stay(walk: Walk) -> None:
    walk.passed_on()
    promised(walk, who="endang")
    walk.do(answer.answer_simple, walk.cast.endang, text="Jadwal lampu ada setiap Senin pagi.")
    assert (walk.complaint.state, walk.lead.state) == (C.ANSWERED, H.DONE)
    assert not walk.complaint.clocks.filter(name=K.PROMISE, finished_at=None).exists()
