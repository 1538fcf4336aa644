"""What every test may ask for: a database on a server of this run's own, and a browser.

People and complaints to work with are in tests/cast.py.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from lapor.config import postgres, throw_away

pytest_plugins = ["tests.bucket", "tests.cast", "tests.post_office"]

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure(config: pytest.Config) -> None:
    """Clear away what killed runs left behind; the workers of a run share its server and clear nothing."""
    if not hasattr(config, "workerinput"):
        for left in Path(settings.VAR).parent.iterdir():
            if left.name.isdigit() and not Path(f"/proc/{left.name}").exists():
                throw_away.remove(left)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        throw_away.remove(Path(settings.VAR))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """The server of this run: the first worker that needs a database starts it, the last one stops it."""
    if os.environ.get("LAPOR_TEST_DATABASE_URL"):
        yield
        return
    server = postgres.Server(Path(settings.VAR), for_tests=True)
    server.open()
    yield
    server.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, live_server: object) -> Iterator[Callable[..., Page]]:
    """Open a window of one's own: `open_page()` for a desk, `open_page(width=360)` for a telephone.

    Each call is another person: no cookies are shared. Addresses are relative to the live server. Keywords go
    to the browser context (`java_script_enabled=False`). A script error, or anything the content policy
    refused, fails the test at its end.
    """
    contexts, complaints = [], []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    def open_one(*, width: int = 1280, height: int = 800, **options: object) -> Page:
        context = browser.new_context(
            base_url=str(live_server),
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            viewport={"width": width, "height": height},
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", note)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """One person's window, for a test with one person."""
    return open_page()
