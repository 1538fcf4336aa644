"""The reporter's own page: whose turn it is, what was promised, what happened, and no official's name."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lapor.complaints import history, identity
from lapor.complaints.models import Complaint
from lapor.complaints.steps import answer, check, close, complete, reopen, route, verify
from lapor.complaints.timing import Reader
from lapor.public import journey, promises, turn
from lapor.sop import words
from lapor.sop.rules import C, K
from tests.cast import ANSWER, INTERIM, MONDAY, REPORTER, STORY, Cast, Walk, sign_in

Reporter = Callable[[Walk], Client]


def page_of(reporter: Reporter, walk: Walk) -> str:
    answer = reporter(walk).get(f"/aduan/{walk.complaint.number}/")
    assert answer.status_code == 200
    return answer.content.decode()


def heading(page: str) -> str:
    return re.search(r'<h2 id="kini">([^<]+)<', page)[1]  # type: ignore[index]


def journey_of(walk: Walk) -> journey.Journey:
    complaint = walk.refresh()
    return journey.of(complaint, history.for_reporter(complaint))


def states(walk: Walk) -> str:
    """One letter for each of the eight steps: past, now, skipped or - for what is to come."""
    told = journey_of(walk)
    return "".join((stop.state or "-")[0] for stop in told.stops)


def test_it_says_first_whose_turn_it_is(walk: Walk, reporter: Reporter) -> None:
    assert heading(page_of(reporter, walk)) == "Sekarang giliran Tim Kabupaten"
    assert states(walk) == "pn------"
    walk.routed()
    assert heading(page_of(reporter, walk)) == "Sekarang giliran Dinas Perhubungan"
    assert states(walk) == "ppn-----"


@pytest.mark.parametrize(
    ("act", "turn", "steps"),
    [
        ("passed_on", "Sekarang giliran Dinas Perhubungan", "pppn----"),
        ("assigned", "Sekarang giliran Dinas Perhubungan", "ppppn---"),
        ("reported", "Sekarang giliran Dinas Perhubungan", "pppppn--"),
        ("approved", "Sekarang giliran Dinas Perhubungan", "ppppppn-"),
        ("answered", "Sekarang giliran Anda", "pppppppn"),
        ("answered_simply", "Sekarang giliran Anda", "pppssssn"),
        ("closed", "Aduan Anda selesai", "pppppppp"),
    ],
)
def test_every_state_has_its_turn_and_its_step(walk: Walk, reporter: Reporter, act: str, turn: str, steps: str) -> None:
    getattr(walk, act)()
    assert heading(page_of(reporter, walk)) == turn
    assert states(walk) == steps


def test_the_interim_answer_the_answer_and_the_story_are_there(walk: Walk, reporter: Reporter) -> None:
    walk.answered()
    page = page_of(reporter, walk)
    assert STORY in page and INTERIM in page and ANSWER in page
    assert "Seksi Penerangan Jalan ditunjuk." in page


def test_no_internal_word_and_no_official_is_named(walk: Walk, cast: Cast, reporter: Reporter) -> None:
    walk.reported().do(check.send_back, cast.endang, missing="Foto tiang ketiga belum ada.")
    walk.report()
    walk.do(check.approve, cast.endang, note="Sudah cukup menurut saya.")
    walk.do(answer.answer, cast.budi, text=ANSWER, kind="solved")
    page = page_of(reporter, walk)
    for hidden in (
        "Foto tiang ketiga",
        "Periksa tiga tiang",
        "Kabel di tiang kedua",
        "Sudah cukup",
        "Regu dua",
    ):
        assert hidden not in page
    for name in ("Wati", "Budi", "Endang", "Slamet", "Agus"):
        assert name not in page


def test_a_hop_names_who_refused_and_who_has_it_now(walk: Walk, cast: Cast, reporter: Reporter) -> None:
    walk.routed().do(
        route.request_return,
        cast.budi,
        reason="wrong_agency",
        explanation="Ini pohon, bukan lampu.",
        proposed=cast.dlh,
    )
    page = page_of(reporter, walk)
    assert heading(page) == "Sekarang giliran Tim Kabupaten"
    assert "Dinas Perhubungan menyatakan ini bukan wewenangnya." in page
    walk.do(route.reroute, cast.wati, agency=cast.dlh)
    page = page_of(reporter, walk)
    assert heading(page) == "Sekarang giliran Dinas Lingkungan Hidup"
    assert "Bukan wewenang Dinas Perhubungan; sekarang ditangani Dinas Lingkungan Hidup." in page
    assert "Ini pohon" not in page
    assert states(walk) == "ppn-----"


def test_waiting_for_the_citizen_says_what_is_asked_and_stops_the_clock(walk: Walk, reporter: Reporter) -> None:
    walk.routed().asked()
    page = page_of(reporter, walk)
    assert heading(page) == "Sekarang giliran Anda"
    assert "Di sebelah mana tiangnya?" in page
    assert "Dinas Perhubungan memerlukan keterangan dari Anda." in page
    assert 'class="clock paused"' in page


def test_an_archive_is_explained_and_can_be_objected_to(
    file_one: Callable[..., Walk], cast: Cast, reporter: Reporter
) -> None:
    walk = file_one(at=timezone.now().replace(microsecond=0) - timedelta(hours=3))
    walk.do(verify.archive, cast.wati, reason="outside", explanation="Jalan ini milik provinsi, bukan kabupaten.")
    page = page_of(reporter, walk)
    assert heading(page) == "Aduan Anda diarsipkan"
    assert "Jalan ini milik provinsi" in page
    assert f"/aduan/{walk.complaint.number}/object/" in page
    walk.do(reopen.object_to, REPORTER, reason="Jalan ini jalan kabupaten sejak 2019.")
    assert states(walk) == "pn------"


def test_an_objection_opens_a_new_round_and_keeps_the_old_one_apart(walk: Walk, reporter: Reporter) -> None:
    walk.answered().do(reopen.object_to, REPORTER, reason="Lampu ketiga padam lagi.", score=3)
    page = page_of(reporter, walk)
    assert states(walk) == "pppn----"
    assert "Putaran 2" in page and "Jawaban sebelumnya" in page and "Putaran sebelumnya" in page
    told = journey_of(walk)
    assert [note.action for note in told.earlier] == ["assign", "report", "approve", "answer"]
    objection = told.stops[3].notes[-1]
    assert (objection.text, objection.words) == (
        "Anda berkeberatan (3 dari 5).",
        {"Alasan": "Lampu ketiga padam lagi."},
    )


def test_steps_that_an_early_answer_made_needless_say_where_it_was_answered(walk: Walk, reporter: Reporter) -> None:
    page = page_of(reporter, walk.answered_simply())
    assert page.count("Sudah dijawab di langkah 3.") == 4
    assert "Tidak diperlukan untuk aduan ini." not in page


def test_a_second_report_of_a_round_is_told_as_handed_in_again(walk: Walk, cast: Cast) -> None:
    walk.reported().do(check.send_back, cast.endang, missing="Foto malam hari belum ada.")
    walk.report()
    told = [note.text for stop in journey_of(walk).stops for note in stop.notes if note.action == "report"]
    assert told == ["Laporan penanganan diserahkan.", "Laporan diserahkan lagi."]


def test_a_late_whole_beside_a_step_in_time_is_explained_in_a_sentence(walk: Walk) -> None:
    def explained() -> bool:
        complaint, reader = walk.refresh(), Reader(at=walk.at)
        clocks = list(complaint.clocks.order_by("id"))
        its_turn = turn.of(complaint, walk.lead, clocks, reader, reopened=False)
        return promises.of(complaint, clocks, reader, step=its_turn.reading).only_whole_late

    walk.passed_on()
    assert not explained()
    walk.at += timedelta(days=4)
    assert not explained()
    walk.assign()
    assert explained()


def test_the_sum_shows_each_step_its_pause_and_the_total(walk: Walk, cast: Cast, reporter: Reporter) -> None:
    walk.routed().asked()
    walk.do(complete.complete, REPORTER, reply="Di sebelah timur pasar.")
    walk.do(route.pass_on, cast.budi, interim=INTERIM)
    page = page_of(reporter, walk)
    assert "Dinas punya 1.050 menit kerja sejak Senin, 2 Maret 2026, pukul 08.30." in page
    assert "Jam kantor dinas ini Senin–Kamis 07.30–15.30, Jumat 07.30–14.30." in page
    assert "<td>Menunggu Anda, Senin 09.00–Senin 09.30</td>" in page
    assert '<td class="r">30 tidak dihitung</td>' in page
    assert '<td>3. Dinas menerima</td><td class="r">60</td><td class="r">60</td>' in page


def test_a_later_round_says_what_its_minutes_are_left_of(walk: Walk, reporter: Reporter) -> None:
    told = "dari 1.050 menit kerja untuk semua putaran."
    assert told not in page_of(reporter, walk.answered())
    walk.do(reopen.object_to, REPORTER, reason="Lampu ketiga padam lagi.", score=3)
    assert f"Itu sisa {told}" in page_of(reporter, walk)


def test_the_ombudsman_day_is_the_sixtieth(walk: Walk, reporter: Reporter) -> None:
    assert "1 Mei 2026, hari ke-60" in page_of(reporter, walk)


def test_what_may_not_be_done_is_said_with_its_reason(walk: Walk, reporter: Reporter) -> None:
    page = page_of(reporter, walk)
    assert "<b>Kirim kelengkapan:</b> hanya dapat dilakukan saat “Menunggu kelengkapan” atau “Gugur”." in page
    assert f"/aduan/{walk.complaint.number}/withdraw/" in page
    assert f"/aduan/{walk.complaint.number}/confirm/" not in page


def test_an_official_who_is_not_the_reporter_finds_nothing_here(walk: Walk, cast: Cast, client: Client) -> None:
    sign_in(client, cast.wati)
    assert client.get(f"/aduan/{walk.complaint.number}/").status_code == 404


def test_a_number_may_stand_in_the_address_as_it_is_typed(walk: Walk, reporter: Reporter) -> None:
    typed = walk.complaint.number.replace("-", "").lower()
    assert reporter(walk).get(f"/aduan/{typed}/").status_code == 200
    assert reporter(walk).get("/aduan/apa-saja/").status_code == 404


def test_promises_of_a_withdrawn_case_are_not_called_kept(walk: Walk, reporter: Reporter) -> None:
    walk.passed_on().do(close.withdraw, REPORTER)
    page = page_of(reporter, walk)
    assert "dihentikan sebelum selesai" in page


def test_the_list_of_own_complaints_marks_those_that_wait_for_their_reporter(
    file_one: Callable[..., Walk], cast: Cast, client: Client
) -> None:
    file_one(account=True)
    waiting = file_one(account=True).answered()
    sign_in(client, cast.sari)
    page = client.get("/aduan-saya/").content.decode()
    assert page.count("Giliran Anda") == 1
    assert page.index("Giliran Anda") < page.index(f"/aduan/{waiting.complaint.number}/")


def test_own_complaints_are_paged_by_key_newest_first(
    file_one: Callable[..., Walk], cast: Cast, client: Client
) -> None:
    for hours in range(21):
        file_one(account=True, at=MONDAY + timedelta(hours=hours // 2))
    file_one()
    sign_in(client, cast.sari)
    first = client.get("/aduan-saya/").content.decode()
    further = re.search(r'href="(\?dari=[^"]+)"', first)[1]  # type: ignore[index]
    second = client.get(f"/aduan-saya/{further}").content.decode()
    shown = [re.findall(r'"case-no">([^<]+)<', page) for page in (first, second)]
    oldest = Complaint.objects.order_by("pk").first()
    assert [len(numbers) for numbers in shown] == [20, 1]
    assert oldest is not None and shown[1] == [oldest.number]


@pytest.mark.parametrize(
    "mark", ["x", "1-", "99999999999999999999-1", "-5-3", "1-99999999999999999999999", "1_0-2", "١-٢"]
)
def test_a_broken_page_mark_shows_the_first_page(cast: Cast, client: Client, mark: str) -> None:
    sign_in(client, cast.sari)
    answer = client.get("/aduan-saya/", {"dari": mark})
    assert answer.status_code == 200 and "Ke yang terbaru" not in answer.content.decode()


def test_a_case_that_ended_early_has_no_steps_to_come(walk: Walk, cast: Cast) -> None:
    walk.do(verify.archive, cast.wati, reason="outside", explanation="Jalan ini milik provinsi.")
    assert states(walk) == "ppssssss"


def test_a_case_that_cannot_be_reopened_says_so(walk: Walk, reporter: Reporter) -> None:
    walk.closed()
    page = page_of(reporter, walk)
    assert "Anda tidak dapat membuka aduan ini lagi." in page and "masih dapat membukanya" not in page


@pytest.mark.parametrize("account", [False, True])
def test_the_page_asks_the_database_twelve_things_however_long_the_history(
    file_one: Callable[..., Walk], client: Client, account: bool, django_assert_max_num_queries: Any
) -> None:
    walk = file_one(account=account)
    walk.routed().asked()
    walk.do(complete.complete, REPORTER, reply="Di sebelah timur pasar.")
    walk.do(route.pass_on, walk.cast.budi, interim=INTERIM)
    walk.assign().report().do(check.approve, walk.cast.endang)
    walk.do(answer.answer, walk.cast.budi, text=ANSWER, kind="solved")
    walk.do(reopen.object_to, REPORTER, reason="Lampu ketiga padam lagi.", score=3)
    walk.assign().report().do(check.approve, walk.cast.endang)
    if account:
        sign_in(client, walk.cast.sari)
    else:
        session = client.session
        session["receipts"] = identity.seal([walk.complaint.pk])
        session.save()
    with django_assert_max_num_queries(12):
        page = client.get(f"/aduan/{walk.complaint.number}/").content.decode()
    assert "Putaran sebelumnya" in page


def test_an_answer_the_tim_has_not_acknowledged_can_be_judged_and_says_when_the_days_begin(
    walk: Walk, reporter: Reporter
) -> None:
    walk.answered()
    page = page_of(reporter, walk)
    assert heading(page) == "Sekarang giliran Anda"
    assert "Anda punya 10 hari kerja untuk menilai, terhitung sejak Tim menerima laporannya." in page
    for action in ("confirm", "object"):
        assert f"/aduan/{walk.complaint.number}/{action}/" in page
    walk.received()
    due = walk.complaint.clocks.get(name=K.CONFIRMATION).due_at
    page = page_of(reporter, walk)
    assert "terhitung sejak Tim menerima" not in page
    assert words.long_instant(due) in page


def test_nobody_is_promised_a_second_reopening(file_one: Callable[..., Walk], reporter: Reporter) -> None:
    walk = file_one(at=timezone.now().replace(microsecond=0) - timedelta(hours=12))
    promise = "masih bisa membukanya lagi satu kali"
    walk.answered()
    assert promise in page_of(reporter, walk)
    walk.received().do(close.confirm, REPORTER, score=5)
    walk.do(reopen.reopen, REPORTER, reason="Padam lagi sejak tadi malam.")
    walk.do(answer.answer_simple, walk.cast.heru, text=ANSWER)
    page = page_of(reporter, walk)
    assert heading(page) == "Sekarang giliran Anda" and promise not in page
    walk.do(close.confirm, REPORTER, score=5)
    assert "Anda tidak dapat membuka aduan ini lagi." in page_of(reporter, walk)


def test_a_lapsed_case_offers_first_to_complete_it_then_to_object_in_its_own_words(
    file_one: Callable[..., Walk], cast: Cast, reporter: Reporter
) -> None:
    walk = file_one(at=timezone.now().replace(microsecond=0) - timedelta(days=40))
    walk.do(complete.ask_completion, cast.wati, question="Di sebelah mana tiangnya?")
    complete.lapse(complaint_id=walk.complaint.pk, at=timezone.now().replace(microsecond=0) - timedelta(hours=1))
    assert walk.refresh().state == C.LAPSED
    page = page_of(reporter, walk)
    assert heading(page) == "Aduan Anda gugur"
    assert "Kelengkapan yang kami minta belum kami terima." in page and "Di sebelah mana tiangnya?" in page
    forms = re.findall(r'<form method="post" action="/aduan/[^/]+/([a-z]+)/', page)
    assert forms == ["complete", "object"]
    assert "Mengapa aduan ini perlu diteruskan?" in page
    assert 'name="nilai"' not in page and "Apa yang belum beres?" not in page


def test_a_limit_that_passes_at_an_agency_lets_it_go_on_without(walk: Walk, reporter: Reporter) -> None:
    walk.routed().asked()
    complete.lapse(complaint_id=walk.complaint.pk, at=walk.now(24 * 30))
    page = page_of(reporter, walk)
    assert heading(page) == "Sekarang giliran Dinas Perhubungan"
    assert "Batas waktu kelengkapan lewat tanpa jawaban. Dinas melanjutkan tanpa kelengkapan." in page
