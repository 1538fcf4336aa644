"""Beside the steps: a hidden identity is asked for with a reason, the custodian decides, and each look is an act."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_noop as N_

from lapor.complaints import access, identity
from lapor.complaints.access import Sight
from lapor.complaints.effects import Moved
from lapor.complaints.identity import Revealed
from lapor.complaints.models import Complaint, IdentityRequest
from lapor.complaints.move import move
from lapor.complaints.refusals import Refused, demand, written
from lapor.people.calendars import BANTUL
from lapor.people.models import Position
from lapor.sop.rules import CONDITIONS, Actor, Role, Sentence

LOOK: Final = timedelta(hours=24)  # how long an allowed position may look
_LEAST: Final = 10  # letters of a reason


def ask_identity(
    *, complaint_id: int, actor: Actor, at: datetime, reason: str, version: int | None = None, form_key: str = ""
) -> Moved:
    """Ask the custodian to be allowed a look at who reported. Raises Incomplete where nobody else is custodian."""
    demand(
        reason=written(reason, N_("Tulis mengapa identitasnya diperlukan untuk menangani aduan ini."), least=_LEAST)
        or _nobody_decides(actor, at=at)
    )
    with transaction.atomic():
        moved = move(
            "ask_identity",
            complaint_id=complaint_id,
            actor=actor,
            at=at,
            version=version,
            form_key=form_key,
            words={"reason": reason.strip()},
        )
        event = moved.event
        assert event.position is not None  # the rules let nobody else ask
        IdentityRequest.objects.create(
            complaint=moved.complaint, position=event.position, asked=event, asked_at=event.at
        )
    return moved


def _nobody_decides(actor: Actor, *, at: datetime) -> str | None:
    """Why nobody could decide what he asks: no seat of a custodian is held, or he sits there himself."""
    keeps = Position.objects.held_on(at.astimezone(BANTUL).date()).filter(role=Role.CUSTODIAN)
    if keeps.exclude(person=actor.person).exists():
        return None
    if keeps.exists():
        return N_("Belum ada penjaga identitas selain Anda. Minta pengelola menunjuk orang lain dulu.")
    return N_("Belum ada penjaga identitas. Minta pengelola mengisi jabatan itu dulu.")


def allow_identity(*, request: IdentityRequest, actor: Actor, at: datetime, reason: str) -> Moved:
    """Let the position that asked look, for so long as LOOK says. Raises Incomplete where it lost the case since."""
    return _decide("allow_identity", request, actor=actor, at=at, reason=reason)


def deny_identity(*, request: IdentityRequest, actor: Actor, at: datetime, reason: str) -> Moved:
    """The identity stays hidden from the position that asked; it may ask again."""
    return _decide("deny_identity", request, actor=actor, at=at, reason=reason)


def see_identity(*, complaint_id: int, actor: Actor, at: datetime, reason: str = "") -> tuple[Moved, Revealed]:
    """One look: its event, and who reported. The custodian, whom nobody allows, writes why."""
    if actor.role is Role.CUSTODIAN:
        demand(reason=written(reason, N_("Tulis untuk apa identitasnya dibuka."), least=_LEAST))
    with transaction.atomic():
        moved = move("see_identity", complaint_id=complaint_id, actor=actor, at=at, words={"reason": reason.strip()})
        return moved, identity.revealed(moved.complaint)


def _sees(position: Position, complaint: Complaint) -> bool:
    return access.sight(access.official(position), complaint, complaint.handlings.all()) is Sight.CASE


def _decide(action: str, request: IdentityRequest, *, actor: Actor, at: datetime, reason: str) -> Moved:
    """Of two who decide about one request at once, the second is told that it waits no more. Nobody decides about what
    he asked himself, by whatever position."""
    demand(
        reason=N_("Permintaan ini dari Anda sendiri. Penjaga identitas lain yang memutuskannya.")
        if request.position.person_id == actor.person
        else written(reason, N_("Tulis alasan keputusan ini. Yang meminta dan auditor membacanya."), least=_LEAST)
    )
    with transaction.atomic():
        moved = move(
            action,
            complaint_id=request.complaint_id,
            actor=actor,
            at=at,
            data={"asked": request.asked.seq},
            words={"reason": reason.strip()},
        )
        event, allowed = moved.event, action == "allow_identity"
        demand(
            reason=N_("Yang meminta tidak menangani aduan ini lagi. Tolak permintaannya.")
            if allowed and not _sees(request.position, moved.complaint)
            else None
        )
        decided = IdentityRequest.objects.filter(pk=request.pk, decided=None).update(
            decided=event, allowed=allowed, until=event.at + LOOK if allowed else None
        )
        if not decided:
            raise Refused(action, Sentence(CONDITIONS["asked"][1]))
    return moved
