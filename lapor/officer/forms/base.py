"""What the forms of all acts share: their fields, how they call their step, what they keep for their writer.

A form reads what was typed; whether that is enough, the step says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lapor.complaints.models import Draft
from lapor.complaints.steps import Moved
from lapor.officer.cases import Case
from lapor.sop.rules import C, H, K, Klass
from lapor.sop.words import number_words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

GAP = "[…]"  # in a standard answer: what its user fills in
# What the sentences about what follows may count, by the clock that has the amount.
_CLOCKS: Mapping[str, C | H | K] = {
    "citizen": C.AWAITING,
    "operator": H.AT_OPERATOR,
    "officer": H.AT_OFFICER,
    "unit": H.AT_UNIT,
    "checking": H.CHECKING,
    "to_answer": H.TO_ANSWER,
    "tim": H.RETURN_REQUESTED,
    "confirmation": K.CONFIRMATION,
}


@dataclass(frozen=True)
class Slot:
    """A file input: its name, the purpose its files get, its label and hint."""

    name: str
    purpose: str
    label: Words
    hint: Words = ""


def line(label: Words, hint: Words = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False)


def prose(label: Words, hint: Words = "", *, rows: int = 5) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, widget=forms.Textarea(attrs={"rows": rows}))


def one_of(label: Words, options: Mapping[str, str], hint: Words = "") -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=label, help_text=hint, choices=list(options.items()), required=False, widget=forms.RadioSelect
    )
    field.error_messages["invalid_choice"] = _("Pilih salah satu dari daftar ini.")
    return field


def day(label: Words, hint: Words = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Tulis tanggal seperti 24-11-2026.")},
    )


def year(label: Words, hint: Words = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric", "maxlength": 4}),
        error_messages={"invalid": _("Tulis tahun dengan empat angka, misalnya 2027.")},
    )


def chosen(label: Words, hint: Words = "", *, required: Words = "") -> forms.TypedChoiceField:
    """A list to choose a row from, filled when the form is opened; `required` is the sentence if none is."""
    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        required=bool(required),
        empty_value=None,
        error_messages={"required": required, "invalid_choice": _("Pilih dari daftar ini.")},
    )


class ActForm(forms.Form):
    """The base of all. `step` is the step function, `after` says what happens once it is sent.

    `standard` is the field that a standard answer is written into, "" where none is offered.
    `notice` is a label and words of a colleague that stand above the fields, `notice_after` what follows from them.
    `unavailable` lists what cannot be chosen, each with its reason; `file_faults` what was wrong with files.
    """

    step: ClassVar[Callable[..., Moved]]
    after: ClassVar[Words] = ""
    told: ClassVar[Words] = ""
    slots: ClassVar[tuple[Slot, ...]] = ()
    versioned: ClassVar[bool] = True
    unavailable_what: ClassVar[str] = "OPD"
    standard: ClassVar[str] = ""
    notice: tuple[str, str] | None = None
    notice_after: Words = ""

    def __init__(self, case: Case, data: QueryDict | None = None, *, kept: Mapping[str, Any] | None = None) -> None:
        super().__init__(
            plain(data), initial={**self.first(case), **(kept or {})}, auto_id="%s", label_suffix="",
            use_required_attribute=False,
        )  # fmt: skip
        self.case = case
        self.unavailable: list[tuple[str, str]] = []
        self.file_faults: list[str] = []
        self.shape()

    def clean(self) -> dict[str, Any]:
        if GAP in str(self.cleaned_data.get(self.standard, "")):
            self.add_error(self.standard, str(_("Masih ada %(gap)s yang belum diisi.")) % {"gap": GAP})
        return self.cleaned_data

    def first(self, case: Case) -> dict[str, Any]:
        """What stands in the fields of a fresh form."""
        return {}

    def shape(self) -> None:
        """Fill lists that depend on the case."""

    def arguments(self) -> dict[str, Any]:
        """The step's own arguments, from what was typed."""
        return dict(self.cleaned_data)

    def carry_out(self, *, at: datetime, version: int, draft: Draft | None, form_key: str) -> Moved:
        """Do the act. Raises Refused, Stale, Incomplete."""
        more: dict[str, Any] = {"draft": draft} if self.slots else {}
        if self.versioned:
            more |= {"version": version, "form_key": form_key}
        step = type(self).step
        return step(complaint_id=self.case.complaint.pk, actor=self.case.actor, at=at, **self.arguments(), **more)

    def blame(self, faults: Mapping[str, str]) -> None:
        """Take over what the step found missing."""
        for name, sentence in faults.items():
            if name in self.fields:
                self.add_error(name, sentence)
            else:
                self.file_faults.append(sentence)

    def faults(self) -> list[tuple[str, str]]:
        """(field id, sentence) for the summary on top."""
        found = [(name, str(lines[0])) for name, lines in self.errors.items()]
        where = self.slots[-1].name if self.slots else "konten"
        return found + [(where, sentence) for sentence in self.file_faults]

    def words(self) -> dict[str, Any]:
        """What was typed, as it was typed, to be kept for its writer."""
        sent = cast(QueryDict, self.data)
        typed = {name: sent.getlist(name) for name in self.fields}
        several = (forms.SelectMultiple, forms.CheckboxSelectMultiple)
        return {
            name: values if isinstance(self.fields[name].widget, several) else values[-1]
            for name, values in typed.items()
            if any(values)
        }

    def texts(self) -> list[tuple[str, str]]:
        """Label and text of every field that was written in."""
        words = self.words()
        return [
            (str(field.label), words[name])
            for name, field in self.fields.items()
            if name in words and isinstance(field, forms.CharField)
        ]

    def says_unavailable(self) -> str:
        """The words above what cannot be chosen: how many, and of what."""
        return str(_("%(count)s %(what)s belum dapat dipilih, dan sebabnya")) % {
            "count": len(self.unavailable),
            "what": self.unavailable_what,
        }

    def says_after(self) -> str:
        return str(self.after) % numbers(self.case) if self.after else ""


def numbers(case: Case) -> dict[str, str]:
    """The amounts of this case's version of the SOP, for a sentence about what follows from an act."""
    terms = case.complaint.terms
    told = {name: number_words(terms.limits[clock].amount) for name, clock in _CLOCKS.items()}
    settlement = terms.settlement[Klass(case.complaint.klass)]
    return {**told, "unit_floor": number_words(terms.limits[H.AT_UNIT].floor), "settlement": number_words(settlement)}


def plain(data: QueryDict | None) -> QueryDict | None:
    """What was posted, with one kind of line end and no NUL, which the database does not take."""
    if data is None:
        return None
    plain = data.copy()
    for name, values in data.lists():
        plain.setlist(name, [str(value).replace("\r\n", "\n").replace("\x00", "") for value in values])
    return plain
