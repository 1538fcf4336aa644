"""What is past its limit and has risen: on the inbox and the head's page of whoever it rose to, until it is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lapor.complaints import marking, recalendar
from lapor.complaints.models import StepClock
from lapor.complaints.steps import route
from lapor.config import doctor_database
from lapor.notices import digest_letter, digests, lateness, told
from lapor.notices.letters import Letter
from lapor.notices.models import Notice, Stage, Telling
from lapor.officer import raised
from lapor.people.models import Agency, Change, Position
from lapor.sop.rules import Klass
from tests.cast import INTERIM, Cast, Walk, sign_in
from tests.complaints.test_recalendar import SHORTER, edit, tim
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
        assert len(raised.to(cast.agus, at=one.at + timedelta(days=1)).rows) == 3
    assert len(asked) == 4
    with connection.cursor() as cursor:  # the tables of a test are too small for an index
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute("EXPLAIN " + asked[1]["sql"])
        assert "telling_open" in str(cursor.fetchall())


def test_the_agency_that_keeps_the_tim_is_chosen_in_the_pages(
    client: Client, walk: Walk, above: dict[str, Position]
) -> None:
    sign_in(client, walk.cast.admin)
    answer = client.post("/pengaturan/opd/10700/", {"do": "duty", "duty": "tim"}, follow=True)
    assert "Tugas OPD disimpan" in answer.content.decode()
    assert [agency.short for agency in Agency.objects.filter(duty="tim")] == ["Dishub"]
    noted = {change.subject: change.data for change in Change.objects.filter(action="agency_duty")}
    label = "Menaungi Tim Kabupaten"
    assert noted == {"agency 12500": {"duty": [label, ""]}, "agency 10700": {"duty": ["", label]}}
    look(walk, days=21)
    twice = Telling.objects.get(mark__clock__name="received", mark__kind="escalation", mark__level=2)
    assert (twice.person.name, twice.rung) == ("Agus", "tim_head")


def test_a_duty_that_there_is_not_is_refused(client: Client, cast: Cast) -> None:
    sign_in(client, cast.admin)
    answer = client.post("/pengaturan/opd/10700/", {"do": "duty", "duty": "raja"})
    assert answer.status_code == 422
    assert not Change.objects.exists()


def test_marks_that_reached_nobody_are_said_to_the_administrator_and_by_the_doctor(client: Client, walk: Walk) -> None:
    cast = walk.routed().cast
    for who in (cast.endang, cast.heru, cast.agus, cast.joko):
        Position.objects.filter(pk=who.pk).update(ends=walk.at.date() - timedelta(days=1))
    look(walk, days=1)
    shown = page(client, cast.admin, "/pengaturan/pemberitahuan/")
    assert "tidak ada yang memegang jabatan di atasnya" in shown
    at = walk.at + timedelta(days=1)
    assert next(doctor_database.untold(at)).startswith("2 pengingat atau kenaikan belum diberitahukan")
    Position.objects.filter(pk=cast.joko.pk).update(ends=None)
    lateness.tell_all(at=at)
    assert not list(doctor_database.untold(at))


def test_letters_about_lateness_count_among_what_was_told_before(late: Walk) -> None:
    digests.gather_all(at=late.at + timedelta(days=1))
    assert told.offices(late.refresh()) == {}
    Notice.objects.filter(digest__isnull=False).update(stage=Stage.SENT)
    assert told.offices(late.complaint) == {"Dishub": 4}  # both officers, the head, the operator


def test_what_is_on_time_again_by_other_office_hours_is_told_to_nobody_until_it_is_late_again(walk: Walk) -> None:
    endang = walk.routed().cast.endang
    at = StepClock.objects.get(name="at_operator").due_at + timedelta(hours=1)
    marking.mark_due(at=at)
    lateness.tell_all(at=at)
    assert raised.to(endang, at=at).longest.endswith("pukul 09.30")
    recalendar.carry_out(edit(tim(), week=SHORTER, since=date(2026, 3, 2)), by=None, at=at)
    due = StepClock.objects.get(name="at_operator").due_at
    assert raised.to(endang, at=due).rows == []
    opening = due - timedelta(minutes=30)
    digests.gather_all(at=opening)
    assert not Notice.objects.filter(person=endang.person).exists()
    later = due + timedelta(days=1) - timedelta(minutes=30)
    assert raised.to(endang, at=later).longest == "Selasa, 3 Maret 2026, pukul 08.30"
    digests.gather_all(at=later)
    letter = digest_letter.compose(Notice.objects.get(person=endang.person), at=later)
    assert isinstance(letter, Letter) and "lewat sejak Selasa, 3 Maret 2026, pukul 08.30" in letter.text


def test_what_has_become_supervisory_since_is_shown_to_nobody(client: Client, late: Walk) -> None:
    late.complaint.klass = Klass.SUPERVISORY
    late.complaint.save(update_fields=["klass"])
    for who, url in ((late.cast.endang, INBOX), (late.cast.agus, HEAD)):
        assert RISEN not in page(client, who, url)


def test_who_comes_to_a_seat_reads_what_rose_to_whoever_had_it(client: Client, late: Walk) -> None:
    agus, day = late.cast.agus, late.at.date()
    Position.objects.filter(pk=agus.pk).update(ends=day)
    new = Position.objects.create(
        person=late.cast.slamet.person, role=agus.role, agency=agus.agency, structural=True,
        starts=day + timedelta(days=1),
    )  # fmt: skip
    found = raised.to(new, at=late.at + timedelta(days=2))
    assert [row.complaint for row in found.rows] == [late.complaint]
    Position.objects.filter(pk=late.cast.endang.pk).update(ends=day)
    kept = raised.to(late.cast.heru, at=late.at + timedelta(days=2))
    assert [len(row.late) for row in kept.rows] == [1]
    assert raised.to(late.cast.rina, at=late.at + timedelta(days=2)).rows == []
