"""What a digest says, written when it is sent: what is late since when, who holds it, what comes near.

As in letters.py, title and place stand in it only where the reporter hid nothing, the case is verified, and the
reader may open it. Who stands above the Ketua Tim may not: he reads number, office and time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from lapor.complaints import access
from lapor.complaints.models import Complaint, Mark, StepClock
from lapor.notices import digests, lateness, site
from lapor.notices.lateness import LATE
from lapor.notices.letters import Letter, address, desk, may_be_told, signed, text
from lapor.notices.models import Notice, Stage, Telling
from lapor.people.models import Position
from lapor.sop import words
from lapor.sop.lateness import ESCALATION, Up
from lapor.sop.rules import C, H, K

MOST: Final = 40  # cases of one kind in one letter; the rest is counted
WHAT: Final[dict[str, str]] = {
    C.RECEIVED: "langkah 2, verifikasi",
    H.RETURN_REQUESTED: "keputusan pengalihan",
    H.AT_OPERATOR: "langkah 3, jawaban atau jawaban sementara",
    H.AT_OFFICER: "langkah 4, pemeriksaan",
    H.AT_UNIT: "langkah 5, pekerjaan unit teknis",
    H.CHECKING: "langkah 6, pemeriksaan laporan",
    H.TO_ANSWER: "langkah 7, pengiriman jawaban",
    K.STEP8: "langkah 8, penerimaan laporan jawaban",
    K.FIRST_REPLY: "kabar awal kepada pelapor",
    K.SETTLEMENT: "penyelesaian",
    K.PROMISE: "janji kepada pelapor",
}


@dataclass(frozen=True)
class Case:
    """One complaint as the reader sees it, with what of it is late or near. `link` is "" where he may not open it."""

    number: str
    office: str
    title: str
    place: str
    clocks: list[str]
    holder: str
    link: str


def compose(notice: Notice, *, at: datetime) -> Letter | str:
    """The letter of this digest as of now, or a word that says why it is not needed any more."""
    to = address(notice.person, notice.channel)
    if not to:  # his number was taken out since it was gathered: it is gathered again, for another way
        _hand_on(notice, list(Telling.objects.filter(digest=notice.digest_id)))
        return "no address"
    told = _told(notice, at=at)
    if not told:
        return "done by others"
    late, near = (_by_case(one for one in told if (one.kind == LATE) is above) for above in (True, False))
    shown = [_case(tellings, at=at) for tellings in late[:MOST]]
    context = {
        "positions": ", ".join(dict.fromkeys(one.position.label for one in told)),
        "late": shown,
        "near": [_case(tellings, at=at) for tellings in near[:MOST]],
        "more_late": max(len(late) - MOST, 0),
        "more_near": max(len(near) - MOST, 0),
        "closed": any(not case.link for case in shown),
        "inspectorate": any(one.rung == Up.INSPECTORATE_HEAD for one in told),
        "inbox": site.page("inbox"),
        "settings": site.page("notice_settings"),
    }
    return Letter(to, _subject(late, near), signed(text("notices/late.txt", context)))


def _told(notice: Notice, *, at: datetime) -> list[Telling]:
    """What is still to be said, what is late for longest first; of one clock what weighs most.

    Of what he left since it was gathered he reads nothing.
    """
    rows = Telling.objects.filter(digest=notice.digest_id).select_related(
        "position__agency", "position__unit", "mark__clock__complaint__kalurahan", "mark__clock__complaint__kapanewon",
        "mark__clock__handling__agency",
    )  # fmt: skip
    left, held = digests.by_seat(rows, at=at)
    _hand_on(notice, left)
    weighed = sorted(held, key=lambda one: (one.kind != LATE, -one.mark.level, one.mark.at))
    first = {one.mark.clock_id: one for one in reversed(weighed) if digests.needed(one, at=at)}
    return sorted(first.values(), key=lambda one: (one.mark.clock.due_at, one.pk))


def _hand_on(notice: Notice, tellings: list[Telling]) -> None:
    """What he does not read in this letter is decided anew, unless another notice of the digest brings it."""
    others = Notice.objects.filter(digest=notice.digest_id).exclude(pk=notice.pk)
    if not others.filter(stage__in=(Stage.WAITING, Stage.SENDING, Stage.SENT)).exists():
        digests.decide_anew(tellings)


def _by_case(tellings: Iterable[Telling]) -> list[list[Telling]]:
    cases: dict[int, list[Telling]] = {}
    for one in tellings:
        cases.setdefault(one.mark.clock.complaint_id, []).append(one)
    return list(cases.values())


def _subject(late: list[list[Telling]], near: list[list[Telling]]) -> str:
    said = []
    if late:
        said.append(_("%(n)s aduan lewat tenggat, naik ke Anda") % {"n": len(late)})
    if near:
        said.append(_("%(n)s aduan di tangan Anda perlu diingat") % {"n": len(near)})
    if len(late) + len(near) > 1:
        return "; ".join(said)
    return f"[{(late or near)[0][0].mark.clock.complaint.number}] {said[0]}"


def _case(tellings: list[Telling], *, at: datetime) -> Case:
    first = tellings[0]
    clock, position = first.mark.clock, first.position
    complaint, handling = clock.complaint, lateness.seat_at(clock, first.mark.at).handling
    opens = access.visible_to(access.official(position)).filter(pk=complaint.pk).exists()
    open_words = opens and may_be_told(complaint)
    return Case(
        number=complaint.number,
        office=office(complaint, handling.agency.short if handling else ""),
        title=complaint.title if open_words else "",
        place=complaint.place if open_words else "",
        clocks=[f"{_(WHAT[one.mark.clock.name])}: {_when(one, at=at)}" for one in tellings],
        holder=_holder(clock, at=at) if first.kind == LATE else "",
        link=desk(position, complaint) if opens else "",
    )


def office(complaint: Complaint, agency: str) -> str:
    """Where the case is handled; `agency` is the short name of the one that has it, "" for none."""
    if complaint.supervisory:
        return _("Inspektorat")
    return agency or _("Tim Kabupaten")


def _when(telling: Telling, *, at: datetime) -> str:
    """Since when it is late, or until when there is time: by the instants of the facts."""
    clock = telling.mark.clock
    if telling.kind != LATE and at <= clock.due_at:
        return _("tenggat %(due)s") % {"due": words.long_instant(clock.due_at)}
    since = {"since": words.long_instant(breached_at(clock))}
    if clock.finished_at is not None:
        done = {**since, "done": words.long_instant(clock.finished_at)}
        return _("sudah selesai %(done)s, lewat sejak %(since)s") % done
    return _("lewat sejak %(since)s") % since


def breached_at(clock: StepClock) -> datetime:
    """The instant at which this clock's limit ran out; the due instant where that was moved to a later one since."""
    marks = Mark.objects.filter(clock=clock, kind=ESCALATION, level=1)
    return max(marks.values_list("at", flat=True).first() or clock.due_at, clock.due_at)


def _holder(clock: StepClock, *, at: datetime) -> str:
    """Who has it now, as a seat and not as a person; "" where it is over."""
    if clock.finished_at is not None:
        return ""
    if clock.paused_at is not None:
        return _("jam berhenti")
    return seats(lateness.holders(clock, at=at))


def seats(positions: Iterable[Position]) -> str:
    return ", ".join(dict.fromkeys(one.label for one in positions)) or _("belum ada yang memegang jabatannya")
