"""Drafts of an account: kept sealed, gone on with from anywhere, and nobody else's."""

from __future__ import annotations

import re
import uuid

from django.db import connection
from django.test import Client

from lapor.complaints.models import Attachment, Complaint, Draft
from tests.cast import STORY, Cast, sign_in
from tests.pictures import picture
from tests.public.conftest import typed


def _begun(client: Client, **changes: object) -> dict[str, object]:
    form = typed(client, kirim="", berkas=[picture()], **changes)
    assert client.post("/lapor/", {**form, "simpan": "1"}).status_code == 200
    return form


def _link(client: Client, where: str = "/lapor/") -> str:
    return re.search(r'href="(/lapor/\?draf=\d+)"', client.get(where).content.decode())[1]


def test_simpan_dulu_keeps_words_and_files_for_the_account(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    _begun(client, anonim="on", patokan="Depan SD")
    elsewhere = sign_in(Client(), cast.sari)
    page = elsewhere.get(_link(elsewhere)).content.decode()
    assert STORY in page and "Depan SD" in page and "Foto 1" in page
    assert re.search(r'name="anonim"[^>]* checked', page)


def test_aduan_saya_tells_of_what_was_begun(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    _begun(client)
    assert _link(client, "/aduan-saya/") == _link(client)


def test_a_draft_that_is_sent_is_one_complaint_and_no_draft_any_more(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    form = _begun(client)
    assert client.post("/lapor/", {**form, "berkas": [], "kirim": "1"}).status_code == 302
    assert Complaint.objects.get().attachments.count() == 1
    assert not Draft.objects.exists()
    assert "belum Anda kirim" not in client.get("/lapor/").content.decode()


def test_the_words_of_a_draft_stand_in_no_table_readably(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    _begun(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT d::text FROM complaints_draft d")
        row = str(cursor.fetchall())
    assert "Imogiri" not in row and "Sari" not in row and f"{cast.sari.pk}" not in row.split("submit")[1][:20]


def test_nobody_else_goes_on_with_it(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    _begun(client)
    address = _link(client)
    for other in (Client(), sign_in(Client(), cast.budi)):
        page = other.get(address).content.decode()
        assert STORY not in page and "Foto 1" not in page
    stranger = sign_in(Client(), cast.budi)
    stranger.post("/lapor/draf/hapus/", {"draf": address.rpartition("=")[2]})
    assert Draft.objects.count() == 1


def test_who_knows_the_key_alone_cannot_take_anothers_draft_over(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    form = _begun(client)
    budi = sign_in(Client(), cast.budi)
    budi.post("/lapor/draf/", {**form, "cerita": "Ditimpa orang lain.", "berkas": []})
    assert STORY in client.get(_link(client)).content.decode()


def test_a_draft_can_be_thrown_away_with_its_files(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    _begun(client)
    client.post("/lapor/draf/hapus/", {"draf": _link(client).rpartition("=")[2]})
    assert not Draft.objects.exists() and not Attachment.objects.exists()


def test_who_does_not_want_it_kept_has_nothing_kept(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    form = _begun(client)
    client.post("/lapor/draf/", {"kunci": form["kunci"], "lupakan": "1"})
    assert "belum Anda kirim" not in client.get("/lapor/").content.decode()
    assert bytes(Draft.objects.get().sealed or b"") == b""
    assert Attachment.objects.count() == 1, "the form is still open and its files with it"


def test_looking_at_the_form_makes_no_draft(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    for address in ("/lapor/", "/lapor/?draf=1", "/lapor/?draf=%00", "/lapor/?draf=" + "9" * 40):
        assert client.get(address).status_code == 200
    assert not Draft.objects.exists()


def test_a_form_of_an_account_whose_session_ended_is_not_sent_as_a_strangers(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    page = client.get("/lapor/").content.decode()
    owner = re.search(r'name="akun" value="([0-9a-f]+)"', page)[1]
    form = typed(client, akun=owner)
    client.logout()
    answer = client.post("/lapor/", form)
    page = answer.content.decode()
    assert answer.status_code == 200 and "Sesi Anda sudah berakhir" in page and STORY in page
    assert not Complaint.objects.exists()
    assert client.post("/lapor/", {**form, "akun": ""}).status_code == 302


def test_a_token_that_is_too_old_brings_the_form_back_as_it_was(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    form = typed(strict, anonim="on")
    answer = strict.post("/lapor/", {**form, "csrfmiddlewaretoken": "x" * 64})
    page = answer.content.decode()
    assert answer.status_code == 403 and "terlalu lama terbuka" in page and STORY in page
    assert re.search(r'name="anonim"[^>]* checked', page) and not Complaint.objects.exists()
    assert strict.post("/lacak/", {"nomor": "x"}).status_code == 403


def test_a_draft_that_is_kept_while_it_is_sent_is_not_begun_again(cast: Cast, client: Client) -> None:
    """Another tab, or an answer on its way, keeps the words of what is a complaint by now."""
    sign_in(client, cast.sari)
    form = typed(client)
    assert client.post("/lapor/draf/", form).json() == {"kept": True}
    assert client.post("/lapor/", form).status_code == 302
    late = client.post("/lapor/draf/", form)
    assert (late.status_code, late.json()) == (409, {"kept": False})
    assert not Draft.objects.exists()


def test_an_account_keeps_twenty_drafts_and_none_larger_than_anybody_writes(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    form = typed(client)
    kept = [client.post("/lapor/draf/", {**form, "kunci": str(uuid.uuid4())}).status_code for _ in range(21)]
    assert kept == [200] * 20 + [409]
    answer = client.post("/lapor/", {**form, "kirim": "", "simpan": "1"})
    assert "Kirim atau hapus dulu draf yang lain" in answer.content.decode()
    Draft.objects.all().delete()
    assert client.post("/lapor/draf/", {**form, "cerita": "x" * 1_000_000}).status_code == 409
