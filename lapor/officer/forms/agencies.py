"""Forms for agencies, their units and their kinds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import Model, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lapor.officer.forms.base import chosen, day, line
from lapor.officer.forms.plain import PlainForm
from lapor.people.agencies import Facts
from lapor.people.models import Agency, AgencyKind, Calendar, Duty

_NONE = ("", _("Belum dipilih"))
_NOBODY = ("", _("Tidak ada"))


class AgencyForm(PlainForm):
    """What is known of an agency. A new one has a code and a calendar, a known one a day and a decree."""

    code = line(_("Kode"), _("Kode perangkat daerah, misalnya 10700. Tidak dapat diubah lagi."))
    short = line(_("Nama pendek"), _("Yang tampil di daftar, misalnya Dishub."))
    name = line(_("Nama lengkap"))
    kind = chosen(_("Jenis"))
    parent = chosen(_("OPD induk"), _("Diisi bila OPD ini di bawah OPD lain, misalnya rumah sakit."))
    officer_title = line(_("Sebutan penanggung jawab"), _("Kosongkan untuk memakai sebutan menurut jenisnya."))
    head_title = line(_("Sebutan kepala"), _("Kosongkan untuk memakai sebutan menurut jenisnya."))
    calendar = chosen(_("Jam kerja"))
    day = day(_("Mulai berlaku"), _("Hari ini atau sebelumnya: seketika. Sesudahnya: tengah malam itu."))
    decree = line(_("Dasar hukum"), _("Nomor peraturan atau surat keputusan. Boleh kosong."))

    def __init__(self, data: QueryDict | None = None, *, today: date, agency: Agency | None = None) -> None:
        super().__init__(data, initial={**_first(agency), "day": today} if agency else {})
        dropped = ("code", "calendar") if agency else ("day", "decree")
        for name in dropped:
            del self.fields[name]
        others = open_agencies(today).exclude(pk=agency.pk if agency else None)
        fill(self, "kind", AgencyKind.objects.all())
        fill(self, "parent", others, none=_NOBODY)
        if agency is None:
            _fill_calendars(self)

    def facts(self) -> Facts:
        typed = self.cleaned_data
        return Facts(
            short=tidy(typed["short"]),
            name=tidy(typed["name"]),
            kind=typed["kind"],
            parent=typed["parent"],
            officer_title=tidy(typed["officer_title"]),
            head_title=tidy(typed["head_title"]),
        )


class ClosingForm(PlainForm):
    """The end of an agency, and who goes on."""

    successor = chosen(_("OPD penerus"), _("OPD yang meneruskan aduan dan menerima unit teknisnya."))
    moves = forms.BooleanField(
        label=_("Pindahkan semua jabatan ke OPD penerus"),
        required=False,
        help_text=_(
            "Kepala ikut pindah hanya bila OPD penerus belum punya kepala. Kepala unit selalu ikut dengan unitnya. "
            "Tanpa ini, jabatan lainnya berakhir sehari sebelumnya."
        ),
    )
    day = day(_("Tutup mulai"), _("Hari ini atau sebelumnya: seketika. Sesudahnya: tengah malam itu."))
    decree = line(_("Dasar hukum"), _("Nomor peraturan atau surat keputusan. Boleh kosong."))

    def __init__(self, data: QueryDict | None = None, *, today: date, agency: Agency) -> None:
        super().__init__(data, initial={"moves": True})
        fill(self, "successor", open_agencies(today).exclude(pk=agency.pk), none=_NOBODY)


class CalendarForm(PlainForm):
    """On which office hours an agency counts."""

    calendar = chosen(_("Jam kerja"), required=_("Pilih jam kerja."))

    def __init__(self, data: QueryDict | None = None, *, agency: Agency) -> None:
        super().__init__(data, initial={"calendar": str(agency.calendar_id)})
        _fill_calendars(self)


class DutyForm(PlainForm):
    """What an agency is for the whole desk: its head is told of lateness beyond the Ketua Tim."""

    duty = chosen(_("Tugas"), _("Satu OPD untuk tiap tugas. Bila OPD lain memegangnya, tugas itu pindah ke sini."))

    def __init__(self, data: QueryDict | None = None, *, agency: Agency) -> None:
        super().__init__(data, initial={"duty": agency.duty})
        field = cast(forms.TypedChoiceField, self.fields["duty"])
        field.choices, field.coerce = [("", _("Tidak ada")), *Duty.choices], Duty

    def typed(self) -> Duty | None:
        return self.cleaned_data["duty"] or None


class UnitForm(PlainForm):
    """The name of a technical unit."""

    name = line(_("Nama unit"), _("Misalnya Seksi Penerangan Jalan."))

    def typed(self) -> str:
        return tidy(self.cleaned_data["name"])


class KindForm(PlainForm):
    """A kind of agencies and what its officials are called."""

    code = line(_("Kode"), _("Satu kata dengan huruf kecil, misalnya badan. Tidak dapat diubah lagi."))
    name = line(_("Nama jenis"))
    officer_title = line(_("Sebutan penanggung jawab"), _("Misalnya Sekretaris Badan."))
    head_title = line(_("Sebutan kepala"), _("Misalnya Kepala Badan."))

    def __init__(self, data: QueryDict | None = None, *, kind: AgencyKind | None = None) -> None:
        names = ("name", "officer_title", "head_title")
        super().__init__(data, initial={name: getattr(kind, name) for name in names} if kind else {})
        if kind:
            del self.fields["code"]

    def words(self) -> dict[str, str]:
        return {name: tidy(self.cleaned_data[name]) for name in ("name", "officer_title", "head_title")}


def open_agencies(today: date) -> Any:
    """Agencies that are there on this day, by their short names."""
    return Agency.objects.filter(Q(closed__isnull=True) | Q(closed__gt=today)).order_by("short")


def fill(
    form: forms.Form,
    name: str,
    rows: Iterable[Model],
    *,
    none: tuple[str, Any] = _NONE,
    names: Mapping[Any, str] | None = None,
) -> None:
    """Let this field choose among these rows."""
    known = {str(row.pk): row for row in rows}
    field = cast(forms.TypedChoiceField, form.fields[name])
    field.choices = [none, *((key, names[row.pk] if names else str(row)) for key, row in known.items())]
    field.coerce = known.__getitem__


def _fill_calendars(form: forms.Form) -> None:
    rows = list(Calendar.objects.filter(gone=False).order_by("name"))
    fill(form, "calendar", rows, names={row.pk: row.name for row in rows})


def tidy(text: str) -> str:
    """One line without spare blanks."""
    return " ".join(text.split())


def _first(agency: Agency) -> dict[str, Any]:
    """What stands now; a title that is the kind's stays empty, so that it follows the kind."""
    kind = agency.kind
    own = {name: getattr(agency, name) for name in ("officer_title", "head_title")}
    return {
        "short": agency.short,
        "name": agency.name,
        "kind": agency.kind_id,
        "parent": str(agency.parent_id or ""),
        **{name: text for name, text in own.items() if text != getattr(kind, name)},
    }
