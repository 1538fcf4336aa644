"""From a form's files to the event they belong to, by way of a server draft, so that no error loses one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from lapor.complaints import files
from lapor.complaints.models import Attachment, Complaint, Draft, Event
from lapor.people.models import Position


def draft_for(
    form_key: str, *, action: str, at: datetime, complaint: Complaint | None = None, position: Position | None = None
) -> Draft:
    """The draft of the form with this key; made on first sight. The key itself is not stored."""
    draft, _ = Draft.objects.get_or_create(
        key=hashlib.sha256(f"draft:{form_key}".encode()).hexdigest(),
        defaults={"action": action, "created_at": at, "complaint": complaint, "position": position},
    )
    return draft


def add(draft: Draft, sent: Iterable[UploadedFile[bytes]], *, at: datetime, purpose: str = "evidence") -> list[str]:
    """Store these files in the draft. Returns a sentence for each that was refused; the others are kept."""
    refused = []
    for upload in sent:
        held = draft.attachments.count()
        if held >= files.MAX_FILES:
            refused.append(f"Sudah ada {files.MAX_FILES} berkas. Hapus satu sebelum menambah yang lain.")
            break
        try:
            accepted = files.accept(cast(BinaryIO, upload.file), size=upload.size or 0, root=settings.FILES_ROOT)
        except files.RefusedFile as fault:
            refused.append(f"{files.clean_name(upload.name or '')}: {fault}")
            continue
        if draft.attachments.filter(content_hash=accepted.content_hash).exists():
            continue
        Attachment.objects.create(
            draft=draft,
            purpose=purpose,
            place=held + 1,
            kind=accepted.kind,
            mime=accepted.mime,
            extension=accepted.extension,
            content_hash=accepted.content_hash,
            thumb_hash=accepted.thumb_hash or "",
            size=accepted.size,
            width=accepted.width,
            height=accepted.height,
            created_at=at,
        )
    return refused


def remove(draft: Draft, attachment_id: str) -> None:
    """Take a file out of a draft that was not sent yet."""
    draft.attachments.filter(pk=attachment_id, event=None).delete()


def clear_abandoned(*, before: datetime) -> int:
    """Erase drafts begun before this instant that nobody sent, with their files. Returns how many drafts."""
    abandoned = Draft.objects.filter(created_at__lt=before)
    for attachment in Attachment.objects.filter(draft__in=abandoned, event=None):
        hashes = {attachment.content_hash, attachment.thumb_hash} - {""}
        attachment.delete()
        for one in hashes:
            if not Attachment.objects.filter(Q(content_hash=one) | Q(thumb_hash=one)).exists():
                files.path_of(settings.FILES_ROOT, one).unlink(missing_ok=True)
    return abandoned.delete()[0]


def take_over(draft: Draft | None, event: Event) -> None:
    """Give the draft's files to the event; the draft has served."""
    if draft is None:
        return
    draft.attachments.update(event=event, complaint=event.complaint_id)
    draft.delete()
