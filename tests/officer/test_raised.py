"""What is past its limit and has risen: on the inbox and the head's page of whoever it rose to, until it is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lapor.complaints import marking
from lapor.complaints.steps import route
from lapor.notices import lateness
from lapor.notices.models import Telling
from lapor.officer import raised
from lapor.people.models import Position
from tests.cast import INTERIM, Cast, Walk, sign_in
from tests.notices.test_lateness import above

__all__ = ["above"]
INBOX, HEAD = "/meja/kotak-masuk/", "/meja/laporan-kepala/"
RISEN = "Lewat tenggat, naik ke Anda"


@pytest.fixture
def late(walk: Walk) -> Walk:
    """At Dishub's operator for a day: past its limit, and past twice of it."""
    walk.routed()
    look(walk, days=1)
    return walk


def look(walk: Walk, *, days: int) -> None:
    at = walk.at + timedelta(days=days)
    marking.mark_due(at=at)
    lateness.tell_all(at=at)


def page(client: Client, who: Position, url: str = INBOX) -> str:
    sign_in(client, who)
    return str(client.get(url).content.decode())


def test_the_penanggung_jawab_and_the_head_read_what_rose_to_them(client: Client, late: Walk) -> None:
    for who, url in ((late.cast.endang, INBOX), (late.cast.agus, INBOX), (late.cast.agus, HEAD)):
        shown = page(client, who, url)
        assert RISEN in shown
        assert "langkah 3, jawaban atau jawaban sementara, sejak Senin, 2 Maret 2026, pukul 09.30" in shown
        assert f"/meja/aduan/{late.complaint.number}/" in shown
    assert "naik ke Anda</span>" in page(client, late.cast.endang, f"{INBOX}?saring=lewat")


def test_nobody_else_does(client: Client, late: Walk) -> None:
    for who in (late.cast.budi, late.cast.slamet, late.cast.joko, late.cast.rina):
        assert RISEN not in page(client, who)


def test_it_is_gone_when_it_is_done(client: Client, late: Walk) -> None:
    late.do(route.pass_on, late.cast.budi, interim=INTERIM)
    assert RISEN not in page(client, late.cast.endang)
    lateness.close_finished()
    assert not Telling.objects.filter(open=True).exists()


def test_a_case_that_went_on_to_another_office_is_not_shown_here(client: Client, late: Walk) -> None:
    look(late, days=4)  # the first reply has risen too, and its clock runs on
    late.do(
        route.request_return, late.cast.budi, reason="wrong_agency", explanation="Bukan urusan kami.",
        proposed=late.cast.dlh,
    )  # fmt: skip
    late.do(route.reroute, late.cast.wati, agency=late.cast.dlh)
    assert Telling.objects.filter(open=True, position=late.cast.agus, mark__clock__finished_at=None).exists()
    assert RISEN not in page(client, late.cast.agus)


def test_who_stands_above_the_chair_reads_number_and_office_alone(
    client: Client, walk: Walk, above: dict[str, Position]
) -> None:
    look(walk, days=21)
    shown = page(client, above["Kuncoro"], HEAD)
    assert RISEN in shown
    assert walk.complaint.number in shown
    assert f"/{walk.complaint.number}/" not in shown
    assert walk.complaint.title not in shown


def test_its_cost_does_not_grow_with_what_was_told_before(
    client: Client, cast: Cast, file_one: Callable[..., Walk]
) -> None:
    for _ in range(3):
        one = file_one().routed()
        look(one, days=1)
    with CaptureQueriesContext(connection) as asked:
        assert len(raised.to(cast.agus).rows) == 3
    assert len(asked) == 2
    with connection.cursor() as cursor:  # the tables of a test are too small for an index
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + asked[0]["sql"])
        assert "telling_open" in str(cursor.fetchall())
