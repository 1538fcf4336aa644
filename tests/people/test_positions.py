"""What a position must be, who may stand in for whom, and that each change leaves a line in the journal."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from lapor.people import journal, persons, positions, readiness
from lapor.people.faults import Faulty
from lapor.people.models import Change, Person, Position, Unit
from lapor.people.positions import Terms
from lapor.sop.rules import Role
from tests.cast import Cast

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def ningsih(cast: Cast) -> Person:
    """Somebody who is registered and holds nothing yet."""
    return persons.add("Ningsih", "ningsih@bantul.test", by=cast.admin, at=AT)


def refused(person: Person, **terms: Any) -> dict[str, str]:
    with pytest.raises(Faulty) as fault:
        positions.give(person, Terms(**{"starts": DAY, **terms}), by=None, at=AT)
    return fault.value.faults


def test_a_position_is_given_and_written_down(cast: Cast, ningsih: Person) -> None:
    terms = Terms(role=Role.OPERATOR, agency=cast.dishub, starts=DAY, decree="SK 12/2026", education="S-1")
    position = positions.give(ningsih, terms, by=cast.admin, at=AT)
    assert position.label == "Operator, Dishub"
    change = Change.objects.get(action="position_given")
    assert (change.subject, change.position) == (f"position {position.pk}", cast.admin)
    assert change.data["person"] == "Ningsih" and change.data["decree"] == "SK 12/2026"
    assert list(journal.breaks()) == []


def test_role_agency_unit_and_days_belong_together(cast: Cast, ningsih: Person) -> None:
    other = Unit.objects.exclude(agency=cast.dishub).get()
    assert "Pilih perannya." in refused(ningsih, role="citizen")["role"]
    assert "Pilih OPD-nya." in refused(ningsih, role=Role.OPERATOR)["agency"]
    assert "untuk kabupaten" in refused(ningsih, role=Role.CHAIR, agency=cast.dishub)["agency"]
    assert "Pilih unit teknis dari OPD itu." in refused(ningsih, role=Role.UNIT, agency=cast.dishub, unit=other)["unit"]
    assert "Hanya kepala unit" in refused(ningsih, role=Role.OPERATOR, agency=cast.dishub, unit=cast.lights)["unit"]
    assert "mulai" in refused(ningsih, role=Role.OPERATOR, agency=cast.dishub, starts=None)["starts"]
    before = refused(ningsih, role=Role.OPERATOR, agency=cast.dishub, ends=date(2026, 3, 1))
    assert before["ends"] == "Hari terakhir lebih dulu daripada hari mulai."


def test_nobody_holds_one_seat_twice_at_the_same_time(cast: Cast) -> None:
    budi = cast.budi.person
    assert "sudah memegang jabatan yang sama" in refused(budi, role=Role.OPERATOR, agency=cast.dishub)["starts"]
    cast.budi.ends = date(2026, 3, 1)
    cast.budi.save()
    assert positions.give(budi, Terms(role=Role.OPERATOR, agency=cast.dishub, starts=DAY), by=None, at=AT).pk


def test_plt_is_for_an_empty_seat_and_plh_names_a_holder(cast: Cast, ningsih: Person) -> None:
    head = {"role": Role.HEAD, "agency": cast.dishub}
    assert "masih dipegang Agus" in refused(ningsih, **head, acting="plt")["acting"]
    assert "Sebutkan pejabat yang diwakili" in refused(ningsih, **head, acting="plh")["acting_for"]
    wrong = refused(ningsih, **head, acting="plh", acting_for=cast.budi)["acting_for"]
    assert "harus memegang jabatan yang sama" in wrong
    assert (
        "tidak mewakili dirinya sendiri"
        in refused(cast.agus.person, role=Role.OFFICER, agency=cast.dishub, acting="plh", acting_for=cast.agus)[
            "acting_for"
        ]
    )
    assert "Hanya Plt. dan Plh." in refused(ningsih, **head, acting_for=cast.agus)["acting_for"]
    acting = positions.give(ningsih, Terms(**head, starts=DAY, acting="plh", acting_for=cast.agus), by=None, at=AT)
    assert acting.label == "Plh. Kepala Dinas, Dishub"


def test_who_stands_in_counts_for_the_readiness_of_an_agency(cast: Cast, ningsih: Person) -> None:
    Position.objects.filter(pk=cast.agus.pk).update(ends=date(2026, 3, 1))
    assert readiness.missing_holders(cast.dishub, day=DAY) == ["kepala"]
    positions.give(ningsih, Terms(role=Role.HEAD, agency=cast.dishub, starts=DAY, acting="plt"), by=None, at=AT)
    assert readiness.missing_holders(cast.dishub, day=DAY) == []


def test_a_closed_account_is_given_nothing(cast: Cast, ningsih: Person) -> None:
    Person.objects.filter(pk=ningsih.pk).update(is_active=False)
    ningsih.refresh_from_db()
    assert "tidak aktif" in refused(ningsih, role=Role.OPERATOR, agency=cast.dishub)[""]


def test_what_may_be_changed_of_a_position_and_what_not(cast: Cast) -> None:
    def changed(position: Position, **what: Any) -> None:
        terms = Terms(**{**vars(Terms.of(position)), **what})
        positions.change(position, terms, by=cast.admin, day=DAY, at=AT)

    Position.objects.filter(pk=cast.endang.pk).update(ends=date(2026, 6, 30))
    cast.endang.refresh_from_db()
    changed(cast.endang, title="Sekretaris", ends=date(2026, 12, 31))
    change = Change.objects.get(action="position_changed")
    assert change.data == {"title": ["", "Sekretaris"], "ends": ["2026-06-30", "2026-12-31"]}
    for what, field in (
        ({"role": Role.OPERATOR}, "role"),
        ({"starts": DAY}, "starts"),
        ({"ends": date(2026, 4, 1)}, "ends"),
    ):
        with pytest.raises(Faulty) as fault:
            changed(cast.endang, **what)
        assert list(fault.value.faults) == [field]
    changed(cast.heru, structural=False)
    with pytest.raises(Faulty, match="tidak punya penanggung jawab struktural lain"):
        changed(cast.endang, structural=False)


def test_a_position_that_has_not_begun_can_be_withdrawn_and_no_other(cast: Cast, ningsih: Person) -> None:
    later = Terms(role=Role.OPERATOR, agency=cast.dishub, starts=date(2026, 4, 1))
    position = positions.give(ningsih, later, by=cast.admin, at=AT)
    positions.withdraw(position, by=cast.admin, day=DAY, at=AT)
    assert not Position.objects.filter(person=ningsih).exists()
    assert Change.objects.filter(action="position_withdrawn").exists()
    with pytest.raises(Faulty, match="serah terima"):
        positions.withdraw(cast.budi, by=cast.admin, day=DAY, at=AT)


def test_a_citizens_account_becomes_an_officials_without_its_old_password(cast: Cast) -> None:
    who = persons.add("Sari Lestari, S.T.", "SARI@contoh.test", by=cast.admin, at=AT)
    assert who.pk == cast.sari.pk and not who.has_usable_password()
    with pytest.raises(Faulty, match="milik Budi, yang sudah terdaftar"):
        persons.add("Budi", cast.budi.person.email, by=cast.admin, at=AT)


def test_a_citizen_is_not_found_among_the_officials(cast: Cast) -> None:
    assert persons.found("Sari", day=DAY) == []
    assert [one.name for one in persons.found("dishub budi", day=DAY)] == ["Budi"]
    assert [one.name for one in persons.found("Perhubungan", day=DAY)] == ["Agus", "Budi", "Endang", "Heru", "Slamet"]
    agus = persons.found("dishub", day=DAY)[0]
    assert persons.found("dishub", day=DAY, after=agus)[0].name == "Budi"


def test_the_journal_says_that_an_address_changed_and_not_which(cast: Cast) -> None:
    budi = cast.budi.person
    assert persons.change(budi, name="Budi S.", email="budi.s@bantul.test", phone="", by=cast.admin, at=AT)
    change = Change.objects.get(action="person_changed")
    assert change.data == {"person": "Budi S.", "name": ["Budi", "Budi S."], "email_changed": True}
    with pytest.raises(Faulty, match="sudah dipakai akun lain"):
        persons.change(budi, name="Budi", email=cast.sari.email, phone="", by=cast.admin, at=AT)
