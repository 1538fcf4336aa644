"""What is sent slowly is taken in before anything is done with it; what is too much is refused unread."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from lapor.config import bodies


class Telephone:
    """Sends a little at each reading."""

    def __init__(self, whole: bytes, *, stops_at: int | None = None) -> None:
        self.left = io.BytesIO(whole[:stops_at])

    def read(self, size: int) -> bytes:
        return self.left.read(min(size, 1000))


def asked(sent: Telephone, told: str, folder: Path) -> tuple[list[str], bytes]:
    seen: list[str] = []

    def page(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        assert sent.left.read() == b"", "answered before all was here"
        start_response("200 OK", [])
        return [environ["wsgi.input"].read()]

    application = bodies.taken_in(page, folder=folder)
    environ = {"CONTENT_LENGTH": told, "wsgi.input": sent}
    return seen, b"".join(application(environ, lambda status, headers: seen.append(status)))


@pytest.mark.parametrize("length", [0, 10, bodies.IN_MEMORY + 5000])
def test_a_page_is_asked_once_the_whole_body_is_here(length: int, tmp_path: Path) -> None:
    whole = bytes(range(250)) * (length // 250 + 1)
    seen, answer = asked(Telephone(whole[:length]), str(length), tmp_path)
    assert (seen, answer) == (["200 OK"], whole[:length])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("told", ["", "-1", "x", "٣"])
def test_a_length_that_is_none_means_that_nothing_is_sent(told: str, tmp_path: Path) -> None:
    assert asked(Telephone(b""), told, tmp_path) == (["200 OK"], b"")


def test_what_is_cut_off_asks_no_page(tmp_path: Path) -> None:
    seen, answer = asked(Telephone(bytes(5000), stops_at=3000), "5000", tmp_path)
    assert seen == ["400 Bad Request"] and "terputus" in answer.decode()


def test_what_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    sent = Telephone(bytes(5000))
    seen, answer = asked(sent, str(bodies.MOST + 1), tmp_path)
    assert seen == ["413 Request Entity Too Large"] and "110 MB" in answer.decode()
    assert len(sent.left.read()) == 5000
