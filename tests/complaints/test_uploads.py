"""Files on their way from a form to an event: kept over errors, counted, erased when abandoned."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lapor.complaints import files, storage, uploads
from lapor.complaints.models import Attachment, Draft, UploadPart
from tests.cast import MONDAY, Cast, picture_draft, small_pdf

PDF = small_pdf()


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.FILES_ROOT = tmp_path


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_refused_file_is_named_and_the_others_are_kept(cast: Cast) -> None:
    draft = uploads.draft_for("kunci", action="submit", at=MONDAY)
    refused = uploads.add(draft, [sent("surat.pdf", PDF), sent("<b>.jpg", b"<html>")], at=MONDAY)
    assert len(refused) == 1 and "<b>.jpg" in refused[0]
    assert draft.attachments.get().kind == "document"


def test_the_same_form_finds_its_draft_again_and_the_same_file_is_kept_once(cast: Cast) -> None:
    for _ in range(2):
        draft = uploads.draft_for("kunci", action="submit", at=MONDAY)
        uploads.add(draft, [sent("surat.pdf", PDF)], at=MONDAY)
    assert Draft.objects.count() == 1 and Attachment.objects.count() == 1


def test_more_than_five_files_are_refused_in_a_sentence(cast: Cast) -> None:
    draft = uploads.draft_for("kunci", action="submit", at=MONDAY)
    many = [sent(f"{n}.pdf", small_pdf(str(n))) for n in range(7)]
    refused = uploads.add(draft, many, at=MONDAY)
    assert draft.attachments.count() == files.MAX_FILES and len(refused) == 1


def test_an_abandoned_draft_is_erased_with_its_files_but_a_shared_file_stays(cast: Cast, walk: Any) -> None:
    walk.reported()
    old = picture_draft(MONDAY)  # the same picture as the report's
    uploads.add(old, [sent("surat.pdf", PDF)], at=MONDAY)
    kept, gone = (a.content_hash for a in old.attachments.order_by("place"))
    fresh = picture_draft(MONDAY + timedelta(days=31))
    uploads.clear_abandoned(before=MONDAY + timedelta(days=30))
    assert list(Draft.objects.all()) == [fresh]
    assert storage.current().exists(kept)
    assert not storage.current().exists(gone)


def test_a_draft_that_was_changed_lately_stays_however_old_it_is(cast: Cast) -> None:
    draft = picture_draft(MONDAY)
    Draft.objects.update(changed_at=MONDAY + timedelta(days=29))
    assert uploads.clear_abandoned(before=MONDAY + timedelta(days=28)) == 0
    assert draft.attachments.count() == 1
    assert uploads.clear_abandoned(before=MONDAY + timedelta(days=30)) == 1
    assert not Attachment.objects.exists()


def test_pieces_that_never_became_a_file_go_and_what_was_settled_stays_told(cast: Cast) -> None:
    draft = uploads.draft_for("kunci", action="submit", at=MONDAY)
    for file, begins in (("satu", 0), ("satu", 3), ("dua", 0)):
        UploadPart.objects.create(draft=draft, file=file, total=9, begins=begins, data=b"abc")
    UploadPart.objects.create(draft=draft, file="tiga", total=9, begins=9, data=b"", settled=True)
    assert uploads.clear_unfinished(before=MONDAY) == 0
    assert uploads.clear_unfinished(before=MONDAY + timedelta(days=1)) == 3
    assert UploadPart.objects.get().settled and Draft.objects.get() == draft
