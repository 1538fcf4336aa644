"""Forms for persons and positions."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lapor.officer.forms.base import chosen, day, line
from lapor.officer.forms.plain import PlainForm
from lapor.people.models import POSITION_ROLES, Acting, Agency, Person, Position, Unit
from lapor.people.positions import Terms
from lapor.sop.rules import ROLE_LABELS

_NONE = ("", _("Belum dipilih"))
_DEFINITIVE = ("", _("Definitif"))
ACTING = (
    _DEFINITIVE,
    (Acting.PLT.value, _("Plt., karena jabatannya kosong")),
    (Acting.PLH.value, _("Plh., selama pejabatnya berhalangan")),
)


class PersonForm(PlainForm):
    """Name, address and phone of an official."""

    name = line(_("Nama"), _("Dengan gelar bila perlu, seperti pada SK."))
    email = line(_("Surel"), _("Surel dinas milik sendiri. Undangan dan pemberitahuan dikirim ke sini."))
    phone = line(_("Telepon"), _("Boleh kosong. Hanya untuk pemberitahuan."))

    def person(self) -> dict[str, str]:
        return {name: " ".join(self.cleaned_data[name].split()) for name in ("name", "email", "phone")}


class PositionForm(PlainForm):
    """All of a position. With `position` it changes that one, whose role and place stay."""

    role = forms.ChoiceField(label=_("Peran"), required=False)
    agency = chosen(_("OPD"), _("Kosongkan untuk peran tingkat kabupaten."))
    unit = chosen(_("Unit teknis"), _("Hanya untuk kepala unit teknis."))
    title = line(_("Sebutan"), _("Boleh kosong. Diisi bila sebutannya lain daripada yang lazim."))
    structural = forms.BooleanField(
        label=_("Pejabat struktural"),
        required=False,
        help_text=_("Penanggung jawab dihitung hanya bila ia pejabat struktural."),
    )
    education = line(_("Pendidikan"), _("Seperti pada SK, misalnya S-1. Boleh kosong."))
    decree = line(_("Nomor SK"), _("Boleh kosong."))
    starts = day(_("Mulai"))
    ends = day(_("Sampai"), _("Hari terakhir, ikut dihitung. Kosongkan bila belum ditentukan."))
    acting = forms.ChoiceField(label=_("Kedudukan"), choices=ACTING, required=False)
    acting_for = chosen(_("Mewakili"), _("Pejabat yang diwakili Plh. Plt. tidak mewakili siapa pun."))

    def __init__(
        self, data: QueryDict | None = None, *, today: date, person: Person | None, position: Position | None = None
    ) -> None:
        super().__init__(data, initial=_first(position) if position else {"starts": today})
        self.position = position
        self._fill(today, person)

    def terms(self) -> Terms:
        """What was typed; of a position that is changed, role and place are its own."""
        typed = {name: value for name, value in self.cleaned_data.items() if name in Terms.__dataclass_fields__}
        typed = {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in typed.items()}
        if self.position is not None:
            typed |= {"role": self.position.role, "agency": self.position.agency, "unit": self.position.unit}
        return Terms(**typed)

    def _fill(self, today: date, person: Person | None) -> None:
        if self.position is not None:
            for name in ("role", "agency", "unit"):
                del self.fields[name]
        else:
            _options(self, "role", [_NONE, *((role.value, ROLE_LABELS[role]) for role in POSITION_ROLES)])
            agencies = {str(one.pk): one for one in Agency.objects.order_by("short") if one.open_on(today)}
            _rows(self, "agency", agencies, {key: one.short for key, one in agencies.items()})
            units = {str(one.pk): one for one in Unit.objects.filter(active=True).select_related("agency")}
            _grouped_units(self, units)
        _rows(self, "acting_for", *_represented(today, person, self.position))


def _first(position: Position) -> dict[str, Any]:
    terms = Terms.of(position)
    first = {name: getattr(terms, name) for name in Terms.__dataclass_fields__}
    return {**first, "acting_for": str(terms.acting_for.pk) if terms.acting_for else ""}


def _represented(
    today: date, person: Person | None, position: Position | None
) -> tuple[dict[str, Position], dict[str, str]]:
    """Whom a Plh. may stand in for: who holds something now; for a position that stands, in its own seat."""
    rows = Position.objects.held_on(today).filter(acting="").select_related("person", "agency", "unit")
    if position is not None:
        rows = rows.filter(role=position.role, agency=position.agency, unit=position.unit)
    if person is not None and person.pk:
        rows = rows.exclude(person=person)
    found = {str(one.pk): one for one in rows.order_by("agency__short", "role", "id")}
    return found, {key: f"{one.label}: {one.person.name}" for key, one in found.items()}


def _rows(form: forms.Form, name: str, rows: dict[str, Any], labels: dict[str, str]) -> None:
    field = cast(forms.TypedChoiceField, form.fields[name])
    field.choices = [_NONE, *labels.items()]
    field.coerce = rows.__getitem__


def _grouped_units(form: forms.Form, units: dict[str, Unit]) -> None:
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, unit in units.items():
        groups.setdefault(unit.agency.short, []).append((key, unit.name))
    field = cast(forms.TypedChoiceField, form.fields["unit"])
    field.choices = [_NONE, *sorted(groups.items())]
    field.coerce = units.__getitem__


def _options(form: forms.Form, name: str, options: list[Any]) -> None:
    field = cast(forms.ChoiceField, form.fields[name])
    field.choices = options
    field.error_messages["invalid_choice"] = _("Pilih dari daftar ini.")


class SuccessorForm(PlainForm):
    """What follows one position that ends: who takes over, an official who is known or somebody new."""

    ending = forms.BooleanField(label=_("Akhiri jabatan ini"), required=False)
    email = line(_("Surel pengganti"), _("Kosongkan bila tidak perlu pengganti."))
    name = line(_("Nama pengganti"), _("Hanya bila surelnya belum terdaftar; ia lalu mendapat undangan."))
    acting = forms.ChoiceField(label=_("Kedudukan"), choices=ACTING[:2], required=False)
    decree = line(_("Nomor SK"), _("Boleh kosong."))

    def __init__(self, position: Position, data: QueryDict | None = None, *, ending: bool) -> None:
        self.position = position
        super().__init__(data, initial={"ending": ending})
        self.prefix = f"p{position.pk}"
        self.auto_id = "%s"
        self.fields["email"].widget.attrs |= {"list": "pejabat", "autocomplete": "off", "type": "email"}

    def faults(self) -> list[tuple[str, str]]:
        """Ids of the fields carry the number of the position."""
        named = [(self.add_prefix(name) if name in self.fields else name, said) for name, said in super().faults()]
        return [(self.add_prefix("email") if name == "konten" else name, sentence) for name, sentence in named]


class HandoverForm(PlainForm):
    """When, and whether the account closes with it."""

    last_day = day(_("Hari terakhir"), _("Ikut dihitung. Pilih kemarin bila jabatan harus berhenti sekarang juga."))
    close = forms.BooleanField(
        label=_("Tutup juga akunnya, sekarang"),
        required=False,
        help_text=_("Semua jabatannya berhenti saat ini juga dan ia tidak dapat masuk lagi."),
    )
