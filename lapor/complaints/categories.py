"""Categories of SP4N-LAPOR! changed in the product. Cases keep the one they have, also if it is given no more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from lapor.complaints.models import Category
from lapor.people import journal
from lapor.people.agencies import too_long
from lapor.people.faults import demand
from lapor.people.models import Position

_LARGEST: Final = 2_000_000_000


def found(typed: str) -> QuerySet[Category]:
    """Categories whose name or number has these words, with how many cases have them."""
    rows = Category.objects.select_related("parent").annotate(cases=Count("complaint")).order_by("name", "sp4n_id")
    if typed.isdigit() and len(typed) < 10:
        return rows.filter(sp4n_id=int(typed))
    for word in typed.split()[:6]:
        rows = rows.filter(name__icontains=word)
    return rows


def add(number: int | None, words: Mapping[str, Any], *, by: Position | None, at: datetime) -> Category:
    """A new category; `words` are name, parent (a Category or None), common, active. Raises Faulty."""
    number = number if number and number <= _LARGEST else 0
    twin = Category.objects.filter(pk=number).first()
    demand(
        number=(None if number else _("Isi nomornya di SP4N-LAPOR!, misalnya 110."))
        or (_("Nomor itu milik %(name)s.") % {"name": twin.name} if twin else None),
        **_wrong(words, None),
    )
    with transaction.atomic():
        one = Category.objects.create(sp4n_id=number, **words)
        journal.record("category_added", subject=f"category {number}", at=at, position=by, data=_told(one))
    return one


def change(one: Category, words: Mapping[str, Any], *, by: Position | None, at: datetime) -> bool:
    """Give the category these facts; False if it has them. Raises Faulty."""
    demand(**_wrong(words, one))
    data = journal.give(one, words, _told)
    if not data:
        return False
    with transaction.atomic():
        one.save()
        journal.record("category_changed", subject=f"category {one.pk}", at=at, position=by, data=data)
    return True


def _told(one: Category) -> dict[str, object]:
    return {
        "name": one.name,
        "parent": one.parent.name if one.parent else "",
        "common": one.common,
        "active": one.active,
    }


def _wrong(words: Mapping[str, Any], one: Category | None) -> dict[str, str | None]:
    above, told = words["parent"], None
    while above is not None and one is not None:
        if above.pk == one.pk:
            told = _("Kategori itu sendiri berada di bawah kategori ini. Pilih induk lain.")
            break
        above = above.parent
    return {"name": too_long(words["name"], _("Tulis nama kategorinya."), 160), "parent": told}
