"""The words of the ledger, for officials and for the reporter: clocks, reasons of pauses, who did it, how late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from lapor.complaints.models import Event, Mark, StepClock
from lapor.complaints.models.ledger import WAITS_FOR_CITIZEN, WAITS_FOR_TIM
from lapor.complaints.timing import Reader
from lapor.people.models import Agency
from lapor.sop import lateness, rules, words
from lapor.sop.rules import C, H, K, Role, Unit

STEPS = MappingProxyType({
    1: N_("Pelapor mengirim aduan"),
    2: N_("Tim memeriksa"),
    3: N_("Operator menerima"),
    4: N_("Penanggung jawab menelaah"),
    5: N_("Unit teknis bekerja"),
    6: N_("Penanggung jawab memeriksa hasil"),
    7: N_("Operator menjawab"),
    8: N_("Sampai ke pelapor dan Tim"),
})  # fmt: skip
LABELS: Mapping[str, str] = MappingProxyType(
    {
        C.AWAITING: N_("Pelapor melengkapi"),
        H.RETURN_REQUESTED: N_("Tim memutuskan salah alamat"),
        K.CONFIRMATION: N_("Pelapor menilai"),
        K.FIRST_REPLY: N_("Kabar pertama"),
        K.SETTLEMENT: N_("Batas penyelesaian"),
        K.TOTAL: N_("Seluruh penanganan"),
        K.PROMISE: N_("Tanggal yang dijanjikan"),
    }
)
_TO_REPORTER: Mapping[str, str] = MappingProxyType(
    {
        **LABELS,
        C.AWAITING: N_("Anda melengkapi"),
        H.RETURN_REQUESTED: N_("Tim Kabupaten memutuskan dinas mana"),
        K.CONFIRMATION: N_("Anda menilai jawaban"),
        K.SETTLEMENT: N_("Batas terakhir"),
    }
)
_REASONS = MappingProxyType({WAITS_FOR_CITIZEN: N_("menunggu Anda"), WAITS_FOR_TIM: N_("menunggu keputusan Tim")})
OUTCOMES = MappingProxyType(
    {
        "moved": N_("berakhir karena aduan dialihkan"),
        "cut": N_("dihentikan sebelum selesai"),
        "replaced": N_("diganti tanggal yang lebih baru"),
    }
)


@dataclass(frozen=True)
class Voice:
    """How the ledger speaks: to the reporter, or to officials."""

    to_reporter: bool

    def label(self, name: str) -> str:
        """A clock that is no step."""
        return _((_TO_REPORTER if self.to_reporter else LABELS)[name])

    def step(self, order: int) -> str:
        return f"{order}. {_(rules.step(order).citizen_words if self.to_reporter else STEPS[order])}"

    def desk(self, *, inside: bool) -> str:
        """Whose clocks are told with the reporter's own; `inside`, of a supervisory complaint."""
        if inside:
            return _("Inspektorat dan Anda") if self.to_reporter else _("Inspektorat dan pelapor")
        return _("Tim Kabupaten dan Anda") if self.to_reporter else _("Tim Kabupaten dan pelapor")

    def own(self, minutes: int, limit: int) -> str:
        """What step 1 took, from opening the form to sending it, and the minutes that the SOP has for it."""
        took = _("%(n)s menit") % {"n": words.number_words(minutes)} if minutes else _("kurang dari 1 menit")
        text = (
            _("Anda membuka formulir dan mengirimnya dalam %(took)s.")
            if self.to_reporter
            else _("Pelapor membuka formulir dan mengirimnya dalam %(took)s.")
        )
        of_the_sop = _("SOP memberi %(limit)s menit; langkah ini tidak pernah terlambat.")
        return f"{text % {'took': took}} {of_the_sop % {'limit': words.number_words(limit)}}"

    def reason(self, reason: str) -> str:
        return _(_REASONS.get(reason, reason)) if self.to_reporter else reason

    def agency(self, agency: Agency) -> str:
        return agency.name if self.to_reporter else agency.short

    def who(self, event: Event) -> str:
        """The position that acted; to the reporter, its office."""
        if event.role == Role.CITIZEN:
            return _("Anda") if self.to_reporter else _("Pelapor")
        if event.position is None:
            return _("Sistem")
        if not self.to_reporter:
            return event.position.label
        return event.position.agency.name if event.position.agency else _("Tim Kabupaten")


def late_words(row: StepClock, reader: Reader) -> str:
    """By how much a finished clock was late: office time where its limit counts that, hours where not."""
    if row.unit in (Unit.HOURS, Unit.DAYS) and row.finished_at is not None:
        hours = int((row.finished_at - row.due_at).total_seconds() // 3600)
        return (
            _("terlambat %(n)s jam") % {"n": words.number_words(hours)} if hours else _("terlambat kurang dari 1 jam")
        )
    minutes = reader.spent(row.calendar, row.due_at, row.finished_at)
    if not minutes:
        return _("terlambat")
    told = words.amount(minutes, day_minutes=reader.hours(row.calendar).day_minutes, translate=_)
    return _("terlambat %(amount)s") % {"amount": told}


def mark_words(mark: Mark) -> str:
    """A reminder, or a step up, as officials read it."""
    if mark.kind == lateness.REMINDER:
        return _("Pengingat ke-%(n)s") % {"n": mark.level}
    return _("Naik ke atasan, tingkat %(n)s") % {"n": mark.level}
