"""Whose turn it is, said first: a heading, a sentence, the clock that runs, and what happens when it ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lapor.complaints.history import Entry
from lapor.complaints.models import Complaint, Handling, StepClock
from lapor.complaints.timing import Reader, Reading
from lapor.public import inspectorate
from lapor.public.journey import TIM
from lapor.sop import rules
from lapor.sop.rules import C, H, K

NEW_ROUNDS = tuple(name for name, one in rules.ACTIONS.items() if one.new_round)
_AT_WORK = {
    H.AT_OPERATOR: "Operator memeriksa aduan Anda: menjawabnya langsung, atau memberi kabar awal.",
    H.AT_OFFICER: "Penanggung jawab menelaah aduan Anda dan menunjuk pelaksana.",
    H.AT_UNIT: "%(unit)s sedang mengerjakannya.",
    H.CHECKING: "Laporan pekerjaan sudah ada. Penanggung jawab memeriksa hasilnya.",
    H.TO_ANSWER: "Hasilnya sudah disetujui. Operator menyusun jawaban untuk Anda.",
}
# The acts from which on it is somebody's turn, by the state they lead to.
_BEGINS: Mapping[C, tuple[str, ...]] = {
    C.RECEIVED: ("submit", "complete", "object", "mark_supervisory"),
    C.AWAITING: ("ask_completion",),
    C.IN_HANDLING: ("verify_and_route", "reroute", "carry_over", "refuse", "take_up", *NEW_ROUNDS),
    C.ANSWERED: rules.ANSWERS,
}
_RUNNING = {C.RECEIVED: C.RECEIVED, C.AWAITING: C.AWAITING, C.ANSWERED: K.CONFIRMATION}


@dataclass(frozen=True)
class Turn:
    """`reading` is the clock that runs, None where nothing does; `after` says what its end brings; `place` is the
    office that has the case, "" where none has."""

    heading: str
    text: str
    reading: Reading | None = None
    after: str = ""
    yours: bool = False
    place: str = ""


def of(
    complaint: Complaint, lead: Handling | None, clocks: Iterable[StepClock], reader: Reader, *, reopened: bool
) -> Turn:
    """The turn now. `clocks` are all of the complaint's; `reopened` is whether its reporter opened it again once."""
    state = C(complaint.state)
    inside = complaint.supervisory
    name = _RUNNING.get(state) or (K.SETTLEMENT if inside else lead.state if lead else None)
    running = [row for row in clocks if row.finished_at is None and row.name == name]
    reading = reader.read(running[-1]) if running else None
    days = complaint.terms.limits[K.CONFIRMATION].amount
    if state is C.IN_HANDLING and lead is not None:
        return _handled(lead, reading)
    return {
        C.RECEIVED: lambda: _at_the_inspectorate(reading) if inside else _at_the_tim(reading),
        C.AWAITING: lambda: _awaiting(complaint, reading),
        C.ANSWERED: lambda: _answered(lead, reading, days, reopened=reopened, inside=inside),
    }.get(state, lambda: _over(complaint, at=reader.at))()


def since(complaint: Complaint, lead: Handling | None, entries: Iterable[Entry]) -> datetime:
    """Since when whoever's turn it is has the case: an office since it was given to it, whatever it did meanwhile."""
    began = _BEGINS.get(C(complaint.state), ())
    if complaint.state == C.IN_HANDLING and lead is not None and lead.state == H.RETURN_REQUESTED:
        began = ("request_return",)
    return next((one.event.at for one in reversed(list(entries)) if one.action in began), complaint.state_since)


def _turn_of(office: str) -> str:
    return _("Sekarang giliran %(office)s") % {"office": office}


def _at_the_tim(reading: Reading | None) -> Turn:
    text = _("Tim memeriksa kelengkapan aduan Anda dan memilih dinas yang berwenang.")
    return Turn(_turn_of(_(TIM)), text, reading, place=_(TIM))


def _at_the_inspectorate(reading: Reading | None) -> Turn:
    text = _("Inspektorat membaca aduan Anda. Tim Kabupaten dan dinas tidak dapat membukanya.")
    return Turn(_turn_of(_(inspectorate.NAME)), text, reading, place=_(inspectorate.NAME))


def _handled(lead: Handling, reading: Reading | None) -> Turn:
    if lead.state == H.RETURN_REQUESTED:
        text = _("%(office)s menyatakan ini bukan wewenangnya. Tim memutuskan siapa yang menangani.")
        return Turn(_turn_of(_(TIM)), text % {"office": lead.agency.name}, reading, place=_(TIM))
    text = _({**_AT_WORK, **inspectorate.AT_WORK}[H(lead.state)])
    if lead.state == H.AT_UNIT and lead.unit is None:
        text = _("Petugas sedang mengerjakannya.")
    told = text % {"unit": lead.unit.name if lead.unit else ""}
    return Turn(_turn_of(lead.agency.name), told, reading, place=lead.agency.name)


def _awaiting(complaint: Complaint, reading: Reading | None) -> Turn:
    office = inspectorate.NAME if complaint.supervisory else TIM
    asker = complaint.asked_by.agency.name if complaint.asked_by else _(office)
    text = _("%(office)s memerlukan keterangan dari Anda. Jam kami berhenti sampai Anda menjawab.")
    if complaint.asked_by and complaint.supervisory:
        after = _("Kalau tidak ada jawaban sampai saat itu, Inspektorat melanjutkan dengan keterangan yang sudah ada.")
    elif complaint.asked_by:
        after = _("Kalau tidak ada jawaban sampai saat itu, dinas melanjutkan dengan keterangan yang sudah ada.")
    else:
        after = _("Kalau tidak ada jawaban sampai saat itu, aduan gugur. Dalam 30 hari Anda masih dapat melengkapinya.")
    return Turn(_("Sekarang giliran Anda"), text % {"office": asker}, reading, after, yours=True)


def _answered(lead: Handling | None, reading: Reading | None, days: int, *, reopened: bool, inside: bool) -> Turn:
    """The days to judge run from both receipts of step 8 on; before, the reporter may judge all the same."""
    if reading is not None:
        text = _("%(office)s sudah menjawab. Bacalah jawabannya, lalu beri tahu kami apakah sudah beres.")
        after = _("Kalau tidak ada kabar dari Anda sampai saat itu, aduan ditutup dengan sendirinya.")
    elif inside:
        text = _(
            "Jawaban sudah ada. Anda punya %(days)s hari kerja untuk menilai, sejak jawaban itu sampai kepada Anda."
        )
        after = _("Kalau tidak ada kabar dari Anda selama itu, aduan ditutup dengan sendirinya.")
    else:
        text = _(
            "Jawaban sudah ada. Anda punya %(days)s hari kerja untuk menilai, terhitung sejak Tim menerima laporannya."
        )
        after = _("Kalau tidak ada kabar dari Anda selama itu, aduan ditutup dengan sendirinya.")
    if not reopened:
        after += " " + _("Setelah ditutup pun, Anda masih bisa membukanya lagi satu kali dalam 30 hari.")
    names = {"office": lead.agency.name if lead else _(TIM), "days": days}
    return Turn(_("Sekarang giliran Anda"), text % names, reading, after, yours=True)


def _over(complaint: Complaint, *, at: datetime) -> Turn:
    """An end. A case that lapsed is the reporter's turn for as long as he may still complete it."""
    heading, text = {
        C.CLOSED: (_("Aduan Anda selesai"), _("Terima kasih sudah memberi tahu kami.")),
        C.ARCHIVED: (_("Aduan Anda diarsipkan"), _("Tim Kabupaten tidak meneruskannya. Alasannya:")),
        C.LAPSED: (_("Aduan Anda gugur"), _("Kelengkapan yang kami minta belum kami terima.")),
        C.WITHDRAWN: (
            _("Aduan Anda sudah dicabut"),
            _("Anda sendiri yang mencabutnya. Kami tidak meneruskannya lagi."),
        ),
    }[C(complaint.state)]
    if complaint.supervisory:
        text = inspectorate.over(complaint) or text
    return Turn(heading, text, yours=is_yours(complaint, at=at))


def is_yours(complaint: Complaint, *, at: datetime) -> bool:
    """Whether the case waits for its reporter."""
    ends = window_ends(complaint)
    lapsed = complaint.state == C.LAPSED and ends is not None and at <= ends
    return lapsed or complaint.state in (C.AWAITING, C.ANSWERED)


def window_ends(complaint: Complaint) -> datetime | None:
    """Until when the reporter may come back to a case that has ended; None for one that has not."""
    if complaint.state in (C.CLOSED, C.ARCHIVED, C.LAPSED):
        return complaint.state_since + rules.RETURN_WINDOW
    return None
