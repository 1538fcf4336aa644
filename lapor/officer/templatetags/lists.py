"""What the templates of agencies and lists ask for: the facts of a plan in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from lapor.officer.changes import FIELDS
from lapor.people.models import Agency, AgencyKind, Reorganisation

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
