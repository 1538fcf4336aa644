"""The form without a connection: the worker keeps nobody's form, and nothing that was drawn for a person."""

from __future__ import annotations

import json
import re

from django.test import Client

from tests.cast import Cast, sign_in


def test_the_page_for_no_connection_is_the_same_for_everybody(cast: Cast, client: Client) -> None:
    page = client.get("/luring/")
    assert page.content == sign_in(Client(), cast.sari).get("/luring/").content
    assert "Tidak ada sambungan" in page.content.decode()


def test_the_empty_form_is_the_same_for_everybody_and_holds_no_token(cast: Cast, client: Client) -> None:
    stranger = client.get("/lapor/luring/")
    sari = sign_in(Client(), cast.sari).get("/lapor/luring/")
    assert stranger.content == sari.content
    page = stranger.content.decode()
    assert 'name="csrfmiddlewaretoken" value=""' in page and 'name="kunci" value=""' in page
    assert "Sari" not in page and "csrftoken" not in stranger.cookies


def test_the_worker_keeps_the_empty_form_and_static_files_alone(cast: Cast, client: Client) -> None:
    answer = sign_in(client, cast.sari).get("/pekerja.js")
    keeps = json.loads(re.search(r"KEEPS = (\[[^\]]*\])", answer.content.decode())[1].replace("\\u002D", "-"))
    assert answer.headers["Content-Type"] == "text/javascript"
    assert keeps[:2] == ["/lapor/luring/", "/luring/"] and all(one.startswith("/static/") for one in keeps[2:])
    assert len(set(keeps)) == len(keeps), "a browser keeps nothing of a list that names something twice"
    page = client.get("/lapor/luring/").content.decode()
    asked = re.findall(r'(?:<link rel="stylesheet" href|<script src)="([^"]+)"', page)
    assert set(asked) <= set(keeps), "what the empty form needs is kept with it"


def test_the_worker_is_another_one_when_the_form_is(cast: Cast, client: Client) -> None:
    from lapor.complaints.models import Kapanewon

    before = client.get("/pekerja.js").content
    assert client.get("/pekerja.js").content == before
    Kapanewon.objects.create(code="34.02.99", name="Baru")
    assert client.get("/pekerja.js").content != before


def test_the_desk_can_be_installed(client: Client, db: None) -> None:
    facts = client.get("/aplikasi.webmanifest").json()
    assert facts["start_url"] == "/lapor/" and facts["display"] == "standalone"
    assert {icon["sizes"] for icon in facts["icons"]} == {"192x192", "512x512"}
    assert 'rel="manifest" href="/aplikasi.webmanifest"' in client.get("/").content.decode()


def test_a_token_is_fresh_and_kept_by_nobody(client: Client) -> None:
    answer = client.get("/lapor/kunci/")
    assert len(answer.json()["token"]) == 64
    assert "no-store" in answer.headers["Cache-Control"]
