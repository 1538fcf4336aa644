"""Five complaints walked act by act through `move`; every clock must come out as it was counted by hand."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lapor.complaints.identity import Reporter
from lapor.complaints.models import Complaint, Kapanewon, StepClock
from lapor.complaints.steps import answer, check, close, complete, examine, receive, route, verify, work
from lapor.people.models import Agency, AgencyKind, Calendar, Holiday, Person, Position, Unit
from lapor.sop import clock, rules
from lapor.sop.rules import Actor, Klass, Role
from tests.cast import picture_draft

GOLDEN = json.loads((Path(__file__).parents[1] / "data/walks.json").read_text())
OUTER = (rules.K.FIRST_REPLY, rules.K.SETTLEMENT, rules.K.CONFIRMATION, rules.C.AWAITING)


class Town:
    """The calendars, agencies and position holders that one walk needs."""

    def __init__(self, walk: dict[str, Any]) -> None:
        rows = {
            code: Calendar.objects.create(code=code, name=code, zone=data["zone"], week=data["week"])
            for code, data in GOLDEN["calendars"].items()
        }
        for day in GOLDEN["calendars"]["lima-hari"]["off"]:
            Holiday.objects.create(day=date.fromisoformat(day), name="Libur", kind="national")
        AgencyKind.objects.get_or_create(code="dinas", defaults={"name": "Dinas"})
        self.tim = {"verifier": self.hold(Role.VERIFIER)}
        self.posts: dict[str, dict[str, Position]] = {}
        for short, code in walk["calendars"]["agencies"].items():
            agency = Agency.objects.create(
                code=short, short=short, name=short, kind_id="dinas", officer_title="Sekretaris",
                head_title="Kepala", calendar=rows[code],
            )  # fmt: skip
            unit = Unit.objects.create(agency=agency, name="Seksi")
            self.posts[short] = {
                "operator": self.hold(Role.OPERATOR, agency),
                "officer": self.hold(Role.OFFICER, agency, structural=True),
                "head": self.hold(Role.HEAD, agency),
                "unit": self.hold(Role.UNIT, agency, unit=unit),
            }

    def hold(self, role: Role, agency: Agency | None = None, **more: Any) -> Position:
        person = Person.objects.create_person(email=f"{role}.{agency}@x.test", name=str(role))
        return Position.objects.create(person=person, role=role, agency=agency, starts=date(2026, 1, 1), **more)


def perform(town: Town, walk: dict[str, Any]) -> Complaint:
    """Walk the acts at their instants."""
    acts = walk["acts"]
    at = datetime.fromisoformat(acts[0]["at"])
    complaint = receive.submit(
        receive.Filing(
            story="Lampu jalan padam di depan pasar.", kapanewon=Kapanewon.objects.create(code="1", name="X")
        ),
        reporter=Reporter(),
        form_key=walk["name"],
        opened_at=datetime.fromisoformat(acts[0]["form_opened_at"]),
        at=at,
    ).complaint
    where = ""
    for act in acts[1:]:
        at = datetime.fromisoformat(act["at"])
        where = act.get("to", where)
        who = {**town.tim, **town.posts[where]}.get(act["by"])
        do(act, complaint.pk, who.as_actor() if who else Actor(Role.CITIZEN), at, acts[0]["class"])
    return Complaint.objects.get(pk=complaint.pk)


def do(act: dict[str, Any], pk: int, actor: Actor, at: datetime, klass: str) -> None:
    plain = {"complaint_id": pk, "actor": actor, "at": at}
    agency = Agency.objects.filter(short=act.get("to")).first()
    match act["act"]:
        case "verify_and_route":
            verify.verify_and_route(**plain, agency=agency, title="Lampu padam", klass=Klass(klass))
        case "pass_on":
            route.pass_on(**plain, interim="Kami periksa hari ini juga.")
        case "request_return":
            route.request_return(
                **plain, reason="wrong_agency", explanation="Bukan urusan kami.",
                proposed=Agency.objects.order_by("-id").first(),
            )  # fmt: skip
        case "reroute":
            route.reroute(**plain, agency=agency)
        case "ask_completion":
            complete.ask_completion(**plain, question="Mohon kirim fotonya.")
        case "complete":
            complete.complete(**plain, reply="Ini fotonya.")
        case "assign":
            examine.assign(**plain, unit=Unit.objects.get(pk=unit_of(pk)), instruction="Periksa dan perbaiki.")
        case "report":
            work.report(
                **plain, done="Lampu sudah diganti baru.", done_on=at.date(), result="fixed",
                by_whom="Regu satu", draft=picture_draft(at),
            )  # fmt: skip
        case "send_back":
            check.send_back(**plain, missing="Fotonya kurang jelas.")
        case "approve":
            check.approve(**plain)
        case "answer":
            answer.answer(**plain, text="Lampu sudah menyala kembali.", kind="solved")
        case "answer_simple":
            answer.answer_simple(**plain, text="Syaratnya fotokopi kartu keluarga.")
        case "channel_accepted":
            answer.channel_accepted(complaint_id=pk, at=at)
        case "acknowledge":
            close.acknowledge(**plain)
        case other:
            raise AssertionError(other)


def unit_of(pk: int) -> int:
    agency = Complaint.objects.get(pk=pk).handlings.order_by("-id").first().agency
    return agency.units.get().pk


def printed(row: StepClock) -> dict[str, Any]:
    """A ledger row in the form of the golden file, reminders and escalations included."""
    total = row.name == rules.K.TOTAL
    shown: dict[str, Any] = {
        "step": "total 3-8" if total else row.step,
        "state": None if total else row.name,
        "round": row.round,
        "pass": row.pass_no,
        "agency": row.agency.short if row.agency else None,
        "started": row.started_at,
        "finished": row.finished_at,
        "limit": f"{row.limit} {row.unit}" if row.limit != 1 else f"1 {row.unit[:-1]}",
        "pauses": [] if total else [(p.began_at, p.ended_at, p.reason) for p in row.pauses.all()],
    }
    if row.unit == rules.Unit.MINUTES:
        shown["used_minutes"] = row.used_minutes
    if not total:
        shown["due"], shown["on_time"] = row.due_at, row.finished_at <= row.due_at
    if row.step and row.step >= 3:
        for kind in ("reminder", "escalation"):
            shown[f"{kind}s"] = [mark.at for mark in row.marks.all() if mark.kind == kind]
    return shown


def instants(value: Any) -> Any:
    """The golden file with its instants read."""
    if isinstance(value, dict):
        return {k: instants(v) for k, v in value.items()}
    if isinstance(value, list):
        return [instants(v) for v in value]
    if isinstance(value, str) and value[:4].isdigit() and "T" in value:
        return datetime.fromisoformat(value)
    return value


@pytest.mark.parametrize("walk", GOLDEN["walks"], ids=lambda w: w["name"])
def test_every_clock_of_the_golden_walk_comes_out(db: None, walk: dict[str, Any]) -> None:
    complaint = perform(Town(walk), walk)
    rows = complaint.clocks.exclude(name__in=OUTER).exclude(name=rules.K.TOTAL, outcome="moved")
    got = sorted((printed(row) for row in rows), key=order)
    expected = sorted((instants(row) for row in walk["expected"]["clocks"]), key=order)
    for row in expected:
        row["pauses"] = [tuple(pause) for pause in row["pauses"]]
    assert got == expected


def order(row: dict[str, Any]) -> tuple[Any, ...]:
    return (str(row["step"]), str(row["state"]), str(row["agency"]), row["pass"])


@pytest.mark.parametrize("walk", GOLDEN["walks"], ids=lambda w: w["name"])
def test_the_outer_limits_of_the_golden_walk_come_out(db: None, walk: dict[str, Any]) -> None:
    complaint = perform(Town(walk), walk)
    outer = instants(walk["expected"]["outer"])
    first = complaint.clocks.get(name=rules.K.FIRST_REPLY)
    settlement = complaint.clocks.get(name=rules.K.SETTLEMENT)
    assert first.due_at == outer["first_reply_pledge_due"]
    assert first.finished_at == outer["first_reply_at"]
    assert (first.finished_at <= first.due_at) is outer["first_reply_on_time"]
    assert settlement.limit == outer["settlement_limit_working_days"]
    assert settlement.due_at == outer["settlement_due"]
    day_60 = clock.calendar_days("Asia/Jakarta", complaint.received_at, rules.OMBUDSMAN_DAYS)
    assert day_60.isoformat() == outer["ombudsman_day_60"]
    own = complaint.received_at - complaint.opened_at
    assert own == timedelta(minutes=walk["expected"]["step_1_own_minutes"])
    assert complaint.hops == walk["expected"]["hops"]
