"""What a notice says, written at the moment it is sent: flags, positions and states are those of that moment.

An official reads the number, and the title and place only where the reporter hid nothing; never a name. A
reporter reads his own case, unless he hid anything: then only that there is news, for others may read his mail;
not even what kind of service it is from. One without an account opens the case by a link (links.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from lapor.complaints import identity
from lapor.complaints.history import OPEN_WORDS
from lapor.complaints.models import Complaint, Event, Handling, HeadReport, StepClock
from lapor.notices import links, outbox, site, whom
from lapor.notices.models import LETTER, REPORTER, Channel, Notice
from lapor.people.calendars import BANTUL
from lapor.people.contacts import phone_number
from lapor.people.models import Agency, Person, Position
from lapor.sop import words
from lapor.sop.rules import ACTIONS, ANSWERS, LIMITS, OPEN_HANDLING, TIM, C, H, K, Role


@dataclass(frozen=True)
class Letter:
    """Ready to be handed over: one address (or telephone number), one subject, plain text."""

    to: str
    subject: str
    text: str


SUBJECTS = {
    "receipt": "Aduan Anda sudah kami terima",
    "progress": "Perkembangan aduan Anda",
    "question": "Ada yang perlu Anda lengkapi",
    "answer": "Jawaban atas aduan Anda",
    "turn": "Giliran Anda",
    "reply": "Pesan dari pelapor",
    "head": "Laporan untuk Anda",
    "tim": "Laporan jawaban untuk Tim",
    "identity": "Permintaan identitas",
}
_SUBJECTS_OF_ACTS = {
    "pass_on": "Kabar awal atas aduan Anda",
    "report_delay": "Tanggal baru untuk aduan Anda",
    "keep_promise": "Yang dijanjikan sudah dikerjakan",
    "promise_due": "Aduan Anda dibuka lagi",
}
_TO_DO = {
    C.RECEIVED: "diverifikasi dan diteruskan",
    H.AT_OPERATOR: "dijawab, atau diberi jawaban sementara dan diteruskan",
    H.RETURN_REQUESTED: "diputuskan: dialihkan, ditolak, atau diarsipkan",
    H.AT_OFFICER: "diperiksa, lalu dijawab atau ditugaskan",
    H.AT_UNIT: "dikerjakan dan dilaporkan",
    H.CHECKING: "diperiksa laporannya",
    H.TO_ANSWER: "dijawab kepada pelapor",
    H.INVESTIGATED: "diperiksa, lalu diserahkan hasilnya",
    H.CONCLUDED: "dijawab kepada pelapor, atau dilengkapi pemeriksaannya",
}


def compose(notice: Notice, *, at: datetime) -> Letter | str:
    """The letter of this notice as of now, or a word that says why it is not needed any more."""
    if notice.until is not None and at > notice.until:
        return "expired"
    if notice.recipient == LETTER:
        said = outbox.opened(notice)
        return Letter(said["address"], said["subject"], signed(said["text"]))
    event = Event.objects.select_related("complaint", "handling__agency", "handling__unit").get(notices=notice)
    if notice.recipient == REPORTER:
        return _to_reporter(notice, event, at=at)
    return _to_official(notice, event, at=at)


# ---------------------------------------------------------------- officials


def _to_official(notice: Notice, event: Event, *, at: datetime) -> Letter | str:
    person = notice.person if notice.person and notice.person.is_active else None
    to = address(person, notice.channel)
    if person is None or not to:
        return "no address"
    complaint, handling = event.complaint, whom.handling_of(event)
    position = _needed(notice, event, complaint, handling, at=at)
    if position is None:
        return "done by others"
    open_words = may_be_told(complaint)
    state = _waits_in(complaint, handling)
    running = _running(complaint, handling, state) if notice.kind == "turn" else None
    context = {
        "position": position.label,
        "number": complaint.number,
        "title": complaint.title if open_words else "",
        "place": complaint.place if open_words else "",
        "to_do": _to_do(complaint, state),
        "act": _(ACTIONS[event.action].done),
        "due": words.long_instant(running.due_at) if running and not running.paused_at else "",
        "link": site.page("head_reports") if notice.kind == "head" else desk(position, complaint),
        "settings": site.page("notice_settings"),
    }
    subject = f"[{complaint.number}] {_(SUBJECTS[notice.kind])}"
    if open_words:
        subject = f"{subject}: {complaint.title}"
    return Letter(to, subject, signed(text(f"notices/{notice.kind}.txt", context)))


def _needed(
    notice: Notice, event: Event, complaint: Complaint, handling: Handling | None, *, at: datetime
) -> Position | None:
    """The position by which this person still has to know, None if he has not: others were faster, or he left."""
    day = at.astimezone(BANTUL).date()
    if notice.kind == "turn":
        among = [] if whom.passed(event) else whom.holders(complaint, handling, day=day)
    elif notice.kind == "reply":
        among = whom.readers(complaint, handling, day=day)
    elif notice.kind == "head":
        if not HeadReport.objects.filter(event=event, seen=None).exists():
            return None
        among = list(whom.held(day, Role.HEAD).filter(agency=handling.agency_id if handling else None))
    elif notice.kind == "identity":
        among = whom.about_identity(event, day=day)
    else:
        if complaint.acknowledged_round == complaint.round:
            return None
        among = list(whom.held(day, Role.VERIFIER))
    his = (position for position in among if position.person_id == notice.person_id)
    return next((position for position in his if whom.may_know(position, complaint)), None)


def _waits_in(complaint: Complaint, handling: Handling | None) -> C | H | None:
    if complaint.state == C.RECEIVED:
        return C.RECEIVED
    if handling is not None and handling.state in OPEN_HANDLING:
        return H(handling.state)
    return None


def _to_do(complaint: Complaint, state: C | H | None) -> str:
    if state is C.RECEIVED and complaint.supervisory:
        return "mulai diperiksa, ditanyakan, atau diarsipkan"
    return _TO_DO.get(state, "") if state else ""


def _running(complaint: Complaint, handling: Handling | None, state: C | H | None) -> StepClock | None:
    if state not in LIMITS:
        return None
    rows = StepClock.objects.filter(complaint=complaint, name=state, finished_at=None)
    return rows.filter(handling=handling if isinstance(state, H) else None).first()


def may_be_told(complaint: Complaint) -> bool:
    """Whether title and place stand in officials' letters: where nothing is hidden and the case is verified."""
    return not (links.discreet(complaint) or complaint.state == C.RECEIVED)


def desk(position: Position, complaint: Complaint) -> str:
    """The page on which this position acts on the case; the custodian's is of requests alone."""
    if position.role == Role.CUSTODIAN:
        return site.page("identity_requests")
    if complaint.state == C.RECEIVED and position.role in TIM:
        return site.page("verification_case", complaint.number)
    return site.page("office_case", complaint.number)


# ---------------------------------------------------------------- the reporter


def _to_reporter(notice: Notice, event: Event, *, at: datetime) -> Letter | str:
    complaint = event.complaint
    reach = identity.reach(complaint.pk)
    to = reach.email if notice.channel == Channel.MAIL else reach.phone
    if not to:
        return "no address"
    if links.discreet(complaint):
        return _discreet(to, complaint, by_account=bool(reach.account))
    asks = _asks_for_stars(event)
    context: dict[str, Any] = {
        "number": complaint.number,
        "action": event.action,
        **_door(notice, complaint, by_account=bool(reach.account), at=at),
        "asks": asks,
        "stars": words.STARS if asks and not reach.account else {},
        "title": complaint.title,
        "agency": _agency(event),
        "unit": event.data.get("unit", ""),
        "until": _until(complaint, event),
        "promised": _promised(event),
        **_open_words(event),
    }
    subject = _(_SUBJECTS_OF_ACTS.get(event.action) or SUBJECTS[notice.kind])
    return Letter(to, f"[{complaint.number}] {subject}", signed(text("notices/reporter.txt", context)))


def _discreet(to: str, complaint: Complaint, *, by_account: bool) -> Letter:
    """News for somebody who hid something: a number, and a door that names nothing."""
    link = site.page("account_login" if by_account else "track")
    context = {"number": complaint.number, "link": link, "by_account": by_account}
    subject = f"[{complaint.number}] {_('Ada kabar untuk Anda')}"
    foot = _("Surat ini dikirim otomatis. Jangan dibalas.")
    return Letter(to, subject, signed(text("notices/discreet.txt", context), foot))


def _asks_for_stars(event: Event) -> bool:
    """Whether this letter brings an answer that still waits for its reader."""
    complaint = event.complaint
    return event.action in ANSWERS and complaint.state == C.ANSWERED and event.round == complaint.round


def _door(notice: Notice, complaint: Complaint, *, by_account: bool, at: datetime) -> dict[str, object]:
    """The way to the case: over signing in, by the letter's own link, or with number and code."""
    if by_account:
        return {"link": _own_page(complaint), "by_account": True}
    if not links.carries_one(complaint):
        return {"link": site.page("track")}
    link, ends = links.of_letter(notice, complaint, at=at)
    return {"link": link, "by_link": True, "link_until": words.long_instant(ends)}


def _own_page(complaint: Complaint) -> str:
    """The case's page, over the door where its reporter signs in."""
    return f"{site.page('account_login')}?next={reverse('case', args=[complaint.number])}"


def _open_words(event: Event) -> dict[str, str]:
    """The words of this act that are the reporter's to read, by their names; erased ones are empty."""
    names = OPEN_WORDS.get(event.action, ())
    return dict(event.texts.filter(name__in=names).values_list("name", "words"))


def _agency(event: Event) -> str:
    """The office this act gives the case to, or the one that acted."""
    code = event.data.get("agency")
    if code:
        return Agency.objects.filter(code=code).values_list("name", flat=True).first() or ""
    return event.handling.agency.name if event.handling else ""


def _promised(event: Event) -> str:
    """The date that this act promises, or that it says has come, in words; "" where it names none."""
    day = event.data.get("promised_on")
    return words.date_words(date.fromisoformat(day)) if day else ""


def _until(complaint: Complaint, event: Event) -> str:
    """Until when the reporter or the office has time now, in words; "" where no limit runs."""
    name = {"ask_completion": C.AWAITING, "submit": C.RECEIVED, "verify_and_route": K.FIRST_REPLY}.get(event.action)
    if name is None:
        return ""
    running = StepClock.objects.filter(complaint=complaint, name=name, finished_at=None).first()
    return words.long_instant(running.due_at) if running and not running.paused_at else ""


# ---------------------------------------------------------------- both


def address(person: Person | None, channel: str) -> str:
    if person is None:
        return ""
    return person.email if channel == Channel.MAIL else phone_number(person.phone)


def text(template: str, context: dict[str, Any]) -> str:
    """Plain text; runs of empty lines, where a template left something out, become one."""
    lines = render_to_string(template, context).strip().splitlines()
    kept = [line.rstrip() for line in lines]
    return "\n".join(line for place, line in enumerate(kept) if line or (place and kept[place - 1])) + "\n"


def signed(text: str, foot: str = "") -> str:
    """The letter with its foot, which says what it is from unless another one is given."""
    foot = foot or _(
        "Surat ini dikirim otomatis oleh Lapor Bantul, layanan pengaduan Kabupaten Bantul. Jangan dibalas."
    )
    return f"{text.rstrip()}\n\n-- \n{foot}\n"
