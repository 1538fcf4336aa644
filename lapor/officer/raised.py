"""What has risen to whoever looks: cases of those below him that are past their limit, longest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from lapor.complaints import access
from lapor.complaints.models import Complaint, Handling, Mark
from lapor.notices.digest_letter import WHAT, office
from lapor.notices.models import Telling
from lapor.people.calendars import BANTUL
from lapor.people.models import Position
from lapor.sop import words
from lapor.sop.lateness import ESCALATION, Up
from lapor.sop.rules import H, Klass

MOST: Final = 50
# They are told of cases that they may not open.
_ABOVE_THE_DESK: Final = (Up.TIM_HEAD, Up.SECRETARY, Up.INSPECTORATE_HEAD)


@dataclass
class Row:
    """A case and what of it is late since when. Without `opens` it is a number, an office and a time."""

    complaint: Complaint
    office: str
    opens: bool
    late: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Raised:
    """`clocks` are the clocks among these; `more` says that there are others beyond the first fifty, `longest` since
    when the first of them is late."""

    rows: list[Row]
    clocks: frozenset[int]
    more: bool
    longest: str


def to(position: Position, *, at: datetime) -> Raised:
    """What has risen to this position, still runs and is late now. Four queries at most, by the index of open
    tellings."""
    found = list(_open(position, at)[: MOST + 1])
    opened, offices = _opened(position, found), _offices(found)
    rows: dict[int, Row] = {}
    longest = ""
    for one in found[:MOST]:
        clock = one.mark.clock
        if clock.complaint_id not in opened and one.rung not in _ABOVE_THE_DESK:
            continue  # it went on to another office meanwhile
        row = rows.setdefault(
            clock.complaint_id,
            Row(
                complaint=clock.complaint,
                office=office(clock.complaint, offices.get(clock.complaint_id, "")),
                opens=clock.complaint_id in opened,
            ),
        )
        longest = longest or words.long_instant(one.since)
        said = _("%(what)s, sejak %(since)s") % {
            "what": _(WHAT[clock.name]), "since": words.long_instant(one.since),
        }  # fmt: skip
        if said not in row.late:  # both levels may have reached this position
            row.late.append(said)
    return Raised(list(rows.values()), frozenset(one.mark.clock_id for one in found), len(found) > MOST, longest)


def _open(position: Position, at: datetime) -> QuerySet[Any]:
    """Its open tellings and those of who had its seat before, each with `since`: when the limit of its clock ran out.

    Other office hours or another class may have moved a deadline that was missed to a later instant.
    """
    first = Mark.objects.filter(clock=OuterRef("mark__clock"), kind=ESCALATION, level=1).values("at")[:1]
    own = Telling.objects.filter(mark=OuterRef("mark"), position=position, open=True)
    rows = Telling.objects.filter(position__in=[position.pk, *_before(position, at)], open=True)
    rows = rows.filter(Q(position=position) | ~Exists(own), mark__clock__finished_at=None)
    late = rows.filter(mark__clock__due_at__lt=Coalesce("mark__clock__paused_at", Value(at)))
    since = Greatest(Subquery(first), F("mark__clock__due_at"))
    outside = Q(mark__clock__complaint__klass=Klass.SUPERVISORY) & ~Q(rung=Up.INSPECTORATE_HEAD)
    late = late.exclude(outside)  # what was told before the case became the Inspektorat's
    return late.select_related("mark__clock__complaint").annotate(since=since).order_by("since", "id")


def _before(position: Position, at: datetime) -> list[int]:
    """The positions of those who sat there and left: what rose to them and is late is now his."""
    seat = Position.objects.filter(role=position.role, agency=position.agency_id, unit=position.unit_id)
    held = Position.objects.held_on(at.astimezone(BANTUL).date())
    return list(seat.exclude(pk__in=held.values("pk")).order_by("-id").values_list("pk", flat=True)[:MOST])


def _offices(found: list[Telling]) -> dict[int, str]:
    """Where each case is handled, by its complaint; one without an agency is the Tim's."""
    if not found:
        return {}
    cases = {one.mark.clock.complaint_id for one in found}
    led = Handling.objects.filter(complaint__in=cases, lead=True).exclude(state__in=(H.RETURNED, H.CANCELLED))
    return dict(led.order_by("id").values_list("complaint", "agency__short"))


def _opened(position: Position, found: list[Telling]) -> set[int]:
    cases = {one.mark.clock.complaint_id for one in found}
    if not cases:
        return set()
    seen = access.visible_to(access.official(position)).filter(pk__in=cases)
    return set(seen.values_list("pk", flat=True))
