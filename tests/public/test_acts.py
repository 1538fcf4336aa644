"""What the reporter does himself: complete, confirm, object, reopen, withdraw; nothing typed is lost."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from lapor.complaints import identity
from lapor.complaints.models import Complaint, Draft
from lapor.complaints.steps import close, verify
from lapor.sop.rules import C
from tests.cast import INTERIM, REPORTER, Cast, Walk, sign_in
from tests.public.conftest import act

Reporter = Callable[[Walk], Client]


def photo() -> SimpleUploadedFile:
    image = io.BytesIO()
    Image.new("RGB", (60, 40)).save(image, "PNG")
    return SimpleUploadedFile("tiang.png", image.getvalue())


def test_confirming_with_stars_closes_the_case(today: Walk, reporter: Reporter) -> None:
    today.answered()
    answer = act(reporter(today), today, "confirm", nilai="4", tulisan="Terima kasih, sudah terang.")
    assert answer.headers["Location"] == f"/aduan/{today.complaint.number}/"
    complaint = today.refresh()
    assert (complaint.state, complaint.score) == (C.CLOSED, 4)
    page = reporter(today).get(answer.headers["Location"]).content.decode()
    assert "Terima kasih. Aduan Anda selesai." in page and "nilai 4 dari 5" in page


def test_confirming_without_stars_is_asked_again_and_keeps_the_words(today: Walk, reporter: Reporter) -> None:
    today.answered()
    answer = act(reporter(today), today, "confirm", tulisan="Sudah terang.")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Ada 1 yang perlu dilengkapi: " in page
    assert 'href="#confirm-nilai"' in page and 'id="confirm-nilai"' in page
    assert "Sudah terang." in page
    assert today.refresh().state == C.ANSWERED


def test_completing_with_a_picture_sends_the_case_back(today: Walk, reporter: Reporter) -> None:
    today.routed().asked()
    answer = act(reporter(today), today, "complete", tulisan="", berkas=[photo()])
    assert answer.status_code == 302
    assert today.refresh().state == C.IN_HANDLING
    assert today.complaint.attachments.filter(event__action="complete").count() == 1


def test_an_error_keeps_the_files_of_an_act(today: Walk, reporter: Reporter) -> None:
    today.answered()
    key = str(uuid.uuid4())
    client = reporter(today)
    first = act(client, today, "object", tulisan="", kunci=key, berkas=[photo()])
    assert first.status_code == 422 and "Foto 1" in first.content.decode()
    second = act(client, today, "object", tulisan="Lampu ketiga padam lagi.", kunci=key, nilai="2")
    assert second.status_code == 302
    complaint = today.refresh()
    assert (complaint.state, complaint.round) == (C.IN_HANDLING, 2)
    assert complaint.attachments.filter(event__action="object").count() == 1


def test_withdrawing_needs_no_reason(today: Walk, reporter: Reporter) -> None:
    assert act(reporter(today), today, "withdraw", tulisan="").status_code == 302
    assert today.refresh().state == C.WITHDRAWN


def test_a_closed_case_is_reopened_once(today: Walk, reporter: Reporter) -> None:
    today.closed()
    client = reporter(today)
    assert act(client, today, "reopen", tulisan="Padam lagi sejak tadi malam.").status_code == 302
    assert today.refresh().round == 2


def test_what_the_rules_refuse_is_said_and_the_text_kept(today: Walk, reporter: Reporter) -> None:
    answer = act(reporter(today), today, "confirm", nilai="5", tulisan="Terima kasih banyak.")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "hanya dapat dilakukan saat “Dijawab”." in page and "Terima kasih banyak." in page


def test_the_page_of_an_act_says_why_not(today: Walk, reporter: Reporter) -> None:
    client = reporter(today)
    assert client.get(f"/aduan/{today.complaint.number}/withdraw/").status_code == 200
    refused = client.get(f"/aduan/{today.complaint.number}/reopen/")
    assert refused.status_code == 403 and "hanya dapat dilakukan saat" in refused.content.decode()
    assert client.get(f"/aduan/{today.complaint.number}/archive/").status_code == 404


def test_who_was_overtaken_sees_what_happened_and_keeps_his_words(today: Walk, cast: Cast, reporter: Reporter) -> None:
    old = today.routed().complaint.version
    from lapor.complaints.steps import route

    today.do(route.pass_on, cast.budi, interim=INTERIM)
    client = reporter(today)
    answer = act(client, today, "withdraw", tulisan="Sudah saya perbaiki sendiri.", version=old)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert INTERIM in page and "Sudah saya perbaiki sendiri." in page
    assert f'name="version" value="{today.complaint.version}"' in page
    assert today.refresh().state == C.IN_HANDLING


def test_the_same_form_sent_twice_is_done_once(today: Walk, reporter: Reporter) -> None:
    today.answered()
    client, version = reporter(today), today.complaint.version
    sent = {"nilai": "5", "version": version, "kunci": str(uuid.uuid4())}
    answers = [act(client, today, "confirm", **sent).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert today.complaint.events.filter(action="confirm").count() == 1


def test_a_form_sent_twice_holds_its_files_once_and_leaves_no_draft(today: Walk, reporter: Reporter) -> None:
    today.answered()
    client = reporter(today)
    sent = {"tulisan": "Lampu ketiga padam lagi.", "version": today.complaint.version, "kunci": str(uuid.uuid4())}
    answers = [act(client, today, "object", **sent, berkas=[photo()]).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert today.complaint.attachments.filter(event__action="object").count() == 1
    assert not Draft.objects.exists()


def test_a_second_text_from_another_window_is_never_dropped_silently(today: Walk, reporter: Reporter) -> None:
    today.answered()
    client, version = reporter(today), today.complaint.version
    assert act(client, today, "object", tulisan="Lampu ketiga padam lagi.", version=version).status_code == 302
    second = act(client, today, "object", tulisan="Tiang kedua juga miring.", version=version)
    page = second.content.decode()
    assert second.status_code == 409
    assert "Anda berkeberatan." in page and "Tiang kedua juga miring." in page


def test_files_of_a_refused_act_stay_and_are_listed(today: Walk, reporter: Reporter) -> None:
    answer = act(reporter(today), today, "object", tulisan="Lampu ketiga padam lagi.", berkas=[photo()])
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Berkas Anda, belum terkirim" in page and "Foto 1" in page and "Lampu ketiga padam lagi." in page
    assert Draft.objects.get().attachments.count() == 1


def test_an_objection_to_an_archive_asks_for_no_stars(today: Walk, cast: Cast, reporter: Reporter) -> None:
    today.do(verify.archive, cast.wati, reason="outside", explanation="Jalan ini milik provinsi.")
    client = reporter(today)
    page = client.get(f"/aduan/{today.complaint.number}/object/").content.decode()
    assert "<h1>Saya berkeberatan</h1>" in page and 'name="nilai"' not in page
    answer = act(client, today, "object", tulisan="Jalan ini jalan kabupaten sejak 2019.", nilai="1")
    assert answer.status_code == 302
    assert (today.refresh().state, today.complaint.score) == (C.RECEIVED, None)


def test_overtaken_by_an_end_the_words_are_still_shown(today: Walk, reporter: Reporter) -> None:
    today.answered()
    version = today.complaint.version
    today.do(close.confirm, REPORTER, score=5)
    answer = act(reporter(today), today, "object", tulisan="Lampu ketiga padam.", version=version)
    assert answer.status_code == 409 and "Lampu ketiga padam." in answer.content.decode()


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "٣", "9" * 5000])
def test_a_form_without_its_version_is_taken_for_an_old_one(today: Walk, reporter: Reporter, version: str) -> None:
    assert act(reporter(today), today, "withdraw", version=version).status_code == 409


def test_nobody_else_can_act(today: Walk, cast: Cast, client: Client) -> None:
    assert act(client, today, "withdraw").status_code == 404
    sign_in(client, cast.wati)
    assert act(client, today, "withdraw").status_code == 404


def test_the_draft_of_another_case_is_not_taken(file_one: Callable[..., Walk], client: Client) -> None:
    now: datetime = timezone.now().replace(microsecond=0) - timedelta(hours=12)
    ours, theirs = file_one(at=now).answered(), file_one(at=now).answered()
    session = client.session
    session["receipts"] = identity.seal([ours.complaint.pk, theirs.complaint.pk])
    session.save()
    key = str(uuid.uuid4())
    act(client, theirs, "object", kunci=key, berkas=[photo()], unggah="1")
    act(client, ours, "object", kunci=key, tulisan="Lampu ketiga padam lagi.")
    assert not Complaint.objects.get(pk=ours.complaint.pk).attachments.filter(event__action="object").exists()


def test_every_form_on_the_page_works_as_it_stands(today: Walk, reporter: Reporter) -> None:
    today.answered()
    client = reporter(today)
    page = client.get(f"/aduan/{today.complaint.number}/").content.decode()
    forms = re.findall(r'<form method="post" action="(/aduan/[^"]+)".*?</form>', page, re.S)
    assert [form.split("/")[-2] for form in forms] == ["confirm", "object", "reply"]
    assert len(set(re.findall(r'name="kunci" value="([^"]+)"', page))) == 3
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
