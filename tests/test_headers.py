"""What caches may keep: nothing that was drawn for one person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from lapor.complaints import identity
from tests.cast import Cast, Walk

PRIVATE = "private, no-store"


@pytest.mark.django_db
def test_a_page_for_everybody_says_nothing_about_caches_to_a_stranger(client: Client) -> None:
    assert "Cache-Control" not in client.get(reverse("home")).headers


@pytest.mark.parametrize("name", ["inbox", "search", "administration", "home"])
def test_every_page_of_an_official_is_kept_by_no_cache(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.budi.person)  # "administration" is closed to him: that he reads so is private too
    assert client.get(reverse(name)).headers["Cache-Control"] == PRIVATE


@pytest.mark.django_db
def test_the_way_to_the_sign_in_page_is_kept_by_no_cache(client: Client) -> None:
    assert client.get(reverse("inbox")).headers["Cache-Control"] == PRIVATE


def test_a_stranger_with_a_receipt_gets_every_page_uncached(file_one: Callable[..., Walk], client: Client) -> None:
    walk = file_one()
    session = client.session
    session["receipts"] = identity.seal([walk.complaint.pk])
    session.save()
    assert client.get(reverse("home")).headers["Cache-Control"] == PRIVATE
    answer = client.get(reverse("case", kwargs={"number": walk.complaint.number}))
    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]


def test_what_a_page_says_itself_stays(cast: Cast, client: Client) -> None:
    client.force_login(cast.sari)
    assert "max-age=0" in client.get(reverse("file")).headers["Cache-Control"]
