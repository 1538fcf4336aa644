"""The demo, played into a database: one case of each lot, and what everybody finds at his desk."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from lapor.complaints import events, identity, queries, timing
from lapor.complaints.models import (
    Attachment,
    Complaint,
    Draft,
    Event,
    EventText,
    Handling,
    HeadReport,
    StepClock,
)
from lapor.demo import fill, logins, people, supervising
from lapor.demo.lots import LOTS
from lapor.people.models import Agency, Person, Position
from lapor.people.readiness import unready_agencies
from lapor.sop.rules import OPEN_HANDLING, C, Role

NOW = datetime(2026, 11, 25, 3, 18, tzinfo=UTC)


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: object) -> Iterator[int]:
    """A database with seeds and one case of each lot, for all tests of this file; gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed", verbosity=0)
        yield fill.fill(now=NOW, most=1)
        transaction.set_rollback(True)


def position(address: str) -> Position:
    return Position.objects.select_related("agency").get(person__email=address + people.DOMAIN)


def test_every_lot_is_played_and_every_chain_holds(filled: int):
    assert filled == len(LOTS) + len(supervising.STORIES) == Complaint.objects.count()
    assert events.broken_chains(limit=1000) == []


def test_nothing_happened_after_now_and_every_story_is_told_in_order(filled: int):
    assert not Event.objects.filter(at__gt=NOW).exists()
    for complaint in Complaint.objects.all():
        moments = list(complaint.events.order_by("seq").values_list("at", flat=True))
        assert moments == sorted(moments)


def test_every_state_of_a_complaint_and_every_open_one_of_a_handling_is_there(filled: int):
    assert set(Complaint.objects.values_list("state", flat=True)) == set(C)
    assert set(Handling.objects.values_list("state", flat=True)) >= set(OPEN_HANDLING)


def test_clocks_are_calm_soon_late_and_paused(filled: int):
    reader = timing.Reader(at=NOW)
    rows = StepClock.objects.filter(finished_at=None).select_related("calendar", "handling__agency")
    states = Counter(reader.read(row).state for row in rows)
    assert set(states) == {"calm", "soon", "late", "paused"}


def test_most_clocks_were_kept_but_by_no_means_all(filled: int):
    done = StepClock.objects.filter(step__isnull=False, outcome="").exclude(finished_at=None)
    kept = sum(clock.finished_at <= clock.due_at for clock in done)
    assert 0.55 <= kept / len(done) <= 0.95


@pytest.mark.parametrize(
    "address",
    ["verifikator", "operator.dishub", "pj.dishub", "seksi-penerangan-jalan-umum.dishub"],
)
def test_whoever_signs_in_finds_work_and_some_of_it_late(filled: int, address: str):
    actor = position(address).as_actor()
    chosen = queries.filters(actor, at=NOW)
    assert len(queries.inbox(actor, chosen["giliran"].keeps)) >= 2
    assert queries.inbox(actor, chosen["lewat"].keeps)


def test_the_inspectorate_finds_a_complaint_to_take_up_one_to_examine_and_one_to_answer_that_is_late(filled: int):
    verifier, investigator = (position(f"{seat}.inspektorat").as_actor() for seat in ("verifikator", "pemeriksa"))
    for actor, turns in ((verifier, 2), (investigator, 1)):
        chosen = queries.filters(actor, at=NOW)
        assert len(queries.inbox(actor, chosen["giliran"].keeps)) == turns
        assert len(queries.inbox(actor, chosen["lewat"].keeps)) == 1


def test_the_head_has_reports_to_read_and_has_read_others(filled: int):
    dishub = Agency.objects.get(short="Dishub")
    assert queries.unseen_reports(dishub.pk).exists()
    assert HeadReport.objects.filter(agency=dishub).exclude(seen=None).exists()


def test_there_are_objections_reopenings_and_a_head_who_examines(filled: int):
    assert Complaint.objects.filter(round=2).exclude(state=C.CLOSED).exists()
    assert Handling.objects.filter(head_examines=True, state="at_officer").exists()
    assert {2, 1} >= set(Complaint.objects.filter(hops__gt=0).values_list("hops", flat=True))
    assert Complaint.objects.filter(state=C.ANSWERED, acknowledged_round=0).exists()


def test_sari_finds_a_case_of_each_sort_on_her_own_page(filled: int):
    sari = people.citizens()[0]
    states = set(identity.of_account(sari.pk).values_list("state", flat=True))
    assert states >= {C.RECEIVED, C.AWAITING, C.IN_HANDLING, C.ANSWERED, C.CLOSED, C.ARCHIVED}


@pytest.mark.parametrize("name", ["operator", "officer", "unit"])
def test_the_showcase_cases_wait_at_their_desks_and_open_with_their_code(filled: int, name: str):
    number, code = fill.showcase(name) or ("", "")
    complaint = Complaint.objects.get(number=number)
    assert complaint.handlings.get().state == f"at_{name}"
    assert identity.opened_by(complaint.number, code)


def test_photos_are_real_attachments_and_no_draft_is_left_over(filled: int):
    assert Attachment.objects.filter(purpose="after", event__action="report").exists()
    assert Attachment.objects.filter(purpose="evidence", event__action="submit").exists()
    assert Attachment.objects.values("content_hash").distinct().count() <= 30
    assert not Draft.objects.exists()


def test_no_sentence_was_left_with_a_hole_in_it(filled: int):
    assert not EventText.objects.filter(words__contains="{").exists()


def test_one_agency_has_no_operator_and_says_so(filled: int):
    lacking = unready_agencies(day=NOW.date())
    assert [(agency.short, words) for agency, words in lacking] == [("Bag. Umpro", ["operator"])]


def test_everybody_has_the_printed_password_and_an_address_that_reaches_nobody(filled: int):
    assert not Person.objects.exclude(email__endswith=people.DOMAIN).exists()
    for address in logins.SHOWN:
        assert Person.objects.get(email=address + people.DOMAIN).check_password(people.PASSWORD)


def test_the_printed_logins_name_every_role_once(filled: int):
    told = "\n".join(logins.lines())
    assert people.PASSWORD in told and "BTL-" in told
    shown = {position(address).role for address in logins.SHOWN if not address.startswith("warga")}
    assert shown == {role.value for role in Role} - {"citizen", "system"}


def test_a_second_filling_is_refused_and_if_empty_is_quiet(filled: int):
    before = Complaint.objects.count()
    with pytest.raises(CommandError, match="sudah ada"):
        call_command("demo", verbosity=0)
    call_command("demo", if_empty=True, verbosity=0)
    assert Complaint.objects.count() == before


@pytest.mark.django_db
def test_a_desk_with_real_officials_is_left_alone():
    call_command("seed", verbosity=0)
    real = Person.objects.create_person(email="budi@bantulkab.test", name="Budi")
    Position.objects.create(person=real, role=Role.VERIFIER, starts=date(2026, 1, 1))
    with pytest.raises(CommandError, match="pejabat sungguhan"):
        call_command("demo", verbosity=0)
    assert not Complaint.objects.exists()


@pytest.mark.django_db
def test_without_seeds_the_demo_says_what_to_do_and_logins_say_nothing():
    with pytest.raises(CommandError, match="lapor seed"):
        call_command("demo", verbosity=0)
    said = io.StringIO()
    call_command("demo", logins=True, stdout=said)
    assert said.getvalue() == ""
