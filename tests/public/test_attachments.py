"""Files of a case: to its reporter as far as they are open, to the officials concerned, to nobody else."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lapor.complaints import storage, uploads
from lapor.complaints.models import Attachment
from lapor.complaints.steps import answer, protect
from lapor.people.models import Person
from tests.bucket import ADDRESS
from tests.cast import ANSWER, MONDAY, REPORTER, Cast, Walk, picture_draft, sign_in, small_pdf

Reporter = Callable[[Walk], Client]
PDF = small_pdf()


@pytest.fixture
def report(walk: Walk) -> Attachment:
    """The picture of a handling report: the offices' own until an answer shows it."""
    walk.approved()
    return Attachment.objects.get(event__action="report")


def status(client: Client, file: Attachment, tail: str = "") -> int:
    return client.get(f"/berkas/{file.name}/{tail}").status_code


def test_a_picture_comes_as_a_picture_and_nothing_else(
    walk: Walk, report: Attachment, cast: Cast, client: Client
) -> None:
    sign_in(client, cast.budi)
    for tail in ("", "kecil/"):
        answer = client.get(f"/berkas/{report.name}/{tail}")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert 'filename="lampiran-1.jpg"' in answer.headers["Content-Disposition"]
        assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"
    assert client.head(f"/berkas/{report.name}/").status_code == 200
    assert client.post(f"/berkas/{report.name}/").status_code == 405


def test_a_report_is_not_the_reporters_until_it_is_shown(
    walk: Walk, report: Attachment, cast: Cast, reporter: Reporter
) -> None:
    assert status(reporter(walk), report) == 404
    walk.do(answer.answer, cast.budi, text=ANSWER, kind="solved", shown=[str(report.pk)])
    assert status(reporter(walk), report) == 200
    page = reporter(walk).get(f"/aduan/{walk.complaint.number}/").content.decode()
    assert f"/berkas/{report.name}/kecil/" in page


def test_a_document_leaves_as_a_download_under_a_neutral_name(
    file_one: Callable[..., Walk], cast: Cast, client: Client
) -> None:
    draft = uploads.draft_for(str(uuid.uuid4()), action="submit", at=MONDAY)
    assert not uploads.add(draft, [SimpleUploadedFile("KTP Sari 3402.pdf", PDF)], at=MONDAY)
    walk = file_one(account=True)
    uploads.take_over(draft, walk.complaint.events.get())
    sign_in(client, cast.sari)
    file = Attachment.objects.get()
    answer = client.get(f"/berkas/{file.name}/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lampiran-1.pdf"'
    assert answer.headers["Content-Type"] == "application/pdf"
    assert status(client, file, "kecil/") == 404


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("wati", 200), ("joko", 200), ("budi", 200), ("endang", 200), ("slamet", 200), ("agus", 200),
        ("rina", 404), ("bupati", 404), ("auditor", 404), ("admin", 404),
    ],
)  # fmt: skip
def test_only_officials_who_see_the_case_see_its_files(
    report: Attachment, cast: Cast, client: Client, who: str, seen: int
) -> None:
    sign_in(client, cast.officials[who])
    assert status(client, report) == seen


def test_strangers_and_drafts_find_nothing(report: Attachment, cast: Cast, client: Client) -> None:
    loose = picture_draft(MONDAY).attachments.get()
    assert status(client, report) == 404
    sign_in(client, cast.wati)
    assert status(client, loose) == 404
    assert client.get(f"/berkas/{uuid.uuid4()}/").status_code == 404


# ---------------------------------------------------------------- by the numbers of the case list

TAILS = ("", "kecil/")
PART = {"HTTP_RANGE": "bytes=0-9"}


def everybody(walk: Walk, reporter: Reporter) -> dict[str, Client]:
    """A window for each official, for the reporter with the code, for another citizen and for a stranger."""
    other = Person.objects.create_person(email="lain@contoh.test", name="Lain", password="kentongan-bantul-1")
    windows = {name: sign_in(Client(), seat) for name, seat in walk.cast.officials.items()}
    return {**windows, "reporter": reporter(walk), "other": sign_in(Client(), other), "stranger": Client()}


@pytest.fixture
def sent(file_one: Callable[..., Walk]) -> Walk:
    """A case with a picture by its reporter, and answered with the picture of the report."""
    walk = file_one()
    uploads.take_over(picture_draft(MONDAY), walk.complaint.events.get())
    walk.approved()
    shown = [str(Attachment.objects.get(event__action="report").pk)]
    walk.do(answer.answer, walk.cast.budi, text=ANSWER, kind="solved", shown=shown)
    return walk


@pytest.mark.parametrize("flag", [{"anonim": True, "rahasia": False}, {"anonim": False, "rahasia": True}])
def test_case_30_once_something_is_hidden_every_old_address_leads_nowhere_at_once(
    sent: Walk, reporter: Reporter, flag: dict[str, bool]
) -> None:
    windows = everybody(sent, reporter)
    old = [f"/berkas/{file.name}/{tail}" for file in sent.complaint.attachments.all() for tail in TAILS]
    assert len(old) == 4
    for who in ("reporter", "wati", "budi"):
        assert {windows[who].get(address).status_code for address in old} == {200}

    sent.do(protect.protect, REPORTER, **flag)

    for who, window in windows.items():
        assert {(who, window.get(address).status_code) for address in old} == {(who, 404)}
        assert {(who, window.get(address, **PART).status_code) for address in old} == {(who, 404)}
    page = windows["reporter"].get(f"/aduan/{sent.complaint.number}/").content.decode()
    for file in sent.complaint.attachments.all():
        assert f"/berkas/{file.name}/kecil/" in page
        assert status(windows["reporter"], file) == status(windows["wati"], file) == 200


def test_case_30_whatever_lies_between_keeps_no_copy(sent: Walk, reporter: Reporter) -> None:
    for file in sent.complaint.attachments.all():
        for tail in TAILS:
            for asked in ({}, PART):
                told = reporter(sent).get(f"/berkas/{file.name}/{tail}", **asked).headers
                assert told["Cache-Control"] == "private, no-store"
                assert not {"ETag", "Last-Modified", "Expires"} & {*told}


@pytest.mark.parametrize("act", ["get", "head"])
def test_case_31_files_cannot_be_counted(sent: Walk, reporter: Reporter, act: str) -> None:
    windows = everybody(sent, reporter)
    for who in ("reporter", "wati", "stranger"):
        for number in (*range(1, 101), uuid.UUID(int=1), sent.complaint.attachments.first().pk):
            told = getattr(windows[who], act)(f"/berkas/{number}/")
            assert (who, number, told.status_code) == (who, number, 404)


def test_case_31_no_way_of_asking_tells_those_who_may_not_see_a_file_that_there_is_one(
    sent: Walk, reporter: Reporter
) -> None:
    windows = everybody(sent, reporter)
    asked = ({}, PART, {"HTTP_RANGE": "bytes=99999999-"}, {"HTTP_IF_NONE_MATCH": "*"})
    for who in ("rina", "bupati", "auditor", "admin", "other", "stranger"):
        for act in ("get", "head"):
            ask = getattr(windows[who], act)
            nothing = ask(f"/berkas/{uuid.uuid4()}/")
            for file in sent.complaint.attachments.all():
                for tail in TAILS:
                    for headers in asked:
                        told = ask(f"/berkas/{file.name}/{tail}", **headers)
                        assert (who, told.status_code, {*told.headers}) == (who, 404, {*nothing.headers})


def test_case_31_a_session_that_ended_opens_nothing(sent: Walk, reporter: Reporter) -> None:
    window, file = reporter(sent), sent.complaint.attachments.first()
    assert status(window, file) == 200
    window.post("/keluar/")
    window.session.flush()
    assert status(window, file) == 404


# ---------------------------------------------------------------- parts, and what is no picture


@pytest.mark.parametrize(
    ("asked", "code", "first", "last"),
    [
        ("bytes=0-9", 206, 0, 9), ("bytes=10-", 206, 10, None), ("bytes=-5", 206, -5, None),
        ("bytes=5-99999999", 206, 5, None), ("bytes=0-1,5-6", 200, 0, None), ("lines=1-2", 200, 0, None),
        ("bytes=-", 200, 0, None), ("bytes=9-2", 416, None, None), ("bytes=99999999-", 416, None, None),
        ("bytes=-0", 416, None, None),
    ],
)  # fmt: skip
def test_a_download_that_broke_goes_on_where_it_broke(
    sent: Walk, reporter: Reporter, asked: str, code: int, first: int | None, last: int | None
) -> None:
    window, file = reporter(sent), sent.complaint.attachments.first()
    whole = b"".join(window.get(f"/berkas/{file.name}/").streaming_content)
    told = window.get(f"/berkas/{file.name}/", HTTP_RANGE=asked)
    assert (told.status_code, told.headers["Accept-Ranges"]) == (code, "bytes")
    assert told.headers["X-Content-Type-Options"] == "nosniff"
    if code == 416:
        assert (told.headers["Content-Range"], told.content) == (f"bytes */{len(whole)}", b"")
        return
    part = whole[first:] if last is None else whole[first : last + 1]
    assert b"".join(told.streaming_content) == part
    assert told.headers["Content-Length"] == str(len(part))
    if code == 206:
        begins = len(whole) - len(part) if last is None else first
        assert told.headers["Content-Range"] == f"bytes {begins}-{begins + len(part) - 1}/{len(whole)}"


def test_a_video_leaves_as_a_download_and_its_still_as_a_picture(sent: Walk, reporter: Reporter) -> None:
    file = sent.complaint.attachments.first()
    Attachment.objects.filter(pk=file.pk).update(kind="video", mime="video/mp4", extension="mp4", seconds=12)
    told = reporter(sent).get(f"/berkas/{file.name}/")
    assert told.headers["Content-Disposition"] == 'attachment; filename="lampiran-1.mp4"'
    assert told.headers["Content-Type"] == "video/mp4"
    assert told.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    still = reporter(sent).get(f"/berkas/{file.name}/kecil/")
    assert still.headers["Content-Type"] == "image/jpeg"
    assert still.headers["Content-Disposition"] == 'inline; filename="lampiran-1.jpg"'
    assert "Unduh video 1 (12 detik)" in reporter(sent).get(f"/aduan/{sent.complaint.number}/").content.decode()
    office = sign_in(Client(), sent.cast.wati).get(f"/meja/aduan/{sent.complaint.number}/").content.decode()
    assert "Unduh video 1 (12 detik)" in office


def test_from_a_bucket_it_comes_as_from_a_folder(service: Any, settings: Any, file_one, reporter: Reporter) -> None:
    settings.FILES_S3 = ADDRESS
    walk = file_one()
    uploads.take_over(picture_draft(MONDAY), walk.complaint.events.get())
    window, file = reporter(walk), walk.complaint.attachments.get()
    whole = window.get(f"/berkas/{file.name}/")
    data = b"".join(whole.streaming_content)
    assert (data[:2], whole.headers["Content-Length"]) == (b"\xff\xd8", str(len(data)))
    part = window.get(f"/berkas/{file.name}/", HTTP_RANGE="bytes=3-8")
    assert (part.status_code, b"".join(part.streaming_content)) == (206, data[3:9])
    storage.current().delete(file.content_hash)
    assert status(window, file) == 404
