"""Whose turn it is, in words, above what an official may do here."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from lapor.officer.cases import ASIDE, Case, Offer
from lapor.sop.rules import AGENCY_ROLES, INSPECTORATE_HOLDS, INVESTIGATION, TIM, C, H, Role

_OPERATOR = (H.AT_OPERATOR, H.TO_ANSWER)
_EXAMINER = (H.AT_OFFICER, H.CHECKING)


def turn_words(case: Case, offers: Iterable[Offer]) -> str:
    """ "Sekarang giliran penanggung jawab. Tidak ada yang perlu Anda lakukan." """
    holder = _holder(case)
    if holder is None:
        said = _("Penanganan aduan ini sudah berakhir.")
    elif _own(case, holder):
        said = _("Sekarang giliran Anda.")
    else:
        said = _("Sekarang giliran %(who)s.") % {"who": _called(case, holder)}
    if any(offer.refusal is None and offer.action not in ASIDE for offer in offers):
        return said
    return f"{said} {_('Tidak ada yang perlu Anda lakukan.')}"


def _holder(case: Case) -> Role | None:
    """The role that the case waits for; None once nobody has to do anything."""
    state = C(case.complaint.state)
    if state is C.RECEIVED:
        return Role.INSPECTOR if case.situation.supervisory else Role.VERIFIER
    if state is C.AWAITING:
        return Role.CITIZEN
    if state is C.IN_HANDLING and case.handling is not None:
        return _in_agency(H(case.handling.state), head_examines=case.handling.head_examines)
    if state in (C.ANSWERED, C.CLOSED) and not case.situation.acknowledged:
        return Role.VERIFIER
    return Role.CITIZEN if state is C.ANSWERED else None


def _in_agency(state: H, *, head_examines: bool) -> Role:
    if state in INVESTIGATION:
        return INSPECTORATE_HOLDS[state]
    if state in _OPERATOR:
        return Role.OPERATOR
    if state in _EXAMINER:
        return Role.HEAD if head_examines else Role.OFFICER
    return Role.UNIT if state is H.AT_UNIT else Role.VERIFIER


def _own(case: Case, holder: Role) -> bool:
    actor = case.actor
    if holder in TIM:
        return actor.role in TIM
    return actor.role == holder and (holder not in AGENCY_ROLES or case.situation.agency == actor.agency)


def _called(case: Case, holder: Role) -> str:
    if holder is Role.UNIT and case.handling is not None and case.handling.unit is not None:
        return str(case.handling.unit)
    return {
        Role.VERIFIER: _("Tim Kabupaten"),
        Role.CITIZEN: _("pelapor"),
        Role.OPERATOR: _("operator"),
        Role.OFFICER: _("penanggung jawab"),
        Role.HEAD: _("kepala OPD"),
        Role.INSPECTOR: _("verifikator Inspektorat"),
        Role.INVESTIGATOR: _("pemeriksa Inspektorat"),
    }.get(holder, "")
