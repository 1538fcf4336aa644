"""The table against the SOP of 12 June 2020, and against itself. Its figures stand here again, on purpose."""

from __future__ import annotations

import importlib
import inspect
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.sop import rules
from lapor.sop.rules import (
    ACTIONS,
    CONDITIONS,
    ENDS,
    LIMITS,
    RULES,
    STEPS,
    Actor,
    C,
    H,
    K,
    Role,
    Same,
    Sentence,
    Situation,
)  # fmt: skip

AT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
DISHUB, DLH = 1, 2
LIGHTS, TRAFFIC = 11, 12
ENDANG, HERU, AGUS = 101, 102, 103

OPERATOR = Actor(Role.OPERATOR, agency=DISHUB)
OFFICER = Actor(Role.OFFICER, agency=DISHUB, person=ENDANG)
UNIT = Actor(Role.UNIT, agency=DISHUB, unit=LIGHTS)
HEAD = Actor(Role.HEAD, agency=DISHUB, person=AGUS)
VERIFIER, CHAIR, CITIZEN = Actor(Role.VERIFIER), Actor(Role.CHAIR), Actor(Role.CITIZEN)

# Who may ever do what. A role that is not here for an action must be refused it in every state.
WHO = {
    "submit": {"citizen"},
    "verify_and_route": {"verifier", "chair"},
    "archive": {"verifier", "chair", "inspector"},
    "ask_completion": {
        "verifier",
        "chair",
        "operator",
        "officer",
        "head",
        "unit",
        "inspector",
        "investigator",
    },
    "complete": {"citizen"},
    "lapse": {"system"},
    "answer_simple": {"operator", "officer", "head"},
    "pass_on": {"operator"},
    "request_return": {"operator", "officer", "head"},
    "reroute": {"verifier", "chair"},
    "refuse": {"verifier", "chair"},
    "assign": {"officer", "head"},
    "recall": {"officer", "head"},
    "report": {"unit"},
    "send_back": {"officer", "head"},
    "approve": {"officer", "head"},
    "answer": {"operator"},
    "report_delay": {"operator", "officer", "head", "unit"},
    "keep_promise": {"operator", "officer"},
    "promise_due": {"system"},
    "reclassify": {"verifier", "chair"},
    "carry_over": {"system"},
    "channel_accepted": {"system"},
    "acknowledge": {"verifier", "chair"},
    "see_report": {"head"},
    "confirm": {"citizen"},
    "change_score": {"citizen"},
    "close_silent": {"system"},
    "object": {"citizen"},
    "reopen": {"citizen", "verifier", "chair", "inspector"},
    "reply": {"citizen"},
    "protect": {"citizen"},
    "ask_identity": {"verifier", "chair", "officer", "inspector", "investigator"},
    "deny_identity": {"custodian"},
    "allow_identity": {"custodian"},
    "see_identity": {"verifier", "chair", "officer", "inspector", "investigator", "custodian"},
    "withdraw": {"citizen"},
    "mark_supervisory": {"verifier", "chair"},
    "take_up": {"inspector"},
    "conclude": {"inspector", "investigator"},
    "return_findings": {"inspector"},
    "answer_supervisory": {"inspector"},
}

# Actions whose function has another name than the action, because Python or the file wants it so.
FUNCTIONS = {"object": "object_to"}


def handled(state: H = H.AT_OFFICER, **more: object) -> Situation:
    """A complaint in the hands of Dishub."""
    facts = {
        "at": AT,
        "complaint": C.IN_HANDLING,
        "handling": state,
        "agency": DISHUB,
        "unit": LIGHTS,
        "since": AT,
    }
    return Situation(**{**facts, **more})


def said(action: str, actor: Actor, situation: Situation) -> str:
    """The refusal in words; fails where the act is allowed."""
    sentence = rules.refusal(action, actor, situation)
    assert sentence is not None
    return str(sentence)


# ---------------------------------------------------------------- the sheet of 2020


def test_the_printed_rows_are_those_of_2020():
    rows = [(step.printed, step.minutes) for step in STEPS if step.printed]
    assert rows == [("1", 10), ("3", 60), ("4", 120), ("5", 660), ("6", 120), ("5", 60), ("6", 30)]


def test_the_seven_printed_times_add_up_to_1060():
    assert sum(step.minutes or 0 for step in STEPS) == 1060 == rules.TOTAL_MINUTES


def test_there_are_eight_steps_in_order_and_only_the_second_has_no_minutes():
    assert [step.order for step in STEPS] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [step.order for step in STEPS if step.minutes is None] == [2]


def test_the_three_ends_take_100_220_and_1060_minutes():
    walks = list(ENDS.values())
    assert walks == [(1, 2, 3, 8), (1, 2, 3, 4, 8), (1, 2, 3, 4, 5, 6, 7, 8)]
    assert [rules.BASE.end_minutes(walk) for walk in walks] == [100, 220, 1060]


def test_the_actors_of_the_sheet_are_kept():
    actors = [step.actor for step in STEPS]
    assert actors == [
        "Masyarakat", "Tim Pelaksana", "Operator", "Sekretaris Dinas", "Kepala Bidang/Seksi",
        "Sekretaris Dinas", "Operator", "Masyarakat dan Tim Pelaksana",
    ]  # fmt: skip


def test_the_clock_of_each_step_takes_its_minutes_from_the_sheet():
    timed = {limit.step: limit.amount for limit in LIMITS.values() if limit.step and limit.unit == "minutes"}
    assert timed == {3: 60, 4: 120, 5: 660, 6: 120, 7: 60, 8: 30}
    assert LIMITS[K.TOTAL].amount == 1050


def test_the_outer_limits_stand_beside_the_minutes():
    assert (LIMITS[C.RECEIVED].amount, LIMITS[C.RECEIVED].unit) == (3, "working days")
    assert (LIMITS[C.AWAITING].amount, LIMITS[H.RETURN_REQUESTED].amount) == (10, 1)
    assert (LIMITS[K.CONFIRMATION].amount, LIMITS[K.FIRST_REPLY].amount) == (10, 48)
    assert list(rules.SETTLEMENT_DAYS.values()) == [5, 5, 14, 60]
    assert (60, timedelta(days=30)) == (rules.OMBUDSMAN_DAYS, rules.RETURN_WINDOW)


def test_a_later_pass_has_the_floors_of_the_golden_walks():
    floors = {name.value: limit.floor for name, limit in LIMITS.items() if limit.floor}
    assert floors == {"at_operator": 30, "at_officer": 30, "at_unit": 120, "checking": 30, "to_answer": 30}


# ---------------------------------------------------------------- the table against itself


def test_every_action_is_described_and_every_description_is_an_action():
    assert {rule.action for rule in RULES} == set(ACTIONS) == set(WHO)


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_has_a_function_in_its_step_file(name: str):
    module = importlib.import_module(f"lapor.complaints.steps.{ACTIONS[name].file}")
    assert inspect.isfunction(getattr(module, FUNCTIONS.get(name, name)))


def test_every_row_names_conditions_that_exist_and_every_condition_is_used():
    used = {condition for rule in RULES for condition in rule.conditions}
    assert used == set(CONDITIONS)


def test_every_state_of_a_complaint_is_reached_from_nothing():
    assert _reached("complaint", "to_complaint", start=None, back={C.RECEIVED, C.IN_HANDLING}) == set(C)


def test_every_state_of_a_handling_is_reached_from_the_operator():
    back = {H.AT_OPERATOR, H.AT_OFFICER}
    assert _reached("handling", "to_handling", start=H.AT_OPERATOR, back=back) == set(H)


def _reached(column: str, to_column: str, *, start: C | H | None, back: set[C] | set[H]) -> set[C | H]:
    """Every state that rows of the table lead to, one after the other."""
    found = {start}
    while True:
        rows = [rule for rule in RULES if getattr(rule, column) in (*found, None)]
        targets = {getattr(rule, to_column) for rule in rows} - {Same.SAME, None}
        grown = found | {one for one in targets if one is not Same.BACK} | (back if Same.BACK in targets else set())
        if grown == found:
            return found - {None}
        found = grown


def test_only_withdrawn_is_final_for_a_complaint():
    left = {rule.complaint for rule in RULES if rule.to_complaint is not Same.SAME}
    assert set(C) - left == {C.WITHDRAWN}


def test_every_open_handling_is_left_by_an_act_of_its_holder_or_of_the_tim():
    for state in rules.OPEN_HANDLING:
        leaving = [rule for rule in RULES if rule.handling is state and rule.to_handling is not Same.SAME]
        assert leaving, state
        holder = LIMITS[state].holder if state in LIMITS else rules.INSPECTORATE_HOLDS[state]
        assert any(holder in rule.roles for rule in leaving), state


def test_a_handling_ends_done_returned_or_cancelled():
    closed = {H.RETURNED, H.CANCELLED, H.DONE}
    assert set(H) - set(rules.OPEN_HANDLING) == closed


@pytest.mark.parametrize("name", ACTIONS)
def test_only_the_listed_roles_appear_in_the_rows_of_an_action(name: str):
    roles = {role.value for rule in RULES if rule.action == name for role in rule.roles}
    assert roles == WHO[name]


def test_what_goes_to_the_head_and_what_opens_a_round():
    assert {name for name, one in ACTIONS.items() if one.reports_to_head} == {
        "answer_simple",
        "assign",
        "approve",
        "report_delay",
        "promise_due",
    }
    assert {name for name, one in ACTIONS.items() if one.new_round} == {"object", "reopen", "promise_due"}


def test_watchers_and_administrators_do_nothing_to_a_complaint():
    acting = {role for rule in RULES for role in rule.roles}
    assert not acting & {Role.BUPATI, Role.AUDITOR, Role.ADMINISTRATOR}


# ---------------------------------------------------------------- refusals are sentences


def test_the_third_question_of_a_round_is_the_chairs():
    once = handled(H.AT_OPERATOR, asks=1)
    twice = handled(H.AT_OPERATOR, asks=2)
    assert rules.refusal("ask_completion", OPERATOR, once) is None
    assert "Pertanyaan ketiga hanya dari Ketua Tim" in said("ask_completion", OPERATOR, twice)
    assert rules.refusal("ask_completion", CHAIR, twice) is None
    assert "pertanyaan ketiga" in said("ask_completion", CHAIR, once)


def test_the_second_hop_is_the_chairs():
    again = handled(H.RETURN_REQUESTED, hops=1)
    assert "Pengalihan kedua diputuskan Ketua Tim" in said("reroute", VERIFIER, again)
    assert "Pengalihan kedua diputuskan Ketua Tim" in said("refuse", VERIFIER, again)
    assert rules.refusal("reroute", CHAIR, again) is None
    assert rules.refusal("reroute", VERIFIER, handled(H.RETURN_REQUESTED)) is None


def test_an_examiner_who_was_scored_low_makes_way_for_another():
    barred = handled(barred=frozenset({ENDANG}))
    assert "diperiksa orang lain" in said("assign", OFFICER, barred)
    assert rules.refusal("assign", Actor(Role.OFFICER, agency=DISHUB, person=HERU), barred) is None


def test_the_head_examines_only_where_nobody_else_is_left():
    assert "tidak ada penanggung jawab lain" in said("assign", HEAD, handled())
    assert rules.refusal("assign", HEAD, handled(barred=frozenset({ENDANG}), head_examines=True)) is None


def test_another_agency_and_another_unit_are_kept_out():
    other = Actor(Role.OPERATOR, agency=DLH)
    assert said("pass_on", other, handled(H.AT_OPERATOR)) == "aduan ini tidak sedang di OPD Anda."
    traffic = Actor(Role.UNIT, agency=DISHUB, unit=TRAFFIC)
    assert said("report", traffic, handled(H.AT_UNIT)) == "aduan ini tidak ditugaskan ke unit Anda."
    assert rules.refusal("report", UNIT, handled(H.AT_UNIT)) is None


def test_a_wrong_role_is_told_whose_act_it_is():
    assert said("approve", OPERATOR, handled(H.CHECKING)) == "hanya untuk Penanggung jawab atau Kepala OPD."


def test_a_wrong_state_is_told_when_the_act_is_possible():
    assert said("approve", OFFICER, handled(H.AT_UNIT)) == "hanya dapat dilakukan saat “Laporan diperiksa”."
    assert said("confirm", CITIZEN, handled()) == "hanya dapat dilakukan saat “Dijawab”."


def test_a_supporting_agency_publishes_no_answer():
    assert "OPD yang memimpin" in said("answer", OPERATOR, handled(H.TO_ANSWER, lead=False))


def test_a_wait_ends_no_sooner_than_its_limit():
    waiting = Situation(at=AT, complaint=C.AWAITING, due=AT + timedelta(seconds=1))
    assert "belum lewat" in said("lapse", rules.SYSTEM, waiting)
    over = Situation(at=AT, complaint=C.AWAITING, due=AT)
    verdict = rules.judge("lapse", rules.SYSTEM, over)
    assert isinstance(verdict, rules.Rule) and verdict.to_complaint is C.LAPSED


def test_a_wait_that_an_agency_asked_for_ends_at_that_agency():
    over = Situation(at=AT, complaint=C.AWAITING, handling=H.AT_UNIT, due=AT, asked_by_handling=True)
    verdict = rules.judge("lapse", rules.SYSTEM, over)
    assert isinstance(verdict, rules.Rule) and verdict.to_complaint is Same.BACK


def test_only_who_leads_and_holds_the_case_promises_another_date():
    assert rules.refusal("report_delay", UNIT, handled(H.AT_UNIT)) is None
    assert "OPD yang memimpin" in said("report_delay", UNIT, handled(H.AT_UNIT, lead=False))
    assert "hanya dapat dilakukan saat" in said("report_delay", OPERATOR, handled(H.AT_UNIT))
    assert "hanya dapat dilakukan saat" in said("report_delay", OFFICER, handled(H.CHECKING))
    assert "diperiksa orang lain" in said("report_delay", OFFICER, handled(barred=frozenset({ENDANG})))


@pytest.mark.parametrize("state", [C.ANSWERED, C.CLOSED])
def test_a_plan_is_kept_before_its_date_or_the_case_comes_back_on_it(state: C):
    answered = {"state": H.DONE, "complaint": state}
    assert "tidak ada rencana" in said("keep_promise", OPERATOR, handled(**answered))
    assert rules.refusal("keep_promise", OPERATOR, handled(**answered, promise=AT + timedelta(days=9))) is None
    assert "belum tiba" in said("promise_due", rules.SYSTEM, handled(**answered, promise=AT + timedelta(seconds=1)))
    verdict = rules.judge("promise_due", rules.SYSTEM, handled(**answered, promise=AT))
    assert isinstance(verdict, rules.Rule)
    assert (verdict.to_complaint, verdict.to_handling) == (C.IN_HANDLING, H.AT_OFFICER)


def test_a_class_is_changed_before_the_answer_only():
    assert rules.refusal("reclassify", VERIFIER, handled()) is None
    assert "hanya dapat dilakukan saat" in said("reclassify", VERIFIER, handled(H.DONE, complaint=C.ANSWERED))


INSPECTOR, INVESTIGATOR = Actor(Role.INSPECTOR, agency=9), Actor(Role.INVESTIGATOR, agency=9)
ABUSE = {"complaint": C.RECEIVED, "handling": None, "agency": None, "unit": None, "supervisory": True}


def test_a_supervisory_complaint_is_taken_up_concluded_and_answered_by_the_inspectorate():
    assert rules.refusal("take_up", INSPECTOR, handled(**ABUSE)) is None
    assert "hanya untuk Verifikator Inspektorat" in said("take_up", INVESTIGATOR, handled(**ABUSE))
    assert rules.refusal("conclude", INVESTIGATOR, handled(H.INVESTIGATED, supervisory=True)) is None
    assert rules.refusal("answer_supervisory", INSPECTOR, handled(H.CONCLUDED, supervisory=True)) is None
    assert said("archive", VERIFIER, handled(**ABUSE)) == "aduan ini ditangani Inspektorat."
    assert said("take_up", INSPECTOR, handled(H.AT_OPERATOR)) == "aduan ini tidak ditangani Inspektorat."


def test_an_objection_goes_to_whoever_examined():
    answered = {"state": H.DONE, "complaint": C.ANSWERED}
    for supervisory, state in ((False, H.AT_OFFICER), (True, H.INVESTIGATED)):
        verdict = rules.judge("object", CITIZEN, handled(**answered, supervisory=supervisory))
        assert isinstance(verdict, rules.Rule) and verdict.to_handling is state


def test_a_citizen_reopens_once_and_within_thirty_days():
    closed = {"complaint": C.CLOSED, "handling": H.DONE}
    assert rules.refusal("reopen", CITIZEN, handled(**closed, since=AT - timedelta(days=30))) is None
    assert "30 hari" in said("reopen", CITIZEN, handled(**closed, since=AT - timedelta(days=31)))
    assert "sudah pernah Anda buka" in said("reopen", CITIZEN, handled(**closed, citizen_reopened=True))
    assert rules.refusal("reopen", VERIFIER, handled(**closed, citizen_reopened=True)) is None


def test_a_report_is_read_and_a_receipt_given_only_once():
    assert "belum dibaca" in said("see_report", HEAD, handled())
    assert rules.refusal("see_report", HEAD, handled(unseen_report=True)) is None
    answered = handled(H.DONE, complaint=C.ANSWERED, acknowledged=True, accepted=True)
    assert "sudah diterima Tim" in said("acknowledge", VERIFIER, answered)
    assert "sudah sampai" in said("channel_accepted", rules.SYSTEM, answered)


def test_a_hidden_identity_is_looked_at_by_who_was_allowed_and_while_it_lasts():
    wati, joko = Actor(Role.VERIFIER, position=1), Actor(Role.CHAIR, position=2)
    custodian = Actor(Role.CUSTODIAN, position=3)
    assert "tidak disembunyikan" in said("ask_identity", wati, handled())
    assert rules.refusal("ask_identity", wati, handled(anonim=True)) is None
    waiting = handled(anonim=True, asking=frozenset({1}))
    assert "belum diputuskan" in said("ask_identity", wati, waiting)
    assert "belum mengizinkan" in said("see_identity", wati, waiting)
    assert rules.refusal("allow_identity", custodian, waiting) is None
    assert "tidak ada permintaan" in said("deny_identity", custodian, handled(anonim=True))
    allowed = handled(anonim=True, looking=frozenset({1}))
    assert rules.refusal("see_identity", wati, allowed) is None
    assert "masih berlaku" in said("ask_identity", wati, allowed)
    assert "belum mengizinkan" in said("see_identity", joko, allowed)
    assert rules.refusal("see_identity", custodian, handled(anonim=True)) is None
    assert "hanya untuk" in said("see_identity", OPERATOR, allowed)


def test_a_sentence_fills_in_its_names():
    assert str(Sentence("hanya untuk %(roles)s.", {"roles": "Operator"})) == "hanya untuk Operator."
    assert str(Sentence("80 % dari batas.")) == "80 % dari batas."


def test_a_sentence_of_several_names_is_translated_name_by_name():
    english = {"hanya untuk %(roles)s.": "only for %(roles)s.", "Kepala OPD": "the head", " atau ": " or "}
    sentence = Sentence("hanya untuk %(roles)s.", {"roles": ("Bupati", "Kepala OPD")})
    assert sentence.said(lambda text: english.get(text, text)) == "only for Bupati or the head."
    assert str(sentence) == "hanya untuk Bupati atau Kepala OPD."


def test_an_action_that_is_not_in_the_table_is_a_programming_error():
    with pytest.raises(KeyError):
        rules.judge("delete", VERIFIER, handled())


# ---------------------------------------------------------------- in every state

instants = st.integers(1_767_000_000, 1_830_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
few = st.integers(0, 3)
situations = st.builds(
    Situation,
    at=instants,
    complaint=st.none() | st.sampled_from(C),
    handling=st.none() | st.sampled_from(H),
    agency=st.none() | few,
    unit=st.none() | few,
    lead=st.booleans(),
    asked_by_handling=st.booleans(),
    asks=few,
    hops=few,
    since=st.none() | instants,
    due=st.none() | instants,
    promise=st.none() | instants,
    barred=st.frozensets(few),
    head_examines=st.booleans(),
    citizen_reopened=st.booleans(),
    accepted=st.booleans(),
    acknowledged=st.booleans(),
    unseen_report=st.booleans(),
    agency_closed=st.booleans(),
    anonim=st.booleans(),
    asking=st.frozensets(few),
    looking=st.frozensets(few),
    supervisory=st.booleans(),
)
actors = st.builds(
    Actor,
    role=st.sampled_from(Role),
    agency=st.none() | few,
    unit=st.none() | few,
    person=st.none() | few,
    position=st.none() | few,
)


@given(action=st.sampled_from(list(ACTIONS)), actor=actors, situation=situations)
def test_judging_never_fails_and_a_refusal_is_a_sentence(action: str, actor: Actor, situation: Situation):
    verdict = rules.judge(action, actor, situation)
    if isinstance(verdict, Sentence):
        text = str(verdict)
        assert text.endswith(".") and "%(" not in text and len(text) > 10
    else:
        assert verdict.action == action and actor.role in verdict.roles


@given(action=st.sampled_from(list(ACTIONS)), actor=actors, situation=situations)
def test_what_is_the_inspectorates_is_nobody_elses_and_it_has_nothing_else(
    action: str, actor: Actor, situation: Situation
):
    inside = (Role.CITIZEN, Role.SYSTEM, Role.CUSTODIAN)
    if actor.role not in inside and situation.supervisory != (actor.role in rules.INSPECTORATE):
        assert rules.refusal(action, actor, situation) is not None


@given(actor=actors, situation=situations)
def test_a_role_that_is_not_listed_for_an_action_never_gets_it(actor: Actor, situation: Situation):
    for action, roles in WHO.items():
        if actor.role.value not in roles:
            assert isinstance(rules.judge(action, actor, situation), Sentence)


@given(actor=actors, situation=situations)
def test_a_page_is_offered_every_act_of_a_role_once_and_none_of_another(actor: Actor, situation: Situation):
    names = [name for name, _ in rules.offered(actor, situation)]
    assert len(names) == len(set(names))
    assert set(names) == {name for name, roles in WHO.items() if actor.role.value in roles and name != "submit"}
