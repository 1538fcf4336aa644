"""How one wants to be told: the page keeps it, and the next notice obeys it."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.test import Client

from lapor.notices.models import Preference
from tests.cast import Cast

PAGE = "/akun/pemberitahuan/"


def test_an_official_chooses_what_and_when(client: Client, cast: Cast) -> None:
    client.force_login(cast.agus.person)
    page = client.get(PAGE).content.decode()
    assert "Laporan kepada kepala OPD" in page
    assert "Permintaan kelengkapan" not in page
    answer = client.post(PAGE, {"surel": "on", "kabar": ["tim"], "mulai": "21:00", "sampai": "06:30"}, follow=True)
    assert "tersimpan dan langsung berlaku" in answer.content.decode()
    wish = Preference.objects.get(person=cast.agus.person)
    assert (wish.mail, wish.messenger, wish.quiet_from, wish.quiet_until) == (True, False, time(21), time(6, 30))
    assert sorted(wish.muted) == ["head", "reminder", "reply", "seat"]  # "turn" and "late" cannot be muted


def test_a_citizen_sees_a_citizens_kinds(client: Client, cast: Cast) -> None:
    client.force_login(cast.sari)
    page = client.get(PAGE).content.decode()
    assert "Perkembangan" in page
    assert "Giliran Anda" not in page


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"mulai": "21:00"}, "Pilih kedua ujung jam tenang"),
        ({"mulai": "21:00", "sampai": "21:00"}, "tidak boleh mulai dan selesai"),
        ({"mulai": "25:00", "sampai": "06:00"}, "Pilih kedua ujung jam tenang"),
        ({"telepon": "12"}, "nomor telepon yang lengkap"),
        ({"pesan": "on"}, "nomor telepon yang menerima pesan"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_lost(
    client: Client, cast: Cast, settings: Any, posted: dict[str, str], sentence: str
) -> None:
    settings.MESSENGER_URL = "json://127.0.0.1/{telepon}"
    client.force_login(cast.sari)
    answer = client.post(PAGE, posted)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    if "telepon" in posted:
        assert f'value="{posted["telepon"]}"' in answer.content.decode()
    assert not Preference.objects.exists()


def test_a_telephone_number_is_kept_in_one_spelling(client: Client, cast: Cast, settings: Any) -> None:
    settings.MESSENGER_URL = "json://127.0.0.1/{telepon}"
    client.force_login(cast.sari)
    client.post(PAGE, {"surel": "on", "pesan": "on", "telepon": "0812-3456-7890"})
    cast.sari.refresh_from_db()
    assert cast.sari.phone == "+6281234567890"
