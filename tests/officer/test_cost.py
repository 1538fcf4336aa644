"""What pages and acts cost: a page at most twelve queries, sessions and sign-in counted, whatever its case is.

The pages that are open all day, the case's own and the inbox, stay below twelve.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lapor.complaints import queries, situation
from lapor.complaints.geography import Point
from lapor.complaints.steps import inspect, reveal, route
from lapor.officer.cases import case_of
from lapor.sop.rules import Klass
from tests.cast import INTERIM, MONDAY, Cast, Walk, sign_in
from tests.officer.test_pages import STATES

MOST = 12


def cost(client: Client, url: str) -> list[str]:
    """The queries of this page."""
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200, url
    return [query["sql"][:120] for query in seen]


@pytest.mark.parametrize("state", STATES)
def test_a_case_and_its_acts_take_few_queries(client: Client, walk: Walk, state: str) -> None:
    STATES[state](walk)
    for name in ("wati", "budi", "endang", "slamet", "agus"):
        sign_in(client, walk.cast.officials[name])
        page = client.get(reverse("office_case", args=[walk.complaint.number]))
        if page.status_code == 404:
            continue
        asked = cost(client, reverse("office_case", args=[walk.complaint.number]))
        assert len(asked) < MOST, (name, asked)
        for url in [offer.url for offer in page.context["offers"] if offer.refusal is None]:
            asked = cost(client, url)
            assert len(asked) <= MOST, (name, url, asked)


def test_the_desk_takes_few_queries_however_long_the_queue(client: Client, cast: Cast, file_one: Any) -> None:
    walks = [file_one() for _ in range(3)]
    sign_in(client, cast.wati)
    for url in (reverse("verification"), reverse("verification_case", args=[walks[2].complaint.number])):
        asked = cost(client, url)
        assert len(asked) <= MOST, (url, asked)


def test_the_inbox_takes_few_queries_however_long_it_is(client: Client, cast: Cast, file_one: Any) -> None:
    STATES["return_requested"](file_one())
    for _ in range(3):
        file_one().routed().asked()
        file_one().answered()
    for name in ("wati", "budi", "endang", "slamet", "agus"):
        sign_in(client, cast.officials[name])
        for chosen in queries.filters(cast.officials[name].as_actor(), at=MONDAY):
            asked = cost(client, f"{reverse('inbox')}?saring={chosen}")
            assert len(asked) < MOST, (name, chosen, asked)


def test_what_is_written_takes_few_statements(file_one: Any) -> None:
    with CaptureQueriesContext(connection) as filing:
        walk = file_one()
    walk.routed()
    with CaptureQueriesContext(connection) as acting:
        walk.do(route.pass_on, walk.cast.budi, interim=INTERIM)
    assert len(filing) <= 19, [query["sql"][:120] for query in filing]
    assert len(acting) <= 23, [query["sql"][:120] for query in acting]


@pytest.mark.parametrize("state", STATES)
def test_a_situation_read_off_a_page_is_the_one_that_the_step_looks_up(walk: Walk, state: str) -> None:
    STATES[state](walk)
    walk.refresh()
    for name in ("wati", "budi", "agus"):
        request = SimpleNamespace(position=walk.cast.officials[name], now=walk.at)
        clocks = walk.complaint.clocks.select_related("handling__agency", "handling__unit").order_by("id")
        case = case_of(request, walk.complaint, clocks=list(clocks))
        assert case.situation == situation.of(walk.complaint, case.handling, at=walk.at)


def test_a_hidden_case_takes_few_queries(client: Client, file_one: Any) -> None:
    walk = file_one(anonim=True, spot=Point(-7.8876, 110.3289)).routed()
    for name in ("wati", "budi"):
        sign_in(client, walk.cast.officials[name])
        asked = cost(client, reverse("office_case", args=[walk.complaint.number]))
        assert len(asked) <= MOST, (name, asked)


def test_the_inspektorats_pages_take_few_queries_however_many_cases_it_has(client: Client, file_one: Any) -> None:
    asked: dict[tuple[str, str], set[int]] = {}
    for _ in range(3):
        walk = file_one(klass=Klass.SUPERVISORY)
        walk.do(inspect.take_up, walk.cast.kartika, interim=INTERIM)
        file_one(klass=Klass.SUPERVISORY)
        for name in ("kartika", "bayu"):
            sign_in(client, walk.cast.officials[name])
            for url in (reverse("inbox"), reverse("office_case", args=[walk.complaint.number])):
                asked.setdefault((name, url.split("/")[2]), set()).add(len(cost(client, url)))
    assert all(len(counts) == 1 and max(counts) <= MOST for counts in asked.values()), asked


def test_the_custodians_page_takes_as_many_queries_for_three_requests_as_for_one(client: Client, file_one: Any) -> None:
    asked = set()
    for _ in range(3):
        walk = file_one(anonim=True)
        walk.do(reveal.ask_identity, walk.cast.wati, reason="Pelapor perlu dihubungi lagi.")
        sign_in(client, walk.cast.officials["sekar"])
        asked.add(len(cost(client, reverse("identity_requests"))))
    assert len(asked) == 1 and max(asked) < MOST, asked
