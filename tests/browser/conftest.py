"""People at their screens: each has a window of one's own and does only what the page offers in words."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from lapor.people import calendars
from lapor.people.models import Calendar, Holiday, Person, Position
from tests.cast import Cast, sign_in

PHOTO = Path(__file__).parents[1] / "data/files/exif_gps_bantul.jpg"
EVERY_DAY = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


class Someone:
    """A person at a screen. Finds things by what is written on them."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, address: str) -> Someone:
        self.page.goto(address)
        return self

    def press(self, words: str) -> Someone:
        named = self.page.get_by_role("button", name=re.compile(rf"^\s*{re.escape(words)}"))
        named.and_(self.page.locator(":not(.vh)")).first.click()
        return self

    def follow(self, words: str) -> Someone:
        self.page.get_by_role("link", name=words).first.click()
        return self

    def field(self, label: str) -> Locator:
        """The field whose label begins with these words."""
        named = self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}"))
        return named.and_(self.page.locator("input, select, textarea")).first

    def write(self, label: str, text: str) -> Someone:
        self.field(label).fill(text)
        return self

    def choose(self, label: str, option: str) -> Someone:
        self.field(label).select_option(label=option)
        return self

    def tick(self, label: str) -> Someone:
        self.page.get_by_label(label).first.check()
        return self

    def attach(self, label: str, *files: Path) -> Someone:
        self.field(label).set_input_files(list(files))
        return self

    def reads(self, words: str) -> Someone:
        expect(self.page.locator("body")).to_contain_text(words)
        return self

    def does_not_read(self, words: str) -> Someone:
        expect(self.page.locator("body")).not_to_contain_text(words)
        return self

    def text_of(self, selector: str) -> str:
        return self.page.locator(selector).inner_text().strip()


@pytest.fixture
def open_offices(transactional_db: None, cast: Cast) -> Cast:
    """The cast, with offices that never close, so that a walk in the browser is in time on any day."""
    Calendar.objects.update(week=EVERY_DAY)
    Holiday.objects.all().delete()
    calendars.publish_all(at=datetime(2026, 1, 1, tzinfo=UTC))
    return cast


@pytest.fixture
def stranger(open_page: Callable[..., Page]) -> Callable[..., Someone]:
    """Somebody who is not signed in: `stranger(width=360)`."""
    return lambda **options: Someone(open_page(**options))


def signed_in(someone: Someone, who: Position | Person) -> Someone:
    """The same window, now signed in as this official or citizen."""
    cookie = sign_in(Client(), who).cookies[settings.SESSION_COOKIE_NAME].value
    someone.page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "domain": "localhost", "path": "/"}]
    )
    return someone


@pytest.fixture
def official(stranger: Callable[..., Someone]) -> Callable[[Position], Someone]:
    """An official who has just signed in and is at his desk; how one signs in, tests/account tells."""

    def one(position: Position) -> Someone:
        someone = signed_in(stranger(), position).open("/meja/")
        expect(someone.page).to_have_url(re.compile(r"/(meja|ringkasan|audit|identitas|pengaturan)/"))
        return someone

    return one


@pytest.fixture
def worker_runs() -> Callable[[], None]:
    """Let the worker do everything that waits for it, then stop. In a thread: Playwright keeps an event loop."""
    from procrastinate.contrib.django import app

    def run() -> None:
        async def work() -> None:
            connector = app.connector.get_worker_connector()
            with app.replace_connector(connector) as worker_app:
                async with worker_app.open_async():
                    await worker_app.run_worker_async(wait=False, install_signal_handlers=False)

        failures: list[Exception] = []

        def guarded() -> None:
            try:
                asyncio.run(work())
            except Exception as failure:  # noqa: BLE001  told to the test, whatever it is
                failures.append(failure)

        thread = threading.Thread(target=guarded)
        thread.start()
        thread.join(timeout=30)
        assert not failures and not thread.is_alive(), failures

    return run
