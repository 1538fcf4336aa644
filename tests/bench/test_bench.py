"""The bench itself, small: two hundred copies are sound cases, and the pages they fill take few queries."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from lapor.complaints import events, numbers
from lapor.complaints.models import Complaint, Handling
from lapor.config import doctor_database
from lapor.demo import fill
from lapor.demo.lots import LOTS
from lapor.sop.rules import C, H
from tests.bench import floors, measure, report
from tests.bench.rows import tables
from tests.bench.stock import ACTS, READS, gather
from tests.bench.templates import Copy

NOW = datetime(2026, 11, 25, 3, 18, tzinfo=UTC)
COPIES, WAITING = 200, 8
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def desk(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """Some walked cases and two hundred copies, for all tests of this file; gone afterwards."""
    some = [lot for n, lot in enumerate(LOTS) if n % 6 == 0 or (lot.whose in (READS, ACTS) and lot.walk == "verify")]
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(fill, "LOTS", some)
        call_command("seed", verbosity=0)
        held = gather(now=NOW)
        here = SimpleNamespace(owner=connection.connection, analyse=lambda: None)
        upto = Complaint.objects.count() + COPIES
        loading, made, waiting = measure.load(here, held, upto, rng=random.Random(1), acts=WAITING)  # type: ignore[arg-type]
        yield SimpleNamespace(owner=here.owner, held=held, loading=loading, made=made, waiting=waiting)
        transaction.set_rollback(True)


def write(desk: SimpleNamespace, written: Any, copy: Copy) -> Complaint:
    """The bare rows of an act, and the case that they make."""
    for statement, values in floors.statements(written, copy, tables(told=True)):
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
    return Complaint.objects.get(pk=copy.pk)


def test_every_copy_is_a_case_whose_chain_holds(desk: SimpleNamespace) -> None:
    copies = Complaint.objects.filter(pk__in=[copy.pk for _, copy in desk.made] + [copy.pk for copy in desk.waiting])
    assert len(copies) == desk.loading["loaded"] == COPIES
    assert [sentence for case in copies for sentence in events.breaks(case)] == []
    assert list(doctor_database.chains()) == []


def test_copies_share_no_number_and_lie_in_two_years(desk: SimpleNamespace) -> None:
    cases = [Complaint.objects.get(pk=copy.pk) for _, copy in desk.made]
    assert all(numbers.parse(case.number) == case.number for case in cases)
    assert len({case.number for case in cases}) == len(cases)
    assert {case.received_at.year for case in cases} >= {2024, 2025}
    assert all(case.received_at <= NOW for case in cases)


def test_most_copies_are_over_and_some_are_open(desk: SimpleNamespace) -> None:
    over = sum(mould in desk.held.over for mould, _ in desk.made)
    assert 0.9 < over / len(desk.made) < 1


def test_the_pages_that_are_read_take_fewer_than_twelve_queries(desk: SimpleNamespace) -> None:
    pages = measure.pages(desk.held, desk.made, rng=random.Random(2))
    for name in report.READ:
        assert 0 < measure.queries(pages[name]) < report.QUERIES, name


def test_the_bare_rows_of_an_act_make_the_case_that_the_act_makes(desk: SimpleNamespace) -> None:
    case = write(desk, desk.held.passed_on, desk.waiting[0])
    assert Handling.objects.get(complaint=case).state == H.AT_OFFICER
    assert case.events.latest("seq").action == "pass_on"
    assert list(events.breaks(case)) == []


def test_the_bare_rows_of_a_filing_make_a_case(desk: SimpleNamespace) -> None:
    (copy,) = measure.fresh(SimpleNamespace(owner=desk.owner), desk.held.filed, 1)  # type: ignore[arg-type]
    case = write(desk, desk.held.filed, copy)
    assert case.state == C.RECEIVED and case.clocks.count() == 3
    assert list(events.breaks(case)) == []


def test_a_page_that_grows_or_asks_too_much_is_named() -> None:
    def size(cases: int, queries: int, ms: float) -> dict[str, Any]:
        one = {"queries": queries, "at_once": {"p50": ms, "p95": ms}}
        return {"cases": cases, "pages": dict.fromkeys(report.READ, one)}

    assert report.faults([size(10, 11, 20.0), size(100, 11, 29.0)]) == []
    slow = report.faults([size(10, 11, 20.0), size(100, 12, 30.0)])
    assert len(slow) == len(report.READ) * 3
    assert slow[0] == "inbox takes 12 queries at 100 cases; fewer than 12 are allowed."
    assert "inbox is 1.50 times slower (p95)" in " ".join(slow)
