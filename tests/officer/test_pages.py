"""Every official finds his pages, and every page opens in every state of a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lapor.complaints.steps import route
from lapor.officer.forms import FORMS
from tests.cast import REPORTER, Cast, Walk, sign_in

PAGES = ("inbox", "verification", "head_reports", "search", "figures", "audit", "administration")
THEIRS = {
    "wati": {"inbox", "verification", "search", "figures"},
    "joko": {"inbox", "verification", "search", "figures"},
    "budi": {"inbox", "search"},
    "endang": {"inbox", "search"},
    "slamet": {"inbox", "search"},
    "agus": {"inbox", "search", "head_reports", "figures"},
    "bupati": {"figures"},
    "auditor": {"figures", "audit"},
    "admin": {"figures", "administration"},
}
STATES: dict[str, Callable[[Walk], Any]] = {
    "received": lambda walk: walk,
    "at_operator": Walk.routed,
    "return_requested": lambda walk: walk.routed().do(
        route.request_return,
        walk.cast.budi,
        reason="wrong_agency",
        explanation="Ini urusan pertamanan.",
        proposed=walk.cast.dlh,
    ),
    "awaiting": lambda walk: walk.routed().asked(),
    "at_officer": Walk.passed_on,
    "at_unit": Walk.assigned,
    "checking": Walk.reported,
    "to_answer": Walk.approved,
    "answered": Walk.answered,
    "answered simply": Walk.answered_simply,
    "closed": Walk.closed,
}


@pytest.mark.parametrize("name", THEIRS)
def test_each_role_opens_its_own_pages_and_no_others(client: Client, cast: Cast, walk: Walk, name: str) -> None:
    sign_in(client, cast.officials[name])
    for page in PAGES:
        expected = 200 if page in THEIRS[name] else 403
        assert client.get(reverse(page)).status_code == expected, page


@pytest.mark.parametrize("name", THEIRS)
def test_the_desk_leads_to_the_first_page_of_the_menu(client: Client, cast: Cast, name: str) -> None:
    sign_in(client, cast.officials[name])
    response = client.get(reverse("desk"), follow=True)
    assert response.status_code == 200
    assert f'<a href="{response.request["PATH_INFO"]}" aria-current="page">' in response.content.decode()


@pytest.mark.parametrize("state", STATES)
def test_a_case_and_every_act_it_offers_open_in_every_state(client: Client, walk: Walk, state: str) -> None:
    STATES[state](walk)
    for name in ("wati", "joko", "budi", "endang", "slamet", "agus"):
        sign_in(client, walk.cast.officials[name])
        response = client.get(reverse("office_case", args=[walk.complaint.number]))
        assert response.status_code in (200, 404), (name, response.status_code)
        if response.status_code == 404:
            continue
        for offer in response.context["offers"]:
            answered = client.get(offer.url)
            if offer.action == "verify_and_route" and offer.refusal:
                continue
            assert answered.status_code == (403 if offer.refusal else 200), (name, offer.action)


def test_every_act_of_an_official_has_a_form() -> None:
    from lapor.sop import rules

    own = {rule.action for rule in rules.RULES if set(rule.roles) - {rules.Role.CITIZEN, rules.Role.SYSTEM}}
    elsewhere = {"allow_identity", "deny_identity", "see_identity"}  # the custodian's page, and one press of a button
    assert own - elsewhere == set(FORMS)
    assert REPORTER.role == rules.Role.CITIZEN


def test_a_case_says_whose_turn_it_is_before_what_may_be_done(client: Client, walk: Walk) -> None:
    walk.passed_on()
    url = reverse("office_case", args=[walk.complaint.number])
    turns = {
        "endang": "Sekarang giliran Anda.",
        "budi": "Sekarang giliran penanggung jawab. Tidak ada yang perlu Anda lakukan.",
        "wati": "Sekarang giliran penanggung jawab. Tidak ada yang perlu Anda lakukan.",
    }
    for name, said in turns.items():
        sign_in(client, walk.cast.officials[name])
        assert f">{said}<" in client.get(url).content.decode(), name


def test_what_only_waits_for_another_state_is_folded(client: Client, walk: Walk) -> None:
    walk.passed_on()
    sign_in(client, walk.cast.budi)
    page = client.get(reverse("office_case", args=[walk.complaint.number])).content.decode()
    folded = page.partition("Tindakan lain, dan kapan")[2]
    assert "Kirim jawaban:" in folded and "Siap dijawab" in folded


def test_the_turn_is_told_to_the_end(client: Client, walk: Walk) -> None:
    url = reverse("office_case", args=[walk.complaint.number])
    sign_in(client, walk.cast.wati)
    walk.answered()
    assert ">Sekarang giliran Anda.<" in client.get(url).content.decode()
    walk.received()
    assert "Penanganan aduan ini sudah berakhir." not in client.get(url).content.decode()
