"""Administrators and the chair are told of seats that nobody holds while cases wait there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lapor.notices import vacant_seats
from lapor.notices.models import Notice, Preference
from lapor.people.models import Position
from tests.cast import Cast, Walk
from tests.letters import newest_letter


def test_a_seat_where_cases_wait_and_nobody_sits_is_told_once_a_day(walk: Walk, cast: Cast) -> None:
    walk.routed()
    Position.objects.filter(pk=cast.budi.pk).update(ends=walk.at.date() - timedelta(days=1))
    assert vacant_seats.tell(at=walk.at) == 2
    assert vacant_seats.tell(at=walk.at + timedelta(hours=1)) == 2
    assert Notice.objects.count() == 2
    subject, text = newest_letter("dedi@bantul.test")
    assert subject == "Jabatan kosong: 1 kursi"
    assert "- Operator, Dishub: kosong, 1 aduan menunggu." in text
    assert newest_letter("joko@bantul.test")[0] == subject


def test_nothing_is_told_where_every_seat_is_held_or_the_tim_is_off(walk: Walk, cast: Cast) -> None:
    walk.routed()
    assert vacant_seats.tell(at=walk.at) == 0
    Position.objects.filter(pk=cast.budi.pk).update(ends=walk.at.date() - timedelta(days=1))
    assert vacant_seats.tell(at=walk.at + timedelta(days=5)) == 0  # Saturday


def test_who_muted_it_is_not_told(walk: Walk, cast: Cast, settings: Any) -> None:
    walk.routed()
    Position.objects.filter(pk=cast.budi.pk).update(ends=walk.at.date() - timedelta(days=1))
    Preference.objects.create(person=cast.admin.person, muted=["seat"])
    assert vacant_seats.tell(at=walk.at) == 1
