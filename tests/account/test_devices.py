"""Where one is signed in, in words, and ending it from afar."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from lapor.account import sessions
from tests.account.conftest import code_in_letter
from tests.cast import Cast

TELEPHONE = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"


def come_in(email: str, agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/masuk/", {"surel": email})
    client.post("/masuk/kode/", {"kode": code_in_letter(email)})
    return client


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (TELEPHONE, "Chrome di Android"),
        (LAPTOP, "Firefox di Windows"),
        (IPHONE, "Safari di iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge di Windows"),
        ("", "Peramban lain di perangkat lain"),
    ],
)
def test_a_device_is_told_in_words(agent: str, words: str) -> None:
    assert sessions.device(agent) == words


def test_one_of_ones_devices_is_signed_out_from_another(cast: Cast) -> None:
    laptop, telephone = come_in(cast.sari.email, LAPTOP), come_in(cast.sari.email, TELEPHONE)
    page = laptop.get("/akun/perangkat/").content.decode()
    assert "Chrome di Android" in page and page.count("Perangkat ini") == 1
    row = UserSession.objects.get(session_key=telephone.session.session_key)
    laptop.post("/akun/perangkat/", {"perangkat": row.pk})
    assert telephone.get("/akun/").headers["Location"].startswith("/masuk/")
    assert laptop.get("/akun/").status_code == 200


def test_all_others_are_signed_out_and_this_one_stays(cast: Cast) -> None:
    first, second, here = (come_in(cast.sari.email, agent) for agent in (LAPTOP, TELEPHONE, LAPTOP))
    here.post("/akun/perangkat/")
    assert [client.get("/akun/").status_code for client in (first, second, here)] == [302, 302, 200]


def test_nobody_signs_out_anybody_else(cast: Cast) -> None:
    sari, tini = come_in(cast.sari.email, LAPTOP), come_in("tini@contoh.test", TELEPHONE)
    row = UserSession.objects.get(session_key=tini.session.session_key)
    sari.post("/akun/perangkat/", {"perangkat": row.pk})
    assert tini.get("/akun/").status_code == 200
    assert sari.post("/akun/perangkat/", {"perangkat": "satu"}).status_code == 404


def test_the_list_of_devices_keeps_no_network_address(cast: Cast) -> None:
    come_in(cast.sari.email, LAPTOP)
    assert UserSession.objects.get().ip == "0.0.0.0"
