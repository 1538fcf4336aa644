"""The words of a limit: how long, what whole it is the rest of, and the office hours that it was counted by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lapor.complaints.models import StepClock
from lapor.people import calendars
from lapor.people.hours_text import week_in_words
from lapor.sop import words
from lapor.sop.rules import K, Terms, Unit
from lapor.sop.tally import Office, local_day


def limit_in_words(one: StepClock, terms: Terms) -> str:
    """The limit in words and, of what is only the rest of one, the whole that it is left of."""
    told = words.limit_in_words(Unit(one.unit), one.limit, _)
    whole = left_of(one, terms)
    if not whole:
        return told
    rest = _("sisa dari %(whole)s")
    if one.name == K.TOTAL:
        rest = _("sisa dari %(whole)s untuk semua putaran")
    elif one.limit == terms.limit(one.name).floor:
        rest = _("paling sedikit untuk langkah yang diulang, dari %(whole)s")
    return f"{told}, {rest % {'whole': words.limit_in_words(Unit.MINUTES, whole, _)}}"


def left_of(one: StepClock, terms: Terms) -> int:
    """The minutes that this limit is the rest of: the whole handling's in a later round, a step's when repeated."""
    if one.name == K.TOTAL:
        return terms.total if one.limit < terms.total else 0
    return terms.limit(one.name).amount if one.pass_no > 1 and one.unit == Unit.MINUTES else 0


def hours_in_force(office: Office, one: StepClock) -> list[str]:
    """The office hours in force while it ran: the plain week, and each dated one that touched it."""
    data: Mapping[str, Any] = office.hours.to_json()
    first, last = (local_day(office, at) for at in (one.started_at, max(one.due_at, one.finished_at or one.due_at)))
    told = [week_in_words(data["week"])]
    for profile in data["profiles"]:
        begins, ends = (date.fromisoformat(profile[edge]) for edge in ("from", "to"))
        if begins <= last and first <= ends:
            days = [words.date_words(day, translate=_) for day in (begins, ends)]
            when = f"{days[0]}–{days[1]}" if begins > calendars.FIRST else _("sampai %(day)s") % {"day": days[1]}
            told.append(f"{office.profile(begins, _)}, {when}: {week_in_words(profile['week'])}")
    return told
