"""Sending what is due: claim a notice, hand it over, mark it. None lost, none twice where we can know it.

A notice is marked `sending` before it is handed over and `sent` after the server accepted it, and who sends it
holds an advisory lock meanwhile, which dies with him. So a notice that is `sending` and locked by nobody was
left by somebody who died in between: it is handed over again under the same Message-ID and counted in
`uncertain`, for the server may have accepted it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction

from lapor.notices import digest_letter, letters, messenger, plan
from lapor.notices.letters import Letter
from lapor.notices.mailer import MailServer, NotAccepted, RefusedForGood, Unknown, message
from lapor.notices.models import REPORTER, Channel, Notice, Stage
from lapor.sop.rules import ANSWERS

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
GIVEN_UP = timedelta(days=5)  # as long as mail servers try
_LOCKS = 7_203 << 40  # the number range of our advisory locks


def everything_due(*, now: Clock, most: int = 10_000) -> int:
    """Send what is due and what somebody left half sent; how many. Safe in several workers at once."""
    done = 0
    with MailServer() as server:
        while done < most and (_leftover(server, now) or _next(server, now)):
            done += 1
    return done


def _next(server: MailServer, now: Clock) -> bool:
    """Claim the notice that is due longest and send it; False when none is due."""
    at = now()
    with transaction.atomic():  # the lock outlives it, so that nobody takes the notice for a leftover
        waiting = Notice.objects.select_for_update(skip_locked=True).filter(stage=Stage.WAITING, due_at__lte=at)
        notice = waiting.order_by("due_at", "id").first()
        if notice is None:
            return False
        if not _lock(notice.pk):  # somebody's lock that is about to go; it is not due for us
            return False
        notice.stage, notice.attempts = Stage.SENDING, notice.attempts + 1
        notice.save(update_fields=["stage", "attempts"])
    with _unlocking(notice.pk):
        _send(notice, server, now)
    return True


def _leftover(server: MailServer, now: Clock) -> bool:
    """Send again what a sender who died left behind; False when there is none."""
    for pk in Notice.objects.filter(stage=Stage.SENDING).order_by("id").values_list("pk", flat=True):
        if not _lock(pk):
            continue  # its sender lives
        with _unlocking(pk):
            notice = Notice.objects.filter(pk=pk, stage=Stage.SENDING).first()
            if notice is None:
                continue
            notice.uncertain, notice.attempts = notice.uncertain + 1, notice.attempts + 1
            notice.save(update_fields=["uncertain", "attempts"])
            log.warning("notice %s was left half sent and is sent again, perhaps a second time", pk)
            _send(notice, server, now)
            return True
    return False


def _send(notice: Notice, server: MailServer, now: Clock) -> None:
    """Write it as of now, hand it over, and mark what became of it."""
    at = now()
    try:
        letter = digest_letter.compose(notice, at=at) if notice.digest_id else letters.compose(notice, at=at)
        if isinstance(letter, str):
            _mark(notice, Stage.DROPPED, at=at, trouble=letter)
            return
        _hand_over(notice, letter, server, at=at)
    except RefusedForGood as refused:
        _mark(notice, Stage.FAILED, at=now(), trouble=f"refused: {refused}")
    except Unknown as unknown:
        notice.uncertain += 1
        _try_again(notice, at=now(), trouble=f"no answer: {unknown}")
    except NotAccepted as fault:
        _try_again(notice, at=now(), trouble=str(fault))
    except Exception as fault:  # whatever it is: this notice is tried again, the others go out now
        log.exception("notice %s could not be written", notice.pk)
        _try_again(notice, at=now(), trouble=type(fault).__name__)
    else:
        _mark(notice, Stage.SENT, at=now())


def _hand_over(notice: Notice, letter: Letter, server: MailServer, *, at: datetime) -> None:
    if notice.channel == Channel.MESSENGER:
        messenger.hand_over(letter)
    else:
        server.hand_over(message(letter, message_id=notice.message_id, at=at))


def _mark(notice: Notice, stage: Stage, *, at: datetime, trouble: str = "") -> None:
    """The end of this notice; a letter's words are erased, an answer's arrival is noted."""
    notice.stage, notice.done_at, notice.trouble, notice.sealed = stage, at, trouble, b""
    notice.save(update_fields=["stage", "done_at", "trouble", "sealed", "uncertain"])
    if notice.recipient == REPORTER and notice.event is not None and notice.event.action in ANSWERS:
        plan.arrived(notice.event, at=at)


def _try_again(notice: Notice, *, at: datetime, trouble: str) -> None:
    """Later and later, up to once an hour; after five days it has failed, and the page of notices says so."""
    if at - notice.created_at > GIVEN_UP:
        _mark(notice, Stage.FAILED, at=at, trouble=trouble)
        return
    wait = min(FIRST_WAIT * 2 ** min(notice.attempts - 1, 10), LONGEST_WAIT)
    notice.stage, notice.due_at, notice.trouble = Stage.WAITING, at + wait, trouble[:200]
    notice.save(update_fields=["stage", "due_at", "trouble", "uncertain"])
    log.warning("notice %s was not accepted (%s), attempt %s", notice.pk, trouble, notice.attempts)


def _lock(pk: int) -> bool:
    """Hold this notice as long as this connection lives, or until it is let go; False if somebody has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCKS + pk])
        return bool(cursor.fetchone()[0])


@contextmanager
def _unlocking(pk: int) -> Iterator[None]:
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCKS + pk])
