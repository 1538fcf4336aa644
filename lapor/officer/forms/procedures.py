"""The form of a new version of the SOP: its day, its amounts, the head of its document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.forms import CharField
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from lapor.officer.forms.agencies import tidy
from lapor.officer.forms.base import day, line, prose
from lapor.officer.forms.plain import PlainForm
from lapor.people.models import SopVersion
from lapor.people.procedure_edit import Written
from lapor.sop import amounts, heading
from lapor.sop.limits import Terms
from lapor.sop.rules import STEPS

HEAD: Final = "head_"
_WHOLE_NUMBER: Final = re.compile(r"[0-9]{1,7}|[0-9]{1,3}(\.[0-9]{3}){1,2}")  # 1060, or 1.060 as it is printed
_LONG: Final = 60  # letters of a head's field from which it gets several lines


@dataclass(frozen=True)
class Section:
    """Fields that belong together; `narrow` ones stand side by side."""

    title: str
    hint: str
    fields: list[BoundField]
    narrow: bool = True


class AmountsForm(PlainForm):
    """The amounts of a version, each a whole number in its unit."""

    def __init__(
        self, data: QueryDict | None = None, *, terms: Terms, initial: Mapping[str, Any] | None = None
    ) -> None:
        given = amounts.of(terms)
        super().__init__(data, initial={**{key: str(value) for key, value in given.items()}, **(initial or {})})
        for key, one in amounts.AMOUNTS.items():
            self.fields[key] = amount_field(one, _activity(key))

    def typed_amounts(self) -> dict[str, int | None]:
        return {key: whole_number(str(self.cleaned_data.get(key, ""))) for key in amounts.AMOUNTS}

    def amount_sections(self) -> list[Section]:
        return [
            Section(
                say("Langkah"),
                say("Jumlah langkah 3 sampai 8 dihitung dari sini. Menit langkah 1 waktu warga sendiri."),
                [self[f"step_{one.order}"] for one in STEPS],
            ),
            Section(
                say("Bila langkah diulang"),
                say("Yang diulang mendapat sisa menitnya, tetapi paling sedikit sekian."),
                [self[key] for key in amounts.FLOORS],
            ),
            Section(
                say("Menunggu pelapor dan Tim"),
                "",
                [self[key] for key in ("completion", "confirmation", "return_decision")],
            ),
            Section(
                say("Batas luar"),
                say("Dihitung sejak aduan diterima."),
                [self[key] for key in amounts.AMOUNTS if key.startswith(("first_", "settlement_", "ombudsman"))],
            ),
        ]


class ProcedureForm(AmountsForm):
    """A draft: also its day, its reason, and the words in the head of the sheet."""

    effective = day(_("Mulai berlaku"), _("Aduan yang masuk sejak hari itu memakai versi ini; yang sudah ada tidak."))
    reason = line(_("Alasan perubahan"), _("Misalnya nomor peraturan atau hasil evaluasi."))

    def __init__(self, data: QueryDict | None = None, *, follows: Terms, row: SopVersion | None = None) -> None:
        shown = follows if row is None else Terms.from_json(row.code, row.effective, row.facts)
        said = heading.words(shown)
        first: dict[str, Any] = {f"{HEAD}{name}": said[name] for name in _written()}
        if row is not None:
            first |= {"effective": row.effective, "reason": row.reason}
        super().__init__(data, terms=shown, initial=first)
        for name, one in _written().items():
            long = len(one.words) > _LONG
            self.fields[f"{HEAD}{name}"] = prose(one.label, rows=2) if long else line(one.label)

    def written(self) -> Written:
        typed = self.cleaned_data
        return Written(
            effective=typed.get("effective"),
            reason=tidy(typed["reason"]),
            amounts=self.typed_amounts(),
            head={name: tidy(typed[f"{HEAD}{name}"]) for name in _written()},
        )

    def sections(self) -> list[Section]:
        head = Section(
            say("Kepala lembar"),
            say("Yang tercetak di atas lembar SOP. Tanggal efektif mengikuti tanggal mulai berlaku."),
            [self[f"{HEAD}{name}"] for name in _written()],
            narrow=False,
        )
        first = Section(say("Versi ini"), "", [self["effective"], self["reason"]], narrow=False)
        return [first, *self.amount_sections(), head]


def amount_field(one: amounts.Amount, hint: str = "") -> CharField:
    """A line for a whole number in the unit of this amount."""
    field = line(f"{one.label(say)}, {say(one.unit)}", hint)
    field.widget.attrs.update({"inputmode": "numeric", "class": "short", "autocomplete": "off"})
    return field


def whole_number(typed: str) -> int | None:
    """60, 1060 or 1.060; None for anything else."""
    text = typed.strip()
    return int(text.replace(".", "")) if _WHOLE_NUMBER.fullmatch(text) else None


def _activity(key: str) -> str:
    """What is done in the step of this amount; "" for another amount."""
    return next((say(one.activity) for one in STEPS if key == f"step_{one.order}"), "")


def _written() -> dict[str, heading.Field]:
    """The fields of the head that somebody writes."""
    return {name: one for name, one in heading.FIELDS.items() if name != heading.EFFECTIVE}
