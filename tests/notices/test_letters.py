"""What letters say and what they never say; flags are read when they are sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from lapor.complaints.steps import complete, examine, protect, route
from lapor.notices import send
from lapor.notices.models import Channel, Notice, Preference, Stage
from lapor.notices.when import after_quiet, for_official
from lapor.people.models import Person
from tests.cast import ANSWER, INTERIM, REPORTER, Cast, Walk
from tests.letters import deliver, plan_all
from tests.post_office import PostOffice

SARI = "sari@contoh.test"


def everything(post_office: PostOffice) -> str:
    """Every header and every word that went out to officials, decoded and as it was on the wire."""
    officials = [one for one in post_office.received if one.recipients != [SARI]]
    return "\n".join(f"{one.mail.as_string()}\n{one.text}\n{dict(one.mail.items())}" for one in officials)


def test_a_letter_goes_to_one_address_and_says_it_is_a_machines(walk: Walk, post_office: PostOffice) -> None:
    deliver(walk.routed())
    [letter] = post_office.received
    assert letter.recipients == ["budi@bantul.test"]
    assert letter.mail["To"] == "budi@bantul.test"
    assert letter.mail["Cc"] is letter.mail["Bcc"] is None
    assert letter.mail["Auto-Submitted"] == "auto-generated"
    assert letter.mail["Subject"] == (
        f"[{walk.complaint.number}] Giliran Anda: Lampu jalan padam di Jalan Imogiri Barat"
    )
    assert "Kepada Operator, Dishub," in letter.text
    assert "Tenggat: Senin, 2 Maret 2026, pukul 09.30" in letter.text
    assert f"/meja/aduan/{walk.complaint.number}/" in letter.text


def test_the_reporter_reads_the_interim_answer_and_the_answer_in_his_mail(
    file_one: Callable[..., Walk], post_office: PostOffice
) -> None:
    walk = file_one(contact=SARI)
    for stage in (walk.passed_on, walk.assign, walk.report):
        deliver(stage())
    from lapor.complaints.steps import answer, check

    walk.do(check.approve, walk.cast.endang)
    deliver(walk)
    walk.do(answer.answer, walk.cast.budi, text=ANSWER, kind="solved")
    deliver(walk)
    mine = [one.text for one in post_office.to(SARI)]
    assert any(INTERIM in text for text in mine)
    assert ANSWER in mine[-1]
    assert walk.refresh().accepted_round == 1  # the server's acceptance is the channel's


def test_case_36_notices_of_officials_go_one_by_one_and_stand_in_no_citizens_page(
    file_one: Callable[..., Walk], post_office: PostOffice, client: Any
) -> None:
    walk = file_one(account=True).passed_on()
    deliver(walk)
    both = [post_office.to(f"{name}@bantul.test") for name in ("endang", "heru")]
    assert [len(letters) for letters in both] == [1, 1]
    for letters, other in ((both[0], "heru"), (both[1], "endang")):
        assert other not in letters[0].mail.as_string()
    client.force_login(walk.cast.sari)
    page = client.get(f"/aduan/{walk.complaint.number}/").content.decode()
    assert "@bantul.test" not in page
    assert "Endang" not in page
    assert "Giliran Anda" not in page


def test_case_23_a_flag_set_after_queueing_is_read_at_sending_and_the_reporter_is_told(
    file_one: Callable[..., Walk], post_office: PostOffice, client: Any
) -> None:
    walk = file_one(account=True).routed()
    deliver(walk)
    assert "Lampu jalan padam" in everything(post_office)
    walk.do(route.pass_on, walk.cast.budi, interim=INTERIM)
    plan_all(walk)  # queued while nothing was hidden
    post_office.received.clear()
    client.force_login(walk.cast.sari)
    page = client.post(
        f"/aduan/{walk.complaint.number}/lindungi/", {"anonim": "on", "rahasia": "on", "kunci": "x"}, follow=True
    )
    told = page.content.decode()
    assert "1 surat ke petugas Dishub" in told
    assert "no-store" in page.headers["Cache-Control"]
    send.everything_due(now=lambda: walk.at)
    assert len(post_office.received) >= 2
    sent = everything(post_office)
    assert walk.complaint.number in sent
    for hidden in ("Lampu jalan padam", "Sari", "Lestari", "Sewon", "Timbulharjo"):
        assert hidden not in sent
    mine = post_office.to(SARI)
    assert mine
    assert all(INTERIM not in one.text for one in mine)
    client.force_login(walk.cast.budi.person)
    assert "Sari Lestari" not in client.get(f"/meja/aduan/{walk.complaint.number}/").content.decode()


def test_no_letter_to_an_official_ever_names_the_reporter(
    file_one: Callable[..., Walk], post_office: PostOffice
) -> None:
    walk = file_one(contact=SARI, story="Saya Sari Lestari, hubungi sari@contoh.test. Lampu padam.").answered()
    deliver(walk)
    sent = everything(post_office)
    assert sent
    assert "Sari" not in sent
    assert SARI not in sent


def test_whose_turn_passed_meanwhile_gets_no_letter(walk: Walk, post_office: PostOffice) -> None:
    walk.passed_on()
    plan_all(walk)
    walk.do(examine.assign, walk.cast.endang, unit=walk.cast.lights, instruction="Periksa tiga tiang itu.")
    send.everything_due(now=lambda: walk.at)
    assert post_office.received == []
    assert set(Notice.objects.values_list("stage", "trouble")) == {(Stage.DROPPED, "done by others")}


def test_who_left_gets_no_letter(walk: Walk, post_office: PostOffice) -> None:
    walk.routed()
    plan_all(walk)
    Person.objects.filter(pk=walk.cast.budi.person_id).update(is_active=False)
    send.everything_due(now=lambda: walk.at)
    assert post_office.received == []


def test_officials_are_told_in_their_office_hours(file_one: Callable[..., Walk], cast: Cast) -> None:
    saturday = datetime(2026, 3, 7, 3, 0, tzinfo=UTC)
    walk = file_one(at=saturday)
    plan_all(walk)
    due = Notice.objects.get().due_at
    assert due == datetime(2026, 3, 9, 0, 30, tzinfo=UTC)  # Monday, 07.30 WIB


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [
        (13, 59, (13, 59)),  # 20.59 WIB: not yet
        (14, 0, (23, 0)),  # 21.00 WIB: until 06.00
        (22, 59, (23, 0)),
        (23, 0, (23, 0)),  # 06.00 WIB: awake
    ],
)
def test_quiet_hours_over_midnight(cast: Cast, hour: int, minute: int, expected: tuple[int, int]) -> None:
    wish = Preference(person=cast.sari, quiet_from=time(21), quiet_until=time(6))
    at = datetime(2026, 3, 2, hour, minute, tzinfo=UTC)
    due = after_quiet(Channel.MAIL, wish, at=at)
    assert (due.hour, due.minute) == expected
    assert timedelta(0) <= due - at < timedelta(hours=10)


def test_quiet_hours_within_the_office_day_put_off_to_their_end(cast: Cast) -> None:
    wish = Preference(person=cast.budi.person, quiet_from=time(7), quiet_until=time(10))
    monday = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert for_official(cast.budi, Channel.MAIL, wish, at=monday) == datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def test_asking_tells_the_question_and_until_when(file_one: Callable[..., Walk], post_office: PostOffice) -> None:
    walk = file_one(contact=SARI)
    walk.do(complete.ask_completion, walk.cast.wati, question="Di kalurahan mana tiangnya?")
    deliver(walk)
    text = post_office.to(SARI)[-1].text
    assert "Di kalurahan mana tiangnya?" in text
    assert "Kami menunggu sampai Senin, 16 Maret 2026" in text


def test_hiding_later_only_ever_hides_more(file_one: Callable[..., Walk]) -> None:
    walk = file_one(anonim=True)
    walk.do(protect.protect, REPORTER, anonim=False, rahasia=True)
    assert (walk.complaint.anonim, walk.complaint.rahasia) == (True, True)
