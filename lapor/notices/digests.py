"""Gathering what is late into letters: one for each official, at most one in thirty of his office minutes.

A digest takes all tellings of a person that wait, in the transaction that queues its notices: each mark reaches
each person in one letter, also after a crash. What the letter says is written when it is sent (digest_letter.py).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from lapor.complaints import batches
from lapor.complaints.models import Mark
from lapor.complaints.tasks import tell
from lapor.notices import lateness, outbox
from lapor.notices.lateness import LATE, REMINDER
from lapor.notices.models import Channel, Digest, Preference, Telling
from lapor.notices.when import channels, for_official, hours_of, wish_of
from lapor.people.calendars import BANTUL, looked_up_once
from lapor.people.models import Person, Position
from lapor.sop import clock

log = logging.getLogger(__name__)
APART: Final = 30  # office minutes between two digests to one person
_LOCK: Final = 7_203_404


def gather_all(*, at: datetime) -> int:
    """Queue every digest whose time has come; how many. Safe in several workers at once."""
    return batches.each(
        _at_work(at),
        lambda person: _gather(person, at=at),
        log=log,
        failure="the digest for person {} could not be made",
        left="digests could not be made; the log names the persons",
    )


def _at_work(at: datetime) -> list[int]:
    """The persons for whom something waits and whose office is open now: two queries, at night and on Sunday too."""
    waiting = Telling.objects.filter(settled_at=None).order_by().values("position").distinct()
    positions = Position.objects.filter(pk__in=waiting).select_related("agency__calendar").order_by("person")
    with looked_up_once():
        return list(dict.fromkeys(one.person_id for one in positions if clock.is_open(hours_of(one), at)))


def _gather(person_id: int, *, at: datetime) -> bool:
    """One digest, or none as yet. Only one worker gathers for a person at a time."""
    with transaction.atomic():
        if not _alone(person_id):
            return False
        wish = wish_of(person_id)
        waiting = _still_needed(person_id, wish, at=at)
        if not waiting:
            return False
        person, position = waiting[0].person, waiting[0].position
        kind = LATE if any(one.kind == LATE for one in waiting) else REMINDER
        ways = channels(person, kind, wish)
        if not ways:  # reminders alone, and he wants none by any way
            _settle(waiting, at=at)
            return False
        earliest = _earliest(person_id, position, at=at)
        due = {way: for_official(position, way, wish, at=earliest) for way in ways}
        if not due or min(due.values()) > at:
            return False
        _queue(person, kind, due, waiting, at=at)
    return True


def _queue(person: Person, kind: str, due: dict[Channel, datetime], waiting: list[Telling], *, at: datetime) -> None:
    digest = Digest.objects.create(person=person, at=at)
    Telling.objects.filter(pk__in=[one.pk for one in waiting]).update(digest=digest, settled_at=at)
    for way, when in due.items():
        outbox.queue_digest(digest, channel=way, kind=kind, at=at, due=when)
    tell()


def _alone(person_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, person_id])
        return bool(cursor.fetchone()[0])


def _earliest(person_id: int, position: Position, *, at: datetime) -> datetime:
    """Now, or thirty office minutes after the last one."""
    last = Digest.objects.filter(person=person_id).order_by("-at").values_list("at", flat=True).first()
    return at if last is None else max(at, clock.add(hours_of(position), last, APART))


def _still_needed(person_id: int, wish: Preference | None, *, at: datetime) -> list[Telling]:
    """What waits for this person and he still has to know; the rest is settled, or decided anew if he left the seat.

    What rose and is not late at the moment, as its deadline moved, goes on waiting while its clock runs.
    """
    rows = Telling.objects.filter(person=person_id, settled_at=None).order_by("id")
    every = list(
        rows.select_related("person", "position__agency__calendar", "mark__clock__complaint", "mark__clock__handling")
    )
    left, held = by_seat(every, at=at)
    decide_anew(left)
    unneeded = [one for one in held if not needed(one, wish, at=at)]
    _settle([one for one in unneeded if not _may_be_late_again(one)], at=at)
    gone = {one.pk for one in unneeded}
    return [one for one in held if one.pk not in gone]


def by_seat(tellings: Iterable[Telling], *, at: datetime) -> tuple[list[Telling], list[Telling]]:
    """Those whose person has left the position by which he was told, or whose account is closed; and the others."""
    every = list(tellings)
    today = Position.objects.held_on(at.astimezone(BANTUL).date()).filter(pk__in={one.position_id for one in every})
    held = set(today.values_list("pk", flat=True))
    return [one for one in every if one.position_id not in held], [one for one in every if one.position_id in held]


def decide_anew(untold: list[Telling]) -> None:
    """These were told in no letter: their marks look for whoever sits there now, himself by another seat or way."""
    if untold:
        with transaction.atomic():
            Telling.objects.filter(pk__in=[one.pk for one in untold]).delete()
            Mark.objects.filter(pk__in=[one.mark_id for one in untold]).update(told_at=None)


def _may_be_late_again(telling: Telling) -> bool:
    """Whether this has risen and is only not late at the moment."""
    clock = telling.mark.clock
    return telling.kind == LATE and clock.finished_at is None and _within(telling)


def _within(telling: Telling) -> bool:
    return lateness.within(telling.position, telling.rung, telling.mark.clock.complaint)


def _settle(tellings: list[Telling], *, at: datetime) -> None:
    """These are told in no letter: not needed any more."""
    Telling.objects.filter(pk__in=[one.pk for one in tellings]).update(settled_at=at, open=False)


def needed(telling: Telling, wish: Preference | None = None, *, at: datetime) -> bool:
    """Whether this still has to be told: an escalation of what is late, a reminder while it helps and is wanted.

    What has become a case of supervision since stays in the Inspektorat.
    """
    if not _within(telling):
        return False
    if telling.kind == LATE:
        return lateness.is_late(telling.mark.clock, at=at)
    muted = wish is not None and REMINDER in wish.muted
    return not muted and lateness.needs_reminder(telling.mark.clock)
