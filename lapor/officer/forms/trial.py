"""What one wants to try of the SOP on cases that have ended: a period, other minutes, other hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from lapor.complaints.trial import Other
from lapor.officer.forms.agencies import fill
from lapor.officer.forms.base import chosen, day
from lapor.officer.forms.plain import PlainForm
from lapor.officer.forms.procedures import Section, amount_field, whole_number
from lapor.people import calendars, procedures
from lapor.people.models import Agency, Calendar
from lapor.people.procedure_edit import wrong_amount
from lapor.sop import amounts
from lapor.sop.calendar import CalendarError
from lapor.sop.words import date_words

TRIED: Final = tuple(key for key in amounts.AMOUNTS if key.startswith(("step_", "first_", "settlement_")))[1:]
_TIM: Final = "tim"


class TrialForm(PlainForm):
    """Sent by GET: what is tried stands in the address, and nothing is changed by it."""

    first = day(_("Aduan yang masuk dari"))
    last = day(_("Sampai"))
    version = forms.ChoiceField(label=_("Menit menurut"), required=False)
    calendar = chosen(_("Jam kerja"), _("Jam kerja lain, seandainya dipakai waktu itu."))
    whose = forms.ChoiceField(label=_("Jam kerja itu untuk"), required=False)

    def __init__(self, data: QueryDict | None = None, *, today: date, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        for name in ("version", "whose"):
            self.fields[name].error_messages["invalid_choice"] = say("Pilih dari daftar ini.")
        versions = [(one.terms.code, _named(one)) for one in procedures.listed(today)]
        cast(forms.ChoiceField, self.fields["version"]).choices = [("", say("versi masing-masing aduan")), *versions]
        rows = list(Calendar.objects.filter(gone=False).order_by("name"))
        names = {row.pk: row.name for row in rows}
        fill(self, "calendar", rows, none=("", say("Seperti waktu itu")), names=names)
        agencies = [(one.code, one.short) for one in Agency.objects.order_by("short")]
        whose = cast(forms.ChoiceField, self.fields["whose"])
        whose.choices = [("", say("semua OPD dan Tim")), (_TIM, say("Tim Kabupaten")), *agencies]
        for key in TRIED:
            self.fields[key] = amount_field(amounts.AMOUNTS[key])

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        first, last = typed.get("first"), typed.get("last")
        for name, value in (("first", first), ("last", last)):
            if value is None and name not in self.errors:
                self.add_error(name, say("Isi tanggalnya."))
        if first and last and last < first:
            self.add_error("last", say("Tanggal akhir mendahului tanggal awal."))
        if first and last and not 2000 <= first.year <= last.year < 2100:
            self.add_error("first", say("Tulis tahun antara 2000 dan 2100."))
        for key in TRIED:
            text = str(typed.get(key, "")).strip()
            if text and (sentence := wrong_amount(key, whole_number(text))):
                self.add_error(key, sentence)
        if typed.get("calendar"):
            self._check_hours(typed["calendar"])
        return typed

    def other(self) -> Other:
        """What is tried."""
        typed = self.cleaned_data
        numbers = {key: whole_number(str(typed.get(key, ""))) for key in TRIED}
        calendar = typed.get("calendar")
        return Other(
            terms=procedures.terms(typed["version"]) if typed.get("version") else None,
            amounts={key: number for key, number in numbers.items() if number is not None},
            hours=calendars.office_hours(calendar) if calendar else None,
            of=_of(str(typed.get("whose", ""))),
        )

    def sections(self) -> list[Section]:
        return [
            Section(say("Aduan yang mana"), "", [self["first"], self["last"]]),
            Section(
                say("Seandainya menitnya lain"),
                say("Kosongkan yang tidak diganti."),
                [self["version"], *(self[key] for key in TRIED)],
            ),
            Section(say("Seandainya jam kerjanya lain"), "", [self["calendar"], self["whose"]]),
        ]

    def _check_hours(self, row: Calendar) -> None:
        try:
            calendars.office_hours(row)
        except CalendarError as fault:
            self.add_error("calendar", fault.said(say))


def _of(whose: str) -> Callable[[int | None], bool]:
    """Whose clocks are meant, by the key of their agency (None: the Tim's)."""
    if not whose:
        return lambda agency: True
    if whose == _TIM:
        return lambda agency: agency is None
    meant = Agency.objects.values_list("pk", flat=True).get(code=whose)
    return lambda agency: agency == meant


def _named(one: procedures.Version) -> str:
    day_said = date_words(one.terms.effective, translate=say)
    text = say("rancangan untuk %(day)s") if one.status == procedures.DRAFT else say("versi mulai %(day)s")
    return text % {"day": day_said}
