"""A town with a mail server and a gateway to telephones, whose files, letters and log lie in a folder of the test."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import MONDAY, Cast
from tests.leaks.read import Log
from tests.leaks.town import Town
from tests.notices.conftest import PostOffice, post_office

__all__ = ["post_office"]


@pytest.fixture
def gateway(settings: Any) -> Iterator[list[bytes]]:
    """What telephones are sent, as it came, but for the number it goes to."""
    taken: list[bytes] = []

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.MESSENGER_URL = f"json://127.0.0.1:{server.server_port}/kirim/{{telepon}}"
    yield taken
    server.shutdown()
    server.server_close()


@pytest.fixture
def log() -> Iterator[Log]:
    kept, root = Log(), logging.getLogger()
    before = root.level
    root.addHandler(kept)
    root.setLevel(logging.DEBUG)
    yield kept
    root.setLevel(before)
    root.removeHandler(kept)


@pytest.fixture
def written(tmp_path: Path, settings: Any) -> Path:
    """The folder that everything is written to."""
    settings.FILES_ROOT, settings.MAIL_FOLDER = tmp_path / "files", tmp_path / "mail"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "tmp"
    for folder in (settings.FILES_ROOT, settings.MAIL_FOLDER, settings.FILE_UPLOAD_TEMP_DIR):
        folder.mkdir()
    return tmp_path


@pytest.fixture
def town(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, written: Path, log: Log, gateway: Any, post_office: PostOffice
) -> Town:
    """The cast on a Monday morning, going by a clock of the test's."""
    made = Town(cast, MONDAY)
    monkeypatch.setattr(timezone, "now", lambda: made.at)
    return made
