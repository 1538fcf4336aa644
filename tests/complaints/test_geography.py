"""Points against the outlines of the 75 kalurahan, and points as people write them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.complaints import coordinates, geography
from lapor.complaints.geography import Point, areas, degrees, find
from lapor.people.seed import FOLDER, rows_of

TRAPS = Path(__file__).parents[1] / "data" / "titik_jebakan.csv"
SRIHARJO = "34.02.10.2002"
TIMBULHARJO = "34.02.15.2002"
CODES = sorted(areas())


def within(code: str) -> Point:
    return degrees(geography.middle(areas()[code]))


def traps() -> list[tuple[str, str, str, str]]:
    with TRAPS.open(encoding="utf-8", newline="") as file:
        return [(row["kode_kalurahan"], row["lat"], row["lng"], row["catatan_lokasi"]) for row in csv.DictReader(file)]


# ---------------------------------------------------------------- outlines


def test_there_is_an_outline_for_every_kalurahan_of_the_seed() -> None:
    seeded = {row["code"]: row["name"] for row in rows_of(FOLDER / "wilayah" / "kalurahan.csv")}
    assert {code: area.name for code, area in areas().items()} == seeded
    kapanewon = {row["code"]: row["name"] for row in rows_of(FOLDER / "wilayah" / "kapanewon.csv")}
    assert {(code[:8], area.kapanewon) for code, area in areas().items()} == set(kapanewon.items())


@pytest.mark.parametrize("code", CODES)
def test_an_inner_point_of_every_kalurahan_is_found(code: str) -> None:
    assert find(within(code)).kalurahan == code


def test_middles_of_the_seed_lie_in_their_kalurahan_but_for_one() -> None:
    """Sriharjo is bent so that its middle lies in the neighbour's land (shared/data says so)."""
    astray = [
        row["code"]
        for row in rows_of(FOLDER / "wilayah" / "kalurahan.csv")
        if find(Point(float(row["lat"]), float(row["lng"]))).kalurahan != row["code"]
    ]
    assert astray == [SRIHARJO]


@given(code=st.sampled_from(CODES), corner=st.integers(min_value=0))
def test_a_corner_of_an_outline_lies_in_a_kalurahan_that_has_it(code: str, corner: int) -> None:
    at = areas()[code].ring[corner % len(areas()[code].ring)]
    found = find(degrees(at))
    assert found.kalurahan is not None
    assert areas()[found.kalurahan].away(at) <= geography.GAP
    assert areas()[code].edge(at) < 0.5


@given(east=st.floats(0, 1), north=st.floats(0, 1), accuracy=st.none() | st.integers(0, 5_000))
def test_whatever_the_point_something_is_said_of_it(east: float, north: float, accuracy: int | None) -> None:
    point = Point(-8.06 + 0.32 * north, 110.18 + 0.36 * east, accuracy=accuracy)
    found = find(point)
    away = geography.apart(point, found.nearest)
    assert (found.kalurahan is None) == (found.finding == "outside")
    if found.finding == "outside":
        assert found.metres == round(away) > geography.GAP - 1
    elif found.finding == "inside":
        assert away <= max(geography.GAP, accuracy or 0)
    else:
        assert found.metres <= max(geography.BORDER, accuracy or 0) + 1


def test_a_gap_between_two_outlines_belongs_to_the_nearest() -> None:
    every = list(areas().values())
    corners = [corner for area in every for corner in area.ring[::24]]
    beside = [(x + east, y + north) for x, y in corners for east in (-8, 8) for north in (-8, 8)]
    free = [at for at in beside if not any(area.holds(at) for area in every)]
    gaps = [at for at in free if find(degrees(at)).finding == "inside"]
    assert gaps, "the outlines fit together without slivers: the rule for them can go"
    for at in gaps:
        code = find(degrees(at)).kalurahan
        assert code is not None and areas()[code].edge(at) <= geography.GAP


# ---------------------------------------------------------------- the border


def test_case_18_a_road_on_the_border_of_kasihan_and_gamping_is_flagged_on_either_side() -> None:
    """Jalan Wates, which Sleman calls its own on one side of the border and Bantul on the other."""
    here, there = Point(-7.80095, 110.32962), Point(-7.80025, 110.32962)
    for point in (here, there):
        found = find(point)
        assert found.finding == "border" and found.kalurahan is not None and found.kalurahan.startswith("34.02.16")


def test_case_18_jetis_of_bantul_is_inside_and_jetis_of_the_city_outside() -> None:
    bantul, city = find(Point(-7.905, 110.37)), find(Point(-7.7826, 110.3664))
    assert bantul.finding == "inside" and bantul.kalurahan is not None and bantul.kalurahan.startswith("34.02.09")
    assert city.finding == "outside" and city.kalurahan is None and 1_000 < city.metres < 5_000


def test_what_a_telephone_knows_badly_is_flagged_near_the_border() -> None:
    point = within(TIMBULHARJO)
    metres = find(point).metres
    assert find(point).finding == "inside"
    told = find(Point(point.lat, point.lng, source="device", accuracy=metres + 10))
    assert told.finding == "border" and told.kalurahan == TIMBULHARJO


def test_the_beach_is_no_border_and_the_open_sea_is_outside() -> None:
    assert find(Point(-8.0246, 110.3295)).finding == "inside"
    assert find(Point(-8.06, 110.30)).finding == "outside"


# ---------------------------------------------------------------- as people write it


@pytest.mark.parametrize(("code", "lat", "lng", "trap"), traps())
def test_traps_of_the_synthetic_file(code: str, lat: str, lng: str, trap: str) -> None:
    reading = coordinates.read(f"{lat}; {lng}")
    if trap == "nol":
        assert reading.at is None and "0, 0" in reading.told and not reading.refused
        return
    assert reading.at is not None
    found = find(Point(*reading.at))
    assert ("tertukar" in reading.told) == (trap == "tertukar")
    if trap == "luar Bantul":
        assert found.kalurahan is None or found.finding == "border"
    elif trap == "titik sama":  # one point for all: it lies in Bantul, whatever was chosen
        assert found.kalurahan == "34.02.08.2003"
    else:
        assert geography.apart(Point(*reading.at), code) < 1_000


@pytest.mark.parametrize(
    "text",
    [
        "-7.8876, 110.3289",
        "-7.8876 110.3289",
        "-7,8876, 110,3289",
        "-7,8876;110,3289",
        "−7.8876, 110.3289",
        "(-7.8876,110.3289)",
        "geo:-7.8876,110.3289",
        "https://www.openstreetmap.org/?mlat=x&q=-7.8876,110.3289",
        "https://www.google.com/maps/@-7.8876,110.3289,17z",
        "7°53'15.36\" LS 110°19'44.04\" BT",
        "7.8876 S, 110.3289 E",
        "110,3289 BT 7,8876 LS",
    ],
)
def test_a_point_is_read_however_it_is_written(text: str) -> None:
    reading = coordinates.read(text)
    assert reading.at == pytest.approx((-7.8876, 110.3289), abs=1e-6) and reading.told == ""


def test_what_is_put_right_is_said() -> None:
    assert coordinates.read("110.3289, -7.8876").at == (-7.8876, 110.3289)
    assert "minus" in coordinates.read("7.8876, 110.3289").told
    both = coordinates.read("110.3289, 7.8876")
    assert both.at == (-7.8876, 110.3289) and "tertukar" in both.told and "minus" in both.told


@pytest.mark.parametrize("text", ["halo", "-7.8876", "999, 999", "48.85, 2.35", "1e5, 3", "nan, inf", "-7.88,110.32,5"])
def test_nonsense_is_refused_with_a_sentence(text: str) -> None:
    reading = coordinates.read(text)
    assert reading.at is None and reading.refused and reading.told


@given(lat=st.floats(-11, 6), lng=st.floats(95, 141))
def test_what_is_written_is_read_again(lat: float, lng: float) -> None:
    reading = coordinates.read(coordinates.written(lat, lng))
    assert reading.at is not None or (abs(lat) < 0.011 and abs(lng) < 0.011)
    assert reading.at == pytest.approx((lat, lng), abs=1e-5)
