"""What the officials' templates ask for: the menu of a role, and small readings of acts and clocks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lapor.complaints.history import Entry
from lapor.complaints.models import Attachment
from lapor.complaints.steps.work import RESULTS
from lapor.officer import photo_words
from lapor.officer.cases import Case, Offer
from lapor.people.models import Position
from lapor.sop import rules, words
from lapor.sop.rules import Role

register = template.Library()

_INBOX = ("inbox", _("Kotak masuk"))
_ANSWERS = ("answers", _("Jawaban baku"))
_FIGURES = ("figures", _("Ringkasan"))
_PROMISES = ("promise_register", _("Register janji"))
_TIM = (("verification", _("Meja verifikasi")), _INBOX, ("readiness", _("Kesiapan OPD")), _PROMISES, _FIGURES)
_MENUS = {
    Role.VERIFIER: _TIM,
    Role.CHAIR: (*_TIM, ("admin_procedures", _("SOP"))),
    Role.OPERATOR: (_INBOX, _PROMISES, _ANSWERS),
    Role.OFFICER: (_INBOX, _PROMISES, _ANSWERS),
    Role.UNIT: (_INBOX,),
    Role.HEAD: (("head_reports", _("Laporan untuk kepala")), _INBOX, _PROMISES, _FIGURES),
    Role.BUPATI: (_FIGURES, _PROMISES),
    Role.AUDITOR: (("audit", _("Audit")), ("admin_journal", _("Catatan perubahan")), _PROMISES, _FIGURES),
    Role.INSPECTOR: (_INBOX,),
    Role.INVESTIGATOR: (_INBOX,),
    Role.CUSTODIAN: (("identity_requests", _("Permintaan identitas")),),
    Role.ADMINISTRATOR: (("administration", _("Pengaturan")), _FIGURES),
}


def start_of(position: Position) -> str:
    """The name of the page where this position's work begins."""
    return _MENUS[Role(position.role)][0][0]


@register.filter
def menu(position: Position | None) -> list[dict[str, Any]]:
    """The pages of this position's role, its start page first."""
    if position is None:
        return []
    return [{"url": reverse(name), "label": label} for name, label in _MENUS[Role(position.role)]]


@register.filter
def took(entry: Entry) -> str:
    """How much of its limit the act used: "35 dari 60 menit kerja"; "" where nothing was timed."""
    row = entry.clock
    if row is None:
        return ""
    late = row.finished_at is not None and row.finished_at > row.due_at
    told = gettext("terlambat") if late else ""
    if row.unit == rules.Unit.MINUTES and row.used_minutes is not None:
        spent = f"{row.used_minutes or 'kurang dari 1'} dari {row.limit} menit kerja"
        told = spent + (f", {told}" if told else "")
    return told


@register.simple_tag(takes_context=True)
def due_words(context: Any, at: Any) -> str:
    """An instant as seen from now: "hari ini pukul 10.31"."""
    return words.day_instant(at, context["request"].now)


@register.filter
def iso_day(value: str | None) -> str:
    """A day kept as "2026-11-24", in words."""
    return words.date_words(date.fromisoformat(value)) if value else ""


@register.filter
def result_label(value: str) -> str:
    return RESULTS.get(value, value)


@register.filter
def by_purpose(files: list[Attachment]) -> list[tuple[str, list[Attachment]]]:
    """Files under what they show: before, after, and then the rest."""
    order = (Attachment.Purpose.BEFORE, Attachment.Purpose.AFTER, Attachment.Purpose.EVIDENCE)
    found = [(str(purpose.label), [file for file in files if file.purpose == purpose]) for purpose in order]
    return [(label, held) for label, held in found if held]


@register.simple_tag(takes_context=True)
def photo_told(context: Any, file: Attachment) -> list[str]:
    """What a picture told of its taking, on the page of a case, for whoever examines it."""
    case = context.get("case")
    return photo_words.told(case, file) if isinstance(case, Case) else []


@register.filter
def now(offers: list[Offer]) -> list[Offer]:
    """What can be done, or is refused for a reason of its own."""
    return [offer for offer in offers if not offer.later]


@register.filter
def later(offers: list[Offer]) -> list[Offer]:
    """What only waits for another state of the case."""
    return [offer for offer in offers if offer.later]


@register.filter
def get(table: dict[str, Any], name: str) -> Any:
    """A value whose name is no plain word."""
    return table.get(name, "")
