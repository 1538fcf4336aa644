"""What a person sees when something broke on our side: the number, also where only a part of a page was asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from lapor.people.models import Position
from tests.browser.conftest import Someone
from tests.cast import Cast

NUMBER = re.compile(r"Nomor kesalahan: [A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}")
SAYS_SO = "Ada yang salah pada kami"


def broken(*args: Any, **more: Any) -> None:
    raise ValueError("something of ours")


def test_a_filter_that_breaks_shows_the_number_in_place(
    open_offices: Cast, official: Callable[[Position], Someone], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = official(open_offices.budi).open("/meja/kotak-masuk/").page
    page.evaluate("window.stays = true")
    monkeypatch.setattr("lapor.officer.views.inbox.render", broken)
    page.get_by_role("link", name="Di penanggung jawab").click()
    expect(page.get_by_role("heading", name=SAYS_SO)).to_be_visible()
    expect(page.get_by_text(NUMBER)).to_be_visible()
    expect(page.locator("main")).to_have_count(1)
    assert page.evaluate("window.stays") is True


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_of_an_error_is_sound(
    open_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr("lapor.public.views.pages.render", broken)
    page = open_page(width=width)
    page.goto("/bantuan/")
    expect(page.get_by_text(NUMBER)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page).response["violations"] == []
