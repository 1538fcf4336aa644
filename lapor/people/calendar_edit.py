"""Office hours as the administrator edits them: what may be said of a calendar, how it is saved, taken away.

Saving is no publishing: complaints/recalendar.py does both in one transaction, with the deadlines that move.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils.text import slugify
from django.utils.translation import gettext as _

from lapor.people import calendars, journal, procedures
from lapor.people.agencies import too_long
from lapor.people.chain import digest
from lapor.people.faults import demand, refuse
from lapor.people.hours_text import Week, week_in_words
from lapor.people.models import OBSERVES, Agency, Calendar, Closure
from lapor.sop import clock
from lapor.sop.limits import SETTLEMENT_DAYS
from lapor.sop.words import date_words

LAST_YEAR: Final = 2099
LONGEST_AHEAD: Final = timedelta(days=3650)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Profile:
    """Other hours from the first to the last day, both included."""

    name: str
    first: date
    last: date
    week: Week

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "week": {day: spans for day, spans in self.week.items() if spans},
        }


@dataclass(frozen=True)
class Closed:
    """One day on which the offices are closed for once, and by which decree."""

    day: date
    name: str
    basis: str = ""


@dataclass(frozen=True)
class Sketch:
    """A calendar as it was typed. Empty is inherited: no parent, a week without hours, profiles None, observes "".

    `since` is the day from which the week is this one; None for always.
    """

    name: str
    parent: Calendar | None = None
    week: Week = field(default_factory=dict)
    profiles: tuple[Profile, ...] | None = None
    observes: str = ""
    closures: tuple[Closed, ...] = ()
    since: date | None = None


def wrong(row: Calendar | None, sketch: Sketch, *, at: datetime) -> dict[str, str | None]:
    """A sentence, or None, by field; "profile-0" and "closure-1" are those of that place in the sketch."""
    day = at.astimezone(calendars.BANTUL).date()
    found: dict[str, str | None] = {
        "name": too_long(sketch.name, _("Tulis nama kalender."), 80) or _twin(row, sketch.name),
        "parent": _gone(sketch.parent) or _ring(row, sketch.parent),
        "since": _wrong_day(sketch.since, day),
        "week": None
        if any(sketch.week.values()) or sketch.parent
        else _("Isi jam kerja paling sedikit satu hari, atau pilih kalender induk."),
        "observes": None if sketch.observes in ("", *dict(OBSERVES)) else _("Pilih dari daftar ini."),
    }
    for place, profile in enumerate(sketch.profiles or ()):
        found[f"profile-{place}"] = _wrong_profile(profile, (sketch.profiles or ())[:place])
    days: set[date] = set()
    for place, closed in enumerate(sketch.closures):
        found[f"closure-{place}"] = too_long(closed.name, _("Tulis sebab tutupnya."), 160) or (
            _("Hari itu sudah ditulis di atas.") if closed.day in days else too_long(closed.basis, "", 160)
        )
        days.add(closed.day)
    return found


def save(row: Calendar | None, sketch: Sketch, *, at: datetime) -> tuple[Calendar, dict[str, object]]:
    """The calendar as it was sketched, and what became what; empty where it stood so before. Raises Faulty.

    Inside the caller's transaction. A week that changes from a day on leaves the days before as they were.
    """
    demand(**wrong(row, sketch, at=at))
    one = Calendar.objects.get(pk=row.pk) if row else Calendar(code=_code(sketch.name))
    before = told(one) if row else {}
    past = _past_weeks(one) if row and sketch.since else []
    one.name, one.parent, one.observes = sketch.name, sketch.parent, sketch.observes
    one.week = {day: spans for day, spans in sketch.week.items() if spans}
    one.profiles = None if sketch.profiles is None else [profile.to_json() for profile in sketch.profiles]
    if row and sketch.since:
        one.former = _former(past, sketch.since, _week_of(one))
    one.save()
    _put_closures(one, sketch.closures)
    _demand_hours(one, at)
    changed = journal.became(before, told(one))
    if changed and sketch.since and "week" in changed:
        changed["since"] = sketch.since.isoformat()
    return one, changed


def remove(row: Calendar) -> dict[str, object]:
    """Offer a calendar no more that no office uses; what it was. What was counted by it stays. Raises Faulty.

    That no clock runs by it is the caller's to see.
    """
    before = told(row)
    if kept := why_kept(row):
        refuse(kept)
    row.gone = True
    row.save(update_fields=["gone"])
    return before


def why_kept(row: Calendar) -> str:
    """The sentence why this calendar cannot be taken away, "" where it can."""
    if row.code == calendars.TIM_CODE:
        return _("Ini kalender Tim Kabupaten, yang dipakai setiap aduan. Kalender ini tidak dapat dihapus.")
    users = list(Agency.objects.filter(calendar=row).order_by("short").values_list("short", flat=True))
    heirs = list(row.children.filter(gone=False).order_by("name").values_list("name", flat=True))
    if users:
        return _("Kalender ini dipakai %(names)s. Beri OPD itu kalender lain dulu.") % {"names": _few(users)}
    if heirs:
        return _("%(names)s mengikuti kalender ini. Beri induk lain dulu.") % {"names": _few(heirs)}
    return ""


def told(row: Calendar) -> dict[str, object]:
    """A calendar in words, as the journal keeps it."""
    return {
        "name": row.name,
        "inherits": row.parent.name if row.parent else "",
        "week": week_in_words(row.week) if row.week else "",
        "former": [f"{day_words(past['to'])}: {week_in_words(past['week'])}" for past in row.former],
        "profiles": None if row.profiles is None else [profile_in_words(one) for one in row.profiles],
        "observes": str(dict(OBSERVES).get(row.observes, "")),
        "closures": [f"{date_words(one.day)}: {one.name} {one.basis}".strip() for one in _closures(row)],
    }


def profile_in_words(profile: dict[str, Any]) -> str:
    """Ramadan 1448 H 8 Februari 2027–9 Maret 2027: Senin–Kamis 08.00–14.00"""
    span = f"{day_words(profile['from'])}–{day_words(profile['to'])}"
    return f"{profile.get('name', '')} {span}: {week_in_words(profile['week'])}"


def stands(row: Calendar | None) -> str:
    """A fingerprint of what is stored of a calendar, to see whether another person saved meanwhile."""
    if row is None:
        return ""
    closed = [(one.day.isoformat(), one.name, one.basis) for one in _closures(row)]
    return digest({
        "name": row.name, "parent": row.parent_id, "week": row.week, "former": row.former,
        "profiles": row.profiles, "observes": row.observes, "closures": closed,
    })  # fmt: skip


# ---------------------------------------------------------------- a week from a day on


def _past_weeks(row: Calendar) -> list[dict[str, Any]]:
    """The former weeks and then the one in force, whose last day is open."""
    line = list(calendars.line_of(row))
    return [*calendars.former_weeks(line), {"to": date.max.isoformat(), "week": _week_of(row)}]


def _former(past: Iterable[dict[str, Any]], since: date, week: Week) -> list[dict[str, Any]]:
    """What of `past` lies before `since`, without a stretch that is as what follows it."""
    last = (since - _DAY).isoformat()
    kept: list[dict[str, Any]] = []
    for one in past:
        kept.append({"to": min(one["to"], last), "week": one["week"]})
        if one["to"] >= last:
            break
    follows, layers = week, list[dict[str, Any]]()
    for one in reversed(kept):
        if one["week"] != follows:
            layers.insert(0, one)
        follows = one["week"]
    return layers


def _week_of(row: Calendar) -> Week:
    """Its own week or the one it inherits."""
    return next((one.week for one in calendars.line_of(row) if one.week), {})


# ---------------------------------------------------------------- what may be said


def _twin(row: Calendar | None, name: str) -> str | None:
    same = Calendar.objects.filter(name__iexact=name, gone=False).exclude(pk=row.pk if row else 0)
    return _("Sudah ada kalender bernama itu.") if same.exists() else None


def _gone(parent: Calendar | None) -> str | None:
    if parent is None or Calendar.objects.filter(pk=parent.pk, gone=False).exists():
        return None
    return _("Kalender ini baru saja dihapus dari daftar. Pilih yang lain.")


def _ring(row: Calendar | None, parent: Calendar | None) -> str | None:
    if row is None or parent is None or all(one.pk != row.pk for one in calendars.line_of(parent)):
        return None
    if parent.pk == row.pk:
        return _("Kalender tidak dapat mengikuti dirinya sendiri.")
    return _("%(name)s sudah mengikuti kalender ini. Pilih induk lain.") % {"name": parent.name}


def _wrong_day(since: date | None, today: date) -> str | None:
    if since is None or calendars.FIRST < since <= today + LONGEST_AHEAD:
        return None
    return _("Pilih hari antara 2 Januari 2000 dan sepuluh tahun lagi.")


def _wrong_profile(profile: Profile, above: tuple[Profile, ...]) -> str | None:
    if profile.last < profile.first:
        return _("Jam khusus ini berakhir sebelum mulai.")
    apart = profile.last - profile.first
    if profile.first <= calendars.FIRST or profile.last.year > LAST_YEAR or apart > LONGEST_AHEAD:
        return _("Tulis tanggal sesudah tahun 2000 dan sebelum 2100, paling lama sepuluh tahun.")
    for other in above:
        if other.first <= profile.last and profile.first <= other.last:
            return _("Bertumpuk dengan %(name)s. Ubah salah satu tanggalnya.") % {"name": other.name}
    return too_long(profile.name, _("Tulis namanya, misalnya Ramadan 1448 H."), 80)


def _demand_hours(row: Calendar, at: datetime) -> None:
    """Whoever counts by this calendar, from today on, comes to an end, twice the limit too. Raises Faulty."""
    try:
        hours = clock.Calendar.from_json(calendars.resolved(row))
        clock.working_days(hours, at, 2 * max(SETTLEMENT_DAYS.values()))
        clock.add(hours, at, 2 * procedures.newest().total)
    except clock.CalendarError as fault:
        demand(week=fault.said(_))


# ---------------------------------------------------------------- storing


def _put_closures(row: Calendar, closures: Iterable[Closed]) -> None:
    wanted = {one.day: one for one in closures}
    row.closures.exclude(day__in=list(wanted)).delete()
    for one in wanted.values():
        Closure.objects.update_or_create(calendar=row, day=one.day, defaults={"name": one.name, "basis": one.basis})


def _closures(row: Calendar) -> list[Closure]:
    return list(row.closures.order_by("day")) if row.pk else []


def _code(name: str) -> str:
    """A code that no calendar has, from its name."""
    stem = slugify(name)[:40] or "kalender"
    taken = set(Calendar.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for n in range(1, len(taken) + 2) if (code := stem if n == 1 else f"{stem}-{n}") not in taken)


def _few(names: list[str]) -> str:
    return ", ".join(names[:5]) + (_(" dan %(n)s lain") % {"n": len(names) - 5} if len(names) > 5 else "")


def day_words(text: str) -> str:
    """A day kept as "2027-03-19", in words."""
    return date_words(date.fromisoformat(text))
