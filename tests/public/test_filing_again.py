"""A form sent again, by whom and from where; and what a session's row tells of what was filed in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from lapor.complaints import identity
from lapor.complaints.models import Attachment, Complaint, Draft
from tests.cast import Cast, Walk, sign_in
from tests.pictures import picture
from tests.public.conftest import hidden, receipt_on, typed


def send(client: Client, form: dict[str, Any]) -> tuple[str, str]:
    """Send this form. The number and the code ("" for none) on the page it leads to."""
    return receipt_on(client.post("/lapor/", form, follow=True).content.decode())


def back(client: Client, form: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The form after Back: a fresh page with a new key, what was typed put back by the browser."""
    return {**form, **hidden(client), **changes}


# ---------------------------------------------------------------- the same form, once more


def test_what_an_account_sent_opens_to_nobody_who_sends_it_again(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    form = typed(client, anonim="on")
    send(client, form)
    number = Complaint.objects.get().number
    client.post("/keluar/")
    for stranger in (client, Client()):
        answer = stranger.post("/lapor/", {**form, "berkas": [picture()]})
        assert answer.headers["Location"] == "/aduan-saya/"
        assert "sudah dikirim dengan sebuah akun" in stranger.get("/masuk/").content.decode()
        assert stranger.get(f"/aduan/{number}/").status_code == 404
        assert stranger.get("/tanda-terima/").status_code == 302
    assert Complaint.objects.count() == 1
    assert not Draft.objects.exists() and not Attachment.objects.exists()


def test_another_account_gets_nothing_and_ones_own_its_receipt(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    form = typed(client)
    number, _ = send(client, form)
    at_home, other = Client(), Client()
    sign_in(at_home, cast.sari)
    assert send(at_home, form) == (number, "")
    sign_in(other, cast.budi)
    assert other.post("/lapor/", form).headers["Location"] == "/aduan-saya/"
    assert other.get(f"/aduan/{number}/").status_code == 404
    assert other.get(f"/tanda-terima/?nomor={number}").headers["Location"] == "/aduan-saya/"


def test_a_stranger_whose_answer_was_lost_sends_again_and_gets_the_same_code(cast: Cast, client: Client) -> None:
    form = typed(client)
    first = send(client, form)
    assert first == send(client, form) == send(Client(), form)
    assert identity.opened_by(Complaint.objects.get().number, first[1])


@pytest.mark.parametrize(
    ("changes", "told"),
    [({}, False), ({"cerita": "Lampu jalan padam, dan kini ada yang jatuh."}, True), ({"berkas": "new"}, True)],
    ids=["nothing", "words", "a file"],
)
def test_what_another_tab_adds_to_a_form_that_was_sent_is_not_dropped_silently(
    cast: Cast, client: Client, changes: dict[str, Any], told: bool
) -> None:
    form = typed(client)
    send(client, {**form, "berkas": [picture()]})
    files = [picture("lain.jpg", (9, 9, 90))] if changes.get("berkas") else [picture()]
    page = client.post("/lapor/", {**form, **changes, "berkas": files}, follow=True).content.decode()
    assert ("belum ikut; tambahkan di halaman aduannya" in page) is told
    assert Complaint.objects.count() == 1 and not Draft.objects.exists()


def test_who_signs_in_after_filing_and_sends_again_still_reads_his_case(cast: Cast, client: Client) -> None:
    form = typed(client)
    number, _ = send(client, form)
    client.post("/masuk/", {"surel": "sari@contoh.test", "sandi": "salah"})
    sign_in(client, cast.sari)
    client.post("/lapor/", form)
    assert Complaint.objects.count() == 1
    assert client.get(f"/aduan/{number}/").status_code == 200


# ---------------------------------------------------------------- Back, and sent again


@pytest.mark.parametrize("account", [False, True])
def test_back_and_send_again_makes_no_second_complaint(cast: Cast, client: Client, account: bool) -> None:
    if account:
        sign_in(client, cast.sari)
    form = typed(client, berkas=[picture()])
    first = send(client, form)
    assert send(client, back(client, form, berkas=[picture()])) == first
    assert send(client, back(client, form, berkas=[])) == first
    again = client.post("/lapor/", back(client, form, berkas=[]), follow=True)
    assert "sama sudah kami terima tadi" in again.content.decode()
    assert Complaint.objects.count() == 1
    assert Attachment.objects.count() == 1 and not Draft.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"cerita": "Lampu itu sekarang padam semuanya."},
        {"patokan": "Depan pasar"},
        {"kalurahan": "tidak-tahu"},
        {"anonim": "on"},
        {"nama": "Sari Lestari"},
        {"berkas": [picture(colour=(200, 30, 30))]},
    ],
)
def test_what_is_new_after_back_is_never_swallowed(cast: Cast, client: Client, change: dict[str, Any]) -> None:
    form = typed(client)
    send(client, form)
    for file in change.get("berkas", ()):
        file.seek(0)
    send(client, back(client, form, **change))
    assert Complaint.objects.count() == 2


def test_after_half_an_hour_the_same_words_are_a_complaint_of_their_own(cast: Cast, client: Client) -> None:
    form = typed(client)
    send(client, form)
    long_ago = timezone.now() - timedelta(minutes=31)
    Complaint.objects.update(opened_at=long_ago, received_at=long_ago)
    send(client, back(client, form))
    assert Complaint.objects.count() == 2


def test_after_a_withdrawal_the_same_words_are_a_complaint_of_their_own(cast: Cast, client: Client) -> None:
    form = typed(client)
    number, _ = send(client, form)
    act = {"kunci": form["kunci"], "version": Complaint.objects.get().version, "tulisan": ""}
    assert client.post(f"/aduan/{number}/withdraw/", act).status_code == 302
    send(client, back(client, form))
    assert Complaint.objects.count() == 2


def test_another_persons_same_words_are_another_complaint(cast: Cast, client: Client) -> None:
    send(client, typed(client))
    neighbour = Client()
    send(neighbour, typed(neighbour))
    assert Complaint.objects.count() == 2


# ---------------------------------------------------------------- what a session's row tells


def test_the_session_of_an_account_keeps_nothing_of_what_it_files(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    before = Session.objects.values().get()
    number, _ = send(client, typed(client, anonim="on"))
    assert client.get(f"/aduan/{number}/").status_code == 200
    assert Session.objects.values().get() == before


def test_a_session_names_no_complaint_that_was_filed_or_opened_in_it(walk: Walk, client: Client) -> None:
    filed, _ = send(client, typed(client))
    client.post("/lacak/", {"nomor": walk.complaint.number, "kode": walk.code})
    sign_in(client, walk.cast.sari)
    for number in (filed, walk.complaint.number):
        assert client.get(f"/aduan/{number}/").status_code == 200
    kept = Session.objects.get().get_decoded()
    assert {type(kept["receipts"]), type(kept["receipt"])} == {str}
    assert walk.complaint.pk in identity.unseal(kept["receipts"])


def test_a_seal_tells_no_time(cast: Cast) -> None:
    import base64

    assert base64.urlsafe_b64decode(identity.seal([1]))[1:9] == bytes(8)


def test_a_session_of_before_or_with_another_key_opens_nothing_and_breaks_nothing(walk: Walk, client: Client) -> None:
    session = client.session
    session["receipts"], session["receipt"] = [walk.complaint.pk], "gAAAAAB"
    session.save()
    assert client.get(f"/aduan/{walk.complaint.number}/").status_code == 404
    assert client.get("/tanda-terima/").headers["Location"] == "/lacak/"


def test_signing_out_closes_what_was_filed_here(cast: Cast, client: Client) -> None:
    number, _ = send(client, typed(client))
    client.post("/keluar/")
    assert client.get(f"/aduan/{number}/").status_code == 404
    assert client.get("/tanda-terima/").headers["Location"] == "/lacak/"


def test_the_same_words_for_the_inspektorat_are_no_repeat(cast: Cast, client: Client) -> None:
    form = typed(client)
    send(client, form)
    number, _ = send(client, back(client, form, pengawasan="on"))
    assert Complaint.objects.get(number=number).klass == "supervisory"
    assert Complaint.objects.count() == 2
