"""What the offices promised for a case, whether it was kept, and the sum that explains a deadline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from lapor.complaints import why_limits
from lapor.complaints.models import Complaint, Pause, StepClock
from lapor.complaints.timing import Reader, Reading
from lapor.complaints.why_words import Voice
from lapor.people import calendars
from lapor.sop import clock, rules, words
from lapor.sop.rules import K, Unit
from lapor.sop.tally import Office

_VOICE = Voice(to_reporter=True)


@dataclass(frozen=True)
class Promise:
    """One promise: what, until when, and how it stands."""

    label: str
    clock: StepClock
    reading: Reading


@dataclass(frozen=True)
class Line:
    """A line of the sum. Minutes are office minutes; `limit` None where the line is a pause."""

    label: str
    limit: int | None
    minutes: int
    began: datetime | None = None
    ended: datetime | None = None


@dataclass(frozen=True)
class Sum:
    """Why the whole handling is due when it is: each step's limit and use, each pause, and the total.

    `left_of` is how many minutes all rounds share, 0 in the first one.
    """

    total: StepClock
    hours: str
    used: int
    left_of: int = 0
    lines: list[Line] = field(default_factory=list)

    @property
    def paused(self) -> bool:
        return any(line.limit is None for line in self.lines)


@dataclass(frozen=True)
class Promises:
    """`whole` is the agency's own promise (None before one has the case), `outer` the limits around it.

    `only_whole_late`: the whole is late while the step that runs is not, which a reader would else take for a slip.
    """

    whole: Promise | None
    outer: list[Promise]
    sum: Sum | None
    ombudsman: date
    only_whole_late: bool = False


def of(complaint: Complaint, clocks: Iterable[StepClock], reader: Reader, *, step: Reading | None = None) -> Promises:
    """Read the newest run of each promise. `clocks` are all of the complaint's, oldest first; `step` is the
    clock of the step that runs."""
    rows = list(clocks)
    newest = {row.name: row for row in rows}
    total = None if complaint.supervisory else newest.get(K.TOTAL)  # an agency's, from before, binds nobody
    whole = _promise(_("Penanganan dinas (%(n)s menit kerja)"), total, reader) if total else None
    labels = {K.FIRST_REPLY: _("Kabar pertama"), K.SETTLEMENT: _("Batas terakhir (%(n)s hari kerja)")}
    return Promises(
        whole=whole,
        outer=[_promise(label, newest[name], reader) for name, label in labels.items() if name in newest],
        sum=_sum(total, rows, reader, complaint.terms) if total else None,
        ombudsman=clock.calendar_days("Asia/Jakarta", complaint.received_at, complaint.terms.ombudsman_days),
        only_whole_late=_only_whole_late(whole, step),
    )


def _only_whole_late(whole: Promise | None, step: Reading | None) -> bool:
    if whole is None or step is None or whole.clock.finished_at is not None:
        return False
    return whole.reading.state == "late" and step.state in ("calm", "soon")


def _promise(label: str, row: StepClock, reader: Reader) -> Promise:
    reading = reader.read(row)
    if row.outcome:
        reading = Reading("paused", _("dihentikan sebelum selesai"), row.due_at)
    elif row.paused_at is not None and not reader.waits_for_tim(row):
        reading = Reading("paused", _("jam berhenti, menunggu Anda"), row.due_at)
    return Promise(label % {"n": words.number_words(row.limit)}, row, reading)


def _sum(total: StepClock, rows: list[StepClock], reader: Reader, terms: rules.Terms) -> Sum:
    counted = [
        row
        for row in rows
        if row.unit == Unit.MINUTES
        and row.step
        and row.round == total.round
        and (row.handling_id in (None, total.handling_id))
    ]
    lines = []
    for row in counted:
        lines.append(Line(_label(row), row.limit, reader.used(row)))
    for pause in total.pauses.all():
        lines.append(_paused(pause, total, reader))
    hours = why_limits.hours_in_force(Office(calendars.usable_hours(total.calendar)), total)
    return Sum(total, "; ".join(hours), reader.used(total), why_limits.left_of(total, terms), lines)


def _label(row: StepClock) -> str:
    told = _("Sampai ke Anda dan Tim") if row.step == 8 else _(rules.step(row.step or 1).citizen_words)
    words = f"{row.step}. {told}"
    return words if row.pass_no == 1 else _("%(step)s, lagi") % {"step": words}


def _paused(pause: Pause, total: StepClock, reader: Reader) -> Line:
    minutes = reader.spent(total.calendar, pause.began_at, pause.ended_at)
    return Line(capfirst(_VOICE.reason(pause.reason)), None, minutes, pause.began_at, pause.ended_at)
