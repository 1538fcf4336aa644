"""Putting notices into the queue, and what lies in it: the only maker of Notice rows."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from lapor.complaints.identity import keyed, seal_words, unseal_words
from lapor.complaints.models import Event
from lapor.complaints.tasks import tell
from lapor.notices.models import LETTER, Channel, Digest, Notice, Stage


def queue(
    event: Event, *, recipient: str, person: int | None, channel: str, kind: str, at: datetime, due: datetime
) -> None:
    """Queue the notice of this event for this recipient by this channel, unless it is there already."""
    _put(
        f"event:{event.pk}:{recipient}:{channel}",
        event=event,
        recipient=recipient,
        person_id=person,
        channel=channel,
        kind=kind,
        created_at=at,
        due_at=due,
    )


def queue_digest(digest: Digest, *, channel: str, kind: str, at: datetime, due: datetime) -> None:
    """Queue this digest for its person by this channel, in the caller's transaction, unless it is there already."""
    _put(
        f"late:{digest.person_id}:{digest.pk}:{channel}",
        digest=digest,
        recipient=f"person:{digest.person_id}",
        person_id=digest.person_id,
        channel=channel,
        kind=kind,
        created_at=at,
        due_at=due,
    )


def queue_letter(
    *,
    address: str,
    subject: str,
    text: str,
    kind: str,
    at: datetime,
    until: datetime | None = None,
    key: str = "",
) -> None:
    """Queue a letter about an account to this address, in the caller's transaction, and wake the worker.

    Address and words are kept encrypted until it is sent, then erased. After `until` (the life of a code, say)
    it is not sent any more. `key` is given where the same letter might be queued twice: the second is dropped.
    """
    words = json.dumps({"address": address, "subject": subject, "text": text})
    _put(
        f"letter:{key or secrets.token_urlsafe(24)}",
        recipient=LETTER,
        channel=Channel.MAIL,
        kind=kind,
        sealed=seal_words(words),
        created_at=at,
        due_at=at,
        until=until,
    )
    tell()


def _put(key: str, **more: Any) -> None:
    """Add this notice, unless its key or its event, recipient and channel are there already."""
    Notice.objects.bulk_create([Notice(key=key, message_id=message_id(key), **more)], ignore_conflicts=True)


def message_id(key: str) -> str:
    """The Message-ID of the notice of this key, the same at every attempt; tells nothing of it."""
    return f"<{keyed('message', key)[:32]}@{settings.MAIL_DOMAIN}>"


def opened(notice: Notice) -> dict[str, str]:
    """Address, subject and text of a letter."""
    words: dict[str, str] = json.loads(unseal_words(bytes(notice.sealed)))
    return words


def oldest_waiting(at: datetime) -> timedelta | None:
    """How long the notice that is due longest has been waiting; None where nothing waits."""
    due = Notice.objects.filter(stage=Stage.WAITING, due_at__lte=at).order_by("due_at").values_list("due_at", flat=True)
    first = due.first()
    return at - first if first else None


@dataclass(frozen=True)
class Summary:
    """How the queue stands. `sent` and `doubtful` ("mungkin terkirim dua kali") are of the last 24 hours."""

    waiting: int
    later: int
    failed: int
    sent: int
    doubtful: int
    oldest: timedelta | None


def summary(*, at: datetime) -> Summary:
    """Each number has an index of its own: the table keeps every notice that ever was."""
    waiting, sending = (Notice.objects.filter(stage=stage) for stage in (Stage.WAITING, Stage.SENDING))
    since = Notice.objects.filter(stage=Stage.SENT, done_at__gte=at - timedelta(hours=24))
    return Summary(
        waiting=waiting.filter(due_at__lte=at).count() + sending.count(),
        later=waiting.filter(due_at__gt=at).count(),
        failed=Notice.objects.filter(stage=Stage.FAILED).count(),
        sent=since.count(),
        doubtful=since.filter(uncertain__gt=0).count(),
        oldest=oldest_waiting(at),
    )


def failed(most: int) -> list[Notice]:
    """The notices that failed last, each with its case and, for an official, his name.

    Whoever shows them names no case of the Inspektorat.
    """
    rows = Notice.objects.filter(stage=Stage.FAILED).select_related("event__complaint", "person")
    return list(rows.order_by("-done_at", "-id")[:most])


def troubled(most: int) -> list[Notice]:
    """The notices that were tried in vain and are tried again, those tried most often first."""
    rows = Notice.objects.filter(stage=Stage.WAITING, attempts__gt=0).select_related("event__complaint", "person")
    return list(rows.order_by("-attempts", "id")[:most])


def queue_failed_again(*, at: datetime) -> int:
    """Put what failed in again, with five days from now; how many. Letters whose words are erased cannot be."""
    rows = Notice.objects.filter(stage=Stage.FAILED).exclude(recipient=LETTER)
    count = rows.update(stage=Stage.WAITING, due_at=at, created_at=at, attempts=0, done_at=None, trouble="")
    if count:
        tell()
    return count
