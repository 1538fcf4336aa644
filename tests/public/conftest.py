"""A reporter's browser for the tests of the citizens' pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Walk


@pytest.fixture
def reporter(client: Client) -> Callable[[Walk], Client]:
    """The browser of whoever holds the receipt of this walk: `reporter(walk).get(...)`."""

    def opened(walk: Walk) -> Client:
        session = client.session
        session["receipts"] = [walk.complaint.pk]
        session.save()
        return client

    return opened
