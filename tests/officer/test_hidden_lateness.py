"""A late case whose reporter hid everything: what letters, lists, register, summary, time page and journal tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lapor.complaints import marking
from lapor.complaints.steps import delay
from lapor.notices import digest_letter, digests, lateness
from lapor.notices.letters import Letter
from lapor.notices.models import Notice
from tests.cast import STORY, Walk, sign_in
from tests.complaints.test_promises import REASON, at

WHO = ("Sari Lestari", "81299998888")
WORDS = ("Imogiri", STORY[:25], REASON[:20], "Wongso", "Timbulharjo", "Sewon", "Periksa tiga tiang")
LATE = at(9, 8)
PAGES = (
    "/meja/kotak-masuk/", "/meja/janji/", "/ringkasan/", "/meja/laporan-kepala/", "/audit/", "/pengaturan/catatan/",
    "/pengaturan/pemberitahuan/", "/meja/aduan/{n}/", "/meja/aduan/{n}/waktu/", "/audit/{n}/",
)  # fmt: skip


@pytest.fixture
def hidden(file_one: Callable[..., Walk], monkeypatch: pytest.MonkeyPatch) -> Walk:
    """At Dishub's unit, promised again, late for days, told of and gathered into letters."""
    walk = file_one(anonim=True, rahasia=True, landmark="Depan rumah Pak Wongso", contact="081299998888").assigned()
    walk.do(delay.report_delay, walk.cast.slamet, reason=REASON, promised_on=date(2026, 3, 3))
    monkeypatch.setattr(timezone, "now", lambda: LATE)
    marking.mark_due(at=LATE)
    lateness.tell_all(at=LATE)
    digests.gather_all(at=LATE)
    return walk


def opened(client: Client, walk: Walk, who: Any) -> Iterator[tuple[str, int, str]]:
    sign_in(client, who)
    for url in PAGES:
        page = client.get(url.format(n=walk.complaint.number))
        yield url, page.status_code, page.content.decode()


def test_letters_about_it_hold_its_number_and_its_clocks_alone(hidden: Walk) -> None:
    letters = [digest_letter.compose(one, at=LATE) for one in Notice.objects.filter(digest__isnull=False)]
    assert len(letters) == 4  # Endang, Heru, Slamet, Agus
    for letter in letters:
        assert isinstance(letter, Letter)
        assert hidden.complaint.number in letter.text
        assert not [one for one in (*WHO, *WORDS) if one in letter.subject + letter.text]


def test_no_page_tells_any_official_who_filed_it(
    client: Client, hidden: Walk, caplog: pytest.LogCaptureFixture
) -> None:
    for who in hidden.cast.officials.values():
        for url, _status, body in opened(client, hidden, who):
            assert not [one for one in WHO if one in body], (who, url)
    assert not [one for one in (*WHO, *WORDS) if one in caplog.text]


@pytest.mark.parametrize("name", ["rina", "bupati", "auditor", "admin"])
def test_who_does_not_handle_it_reads_no_word_of_it(client: Client, hidden: Walk, name: str) -> None:
    shown = 0
    for url, status, body in opened(client, hidden, getattr(hidden.cast, name)):
        assert not [one for one in WORDS if one in body], url
        assert status in ((403, 404) if url.startswith("/meja/aduan/") else (200, 403, 404))
        shown += status == 200
    assert shown
