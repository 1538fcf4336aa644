"""What a reporter reads of dates that were promised, in each state of a promise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lapor.complaints.models import Outbox
from lapor.complaints.steps import check, close, promise, reclassify
from lapor.notices import letters
from lapor.notices.models import REPORTER, Notice
from lapor.sop.rules import Klass
from tests.cast import REPORTER as SARI
from tests.cast import Walk
from tests.complaints.test_promises import REASON, at, planned, promised, run_job
from tests.letters import plan_all

Reporter = Callable[[Walk], Client]


@pytest.fixture
def read(reporter: Reporter, monkeypatch: pytest.MonkeyPatch) -> Callable[[Walk, datetime], str]:
    """The reporter's page at an instant, on one line."""

    def page(walk: Walk, now: datetime) -> str:
        monkeypatch.setattr(timezone, "now", lambda: now)
        answer = reporter(walk).get(f"/aduan/{walk.complaint.number}/")
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    return page


def letter(walk: Walk) -> str:
    """What the reporter's newest letter says."""
    plan_all(walk)
    newest = walk.complaint.events.exclude(action="channel_accepted").latest("seq")
    notice = Notice.objects.get(event=newest, recipient=REPORTER, channel="mail")
    written = letters.compose(notice, at=walk.at)
    assert isinstance(written, letters.Letter)
    return f"{written.subject}\n{written.text}"


def test_a_new_date_stands_beside_the_first_limit(walk: Walk, read: Callable[[Walk, datetime], str]) -> None:
    walk.assigned()
    promised(walk, date(2026, 3, 5))
    page = read(walk, at(2, 12))
    assert "Dinas menjanjikan tanggal baru, paling lambat <strong>5 Maret 2026</strong>" in page
    assert REASON in page and "Batas pertama" not in page
    page = read(walk, at(4, 9))
    assert "Batas pertama, Selasa, 3 Maret 2026, pukul 12.30, sudah lewat." in page
    assert "Tanggal yang dijanjikan dinas kemudian, 5 Maret 2026, juga sudah lewat." in read(walk, at(6, 9))


def test_a_kept_and_a_replaced_date_stay_readable(walk: Walk, read: Callable[[Walk, datetime], str]) -> None:
    walk.assigned()
    promised(walk, date(2026, 3, 5))
    promised(walk, date(2026, 3, 9))
    walk.report().do(check.approve, walk.cast.endang)
    planned(walk, date(2026, 3, 30))
    page = read(walk, at(2, 15))
    assert "diganti tanggal lain" in page and "ditepati" in page
    assert "Rencana, tahun anggaran 2026" in page
    assert "aduan Anda dibuka lagi dengan sendirinya" in page


def test_what_was_planned_and_done_is_told_under_the_answer(walk: Walk, read: Callable[[Walk, datetime], str]) -> None:
    walk.approved()
    planned(walk)
    walk.received().do(close.confirm, SARI, score=5)
    done = "Trotoar di depan pasar sudah selesai dan dibuka."
    walk.do(promise.keep_promise, walk.cast.budi, answer=done)
    page = read(walk, at(4, 9))
    assert page.count(done) == 1 and "Yang dijanjikan sudah dikerjakan" in page
    assert "Aduan Anda selesai" in page


def test_a_date_that_came_says_why_the_case_is_open_again(
    walk: Walk, read: Callable[[Walk, datetime], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    walk.approved()
    planned(walk)
    walk.received().do(close.confirm, SARI, score=5)
    run_job(monkeypatch, at(9))
    page = read(walk, at(9, 9))
    assert "Tanggal yang dijanjikan kepada Anda, 6 Maret 2026, sudah tiba" in page
    assert "Sekarang giliran Dinas Perhubungan" in page
    assert "Tanggal yang dijanjikan sudah tiba. Aduan Anda dibuka lagi." in page


def test_another_class_is_told_with_its_limit(walk: Walk, read: Callable[[Walk, datetime], str]) -> None:
    walk.routed()
    walk.do(reclassify.reclassify, walk.cast.wati, klass=Klass.INFORMATION, note="Pelapor hanya bertanya jadwal.")
    page = read(walk, at(2, 12))
    assert "mengubah jenis aduan menjadi permintaan informasi" in page and "Batas terakhir (5 hari kerja)" in page
    assert "hanya bertanya" not in page


def test_each_act_writes_the_reporter_a_letter_of_its_own(
    file_one: Callable[..., Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = file_one(contact="sari@contoh.test").assigned()
    promised(walk, date(2026, 3, 5))
    told = letter(walk)
    assert "Tanggal baru untuk aduan Anda" in told and "paling lambat 5 Maret 2026" in told and REASON in told
    walk.report().do(check.approve, walk.cast.endang)
    planned(walk)
    run_job(monkeypatch, at(9))
    walk.at = at(9)
    told = letter(walk)
    assert "Aduan Anda dibuka lagi" in told and "6 Maret 2026, sudah tiba" in told and "Dinas Perhubungan" in told
    assert not Outbox.objects.exists()


def test_a_letter_of_a_kept_plan_says_what_was_done(file_one: Callable[..., Walk]) -> None:
    walk = file_one(contact="sari@contoh.test").approved()
    planned(walk)
    walk.do(promise.keep_promise, walk.cast.endang, answer="Trotoar di depan pasar sudah selesai dan dibuka.")
    told = letter(walk)
    assert "Yang dijanjikan sudah dikerjakan" in told and "Trotoar di depan pasar sudah selesai" in told


def test_who_hid_something_reads_no_word_of_it_in_a_letter(file_one: Callable[..., Any]) -> None:
    walk = file_one(contact="sari@contoh.test", rahasia=True).assigned()
    promised(walk, date(2026, 3, 5))
    assert REASON not in letter(walk) and "Maret" not in letter(walk)
