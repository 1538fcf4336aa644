"""When and by which channels somebody is told: office hours of officials, quiet hours of everybody."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings

from lapor.notices.kinds import KINDS
from lapor.notices.models import Channel, Preference
from lapor.people import calendars
from lapor.people.contacts import phone_number
from lapor.people.models import Person, Position
from lapor.sop import clock

# A telephone rings at night, a letter does not: messages to somebody who set nothing wait until the morning.
NIGHT = (time(21, 0), time(6, 0))


def channels(person: Person, kind: str, wish: Preference | None) -> list[Channel]:
    """By which channels this person wants a notice of this kind; what must reach him goes by mail at least."""
    wish = wish or Preference(person=person)
    must = KINDS[kind].must
    if kind in wish.muted and not must:
        return []
    wanted = [Channel.MAIL] if wish.mail else []
    if wish.messenger and phone_number(person.phone) and settings.MESSENGER_URL:
        wanted.append(Channel.MESSENGER)
    return wanted or ([Channel.MAIL] if must else [])


def wish_of(person_id: int | None) -> Preference | None:
    return Preference.objects.filter(person=person_id).first() if person_id else None


def hours_of(position: Position) -> clock.Calendar:
    """The office hours of whoever has this position."""
    return calendars.usable_hours(position.agency.calendar if position.agency else calendars.tim_calendar())


def for_official(position: Position, channel: Channel, wish: Preference | None, *, at: datetime) -> datetime:
    """The first instant from `at` on in this official's office hours and outside his quiet hours."""
    hours = hours_of(position)
    due = clock.next_opening(hours, at)
    for _ in range(14):  # quiet hours may take a whole office day; nobody is put off for longer than this
        awake = after_quiet(channel, wish, at=due)
        if clock.is_open(hours, awake):
            return awake
        due = clock.next_opening(hours, awake)
    return due


def after_quiet(channel: Channel, wish: Preference | None, *, at: datetime) -> datetime:
    """`at`, or the end of the quiet hours that it lies in."""
    quiet = NIGHT if channel is Channel.MESSENGER else None
    if wish and wish.quiet_from is not None and wish.quiet_until is not None:
        quiet = (wish.quiet_from, wish.quiet_until)
    if quiet is None or quiet[0] == quiet[1]:
        return at
    begins, ends = quiet
    local = at.astimezone(calendars.BANTUL)
    now = local.time()
    inside = begins <= now < ends if begins < ends else (now >= begins or now < ends)
    if not inside:
        return at
    day = local.date() if now < ends else local.date() + timedelta(days=1)
    return datetime.combine(day, ends, tzinfo=calendars.BANTUL).astimezone(at.tzinfo)
