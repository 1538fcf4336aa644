"""The point of a complaint on the officials' pages."""

from __future__ import annotations

from typing import Any

from django import template

from lapor.complaints.models import Complaint
from lapor.officer import spots

register = template.Library()


@register.inclusion_tag("officer/parts/spot.html")
def spot(complaint: Complaint) -> dict[str, Any]:
    """The point in words and on a small map; nothing where none was given."""
    found = getattr(complaint, "spot", None)
    return {"spot": spots.told(found) if found else None, "width": spots.WIDTH}


@register.simple_tag
def spot_flag(complaint: Complaint) -> str:
    """The flag of its point; "" where none was given."""
    found = getattr(complaint, "spot", None)
    return spots.flag(found) if found else ""
