"""What the templates of the administration ask for: the facts of a plan, a clock and a deadline in words."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.translation import gettext

from lapor.complaints import why_words
from lapor.officer.changes import FIELDS
from lapor.people.calendars import BANTUL
from lapor.people.models import Agency, AgencyKind, Reorganisation
from lapor.sop import words
from lapor.sop.calendar import DAY_NAMES
from lapor.sop.rules import BASE

register = template.Library()


@register.filter
def facts_in_words(plan: Reorganisation) -> list[tuple[str, str]]:
    """What a planned change gives another value, each as label and value."""
    return [(gettext(FIELDS.get(name, name)), _said(name, str(value))) for name, value in plan.facts.items()]


def _said(name: str, value: str) -> str:
    if name == "kind":
        kind = AgencyKind.objects.filter(pk=value).first()
        return kind.name if kind else value
    if name == "parent":
        parent = Agency.objects.filter(code=value).first()
        return parent.short if parent else gettext("tidak ada")
    return value


@register.filter
def told(text: str) -> str:
    """Words that a list only writes down, in the language of the page."""
    return gettext(text)


@register.filter
def clock_label(name: str) -> str:
    """What a clock times, by its name in the ledger."""
    return gettext(why_words.LABELS.get(name) or why_words.STEPS[BASE.limit(name).step or 0])


@register.filter
def short_day(at: datetime) -> str:
    """Jumat, 27 Nov 2026, 14.30"""
    local = at.astimezone(BANTUL)
    day = f"{local.day} {gettext(words.MONTHS[local.month - 1])[:3]} {local.year}"
    return f"{gettext(DAY_NAMES[local.weekday()])}, {day}, {local:%H.%M}"
