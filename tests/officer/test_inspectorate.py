"""The Inspektorat's desk: its list, its pages, its acts; and what everybody else does not see of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lapor.complaints import seats
from lapor.complaints.models import Complaint
from lapor.complaints.steps import inspect, mark_supervisory
from lapor.notices.models import Notice, Stage
from lapor.people import readiness
from lapor.people.models import Position
from lapor.people.seats import Seat
from lapor.sop.rules import C, H, Klass, Role
from tests.cast import Cast, Walk, sign_in
from tests.complaints.test_supervisory import FINDINGS, INTERIM, TOLD
from tests.letters import plan_all
from tests.officer.test_acts import send
from tests.pictures import picture

TITLE = "Pungutan di loket perizinan"


@pytest.fixture
def complained(file_one: Callable[..., Walk]) -> Walk:
    return file_one(klass=Klass.SUPERVISORY, title=TITLE, account=True)


def page(client: Client, who: Position, name: str, *args: Any, **query: str) -> str:
    response = sign_in(client, who).get(reverse(name, args=args), query)
    assert response.status_code == 200, (name, response.status_code)
    return str(response.content.decode())


def test_the_whole_walk_goes_through_the_forms(client: Client, complained: Walk) -> None:
    cast = complained.cast
    answer = {"text": TOLD, "verdict": "proven"}
    acts: list[tuple[Position, str, dict[str, Any]]] = [
        (cast.kartika, "take_up", {"interim": INTERIM}),
        (cast.bayu, "conclude", {"findings": FINDINGS, "verdict": "partly", "evidence": picture()}),
        (cast.kartika, "return_findings", {"missing": "Keterangan bendahara belum ada."}),
        (cast.bayu, "conclude", {"findings": FINDINGS, "verdict": "proven"}),
        (cast.kartika, "answer_supervisory", answer),
    ]
    for who, action, fields in acts:
        assert send(client, complained, who, action, **fields).status_code == 302, action
    assert complained.refresh().state == C.ANSWERED
    told = page(client, cast.bayu, "office_case", complained.complaint.number)
    assert FINDINGS in told and TOLD in told and "Terbukti sebagian" in told and "Sari Lestari" in told


def test_its_list_goes_by_the_settlement_and_says_what_is_to_be_done(client: Client, complained: Walk) -> None:
    cast = complained.cast
    assert TITLE in page(client, cast.kartika, "inbox") and "Baca dan mulai periksa, sampai 5 Maret 2026" in page(
        client, cast.kartika, "inbox"
    )
    assert TITLE not in page(client, cast.bayu, "inbox")
    complained.do(inspect.take_up, cast.kartika, interim=INTERIM)
    assert "Periksa dan serahkan hasilnya" in page(client, cast.bayu, "inbox")
    assert TITLE not in page(client, cast.kartika, "inbox")
    complained.do(inspect.conclude, cast.bayu, findings=FINDINGS, verdict="proven")
    assert "Jawab, atau minta dilengkapi" in page(client, cast.kartika, "inbox")


def test_findings_that_were_sent_back_are_completed_and_not_written_again(client: Client, complained: Walk) -> None:
    cast = complained.cast
    complained.do(inspect.take_up, cast.kartika, interim=INTERIM)
    complained.do(inspect.conclude, cast.bayu, findings=FINDINGS, verdict="proven")
    complained.do(inspect.return_findings, cast.kartika, missing="Keterangan bendahara belum ada.")
    form = page(client, cast.bayu, "act", complained.complaint.number, "conclude")
    assert FINDINGS in form and "Keterangan bendahara belum ada." in form


def test_what_lacks_is_said_and_what_was_typed_is_kept(client: Client, complained: Walk) -> None:
    answer = send(client, complained, complained.cast.kartika, "take_up", interim="Ya.")
    assert answer.status_code == 422 and "Tulis kabar awal" in answer.content.decode()
    assert ">Ya.</textarea>" in answer.content.decode().replace("\n", "")


def test_the_verifier_hands_a_complaint_over_and_sees_it_no_more(client: Client, walk: Walk) -> None:
    cast, number = walk.cast, walk.complaint.number
    assert "Serahkan ke Inspektorat" in page(client, cast.wati, "verification_case", number)
    done = send(client, walk, cast.wati, "mark_supervisory", reason="Pungutan oleh petugas loket.", follow=True)
    assert done.status_code == 200 and "Aduan diserahkan ke Inspektorat." in done.content.decode()
    assert client.get(reverse("office_case", args=[number])).status_code == 404
    assert client.get(reverse("verification_case", args=[number])).status_code == 404
    assert number not in page(client, cast.wati, "inbox", saring="semua")
    assert number in page(client, cast.kartika, "inbox")


def test_no_form_offers_the_class(client: Client, walk: Walk) -> None:
    number = walk.complaint.number
    assert 'value="supervisory"' not in page(client, walk.cast.wati, "verification_case", number)
    walk.routed()
    assert 'value="supervisory"' not in page(client, walk.cast.wati, "act", number, "reclassify")


def everything(cast: Cast) -> dict[str, list[tuple[str, dict[str, str]]]]:
    """The lists of each official that could tell of a case."""
    desk = [("inbox", {"saring": "semua"}), ("search", {"q": "Pungutan"}), ("search", {"q": "Sewon"})]
    return {
        "wati": [*desk, ("verification", {}), ("promise_register", {}), ("figures", {}), ("readiness", {})],
        "joko": [*desk, ("figures", {}), ("admin_trial", {})],
        "budi": [*desk, ("promise_register", {})],
        "endang": desk,
        "slamet": desk,
        "agus": [*desk, ("head_reports", {}), ("figures", {})],
        "bupati": [("figures", {}), ("promise_register", {})],
        "admin": [("figures", {}), ("administration", {}), ("admin_notices", {}), ("admin_journal", {})],
    }


@pytest.mark.parametrize("after", ["filed", "marked"])
def test_no_list_of_anybody_else_knows_it(
    client: Client, cast: Cast, file_one: Callable[..., Walk], after: str
) -> None:
    if after == "filed":
        walk = file_one(klass=Klass.SUPERVISORY, title=TITLE)
    else:
        walk = file_one().assigned()
        Complaint.objects.filter(pk=walk.complaint.pk).update(title=TITLE)
        walk.do(mark_supervisory.mark_supervisory, cast.wati, reason="Pungutan oleh petugas loket.")
    for name, pages in everything(cast).items():
        for route, query in pages:
            told = page(client, getattr(cast, name), route, **query)
            assert walk.complaint.number not in told and TITLE not in told, (name, route)
    for name in ("wati", "joko", "budi", "endang", "slamet", "agus"):
        sign_in(client, getattr(cast, name))
        for route in ("office_case", "office_case_time"):
            assert client.get(reverse(route, args=[walk.complaint.number])).status_code == 404, (name, route)


def test_a_report_that_the_head_has_read_is_gone_once_the_case_is_marked(client: Client, walk: Walk) -> None:
    walk.approved()
    sign_in(client, walk.cast.agus).post(reverse("act", args=[walk.complaint.number, "see_report"]), {})
    assert walk.complaint.number in page(client, walk.cast.agus, "head_reports")
    walk.do(mark_supervisory.mark_supervisory, walk.cast.wati, reason="Pungutan oleh petugas loket.")
    assert walk.complaint.number not in page(client, walk.cast.agus, "head_reports")


def test_a_letter_that_failed_names_no_case_of_the_inspectorate(client: Client, complained: Walk) -> None:
    plan_all(complained)
    failed = Notice.objects.filter(person=complained.cast.kartika.person)
    assert failed.update(stage=Stage.FAILED, done_at=complained.at)
    told = page(client, complained.cast.admin, "admin_notices")
    assert "Aduan di Inspektorat" in told and complained.complaint.number not in told


def test_the_inspectorate_sees_nothing_else(client: Client, cast: Cast, walk: Walk) -> None:
    walk.routed()
    for who in (cast.kartika, cast.bayu):
        assert walk.complaint.number not in page(client, who, "inbox", saring="semua")
        assert client.get(reverse("office_case", args=[walk.complaint.number])).status_code == 404


def test_the_auditor_reads_the_chain_without_a_word_and_without_the_verdict(client: Client, complained: Walk) -> None:
    cast = complained.cast
    complained.do(inspect.take_up, cast.kartika, interim=INTERIM)
    complained.do(inspect.conclude, cast.bayu, findings=FINDINGS, verdict="proven")
    told = page(client, cast.auditor, "audit_case", complained.complaint.number)
    assert "Serahkan hasil pemeriksaan" in told and complained.lead.state == H.CONCLUDED
    assert not any(words in told for words in (TITLE, FINDINGS, INTERIM, "proven", "Terbukti"))


def test_an_act_on_somebody_elses_case_is_not_found(client: Client, complained: Walk) -> None:
    for who in (complained.cast.wati, complained.cast.budi):
        assert (
            send(client, complained, who, "archive", reason="unclear", explanation="Belum jelas bagi kami.").status_code
            == 404
        )


# ---------------------------------------------------------------- figures and seats


def figures_of(client: Client, who: Position) -> str:
    """The figures without the instant they were taken at."""
    (told,) = re.findall(r'<h1.*(?=<p class="small muted">Angka diambil)', page(client, who, "figures"), re.DOTALL)
    return str(told)


def test_it_is_in_no_figure_but_the_tims_count(client: Client, cast: Cast, file_one: Callable[..., Walk]) -> None:
    file_one().answered_simply()
    others = (cast.agus, cast.bupati, cast.auditor, cast.admin)
    before = {who: figures_of(client, who) for who in others}
    marked = file_one().assigned()
    marked.do(mark_supervisory.mark_supervisory, cast.wati, reason="Pungutan oleh petugas loket.")
    filed = file_one(klass=Klass.SUPERVISORY)
    filed.do(inspect.take_up, cast.kartika, interim=INTERIM)
    assert {who: figures_of(client, who) for who in others} == before
    assert "2 pengaduan pengawasan di Inspektorat." in page(client, cast.wati, "figures")
    assert all("pengaduan pengawasan di Inspektorat" not in page(client, who, "figures") for who in others)


def test_an_empty_seat_of_the_inspectorate_is_told_with_a_count(
    client: Client, cast: Cast, file_one: Callable[..., Walk]
) -> None:
    filed = file_one(klass=Klass.SUPERVISORY)
    file_one(klass=Klass.SUPERVISORY).do(inspect.take_up, cast.kartika, interim=INTERIM)
    assert seats.open_cases() == {Seat(Role.INSPECTOR): 1, Seat(Role.INVESTIGATOR): 1}
    assert not readiness.inspectorate_missing(day=filed.at.date())
    Position.objects.filter(pk=cast.bayu.pk).update(ends=date(2026, 2, 1))
    assert seats.vacant(day=filed.at.date()) == []  # the verifier may do what the investigator may
    Position.objects.filter(pk=cast.kartika.pk).update(ends=date(2026, 2, 1))
    told = page(client, cast.admin, "administration")
    assert "Verifikator Inspektorat: kosong, 1 aduan menunggu." in told
    assert "Pemeriksa Inspektorat: kosong, 1 aduan menunggu." in told
    assert "Tidak ada yang membaca pengaduan pengawasan" in told
