"""Invitations and resets: a link that works once, for a while, for officials, and not by being looked at."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lapor.account import invitations, links
from lapor.notices.models import Notice
from lapor.people.models import Person, Position
from tests.account.conftest import give_password, link_in_letter
from tests.cast import PASSWORD, Cast, sign_in
from tests.letters import newest_letter

NEW = {"sandi": "hujan-di-parangtritis", "ulang": "hujan-di-parangtritis"}


@pytest.fixture
def newcomer(cast: Cast) -> Person:
    """Somebody with a position and no password yet."""
    person = Person.objects.create_person(email="ratri@bantul.test", name="Ratri")
    Position.objects.create(person=person, role="auditor", starts=timezone.localdate())
    return person


def test_an_invitation_lets_a_newcomer_set_a_password_once(newcomer: Person, client: Client) -> None:
    link = invitations.invite(newcomer, at=timezone.now())
    path = link_in_letter(newcomer.email)
    assert link.endswith(path) and link.startswith("http")
    for _ in range(3):  # a scanner follows every link
        assert client.get(path).status_code == 200
    assert client.post(path, NEW).headers["Location"] == "/masuk/petugas/"
    assert give_password(client, newcomer.email, NEW["sandi"]).headers["Location"] == "/meja/"
    assert client.get("/meja/").headers["Location"] == "/akun/pengaman/telepon/"
    assert Client().get(path).status_code == 410
    assert Client().post(path, NEW).status_code == 410


def test_an_invitation_is_good_for_three_days(newcomer: Person) -> None:
    at = timezone.now()
    key = links.make(newcomer, "invitation", at=at).rstrip("/").rpartition("/")[2]
    for later, good in ((timedelta(days=3) - timedelta(seconds=1), True), (timedelta(days=3), False)):
        assert (links.whose(key, at=at + later, today=at.date()) is not None) is good


def test_a_second_invitation_does_not_leave_the_first_open_once_used(newcomer: Person, client: Client) -> None:
    paths = [links.make(newcomer, "invitation", at=timezone.now()) for _ in range(2)]
    client.post(paths[0], NEW)
    assert client.get(paths[1]).status_code == 410


@pytest.mark.parametrize("key", ["x", "", "eyJwIjoxfQ:AAAA"])
def test_a_key_that_is_none_of_ours_opens_nothing(cast: Cast, client: Client, key: str) -> None:
    assert client.get(f"/masuk/petugas/sandi/{key or 'kosong'}/").status_code == 410


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"sandi": "pendek", "ulang": "pendek"}, "sandi"),
        ({"sandi": "password123", "ulang": "password123"}, "sandi"),
        ({"sandi": "x" * 201, "ulang": "x" * 201}, "sandi"),
        ({"sandi": NEW["sandi"], "ulang": "lain"}, "ulang"),
    ],
)
def test_what_a_new_password_lacks_is_told_and_uses_nothing_up(
    newcomer: Person, client: Client, typed: dict[str, str], field: str
) -> None:
    path = links.make(newcomer, "invitation", at=timezone.now())
    answer = client.post(path, typed)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.content.decode()
    assert client.post(path, NEW).status_code == 302


def test_a_reset_gives_officials_a_link_and_the_same_answer_to_everybody(cast: Cast) -> None:
    pages = set()
    for email in (cast.budi.person.email, cast.sari.email, "tidak-ada@bantul.test"):
        answer = Client().post("/masuk/petugas/lupa/", {"surel": email})
        pages.add((answer.status_code, answer.content.decode().replace(email, "…")))
    assert len(pages) == 1 and Notice.objects.count() == 3
    assert "tanpa kata sandi" in newest_letter(cast.sari.email)[0]
    assert newest_letter(cast.sari.email)[0] == newest_letter("tidak-ada@bantul.test")[0]
    client = Client()
    assert client.post(link_in_letter(cast.budi.person.email), NEW).status_code == 302
    assert give_password(client, cast.budi.person.email).status_code == 422
    assert give_password(client, cast.budi.person.email, NEW["sandi"]).status_code == 302


def test_a_reset_link_is_void_after_signing_in(cast: Cast, client: Client) -> None:
    client.post("/masuk/petugas/lupa/", {"surel": cast.budi.person.email})
    give_password(client, cast.budi.person.email)
    assert Client().get(link_in_letter(cast.budi.person.email)).status_code == 410


def test_a_fourth_reset_within_the_hour_waits(cast: Cast, client: Client) -> None:
    for _ in range(3):
        client.post("/masuk/petugas/lupa/", {"surel": cast.budi.person.email})
    answer = client.post("/masuk/petugas/lupa/", {"surel": cast.budi.person.email})
    assert answer.status_code == 429 and Notice.objects.count() == 3


def test_changing_the_password_needs_the_old_one_and_ends_the_other_devices(cast: Cast, client: Client) -> None:
    other = Client()
    for each in (client, other):
        sign_in(each, cast.budi)
    assert client.post("/akun/sandi/", {"sandi_lama": "salah", **NEW}).status_code == 422
    assert client.post("/akun/sandi/", {"sandi_lama": PASSWORD, **NEW}).headers["Location"] == "/akun/"
    assert client.get("/akun/").status_code == 200
    assert other.get("/akun/").headers["Location"].startswith("/masuk/")
    assert re.search("Kata sandi akun Anda berganti", newest_letter(cast.budi.person.email)[1])
