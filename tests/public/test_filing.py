"""Filing a complaint through its page: one form, one complaint, nothing lost on the way."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from lapor.complaints import identity
from lapor.complaints.models import Attachment, Complaint, Draft
from tests.cast import STORY, Cast, sign_in
from tests.pictures import picture
from tests.public.conftest import TIMBULHARJO, looked_at, receipt_on, typed


def test_a_stranger_files_and_gets_number_and_code(cast: Cast, client: Client) -> None:
    answer = client.post("/lapor/", typed(client), follow=True)
    complaint = Complaint.objects.get()
    page = answer.content.decode()
    _, code = receipt_on(page)
    assert answer.redirect_chain[-1][0] == "/tanda-terima/"
    assert complaint.number in page
    assert identity.opened_by(complaint.number, code)
    assert client.get(f"/aduan/{complaint.number}/").status_code == 200


def test_the_receipt_code_stands_sealed_in_the_session(cast: Cast, client: Client) -> None:
    client.post("/lapor/", typed(client))
    _, shown = receipt_on(client.get("/tanda-terima/").content.decode())
    assert shown and shown not in str(dict(client.session))


def test_the_minutes_of_writing_are_measured(cast: Cast, client: Client) -> None:
    from lapor.public import forms

    form = typed(client)
    form["dibuka"] = forms._signer.sign(f"{form['kunci']} {int(_minutes_ago(9).timestamp())}")
    client.post("/lapor/", form)
    complaint = Complaint.objects.get()
    assert timedelta(minutes=8) < complaint.received_at - complaint.opened_at < timedelta(minutes=10)


def test_a_mark_of_another_form_tells_no_time(cast: Cast, client: Client) -> None:
    form = typed(client)
    form["dibuka"] = "palsu:palsu"
    client.post("/lapor/", form)
    complaint = Complaint.objects.get()
    assert complaint.opened_at == complaint.received_at


def test_an_error_keeps_every_word_and_every_file(cast: Cast, client: Client) -> None:
    form = typed(client, kalurahan="", berkas=[picture()], anonim="on")
    answer = client.post("/lapor/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Ada 1 yang perlu dilengkapi: Tulis aduan" in page
    assert 'href="#kalurahan"' in page and 'aria-describedby="kalurahan-e"' in page
    assert STORY in page and "Foto 1" in page and 'name="anonim" aria-describedby="anonim-h" checked' in page
    again = {**form, "kalurahan": TIMBULHARJO, "berkas": []}
    assert client.post("/lapor/", again).status_code == 302
    assert Complaint.objects.get().attachments.count() == 1


def test_a_stored_file_can_be_taken_out_before_sending(cast: Cast, client: Client) -> None:
    form = typed(client, berkas=[picture()], unggah="1")
    page = client.post("/lapor/", form).content.decode()
    held = Attachment.objects.get()
    assert str(held.pk) in page
    client.post("/lapor/", {**form, "berkas": [], "hapus": str(held.pk)})
    assert not Attachment.objects.exists()
    assert not Complaint.objects.exists()


def test_a_refused_file_is_told_and_the_others_stay(cast: Cast, client: Client) -> None:
    sent = [picture(), SimpleUploadedFile("a.zip", b"PK\x03\x04")]
    answer = client.post("/lapor/", typed(client, berkas=sent))
    assert answer.status_code == 422
    assert 'href="#berkas"' in answer.content.decode()
    assert Attachment.objects.count() == 1


def test_everything_that_is_missing_is_told_at_once(cast: Cast, client: Client) -> None:
    page = client.post("/lapor/", typed(client, cerita="", kapanewon="", kalurahan="")).content.decode()
    assert "Ada 2 yang perlu dilengkapi" in page
    assert 'href="#cerita"' in page and 'href="#kalurahan"' in page


@pytest.mark.parametrize(
    ("kapanewon", "kalurahan", "status"),
    [
        ("34.02.15", "tidak-tahu", 302),
        ("", "tidak-tahu", 422),
        ("", TIMBULHARJO, 302),
        ("34.02.99", TIMBULHARJO, 302),
        ("34.02.15", "34.02.99.2001", 422),
    ],
)
def test_the_two_selects_have_to_agree(cast: Cast, client: Client, kapanewon: str, kalurahan: str, status: int) -> None:
    answer = client.post("/lapor/", typed(client, kapanewon=kapanewon, kalurahan=kalurahan))
    assert answer.status_code == status


def test_a_kalurahan_of_another_kapanewon_is_told_by_name(cast: Cast, client: Client) -> None:
    from lapor.complaints.models import Kapanewon

    Kapanewon.objects.create(code="34.02.01", name="Srandakan")
    page = client.post("/lapor/", typed(client, kapanewon="34.02.01")).content.decode()
    assert "Kalurahan Timbulharjo ada di Kapanewon Sewon." in page


def test_a_nik_in_the_story_is_asked_about_and_covered(cast: Cast, client: Client) -> None:
    form = typed(client, cerita=f"{STORY} NIK saya 3402000000000000.")
    page = client.post("/lapor/", form).content.decode()
    assert "3402••••••••••00" in page and not Complaint.objects.exists()
    client.post("/lapor/", looked_at(page))
    words = Complaint.objects.get().events.get().texts.get(name="story").words
    assert words == f"{STORY} NIK saya (nomor ditutup)."


def test_who_wants_his_number_to_stay_keeps_it(cast: Cast, client: Client) -> None:
    page = client.post("/lapor/", typed(client, cerita=f"{STORY} Hubungi 0812-3456-7890")).content.decode()
    client.post("/lapor/", {**looked_at(page), "tutup": []})
    assert "0812-3456-7890" in Complaint.objects.get().events.get().texts.get(name="story").words


def test_an_account_gets_no_code_and_its_own_name(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    page = client.post("/lapor/", typed(client, nama="Orang Lain"), follow=True).content.decode()
    complaint = Complaint.objects.get()
    assert "kode-tanda-terima" not in page
    assert identity.name_for_officials(complaint) == "Sari Lestari"
    assert complaint.title in client.get("/aduan-saya/").content.decode()


def test_without_a_receipt_the_receipt_page_leads_elsewhere(cast: Cast, client: Client) -> None:
    assert client.get("/tanda-terima/").headers["Location"] == "/lacak/"


@pytest.mark.django_db(transaction=True)
def test_five_parallel_posts_of_one_form_make_one_complaint(cast: Cast) -> None:
    form = {
        "kunci": str(uuid.uuid4()), "cerita": STORY, "kapanewon": "34.02.15", "kalurahan": TIMBULHARJO, "kirim": "1",
    }  # fmt: skip
    answers: list[tuple[int, str]] = []
    start = threading.Barrier(5)

    def send() -> None:
        client = Client()
        start.wait()
        posted = client.post("/lapor/", {**form, "berkas": [picture()]})
        answers.append((posted.status_code, receipt_on(client.get("/tanda-terima/").content.decode())[1]))
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    complaint = Complaint.objects.get()
    assert len(answers) == 5 and len(set(answers)) == 1
    assert identity.opened_by(complaint.number, answers[0][1])
    assert complaint.attachments.count() == 1
    assert not Draft.objects.exists()


def _minutes_ago(minutes: int) -> Any:
    from django.utils import timezone

    return timezone.now() - timedelta(minutes=minutes)


def test_no_form_stumbles_over_what_no_keyboard_types(cast: Cast, client: Client) -> None:
    odd = "a\x00b"
    answer = client.post("/lapor/", typed(client, kapanewon=odd, kalurahan=odd, patokan=odd, hapus=odd, dibuka=odd))
    assert answer.status_code == 200
    assert client.post("/lapor/", typed(client, cerita=f"{STORY}{odd}", patokan=odd)).status_code == 302
    assert client.post("/masuk/", {"surel": odd}).status_code == 422
    assert client.post("/masuk/petugas/", {"surel": odd, "sandi": odd}).status_code == 422
    assert client.post("/masuk/petugas/lupa/", {"surel": odd}).status_code == 422
    assert client.post("/lacak/", {"nomor": odd, "kode": odd}).status_code == 422


def test_more_files_than_we_take_at_once_is_said_plainly(cast: Cast, client: Client) -> None:
    many = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(101)]
    answer = client.post("/lapor/", typed(client, berkas=many))
    assert answer.status_code == 400 and "terlalu banyak berkas" in answer.content.decode()


def test_a_stranger_sends_forty_files_an_hour_and_then_files_without(cast: Cast, client: Client) -> None:
    from lapor.public.models import FailedTry

    for _ in range(2):
        client.post("/lapor/", typed(client, berkas=[SimpleUploadedFile(f"{n}.txt", b"x") for n in range(20)]))
    form = typed(client, berkas=[picture()])
    stopped = client.post("/lapor/", form)
    page = stopped.content.decode()
    assert stopped.status_code == 422 and "Terlalu banyak berkas dikirim dari jaringan ini" in page and STORY in page
    assert not Attachment.objects.exists()
    assert (
        client.post("/lapor/", {**form, "berkas": [picture()], "unggah": "1"}, REMOTE_ADDR="10.1.2.3").status_code
        == 200
    )
    assert Attachment.objects.count() == 1
    assert client.post("/lapor/", {**form, "berkas": []}).status_code == 302
    FailedTry.objects.update(at=_minutes_ago(61))
    assert client.post("/lapor/", typed(client, berkas=[picture()], unggah="1")).status_code == 200
    assert Attachment.objects.count() == 2


def test_who_is_signed_in_may_send_a_hundred(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    for _ in range(3):
        answer = client.post("/lapor/", typed(client, berkas=[SimpleUploadedFile("a.txt", b"x")] * 20))
    assert "dari jaringan ini" not in answer.content.decode()
    for _ in range(3):
        answer = client.post("/lapor/", typed(client, berkas=[SimpleUploadedFile("a.txt", b"x")] * 20))
    assert "dari jaringan ini" in answer.content.decode()


def test_files_sent_ahead_are_counted_and_the_page_comes_back_to_them(cast: Cast, client: Client) -> None:
    form = typed(client, berkas=[picture(), picture("tiang.jpg", (90, 90, 20))], unggah="1")
    page = client.post("/lapor/", form).content.decode()
    assert "2 berkas tersimpan." in page
    assert page.count('formaction="/lapor/#unggahan"') == 3
    assert 'id="unggahan"' in page
