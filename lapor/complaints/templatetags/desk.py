"""How states, clocks and instants are written on pages, once for citizens and officials."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils.translation import gettext

from lapor.complaints import files
from lapor.complaints.timing import Reading
from lapor.sop import rules, words

register = template.Library()


@register.inclusion_tag("parts/clock.html")
def clock_chip(reading: Reading, size: str = "") -> dict[str, object]:
    """A clock: its shape, what is left, never by colour alone."""
    return {"reading": reading, "size": size}


@register.filter
def state_label(state: str) -> str:
    for machine in (rules.C, rules.H):
        if state in list(machine):
            return gettext(rules.STATE_LABELS[machine(state)])
    return state


@register.simple_tag
def file_kinds() -> str:
    """The kinds of files that are taken, for the `accept` of an input."""
    return files.ACCEPT


@register.filter
def said(sentence: rules.Sentence) -> str:
    """A refusal in the reader's language."""
    return sentence.said(gettext)


@register.filter
def long_instant(at: datetime | None) -> str:
    return words.long_instant(at, translate=gettext) if at else ""


@register.filter
def short_instant(at: datetime | None) -> str:
    return words.short_instant(at, translate=gettext) if at else ""


@register.filter
def date_words(day: date | None) -> str:
    return words.date_words(day, translate=gettext) if day else ""


@register.filter
def number_words(number: int) -> str:
    return words.number_words(number)
