"""A citizen signs in by a code sent to his address, and no answer tells which addresses we know."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.account import codes
from lapor.account.models import CacheEntry, SignInCode
from lapor.notices.models import Notice
from lapor.people.models import Person, Position
from tests.account.conftest import CODE, code_in_letter
from tests.cast import PASSWORD, Cast, Walk, sign_in
from tests.letters import newest_letter

NEW, OLD = "tini@contoh.test", "sari@contoh.test"


def ask(client: Client, email: str, **more: Any) -> Any:
    return client.post("/masuk/", {"surel": email, **more})


def enter(client: Client, code: str) -> Any:
    return client.post("/masuk/kode/", {"kode": code})


def test_a_first_sign_in_makes_the_account_and_asks_the_name_once(cast: Cast, client: Client) -> None:
    assert ask(client, f" {NEW.upper()} ").headers["Location"] == "/masuk/kode/"
    assert not Person.objects.filter(email=NEW).exists()
    answer = enter(client, code_in_letter(NEW).replace("-", " "))
    assert answer.headers["Location"] == "/akun/nama/?next=%2Faduan-saya%2F"
    client.post("/akun/nama/", {"nama": "Tini  Rahayu", "next": "/aduan-saya/"})
    tini = Person.objects.get(email=NEW)
    assert (tini.name, tini.has_usable_password()) == ("Tini Rahayu", False)
    client.post("/keluar/")
    ask(client, NEW)
    assert enter(client, code_in_letter(NEW)).headers["Location"] == "/aduan-saya/"


def test_no_answer_tells_whether_an_address_is_known_or_an_officials(cast: Cast) -> None:
    Position.objects.filter(pk=cast.heru.pk).update(starts=date(2099, 1, 1))
    Person.objects.create_person(email="tutup@contoh.test", name="Tutup")
    Person.objects.filter(email="tutup@contoh.test").update(is_active=False)
    addresses = (NEW, OLD, cast.budi.person.email, cast.heru.person.email, "tutup@contoh.test")
    seen = []
    for email in addresses:
        client = Client()
        with CaptureQueriesContext(connection) as queries:
            answer = ask(client, email)
        page = re.sub(r'value="[^"]{64}"', "", client.get("/masuk/kode/").content.decode().replace(email, "…"))
        seen.append((answer.status_code, answer.headers["Location"], sorted(answer.cookies), len(queries), page))
    assert [first for first in seen if first != seen[0]] == []
    assert Notice.objects.count() == len(addresses)


def test_a_wrong_code_gets_the_same_page_for_every_address(cast: Cast) -> None:
    pages = set()
    for email in (NEW, OLD, cast.budi.person.email):
        client = Client()
        ask(client, email)
        answer = enter(client, "0000-0000")
        pages.add((answer.status_code, re.sub(r'value="[^"]{64}"', "", answer.content.decode().replace(email, "…"))))
    assert len(pages) == 1


def test_an_official_gets_a_letter_with_the_way_to_his_door_and_no_code(cast: Cast, client: Client) -> None:
    ask(client, cast.budi.person.email)
    subject, text = newest_letter(cast.budi.person.email)
    assert subject == "Petugas masuk dengan kata sandi"
    assert "/masuk/petugas/" in text and not CODE.search(text)


@pytest.mark.parametrize("starts", [date(2026, 1, 1), date(2099, 1, 1)], ids=["today", "later"])
def test_a_code_that_was_asked_for_in_time_lets_no_official_in(cast: Cast, client: Client, starts: date) -> None:
    """Sari becomes an official after her code was sent: the door itself refuses it."""
    ask(client, OLD)
    Position.objects.create(person=cast.sari, role="verifier", starts=starts)
    answer = enter(client, code_in_letter(OLD))
    assert answer.headers["Location"] == "/masuk/"
    assert "_auth_user_id" not in client.session


def test_a_code_is_good_once_and_in_the_browser_that_asked_only(cast: Cast, client: Client) -> None:
    ask(client, OLD)
    other = Client()
    ask(other, NEW)
    code = code_in_letter(OLD)
    assert enter(other, code).status_code == 422
    assert enter(client, code).status_code == 302
    pk = SignInCode.objects.order_by("made_at").first().pk  # type: ignore[union-attr]
    with pytest.raises(codes.Spent):
        codes.right(pk, OLD, code, at=timezone.now())


def test_a_new_code_takes_the_place_of_the_old_one_in_this_browser(cast: Cast, client: Client) -> None:
    ask(client, OLD)
    old = code_in_letter(OLD)
    ask(client, OLD)
    new = code_in_letter(OLD)
    assert (enter(client, old).status_code, enter(client, new).status_code) == (422, 302)


def test_a_code_is_good_for_fifteen_minutes(cast: Cast) -> None:
    at = timezone.now()
    pk = codes.send(OLD, at=at, today=at.date())
    with pytest.raises(codes.Spent):
        codes.right(pk, OLD, code_in_letter(OLD), at=at + timedelta(minutes=15))
    assert codes.right(pk, OLD, code_in_letter(OLD), at=at + timedelta(minutes=14))


def test_after_five_wrong_tries_even_the_right_code_is_spent(cast: Cast, client: Client) -> None:
    ask(client, OLD)
    for _ in range(5):
        assert "tidak cocok" in enter(client, "1111-1111").content.decode()
    answer = enter(client, code_in_letter(OLD))
    assert answer.status_code == 422
    assert "tidak berlaku lagi" in answer.content.decode()


def test_the_sixth_letter_within_a_quarter_of_an_hour_is_refused_and_says_until_when(
    cast: Cast, client: Client
) -> None:
    for _ in range(5):
        assert ask(client, NEW).status_code == 302
    answer = ask(client, NEW)
    assert answer.status_code == 429
    assert re.search(r"Coba lagi (hari ini|besok) pukul \d\d\.\d\d", answer.content.decode())
    assert Notice.objects.count() == 5
    assert client.post("/masuk/", {"surel": NEW}, REMOTE_ADDR="10.9.8.7").status_code == 302


def test_what_the_throttle_keeps_tells_no_address(cast: Cast, client: Client) -> None:
    ask(client, OLD)
    enter(client, "1111-1111")
    kept = " ".join(f"{entry.cache_key} {entry.value}" for entry in CacheEntry.objects.all())
    assert CacheEntry.objects.count() >= 4
    assert "127.0.0.1" not in kept and "contoh.test" not in kept


def test_a_session_that_waits_for_a_code_tells_no_address(cast: Cast, client: Client) -> None:
    ask(client, OLD)
    assert OLD not in str(dict(client.session.items()))


@pytest.mark.parametrize("email", ["", "bukan surel", f"tini@{'bantul.' * 42}test", "a\x00@contoh.test "])
def test_an_address_that_is_none_is_refused_and_kept(cast: Cast, client: Client, email: str) -> None:
    answer = ask(client, email)
    assert answer.status_code in (302, 422)
    if answer.status_code == 422:
        assert 'href="#surel"' in answer.content.decode()


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
    ask(client, OLD, next=wanted)
    assert enter(client, code_in_letter(OLD)).headers["Location"] == place


def test_the_session_gets_a_new_key_and_keeps_opened_receipts(walk: Walk, client: Client) -> None:
    client.post("/lacak/", {"nomor": walk.complaint.number, "kode": walk.code})
    ask(client, OLD)
    before = client.session.session_key
    enter(client, code_in_letter(OLD))
    assert client.session.session_key != before
    assert client.get(f"/aduan/{walk.complaint.number}/").status_code == 200


def test_a_citizens_old_password_opens_nothing(cast: Cast, client: Client) -> None:
    answer = client.post("/masuk/petugas/", {"surel": OLD, "sandi": PASSWORD})
    assert answer.status_code == 422
    assert "tidak cocok" in answer.content.decode()


def test_the_account_of_a_citizen_has_a_name_and_devices_but_no_password(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    page = client.get("/akun/").content.decode()
    assert "Sari Lestari" in page and "Kata sandi" not in page
    assert client.get("/akun/sandi/").status_code == 404
    assert client.get("/akun/pengaman/").status_code == 404


def test_signing_out_needs_a_post_and_forgets_everything(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    assert client.get("/keluar/").status_code == 405
    client.post("/keluar/")
    assert client.get("/aduan-saya/").headers["Location"].startswith("/masuk/?next=")
