"""Time and distance of a photograph: whoever examines the case reads them, everybody else's page holds nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lapor.complaints import uploads
from lapor.complaints.models import Complaint, Handling, Spot
from lapor.complaints.steps import work
from lapor.people.models import Position
from tests import pictures
from tests.cast import MONDAY, Cast, Walk, sign_in

SPOT = (-7.8876, 110.3289)
TOLD = ("Diambil", "dari titik aduan", "dari tengah", "sebelum aduan masuk")
WHERE = ("7.8879", "7,8879", "7.888", "7,888")  # of the photograph; the point of the complaint is another


def photo(taken: str, lat: float, lng: float) -> bytes:
    place = {1: "S" if lat < 0 else "N", 2: (abs(lat), 0.0, 0.0), 3: "E", 4: (lng, 0.0, 0.0)}
    return pictures.photo(gps=place, camera={0x9003: taken})


def draft_of(walk: Walk, key: str, data: bytes, *, purpose: str = "evidence") -> Any:
    draft = uploads.draft_for(key, action="submit", at=walk.at)
    assert not uploads.add(draft, [SimpleUploadedFile("a.jpg", data)], at=walk.at, purpose=purpose)
    return draft


@pytest.fixture
def photographed(walk: Walk) -> Walk:
    """A case with a point, photographed on Sunday evening some forty metres from it, at the penanggung jawab's."""
    draft = draft_of(walk, "foto", photo("2026:03:01 18:20:00", SPOT[0] - 0.00036, SPOT[1]))
    uploads.take_over(draft, walk.complaint.events.get(action="submit"))
    Spot.objects.create(complaint=walk.complaint, lat=SPOT[0], lng=SPOT[1], source="pin", finding="inside")
    return walk.passed_on()


def page(client: Client, walk: Walk, who: Position) -> str:
    answer = sign_in(client, who).get(reverse("office_case", args=[walk.complaint.number]))
    return answer.content.decode() if answer.status_code == 200 else ""


def test_the_penanggung_jawab_reads_when_and_how_far_and_never_where(client: Client, photographed: Walk) -> None:
    shown = page(client, photographed, photographed.cast.endang)
    assert "Diambil Minggu, 1 Maret 2026, pukul 18.20." in shown
    assert "40 meter dari titik aduan." in shown
    assert [text for text in WHERE if text in shown] == []


@pytest.mark.parametrize(
    "name", ["wati", "joko", "budi", "slamet", "agus", "rina", "bupati", "auditor", "admin", "sekar"]
)
def test_nobody_else_reads_anything_of_it(client: Client, photographed: Walk, name: str) -> None:
    walk = photographed.assign()
    who = walk.cast.officials[name]
    shown = page(client, walk, who)
    assert [text for text in TOLD if text in shown] == []
    for route in ("act", "verification_case"):
        args = [walk.complaint.number, *(["report"] if route == "act" else [])]
        more = client.get(reverse(route, args=args)).content.decode()
        assert [text for text in TOLD if text in more] == []


def test_the_head_reads_it_where_he_examines(client: Client, photographed: Walk) -> None:
    Handling.objects.filter(complaint=photographed.complaint).update(head_examines=True)
    assert "40 meter dari titik aduan." in page(client, photographed, photographed.cast.agus)


def test_the_reporter_reads_nothing_of_it_on_his_own_page(
    client: Client, cast: Cast, file_one: Callable[..., Walk]
) -> None:
    walk = file_one(account=True)
    uploads.take_over(
        draft_of(walk, "foto", photo("2026:03:01 18:20:00", *SPOT)), walk.complaint.events.get(action="submit")
    )
    shown = sign_in(client, cast.sari).get(reverse("case", args=[walk.complaint.number])).content.decode()
    assert "Foto 1" in shown and [text for text in TOLD if text in shown] == []


def test_a_picture_of_the_work_that_is_older_than_the_complaint_is_told(client: Client, photographed: Walk) -> None:
    walk = photographed.assign()
    after = draft_of(walk, "sesudah", photo("2026:01:12 09:00:00", -7.78, 110.3289), purpose="after")
    walk.do(work.report, walk.cast.slamet, done="Lampu dinyalakan.", done_on=walk.at.date(), result="fixed",
            by_whom="Regu dua", draft=after)  # fmt: skip
    shown = page(client, walk, walk.cast.endang)
    assert "Diambil Senin, 12 Januari 2026, pukul 09.00: tanggalnya sebelum aduan masuk." in shown
    assert "Jauh dari titik aduan: 12 km." in shown


def test_without_a_point_the_middle_of_the_kalurahan_is_what_is_measured_to(client: Client, photographed: Walk) -> None:
    Spot.objects.all().delete()
    shown = page(client, photographed, photographed.cast.endang)
    assert "dari tengah Kalurahan Timbulharjo; aduan ini tanpa titik." in shown


def test_without_a_place_at_all_only_the_time_is_told(client: Client, photographed: Walk) -> None:
    Spot.objects.all().delete()
    Complaint.objects.update(kalurahan=None)
    shown = page(client, photographed, photographed.cast.endang)
    assert "Diambil Minggu" in shown and "dari tengah" not in shown


def test_a_camera_that_is_ahead_of_us_is_said_to_be_wrong(client: Client, walk: Walk) -> None:
    draft = draft_of(walk, "foto", photo("2031:03:01 18:20:00", 0, 0))
    uploads.take_over(draft, walk.complaint.events.get(action="submit"))
    shown = page(client, walk.passed_on(), walk.cast.endang)
    assert "jam kamera itu salah" in shown


def test_facts_wait_sealed_until_somebody_may_read_them(photographed: Walk) -> None:
    kept = photographed.complaint.attachments.get()
    facts = uploads.facts_of(kept)
    assert facts and facts.taken_at and facts.taken_at < MONDAY + timedelta(hours=1)
