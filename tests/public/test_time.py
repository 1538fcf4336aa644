"""The page on which a reporter reads every limit of his complaint, in his words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lapor.complaints.steps import complete, route
from lapor.people.models import Person
from tests.cast import REPORTER, Cast, Walk, sign_in
from tests.officer.test_pages import STATES

Reporter = Callable[[Walk], Client]


def page_of(client: Client, walk: Walk) -> str:
    answer = client.get(f"/aduan/{walk.complaint.number}/waktu/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("state", STATES)
def test_it_opens_in_every_state_and_names_no_official(walk: Walk, reporter: Reporter, state: str) -> None:
    STATES[state](walk)
    client = reporter(walk)
    with CaptureQueriesContext(connection) as seen:
        page = page_of(client, walk)

    assert len(seen) <= 12
    for person in Person.objects.filter(positions__isnull=False).distinct():
        assert not re.search(rf"\b{person.name}\b", page), person.name
    for inner in ("Pengingat", "Naik ke atasan", "Verifikator", "Operator, ", "menunggu pelapor", "OPD"):
        assert inner not in page, inner


def test_a_wait_is_told_in_the_reporters_words(walk: Walk, reporter: Reporter) -> None:
    walk.routed().asked()
    walk.do(complete.complete, REPORTER, reply="Di utara pasar.")
    page = page_of(reporter(walk), walk)

    assert "Dinas Perhubungan)" in page
    assert "(Anda): menunggu Anda, 30 menit kerja" in page
    assert "jam berhenti: menunggu Anda (Dinas Perhubungan); berjalan lagi" in page


def test_a_wrong_door_is_the_decision_of_the_tim(walk: Walk, reporter: Reporter) -> None:
    walk.routed().do(
        route.request_return, walk.cast.budi, reason="wrong_agency", explanation="Ini urusan kebersihan.",
        proposed=walk.cast.dlh,
    )  # fmt: skip
    page = page_of(reporter(walk), walk)

    assert "Tim Kabupaten memutuskan dinas mana" in page
    assert "menunggu keputusan Tim (Dinas Perhubungan)" in page
    assert "dihitung lagi begitu jam berjalan" in page


def test_it_is_closed_to_everybody_else(client: Client, cast: Cast, walk: Walk, file_one: Any) -> None:
    address = f"/aduan/{walk.complaint.number}/waktu/"
    assert client.get(address).status_code == 404
    assert sign_in(client, cast.sari).get(address).status_code == 404
    own = file_one(account=True)
    assert client.get(f"/aduan/{own.complaint.number}/waktu/").status_code == 200
    assert client.get("/aduan/BTL-2026-1/waktu/").status_code == 404
    assert client.post(f"/aduan/{own.complaint.number}/waktu/").status_code == 405


def test_the_case_leads_there_and_back(walk: Walk, reporter: Reporter) -> None:
    client = reporter(walk.routed())
    case = client.get(f"/aduan/{walk.complaint.number}/").content.decode()

    assert f'href="/aduan/{walk.complaint.number}/waktu/"' in case
    assert f'href="/aduan/{walk.complaint.number}/"' in page_of(client, walk)
