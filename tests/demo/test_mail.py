"""/demo/mail: the letters of an installation without a mail server, readable in the demo and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.cast import Walk
from tests.letters import deliver


@pytest.fixture
def lying(file_one: Callable[..., Walk], settings: Any, tmp_path: Path) -> Walk:
    """A case whose verifier and reporter were told by letters that lie in the folder."""
    settings.MAIL_SERVER, settings.MAIL_FOLDER, settings.DEMO = None, tmp_path, True
    walk = file_one(contact="sari@contoh.test")
    deliver(walk)
    return walk


def test_the_demo_shows_every_letter_and_opens_one(lying: Walk, client: Client) -> None:
    page = client.get("/demo/mail/").content.decode()
    assert page.count(lying.complaint.number) == 2
    only = client.get("/demo/mail/", {"kepada": "sari@contoh.test"}).content.decode()
    assert only.count(lying.complaint.number) == 1
    [name] = re.findall(r"/demo/mail/([0-9a-f]{32})/", only)
    letter = client.get(f"/demo/mail/{name}/").content.decode()
    assert f"aduan Anda sudah kami terima dengan nomor {lying.complaint.number}" in letter
    assert "auto-generated" in letter


@pytest.mark.parametrize("name", ["..", "%2e%2e%2fsecrets", "0" * 31, "g" * 32, "0" * 32])
def test_nothing_but_letters_can_be_asked_for(lying: Walk, client: Client, name: str) -> None:
    assert client.get(f"/demo/mail/{name}/").status_code == 404


def test_there_is_no_such_page_outside_the_demo_or_with_a_server(lying: Walk, client: Client, settings: Any) -> None:
    settings.DEMO = False
    assert client.get("/demo/mail/").status_code == 404
    settings.DEMO, settings.MAIL_SERVER = True, object()
    assert client.get("/demo/mail/").status_code == 404
