"""The link in a letter: cases 71 and 74, one letter one link, and a scanner that looks at everything."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lapor.complaints.steps import close, complete, mark_supervisory, protect, verify
from lapor.notices import links, send
from lapor.notices.models import MailLink, Notice, Stage
from lapor.sop.rules import C
from tests.cast import REPORTER, Cast, Walk
from tests.letters import deliver, plan_all
from tests.post_office import PostOffice

SARI = "sari@contoh.test"
ADDRESS = re.compile(r"https?://[^/\s]+(/surat/[\w-]+/)(\?nilai=[1-5])?")
OVER = "Tautan ini tidak berlaku lagi"
File = Callable[..., Walk]


def text_to_sari(post_office: PostOffice) -> str:
    return post_office.to(SARI)[-1].text


def address_in(text: str) -> str:
    found = ADDRESS.search(text)
    assert found, text
    return found[1]


def now() -> datetime:
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def answered(file_one: File, post_office: PostOffice) -> Walk:
    """Answered today, and the letter with the answer has been sent."""
    walk = file_one(at=now() - timedelta(hours=12), contact=SARI).answered()
    deliver(walk)
    return walk


def test_the_answer_brings_five_links_that_only_preselect(
    answered: Walk, post_office: PostOffice, client: Client
) -> None:
    text = text_to_sari(post_office)
    address = address_in(text)
    assert [stars for _path, stars in ADDRESS.findall(text) if stars] == [f"?nilai={n}" for n in range(1, 6)]
    assert {path for path, _stars in ADDRESS.findall(text)} == {address}
    page = client.get(f"{address}?nilai=4").content.decode()
    assert 'name="nilai" value="4"' in page and answered.complaint.number in page
    assert answered.complaint.title not in page
    opened = client.post(address, {"nilai": "4"})
    case = f"/aduan/{answered.complaint.number}/"
    assert opened.headers["Location"] == f"{case}?nilai=4#confirm"
    page = client.get(f"{case}?nilai=4").content.decode()
    assert re.search(r'name="nilai" value="4" checked', page)
    assert answered.refresh().state == C.ANSWERED and answered.complaint.score is None


def test_case_71_a_scanner_that_opens_all_five_changes_and_uses_nothing(
    answered: Walk, post_office: PostOffice, client: Client
) -> None:
    events, tried = answered.complaint.events.count(), 0
    for path, stars in ADDRESS.findall(text_to_sari(post_office)):
        scanner = Client()
        assert scanner.get(path + stars).status_code == scanner.head(path + stars).status_code == 200
        assert scanner.get(f"/aduan/{answered.complaint.number}/").status_code == 404
        tried += 1
    assert tried == 6
    assert (answered.refresh().state, answered.complaint.events.count()) == (C.ANSWERED, events)
    assert MailLink.objects.filter(used_at=None).count() == MailLink.objects.count()
    assert client.post(address_in(text_to_sari(post_office))).status_code == 302


def test_case_71_two_presses_within_a_minute_open_it_once_and_go_to_the_case(
    answered: Walk, post_office: PostOffice, client: Client
) -> None:
    address = address_in(text_to_sari(post_office))
    answers = [client.post(address, {"nilai": "5"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]  # this browser has it open already
    stranger = Client()
    assert stranger.post(address).status_code == 410
    assert stranger.get(f"/aduan/{answered.complaint.number}/").status_code == 404


def test_case_71_on_day_15_and_for_a_link_that_never_was_the_page_is_the_same(
    file_one: File, post_office: PostOffice, client: Client
) -> None:
    walk = file_one(at=now() - timedelta(days=15, hours=12), contact=SARI).answered_simply()
    deliver(walk)
    address = address_in(text_to_sari(post_office))
    pages = [client.get(one) for one in (address, f"{address}?nilai=5", "/surat/abcdefghijklmnopqrstuvwxyz012345/")]
    assert [page.status_code for page in pages] == [410, 410, 410]
    bodies = {re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.content.decode()) for page in pages}
    assert len(bodies) == 1 and OVER in bodies.pop()
    assert client.post(address).status_code == 410


def test_the_letter_written_again_after_a_crash_has_the_same_link(answered: Walk, post_office: PostOffice) -> None:
    first = address_in(text_to_sari(post_office))
    Notice.objects.filter(recipient="reporter", event__action="answer").update(stage=Stage.SENDING)
    send.everything_due(now=lambda: answered.at)
    assert address_in(text_to_sari(post_office)) == first
    assert MailLink.objects.filter(notice__event__action="answer").count() == 1


def test_every_letter_has_a_link_of_its_own_and_no_table_holds_its_secret(
    answered: Walk, post_office: PostOffice
) -> None:
    addresses = [address_in(one.text) for one in post_office.to(SARI)]
    assert len(addresses) == len(set(addresses)) == MailLink.objects.count() >= 3
    rows = str(list(MailLink.objects.values()))
    for address in addresses:
        secret = address.split("/")[2]
        assert len(secret) == 32 and secret not in rows


def test_hiding_something_ends_every_link_and_later_letters_have_none(
    answered: Walk, post_office: PostOffice, client: Client
) -> None:
    address = address_in(text_to_sari(post_office))
    answered.do(protect.protect, REPORTER, anonim=True, rahasia=False)
    assert client.get(address).status_code == 410
    assert client.post(address).status_code == 410
    assert not links.carries_one(answered.complaint)


def test_a_link_pressed_in_the_moment_of_hiding_opens_nothing(
    answered: Walk, post_office: PostOffice, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, use = address_in(text_to_sari(post_office)), links.use

    def hidden_before_it_is_used(link: MailLink, *, at: datetime) -> bool:
        answered.do(protect.protect, REPORTER, anonim=True, rahasia=False)
        return use(link, at=at)

    monkeypatch.setattr(links, "use", hidden_before_it_is_used)
    assert client.post(address).status_code == 410
    assert client.get(f"/aduan/{answered.complaint.number}/").status_code == 404


@pytest.mark.parametrize("hidden", ["anonim", "rahasia"])
def test_letters_about_what_is_hidden_open_nothing_and_do_not_say_what_they_are_about(
    file_one: File, post_office: PostOffice, hidden: str
) -> None:
    walk = file_one(at=now() - timedelta(hours=12), contact=SARI, **{hidden: True}).answered()
    deliver(walk)
    letters = post_office.to(SARI)
    assert len(letters) >= 3
    for letter in letters:
        assert not ADDRESS.search(letter.text)
        for word in ("aduan", "lapor", "pengaduan", "anonim", "rahasia", "nilai"):
            assert word not in letter.text.lower().replace("http://localhost", "")
    assert not MailLink.objects.exists()


def test_an_account_signs_in_with_a_code_and_gets_no_link(file_one: File, post_office: PostOffice) -> None:
    deliver(file_one(at=now() - timedelta(hours=12), account=True).answered())
    text = text_to_sari(post_office)
    assert "/surat/" not in text and "/masuk/" in text and "beri penilaian" in text


def test_a_withdrawn_case_is_opened_by_no_letter(file_one: File, post_office: PostOffice, client: Client) -> None:
    walk = file_one(at=now() - timedelta(hours=3), contact=SARI)
    deliver(walk)
    address = address_in(text_to_sari(post_office))
    walk.do(close.withdraw, REPORTER)
    assert client.get(address).status_code == 410


def test_a_case_handed_to_the_inspektorat_is_opened_by_no_earlier_letter(
    file_one: File, cast: Cast, post_office: PostOffice, client: Client
) -> None:
    walk = file_one(at=now() - timedelta(hours=3), contact=SARI)
    deliver(walk)
    address = address_in(text_to_sari(post_office))
    walk.do(mark_supervisory.mark_supervisory, cast.wati, reason="Pungutan oleh petugas loket.")
    deliver(walk)
    assert client.get(address).status_code == 410
    assert MailLink.objects.count() == 1


def test_case_74_nobody_is_asked_for_stars_who_cannot_give_them(
    file_one: File, cast: Cast, post_office: PostOffice
) -> None:
    archived = file_one(at=now() - timedelta(hours=3), contact=SARI)
    archived.do(verify.archive, cast.wati, reason="outside", explanation="Jalan ini milik provinsi.")
    deliver(archived)
    assert "?nilai=" not in text_to_sari(post_office)
    lapsed = file_one(at=now() - timedelta(days=40), contact=SARI)
    lapsed.do(complete.ask_completion, cast.wati, question="Di kalurahan mana tiangnya?")
    lapsed.at = lapsed.complaint.clocks.get(name=C.AWAITING).due_at + timedelta(minutes=1)
    complete.lapse(complaint_id=lapsed.complaint.pk, at=lapsed.at)
    deliver(lapsed)
    settled = file_one(at=now() - timedelta(hours=12), contact=SARI).answered()
    plan_all(settled)
    settled.do(close.confirm, REPORTER, score=4)  # before the letter has gone out
    send.everything_due(now=lambda: settled.at)
    nobody = file_one(at=now() - timedelta(hours=12), anonim=True).answered()
    deliver(nobody)
    assert all("nilai" not in one.text for one in post_office.to(SARI))
    assert any("menjawab aduan Anda" in one.text for one in post_office.to(SARI))
    assert nobody.refresh().accepted_round == 1  # without a contact, the case's page is the channel


def test_a_question_leads_to_its_form(file_one: File, cast: Cast, post_office: PostOffice, client: Client) -> None:
    walk = file_one(at=now() - timedelta(hours=3), contact=SARI)
    walk.do(complete.ask_completion, cast.wati, question="Di kalurahan mana tiangnya?")
    deliver(walk)
    answer = client.post(address_in(text_to_sari(post_office)), {"nilai": "3"})
    assert answer.headers["Location"] == f"/aduan/{walk.complaint.number}/#complete"


def test_who_presses_at_links_that_never_were_is_stopped(cast: Cast, client: Client) -> None:
    codes = [client.post(f"/surat/{n:032d}/").status_code for n in range(32)]
    assert codes[:30] == [410] * 30 and codes[30:] == [429, 429]


def test_a_link_wins_once_of_two_at_once(answered: Walk) -> None:
    link = MailLink.objects.select_related("complaint").first()
    assert link is not None
    assert [links.use(link, at=now()), links.use(link, at=now())] == [True, False]
