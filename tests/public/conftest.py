"""A reporter's browser for the tests of the citizens' pages, and the filing form as he fills it in."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lapor.complaints import identity
from tests.cast import STORY, Walk
from tests.leaks import pages

TIMBULHARJO = "34.02.15.2002"


def hidden(client: Client) -> dict[str, str]:
    """The hidden fields of a form that has just been opened."""
    page = client.get("/lapor/").content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("kunci", "dibuka")}


def typed(client: Client, **changes: Any) -> dict[str, Any]:
    """The form with the button of its last look pressed; `kirim=""` for the button of the form itself."""
    whole = {
        **hidden(client), "cerita": STORY, "kapanewon": "34.02.15", "kalurahan": TIMBULHARJO,
        "patokan": "Depan SD", "nama": "Sari", "kontak": "sari@contoh.test", "kirim": "1", **changes,
    }  # fmt: skip
    return {name: value for name, value in whole.items() if name != "kirim" or value}


def looked_at(page: str, button: str = "kirim") -> dict[str, list[str]]:
    """What the page of the last look sends when nothing is changed on it and this button is pressed."""
    sent: dict[str, list[str]] = {button: ["1"]}
    [form] = [one for one in pages.read(page)[0] if (button, "1") in one.buttons]
    for field in form.fields:
        if field.kind != "checkbox" or field.checked:
            sent.setdefault(field.name, []).append(field.value)
    return sent


def receipt_on(page: str) -> tuple[str, str]:
    """The number and the code on the page of a receipt, "" for none."""
    number = re.search(r'id="nomor-aduan">([^<]+)<', page)
    code = re.search(r'id="kode-tanda-terima">([A-Z2-9-]+)<', page)
    return number[1] if number else "", code[1] if code else ""


def act(client: Client, walk: Walk, action: str, **fields: Any) -> Any:
    """Post the form of this act as the reporter, as a browser would that opened it just now."""
    data = {"kunci": str(uuid.uuid4()), "version": walk.refresh().version, **fields}
    return client.post(f"/aduan/{walk.complaint.number}/{action}/", data)


@pytest.fixture
def today(file_one: Callable[..., Walk]) -> Walk:
    """A complaint filed half a day ago, so that the page's own clock still finds it fresh."""
    return file_one(at=timezone.now().replace(microsecond=0) - timedelta(hours=12))


@pytest.fixture
def reporter(client: Client) -> Callable[[Walk], Client]:
    """The browser of whoever holds the receipt of this walk: `reporter(walk).get(...)`."""

    def opened(walk: Walk) -> Client:
        session = client.session
        session["receipts"] = identity.seal([walk.complaint.pk])
        session.save()
        return client

    return opened
