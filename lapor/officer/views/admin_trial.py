"""Uji SOP: what would have been late, had the minutes or the hours been others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django.views.decorators.http import require_safe

from lapor.complaints import trial
from lapor.complaints.trial import Line, Other
from lapor.officer.forms.trial import TrialForm
from lapor.people import procedure_edit
from lapor.people.gate import open_to
from lapor.sop import amounts
from lapor.sop.words import number_words

PERIOD = timedelta(days=90)
_OUTER = {"settlement": N_("Penyelesaian"), "total": N_("Seluruh penanganan, langkah 3 sampai 8")}


@dataclass(frozen=True)
class Told:
    """A line of the outcome: what limit, its amount where one was tried for all, and what came out of it."""

    label: str
    line: Line
    sentence: str


@open_to(*procedure_edit.WRITERS)
@require_safe
def try_out(request: Any) -> HttpResponse:
    """The form; with a period in the address also what comes out. Nothing is changed."""
    asked = request.GET if "first" in request.GET or "last" in request.GET else None
    today = request.today
    initial = {"first": today - PERIOD, "last": today, "version": request.GET.get("version", "")}
    form = TrialForm(asked, today=today, initial=initial)
    context: dict[str, Any] = {"form": form, "most": trial.MOST}
    if form.is_bound and form.is_valid():
        other = form.other()
        typed = form.cleaned_data
        outcome = trial.tried(other, first=typed["first"], last=typed["last"])
        lines = [_told(name, line, other) for name, line in outcome.lines.items() if line.runs]
        context |= {
            "outcome": outcome,
            "lines": lines,
            "changed": [one for one in lines if one.line.difference],
            "first": typed["first"],
            "last": typed["last"],
        }
    context["sections"], context["faults"] = form.sections(), form.faults()
    status = 422 if context["faults"] else 200
    return render(request, "officer/admin/procedure_trial.html", context, status=status)


def _told(name: str, line: Line, other: Other) -> Told:
    label = _label(name, other)
    count = {"label": label, "n": number_words(abs(line.difference)), "all": number_words(line.runs)}
    if line.difference > 0:
        text = _("%(label)s: %(n)s lebih banyak terlambat (dari %(all)s)")
    elif line.difference < 0:
        text = _("%(label)s: %(n)s lebih sedikit terlambat (dari %(all)s)")
    else:
        text = _("%(label)s: tidak berubah (dari %(all)s)")
    return Told(label, line, text % count)


def _label(name: str, other: Other) -> str:
    """ "Langkah 3 dalam 45 menit kerja" where one amount was tried for all, else "Langkah 3"."""
    amount = amounts.AMOUNTS.get(name)
    if amount is None:
        return _(_OUTER[name])
    number = other.amounts.get(name) or (amounts.of(other.terms)[name] if other.terms else None)
    if number is None:
        return amount.label(_)
    return _("%(label)s dalam %(n)s %(unit)s") % {
        "label": amount.label(_), "n": number_words(number), "unit": _(amount.unit),
    }  # fmt: skip
