"""A town with a mail server and a gateway to telephones, whose files, letters and log lie in a folder of the test."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import MONDAY, Cast
from tests.leaks.read import Log
from tests.leaks.town import Town
from tests.post_office import PostOffice


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
