"""Between what a clock reached and the letter seats change hands: whoever sits there then is told, nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from lapor.complaints.steps import mark_supervisory
from lapor.notices.digest_letter import MOST
from lapor.notices.models import Preference, Telling
from lapor.people.models import Person, Position
from lapor.sop.rules import INSPECTORATE, Role
from tests.cast import Walk
from tests.notices.machine import FRIDAY, MONDAY_MORNING, TEN, Machine, wib


def sits(walk: Walk, person: Person, *, starts: date, acting: str = "") -> Position:
    return Position.objects.create(
        person=person, role=Role.OFFICER, agency=walk.cast.dishub, structural=True, starts=starts, acting=acting
    )


def test_who_stood_in_and_was_appointed_before_the_letter_is_told_in_his_new_position(
    friday: Walk, machine: Machine
) -> None:
    endang = friday.cast.endang
    Position.objects.filter(pk=endang.pk).update(acting="plt")
    machine.tick(wib("2026-03-06T15:00"))
    Position.objects.filter(pk=endang.pk).update(ends=date(2026, 3, 8))
    sits(friday, endang.person, starts=date(2026, 3, 9))
    for at in (MONDAY_MORNING, MONDAY_MORNING + TEN, MONDAY_MORNING + 5 * TEN):
        machine.tick(at)
    assert sum("langkah 3" in words for _, words in machine.late_letters("Endang")) == 1


def test_who_left_while_no_mail_went_reads_nothing_and_who_came_does(friday: Walk, machine: Machine) -> None:
    machine.tick(wib("2026-03-06T15:00"))
    machine.office.data = ["451 nanti"] * 50
    machine.tick(MONDAY_MORNING)
    assert not machine.late_letters()
    machine.office.data = []
    Position.objects.filter(pk=friday.cast.endang.pk).update(ends=date(2026, 3, 9))
    sits(friday, friday.cast.slamet.person, starts=date(2026, 3, 10))
    for at in ("2026-03-10T07:40", "2026-03-10T07:50", "2026-03-10T08:30"):
        machine.tick(wib(at))
    assert not machine.late_letters("Endang")
    assert sum("langkah 3" in words for _, words in machine.late_letters("Slamet")) == 1


def test_whose_account_was_closed_while_no_mail_went_is_passed_over(friday: Walk, machine: Machine) -> None:
    Position.objects.filter(pk=friday.cast.heru.pk).update(ends=date(2026, 3, 5))
    machine.tick(wib("2026-03-06T15:00"))
    machine.office.data = ["451 nanti"] * 50
    machine.tick(MONDAY_MORNING)
    machine.office.data = []
    Person.objects.filter(pk=friday.cast.endang.person_id).update(is_active=False)
    for at in ("2026-03-09T07:40", "2026-03-09T07:50", "2026-03-09T08:10"):
        machine.tick(wib(at))
    assert not machine.late_letters("Endang")
    assert sum("langkah 3" in words for _, words in machine.late_letters("Agus")) == 1


def test_whose_number_was_taken_out_before_the_message_went_gets_it_by_mail(
    friday: Walk, machine: Machine, settings: Any
) -> None:
    settings.MESSENGER_URL = "json://127.0.0.1:9/"  # nobody answers there
    endang = friday.cast.endang.person
    endang.phone = "+6281234567890"
    endang.save(update_fields=["phone"])
    Preference.objects.create(person=endang, mail=False, messenger=True)
    machine.tick(wib("2026-03-06T15:00"))
    machine.tick(MONDAY_MORNING)
    assert not machine.late_letters("Endang")
    endang.phone = ""
    endang.save(update_fields=["phone"])
    for at in ("2026-03-09T07:40", "2026-03-09T07:50", "2026-03-09T08:10"):
        machine.tick(wib(at))
    assert sum("langkah 3" in words for _, words in machine.late_letters("Endang")) == 1


def test_what_became_supervisory_before_the_letter_is_told_to_nobody_outside(friday: Walk, machine: Machine) -> None:
    machine.tick(wib("2026-03-06T15:00"))
    outside = Telling.objects.exclude(position__role__in=INSPECTORATE)
    assert outside.filter(settled_at=None).exists()
    friday.do(
        mark_supervisory.mark_supervisory, friday.cast.wati, reason="Pungutan oleh petugas loket.",
        at=wib("2026-03-06T15:10"),
    )  # fmt: skip
    for at in (MONDAY_MORNING, MONDAY_MORNING + TEN, MONDAY_MORNING + timedelta(hours=2)):
        machine.tick(at)
    assert not any(machine.late_letters(name) for name in ("Endang", "Heru", "Agus", "Budi", "Wati", "Joko"))
    assert not outside.filter(settled_at=None).exists()


def test_many_cases_are_one_letter_of_forty_and_a_count(file_one: Callable[..., Walk], machine: Machine) -> None:
    for _ in range(45):
        file_one(at=FRIDAY - timedelta(minutes=30)).routed()
    machine.tick(wib("2026-03-06T15:00"))
    machine.tick(MONDAY_MORNING)
    ((_, words),) = machine.late_letters("Endang")
    assert "… dan 5 aduan lagi." in words
    assert words.count("/meja/aduan/") == MOST
    assert machine.office.to("endang@bantul.test")[-1].mail["Subject"] == "45 aduan lewat tenggat, naik ke Anda"
