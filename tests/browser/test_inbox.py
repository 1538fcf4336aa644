"""The inbox in the browser: filters and pages are put in place, and work as plain links where no script runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from lapor.complaints import queries
from lapor.people.models import Position
from tests.browser.conftest import Someone, signed_in
from tests.cast import Cast, Walk


@pytest.fixture
def three(open_offices: Cast, file_one: Callable[..., Walk]) -> list[Walk]:
    """Two cases with the operator of Dishub, one with its penanggung jawab."""
    return [file_one().routed(), file_one().routed(), file_one().passed_on()]


def unloaded(page: Page) -> None:
    """Mark the window, so that a whole load shows."""
    page.evaluate("window.stays = true")


def test_a_filter_is_put_in_place_and_found_again_by_going_back(
    three: list[Walk], open_offices: Cast, official: Callable[[Position], Someone]
) -> None:
    page = official(open_offices.budi).open("/meja/kotak-masuk/").page
    unloaded(page)
    page.get_by_label("Rapat").check()
    page.get_by_role("link", name="Di penanggung jawab").click()
    heading = page.get_by_role("heading", name="Di penanggung jawab 1")
    expect(heading).to_be_focused()
    expect(page).to_have_url("/meja/kotak-masuk/?saring=penanggung-jawab")
    expect(page.get_by_role("link", name="Di penanggung jawab")).to_have_attribute("aria-current", "true")
    expect(page.get_by_label("Rapat")).to_be_checked()
    assert page.evaluate("window.stays") is True
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Lewat tenggat").click(modifiers=["Control"])
    expect(opened.value).to_have_url("/meja/kotak-masuk/?saring=lewat")
    expect(heading).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Giliran saya 2")).to_be_visible()


def test_the_next_page_is_put_in_place(
    three: list[Walk], open_offices: Cast, official: Callable[[Position], Someone], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 1)
    page = official(open_offices.budi).open("/meja/kotak-masuk/").page
    unloaded(page)
    first = page.locator(".inbox .case-no").inner_text()
    page.get_by_role("link", name="Halaman berikutnya").click()
    expect(page.get_by_role("link", name="Halaman berikutnya")).to_have_count(0)
    expect(page.locator(".inbox .case-no")).not_to_have_text(first)
    expect(page.get_by_role("heading", name="Giliran saya 2")).to_be_focused()
    assert page.evaluate("window.stays") is True


def test_filters_work_without_scripts(three: list[Walk], open_offices: Cast, stranger: Callable[..., Someone]) -> None:
    budi = signed_in(stranger(java_script_enabled=False, width=360), open_offices.budi).open("/meja/")
    budi.follow("Di penanggung jawab").reads("Di penanggung jawab 1")
    expect(budi.page).to_have_url("/meja/kotak-masuk/?saring=penanggung-jawab")
