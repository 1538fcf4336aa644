"""The versions of the SOP that were approved: which one is in force on a day, and what it says."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from lapor.people import calendars
from lapor.people.models import SopVersion
from lapor.sop.limits import BASE, Terms


def terms(code: str) -> Terms:
    """The version of this code. Raises SopVersion.DoesNotExist."""
    if code == BASE.code:
        return BASE
    found: Terms = calendars.once(f"sop {code}", lambda: read(SopVersion.objects.get(code=code)))
    return found


def in_force(day: date) -> Terms:
    """The approved version that complaints of this day (in Bantul) begin under."""
    row = approved().filter(effective__lte=day).order_by("-effective").first()
    return read(row) if row and row.effective >= BASE.effective else BASE


def approved() -> QuerySet[SopVersion]:
    return SopVersion.objects.filter(approved_at__isnull=False)


def read(row: SopVersion) -> Terms:
    return Terms.from_json(row.code, row.effective, row.facts)
