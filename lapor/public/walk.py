"""The eight steps as citizens read them before they file: who does what, and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lapor.sop import rules


@dataclass(frozen=True)
class StepWords:
    """One step on the home page. `limit` is how long it may take, `then` what the citizen has of it."""

    order: int
    title: str
    limit: str
    then: str


def steps() -> list[StepWords]:
    return [StepWords(s.order, _(s.citizen_words), _limit(s), _then(s.order)) for s in rules.STEPS]


def _limit(step: rules.Step) -> str:
    if step.order == 1:
        return _("Sekitar %(minutes)s menit.") % {"minutes": step.minutes}
    if step.minutes is None:
        return _("Paling lama %(days)s hari kerja.") % {"days": rules.LIMITS[rules.C.RECEIVED].amount}
    return _("%(minutes)s menit kerja.") % {"minutes": step.minutes}


def _then(order: int) -> str:
    days = rules.LIMITS[rules.K.CONFIRMATION].amount
    return {
        1: _("Anda langsung mendapat nomor."),
        2: _("Tim memilih dinas yang tepat."),
        3: _("Anda mendapat jawaban, atau kabar awal."),
        4: _("Petugas pelaksana ditunjuk."),
        5: _("Hasilnya difoto dan dilaporkan."),
        6: _("Kalau belum beres, dikerjakan lagi."),
        7: _("Anda dapat membacanya di sini."),
        8: _("Lalu Anda punya %(days)s hari kerja untuk menilai atau berkeberatan.") % {"days": days},
    }[order]
