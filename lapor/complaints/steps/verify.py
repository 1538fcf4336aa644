"""Step 2: the Tim verifies and routes to an agency, or archives with a typed reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as N_

from lapor.complaints.effects import Moved
from lapor.complaints.models import Category
from lapor.complaints.move import move
from lapor.complaints.refusals import demand, written
from lapor.people.calendars import BANTUL
from lapor.people.models import Agency
from lapor.people.readiness import closed_sentence, missing_holders, unready_sentence
from lapor.sop.rules import INSPECTORATE, Actor, Klass

ARCHIVE_REASONS = {
    "unclear": N_("Tidak jelas apa yang diadukan"),
    "not_service": N_("Bukan urusan pelayanan pemerintah"),
    "outside": N_("Di luar wewenang kabupaten"),
    "repeat": N_("Sudah pernah diadukan dan ditangani"),
    "abuse": N_("Memuat hinaan atau kebencian"),
}
NOT_SUPERVISORY = {"not_supervisory": N_("Bukan penyalahgunaan wewenang oleh aparat")}  # the Inspektorat's own reason
EVERY_REASON = {**ARCHIVE_REASONS, **NOT_SUPERVISORY}


def verify_and_route(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    agency: Agency,
    title: str,
    klass: Klass,
    category: Category | None = None,
    note: str = "",
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """Verify: set title, class and category; route: give it to an agency, whose 60 minutes begin."""
    demand(
        agency=unready(agency, at=at),
        note=written(note, "", least=0),
        klass=N_("Serahkan aduan ini ke Inspektorat.") if klass is Klass.SUPERVISORY else None,
        title=written(title, N_("Tulis judul yang tampil di daftar, paling sedikit beberapa kata."), least=5),
    )
    with transaction.atomic():
        moved = move(
            "verify_and_route",
            complaint_id=complaint_id,
            actor=actor,
            at=at,
            version=version,
            form_key=form_key,
            agency=agency,
            data={"klass": klass.value, "category": category.pk if category else None},
            words={"note": note.strip()},
        )
        complaint = moved.complaint
        complaint.title, complaint.category = title.strip()[:160], category
        complaint.save(update_fields=["title", "category"])
    return moved


def archive(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    reason: str,
    explanation: str,
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """Archive with a typed reason and a sentence to the citizen, who may object within 30 days."""
    reasons = {**ARCHIVE_REASONS, **(NOT_SUPERVISORY if actor.role in INSPECTORATE else {})}
    demand(
        reason=None if reason in reasons else N_("Pilih alasan mengarsipkan."),
        explanation=written(
            explanation, N_("Jelaskan alasannya kepada pelapor, paling sedikit satu kalimat."), least=15
        ),
    )
    return move(
        "archive",
        complaint_id=complaint_id,
        actor=actor,
        at=at,
        version=version,
        form_key=form_key,
        data={"reason": reason},
        words={"explanation": explanation.strip()},
    )


def unready(agency: Agency, *, at: datetime) -> str | None:
    """Why this agency cannot be given a complaint now, or None."""
    day = at.astimezone(BANTUL).date()
    if not agency.open_on(day):
        return closed_sentence(agency)
    lacks = missing_holders(agency, day=day)
    return unready_sentence(agency, lacks) if lacks else None
