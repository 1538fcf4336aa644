"""What an event's data says, in words: for the auditor, who reads no text of anybody and no code either."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lapor.complaints.models import Category, Event
from lapor.complaints.steps.answer import KINDS
from lapor.complaints.steps.route import RETURN_REASONS
from lapor.complaints.steps.verify import EVERY_REASON
from lapor.complaints.steps.work import RESULTS
from lapor.people.models import Agency
from lapor.sop import words
from lapor.sop.rules import KLASS_LABELS, Klass

# The order on the page; the database keeps none.
_ORDER = (
    "channel", "anonim", "rahasia", "klass", "category", "from", "agency", "unit", "reason", "proposed", "result",
    "done_on", "kind", "planned_on", "budget_year", "promised_on", "shown", "score", "asked",
)  # fmt: skip
_REASONS = {**RETURN_REASONS, **EVERY_REASON}


@dataclass(frozen=True)
class Names:
    """The names behind the codes and numbers that a page of events keeps: two queries for all of them."""

    agencies: dict[str, str]
    categories: dict[int, str]


def names_for(rows: Iterable[Event]) -> Names:
    """The names that these events refer to."""
    data = [event.data for event in rows]
    codes = {one[key] for one in data for key in ("from", "agency", "proposed") if one.get(key)}
    numbers = {one["category"] for one in data if one.get("category")}
    return Names(
        dict(Agency.objects.filter(code__in=codes).values_list("code", "short")),
        dict(Category.objects.filter(pk__in=numbers).values_list("pk", "name")),
    )


def in_words(
    data: dict[str, Any], names: Names, *, pictures: int = 0, videos: int = 0, documents: int = 0
) -> list[str]:
    """Every fact of an event as "Label: value", and how many files came with it by their kind."""
    held = kept(data)
    found = [_fact(name, held[name], names) for name in _ORDER if name in held]
    if pictures:
        found.append(_("%(count)s foto") % {"count": pictures})
    if videos:
        found.append(_("%(count)s video") % {"count": videos})
    if documents:
        found.append(_("%(count)s dokumen") % {"count": documents})
    return [fact for fact in found if fact]


def kept(data: dict[str, Any]) -> dict[str, Any]:
    """The data less what is empty, and less the mark of the form it came from."""
    return {name: value for name, value in data.items() if name != "form" and value not in (None, [], "")}


def _fact(name: str, value: Any, names: Names) -> str:
    match name:
        case "klass":
            return f"{_('Jenis')}: {_(KLASS_LABELS[Klass(value)])}"
        case "agency":
            return f"{_('OPD')}: {names.agencies.get(value, value)}"
        case "from":
            return f"{_('Dari OPD')}: {names.agencies.get(value, value)}"
        case "proposed":
            return f"{_('OPD yang diusulkan')}: {names.agencies.get(value, value)}"
        case "unit":
            return f"{_('Unit')}: {value}"
        case "category":
            return f"{_('Kategori')}: {names.categories.get(value, value)}"
        case "reason":
            return f"{_('Alasan')}: {_(_REASONS.get(value, value))}"
        case "result":
            return f"{_('Hasil')}: {_(RESULTS.get(value, value))}"
        case "kind":
            return f"{_('Jenis jawaban')}: {_(KINDS.get(value, value))}"
        case "done_on":
            return f"{_('Dikerjakan')}: {words.date_words(date.fromisoformat(value))}"
        case "planned_on":
            return f"{_('Rencana')}: {words.date_words(date.fromisoformat(value))}"
        case "budget_year":
            return f"{_('Tahun anggaran')}: {value}"
        case "promised_on":
            return f"{_('Dijanjikan')}: {words.date_words(date.fromisoformat(value))}"
        case "score":
            return f"{_('Nilai')}: {value} {_('dari 5')}"
        case "asked":
            return f"{_('Atas permintaan di peristiwa')}: {value}"
        case "shown":
            return _("%(count)s foto laporan ditunjukkan") % {"count": len(value)}
        case "channel":
            return f"{_('Masuk lewat')}: {_('laman') if value == 'web' else value}"
        case "anonim" | "rahasia":
            return f"{name.capitalize()}: {_('ya') if value else _('tidak')}"
    return ""
