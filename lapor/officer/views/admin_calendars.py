"""Office hours and holidays as the administrator keeps them, each change with what it would move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django.views.decorators.http import require_http_methods, require_safe

from lapor.complaints import office_time as edits
from lapor.complaints.recalendar import Done, Edit
from lapor.officer.forms.calendars import CalendarForm
from lapor.officer.forms.holidays import HolidaysForm
from lapor.officer.views import admin_form, what_if
from lapor.people import calendar_edit, calendars, holiday_edit
from lapor.people.faults import Faulty, refuse
from lapor.people.gate import open_to
from lapor.people.hours_text import week_in_words
from lapor.people.models import OBSERVES, Calendar, Holiday
from lapor.sop.rules import Role
from lapor.sop.words import date_words

_OVERTAKEN = N_("Orang lain menyimpan perubahan di sini sejak Anda membukanya. Periksa isian Anda, lalu kirim lagi.")
_GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Card:
    """A calendar as the list shows it; what it inherits says from which calendar."""

    row: Calendar
    facts: list[tuple[str, str, str]]
    offices: int
    running: int


@open_to(Role.ADMINISTRATOR)
@require_safe
def office_time(request: Any) -> HttpResponse:
    """Every calendar with its hours in words, the holidays year by year, and what is still missing."""
    rows = Calendar.objects.filter(gone=False).select_related("parent").annotate(offices=Count("agency"))
    counts = edits.running()
    years = dict(Holiday.objects.values_list("day__year").annotate(n=Count("pk")).order_by("day__year"))
    missed = edits.years_missed(request.today)
    for year in (request.today.year, max(years, default=request.today.year) + 1, *missed):
        years.setdefault(year, 0)
    context = {
        "cards": [Card(row, _facts(row), row.offices, counts.get(row.pk, 0)) for row in rows.order_by("name")],
        "years": [(year, years[year], _days(year)) for year in sorted(years)],
        "missed": missed,
        "this_year": request.today.year,
    }
    return render(request, "officer/admin/calendars.html", context)


@open_to(Role.ADMINISTRATOR)
@_GET_OR_POST
def calendar_new(request: Any) -> HttpResponse:
    return _edit(request, None)


@open_to(Role.ADMINISTRATOR)
@_GET_OR_POST
def calendar(request: Any, code: str) -> HttpResponse:
    """One calendar, to be changed or taken away."""
    row = get_object_or_404(Calendar, code=code, gone=False)
    if request.method == "POST" and request.POST.get("step") == "remove":
        return _remove(request, row)
    return _edit(request, row)


@open_to(Role.ADMINISTRATOR)
@_GET_OR_POST
def holidays(request: Any, year: int) -> HttpResponse:
    """The days off of a year beside what the package proposes."""
    if not holiday_edit.FIRST_YEAR <= year <= holiday_edit.LAST_YEAR:
        raise Http404
    stored, proposed = holiday_edit.of_year(year), holiday_edit.proposed(year)
    form = HolidaysForm(admin_form.sent(request), year=year, stored=stored, proposed=proposed)
    _demand_unchanged(request, form, holiday_edit.stands(year))
    title = _("Hari libur %(year)s") % {"year": year}
    answer = what_if.tried(
        request,
        form,
        lambda: _of_what_was_seen(request, lambda: holiday_edit.stands(year), edits.of_holidays(year, form.wanted())),
        title=title,
        crumbs=[_to_list()],
        done=_("Hari libur %(year)s disimpan.") % {"year": year},
        after="admin_office_time",
    )
    more = {
        "title": title,
        "stands": holiday_edit.stands(year),
        "stored": len(stored),
        "new": len({d.day for d in proposed} - {d.day for d in stored}),
    }
    return answer or _form_page(request, form, "officer/admin/holidays.html", more)


def _edit(request: Any, row: Calendar | None) -> HttpResponse:
    form = CalendarForm(admin_form.sent(request), row=row)
    _demand_unchanged(request, form, calendar_edit.stands(row))
    title = row.name if row else _("Tambah kalender")
    answer = what_if.tried(
        request,
        form,
        lambda: _of_what_was_seen(
            request, lambda: _stands_now(row), edits.of_calendar(row, form.sketch(), at=request.now)
        ),
        title=title,
        crumbs=[_to_list()],
        done=_("Kalender disimpan."),
        after="admin_office_time",
    )
    more = {"title": title, "stands": _stands_now(row), "row": row, "inherited": _facts(row) if row else []}
    return answer or _form_page(request, form, "officer/admin/calendar.html", more)


def _form_page(request: Any, form: Any, template: str, more: dict[str, Any]) -> HttpResponse:
    faults = form.faults() if request.POST.get("step") != "edit" else []
    kept = edits.why_kept(more["row"]) if more.get("row") else ""
    context = {**more, "form": form, "crumbs": [_to_list()], "faults": faults, "kept": kept}
    return render(request, template, context, status=422 if faults else 200)


def _remove(request: Any, row: Calendar) -> HttpResponse:
    try:
        with transaction.atomic():
            edits.remove(row, by=request.position, at=request.now)
    except Faulty as fault:
        form = CalendarForm(row=row)
        form.whole = list(fault.faults.values())
        more = {"title": row.name, "stands": calendar_edit.stands(row), "row": row, "inherited": _facts(row)}
        return _form_page(request, form, "officer/admin/calendar.html", more)
    messages.success(request, _("Kalender %(name)s dihapus dari daftar.") % {"name": row.name})
    return redirect("admin_office_time")


def _demand_unchanged(request: Any, form: Any, stands: str) -> None:
    """What is saved is a change of what its writer saw."""
    if request.method == "POST" and request.POST.get("seen", "") != stands:
        form.whole.append(_(_OVERTAKEN))


def _of_what_was_seen(request: Any, stands: Callable[[], str], edit: Edit) -> Edit:
    """The edit, refused where another person saved between the look at the form and the edit's turn."""

    def one() -> Done | None:
        if request.POST.get("seen", "") != stands():
            refuse(_(_OVERTAKEN))
        return edit()

    return one


def _stands_now(row: Calendar | None) -> str:
    return calendar_edit.stands(row and Calendar.objects.filter(pk=row.pk, gone=False).first())


def _facts(row: Calendar) -> list[tuple[str, str, str]]:
    """(label, words, name of the calendar it is inherited from or ""); what says nothing is left out."""
    line = list(calendars.line_of(row))
    source = next((one for one in line if one.week), row)
    former = calendars.former_weeks(line)
    began = max((date.fromisoformat(past["to"]) for past in former), default=None)
    label = (
        _("Mulai %(day)s") % {"day": date_words(began + timedelta(days=1), translate=_)} if began else _("Jam kerja")
    )
    found = [(label, week_in_words(source.week), source)]
    for past in reversed(former):
        found.append(
            (_("Sampai %(day)s") % {"day": calendar_edit.day_words(past["to"])}, week_in_words(past["week"]), source)
        )
    dated = next((one for one in line if one.profiles is not None), row)
    found += [(_("Jam khusus"), calendar_edit.profile_in_words(one), dated) for one in dated.profiles or []]
    keeps = next((one for one in line if one.observes), row)
    found.append((_("Hari libur"), str(dict(OBSERVES)[keeps.observes or "all"]), keeps))
    for one in line if keeps.observes != "none" else [row]:
        found += [
            (_("Tutup"), f"{calendar_edit.day_words(shut.day.isoformat())}: {shut.name}", one)
            for shut in one.closures.all()
        ]
    return [(label, words, "" if one.pk == row.pk else one.name) for label, words, one in found]


def _days(year: int) -> list[Holiday]:
    return list(Holiday.objects.filter(day__year=year).order_by("day"))


def _to_list() -> tuple[str, str]:
    return reverse("admin_office_time"), _("Hari libur dan jam kerja")
