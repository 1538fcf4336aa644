"""Files of a citizen's form: into a server draft before anything is judged, one form at a time."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.complaints import uploads
from lapor.complaints.models import Attachment, Complaint, Draft
from lapor.public import throttle


@dataclass
class Held:
    """What the server holds for a form. `refused` are sentences about files that were not taken."""

    draft: Draft | None = None
    refused: list[str] = field(default_factory=list)

    @property
    def files(self) -> list[Attachment]:
        return list(self.draft.attachments.all()) if self.draft else []

    def drop(self, unwanted: Collection[str]) -> None:
        """Take the files with these ids out; what is no file of the form is passed over."""
        for one in self.files:
            if self.draft is not None and str(one.pk) in unwanted:
                uploads.remove(self.draft, str(one.pk))

    def discard(self) -> None:
        """Throw away the draft of a form that had been accepted before."""
        if self.draft is not None:
            uploads.discard(self.draft)


def held_for(key: str) -> Held:
    """What is held for a form that is not sent yet; nothing is made by looking."""
    draft = Draft.objects.filter(key=uploads.draft_key(key), action="submit", complaint=None).first()
    return Held(draft)


def key_of(request: Any) -> str:
    """The form's key as it was posted, or a fresh one."""
    try:
        return str(uuid.UUID(request.POST.get("kunci", "")))
    except ValueError:
        return str(uuid.uuid4())


def take_in(request: Any, key: str, *, action: str, at: datetime, complaint: Complaint | None = None) -> Held:
    """Store what came with this form, or take out what its "Hapus" button names.

    The draft is locked meanwhile: the same form sent five times holds each file once. A draft that vanishes
    under the lock belonged to a form that has just been accepted.
    """
    sent = request.FILES.getlist("berkas")
    refused = []
    if sent and not throttle.may_send(len(sent), request, at=at):
        sent, refused = [], [_(throttle.TOO_MANY_FILES)]
    with transaction.atomic():
        draft = uploads.draft_for(key, action=action, at=at, complaint=complaint)
        locked = Draft.objects.select_for_update().filter(pk=draft.pk).first()
        if locked is None or locked.complaint_id != (complaint.pk if complaint else None):
            return Held()
        if unwanted := request.POST.get("hapus"):
            uploads.remove(locked, unwanted)
        return Held(locked, refused + uploads.add(locked, sent, at=at))
