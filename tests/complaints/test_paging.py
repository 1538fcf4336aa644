"""Keys of pages: what a page wrote is read again, anything else is the first page."""

from __future__ import annotations

from datetime import UTC, datetime

from lapor.complaints import paging
from tests.cast import MONDAY


def test_a_page_key_that_makes_no_sense_is_the_first_page() -> None:
    assert paging.read("x-1") is paging.read("") is paging.read("9" * 30 + "-1") is None
    assert paging.read("-5-3") is paging.read("1-" + "9" * 30) is None
    assert paging.read("0-7") == (datetime(1970, 1, 1, tzinfo=UTC), 7)


def test_what_a_page_wrote_is_read_again() -> None:
    assert paging.read(paging.written(MONDAY, 42)) == (MONDAY, 42)
