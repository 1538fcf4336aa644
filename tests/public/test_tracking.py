"""Number and code open a complaint; a guesser learns nothing and is soon stopped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.public.models import FailedTry
from tests.cast import Cast, Walk

WRONG = "Nomor dan kode itu tidak cocok."
STOPPED = "Terlalu banyak percobaan yang keliru."


def test_number_and_code_open_the_case(walk: Walk, client: Client) -> None:
    number, code = walk.complaint.number, walk.code
    assert client.get(f"/aduan/{number}/").status_code == 404
    answer = client.post("/lacak/", {"nomor": number, "kode": code})
    assert answer.headers["Location"] == f"/aduan/{number}/"
    assert client.get(f"/aduan/{number}/").status_code == 200
    assert not FailedTry.objects.exists()


def test_number_and_code_may_be_typed_carelessly(walk: Walk, client: Client) -> None:
    number = walk.complaint.number.lower().replace("-", " ")
    code = f" {walk.code.lower().replace('-', '')} "
    assert client.post("/lacak/", {"nomor": number, "kode": code}).status_code == 302


def test_the_session_gets_a_new_key(walk: Walk, client: Client) -> None:
    client.post("/lacak/", {"nomor": walk.complaint.number, "kode": walk.code})
    before = client.session.session_key
    client.post("/lacak/", {"nomor": walk.complaint.number, "kode": walk.code})
    assert client.session.session_key != before


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(walk: Walk, client: Client) -> None:
    from lapor.complaints.numbers import _check

    other = f"BTL-2026-000001-{_check('2026000001')}"
    pages, asked = [], []
    for number in (walk.complaint.number, other):
        with CaptureQueriesContext(connection) as queries:
            pages.append(client.post("/lacak/", {"nomor": number, "kode": "AAAA-AAAA-AAAA-AAAA"}))
        asked.append(len(queries))
    assert asked[0] == asked[1]  # nor does the time tell
    assert [page.status_code for page in pages] == [422, 422]
    assert all(WRONG in page.content.decode() for page in pages)


def test_a_misspelt_number_is_told_as_such_and_is_no_try(cast: Cast, client: Client) -> None:
    page = client.post("/lacak/", {"nomor": "BTL-2026-12", "kode": "x"}).content.decode()
    assert "Nomor aduan berbentuk seperti" in page
    assert not FailedTry.objects.exists()


def test_a_complaint_of_an_account_has_no_code_that_opens_it(file_one: object, client: Client) -> None:
    mine = file_one(account=True)
    page = client.post("/lacak/", {"nomor": mine.complaint.number, "kode": "-"}).content.decode()
    assert WRONG in page


def test_after_ten_wrong_codes_the_guesser_waits_an_hour(walk: Walk, client: Client) -> None:
    number = walk.complaint.number
    for _ in range(10):
        assert client.post("/lacak/", {"nomor": number, "kode": "AAAA"}).status_code == 422
    stopped = client.post("/lacak/", {"nomor": number, "kode": "AAAA"})
    assert stopped.status_code == 429 and STOPPED in stopped.content.decode()
    FailedTry.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert client.post("/lacak/", {"nomor": number, "kode": "AAAA"}).status_code == 422


def test_no_guesser_shuts_the_owner_out(walk: Walk, client: Client) -> None:
    number = walk.complaint.number
    for _ in range(11):
        client.post("/lacak/", {"nomor": number, "kode": "AAAA"})
    assert client.post("/lacak/", {"nomor": number, "kode": walk.code}).status_code == 302


def test_thirty_wrong_tries_from_one_address_are_enough(walk: Walk, client: Client) -> None:
    from lapor.complaints.numbers import _check

    for digit in range(30):
        number = f"BTL-2026-{digit:06d}-{_check(f'2026{digit:06d}')}"
        client.post("/lacak/", {"nomor": number, "kode": "AAAA"})
    answers = [
        client.post("/lacak/", {"nomor": walk.complaint.number, "kode": "AAAA"}, REMOTE_ADDR=address).status_code
        for address in ("127.0.0.1", "10.1.2.3")
    ]
    assert answers == [429, 422]


def test_tries_are_stored_as_keyed_hashes(walk: Walk, client: Client) -> None:
    client.post("/lacak/", {"nomor": walk.complaint.number, "kode": "AAAA"}, REMOTE_ADDR="10.1.2.3")
    row = FailedTry.objects.get()
    assert len(row.subject) == len(row.address) == 64
    assert "10.1.2.3" not in (row.subject, row.address)


@pytest.mark.parametrize("address", ["2001:db8::1", "2001:db8::ffff"])
def test_one_ipv6_network_is_one_address(walk: Walk, client: Client, address: str) -> None:
    from lapor.public.throttle import _keyed

    client.post("/lacak/", {"nomor": walk.complaint.number, "kode": "AAAA"}, REMOTE_ADDR=address)
    assert FailedTry.objects.get().address == _keyed("address", "2001:db8::/64")


def test_closing_the_case_on_this_device_closes_it(walk: Walk, client: Client) -> None:
    client.post("/lacak/", {"nomor": walk.complaint.number, "kode": walk.code})
    client.post("/keluar/")
    assert client.get(f"/aduan/{walk.complaint.number}/").status_code == 404
