"""Lists to download: an inbox as its office sees it, and the custodian's requests. Each leaves a line in the journal.

A file is like a letter: it travels. So it holds title and place only of cases that hide nothing, and no name of a
reporter ever; the custodian's alone may, for a reason, and then every case bears the event of that look.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django.views.decorators.http import require_POST

from lapor.complaints import queries
from lapor.complaints.identity import Revealed
from lapor.complaints.models import StepClock
from lapor.complaints.refusals import Incomplete
from lapor.complaints.steps import reveal
from lapor.complaints.timing import Reader
from lapor.notices.letters import may_be_told
from lapor.officer import downloads, identities
from lapor.officer.forms.identity import LookForm
from lapor.officer.identities import Line
from lapor.officer.views import DESK
from lapor.officer.views.custodian import listed
from lapor.officer.views.inbox import Row, rows_of
from lapor.people import journal
from lapor.people.gate import open_to
from lapor.sop.rules import KLASS_LABELS, TIM, Actor, Klass, Role

_COLUMNS: Final = (
    N_("Nomor"), N_("Jenis"), N_("Langkah"), N_("Tenggat"), N_("Keadaan"), N_("Putaran"), N_("Anonim"), N_("Rahasia"),
    N_("Masuk"), N_("Judul"), N_("Kalurahan"), N_("Kapanewon"),
)  # fmt: skip
_REQUESTS: Final = (
    N_("Nomor"), N_("Jenis"), N_("Yang meminta"), N_("Diminta"), N_("Keputusan"), N_("Berlaku sampai"),
)  # fmt: skip


@open_to(*DESK)
@require_POST
def inbox_export(request: Any) -> HttpResponse:
    """The clocks of one filter of the inbox, nearest due first, up to the cap of its counts."""
    actor: Actor = request.viewer.official
    form = downloads.known(request.POST.get("bentuk", ""))
    filters = queries.filters(actor, at=request.now)
    chosen = request.POST.get("saring", "")
    chosen = chosen if chosen in filters else next(iter(filters))
    rows = rows_of(_every(actor, filters[chosen]), actor, Reader(at=request.now), frozenset())
    with transaction.atomic():
        data = {"filter": filters[chosen].label, "rows": len(rows), "form": form}
        journal.record("list_exported", subject="list inbox", at=request.now, position=request.position, data=data)
    last = _("OPD") if actor.role in TIM else _("Pemegang")
    return downloads.answer(
        form,
        name="aduan",
        title=_("Aduan"),
        columns=[*(_(name) for name in _COLUMNS), last],
        rows=[[*_cells(row), row.agency if actor.role in TIM else row.holder] for row in rows],
        day=request.today,
    )


@open_to(Role.CUSTODIAN)
@require_POST
def identity_export(request: Any) -> HttpResponse:
    """The newest requests; with names and contacts only for a reason, which every case keeps as an event."""
    form = downloads.known(request.POST.get("bentuk", ""))
    look = LookForm(request.POST)
    look.is_valid()
    lines = identities.newest(identities.NEWEST)
    shown = bool(look.cleaned_data.get("identities"))
    try:
        with transaction.atomic():
            revealed = _revealed(request, lines, look.cleaned_data.get("reason", "")) if shown else {}
            data = {"filter": _("Permintaan identitas"), "rows": len(lines), "form": form, "identities": len(revealed)}
            journal.record(
                "list_exported", subject="list identity", at=request.now, position=request.position, data=data
            )
    except Incomplete as missing:
        look.blame(missing.faults)
        return listed(request, look)
    columns = [*(_(name) for name in _REQUESTS), *([_("Nama"), _("Kontak")] if shown else [])]
    return downloads.answer(
        form,
        name="permintaan-identitas",
        title=_("Permintaan identitas"),
        columns=columns,
        rows=[
            [*_request(line), *(_identity(revealed.get(line.request.complaint_id)) if shown else [])] for line in lines
        ],
        day=request.today,
    )


def _every(actor: Actor, chosen: queries.Filter) -> list[StepClock]:
    """What the inbox shows page by page."""
    found: list[StepClock] = []
    after = None
    while len(found) < queries.CAP:
        page = queries.inbox(actor, chosen.keeps, after=after)
        found += page[: queries.PAGE]
        if len(page) <= queries.PAGE:
            break
        after = (found[-1].due_at, found[-1].pk)
    return found


def _cells(row: Row) -> list[str]:
    clock, complaint = row.clock, row.clock.complaint
    told = may_be_told(complaint)
    return [
        complaint.number,
        _(KLASS_LABELS[Klass(complaint.klass)]),
        row.step,
        _instant(clock.due_at),
        row.reading.words,
        str(clock.round),
        _("ya") if complaint.anonim else _("tidak"),
        _("ya") if complaint.rahasia else _("tidak"),
        _instant(complaint.received_at),
        complaint.title if told else "",
        str(complaint.kalurahan or "") if told else "",
        str(complaint.kapanewon or "") if told else "",
    ]


def _request(line: Line) -> list[str]:
    one = line.request
    decision = "" if one.decided_id is None else _("Diizinkan") if one.allowed else _("Ditolak")
    return [line.number, line.klass, line.asker, _instant(one.asked_at), decision, _instant(one.until)]


def _revealed(request: Any, lines: list[Line], reason: str) -> dict[int, Revealed]:
    """Look into each case once; by its key. What is hidden stays so, so that none is refused."""
    actor, keys = request.position.as_actor(), sorted({line.request.complaint_id for line in lines})
    looked = [(pk, reveal.see_identity(complaint_id=pk, actor=actor, at=request.now, reason=reason)) for pk in keys]
    return {pk: revealed for pk, (_moved, revealed) in looked}


def _identity(revealed: Revealed | None) -> list[str]:
    return [revealed.name, ", ".join(revealed.contacts)] if revealed else ["", ""]


def _instant(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
