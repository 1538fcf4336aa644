"""From a form's files to the event they belong to, by way of a server draft, so that no error loses one."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import BinaryIO, cast

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from lapor.complaints import blurring, files, identity, photo_facts, storage, video
from lapor.complaints.blurring import Area
from lapor.complaints.models import Attachment, Complaint, Draft, Event, UploadPart
from lapor.complaints.photo_facts import Facts
from lapor.people.models import Position

_CARDS = frozenset({"ktp", "ektp", "nik", "kk", "sim", "paspor", "passport"})


def draft_for(
    form_key: str, *, action: str, at: datetime, complaint: Complaint | None = None, position: Position | None = None
) -> Draft:
    """The draft of the form with this key; made on first sight. The key itself is not stored."""
    draft, _ = Draft.objects.get_or_create(
        key=draft_key(form_key),
        defaults={"action": action, "created_at": at, "complaint": complaint, "position": position},
    )
    return draft


def draft_key(form_key: str) -> str:
    """What a draft is found by: only who holds the form's key can tell it."""
    return hashlib.sha256(f"draft:{form_key}".encode()).hexdigest()


def form_mark(form_key: str) -> str:
    """What an event keeps of the form it came from, so that the same form sent again is recognised."""
    return hashlib.sha256(f"form:{form_key}".encode()).hexdigest() if form_key else ""


def add(
    draft: Draft, sent: Iterable[UploadedFile[bytes]], *, at: datetime, purpose: str = "evidence", patient: bool = False
) -> list[str]:
    """Store these files in the draft. Returns a sentence for each that was refused; the others are kept.

    The draft is locked meanwhile; if an act has taken it over already, the files came with a form that was
    sent twice, and nothing is stored. `patient`: a file that nobody can look at just now raises NotNow instead
    of being refused. Only the draft is locked while files are looked at, which may take a minute: all the others
    wait for nobody until everything is ready to be stored.
    """
    with transaction.atomic():
        if not Draft.objects.select_for_update().filter(pk=draft.pk).exists():
            return []
        aside = storage.Aside()
        taken, refused = _judged(draft, sent, aside, patient=patient)
        _hold_files(shared=True)
        aside.pour(storage.current())
        for place, (accepted, name) in enumerate(taken, start=draft.attachments.count() + 1):
            _attach(draft, accepted, at=at, purpose=purpose, place=place, private=looks_private(name))
        return refused


def _judged(
    draft: Draft, sent: Iterable[UploadedFile[bytes]], aside: storage.Aside, *, patient: bool
) -> tuple[list[tuple[files.Accepted, str]], list[str]]:
    """Those of these files that are taken, each once, with their names; and a sentence for each that is not."""
    held = dict(draft.attachments.values_list("content_hash", "kind"))
    taken: list[tuple[files.Accepted, str]] = []
    refused: list[str] = []
    for upload in sent:
        if len(held) >= files.MAX_FILES:
            full = gettext("Sudah ada %(count)s berkas. Hapus satu sebelum menambah yang lain.")
            refused.append(full % {"count": files.MAX_FILES})
            break
        name = upload.name or ""
        try:
            accepted = _looked_at(upload, aside, videos=list(held.values()).count("video"))
        except files.RefusedFile as fault:
            if patient and isinstance(fault, files.NotNow):
                raise
            refused.append(f"{files.clean_name(name)}: {gettext(str(fault))}")
            continue
        if accepted.content_hash not in held:
            held[accepted.content_hash] = accepted.kind
            taken.append((accepted, name))
    return taken, refused


def _looked_at(upload: UploadedFile[bytes], aside: storage.Aside, *, videos: int) -> files.Accepted:
    """Raises RefusedFile: for its content, or as one video more than a draft may have."""
    stream = cast(BinaryIO, upload.file)
    start = stream.read(files.START)
    stream.seek(0)
    if video.looks_like_video(start) and videos >= video.MAX_VIDEOS:
        raise files.RefusedFile(video.ANOTHER)
    return files.accept(stream, size=upload.size or 0, store=aside, scan=settings.CLAMAV)


def looks_private(name: str) -> bool:
    """Whether a file's own name says that it shows a card of identity, or holds its number."""
    words = re.split(r"[\W_]+|(?<=[a-z])(?=[A-Z])|(?<=\D)(?=\d)|(?<=\d)(?=\D)", name)
    digits = re.sub(r"(?<=\d)[ ._-](?=\d)", "", name)
    return not _CARDS.isdisjoint(word.lower() for word in words) or bool(re.search(r"(?<!\d)\d{16}(?!\d)", digits))


def facts_of(attachment: Attachment) -> Facts | None:
    """When and where a picture said it was taken, before that was taken out of it; None where it said nothing."""
    return photo_facts.from_json(identity.unseal_words(bytes(attachment.facts))) if attachment.facts else None


def _attach(draft: Draft, accepted: files.Accepted, *, at: datetime, purpose: str, place: int, private: bool) -> None:
    Attachment.objects.create(
        draft=draft,
        purpose=purpose,
        place=place,
        kind=accepted.kind,
        mime=accepted.mime,
        extension=accepted.extension,
        content_hash=accepted.content_hash,
        thumb_hash=accepted.thumb_hash,
        size=accepted.size,
        width=accepted.width,
        height=accepted.height,
        seconds=accepted.seconds,
        facts=identity.seal_words(accepted.facts.as_json()) if accepted.facts else None,
        private=private,
        created_at=at,
    )


def erase(unsent: QuerySet[Attachment]) -> None:
    """Delete those of these attachments that no act has taken over, and their files where nobody else's are."""
    with transaction.atomic():
        _hold_files(shared=False)
        for pk, *hashes in unsent.filter(event=None).values_list("pk", "content_hash", "thumb_hash"):
            deleted, _ = Attachment.objects.filter(pk=pk, event=None).delete()
            if deleted:
                _forget(hashes)


def _forget(hashes: Iterable[str]) -> None:
    """Delete these contents where they are nobody's any more. Whoever calls holds the files for himself."""
    for one in {*hashes} - {""}:
        if not Attachment.objects.filter(Q(content_hash=one) | Q(thumb_hash=one)).exists():
            storage.current().delete(one)


def blur(draft: Draft, attachment_id: str, areas: Collection[Area]) -> bool:
    """Make these areas of a picture unreadable before it is sent. The picture as it was is erased for good."""
    with transaction.atomic():
        if not areas or not Draft.objects.select_for_update().filter(pk=draft.pk).exists():
            return False
        found = next((one for one in draft.attachments.filter(event=None) if str(one.pk) == attachment_id), None)
        if found is None or not found.is_picture:
            return False
        with storage.current().open(found.content_hash) as content:
            picture = blurring.blurred(content.read(), areas)
        _hold_files(shared=False)
        before = (found.content_hash, found.thumb_hash)
        found.content_hash, found.thumb_hash = storage.current().put(picture.jpeg), storage.current().put(picture.thumb)
        found.size, found.width, found.height = len(picture.jpeg), picture.width, picture.height
        found.name = uuid.uuid4()  # a copy of the page in some cache finds nothing any more
        found.save(update_fields=["content_hash", "thumb_hash", "size", "width", "height", "name"])
        _forget(before)
        return True


def _hold_files(*, shared: bool) -> None:
    """Until the transaction ends: many may store files at once, but nobody erases one meanwhile.

    The same bytes lie there once; without this, one upload could erase what another has just found there.
    """
    lock = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(hashtext('lapor.files'))")


def remove(draft: Draft, attachment_id: str) -> None:
    """Take one file out of a draft that was not sent yet; what is no file of it is passed over."""
    erase(draft.attachments.filter(pk__in=[a.pk for a in draft.attachments.all() if str(a.pk) == attachment_id]))


def discard(draft: Draft) -> None:
    """Throw a draft away with what it holds."""
    erase(draft.attachments.all())
    draft.delete()


def clear_abandoned(*, before: datetime) -> int:
    """Erase drafts that nobody sent or changed since this instant, with their files. Returns how many drafts.

    One after the other: nobody who stores a file waits for all of them.
    """
    abandoned = Draft.objects.filter(created_at__lt=before).exclude(changed_at__gte=before)
    drafts = list(abandoned)
    for draft in drafts:
        discard(draft)
    return len(drafts)


def clear_unfinished(*, before: datetime) -> int:
    """Erase pieces of files that were begun before this instant and never became whole. Returns how many."""
    left = UploadPart.objects.filter(settled=False, draft__created_at__lt=before)
    return left.exclude(draft__changed_at__gte=before).delete()[0]


def rename(complaint: Complaint) -> None:
    """Give every file of the case another address; from now on the old one leads nowhere, for anybody."""
    Attachment.objects.filter(complaint=complaint).update(name=RandomUUID())


def take_over(draft: Draft | None, event: Event) -> None:
    """Give the draft's files to the event; the draft has served."""
    if draft is None:
        return
    draft.attachments.update(event=event, complaint=event.complaint_id)
    draft.delete()
