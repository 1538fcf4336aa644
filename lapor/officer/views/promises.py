"""Register janji: every date that was promised and every budget year, with what became of it.

The Tim and the auditor see every agency's, an agency its own, the Bupati the figures alone. Who reads no case reads
no title and no words here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lapor.complaints import promises
from lapor.complaints.models import EventText, Promise
from lapor.complaints.steps.answer import YEARS_AHEAD
from lapor.complaints.timing import Reader, Reading
from lapor.people.gate import open_to
from lapor.people.models import Agency
from lapor.sop.rules import TIM, Actor, H, Klass, Role

YEARS_BACK = 3
_EVERY_AGENCY = (*TIM, Role.AUDITOR, Role.BUPATI)


@dataclass(frozen=True)
class Line:
    """One promise; `ground` is where the money comes from, in words, "" for who may not read the case."""

    promise: Promise
    reading: Reading
    ground: str


@open_to(*TIM, Role.OPERATOR, Role.OFFICER, Role.HEAD, Role.BUPATI, Role.AUDITOR)
@require_safe
def promise_register(request: Any) -> HttpResponse:
    actor: Actor = request.viewer.official
    this_year = timezone.localdate(request.now).year
    years = range(this_year - YEARS_BACK, this_year + YEARS_AHEAD + 1)
    agencies = list(Agency.objects.order_by("short")) if actor.role in (*TIM, Role.AUDITOR) else []
    chosen = _chosen(request.GET, years, agencies)
    scope = _scope(actor, chosen["opd"])
    summary = promises.by_year(scope, years=years, at=request.now)
    context = {
        "states": promises.STATES.items(),
        "years": years,
        "agencies": agencies,
        "chosen": chosen,
        "summary": summary,
        "cap": promises.CAP,
        "capped": any(sum(counted.values()) >= promises.CAP for _year, counted in summary),
        "listed": actor.role is not Role.BUPATI,
        "reads": actor.role is not Role.AUDITOR,
        "many": actor.role in _EVERY_AGENCY,
    }
    if context["listed"]:
        context |= _listed(request, scope, chosen, reads=actor.role is not Role.AUDITOR)
    return render(request, "officer/promises.html", context)


def _chosen(typed: Any, years: range, agencies: Iterable[Agency]) -> dict[str, str]:
    """What is asked for, as far as it can be: "" for anything else."""
    known = {
        "keadaan": list(promises.STATES),
        "tahun": [str(year) for year in years],
        "opd": [agency.code for agency in agencies],
    }
    return {name: typed.get(name, "") if typed.get(name, "") in values else "" for name, values in known.items()}


def _scope(actor: Actor, code: str) -> QuerySet[Promise]:
    """The promises that this official may know of; of one agency, if its code is given."""
    rows = Promise.objects.exclude(complaint__klass=Klass.SUPERVISORY)
    if code:
        return rows.filter(handling__agency__code=code)
    if actor.role in _EVERY_AGENCY:
        return rows
    return rows.filter(handling__agency=actor.agency).exclude(handling__state=H.RETURNED)


def _listed(request: Any, scope: QuerySet[Promise], chosen: dict[str, str], *, reads: bool) -> dict[str, object]:
    state, year = chosen["keadaan"], int(chosen["tahun"]) if chosen["tahun"] else None
    rows = promises.register(scope, at=request.now, state=state, year=year)
    rows = rows.select_related("clock__calendar", "handling__agency", "complaint")
    if reads:
        ground = EventText.objects.filter(name="ground")
        rows = rows.select_related("event").prefetch_related(Prefetch("event__texts", ground))
    found = promises.page(rows, nearest_first=state == promises.RUNNING, after=request.GET.get("sesudah", ""))
    page, more = found[: promises.PAGE], len(found) > promises.PAGE
    reader = Reader(at=request.now)
    after = {"sesudah": promises.key_of(page[-1])} if more else {}
    return {
        "lines": [Line(one, promises.read(one, reader), _ground(one) if reads else "") for one in page],
        "order": _("tanggal terdekat di atas") if state == promises.RUNNING else _("tanggal terbaru di atas"),
        "further": urlencode({name: value for name, value in {**chosen, **after}.items() if value}) if more else "",
    }


def _ground(promise: Promise) -> str:
    return " ".join(text.words for text in promise.event.texts.all())
