"""The holidays of a year: what a package proposes, what a person accepts, and by which decree.

Proposals are only words on a page. Three ministers decide on the days, and change them in the middle of a year.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from holidays import country_holidays

from lapor.people.agencies import too_long
from lapor.people.chain import digest
from lapor.people.faults import demand
from lapor.people.models import Holiday
from lapor.sop.words import date_words

NATIONAL, JOINT = "national", "joint"
_CATEGORIES: Final = {"public": NATIONAL, "government": JOINT}
_ESTIMATED: Final = "(perkiraan)"
FIRST_YEAR, LAST_YEAR = 2020, 2099


@dataclass(frozen=True)
class Day:
    """A day off: `kind` is "national" or "joint", `basis` its decree."""

    day: date
    name: str
    kind: str
    basis: str = ""

    @property
    def estimated(self) -> bool:
        """Whether the package only reckons that it falls on this day."""
        return _ESTIMATED in self.name


def proposed(year: int) -> list[Day]:
    """What the holidays package knows of this year; a day of both kinds is a national holiday."""
    found: dict[date, Day] = {}
    for category, kind in _CATEGORIES.items():
        # LANG must not turn the names into English
        days = country_holidays("ID", years=year, language="id", categories=(category,))
        for day, name in days.items():
            if day.year == year and day not in found:
                found[day] = Day(day, name.replace("; ", " dan "), kind)
    return sorted(found.values(), key=lambda one: one.day)


def of_year(year: int) -> list[Day]:
    """What is in force."""
    rows = Holiday.objects.filter(day__year=year).order_by("day")
    return [Day(row.day, row.name, row.kind, row.basis) for row in rows]


def stands(year: int) -> str:
    """A fingerprint of the year, to see whether another person saved meanwhile."""
    return digest({"days": [[one.day.isoformat(), one.name, one.kind, one.basis] for one in of_year(year)]})


def put(year: int, wanted: Sequence[Day]) -> dict[str, object]:
    """Let the year have exactly these days off; what changed, in words, empty for nothing. Raises Faulty.

    Inside the caller's transaction. Faults stand at "day-0", "name-0" by the place of a day among the wanted.
    """
    before = {one.day: one for one in of_year(year)}
    demand(**_wrong(year, wanted, before))
    after = {one.day: one for one in wanted}
    added = [one for day, one in after.items() if day not in before]
    removed = [one for day, one in before.items() if day not in after]
    changed = [one for day, one in after.items() if day in before and before[day] != one]
    Holiday.objects.filter(day__in=[one.day for one in removed]).delete()
    for one in sorted((*added, *changed), key=lambda one: one.day):  # two who look at once wait, and do not lock up
        facts = {"name": one.name, "kind": one.kind, "basis": one.basis}
        Holiday.objects.update_or_create(day=one.day, defaults=facts)
    told = {"added": _told(added), "removed": _told(removed), "changed": _told(changed)}
    bases = sorted({one.basis for one in (*added, *changed) if one.basis})
    return {"year": year, **told, "decree": bases} if any(told.values()) else {}


def _wrong(year: int, wanted: Sequence[Day], before: dict[date, Day]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    seen: set[date] = set()
    for place, one in enumerate(wanted):
        found[f"name-{place}"] = too_long(one.name, _("Tulis nama hari liburnya."), 160)
        if one.day.year != year:
            found[f"day-{place}"] = _("Tulis tanggal di tahun %(year)s.") % {"year": year}
        elif one.day in seen:
            found[f"day-{place}"] = _("%(day)s sudah ada di daftar ini.") % {"day": date_words(one.day)}
        if before.get(one.day) != one:
            needs = _("Tulis dasar hari libur yang baru atau diubah, misalnya SKB Tiga Menteri Nomor … Tahun ….")
            found["decree"] = found.get("decree") or too_long(one.basis, needs, 160)
        seen.add(one.day)
    return found


def _told(days: Iterable[Day]) -> list[str]:
    return [f"{date_words(one.day)} {one.name}" for one in sorted(days, key=lambda one: one.day)]
