"""The Inspektorat's walk of a supervisory complaint: taken up, investigated, concluded, answered.

Its findings are never published; what the reporter reads is the answer. The verdict is kept among the words, which
can be erased and which the auditor does not read, and not among the facts of the event.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as N_

from lapor.complaints import uploads
from lapor.complaints.effects import Moved
from lapor.complaints.history import VERDICTS
from lapor.complaints.models import Draft
from lapor.complaints.move import move
from lapor.complaints.refusals import demand, written
from lapor.people.models import Agency
from lapor.sop.rules import Actor


def take_up(
    *, complaint_id: int, actor: Actor, at: datetime, interim: str, version: int | None = None, form_key: str = ""
) -> Moved:
    """Begin to investigate; the reporter reads so, which is the first reply that was pledged to him."""
    demand(
        interim=written(interim, N_("Tulis kabar awal untuk pelapor: apa yang akan diperiksa."), least=15),
    )
    return move(
        "take_up",
        complaint_id=complaint_id,
        actor=actor,
        at=at,
        version=version,
        form_key=form_key,
        agency=Agency.objects.get(pk=actor.agency or 0),  # an inspector always has one
        words={"interim": interim.strip()},
    )


def conclude(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    findings: str,
    verdict: str,
    draft: Draft | None = None,
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """Hand in what was found, with its evidence."""
    demand(
        findings=written(findings, N_("Tulis apa yang diperiksa dan apa hasilnya."), least=20),
        verdict=_no_verdict(verdict),
    )
    with transaction.atomic():
        moved = move(
            "conclude",
            complaint_id=complaint_id,
            actor=actor,
            at=at,
            version=version,
            form_key=form_key,
            words={"findings": findings.strip(), "verdict": verdict},
        )
        uploads.take_over(draft, moved.event)
    return moved


def return_findings(
    *, complaint_id: int, actor: Actor, at: datetime, missing: str, version: int | None = None, form_key: str = ""
) -> Moved:
    """Have the investigation completed, and say what is missing."""
    demand(missing=written(missing, N_("Sebutkan apa yang masih perlu diperiksa."), least=10))
    return move(
        "return_findings",
        complaint_id=complaint_id,
        actor=actor,
        at=at,
        version=version,
        form_key=form_key,
        words={"missing": missing.strip()},
    )


def answer_supervisory(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    text: str,
    verdict: str,
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """Answer the reporter, and nobody else; the answer is reported to nobody."""
    demand(
        text=written(text, N_("Tulis jawaban untuk pelapor, paling sedikit satu kalimat."), least=20),
        verdict=_no_verdict(verdict),
    )
    return move(
        "answer_supervisory",
        complaint_id=complaint_id,
        actor=actor,
        at=at,
        version=version,
        form_key=form_key,
        words={"answer": text.strip(), "verdict": verdict},
    )


def _no_verdict(verdict: str) -> str | None:
    return None if verdict in VERDICTS else N_("Pilih hasil pemeriksaan.")
