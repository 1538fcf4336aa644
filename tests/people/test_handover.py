"""Handing over: what waits at a seat never waits for nobody, unless the seat shows as vacant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lapor.complaints import seats as waiting
from lapor.complaints.models import Handling
from lapor.complaints.steps import reopen, route
from lapor.people import handover, journal, persons, seats, vacancies
from lapor.people.faults import Faulty
from lapor.people.handover import Ending, Successor
from lapor.people.models import Change, Position
from lapor.people.seats import Seat
from lapor.sop.rules import Role
from tests.cast import REPORTER, Cast, Walk

DAY = date(2026, 3, 2)
EVE = date(2026, 3, 1)
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def end(cast: Cast, *endings: Ending, last_day: date = DAY, **more: Any) -> list[Position]:
    return handover.hand_over(
        endings, last_day=last_day, open_cases=waiting.open_cases, by=cast.admin, day=DAY, at=AT, **more
    )


def refused(cast: Cast, *endings: Ending, **more: Any) -> str:
    with pytest.raises(Faulty) as fault:
        end(cast, *endings, **more)
    return " ".join(fault.value.faults.values())


def test_what_waits_is_counted_at_the_seat_of_its_state(cast: Cast, file_one: Callable[..., Walk]) -> None:
    file_one()
    file_one().routed()
    file_one().routed().asked()
    file_one().passed_on()
    file_one().assigned()
    file_one().reported()
    file_one().approved()
    file_one().answered()
    wrong = file_one().routed()
    wrong.do(
        route.request_return,
        cast.budi,
        reason="wrong_agency",
        proposed=cast.dlh,
        explanation="Ini urusan dinas lain di kabupaten.",
    )
    agency = cast.dishub.pk
    assert waiting.open_cases() == {
        Seat(Role.VERIFIER): 3,
        Seat(Role.OPERATOR, agency): 3,
        Seat(Role.OFFICER, agency): 2,
        Seat(Role.UNIT, agency, cast.lights.pk): 1,
    }


def test_the_only_operator_leaves_only_with_a_successor(walk: Walk) -> None:
    cast = walk.routed().cast
    assert "1 aduan menunggu Operator, Dishub" in refused(cast, Ending(cast.budi))
    begun = end(cast, Ending(cast.budi, Successor(cast.rina.person, decree="SK 7")))
    assert [(one.person.name, one.label, one.starts) for one in begun] == [
        ("Rina", "Operator, Dishub", DAY + timedelta(days=1))
    ]
    cast.budi.refresh_from_db()
    assert cast.budi.ends == DAY
    ended = Change.objects.get(action="position_ended")
    assert ended.data["cases"] == 1 and ended.position == cast.admin
    assert list(journal.breaks()) == []


def test_a_refused_handing_over_changes_nothing(walk: Walk) -> None:
    cast = walk.routed().cast
    refused(cast, Ending(cast.endang), Ending(cast.budi))
    cast.endang.refresh_from_db()
    assert cast.endang.ends is None and not Change.objects.exists()


def test_a_seat_of_the_three_is_never_left_empty_also_where_nothing_waits(cast: Cast) -> None:
    for position in (cast.budi, cast.agus, cast.joko, cast.admin):
        assert "Sebutkan penggantinya." in refused(cast, Ending(position))
    end(cast, Ending(cast.endang))
    assert "Sebutkan penggantinya." in refused(cast, Ending(cast.heru))
    end(cast, Ending(cast.slamet), Ending(cast.auditor), Ending(cast.bupati))


def test_two_who_leave_on_the_same_day_do_not_count_for_each_other(walk: Walk) -> None:
    cast = walk.passed_on().cast
    both = (Ending(cast.endang), Ending(cast.heru))
    assert "1 aduan menunggu" in refused(cast, *both)
    end(cast, both[0], Ending(cast.heru, Successor(cast.rina.person, acting="plt")))
    assert Position.objects.get(person=cast.rina.person, role=Role.OFFICER).label.startswith("Plt. Penanggung jawab")


def test_the_last_verifier_may_leave_while_the_chair_stays_and_not_after(walk: Walk) -> None:
    cast = walk.cast
    end(cast, Ending(cast.wati))
    assert "aduan menunggu" in refused(cast, Ending(cast.joko))


def test_a_second_hop_waits_for_the_chair_alone(walk: Walk) -> None:
    cast = walk.routed().cast
    why = {"reason": "wrong_agency", "proposed": cast.dlh, "explanation": "Ini urusan dinas lain di kabupaten."}
    walk.do(route.request_return, cast.budi, **why)
    walk.do(route.reroute, cast.wati, agency=cast.dlh)
    walk.do(route.request_return, cast.rina, **why)
    assert waiting.open_cases() == {Seat(Role.CHAIR): 1}
    assert "1 aduan menunggu Ketua Tim" in refused(cast, Ending(cast.joko))


def test_a_unit_with_work_keeps_a_head(walk: Walk) -> None:
    cast = walk.assigned().cast
    assert "1 aduan menunggu Kepala Seksi Penerangan Jalan" in refused(cast, Ending(cast.slamet))
    end(cast, Ending(cast.slamet, Successor(cast.heru.person, acting="plt")))


def test_the_only_officer_who_is_not_barred_is_not_let_go_without_another(walk: Walk) -> None:
    cast = walk.answered().received().cast
    walk.do(reopen.object_to, REPORTER, reason="Lampunya masih padam di tiang ketiga.", score=1)
    assert Handling.objects.get(pk=walk.lead.pk).barred == [cast.endang.person_id]
    left = waiting.left_by(cast.heru, waiting.open_cases(), day=DAY)
    assert (left.cases, left.his_alone) == (1, 1)
    assert "1 aduan hanya boleh diperiksa pejabat ini" in refused(cast, Ending(cast.heru))
    end(cast, Ending(cast.endang))
    end(cast, Ending(cast.heru, Successor(cast.rina.person)))


def test_where_the_head_examines_an_officer_who_is_free_may_take_his_place(walk: Walk) -> None:
    cast = walk.answered().received().cast
    Position.objects.filter(pk=cast.heru.pk).update(ends=EVE)
    walk.do(reopen.object_to, REPORTER, reason="Lampunya masih padam di tiang ketiga.", score=1)
    assert walk.lead.head_examines
    (seat,) = waiting.open_cases()
    assert seat == Seat(Role.HEAD, cast.dishub.pk, barred=frozenset({cast.endang.person_id}))
    assert seat.held_by(cast.agus) and not seat.held_by(cast.endang)


def test_an_account_closes_at_once_with_all_that_it_holds(walk: Walk) -> None:
    cast = walk.routed().cast
    budi = cast.budi.person
    more = Position.objects.create(person=budi, role=Role.AUDITOR, starts=date(2026, 1, 1))
    later = Position.objects.create(person=budi, role=Role.VERIFIER, starts=date(2026, 5, 1))
    new = persons.add("Ningsih", "ningsih@bantul.test", by=cast.admin, at=AT)
    assert "masih memegang Auditor" in refused(cast, Ending(cast.budi, Successor(new)), deactivate=budi)
    begun = end(cast, Ending(cast.budi, Successor(new)), Ending(more), deactivate=budi)
    budi.refresh_from_db()
    assert not budi.is_active and begun[0].starts == DAY
    assert not Position.objects.filter(pk=later.pk).exists()
    assert "Pilih jabatan" in refused(cast)


def test_what_is_over_is_not_changed_and_what_has_not_begun_is_withdrawn_instead(cast: Cast) -> None:
    assert "yang sudah berlalu" in refused(cast, Ending(cast.slamet), last_day=date(2026, 2, 20))
    later = Position.objects.create(person=cast.rina.person, role=Role.AUDITOR, starts=date(2026, 5, 1))
    assert "baru mulai" in refused(cast, Ending(later))
    assert "orang lain" in refused(cast, Ending(cast.budi, Successor(cast.budi.person)))


def test_a_position_that_runs_out_shows_beforehand_and_as_a_vacancy_once_cases_wait(walk: Walk) -> None:
    cast = walk.routed().cast
    Position.objects.filter(pk=cast.budi.pk).update(ends=DAY + timedelta(days=20))
    assert vacancies.running_out(DAY) == [cast.budi]
    assert waiting.vacant(day=DAY) == []
    soon = DAY + timedelta(days=10)
    (vacant,) = waiting.vacant(day=soon)
    assert vacant.sentence(soon) == "Operator, Dishub: kosong mulai 23 Maret 2026, 1 aduan menunggu."
    (vacant,) = waiting.vacant(day=DAY + timedelta(days=21))
    assert vacant.sentence(DAY + timedelta(days=21)) == "Operator, Dishub: kosong, 1 aduan menunggu."
    Position.objects.create(
        person=cast.rina.person, role=Role.OPERATOR, agency=cast.dishub, starts=DAY + timedelta(days=21)
    )
    assert waiting.vacant(day=soon) == [] and vacancies.running_out(DAY) == []


def test_a_day_between_two_holders_is_a_gap() -> None:
    first, second = (DAY, DAY + timedelta(days=4)), (DAY + timedelta(days=6), None)
    gap = DAY + timedelta(days=5)
    assert seats.first_gap([second, first], DAY, DAY + timedelta(days=9)) == gap
    assert seats.first_gap([second, first], DAY, DAY + timedelta(days=4)) is None
    assert seats.first_gap([], DAY, DAY) == DAY
    assert seats.first_gap([(DAY, gap), second], DAY, DAY + timedelta(days=90)) is None
