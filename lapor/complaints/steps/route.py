"""Step 3: the operator passes on with an interim answer. And wrong doors: return, reroute, refuse."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop as N_

from lapor.complaints.effects import Moved
from lapor.complaints.models import Handling
from lapor.complaints.move import move
from lapor.complaints.refusals import demand, written
from lapor.complaints.steps.verify import unready
from lapor.people.models import Agency
from lapor.sop.rules import Actor, H

RETURN_REASONS = {
    "wrong_agency": N_("Salah OPD"),
    "outside": N_("Di luar wewenang kabupaten"),
    "repeat": N_("Sudah pernah diadukan dan ditangani"),
    "not_service": N_("Bukan urusan pelayanan pemerintah"),
}


def pass_on(
    *, complaint_id: int, actor: Actor, at: datetime, interim: str, version: int | None = None, form_key: str = ""
) -> Moved:
    """Send the citizen the interim answer and pass the case on, in one act."""
    demand(
        interim=written(
            interim, N_("Tulis jawaban sementara untuk pelapor: apa yang akan dilakukan dan oleh siapa."), least=15
        )
    )
    return move(
        "pass_on",
        complaint_id=complaint_id,
        actor=actor,
        at=at,
        version=version,
        form_key=form_key,
        words={"interim": interim.strip()},
    )


def request_return(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    reason: str,
    explanation: str,
    proposed: Agency | None = None,
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """Ask the Tim to take the case back. The step's clock stands still until the Tim decides."""
    demand(
        reason=None if reason in RETURN_REASONS else N_("Pilih alasannya."),
        explanation=written(explanation, N_("Jelaskan mengapa ini bukan urusan OPD Anda."), least=10),
        proposed=N_("Sebutkan OPD yang seharusnya menangani.")
        if reason == "wrong_agency" and proposed is None
        else None,
    )
    return move(
        "request_return",
        complaint_id=complaint_id,
        actor=actor,
        at=at,
        version=version,
        form_key=form_key,
        data={"reason": reason, "proposed": proposed.code if proposed else None},
        words={"explanation": explanation.strip()},
    )


def reroute(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    agency: Agency,
    note: str = "",
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """The Tim agrees: another agency gets the case, with fresh minutes. The hop is counted."""
    back = Handling.objects.filter(complaint=complaint_id, state=H.RETURN_REQUESTED, agency=agency)
    demand(
        agency=N_("OPD itu yang mengembalikan aduan ini. Pilih OPD lain, atau tolak pengalihan.")
        if back.exists()
        else unready(agency, at=at),
        note=written(note, "", least=0),
    )
    return move(
        "reroute",
        complaint_id=complaint_id,
        actor=actor,
        at=at,
        version=version,
        form_key=form_key,
        agency=agency,
        words={"note": note.strip()},
    )


def refuse(
    *, complaint_id: int, actor: Actor, at: datetime, note: str, version: int | None = None, form_key: str = ""
) -> Moved:
    """The Tim does not agree: the agency goes on with the rest of its minutes."""
    demand(note=written(note, N_("Jelaskan mengapa aduan ini tetap urusan OPD tersebut."), least=10))
    return move(
        "refuse",
        complaint_id=complaint_id,
        actor=actor,
        at=at,
        version=version,
        form_key=form_key,
        words={"note": note.strip()},
    )
