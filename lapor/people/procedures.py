"""The versions of the SOP: which one is in force on a day, what each says, and which stand in the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lapor.people import calendars
from lapor.people.models import SopVersion
from lapor.sop.limits import BASE, Terms

DRAFT, COMING, IN_FORCE, FORMER = "draft", "coming", "in_force", "former"


@dataclass(frozen=True)
class Version:
    """A version as it is listed; `row` is None for that of 2020, which nobody wrote here."""

    terms: Terms
    status: str
    row: SopVersion | None = None


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


def approved_terms(code: str) -> Terms | None:
    """The approved version of this code, None where there is none: a draft is nobody's procedure yet."""
    if code == BASE.code:
        return BASE
    row = approved().filter(code=code).first()
    return read(row) if row else None


def newest() -> Terms:
    """The approved version that takes effect last, which the next one follows."""
    row = approved().order_by("-effective").first()
    return read(row) if row else BASE


def followed(row: SopVersion) -> Terms:
    """The approved version that this one follows."""
    before = approved().filter(effective__lt=row.effective).exclude(pk=row.pk).order_by("-effective").first()
    return read(before) if before else BASE


def listed(day: date) -> list[Version]:
    """Every version, newest first: drafts, what comes, what is in force on this day, what was."""
    rows = SopVersion.objects.select_related("written_by__person", "approved_by__person")
    drafts = [Version(read(row), DRAFT, row) for row in rows.filter(approved_at=None).order_by("-effective", "-id")]
    now = in_force(day).code
    kept = [*((read(row), row) for row in rows.filter(approved_at__isnull=False).order_by("-effective")), (BASE, None)]
    return [*drafts, *(Version(one, _status(one, now, day), row) for one, row in kept)]


def approved() -> QuerySet[SopVersion]:
    return SopVersion.objects.filter(approved_at__isnull=False)


def read(row: SopVersion) -> Terms:
    return Terms.from_json(row.code, row.effective, row.facts)


def _status(one: Terms, now: str, day: date) -> str:
    if one.code == now:
        return IN_FORCE
    return COMING if one.effective > day else FORMER
