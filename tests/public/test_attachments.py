"""Files of a case: to its reporter as far as they are open, to the officials concerned, to nobody else."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lapor.complaints import uploads
from lapor.complaints.models import Attachment
from lapor.complaints.steps import answer
from tests.cast import ANSWER, MONDAY, Cast, Walk, picture_draft, sign_in

Reporter = Callable[[Walk], Client]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def report(walk: Walk) -> Attachment:
    """The picture of a handling report: the offices' own until an answer shows it."""
    walk.approved()
    return Attachment.objects.get(event__action="report")


def status(client: Client, file: Attachment, tail: str = "") -> int:
    return client.get(f"/berkas/{file.pk}/{tail}").status_code


def test_a_picture_comes_as_a_picture_and_nothing_else(
    walk: Walk, report: Attachment, cast: Cast, client: Client
) -> None:
    sign_in(client, cast.budi)
    for tail in ("", "kecil/"):
        answer = client.get(f"/berkas/{report.pk}/{tail}")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert 'filename="lampiran-1.jpg"' in answer.headers["Content-Disposition"]
        assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"
    assert client.head(f"/berkas/{report.pk}/").status_code == 200
    assert client.post(f"/berkas/{report.pk}/").status_code == 405


def test_a_report_is_not_the_reporters_until_it_is_shown(
    walk: Walk, report: Attachment, cast: Cast, reporter: Reporter
) -> None:
    assert status(reporter(walk), report) == 404
    walk.do(answer.answer, cast.budi, text=ANSWER, kind="solved", shown=[str(report.pk)])
    assert status(reporter(walk), report) == 200
    page = reporter(walk).get(f"/aduan/{walk.complaint.number}/").content.decode()
    assert f"/berkas/{report.pk}/kecil/" in page


def test_a_document_leaves_as_a_download_under_a_neutral_name(
    file_one: Callable[..., Walk], cast: Cast, client: Client
) -> None:
    draft = uploads.draft_for(str(uuid.uuid4()), action="submit", at=MONDAY)
    assert not uploads.add(draft, [SimpleUploadedFile("KTP Sari 3402.pdf", PDF)], at=MONDAY)
    walk = file_one(account=True)
    uploads.take_over(draft, walk.complaint.events.get())
    sign_in(client, cast.sari)
    file = Attachment.objects.get()
    answer = client.get(f"/berkas/{file.pk}/")
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
