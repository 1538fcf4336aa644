"""The page of one case: whose turn it is, what was said and done, what may be done, who used the time."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from lapor.complaints import promises
from lapor.complaints.models import StepClock
from lapor.complaints.timing import Reader, Reading
from lapor.officer import drafts, identities, spent
from lapor.officer.cases import main_clock, open_case
from lapor.officer.conversation import facts_of, messages_of, reports_of
from lapor.officer.turn import turn_words
from lapor.officer.views import DESK
from lapor.people.gate import open_to
from lapor.sop.rules import ACTIONS, KLASS_LABELS, C, H, K, Klass

_OUTER = {
    C.AWAITING: "Pelapor melengkapi",
    H.RETURN_REQUESTED: "Tim memutuskan",
    K.CONFIRMATION: "Pelapor menilai",
    K.FIRST_REPLY: "Kabar pertama",
    K.TOTAL: "Seluruh penanganan",
    K.SETTLEMENT: "Batas penyelesaian",
}


@open_to(*DESK)
@require_safe
def office_case(request: Any, number: str) -> HttpResponse:
    case = open_case(request, number)
    complaint = case.complaint
    prefetch_related_objects(case.clocks, "pauses")
    reader = Reader(at=case.at)
    running = case.running()
    given = promises.of_case(complaint.pk)
    offers = case.offers()
    klass = Klass(complaint.klass)
    foremost = main_clock(case, running, reader)
    return render(
        request,
        "officer/case.html",
        {
            "case": case,
            "complaint": complaint,
            "offers": offers,
            "turn": turn_words(case, offers),
            "clock": foremost,
            "outer": _outer(running, reader, foremost and foremost[0]),
            "messages_told": messages_of(case),
            "reports": reports_of(case.entries),
            "timeline": [(entry, facts_of(entry.event, entry.agency)) for entry in reversed(case.entries)],
            "bar": spent.of_case(case.clocks, reader),
            "identity": identities.card(case),
            "standing": promises.sentence(given, case.clocks, round=complaint.round, at=case.at),
            "promised": [(one, promises.read(one, reader)) for one in given],
            "drafts": [
                (draft, gettext(ACTIONS[draft.action].label), drafts.preview(draft)) for draft in drafts.unsent(case)
            ],
            "klass": f"{gettext(KLASS_LABELS[klass])}, {complaint.terms.settlement[klass]} hari kerja",
        },
    )


def _outer(running: list[StepClock], reader: Reader, foremost: StepClock | None) -> list[tuple[str, Reading]]:
    """The limits beside the step, as far as they run; what stands still is told by the main clock."""
    return [
        (label, reader.read(row))
        for name, label in _OUTER.items()
        for row in running
        if row.name == name and row.paused_at is None and row != foremost
    ]
