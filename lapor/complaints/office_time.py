"""Office time as the administration keeps it: who counts by which calendar, and the edits that move deadlines.

Each edit is done by complaints/recalendar.py, which first tells what it would move.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from lapor.complaints.models import StepClock
from lapor.complaints.recalendar import Done, Edit
from lapor.people import agencies, calendar_edit, calendars, holiday_edit, journal
from lapor.people.calendar_edit import Sketch
from lapor.people.faults import demand, refuse
from lapor.people.models import Agency, Calendar, Holiday, Position
from lapor.sop.clock import CalendarError
from lapor.sop.rules import Unit

OCTOBER = 10  # from then on deadlines soon reach into the next year


def running() -> dict[int, int]:
    """How many clocks run by each calendar, by its number."""
    rows = StepClock.objects.filter(finished_at=None).values("calendar")
    return {row["calendar"]: row["count"] for row in rows.annotate(count=Count("pk"))}


def years_missed(today: date) -> list[int]:
    """The years that deadlines reach into or pass through and of which no holiday is known."""
    counted = StepClock.objects.filter(finished_at=None, unit__in=(Unit.MINUTES, Unit.WORKING_DAYS))
    last = counted.order_by("-due_at").values_list("due_at", flat=True).first()  # the index of these, from behind
    until = max(today.year + (today.month >= OCTOBER), last.astimezone(calendars.BANTUL).year if last else 0)
    known = set(Holiday.objects.values_list("day__year", flat=True).distinct())
    return [year for year in range(today.year, until + 1) if year not in known]


def of_calendar(row: Calendar | None, sketch: Sketch, *, at: datetime) -> Edit:
    """A new calendar, or another one in place of what stood."""

    def edit() -> Done | None:
        one, changed = calendar_edit.save(row, sketch, at=at)
        action = "calendar_changed" if row else "calendar_added"
        return Done(action, f"calendar {one.code}", {"name": one.name, **changed}) if changed else None

    return edit


def of_holidays(year: int, wanted: Sequence[holiday_edit.Day]) -> Edit:
    """The days off of a year."""

    def edit() -> Done | None:
        changed = holiday_edit.put(year, wanted)
        return Done("holidays_changed", f"holidays {year}", changed) if changed else None

    return edit


def of_agency(agency: Agency, calendar: Calendar) -> Edit:
    """Another calendar for one agency: what runs there moves with it."""

    def edit() -> Done | None:
        row = Agency.objects.select_related("calendar").get(pk=agency.pk)
        before = row.calendar
        if not Calendar.objects.filter(pk=calendar.pk, gone=False).exists():
            demand(calendar=_("Kalender ini baru saja dihapus dari daftar. Pilih yang lain."))
        try:
            calendars.office_hours(calendar)
        except CalendarError as fault:
            demand(calendar=_("Kalender ini tidak dapat dihitung. %(why)s") % {"why": fault.said(_)})
        if not agencies.set_calendar(row, calendar):
            return None
        return Done("agency_calendar", f"agency {row.code}", {"calendar": [before.name, calendar.name]}, row)

    return edit


def remove(row: Calendar, *, by: Position | None, at: datetime) -> None:
    """Offer this calendar no more. Inside the caller's transaction. Raises Faulty."""
    journal.wait_for_turn()
    calendars.change_alone()
    if kept := why_kept(row):
        refuse(kept)
    was = calendar_edit.remove(Calendar.objects.get(pk=row.pk))
    journal.record("calendar_removed", subject=f"calendar {row.code}", at=at, position=by, data=was)


def why_kept(row: Calendar) -> str:
    """The sentence why this calendar cannot be taken away now, "" where it can."""
    count = running().get(row.pk, 0)
    if count and row.code != calendars.TIM_CODE and not Agency.objects.filter(calendar=row).exists():
        return _("Masih ada %(n)s tenggat yang berjalan menurut kalender ini.") % {"n": count}
    return calendar_edit.why_kept(row)
