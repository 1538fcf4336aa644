"""THE FILE: who may do what to a complaint, in which state, in how many minutes, and what it becomes.

The procedure is the regency's SOP of 12 June 2020; docs/sop.md says for each of its clauses which row
of this file carries it. Everything else reads these tables: pages draw their buttons from them, `move`
obeys them, the ledger takes its limits from them, `lapor sop` prints them. Plain Python, no Django.

Two machines: a complaint walks steps 1, 2 and 8; each agency it is given to walks 3 to 7 as a handling.
Their states are named in states.py, the acts in actions.py, the eight steps stand in steps.py, what a rule looks
at in situation.py, in how many minutes in limits.py, what if late in lateness.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Final

# isort: off
from lapor.sop.actions import ACTIONS, ANSWERS, IDENTITY, Action
from lapor.sop.lateness import WHEN_LATE, Up
from lapor.sop.limits import (
    BASE, LIMITS, OMBUDSMAN_DAYS, RETURN_WINDOW, SETTLEMENT_DAYS, SOP_VERSION, Limit, Terms,
)  # fmt: skip
from lapor.sop.situation import SYSTEM, Actor, Sentence, Situation
from lapor.sop.states import (
    AGENCY_ROLES, INSPECTORATE, INSPECTORATE_HOLDS, INVESTIGATION, KLASS_LABELS, N_, OPEN_HANDLING, ROLE_LABELS,
    STATE_LABELS, TIM, C, H, K, Klass, Role, Same, Unit, Whose,
)  # fmt: skip
from lapor.sop.steps import ENDS, HANDLING_MINUTES, STEPS, TOTAL_MINUTES, Step, step
# isort: on

# fmt: off
__all__ = [
    "ACTIONS", "AGENCY_ROLES", "ANSWERS", "ANY", "ASKS_BEFORE_CHAIR", "ASKS_IDENTITY", "BACK", "BASE", "CONDITIONS",
    "ENDS", "HANDLING_MINUTES", "HOPS_BEFORE_CHAIR", "IDENTITY", "INSPECTORATE", "INSPECTORATE_HOLDS", "INVESTIGATION",
    "KLASS_LABELS", "LIMITS", "OMBUDSMAN_DAYS", "OPEN_HANDLING", "REPLIES_A_DAY", "RETURN_WINDOW", "ROLE_LABELS",
    "RULES", "SAME", "SCORE_GRACE", "SETTLEMENT_DAYS", "SOP_VERSION", "STATE_LABELS", "STEPS", "SYSTEM", "TIM",
    "TOTAL_MINUTES", "WHEN_LATE", "Action", "Actor", "C", "Condition", "H", "K", "Klass", "Limit", "Role", "Rule",
    "Same", "Sentence", "Situation", "Step", "Terms", "Unit", "Up", "Whose", "judge", "offered", "refusal", "step",
]
# fmt: on

ASKS_BEFORE_CHAIR: Final = 2
HOPS_BEFORE_CHAIR: Final = 1
REPLIES_A_DAY: Final = 10
SCORE_GRACE: Final = timedelta(hours=24)  # after his own confirmation, for stars given by a slip of the finger
_BEHIND_THE_WALL: Final = (Role.CITIZEN, Role.SYSTEM, *INSPECTORATE, Role.CUSTODIAN)


# ---------------------------------------------------------------- conditions

Condition = Callable[[Situation, Actor], bool]

# Each holds of a situation and an actor, or refuses with its sentence.
# fmt: off
CONDITIONS: Final[Mapping[str, tuple[Condition, str]]] = MappingProxyType({
    "leads": (lambda s, a: s.lead,
        N_("jawaban hanya diterbitkan OPD yang memimpin penanganan.")),
    "asks_left_to_inspectorate": (lambda s, a: s.asks < ASKS_BEFORE_CHAIR,
        N_("pelapor sudah dua kali ditanya di putaran ini, dan setiap pertanyaan menghentikan jam. Lanjutkan dengan "
           "keterangan yang ada.")),
    "asks_left": (lambda s, a: s.asks < ASKS_BEFORE_CHAIR or a.role is Role.CHAIR,
        N_("pelapor sudah dua kali ditanya di putaran ini. Pertanyaan ketiga hanya dari Ketua Tim, sebab setiap "
           "pertanyaan menghentikan jam.")),
    "chair_only_from_third": (lambda s, a: a.role is not Role.CHAIR or s.asks >= ASKS_BEFORE_CHAIR,
        N_("Ketua Tim baru diperlukan pada pertanyaan ketiga.")),
    "first_hop": (lambda s, a: s.hops < HOPS_BEFORE_CHAIR or a.role is Role.CHAIR,
        N_("aduan ini sudah pernah dialihkan. Pengalihan kedua diputuskan Ketua Tim.")),
    "asked_at_verification": (lambda s, a: not s.asked_by_handling, N_("kelengkapan diminta oleh OPD.")),
    "asked_by_agency": (lambda s, a: s.asked_by_handling, N_("kelengkapan diminta oleh Tim.")),
    "past_due": (lambda s, a: s.due is not None and s.at >= s.due, N_("tenggatnya belum lewat.")),
    "promise_open": (lambda s, a: s.promise is not None,
        N_("tidak ada rencana yang dijanjikan dan belum dikerjakan.")),
    "promise_over": (lambda s, a: s.promise is not None and s.at >= s.promise,
        N_("tanggal yang dijanjikan belum tiba.")),
    "agency_closed": (lambda s, a: s.agency_closed, N_("OPD yang menangani masih ada.")),
    "within_window": (lambda s, a: s.since is not None and s.at <= s.since + RETURN_WINDOW,
        N_("batas 30 hari sudah lewat. Anda dapat menulis aduan baru.")),
    "not_reopened_before": (lambda s, a: not s.citizen_reopened,
        N_("aduan ini sudah pernah Anda buka lagi. Tim Kabupaten masih dapat membukanya.")),
    "replies_left": (lambda s, a: s.replies < REPLIES_A_DAY,
        N_("Anda sudah mengirim sepuluh pesan dalam 24 jam. Semuanya kami baca; tulislah lagi besok.")),
    "confirmed_himself": (lambda s, a: s.confirmed is not None,
        N_("nilai hanya dapat diubah kalau Anda sendiri yang menyatakan sudah beres.")),
    "within_grace": (lambda s, a: s.confirmed is not None and s.at <= s.confirmed + SCORE_GRACE,
        N_("nilai hanya dapat diubah dalam 24 jam setelah Anda menilai, dan waktu itu sudah lewat.")),
    "not_barred": (lambda s, a: a.role is Role.HEAD or a.person not in s.barred,
        N_("putaran ini diperiksa orang lain, sebab pelapor menilai pemeriksaan sebelumnya kurang.")),
    "head_steps_in": (lambda s, a: a.role is not Role.HEAD or s.head_examines,
        N_("kepala OPD memeriksa hanya bila tidak ada penanggung jawab lain.")),
    "not_accepted": (lambda s, a: not s.accepted,
        N_("jawaban sudah sampai ke pelapor.")),
    "not_acknowledged": (lambda s, a: not s.acknowledged,
        N_("laporan jawaban ini sudah diterima Tim.")),
    "report_waits": (lambda s, a: s.unseen_report,
        N_("tidak ada laporan yang belum dibaca.")),
    "identity_hidden": (lambda s, a: s.anonim, N_("nama pelapor tidak disembunyikan.")),
    "not_asking": (lambda s, a: a.position not in s.asking, N_("permintaan Anda sebelumnya belum diputuskan.")),
    "not_looking": (lambda s, a: a.position not in s.looking, N_("izin Anda untuk melihatnya masih berlaku.")),
    "asked": (lambda s, a: bool(s.asking), N_("tidak ada permintaan yang menunggu keputusan.")),
    "may_look": (lambda s, a: a.role is Role.CUSTODIAN or a.position in s.looking,
        N_("penjaga identitas belum mengizinkan, atau izinnya sudah habis.")),
    "ordinary": (lambda s, a: not s.supervisory, N_("aduan ini ditangani Inspektorat.")),
    "supervisory": (lambda s, a: s.supervisory, N_("aduan ini tidak ditangani Inspektorat.")),
})
# fmt: on


# ---------------------------------------------------------------- the rules


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


_EXAMINER = (Role.OFFICER, Role.HEAD)
_EXAMINES = ("not_barred", "head_steps_in")
ASKS_IDENTITY: Final = (*TIM, Role.OFFICER, *INSPECTORATE)
_R = Rule

RULES: Final = (
    # action            complaint      handling              becomes: complaint  handling           by
    _R("submit",           None,          ANY,                C.RECEIVED,    None,               (Role.CITIZEN,)),

    _R("verify_and_route", C.RECEIVED,    ANY,                C.IN_HANDLING, H.AT_OPERATOR,      TIM),
    _R("archive",          C.RECEIVED,    ANY,                C.ARCHIVED,    SAME,               TIM),
    _R("archive",          C.IN_HANDLING, H.RETURN_REQUESTED, C.ARCHIVED,    H.RETURNED,         TIM, ("first_hop",)),

    _R("ask_completion",   C.RECEIVED,    ANY,                C.AWAITING,    SAME,               TIM, ("asks_left",)),
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
    _R("reroute",          C.IN_HANDLING, H.RETURN_REQUESTED, SAME,          H.RETURNED,         TIM, ("first_hop",)),
    _R("refuse",           C.IN_HANDLING, H.RETURN_REQUESTED, SAME,          BACK,               TIM, ("first_hop",)),
    _R("assign",           C.IN_HANDLING, H.AT_OFFICER,       SAME,          H.AT_UNIT,          _EXAMINER, _EXAMINES),
    _R("recall",           C.IN_HANDLING, H.AT_UNIT,          SAME,          H.AT_OFFICER,       _EXAMINER, _EXAMINES),
    _R("report",           C.IN_HANDLING, H.AT_UNIT,          SAME,          H.CHECKING,         (Role.UNIT,)),
    _R("send_back",        C.IN_HANDLING, H.CHECKING,         SAME,          H.AT_UNIT,          _EXAMINER, _EXAMINES),
    _R("approve",          C.IN_HANDLING, H.CHECKING,         SAME,          H.TO_ANSWER,        _EXAMINER, _EXAMINES),
    _R("answer",           C.IN_HANDLING, H.TO_ANSWER,        C.ANSWERED,    H.DONE,             (Role.OPERATOR,), ("leads",)),

    _R("report_delay",     C.IN_HANDLING, H.AT_OPERATOR,      SAME,          SAME,               (Role.OPERATOR,), ("leads",)),
    _R("report_delay",     C.IN_HANDLING, H.AT_OFFICER,       SAME,          SAME,               _EXAMINER, ("leads", *_EXAMINES)),
    _R("report_delay",     C.IN_HANDLING, H.AT_UNIT,          SAME,          SAME,               (Role.UNIT,), ("leads",)),
    *(_R("keep_promise",   state,         H.DONE,             SAME,          SAME,               (Role.OPERATOR, Role.OFFICER), ("promise_open",))
      for state in (C.ANSWERED, C.CLOSED)),
    *(_R("promise_due",    state,         H.DONE,             C.IN_HANDLING, H.AT_OFFICER,       (Role.SYSTEM,), ("promise_over",))
      for state in (C.ANSWERED, C.CLOSED)),
    *(_R("reclassify",     state,         ANY,                SAME,          SAME,               TIM)
      for state in (C.IN_HANDLING, C.AWAITING)),

    _R("carry_over",       C.IN_HANDLING, ANY,                SAME,          SAME,               (Role.SYSTEM,), ("agency_closed",)),
    _R("carry_over",       C.AWAITING,    ANY,                SAME,          SAME,               (Role.SYSTEM,), ("agency_closed",)),

    _R("channel_accepted", C.ANSWERED,    ANY,                SAME,          SAME,               (Role.SYSTEM,), ("not_accepted",)),
    _R("channel_accepted", C.CLOSED,      ANY,                SAME,          SAME,               (Role.SYSTEM,), ("not_accepted",)),
    _R("acknowledge",      C.ANSWERED,    ANY,                SAME,          SAME,               TIM, ("not_acknowledged",)),
    _R("acknowledge",      C.CLOSED,      ANY,                SAME,          SAME,               TIM, ("not_acknowledged",)),
    *(_R("see_report",     state,         ANY,                SAME,          SAME,               (Role.HEAD,), ("report_waits",))
      for state in (C.IN_HANDLING, C.AWAITING, C.ANSWERED, C.CLOSED, C.WITHDRAWN)),

    _R("confirm",          C.ANSWERED,    ANY,                C.CLOSED,      SAME,               (Role.CITIZEN,)),
    _R("change_score",     C.CLOSED,      ANY,                SAME,          SAME,               (Role.CITIZEN,), ("confirmed_himself", "within_grace")),
    _R("close_silent",     C.ANSWERED,    ANY,                C.CLOSED,      SAME,               (Role.SYSTEM,), ("past_due",)),
    _R("object",           C.ANSWERED,    H.DONE,             C.IN_HANDLING, H.AT_OFFICER,       (Role.CITIZEN,), ("ordinary",)),
    _R("object",           C.ANSWERED,    H.DONE,             C.IN_HANDLING, H.INVESTIGATED,     (Role.CITIZEN,), ("supervisory",)),
    _R("object",           C.ARCHIVED,    ANY,                C.RECEIVED,    SAME,               (Role.CITIZEN,), ("within_window",)),
    _R("object",           C.LAPSED,      ANY,                C.RECEIVED,    SAME,               (Role.CITIZEN,), ("within_window",)),
    _R("reopen",           C.CLOSED,      H.DONE,             C.IN_HANDLING, H.AT_OFFICER,       (Role.CITIZEN,), ("ordinary", "within_window", "not_reopened_before")),
    _R("reopen",           C.CLOSED,      H.DONE,             C.IN_HANDLING, H.INVESTIGATED,     (Role.CITIZEN,), ("supervisory", "within_window", "not_reopened_before")),
    _R("reopen",           C.CLOSED,      H.DONE,             C.IN_HANDLING, H.AT_OFFICER,       TIM, ("leads",)),
    _R("reopen",           C.CLOSED,      H.DONE,             C.IN_HANDLING, H.INVESTIGATED,     (Role.INSPECTOR,)),
    _R("withdraw",         C.RECEIVED,    ANY,                C.WITHDRAWN,   SAME,               (Role.CITIZEN,)),
    _R("withdraw",         C.AWAITING,    ANY,                C.WITHDRAWN,   H.CANCELLED,        (Role.CITIZEN,)),
    _R("withdraw",         C.IN_HANDLING, ANY,                C.WITHDRAWN,   H.CANCELLED,        (Role.CITIZEN,)),
    *(_R("reply",          state,         ANY,                SAME,          SAME,               (Role.CITIZEN,), ("replies_left",))
      for state in (C.RECEIVED, C.IN_HANDLING, C.ANSWERED)),
    *(_R("protect",        state,         ANY,                SAME,          SAME,               (Role.CITIZEN,)) for state in C),

    # The hidden identity: asked for by who has the case, decided by the custodian, and each look is an act.
    *(_R("ask_identity",   state,         ANY,                SAME,          SAME,               ASKS_IDENTITY, ("identity_hidden", "not_asking", "not_looking"))
      for state in C),
    *(_R(decision,         state,         ANY,                SAME,          SAME,               (Role.CUSTODIAN,), ("identity_hidden", "asked"))
      for decision in ("deny_identity", "allow_identity") for state in C),
    *(_R("see_identity",   state,         ANY,                SAME,          SAME,               (*ASKS_IDENTITY, Role.CUSTODIAN), ("identity_hidden", "may_look"))
      for state in C),

    # Supervisory complaints, the Inspektorat's alone: whom else `judge` keeps out.
    *(_R("mark_supervisory", state,       ANY,                C.RECEIVED,    H.CANCELLED,        TIM)
      for state in (C.RECEIVED, C.AWAITING, C.IN_HANDLING)),
    _R("take_up",          C.RECEIVED,    ANY,                C.IN_HANDLING, H.INVESTIGATED,     (Role.INSPECTOR,)),
    _R("archive",          C.RECEIVED,    ANY,                C.ARCHIVED,    SAME,               (Role.INSPECTOR,)),
    _R("ask_completion",   C.RECEIVED,    ANY,                C.AWAITING,    SAME,               (Role.INSPECTOR,), ("asks_left_to_inspectorate",)),
    _R("ask_completion",   C.IN_HANDLING, H.INVESTIGATED,     C.AWAITING,    SAME,               INSPECTORATE, ("asks_left_to_inspectorate",)),
    _R("conclude",         C.IN_HANDLING, H.INVESTIGATED,     SAME,          H.CONCLUDED,        INSPECTORATE),
    _R("return_findings",  C.IN_HANDLING, H.CONCLUDED,        SAME,          H.INVESTIGATED,     (Role.INSPECTOR,)),
    _R("answer_supervisory", C.IN_HANDLING, H.CONCLUDED,      C.ANSWERED,    H.DONE,             (Role.INSPECTOR,)),
)  # fmt: skip


# ---------------------------------------------------------------- the one answer


def judge(action: str, actor: Actor, situation: Situation) -> Rule | Sentence:
    """The rule that lets this actor do this here, or the sentence that says why not.

    Raises KeyError for an action that is not in the table.
    """
    ACTIONS[action]
    if (wall := _wall(actor, situation)) is not None:
        return wall
    own = [rule for rule in RULES if rule.action == action and actor.role in rule.roles]
    if not own:
        holders = {role for rule in RULES if rule.action == action for role in rule.roles}
        roles = tuple(ROLE_LABELS[role] for role in Role if role in holders)
        return Sentence(N_("hanya untuk %(roles)s."), {"roles": roles})
    if actor.role in AGENCY_ROLES and situation.agency != actor.agency:
        return Sentence(N_("aduan ini tidak sedang di OPD Anda."))
    if actor.role is Role.UNIT and situation.unit != actor.unit:
        return Sentence(N_("aduan ini tidak ditugaskan ke unit Anda."))
    here = [rule for rule in own if _stands(rule, situation)]
    if not here:
        states = tuple(_where(rule) for rule in own)
        return Sentence(N_("hanya dapat dilakukan saat %(states)s."), {"states": states}, quoted=True)
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


def _wall(actor: Actor, situation: Situation) -> Sentence | None:
    """What is the Inspektorat's is nobody else's, and the Inspektorat has nothing but that."""
    if situation.supervisory:
        return None if actor.role in _BEHIND_THE_WALL else Sentence(CONDITIONS["ordinary"][1])
    return Sentence(CONDITIONS["supervisory"][1]) if actor.role in INSPECTORATE else None


def _stands(rule: Rule, situation: Situation) -> bool:
    return rule.complaint == situation.complaint and rule.handling in (ANY, situation.handling)


def _where(rule: Rule) -> str:
    state = (rule.complaint is C.IN_HANDLING and rule.handling) or rule.complaint
    return STATE_LABELS[state] if state else N_("belum dikirim")


def _refusal(rule: Rule, actor: Actor, situation: Situation) -> Sentence | None:
    for name in rule.conditions:
        holds, text = CONDITIONS[name]
        if not holds(situation, actor):
            return Sentence(text)
    return None
