"""The table of who sees what, for the pages that show it."""

from __future__ import annotations

from typing import Any

from django import template

from lapor.public import sees

register = template.Library()


@register.inclusion_tag("public/parts/sees.html")
def who_sees() -> dict[str, Any]:
    return {"columns": sees.columns(), "rows": sees.rows()}
