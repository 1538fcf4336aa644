"""The point of a complaint on the officials' pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from lapor.complaints.models import Complaint, Spot
from lapor.officer import spots

register = template.Library()


@register.inclusion_tag("officer/parts/spot.html")
def spot(complaint: Complaint) -> dict[str, Any]:
    """The point in words and on a small map; nothing where none was given."""
    found = getattr(complaint, "spot", None)
    return {"spot": spots.told(found) if found else None, "width": spots.WIDTH}


@register.simple_tag
def spot_flag(complaint: Complaint) -> str:
    """ "Perbatasan" or "Di luar Bantul", where a person must decide; "" otherwise."""
    found = getattr(complaint, "spot", None)
    return _(found.get_finding_display()) if found and found.finding != Spot.Finding.INSIDE else ""
