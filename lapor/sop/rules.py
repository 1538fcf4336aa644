"""THE FILE: who may do what to a complaint, in which state, in how many minutes, and what it becomes.

The procedure is the regency's SOP of 12 June 2020; docs/sop.md says for each of its clauses which row
of this file carries it. Everything else reads these tables: pages draw their buttons from them, `move`
obeys them, the ledger takes its limits from them, `lapor sop` prints them. Plain Python, no Django.

Two machines: a complaint walks steps 1, 2 and 8; each agency it is given to walks 3 to 7 as a handling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

SOP_VERSION: Final = "2020-06-12"


class Role(StrEnum):
    """Who acts. All but citizen and system are roles of a position."""

    CITIZEN = "citizen"
    VERIFIER = "verifier"
    CHAIR = "chair"
    OPERATOR = "operator"
    OFFICER = "officer"
    UNIT = "unit"
    HEAD = "head"
    BUPATI = "bupati"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


class C(StrEnum):
    """States of a complaint."""

    RECEIVED = "received"
    AWAITING = "awaiting_citizen"
    IN_HANDLING = "in_handling"
    ANSWERED = "answered"
    CLOSED = "closed"
    ARCHIVED = "archived"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class H(StrEnum):
    """States of a handling, the walk of one agency."""

    AT_OPERATOR = "at_operator"
    RETURN_REQUESTED = "return_requested"
    AT_OFFICER = "at_officer"
    AT_UNIT = "at_unit"
    CHECKING = "checking"
    TO_ANSWER = "to_answer"
    DONE = "done"
    RETURNED = "returned"
    CANCELLED = "cancelled"


ROLE_LABELS: Final[Mapping[Role, str]] = MappingProxyType(
    {
        Role.CITIZEN: "Pelapor",
        Role.VERIFIER: "Verifikator, Tim Pelaksana Kabupaten",
        Role.CHAIR: "Ketua Tim Pelaksana Kabupaten",
        Role.OPERATOR: "Operator",
        Role.OFFICER: "Penanggung jawab",
        Role.UNIT: "Unit teknis",
        Role.HEAD: "Kepala OPD",
        Role.BUPATI: "Bupati",
        Role.AUDITOR: "Auditor",
        Role.ADMINISTRATOR: "Pengelola",
        Role.SYSTEM: "Sistem",
    }
)

STATE_LABELS: Final[Mapping[C | H, str]] = MappingProxyType(
    {
        C.RECEIVED: "Menunggu verifikasi",
        C.AWAITING: "Menunggu kelengkapan",
        C.IN_HANDLING: "Ditangani",
        C.ANSWERED: "Dijawab",
        C.CLOSED: "Selesai",
        C.ARCHIVED: "Diarsipkan",
        C.LAPSED: "Gugur",
        C.WITHDRAWN: "Dicabut",
        H.AT_OPERATOR: "Diterima OPD",
        H.RETURN_REQUESTED: "Salah alamat",
        H.AT_OFFICER: "Diperiksa",
        H.AT_UNIT: "Ditindaklanjuti",
        H.CHECKING: "Laporan diperiksa",
        H.TO_ANSWER: "Siap dijawab",
        H.DONE: "Dijawab",
        H.RETURNED: "Dikembalikan",
        H.CANCELLED: "Dihentikan",
    }
)

OPEN_HANDLING: Final = (
    H.AT_OPERATOR, H.RETURN_REQUESTED, H.AT_OFFICER, H.AT_UNIT, H.CHECKING, H.TO_ANSWER,
)  # fmt: skip


# ---------------------------------------------------------------- the eight steps, as printed in 2020


@dataclass(frozen=True)
class Step:
    """One row of the SOP. `printed` is its number on the sheet of 2020 ("" where the sheet has no row).

    `minutes` are office minutes of the agency (3 to 7) or of the Tim (8); step 1's are the citizen's own.
    Step 2 has none: its limit in working days stands beside the total.
    """

    order: int
    printed: str
    activity: str
    citizen_words: str
    actor: str
    minutes: int | None
    needs: str
    output: str


STEPS: Final = (
    Step(1, "1", "Menyampaikan aduan lewat Lapor Bantul atau SP4N-LAPOR!", "Anda mengirim aduan",
         "Masyarakat", 10, "Internet, komputer, ponsel", "Aduan masyarakat, tanda terima"),
    Step(2, "", "Memeriksa kelengkapan dan wewenang, lalu meneruskan ke OPD", "Tim Kabupaten memeriksa",
         "Tim Pelaksana", None, "Internet, komputer", "Disposisi"),
    Step(3, "3", "Menerima aduan; menjawab bila sederhana, atau memberi jawaban sementara dan meneruskan",
         "Dinas menerima", "Operator", 60, "Internet, komputer, ponsel, kertas, surel",
         "Laporan aduan masyarakat"),
    Step(4, "4", "Memeriksa aduan, berkoordinasi dengan unit teknis, melapor kepada kepala OPD",
         "Penanggung jawab menelaah", "Sekretaris Dinas", 120, "Internet, komputer, ponsel",
         "Jawaban atau lembar disposisi"),
    Step(5, "5", "Melaksanakan tindak lanjut dan mendokumentasikannya dalam laporan penanganan",
         "Petugas bekerja", "Kepala Bidang/Seksi", 660, "Alat kerja, alat tulis", "Laporan penanganan"),
    Step(6, "6", "Memeriksa laporan penanganan, melapor kepada kepala OPD, meneruskan ke operator",
         "Hasil diperiksa", "Sekretaris Dinas", 120, "Internet, komputer, ponsel", "Hasil pemeriksaan"),
    Step(7, "5", "Menyampaikan jawaban ke dalam sistem", "Jawaban dikirim",
         "Operator", 60, "Internet, komputer, ponsel", "Jawaban"),
    Step(8, "6", "Menerima jawaban (masyarakat) dan laporan jawaban (Tim Pelaksana Kabupaten)",
         "Anda menerima dan menilai", "Masyarakat dan Tim Pelaksana", 30, "Internet, komputer, ponsel",
         "Laporan aduan beserta jawaban"),
)  # fmt: skip

TOTAL_MINUTES: Final = 1060
HANDLING_MINUTES: Final = TOTAL_MINUTES - 10  # steps 3 to 8: the citizen's own ten minutes stand apart

ENDS: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {
        "jawaban sederhana oleh operator": (1, 2, 3, 8),
        "jawaban sederhana oleh penanggung jawab": (1, 2, 3, 4, 8),
        "seluruh langkah": (1, 2, 3, 4, 5, 6, 7, 8),
    }
)


def step(order: int) -> Step:
    """The step of that order, 1 to 8."""
    return STEPS[order - 1]


def end_minutes(steps: tuple[int, ...]) -> int:
    """Printed minutes of a walk over these steps; 100, 220 and 1060 for the three ends of the SOP."""
    return sum(step(order).minutes or 0 for order in steps)


# ---------------------------------------------------------------- limits


class Unit(StrEnum):
    MINUTES = "minutes"
    WORKING_DAYS = "working days"
    HOURS = "hours"


class Whose(StrEnum):
    """Whose office hours a limit counts."""

    TIM = "tim"
    AGENCY = "agency"


@dataclass(frozen=True)
class Limit:
    """How long, in which unit, on whose calendar; `floor` is the least a later pass gets (minutes)."""

    amount: int
    unit: Unit
    whose: Whose
    step: int | None = None
    floor: int = 0
    holder: Role | None = None


class K(StrEnum):
    """Clocks that are no state: what runs beside the steps."""

    STEP8 = "step8"
    CONFIRMATION = "confirmation"
    TOTAL = "total"
    FIRST_REPLY = "first_reply"
    SETTLEMENT = "settlement"


LIMITS: Final[Mapping[C | H | K, Limit]] = MappingProxyType(
    {
        C.RECEIVED: Limit(3, Unit.WORKING_DAYS, Whose.TIM, step=2, holder=Role.VERIFIER),
        C.AWAITING: Limit(10, Unit.WORKING_DAYS, Whose.TIM, holder=Role.CITIZEN),
        H.AT_OPERATOR: Limit(60, Unit.MINUTES, Whose.AGENCY, step=3, floor=30, holder=Role.OPERATOR),
        H.RETURN_REQUESTED: Limit(1, Unit.WORKING_DAYS, Whose.TIM, holder=Role.VERIFIER),
        H.AT_OFFICER: Limit(120, Unit.MINUTES, Whose.AGENCY, step=4, floor=30, holder=Role.OFFICER),
        H.AT_UNIT: Limit(660, Unit.MINUTES, Whose.AGENCY, step=5, floor=120, holder=Role.UNIT),
        H.CHECKING: Limit(120, Unit.MINUTES, Whose.AGENCY, step=6, floor=30, holder=Role.OFFICER),
        H.TO_ANSWER: Limit(60, Unit.MINUTES, Whose.AGENCY, step=7, floor=30, holder=Role.OPERATOR),
        K.STEP8: Limit(30, Unit.MINUTES, Whose.TIM, step=8, holder=Role.VERIFIER),
        K.CONFIRMATION: Limit(10, Unit.WORKING_DAYS, Whose.TIM, holder=Role.CITIZEN),
        K.TOTAL: Limit(HANDLING_MINUTES, Unit.MINUTES, Whose.AGENCY),
        K.FIRST_REPLY: Limit(48, Unit.HOURS, Whose.TIM),
        K.SETTLEMENT: Limit(14, Unit.WORKING_DAYS, Whose.TIM),
    }
)


class Klass(StrEnum):
    """Classes of SP4N that the Tim settles here; the supervisory one has a walk of its own, later."""

    INFORMATION = "information"
    ASPIRATION = "aspiration"
    COMPLAINT = "complaint"


SETTLEMENT_DAYS: Final[Mapping[Klass, int]] = MappingProxyType(
    {Klass.INFORMATION: 5, Klass.ASPIRATION: 5, Klass.COMPLAINT: 14}
)
KLASS_LABELS: Final[Mapping[Klass, str]] = MappingProxyType(
    {
        Klass.COMPLAINT: "Pengaduan",
        Klass.INFORMATION: "Permintaan informasi",
        Klass.ASPIRATION: "Aspirasi",
    }
)
OMBUDSMAN_DAYS: Final = 60  # calendar days from first arrival, not moved by holidays
RETURN_WINDOW: Final = timedelta(days=30)  # a citizen's objection to an archive, completion, or reopening
ASKS_BEFORE_CHAIR: Final = 2
HOPS_BEFORE_CHAIR: Final = 1


# ---------------------------------------------------------------- what a rule is judged on


@dataclass(frozen=True)
class Actor:
    """A person in one position, the reporter of a complaint, or the system. Ids are opaque here."""

    role: Role
    agency: int | None = None
    unit: int | None = None
    person: int | None = None
    position: int | None = None


SYSTEM: Final = Actor(Role.SYSTEM)


@dataclass(frozen=True)
class Situation:
    """All that a rule may ask of a complaint and one of its handlings, at one instant."""

    at: datetime
    complaint: C | None = None
    handling: H | None = None
    agency: int | None = None
    unit: int | None = None
    lead: bool = True
    asked_by_handling: bool = False
    asks: int = 0
    hops: int = 0
    since: datetime | None = None
    due: datetime | None = None
    barred: frozenset[int] = field(default_factory=frozenset)
    head_examines: bool = False
    citizen_reopened: bool = False
    accepted: bool = False
    acknowledged: bool = False
    unseen_report: bool = False


@dataclass(frozen=True)
class Sentence:
    """A refusal that a person can act on. `text` is the source string, `values` fill its %(names)s."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


Condition = Callable[[Situation, Actor], bool]

CONDITIONS: Final[Mapping[str, tuple[Condition, str]]] = MappingProxyType(
    {
        "leads": (
            lambda s, a: s.lead,
            "hanya OPD pemimpin yang menerbitkan jawaban.",
        ),
        "asks_left": (
            lambda s, a: s.asks < ASKS_BEFORE_CHAIR or a.role is Role.CHAIR,
            "sudah dua kali ditanyakan di putaran ini. Yang ketiga hanya oleh Ketua Tim, sebab bertanya "
            "menghentikan jam.",
        ),
        "chair_only_from_third": (
            lambda s, a: a.role is not Role.CHAIR or s.asks >= ASKS_BEFORE_CHAIR,
            "Ketua Tim baru diperlukan pada pertanyaan ketiga.",
        ),
        "first_hop": (
            lambda s, a: s.hops < HOPS_BEFORE_CHAIR or a.role is Role.CHAIR,
            "aduan ini sudah pernah dialihkan. Pengalihan kedua diputuskan Ketua Tim.",
        ),
        "asked_at_verification": (lambda s, a: not s.asked_by_handling, "kelengkapan diminta oleh OPD."),
        "asked_by_agency": (lambda s, a: s.asked_by_handling, "kelengkapan diminta oleh Tim."),
        "past_due": (
            lambda s, a: s.due is not None and s.at >= s.due,
            "tenggatnya belum lewat.",
        ),
        "within_window": (
            lambda s, a: s.since is not None and s.at <= s.since + RETURN_WINDOW,
            "batas 30 hari sudah lewat. Anda dapat menulis aduan baru.",
        ),
        "not_reopened_before": (
            lambda s, a: not s.citizen_reopened,
            "aduan ini sudah pernah Anda buka lagi. Tim Kabupaten masih dapat membukanya.",
        ),
        "not_barred": (
            lambda s, a: a.role is Role.HEAD or a.person not in s.barred,
            "putaran ini diperiksa orang lain, sebab pelapor menilai pemeriksaan sebelumnya kurang.",
        ),
        "head_steps_in": (
            lambda s, a: a.role is not Role.HEAD or s.head_examines,
            "kepala OPD memeriksa hanya bila tidak ada penanggung jawab lain.",
        ),
        "not_accepted": (lambda s, a: not s.accepted, "jawaban sudah sampai ke pelapor."),
        "not_acknowledged": (lambda s, a: not s.acknowledged, "laporan jawaban ini sudah diterima Tim."),
        "report_waits": (lambda s, a: s.unseen_report, "tidak ada laporan yang belum dibaca."),
    }
)


# ---------------------------------------------------------------- the rules


class Same(StrEnum):
    """Targets that are no state of their own."""

    SAME = "same"  # stays as it is
    BACK = "back"  # to where it was asked


SAME, BACK = Same.SAME, Same.BACK
ANY: Final = None  # in the handling column: the rule does not look at a handling


@dataclass(frozen=True)
class Rule:
    """One row: from a state of the complaint and of the handling, to theirs, by whom, on what conditions."""

    action: str
    complaint: C | None
    handling: H | None
    to_complaint: C | Same
    to_handling: H | Same | None
    roles: tuple[Role, ...]
    conditions: tuple[str, ...] = ()


_TIM = (Role.VERIFIER, Role.CHAIR)
_EXAMINER = (Role.OFFICER, Role.HEAD)
_EXAMINES = ("not_barred", "head_steps_in")
_R = Rule

RULES: Final = (
    # action            complaint      handling              becomes: complaint  handling           by
    _R("submit",           None,          ANY,                C.RECEIVED,    None,               (Role.CITIZEN,)),

    _R("verify_and_route", C.RECEIVED,    ANY,                C.IN_HANDLING, H.AT_OPERATOR,      _TIM),
    _R("archive",          C.RECEIVED,    ANY,                C.ARCHIVED,    SAME,               _TIM),
    _R("archive",          C.IN_HANDLING, H.RETURN_REQUESTED, C.ARCHIVED,    H.RETURNED,         _TIM, ("first_hop",)),

    _R("ask_completion",   C.RECEIVED,    ANY,                C.AWAITING,    SAME,               _TIM, ("asks_left",)),
    _R("ask_completion",   C.IN_HANDLING, H.AT_OPERATOR,      C.AWAITING,    SAME,               (Role.OPERATOR, Role.CHAIR), ("asks_left", "chair_only_from_third")),
    _R("ask_completion",   C.IN_HANDLING, H.AT_OFFICER,       C.AWAITING,    SAME,               (*_EXAMINER, Role.CHAIR), ("asks_left", "chair_only_from_third", *_EXAMINES)),
    _R("ask_completion",   C.IN_HANDLING, H.AT_UNIT,          C.AWAITING,    SAME,               (Role.UNIT, Role.CHAIR), ("asks_left", "chair_only_from_third")),
    _R("complete",         C.AWAITING,    ANY,                BACK,          SAME,               (Role.CITIZEN,)),
    _R("complete",         C.LAPSED,      ANY,                C.RECEIVED,    SAME,               (Role.CITIZEN,), ("within_window",)),
    _R("lapse",            C.AWAITING,    ANY,                C.LAPSED,      SAME,               (Role.SYSTEM,), ("past_due", "asked_at_verification")),
    _R("lapse",            C.AWAITING,    ANY,                BACK,          SAME,               (Role.SYSTEM,), ("past_due", "asked_by_agency")),

    _R("answer_simple",    C.IN_HANDLING, H.AT_OPERATOR,      C.ANSWERED,    H.DONE,             (Role.OPERATOR,), ("leads",)),
    _R("answer_simple",    C.IN_HANDLING, H.AT_OFFICER,       C.ANSWERED,    H.DONE,             _EXAMINER, ("leads", *_EXAMINES)),
    _R("pass_on",          C.IN_HANDLING, H.AT_OPERATOR,      SAME,          H.AT_OFFICER,       (Role.OPERATOR,)),
    _R("request_return",   C.IN_HANDLING, H.AT_OPERATOR,      SAME,          H.RETURN_REQUESTED, (Role.OPERATOR,)),
    _R("request_return",   C.IN_HANDLING, H.AT_OFFICER,       SAME,          H.RETURN_REQUESTED, _EXAMINER, _EXAMINES),
    _R("reroute",          C.IN_HANDLING, H.RETURN_REQUESTED, SAME,          H.RETURNED,         _TIM, ("first_hop",)),
    _R("refuse",           C.IN_HANDLING, H.RETURN_REQUESTED, SAME,          BACK,               _TIM, ("first_hop",)),
    _R("assign",           C.IN_HANDLING, H.AT_OFFICER,       SAME,          H.AT_UNIT,          _EXAMINER, _EXAMINES),
    _R("recall",           C.IN_HANDLING, H.AT_UNIT,          SAME,          H.AT_OFFICER,       _EXAMINER, _EXAMINES),
    _R("report",           C.IN_HANDLING, H.AT_UNIT,          SAME,          H.CHECKING,         (Role.UNIT,)),
    _R("send_back",        C.IN_HANDLING, H.CHECKING,         SAME,          H.AT_UNIT,          _EXAMINER, _EXAMINES),
    _R("approve",          C.IN_HANDLING, H.CHECKING,         SAME,          H.TO_ANSWER,        _EXAMINER, _EXAMINES),
    _R("answer",           C.IN_HANDLING, H.TO_ANSWER,        C.ANSWERED,    H.DONE,             (Role.OPERATOR,), ("leads",)),

    _R("channel_accepted", C.ANSWERED,    ANY,                SAME,          SAME,               (Role.SYSTEM,), ("not_accepted",)),
    _R("channel_accepted", C.CLOSED,      ANY,                SAME,          SAME,               (Role.SYSTEM,), ("not_accepted",)),
    _R("acknowledge",      C.ANSWERED,    ANY,                SAME,          SAME,               _TIM, ("not_acknowledged",)),
    _R("acknowledge",      C.CLOSED,      ANY,                SAME,          SAME,               _TIM, ("not_acknowledged",)),
    _R("see_report",       C.IN_HANDLING, ANY,                SAME,          SAME,               (Role.HEAD,), ("report_waits",)),
    _R("see_report",       C.AWAITING,    ANY,                SAME,          SAME,               (Role.HEAD,), ("report_waits",)),
    _R("see_report",       C.ANSWERED,    ANY,                SAME,          SAME,               (Role.HEAD,), ("report_waits",)),
    _R("see_report",       C.CLOSED,      ANY,                SAME,          SAME,               (Role.HEAD,), ("report_waits",)),
    _R("see_report",       C.WITHDRAWN,   ANY,                SAME,          SAME,               (Role.HEAD,), ("report_waits",)),

    _R("confirm",          C.ANSWERED,    ANY,                C.CLOSED,      SAME,               (Role.CITIZEN,)),
    _R("close_silent",     C.ANSWERED,    ANY,                C.CLOSED,      SAME,               (Role.SYSTEM,), ("past_due",)),
    _R("object",           C.ANSWERED,    H.DONE,             C.IN_HANDLING, H.AT_OFFICER,       (Role.CITIZEN,), ("leads",)),
    _R("object",           C.ARCHIVED,    ANY,                C.RECEIVED,    SAME,               (Role.CITIZEN,), ("within_window",)),
    _R("object",           C.LAPSED,      ANY,                C.RECEIVED,    SAME,               (Role.CITIZEN,), ("within_window",)),
    _R("reopen",           C.CLOSED,      H.DONE,             C.IN_HANDLING, H.AT_OFFICER,       (Role.CITIZEN,), ("leads", "within_window", "not_reopened_before")),
    _R("reopen",           C.CLOSED,      H.DONE,             C.IN_HANDLING, H.AT_OFFICER,       _TIM, ("leads",)),
    _R("withdraw",         C.RECEIVED,    ANY,                C.WITHDRAWN,   SAME,               (Role.CITIZEN,)),
    _R("withdraw",         C.AWAITING,    ANY,                C.WITHDRAWN,   H.CANCELLED,        (Role.CITIZEN,)),
    _R("withdraw",         C.IN_HANDLING, ANY,                C.WITHDRAWN,   H.CANCELLED,        (Role.CITIZEN,)),
)  # fmt: skip


@dataclass(frozen=True)
class Action:
    """What an action is called and what it is for, in the words of its button and of the timeline.

    `step` is the step of the SOP it belongs to; `file` the module under complaints/steps that carries it.
    """

    label: str
    done: str
    step: int | None
    file: str
    reports_to_head: bool = False
    new_round: bool = False


ACTIONS: Final[Mapping[str, Action]] = MappingProxyType({
    "submit": Action("Kirim aduan", "Aduan diterima", 1, "receive"),
    "verify_and_route": Action("Verifikasi dan teruskan", "Diverifikasi dan diteruskan", 2, "verify"),
    "archive": Action("Arsipkan dengan alasan", "Diarsipkan", 2, "verify"),
    "ask_completion": Action("Minta kelengkapan", "Kelengkapan diminta, jam berhenti", None, "complete"),
    "complete": Action("Kirim kelengkapan", "Pelapor melengkapi, jam berjalan lagi", None, "complete"),
    "lapse": Action("Gugurkan", "Batas kelengkapan lewat", None, "complete"),
    "answer_simple": Action("Jawab langsung", "Jawaban sederhana dikirim", None, "answer",
                            reports_to_head=True),
    "pass_on": Action("Kirim jawaban sementara dan teruskan", "Jawaban sementara dikirim", 3, "route"),
    "request_return": Action("Nyatakan salah alamat", "Dinyatakan salah alamat", None, "route"),
    "reroute": Action("Alihkan ke OPD lain", "Dialihkan ke OPD lain", None, "route"),
    "refuse": Action("Tolak pengalihan", "Pengalihan ditolak Tim", None, "route"),
    "assign": Action("Tugaskan unit teknis", "Unit teknis ditunjuk", 4, "examine", reports_to_head=True),
    "recall": Action("Tarik kembali dari unit", "Ditarik kembali dari unit", 4, "examine"),
    "report": Action("Serahkan laporan penanganan", "Laporan penanganan diserahkan", 5, "work"),
    "send_back": Action("Kembalikan, sebutkan yang kurang", "Laporan dikembalikan", 6, "check"),
    "approve": Action("Setujui laporan", "Laporan disetujui", 6, "check", reports_to_head=True),
    "answer": Action("Kirim jawaban", "Jawaban dikirim", 7, "answer"),
    "channel_accepted": Action("Catat jawaban sampai", "Jawaban sampai ke pelapor", 8, "answer"),
    "acknowledge": Action("Terima laporan jawaban", "Tim menerima laporan jawaban", 8, "close"),
    "see_report": Action("Tandai sudah dibaca", "Laporan dibaca kepala OPD", None, "examine"),
    "confirm": Action("Ya, sudah beres", "Pelapor menyatakan beres", 8, "close"),
    "close_silent": Action("Tutup tanpa kabar", "Ditutup karena tidak ada kabar", 8, "close"),
    "object": Action("Belum beres, saya berkeberatan", "Pelapor berkeberatan", None, "reopen",
                     new_round=True),
    "reopen": Action("Buka lagi", "Aduan dibuka lagi", None, "reopen", new_round=True),
    "withdraw": Action("Cabut aduan", "Aduan dicabut pelapor", None, "close"),
})  # fmt: skip

_AGENCY_ROLES = (Role.OPERATOR, Role.OFFICER, Role.UNIT, Role.HEAD)


# ---------------------------------------------------------------- the one answer


def judge(action: str, actor: Actor, situation: Situation) -> Rule | Sentence:
    """The rule that lets this actor do this here, or the sentence that says why not.

    Raises KeyError for an action that is not in the table.
    """
    ACTIONS[action]
    own = [rule for rule in RULES if rule.action == action and actor.role in rule.roles]
    if not own:
        holders = {role for rule in RULES if rule.action == action for role in rule.roles}
        return Sentence("hanya untuk %(roles)s.", {"roles": _join(ROLE_LABELS[r] for r in Role if r in holders)})
    if actor.role in _AGENCY_ROLES and situation.agency != actor.agency:
        return Sentence("aduan ini tidak sedang di OPD Anda.")
    if actor.role is Role.UNIT and situation.unit != actor.unit:
        return Sentence("aduan ini tidak ditugaskan ke unit Anda.")
    here = [rule for rule in own if _stands(rule, situation)]
    if not here:
        return Sentence("hanya saat %(states)s.", {"states": _join(_where(rule) for rule in own)})
    refusals = [_refusal(rule, actor, situation) for rule in here]
    if None in refusals:
        return here[refusals.index(None)]
    return next(sentence for sentence in refusals if sentence)


def refusal(action: str, actor: Actor, situation: Situation) -> Sentence | None:
    """Why this actor may not do this here, or None if it is allowed."""
    verdict = judge(action, actor, situation)
    return verdict if isinstance(verdict, Sentence) else None


def offered(actor: Actor, situation: Situation) -> list[tuple[str, Sentence | None]]:
    """Every action of this actor's role in table order, each with its refusal or None: what a page draws."""
    names = dict.fromkeys(rule.action for rule in RULES if actor.role in rule.roles)
    return [(name, refusal(name, actor, situation)) for name in names if name != "submit"]


def _stands(rule: Rule, situation: Situation) -> bool:
    return rule.complaint == situation.complaint and rule.handling in (ANY, situation.handling)


def _where(rule: Rule) -> str:
    state = (rule.complaint is C.IN_HANDLING and rule.handling) or rule.complaint
    return STATE_LABELS[state] if state else "belum dikirim"


def _refusal(rule: Rule, actor: Actor, situation: Situation) -> Sentence | None:
    for name in rule.conditions:
        holds, text = CONDITIONS[name]
        if not holds(situation, actor):
            return Sentence(text)
    return None


def _join(words: Iterable[str]) -> str:
    unique = list(dict.fromkeys(words))
    return " atau ".join([", ".join(unique[:-1]), unique[-1]] if len(unique) > 1 else unique)
