"""A reporter's browser for the tests of the citizens' pages, and the filing form as he fills it in."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lapor.complaints import identity
from tests.cast import STORY, Walk

TIMBULHARJO = "34.02.15.2002"


def picture(name: str = "lampu.jpg", colour: tuple[int, int, int] = (30, 80, 140)) -> SimpleUploadedFile:
    image = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(image, "JPEG")
    return SimpleUploadedFile(name, image.getvalue())


def hidden(client: Client) -> dict[str, str]:
    """The hidden fields of a form that has just been opened."""
    page = client.get("/lapor/").content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("kunci", "dibuka")}  # type: ignore[index]


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
    main = page[page.index("<main") :]
    for field in re.findall(r"<input [^>]*>", main):
        attributes = {name: html.unescape(value) for name, value in re.findall(r'([a-z-]+)="([^"]*)"', field)}
        ticked = attributes.get("type") != "checkbox" or re.search(r"\schecked[\s>]", field)
        if ticked and attributes.get("name") not in (None, "csrfmiddlewaretoken"):
            sent.setdefault(attributes["name"], []).append(attributes.get("value", "on"))
    return sent


@pytest.fixture
def reporter(client: Client) -> Callable[[Walk], Client]:
    """The browser of whoever holds the receipt of this walk: `reporter(walk).get(...)`."""

    def opened(walk: Walk) -> Client:
        session = client.session
        session["receipts"] = identity.seal([walk.complaint.pk])
        session.save()
        return client

    return opened
