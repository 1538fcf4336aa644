"""Forms for categories and standard answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lapor.complaints.models import Category, StandardAnswer
from lapor.officer.forms.agencies import fill, tidy
from lapor.officer.forms.base import chosen, line, prose
from lapor.officer.forms.plain import PlainForm
from lapor.people.models import Agency

_NO_PARENT = ("", _("Tidak ada"))


class CategoryForm(PlainForm):
    """A category: its number is SP4N's and stays."""

    number_typed = line(_("Nomor di SP4N-LAPOR!"), _("Tidak dapat diubah lagi."))
    name = line(_("Nama"))
    parent = chosen(_("Kategori induk"))
    common = forms.BooleanField(
        label=_("Sering dipakai"), required=False, help_text=_("Tampil paling atas di meja verifikasi.")
    )
    active = forms.BooleanField(
        label=_("Dipakai"), required=False, help_text=_("Yang tidak dipakai tidak ditawarkan untuk aduan baru.")
    )

    def __init__(self, data: QueryDict | None = None, *, category: Category | None = None) -> None:
        super().__init__(data, initial=_category_words(category))
        if category:
            del self.fields["number_typed"]
        others = Category.objects.exclude(pk=category.pk if category else 0).order_by("name", "pk")
        names = {one.pk: f"{one.name} ({one.pk})" for one in others}
        fill(self, "parent", others, none=_NO_PARENT, names=names)

    def number(self) -> int | None:
        typed = self.cleaned_data["number_typed"].strip()
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 12 else None

    def words(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {"name": tidy(typed["name"]), **{name: typed[name] for name in ("parent", "common", "active")}}

    def blame(self, faults: Any, *, names: Any = None) -> None:
        super().blame(faults, names={"number": "number_typed"})


class StandardAnswerForm(PlainForm):
    """A standard answer. Who keeps his own agency's does not choose the agency."""

    agency = chosen(_("Untuk"))
    action = forms.ChoiceField(label=_("Dipakai saat"), required=False, choices=list(StandardAnswer.ACTIONS.items()))
    title = line(_("Judul"), _("Yang tampil di pilihan, misalnya Lampu jalan: sedang dijadwalkan."))
    text = prose(_("Isi"), _("Tulis […] di tempat yang harus diisi petugas."), rows=8)
    active = forms.BooleanField(label=_("Ditawarkan"), required=False)

    def __init__(
        self, data: QueryDict | None = None, *, answer: StandardAnswer | None = None, own: Agency | None = None
    ) -> None:
        super().__init__(data, initial=_answer_words(answer))
        self.own = own
        if own:
            del self.fields["agency"]
        else:
            fill(self, "agency", Agency.objects.order_by("short"), none=("", _("Semua OPD")))

    def words(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "agency": self.own or typed.get("agency"),
            "action": typed["action"],
            "title": tidy(typed["title"]),
            "text": typed["text"].strip(),
            "active": typed["active"],
        }


def _category_words(one: Category | None) -> dict[str, Any]:
    if one is None:
        return {"active": True}
    return {"name": one.name, "parent": str(one.parent_id or ""), "common": one.common, "active": one.active}


def _answer_words(one: StandardAnswer | None) -> dict[str, Any]:
    if one is None:
        return {"active": True}
    words = {name: getattr(one, name) for name in ("action", "title", "text", "active")}
    return {**words, "agency": str(one.agency_id or "")}
