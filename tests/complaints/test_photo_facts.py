"""What pictures tell of their taking: of cameras, editors and made-up files; and how it is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from lapor.complaints import photo_facts, pictures, uploads
from lapor.complaints.models import Attachment
from lapor.complaints.photo_facts import Facts
from tests.cast import MONDAY, Cast
from tests.pictures import photo

SAMPLES = Path(__file__).parent.parent / "data" / "files"
TAKEN = datetime(2026, 3, 1, 22, 10, tzinfo=UTC)  # 2 Maret, 05.10 WIB
HERE = (-7.8876, 110.3289)


def place(lat: Any, lng: Any, *, north: str = "S", east: str = "E") -> dict[int, Any]:
    return {1: north, 2: lat, 3: east, 4: lng}


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("exif_gps_bantul.jpg", Facts(TAKEN, *HERE)),
        ("png_text_gps.png", Facts(TAKEN, *HERE)),
        ("webp_gps.webp", Facts(TAKEN, *HERE)),
        ("iphone_gps.heic", Facts(TAKEN, *HERE)),
        ("heic_bernama_jpg.jpg", Facts(TAKEN, *HERE)),
        ("exif_gps_luar_bantul.jpg", Facts(TAKEN, -7.7956, 110.3695)),
        ("xmp_gps.jpg", Facts(None, *HERE)),
        ("exif_gps_nol.jpg", Facts(TAKEN)),
        ("nama_04.jpg", None),
        ("animasi.gif", None),
    ],
)
def test_the_samples_tell_what_they_were_made_with(name: str, facts: Facts | None) -> None:
    assert pictures.facts((SAMPLES / name).read_bytes()) == facts


@pytest.mark.parametrize(
    "gps",
    [
        place((0, 0, 0), (0, 0, 0)),
        place((91, 0, 0), (110, 0, 0)),
        place((7, 0, 0), (181, 0, 0)),
        place((7, 0, 0), (110, 0, 0), north="?"),
        {2: (7, 0, 0), 4: (110, 0, 0)},
        {1: "S", 2: (7, 0, 0)},
    ],
    ids=["zero", "no latitude", "no longitude", "no side", "sides missing", "one half"],
)
def test_what_is_no_place_on_earth_is_no_place(gps: dict[int, Any]) -> None:
    assert pictures.facts(photo(gps=gps)) is None


def test_a_zero_denominator_is_no_number_and_breaks_nothing() -> None:
    data = bytearray(photo(gps=place((7, 53, 15), (110, 19, 44))))
    seven = data.index((7).to_bytes(4, "big") + (1).to_bytes(4, "big"))
    data[seven + 4 : seven + 8] = bytes(4)
    assert pictures.facts(bytes(data)) is None
    assert pictures.render(bytes(data)).width == 40


def test_fractions_of_minutes_are_degrees() -> None:
    lat, lng = (Fraction(7), Fraction(53256, 1000)), (Fraction(110), Fraction(19734, 1000))
    facts = pictures.facts(photo(gps=place((*map(float, lat), 0.0), (*map(float, lng), 0.0))))
    assert facts == Facts(None, *HERE)


@pytest.mark.parametrize(
    ("xmp", "facts"),
    [
        ('exif:GPSLatitude="7,53,15.36S" exif:GPSLongitude="110,19,44.04E"', Facts(None, *HERE)),
        (
            "<exif:GPSLatitude>-7.8876</exif:GPSLatitude><exif:GPSLongitude>110,3289</exif:GPSLongitude>",
            Facts(None, *HERE),
        ),
        ('exif:GPSLatitude="0,0.0N" exif:GPSLongitude="0,0.0E"', None),
        ('exif:DateTimeOriginal="2026-03-02T05:10:00.123+07:00"', Facts(TAKEN)),
        ("<xmp:CreateDate>2026-03-01T22:10:00Z</xmp:CreateDate>", Facts(TAKEN)),
        ('photoshop:DateCreated="2026-03-02T05:10:00"', Facts(TAKEN)),
        ('<!DOCTYPE x [<!ENTITY a "&a;&a;">]> exif:GPSLatitude="&a;"', None),
    ],
)
def test_xmp_is_read_as_editors_and_messengers_write_it(xmp: str, facts: Facts | None) -> None:
    assert pictures.facts(photo(xmp=xmp)) == facts


@pytest.mark.parametrize(
    ("camera", "gps", "taken"),
    [
        ({0x9003: "2026:03:02 05:10:00"}, {}, TAKEN),
        ({0x9003: "2026:03:02 08:10:00", 0x9011: "+10:00"}, {}, TAKEN),
        ({0x9003: "0000:00:00 00:00:00", 0x9004: "2026:03:02 05:10:00"}, {}, TAKEN),
        ({0x9003: "1970:01:01 07:00:00"}, {}, None),
        ({0x9003: "kemarin sore"}, {}, None),
        ({}, {7: (22.0, 10.0, 0.0), 29: "2026:03:01"}, TAKEN),
    ],
)
def test_the_time_of_taking_has_a_zone(camera: dict[int, Any], gps: dict[int, Any], taken: datetime | None) -> None:
    facts = pictures.facts(photo(camera=camera, gps=gps))
    assert (facts.taken_at if facts else None) == taken


@given(taken=st.none() | st.datetimes(timezones=st.just(UTC)), lat=st.floats(-90, 90), lng=st.floats(-180, 180))
def test_facts_come_back_as_they_were_kept(taken: datetime | None, lat: float, lng: float) -> None:
    assert photo_facts.from_json(Facts(taken, lat, lng).as_json()) == Facts(taken, lat, lng)


def test_facts_are_kept_sealed_beside_the_picture(cast: Cast) -> None:
    draft = uploads.draft_for("kunci", action="submit", at=MONDAY)
    sample = (SAMPLES / "exif_gps_bantul.jpg").read_bytes()
    assert not uploads.add(draft, [SimpleUploadedFile("a.jpg", sample)], at=MONDAY)
    kept = Attachment.objects.get()
    assert uploads.facts_of(kept) == Facts(TAKEN, *HERE)
    assert b"110" not in bytes(kept.facts or b"") and b"2026" not in bytes(kept.facts or b"")


@pytest.mark.parametrize(
    ("name", "private"),
    [
        ("KTP_Budi_3402999912990001.jpg", True),
        ("ktp.jpg", True),
        ("IMG ktp-saya.png", True),
        ("FotoKtp2.jpeg", True),
        ("scan kk keluarga.pdf", True),
        ("SIM A.jpg", True),
        ("Paspor.pdf", True),
        ("3402 9999 1299 0001.jpg", True),
        ("20261124_143059.jpg", False),
        ("simpang empat.jpg", False),
        ("kaktus.jpg", False),
        ("IMG-20261124-WA0003.jpg", False),
        ("Screenshot_2026-11-24-14-30-59-123_com.whatsapp.jpg", False),
    ],
)
def test_a_card_of_identity_is_told_by_its_name(name: str, private: bool) -> None:
    """Case 33: the reporter is asked before such a picture goes."""
    assert uploads.looks_private(name) is private
