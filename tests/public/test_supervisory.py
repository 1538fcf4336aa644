"""What the reporter of a supervisory complaint reads: the Inspektorat plainly, four stops, no minutes."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from lapor.complaints.steps import answer, close, complete, inspect, mark_supervisory, reopen, verify
from lapor.public import doing
from tests.cast import REPORTER, Walk
from tests.complaints.test_supervisory import FINDINGS, INTERIM, TOLD


def told(client: Client, walk: Walk, name: str = "case") -> str:
    client.force_login(walk.cast.sari)
    response = client.get(reverse(name, args=[walk.complaint.number]))
    assert response.status_code == 200
    return str(response.content.decode())


def test_it_is_followed_in_four_stops_and_says_who_has_it(client: Client, complained: Walk) -> None:
    page = told(client, complained)
    assert "Sekarang giliran Inspektorat" in page and "Langkah 2 dari 4:" in page
    assert "Tim Kabupaten dan dinas tidak dapat membukanya" in page
    assert "menit kerja" not in page and "60 hari kerja" in page
    complained.do(inspect.take_up, complained.cast.kartika, interim=INTERIM)
    page = told(client, complained)
    assert "Langkah 3 dari 4:" in page and "Inspektorat sedang memeriksa" in page and INTERIM in page
    complained.do(inspect.conclude, complained.cast.bayu, findings=FINDINGS, verdict="proven")
    page = told(client, complained)
    assert FINDINGS not in page and "Terbukti" not in page
    complained.do(inspect.answer_supervisory, complained.cast.kartika, text=TOLD, verdict="partly")
    page = told(client, complained)
    assert TOLD in page and "Terbukti sebagian" in page and FINDINGS not in page
    assert "Tim menerima laporannya" not in page


def test_every_end_of_it_names_the_inspectorate_and_not_the_tim(client: Client, complained: Walk) -> None:
    kartika = complained.cast.kartika
    complained.do(complete.ask_completion, kartika, question="Di kantor mana kejadiannya?")
    pages = [told(client, complained)]
    complained.do(complete.complete, REPORTER, reply="Di kantor kapanewon.")
    complained.do(verify.archive, kartika, reason="not_supervisory", explanation="Ini keluhan layanan, tulis lagi.")
    pages.append(told(client, complained))
    complained.do(reopen.object_to, REPORTER, reason="Ada uang yang diminta.")
    complained.do(inspect.take_up, kartika, interim=INTERIM)
    complained.do(complete.ask_completion, complained.cast.bayu, question="Berapa uang yang diminta?")
    pages.append(told(client, complained))
    complete.lapse(complaint_id=complained.complaint.pk, at=complained.complaint.clocks.latest("id").due_at)
    complained.refresh()
    pages.append(told(client, complained))
    for page in pages:
        assert "Inspektorat" in page
        for other in ("Tim Kabupaten meng", "Tim memeriksa", "Dinas melanjutkan", "dinas melanjutkan"):
            assert other not in page, other


def test_what_was_handed_over_keeps_what_happened_before(client: Client, file_one: Callable[..., Walk]) -> None:
    mine = file_one(account=True).assigned()
    mine.do(mark_supervisory.mark_supervisory, mine.cast.wati, reason="Pungutan oleh petugas loket.")
    page = told(client, mine)
    assert "Tim Kabupaten menyerahkan aduan Anda ke Inspektorat." in page and "Diteruskan ke Dinas Perhubungan." in page
    assert "Pungutan oleh petugas loket." not in page and "Langkah 2 dari 4:" in page
    assert "Penanganan dinas" not in page


def test_a_closed_one_is_reopened_at_the_inspectorate(client: Client, complained: Walk) -> None:
    complained.do(inspect.take_up, complained.cast.kartika, interim=INTERIM)
    complained.do(inspect.conclude, complained.cast.bayu, findings=FINDINGS, verdict="proven")
    complained.do(inspect.answer_supervisory, complained.cast.kartika, text=TOLD, verdict="proven")
    answer.channel_accepted(complaint_id=complained.complaint.pk, at=complained.now(0.1))
    complained.do(close.confirm, REPORTER, score=5)
    again = doing.deed_for("reopen", complained.complaint)
    assert again is not None and "Inspektorat memeriksa lagi." in str(again.hint)
    complained.do(reopen.reopen, REPORTER, reason="Uang itu diminta lagi.")
    page = told(client, complained)
    assert "Langkah 3 dari 4:" in page and "penanggung jawab dinas" not in page


def test_its_book_of_time_names_the_inspectorate(client: Client, complained: Walk) -> None:
    page = told(client, complained, "case_time")
    assert "Inspektorat dan Anda" in page and "Tim Kabupaten dan Anda" not in page
    assert "Inspektorat memeriksa kelengkapan" in page
