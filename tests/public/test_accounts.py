"""Signing in, out and up; no page tells whether an address has an account."""

from __future__ import annotations

import pytest
from django.test import Client

from lapor.people.models import Person
from lapor.public.models import FailedTry
from tests.cast import PASSWORD, Cast, Walk, sign_in

WRONG = "Surel atau kata sandi itu tidak cocok."
NEW = {"nama": "Tini Rahayu", "surel": "tini@contoh.test", "sandi": "hujan-di-parangtritis"}


@pytest.mark.parametrize(("email", "place"), [("sari@contoh.test", "/aduan-saya/"), ("budi@bantul.test", "/meja/")])
def test_citizens_come_to_their_complaints_and_officials_to_their_desk(
    cast: Cast, client: Client, email: str, place: str
) -> None:
    answer = client.post("/masuk/", {"surel": f" {email.upper()} ", "sandi": PASSWORD})
    assert answer.headers["Location"] == place


def test_an_unknown_address_and_a_wrong_password_get_the_same_sentence(cast: Cast, client: Client) -> None:
    for email in ("sari@contoh.test", "tidak-ada@contoh.test"):
        answer = client.post("/masuk/", {"surel": email, "sandi": "bukan ini"})
        assert answer.status_code == 422 and WRONG in answer.content.decode()


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("/lapor/", "/lapor/"),
        ("https://jahat.test/", "/aduan-saya/"),
        ("//jahat.test", "/aduan-saya/"),
        ("javascript:alert(1)", "/aduan-saya/"),
    ],
)
def test_the_way_on_stays_on_our_own_host(cast: Cast, client: Client, wanted: str, place: str) -> None:
    answer = client.post("/masuk/", {"surel": "sari@contoh.test", "sandi": PASSWORD, "next": wanted})
    assert answer.headers["Location"] == place


def test_the_session_gets_a_new_key_and_keeps_opened_receipts(walk: Walk, client: Client) -> None:
    client.post("/lacak/", {"nomor": walk.complaint.number, "kode": walk.code})
    before = client.session.session_key
    client.post("/masuk/", {"surel": "sari@contoh.test", "sandi": PASSWORD})
    assert client.session.session_key != before
    assert client.get(f"/aduan/{walk.complaint.number}/").status_code == 200


def test_guessing_a_password_stops_after_ten_tries(cast: Cast, client: Client) -> None:
    for _ in range(10):
        client.post("/masuk/", {"surel": "sari@contoh.test", "sandi": "salah"})
    answer = client.post("/masuk/", {"surel": "SARI@contoh.test", "sandi": PASSWORD})
    assert answer.status_code == 429


def test_ten_wrong_passwords_from_elsewhere_do_not_shut_the_owner_out(cast: Cast, client: Client) -> None:
    for _ in range(12):
        client.post("/masuk/", {"surel": "budi@bantul.test", "sandi": "salah"}, REMOTE_ADDR="10.1.2.3")
    assert client.post("/masuk/", {"surel": "budi@bantul.test", "sandi": PASSWORD}).status_code == 302


def test_a_hundred_wrong_passwords_from_everywhere_are_enough(cast: Cast, client: Client) -> None:
    for turn in range(100):
        client.post("/masuk/", {"surel": "budi@bantul.test", "sandi": "salah"}, REMOTE_ADDR=f"10.1.2.{turn // 9}")
    assert client.post("/masuk/", {"surel": "budi@bantul.test", "sandi": PASSWORD}).status_code == 429


def test_a_right_password_is_no_failed_try(cast: Cast, client: Client) -> None:
    client.post("/masuk/", {"surel": "sari@contoh.test", "sandi": PASSWORD})
    assert not FailedTry.objects.exists()


def test_signing_out_needs_a_post_and_forgets_everything(walk: Walk, cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    assert client.get("/keluar/").status_code == 405
    client.post("/keluar/")
    assert client.get("/aduan-saya/").headers["Location"].startswith("/masuk/?next=")


def test_a_new_account_signs_in_with_its_password(cast: Cast, client: Client) -> None:
    assert client.post("/daftar/", NEW).status_code == 200
    answer = client.post("/masuk/", {"surel": "tini@contoh.test", "sandi": NEW["sandi"]})
    assert answer.headers["Location"] == "/aduan-saya/"


def test_an_address_that_has_an_account_gets_the_same_page(cast: Cast, client: Client) -> None:
    before = Person.objects.get(email="sari@contoh.test").password
    pages = [
        client.post("/daftar/", {**NEW, "surel": surel}).content.decode().replace(surel, "…")
        for surel in ("baru@contoh.test", "sari@contoh.test")
    ]
    assert pages[0] == pages[1]
    assert Person.objects.get(email="sari@contoh.test").password == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nama", " "),
        ("surel", "bukan surel"),
        ("surel", f"tini@{'bantul.' * 42}test"),
        ("sandi", "pendek"),
        ("sandi", "password123"),
        ("sandi", "x" * 201),
    ],
)
def test_what_an_account_lacks_is_told_and_the_rest_kept(cast: Cast, client: Client, field: str, value: str) -> None:
    answer = client.post("/daftar/", {**NEW, field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{field}"' in page
    assert NEW["sandi"] not in page
    assert not Person.objects.filter(email="tini@contoh.test").exists()


def test_who_is_signed_in_is_sent_on(cast: Cast, client: Client) -> None:
    sign_in(client, cast.budi)
    assert client.get("/masuk/").headers["Location"] == "/meja/"
    assert client.get("/daftar/").headers["Location"] == "/meja/"
