"""The lists in an act's form: agencies, units, categories; what cannot be chosen is named with its reason."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, cast

from django.db.models import Exists, OuterRef
from django.forms import TypedChoiceField

from lapor.complaints.models import Category
from lapor.people.calendars import BANTUL
from lapor.people.models import Agency, Position, Unit
from lapor.sop.rules import Role

if TYPE_CHECKING:
    from lapor.officer.forms.base import ActForm

_OTHERS = "Lainnya"
_NONE = ("", "Belum dipilih")


def fill_agencies(form: ActForm, name: str, *, without: int | None = None, ready_only: bool = True) -> None:
    """Every agency under its kind; with `ready_only` those without holders stand beside, with the reason."""
    kinds = {agency.kind_id: agency.kind.name for agency, _ in form.case.agencies}
    groups: dict[str, list[tuple[str, str]]] = {label: [] for label in _in_order(kinds)}
    rows = {str(agency.pk): agency for agency, _ in form.case.agencies if agency.pk != without}
    for agency, lacks in form.case.agencies:
        if agency.pk == without:
            continue
        if lacks and ready_only:
            form.unavailable.append((agency.short, f"belum punya {_and(lacks)}"))
        else:
            groups[kinds[agency.kind_id]].append((str(agency.pk), _titled(agency)))
    if ready_only:
        form.unavailable += [(agency.short, words) for agency, words in form.case.offices[1]]
    field = cast(TypedChoiceField, form.fields[name])
    field.choices = [_NONE, *((label, options) for label, options in groups.items() if options)]
    field.coerce = rows.__getitem__


def fill_units(form: ActForm, name: str) -> None:
    """The units of the actor's agency that have somebody at their head."""
    day = _day(form)
    heads = Position.objects.held_on(day).filter(role=Role.UNIT, unit=OuterRef("pk"))
    units = Unit.objects.filter(agency=form.case.actor.agency, active=True).annotate(held=Exists(heads))
    rows = {str(unit.pk): unit for unit in units}
    form.unavailable += [(unit.name, "belum punya kepala") for unit in units if not unit.held]
    field = cast(TypedChoiceField, form.fields[name])
    field.choices = [_NONE, *((key, unit.name) for key, unit in rows.items() if unit.held)]
    field.coerce = rows.__getitem__


def fill_categories(form: ActForm, name: str) -> None:
    """The categories of SP4N-LAPOR!, common ones first."""
    rows = _categories()
    common = [(str(pk), label) for pk, label, often in rows if often]
    others = [(str(pk), label) for pk, label, often in rows if not often]
    groups = [(label, options) for label, options in (("Sering dipakai", common), (_OTHERS, others)) if options]
    field = cast(TypedChoiceField, form.fields[name])
    field.choices = [_NONE, *groups]
    field.coerce = int


def _categories() -> list[tuple[int, str, bool]]:
    """Number, name and whether it is common; names that occur twice say what they belong to."""
    rows = list(Category.objects.filter(active=True).values_list("pk", "name", "common", "parent__name"))
    times = Counter(name for _, name, *_ in rows)
    return [(pk, f"{name} ({parent or pk})" if times[name] > 1 else name, often) for pk, name, often, parent in rows]


def _day(form: ActForm) -> date:
    return form.case.at.astimezone(BANTUL).date()


def _in_order(kinds: dict[str, str]) -> list[str]:
    """Names of kinds as they are looked for: dinas, badan, kapanewon, then the rest by name."""
    first = ("dinas", "badan", "kapanewon")
    return [kinds[code] for code in first if code in kinds] + [
        name for code, name in kinds.items() if code not in first
    ]


def _titled(agency: Agency) -> str:
    return agency.name if agency.short == agency.name else f"{agency.short} · {agency.name}"


def _and(words: list[str]) -> str:
    return " dan ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
