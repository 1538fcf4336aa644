"""A reporter's browser for the tests of the citizens' pages, and the filing form as he fills it in."""

from __future__ import annotations

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
    return {
        **hidden(client), "cerita": STORY, "kapanewon": "34.02.15", "kalurahan": TIMBULHARJO,
        "patokan": "Depan SD", "nama": "Sari", "kontak": "sari@contoh.test", **changes,
    }  # fmt: skip


@pytest.fixture
def reporter(client: Client) -> Callable[[Walk], Client]:
    """The browser of whoever holds the receipt of this walk: `reporter(walk).get(...)`."""

    def opened(walk: Walk) -> Client:
        session = client.session
        session["receipts"] = identity.seal([walk.complaint.pk])
        session.save()
        return client

    return opened
