"""The eight steps as citizens read them before they file: who does what, and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lapor.sop import rules
from lapor.sop.words import number_words


@dataclass(frozen=True)
class StepWords:
    """One step on the home page. `limit` is how long it may take, `then` what the citizen has of it."""

    order: int
    title: str
    limit: str
    then: str


def steps(terms: rules.Terms) -> list[StepWords]:
    """The steps with the limits of this version of the SOP."""
    return [StepWords(s.order, _(s.citizen_words), _limit(s.order, terms), _then(s.order, terms)) for s in rules.STEPS]


def _limit(order: int, terms: rules.Terms) -> str:
    minutes = terms.minutes(order)
    if minutes is None:
        return _("Paling lama %(days)s hari kerja.") % {"days": terms.limits[rules.C.RECEIVED].amount}
    text = _("Sekitar %(minutes)s menit.") if order == 1 else _("%(minutes)s menit kerja.")
    return text % {"minutes": number_words(minutes)}


def _then(order: int, terms: rules.Terms) -> str:
    days = terms.limits[rules.K.CONFIRMATION].amount
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
