"""Lateness that acts: whom each mark tells, in one letter in his office hours, once, also after a crash."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from lapor.complaints import marking, walks
from lapor.complaints.models import Mark
from lapor.complaints.refusals import Refused
from lapor.complaints.steps import answer, complete, mark_supervisory, protect, route
from lapor.notices import digests, lateness, send
from lapor.notices.digest_letter import WHAT
from lapor.notices.models import Digest, Notice, Preference, Stage, Telling
from lapor.people import calendars
from lapor.people.models import Agency, Duty, Person, Position
from lapor.sop import clock
from lapor.sop.lateness import WHEN_LATE, rungs
from lapor.sop.rules import LIMITS, C, H, K, Klass, Role
from tests.cast import INTERIM, REPORTER, Cast, Walk
from tests.complaints.test_at_once import at_once
from tests.notices.machine import FRIDAY, MONDAY_MORNING, TEN, Machine, wib
from tests.post_office import PostOffice


def told(walk: Walk, *, level: int = 1, name: str = H.AT_OPERATOR, kind: str = "escalation") -> dict[str, str]:
    rows = Telling.objects.filter(
        mark__clock__complaint=walk.complaint, mark__clock__name=name, mark__kind=kind, mark__level=level
    )
    return {one.person.name: one.rung for one in rows.select_related("person")}


def look(at: datetime) -> None:
    """Write down and decide, without sending."""
    marking.mark_due(at=at)
    lateness.tell_all(at=at)


# ---------------------------------------------------------------- case A4


def test_a4_late_on_friday_afternoon_is_told_once_on_monday_morning(friday: Walk, machine: Machine) -> None:
    machine.run(FRIDAY, wib("2026-03-09T08:20"))
    breach = Mark.objects.get(clock__complaint=friday.complaint, clock__name=H.AT_OPERATOR, kind="escalation")
    assert breach.at == wib("2026-03-06T14:30")
    for officer in ("Endang", "Heru"):
        ((at, words),) = machine.late_letters(officer)
        assert at == MONDAY_MORNING
        assert friday.complaint.number in words
        assert "lewat sejak Jumat, 6 Maret 2026, pukul 14.30" in words
        assert "Sekarang di: Operator, Dishub" in words
    (friday_at, step3), (monday_at, reply) = machine.late_letters("Budi")  # reminded while there was time
    assert (friday_at, monday_at) == (wib("2026-03-06T14:20"), wib("2026-03-09T07:50"))
    assert ("langkah 3" in step3, "langkah 3" in reply, "kabar awal" in reply) == (True, False, True)
    assert not machine.late_letters("Agus")


def test_twice_the_limit_goes_one_step_further_up(friday: Walk, machine: Machine) -> None:
    for at in ("2026-03-06T14:40", "2026-03-09T07:30", "2026-03-09T08:20", "2026-03-09T08:40", "2026-03-09T09:30"):
        machine.tick(wib(at))
    ((at, words),) = machine.late_letters("Agus")
    assert at == wib("2026-03-09T08:40")
    assert "lewat sejak Jumat, 6 Maret 2026, pukul 14.30" in words
    assert len(machine.late_letters("Endang")) == 1


def test_the_reporter_reads_nothing_of_it(file_one: Callable[..., Walk], machine: Machine) -> None:
    file_one(at=FRIDAY - timedelta(minutes=30), contact="sari@contoh.test").routed()
    machine.run(FRIDAY, wib("2026-03-10T12:00"), timedelta(hours=3))
    assert machine.late_letters()
    assert all("lewat" not in one.text for one in machine.office.to("sari@contoh.test"))
    for one in machine.office.received:
        assert len(one.recipients) == 1
        assert one.mail["To"] == one.recipients[0]
        assert one.mail["Cc"] is None


# ---------------------------------------------------------------- the golden walk


def test_the_late_golden_walk_tells_each_recipient_in_office_hours_and_once(
    db: None, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    golden = json.loads((Path(__file__).parents[1] / "data/walks.json").read_text())
    walk = next(one for one in golden["walks"] if one["name"] == "lebaran-terlambat")
    machine, plain = Machine(monkeypatch, post_office), walks.act
    last = wib("2026-03-16T14:00")
    closed = [date(2026, 3, 18) + timedelta(days=n) for n in range(7)]  # Nyepi to Lebaran: once an hour is enough

    def until(at: datetime) -> None:
        nonlocal last
        while last < at:
            machine.tick(last)
            opens = last.weekday() < 5 and last.date() not in closed and 0 <= last.astimezone(UTC).hour < 9
            last += TEN if opens else timedelta(hours=1)

    def act(town: Any, one: dict[str, Any], *rest: Any, **more: Any) -> None:
        until(walks.instant(one["at"]))
        with suppress(Refused):  # the job has noted before the file does that the answer needs no channel
            plain(town, one, *rest, **more)

    monkeypatch.setattr(walks, "act", act)
    complaint = walks.perform(golden["calendars"], walk)
    until(wib("2026-04-02T15:00"))
    for expected in walk["expected"]["clocks"]:
        if not expected["state"] or expected["state"] == C.RECEIVED:
            continue
        for kind in ("reminder", "escalation"):
            at = Mark.objects.filter(clock__complaint=complaint, clock__name=expected["state"], kind=kind)
            assert list(at.values_list("at", flat=True)) == [walks.instant(one) for one in expected[f"{kind}s"]]
    hours = calendars.office_hours(calendars.tim_calendar())
    by_id = {notice.message_id: notice for notice in Notice.objects.filter(digest__isnull=False)}
    count: Counter[str] = Counter()
    for one in post_office.received:
        if one.mail["Message-ID"] in by_id:
            assert clock.is_open(hours, machine.when[str(one.mail["Message-ID"])])
            count[one.recipients[0].partition(".")[0]] += 1
    # officer: first reply, steps 3, 5 and 7 below him, reminders of 4 and 6; head: first reply, 3, 4, 5, 6;
    # chair: 4, 8; operator: reminders of the first reply, 3, 7; unit: two of 5; verifier: of the first reply and 8
    assert count == Counter({"officer": 6, "head": 5, "chair": 2, "unit": 2, "operator": 3, "verifier": 2})
    assert not Notice.objects.exclude(stage__in=(Stage.SENT, Stage.DROPPED)).exists()


# ---------------------------------------------------------------- whom


def test_the_ladder_begins_as_the_rules_say() -> None:
    for holder, two in WHEN_LATE.items():
        assert rungs(holder)[:2] == two


def test_an_operators_lateness_goes_to_the_penanggung_jawab_then_to_the_head(friday: Walk) -> None:
    look(wib("2026-03-10T10:00"))
    assert told(friday) == {"Endang": "officer", "Heru": "officer"}
    assert told(friday, level=2) == {"Agus": "head"}


def test_a_penanggung_jawabs_lateness_goes_to_the_head_then_to_the_chair(friday: Walk) -> None:
    friday.do(route.pass_on, friday.cast.budi, interim=INTERIM)
    look(wib("2026-03-10T10:00"))
    assert told(friday, name=H.AT_OFFICER) == {"Agus": "head"}
    assert told(friday, name=H.AT_OFFICER, level=2) == {"Joko": "chair"}


@pytest.fixture
def above(cast: Cast) -> dict[str, Position]:
    """The two agencies whose heads stand above the chair."""
    heads = {}
    for code, short, duty, name in (
        ("12500", "Diskominfo", Duty.TIM, "Kuncoro"), ("11700", "Setda", Duty.SECRETARIAT, "Sekda"),
    ):  # fmt: skip
        agency = Agency.objects.create(
            code=code, short=short, name=short, kind=cast.dishub.kind, calendar=cast.dishub.calendar, duty=duty,
            officer_title="Sekretaris", head_title="Kepala",
        )  # fmt: skip
        person = Person.objects.create_person(email=f"{name.lower()}@bantul.test", name=name)
        heads[name] = Position.objects.create(
            person=person, role=Role.HEAD, agency=agency, starts=date(2026, 1, 1), structural=True
        )
    return heads


def test_the_tims_lateness_goes_to_the_chair_then_to_the_head_who_keeps_the_tim(
    walk: Walk, above: dict[str, Position]
) -> None:
    look(walk.at + timedelta(days=20))
    assert told(walk, name=C.RECEIVED) == {"Joko": "chair"}
    assert told(walk, name=C.RECEIVED, level=2) == {"Kuncoro": "tim_head"}


def test_a_second_wrong_door_is_the_chairs_and_goes_up_to_the_secretary(
    friday: Walk, above: dict[str, Position]
) -> None:
    cast = friday.cast
    asked = {"reason": "wrong_agency", "explanation": "Bukan urusan kami."}
    friday.do(route.request_return, cast.budi, proposed=cast.dlh, **asked)
    friday.do(route.reroute, cast.wati, agency=cast.dlh)
    friday.do(route.request_return, cast.rina, proposed=above["Kuncoro"].agency, **asked)
    look(friday.at + timedelta(days=10))
    assert told(friday, name=H.RETURN_REQUESTED) == {"Kuncoro": "tim_head"}
    assert told(friday, name=H.RETURN_REQUESTED, level=2) == {"Sekda": "secretary"}
    assert told(friday, name=H.RETURN_REQUESTED, kind="reminder") == {}  # one day has no earlier reminder


def test_the_first_reply_goes_up_from_whoever_had_the_case_at_that_instant(friday: Walk) -> None:
    look(FRIDAY + timedelta(days=3))
    assert told(friday, name="first_reply") == {"Endang": "officer", "Heru": "officer"}


def test_a_vacant_rung_is_passed_over(friday: Walk) -> None:
    ended = {"ends": date(2026, 3, 5)}
    Position.objects.filter(pk__in=[friday.cast.endang.pk, friday.cast.heru.pk]).update(**ended)
    look(wib("2026-03-10T10:00"))
    assert told(friday) == {"Agus": "head"}
    assert told(friday, level=2) == {"Joko": "chair"}


def test_who_stands_in_counts_and_who_stands_in_below_himself_is_no_step_up(friday: Walk) -> None:
    cast = friday.cast
    Position.objects.filter(pk__in=[cast.endang.pk, cast.heru.pk]).update(ends=date(2026, 3, 5))
    plt = {"agency": cast.dishub, "structural": True, "starts": date(2026, 3, 6), "acting": "plt"}
    Position.objects.create(person=cast.budi.person, role=Role.OFFICER, **plt)
    look(wib("2026-03-06T14:40"))
    assert told(friday) == {"Agus": "head"}
    Position.objects.create(person=cast.slamet.person, role=Role.OFFICER, **plt)
    Telling.objects.all().delete()
    Mark.objects.update(told_at=None)
    look(wib("2026-03-06T14:40"))
    assert told(friday) == {"Slamet": "officer"}


def test_nobody_at_all_leaves_the_mark_untold_and_it_is_said(friday: Walk) -> None:
    above_budi = [friday.cast.endang, friday.cast.heru, friday.cast.agus, friday.cast.joko]
    Position.objects.filter(pk__in=[one.pk for one in above_budi]).update(ends=date(2026, 3, 5))
    look(wib("2026-03-06T15:30"))
    assert told(friday) == {}
    assert lateness.untold_long(at=wib("2026-03-06T15:30")) == 1
    Position.objects.filter(pk=friday.cast.agus.pk).update(ends=None)
    lateness.tell_all(at=wib("2026-03-06T16:00"))
    assert told(friday) == {"Agus": "head"}
    assert lateness.untold_long(at=wib("2026-03-06T16:00")) == 0


def test_a_supervisory_case_tells_nobody_outside(friday: Walk) -> None:
    inspektorat = friday.cast.kartika.agency
    retno = Person.objects.create_person(email="retno@bantul.test", name="Retno")
    Position.objects.create(
        person=retno, role=Role.HEAD, agency=inspektorat, structural=True, starts=date(2026, 1, 1)
    )  # fmt: skip
    friday.do(
        mark_supervisory.mark_supervisory, friday.cast.wati, reason="Pungutan oleh petugas loket.",
        at=wib("2026-03-06T15:45"),
    )  # fmt: skip
    look(wib("2026-03-20T10:00"))
    found = {(one.person.name, one.rung) for one in Telling.objects.select_related("person")}
    assert found == {("Retno", "inspektur"), ("Kartika", "")}
    assert not Mark.objects.filter(told_at=None).exists()


def test_a_supervisory_case_that_is_late_waits_for_a_head_of_the_inspectorate(file_one: Callable[..., Walk]) -> None:
    file_one(klass=Klass.SUPERVISORY)
    look(wib("2026-03-20T10:00"))
    assert set(Telling.objects.values_list("person__name", flat=True)) == {"Kartika"}
    assert lateness.untold_long(at=wib("2026-03-20T10:31")) > 0


def test_who_left_his_seat_before_the_letter_is_not_written_to_but_who_came_is(friday: Walk, machine: Machine) -> None:
    machine.tick(wib("2026-03-06T15:00"))
    cast = friday.cast
    Position.objects.filter(pk=cast.endang.pk).update(ends=date(2026, 3, 7))
    Position.objects.create(
        person=cast.slamet.person, role=Role.OFFICER, agency=cast.dishub, structural=True, starts=date(2026, 3, 8)
    )
    machine.tick(MONDAY_MORNING)
    machine.tick(MONDAY_MORNING + TEN)
    assert not machine.late_letters("Endang")
    assert len(machine.late_letters("Slamet")) == 1
    assert len(machine.late_letters("Heru")) == 1


# ---------------------------------------------------------------- one letter


def test_what_becomes_late_within_thirty_office_minutes_waits_for_the_next_letter(
    file_one: Callable[..., Walk], machine: Machine
) -> None:
    monday = wib("2026-03-09T07:00")
    for minutes in (0, 10, 20, 30, 40):
        file_one(at=monday + timedelta(minutes=minutes)).routed()  # each is given to Dishub half an hour later
    machine.run(monday + timedelta(hours=1), monday + timedelta(hours=4), timedelta(minutes=1))
    letters = machine.late_letters("Endang")
    assert sum(words.count("lewat sejak") for _, words in letters) == 5
    instants = [at for at, _ in letters]
    assert instants[0] == wib("2026-03-09T08:31")
    assert all(later - earlier >= timedelta(minutes=30) for earlier, later in pairwise(instants))
    assert len(letters) == 3


def test_what_was_done_meanwhile_is_told_as_done_and_its_reminder_is_not_told(friday: Walk, machine: Machine) -> None:
    machine.tick(wib("2026-03-06T14:35"))
    friday.do(route.pass_on, friday.cast.budi, interim=INTERIM, at=wib("2026-03-06T20:00"))
    machine.tick(MONDAY_MORNING)
    ((_, words),) = machine.late_letters("Endang")
    assert "sudah selesai Jumat, 6 Maret 2026, pukul 20.00, lewat sejak Jumat, 6 Maret 2026, pukul 14.30" in words
    assert not machine.late_letters("Budi")


def test_a_reminder_of_a_case_that_waits_for_the_citizen_is_not_told(friday: Walk, machine: Machine) -> None:
    look(wib("2026-03-06T14:19"))
    friday.do(_ask, friday.cast.budi, at=wib("2026-03-06T14:20"))
    machine.tick(wib("2026-03-06T14:21"))
    assert not machine.late_letters("Budi")


def test_nobody_is_reminded_of_the_first_reply_while_the_citizen_is_asked(friday: Walk, machine: Machine) -> None:
    friday.do(_ask, friday.cast.budi, at=wib("2026-03-06T13:40"))
    machine.tick(wib("2026-03-07T20:00"))
    machine.tick(MONDAY_MORNING)
    assert Mark.objects.filter(clock__name=K.FIRST_REPLY, kind="reminder").count() == 2
    assert not machine.late_letters("Budi")
    assert len(machine.late_letters("Endang")) == 1  # that the pledge was not kept is a fact all the same


def _ask(**more: Any) -> Any:
    return complete.ask_completion(question="Di sebelah mana tiangnya?", **more)


def test_reminders_can_be_muted_but_what_rises_cannot(friday: Walk, machine: Machine) -> None:
    for name in ("budi", "endang"):
        Preference.objects.create(person=getattr(friday.cast, name).person, muted=["reminder", "late"])
    for at in ("2026-03-06T14:20", "2026-03-06T14:29", "2026-03-07T10:00", "2026-03-09T07:30", "2026-03-09T08:10"):
        machine.tick(wib(at))
    assert not machine.late_letters("Budi")
    assert len(machine.late_letters("Endang")) == 1


def test_title_and_place_are_told_only_where_nothing_is_hidden(friday: Walk, machine: Machine, settings: Any) -> None:
    machine.tick(wib("2026-03-06T14:40"))
    title = friday.complaint.title
    protect.protect(
        complaint_id=friday.complaint.pk, actor=REPORTER, at=wib("2026-03-07T10:00"), anonim=False, rahasia=True
    )
    machine.tick(MONDAY_MORNING)
    ((_, words),) = machine.late_letters("Endang")
    assert friday.complaint.number in words
    assert title not in words
    machine.tick(wib("2026-03-09T08:40"))
    assert "Sewon" not in machine.late_letters("Agus")[0][1]


def test_who_may_not_open_the_case_reads_number_and_time_alone(
    walk: Walk, above: dict[str, Position], machine: Machine
) -> None:
    machine.tick(walk.at + timedelta(days=21))
    ((_, words),) = machine.late_letters("Kuncoro")
    assert walk.complaint.number in words
    assert f"/{walk.complaint.number}/" not in words
    assert "Ketua Tim dapat menjelaskannya" in words


# ---------------------------------------------------------------- crashes


def test_a_crash_between_queueing_and_marking_leaves_one_letter(
    friday: Walk, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.tick(wib("2026-03-06T14:40"))

    class Killed(BaseException):
        pass

    def dying(*args: Any, **more: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(digests, "tell", dying)  # the last thing in the transaction
        with pytest.raises(Killed):
            digests.gather_all(at=MONDAY_MORNING)
    assert not Digest.objects.filter(person=friday.cast.endang.person).exists()
    machine.tick(MONDAY_MORNING)
    with monkeypatch.context() as patch:
        patch.setattr(send, "_mark", dying)  # the server has it, we do not know
        Notice.objects.filter(person=friday.cast.heru.person, digest__isnull=False).update(stage=Stage.WAITING)
        with pytest.raises(Killed):
            machine.tick(MONDAY_MORNING + TEN)
    machine.tick(MONDAY_MORNING + 2 * TEN)
    assert len(machine.late_letters("Endang")) == 1
    ids = {str(one.mail["Message-ID"]) for one in machine.office.to("heru@bantul.test") if "lewat sejak" in one.text}
    assert len(ids) == 1  # the same letter for the server and for the reader
    assert Notice.objects.get(person=friday.cast.heru.person, digest__isnull=False).uncertain == 1


def test_doing_everything_again_adds_nothing(friday: Walk, machine: Machine) -> None:
    machine.run(FRIDAY, MONDAY_MORNING, timedelta(hours=1))
    before = (Telling.objects.count(), Notice.objects.count())
    Mark.objects.update(told_at=None)
    machine.tick(MONDAY_MORNING + TEN)
    assert (Telling.objects.count(), Notice.objects.count()) == before


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_tell_each_mark_once(friday: Walk) -> None:
    def work(at: datetime) -> None:
        look(at)
        digests.gather_all(at=at)

    at_once([lambda: work(wib("2026-03-09T07:45"))] * 4)
    work(wib("2026-03-09T08:15"))  # what one worker wrote while another gathered came too late for that letter
    mine = Telling.objects.filter(person=friday.cast.endang.person)
    assert sorted(mine.values_list("mark__clock__name", flat=True)) == ["at_operator", "first_reply"]
    assert Digest.objects.filter(person=friday.cast.endang.person).count() <= 2
    assert not Telling.objects.filter(settled_at=None).exists()


def test_every_clock_with_marks_has_words_and_a_ladder() -> None:
    assert set(WHAT) == {name.value for name, limit in LIMITS.items() if limit.marked}
    assert {limit.holder for limit in LIMITS.values() if limit.marked and limit.holder} <= set(WHEN_LATE)


def test_a_broken_plan_of_an_answered_case_rises_from_the_penanggung_jawab(walk: Walk) -> None:
    walk.approved().do(
        answer.answer, walk.cast.budi, text="Tiang baru dipasang bulan depan.", kind="planned",
        planned_on=date(2026, 3, 31), budget_year=2026, ground="Anggaran perubahan dinas",
    )  # fmt: skip
    look(wib("2026-04-02T09:00"))
    assert told(walk, name="promise") == {"Agus": "head"}
    assert told(walk, name="promise", kind="reminder") == {"Endang": "", "Heru": ""}
