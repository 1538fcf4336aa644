"""What the tests of lateness share: the worker by the test's own clock, and a case given on a Friday afternoon."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.cast import Walk
from tests.notices.machine import FRIDAY, Machine
from tests.post_office import PostOffice


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, post_office: PostOffice) -> Machine:
    return Machine(monkeypatch, post_office)


@pytest.fixture
def friday(file_one: Callable[..., Walk]) -> Walk:
    """Given to Dishub on Friday at 13.30: its operator has until closing at 14.30."""
    return file_one(at=FRIDAY - timedelta(minutes=30)).routed()
