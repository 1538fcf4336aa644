"""Case 26: lists to download differ by role, hold no name of a reporter, run nothing, and leave a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lapor.complaints.models import Complaint
from lapor.complaints.steps import reveal, verify
from lapor.people import sheets
from lapor.people.models import Change, Person, Position
from lapor.sop.rules import Klass
from tests.cast import Cast, Walk, sign_in

INBOX, IDENTITIES = "/meja/kotak-masuk/unduh/", "/identitas/unduh/"
NAME, MAIL = "Sari Lestari", "sari@contoh.test"
WHY = "Audit tahunan perlindungan pelapor."


def fetched(who: Position | Person, url: str = INBOX, **sent: Any) -> list[dict[str, str]]:
    """The rows of the CSV that this person gets."""
    answer = sign_in(Client(), who).post(url, {"saring": "semua", "bentuk": "csv", **sent})
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Cache-Control"] == "private, no-store"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def routed(walk: Walk, title: str) -> Walk:
    walk.do(verify.verify_and_route, walk.cast.wati, agency=walk.cast.dishub, title=title, klass=Klass.COMPLAINT)
    return walk


@pytest.fixture
def filed(file_one: Callable[..., Walk]) -> dict[str, Walk]:
    return {
        "open": routed(file_one(contact=MAIL), "Lampu padam di Sewon"),
        "anonim": routed(file_one(anonim=True, contact=MAIL), "Lampu anonim"),
        "rahasia": routed(file_one(rahasia=True, contact=MAIL), "Lampu rahasia"),
    }


def by_number(rows: list[dict[str, str]], filed: dict[str, Walk]) -> dict[str, dict[str, str]]:
    numbers = {walk.complaint.number: name for name, walk in filed.items()}
    return {numbers[row["Nomor"]]: row for row in rows}


def test_26_the_tim_and_an_agency_get_their_own_columns_and_nobody_a_name(filed: dict[str, Walk], cast: Cast) -> None:
    tim, agency = fetched(cast.wati), fetched(cast.endang)
    assert list(tim[0])[-1] == "OPD" and list(agency[0])[-1] == "Pemegang"
    assert {row["OPD"] for row in tim} == {"Dishub"}
    for rows in (tim, agency):
        assert len(rows) == 3
        told = str(rows)
        assert NAME not in told and MAIL not in told and "Sari" not in told


def test_26_what_hides_something_holds_neither_title_nor_place(filed: dict[str, Walk], cast: Cast) -> None:
    rows = by_number(fetched(cast.wati), filed)
    assert (rows["open"]["Judul"], rows["open"]["Kalurahan"]) == ("Lampu padam di Sewon", "Timbulharjo")
    for name in ("anonim", "rahasia"):
        assert [rows[name][column] for column in ("Judul", "Kalurahan", "Kapanewon")] == ["", "", ""]
    assert (rows["anonim"]["Anonim"], rows["rahasia"]["Rahasia"]) == ("ya", "ya")


def test_26_another_agency_gets_nothing_of_it(filed: dict[str, Walk], cast: Cast) -> None:
    assert fetched(cast.rina) == []


@pytest.mark.parametrize("url", [INBOX, IDENTITIES])
def test_26_the_public_finds_nothing_and_watchers_read_why_not(filed: dict[str, Walk], cast: Cast, url: str) -> None:
    sent = {"bentuk": "csv"}
    assert sign_in(Client(), cast.sari).post(url, sent).status_code == 404
    assert Client().post(url, sent).headers["Location"].startswith("/masuk/")
    for who in (cast.bupati, cast.auditor, cast.admin):
        assert sign_in(Client(), who).post(url, sent).status_code == 403
    assert not Change.objects.filter(action="list_exported").exists()


@pytest.mark.parametrize("method", ["get", "head"])
def test_26_looking_at_the_address_exports_nothing(filed: dict[str, Walk], cast: Cast, method: str) -> None:
    for who, url in ((cast.wati, INBOX), (cast.sekar, IDENTITIES)):
        assert getattr(sign_in(Client(), who), method)(url).status_code == 405
    assert not Change.objects.filter(action="list_exported").exists()


def test_26_a_form_from_elsewhere_exports_nothing(filed: dict[str, Walk], cast: Cast) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), cast.wati)
    assert client.post(INBOX, {"bentuk": "csv"}).status_code == 403
    assert not Change.objects.filter(action="list_exported").exists()


def test_26_each_export_leaves_who_filter_and_rows(filed: dict[str, Walk], cast: Cast) -> None:
    fetched(cast.endang, saring="lewat")
    change = Change.objects.get(action="list_exported")
    assert (change.position, change.subject) == (cast.endang, "list inbox")
    assert change.data == {"filter": "Lewat tenggat", "rows": 3, "form": "csv"}
    told = sign_in(Client(), cast.auditor).get("/pengaturan/catatan/?tentang=exports").content.decode()
    assert "Daftar diunduh" in told and "Lewat tenggat" in told


def test_the_inbox_offers_what_it_shows(client: Client, filed: dict[str, Walk], cast: Cast) -> None:
    told = sign_in(client, cast.wati).get("/meja/kotak-masuk/?saring=semua").content.decode()
    assert f'action="{INBOX}"' in told and 'name="saring" value="semua"' in told


def test_a_workbook_and_a_title_that_would_run(file_one: Callable[..., Walk], cast: Cast) -> None:
    title = '=HYPERLINK("http://jahat.test","klik")'
    walk = routed(file_one(), title)
    (row,) = fetched(cast.wati)
    assert row["Judul"] == f"'{title}"
    packed = sign_in(Client(), cast.wati).post(INBOX, {"saring": "semua", "bentuk": "xlsx"}).content
    (line,) = sheets.read(packed, ["nomor", "judul"])
    assert line.values == {"nomor": walk.complaint.number, "judul": title}


def test_an_unknown_form_is_nothing_and_leaves_no_line(filed: dict[str, Walk], cast: Cast) -> None:
    assert sign_in(Client(), cast.wati).post(INBOX, {"bentuk": "pdf"}).status_code == 404
    assert not Change.objects.filter(action="list_exported").exists()


def test_a_list_of_many_pages_comes_whole(file_one: Callable[..., Walk], cast: Cast, monkeypatch: Any) -> None:
    from lapor.complaints import queries

    monkeypatch.setattr(queries, "PAGE", 2)
    walks = [file_one() for _ in range(5)]
    assert {row["Nomor"] for row in fetched(cast.wati)} == {walk.complaint.number for walk in walks}


# ---------------------------------------------------------------- the custodian's


@pytest.fixture
def asked(filed: dict[str, Walk], cast: Cast) -> Complaint:
    walk = filed["anonim"]
    walk.do(reveal.ask_identity, cast.wati, reason="Pelapor perlu dihubungi petugas.")
    return walk.refresh()


def test_26_without_a_reason_the_custodians_list_holds_no_identity(asked: Complaint, cast: Cast) -> None:
    (row,) = fetched(cast.sekar, IDENTITIES)
    assert row["Nomor"] == asked.number and row["Yang meminta"].startswith("Wati")
    assert "Nama" not in row and NAME not in str(row) and "Lampu" not in str(row)
    refused = sign_in(Client(), cast.sekar).post(IDENTITIES, {"bentuk": "csv", "identities": "on", "reason": "ya"})
    assert refused.status_code == 422 and "untuk apa identitasnya dibuka" in refused.content.decode()
    assert not asked.events.filter(action="see_identity").exists()
    assert Change.objects.filter(action="list_exported").count() == 1


def test_26_with_a_reason_it_does_and_the_journal_and_every_case_tell_of_it(asked: Complaint, cast: Cast) -> None:
    (row,) = fetched(cast.sekar, IDENTITIES, identities="on", reason=WHY)
    assert (row["Nama"], row["Kontak"]) == (NAME, MAIL)
    change = Change.objects.get(action="list_exported")
    assert change.data == {"filter": "Permintaan identitas", "rows": 1, "form": "csv", "identities": 1}
    look = asked.events.get(action="see_identity")
    assert look.position == cast.sekar and look.texts.get().words == WHY
    assert NAME not in str(change.data) and WHY not in str(change.data)


@pytest.mark.parametrize("who", ["wati", "endang", "kartika"])
def test_26_nobody_else_gets_the_identities(asked: Complaint, cast: Cast, who: str) -> None:
    sent = {"bentuk": "csv", "identities": "on", "reason": WHY}
    answer = sign_in(Client(), cast.officials[who]).post(IDENTITIES, sent)
    assert answer.status_code == 403 and NAME not in answer.content.decode()
