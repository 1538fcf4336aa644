"""What a map is drawn on."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def tiles() -> Any:
    """The source of pictures under the map; None where it shows outlines alone."""
    return settings.TILES
