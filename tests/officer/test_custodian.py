"""The custodian's desk, the asker's card and look, the auditor's reading of it, and who is told by letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lapor.complaints.models import IdentityRequest
from lapor.complaints.steps import reveal
from lapor.notices import letters
from lapor.notices.models import Notice
from lapor.people.models import Person, Position
from lapor.sop.rules import Klass
from tests.cast import STORY, Cast, Walk, sign_in
from tests.letters import plan_all

WHY = "Pelapor perlu dihubungi karena lokasinya belum jelas."
NO = "Tanyakan dulu lewat permintaan kelengkapan."
YES = "Sudah ditanyakan dua kali tanpa hasil."
NAME, MAIL = "Sari Lestari", "sari@contoh.test"
TITLE = "Lampu jalan padam"


@pytest.fixture
def hidden(file_one: Callable[..., Walk]) -> Walk:
    return file_one(anonim=True, contact=MAIL).routed()


@pytest.fixture
def asked(hidden: Walk, cast: Cast) -> IdentityRequest:
    hidden.do(reveal.ask_identity, cast.wati, reason=WHY)
    request: IdentityRequest = hidden.complaint.identity_requests.get()
    return request


def page(who: Position | Person, url: str) -> str:
    text: str = sign_in(Client(), who).get(url).content.decode()
    return text


def url_of(walk: Walk, more: str = "") -> str:
    return f"/meja/aduan/{walk.complaint.number}/{more}"


def test_an_official_asks_on_the_case_page_and_reads_that_it_waits(client: Client, hidden: Walk, cast: Cast) -> None:
    sign_in(client, cast.endang)
    assert "Minta identitas" in client.get(url_of(hidden)).content.decode()
    short = client.post(url_of(hidden, "ask_identity/"), {"reason": "mau tahu", "version": hidden.complaint.version})
    assert short.status_code == 422 and "mau tahu" in short.content.decode()
    sent = {"reason": WHY, "version": hidden.complaint.version, "form_key": "1" * 32}
    assert client.post(url_of(hidden, "ask_identity/"), sent).status_code == 302
    told = client.get(url_of(hidden)).content.decode()
    assert "menunggu keputusan penjaga identitas" in told and "Lihat identitas" not in told


def test_the_card_stands_only_where_something_is_hidden_and_only_for_who_may_ask(
    walk: Walk, hidden: Walk, cast: Cast
) -> None:
    heading = "Identitas pelapor"
    assert heading not in page(cast.wati, url_of(walk.routed()))
    assert heading in page(cast.wati, url_of(hidden))
    for who in (cast.budi, cast.agus):
        assert heading not in page(who, url_of(hidden))


def test_the_custodian_reads_number_class_asker_and_reason_and_nothing_of_the_case(
    hidden: Walk, asked: IdentityRequest, cast: Cast
) -> None:
    for url in ("/identitas/", f"/identitas/{asked.pk}/"):
        told = page(cast.sekar, url)
        assert hidden.complaint.number in told and WHY in told and "Wati, Verifikator" in told and "Pengaduan" in told
        for secret in (TITLE, STORY, "Timbulharjo", NAME, MAIL):
            assert secret not in told


def test_the_custodian_opens_no_case(hidden: Walk, cast: Cast) -> None:
    assert sign_in(Client(), cast.sekar).get(url_of(hidden)).status_code == 403


def test_a_decision_wants_its_reason_and_keeps_what_was_typed(
    client: Client, asked: IdentityRequest, cast: Cast
) -> None:
    answer = sign_in(client, cast.sekar).post(f"/identitas/{asked.pk}/", {"keputusan": "izinkan", "reason": "boleh"})
    assert answer.status_code == 422 and "boleh" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.decided_id is None


def test_an_allowed_look_shows_name_and_contact_once_and_is_kept_nowhere(
    client: Client, hidden: Walk, asked: IdentityRequest, cast: Cast
) -> None:
    sent = {"keputusan": "izinkan", "reason": YES}
    assert sign_in(client, cast.sekar).post(f"/identitas/{asked.pk}/", sent).status_code == 302
    wati = sign_in(Client(), cast.wati)
    case = wati.get(url_of(hidden)).content.decode()
    assert "Lihat identitas" in case and NAME not in case and MAIL not in case
    assert wati.get(url_of(hidden, "lihat-identitas/")).status_code == 405
    assert not hidden.complaint.events.filter(action="see_identity").exists()
    for times in (1, 2):
        seen = wati.post(url_of(hidden, "lihat-identitas/"))
        assert NAME in seen.content.decode() and MAIL in seen.content.decode()
        assert "no-store" in seen.headers["Cache-Control"]
        assert hidden.complaint.events.filter(action="see_identity").count() == times
    assert NAME not in wati.get(url_of(hidden)).content.decode()


@pytest.mark.parametrize("who", ["joko", "endang", "budi", "rina", "sekar", "auditor", "admin", "kartika"])
def test_nobody_else_looks(hidden: Walk, asked: IdentityRequest, cast: Cast, who: str) -> None:
    sign_in(Client(), cast.sekar).post(f"/identitas/{asked.pk}/", {"keputusan": "izinkan", "reason": YES})
    answer = sign_in(Client(), cast.officials[who]).post(url_of(hidden, "lihat-identitas/"))
    assert answer.status_code in (403, 404) and NAME not in answer.content.decode()
    assert not hidden.complaint.events.filter(action="see_identity").exists()


def test_a_request_that_was_decided_meanwhile_is_told_and_not_decided_again(
    client: Client, hidden: Walk, asked: IdentityRequest, cast: Cast
) -> None:
    reveal.deny_identity(request=asked, actor=cast.sekar.as_actor(), at=hidden.now(), reason=NO)
    answer = sign_in(client, cast.sekar).post(f"/identitas/{asked.pk}/", {"keputusan": "izinkan", "reason": YES})
    assert answer.status_code == 409 and "sudah diputuskan" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.allowed is False


@pytest.mark.parametrize("sent", [{}, {"keputusan": "entah", "reason": YES}])
def test_an_unknown_decision_is_nothing(client: Client, asked: IdentityRequest, cast: Cast, sent: Any) -> None:
    assert sign_in(client, cast.sekar).post(f"/identitas/{asked.pk}/", sent).status_code == 404


def test_34_the_auditor_reads_all_four_kinds_by_name_with_their_reasons_and_no_word_of_the_case(
    hidden: Walk, asked: IdentityRequest, cast: Cast
) -> None:
    reveal.deny_identity(request=asked, actor=cast.sekar.as_actor(), at=hidden.now(), reason=NO)
    hidden.do(reveal.ask_identity, cast.wati, reason=WHY)
    again = hidden.complaint.identity_requests.get(decided=None)
    reveal.allow_identity(request=again, actor=cast.sekar.as_actor(), at=hidden.now(), reason=YES)
    hidden.do(reveal.see_identity, cast.wati)
    told = page(cast.auditor, f"/audit/{hidden.complaint.number}/")
    for words in (
        "Minta identitas", "Tolak permintaan identitas", "Izinkan melihat identitas", "Lihat identitas",
        WHY, NO, YES, "Wati, Verifikator", "Sekar, Penjaga identitas",
    ):  # fmt: skip
        assert words in told
    for secret in (TITLE, STORY, NAME, MAIL):
        assert secret not in told


def test_of_a_supervisory_case_the_auditor_reads_who_asked_and_not_why(
    file_one: Callable[..., Walk], cast: Cast
) -> None:
    walk = file_one(anonim=True, klass=Klass.SUPERVISORY)
    walk.do(reveal.ask_identity, cast.kartika, reason=WHY)
    told = page(cast.auditor, f"/audit/{walk.complaint.number}/")
    assert "Kartika, Verifikator Inspektorat" in told and WHY not in told


def test_the_reporter_reads_that_it_was_asked_decided_and_seen_and_no_reason(
    hidden: Walk, asked: IdentityRequest, cast: Cast, client: Client
) -> None:
    reveal.allow_identity(request=asked, actor=cast.sekar.as_actor(), at=hidden.now(), reason=YES)
    hidden.do(reveal.see_identity, cast.wati)
    client.post("/lacak/", {"nomor": hidden.complaint.number, "kode": hidden.code})
    told = client.get(f"/aduan/{hidden.complaint.number}/").content.decode()
    assert "Tim Kabupaten meminta identitas Anda dibuka" in told
    assert "mengizinkan yang meminta melihat identitas Anda" in told
    assert "Tim Kabupaten melihat identitas Anda" in told
    assert WHY not in told and YES not in told


def planned(walk: Walk) -> list[tuple[str, str, str]]:
    """Who is told of the newest event: name or "reporter", subject, text."""
    plan_all(walk)
    newest = walk.complaint.events.latest("seq")
    told = []
    for notice in Notice.objects.filter(event=newest).select_related("person"):
        letter = letters.compose(notice, at=walk.at)
        assert isinstance(letter, letters.Letter), letter
        told.append((notice.person.name if notice.person else notice.recipient, letter.subject, letter.text))
    return told


def test_the_custodian_is_told_of_a_request_and_the_asker_of_the_decision_by_number_alone(
    hidden: Walk, asked: IdentityRequest, cast: Cast
) -> None:
    (to_custodian,) = planned(hidden)
    reveal.deny_identity(request=asked, actor=cast.sekar.as_actor(), at=hidden.now(), reason=NO)
    (to_asker,) = planned(hidden)
    assert (to_custodian[0], to_asker[0]) == ("Sekar", "Wati")
    assert "/identitas/" in to_custodian[2] and url_of(hidden) in to_asker[2]
    for _who, subject, text in (to_custodian, to_asker):
        assert hidden.complaint.number in subject
        for secret in (TITLE, STORY, WHY, NO, NAME, MAIL, "Timbulharjo"):
            assert secret not in subject + text


def test_the_reporter_is_told_discreetly_that_somebody_may_look(
    hidden: Walk, asked: IdentityRequest, cast: Cast
) -> None:
    planned(hidden)
    reveal.allow_identity(request=asked, actor=cast.sekar.as_actor(), at=hidden.now(), reason=YES)
    told = {who: subject + text for who, subject, text in planned(hidden)}
    assert set(told) == {"Wati", "reporter"}
    assert "Ada kabar" in told["reporter"] and YES not in told["reporter"] and NAME not in told["reporter"]
