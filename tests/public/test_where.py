"""Where it happened: three ways of equal rank, and what becomes of points that do not fit."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from lapor.complaints import geography
from lapor.complaints.models import Complaint, Kalurahan, Kapanewon, Spot
from lapor.complaints.seed import seed_complaints
from lapor.config import tiles
from lapor.config.trouble import Trouble
from lapor.people.seed import FOLDER
from lapor.public import outlines, throttle, where
from lapor.public.where import UNKNOWN, Where
from tests.cast import Cast
from tests.public.conftest import TIMBULHARJO, typed

SEWON, BANGUNTAPAN, JETIS = "34.02.15", "34.02.12", "34.02.09"
TAMANAN = "34.02.12.2007"
IN_TIMBULHARJO = "-7.8652, 110.3712"
ON_JALAN_WATES = "-7.8006, 110.32962"  # where Kasihan ends and Gamping begins
IN_THE_CITY = "-7.7826, 110.3664"  # Kemantren Jetis
IN_JAKARTA = "-6.1754, 106.8272"


@pytest.fixture
def bantul(cast: Cast) -> Cast:
    """The cast, with all kapanewon and kalurahan."""
    seed_complaints(FOLDER)
    return cast


def judged(**fields: str) -> where.Place:
    return where.judge(Where(**fields))


def codes(place: where.Place) -> tuple[str | None, str | None]:
    return place.kapanewon and place.kapanewon.pk, place.kalurahan and place.kalurahan.pk


# ---------------------------------------------------------------- each way alone


def test_words_alone_are_enough(bantul: Cast) -> None:
    assert judged(kapanewon=SEWON, kalurahan=TIMBULHARJO, patokan="Depan SD").fault is None
    assert codes(judged(kapanewon=SEWON, kalurahan=UNKNOWN)) == (SEWON, None)
    assert judged(kalurahan=UNKNOWN).fault == ("kapanewon", "Pilih kapanewon tempat kejadian.")


def test_a_point_alone_is_enough_and_is_said_back(bantul: Cast) -> None:
    place = judged(titik=IN_TIMBULHARJO, sumber="device", akurasi="18")
    assert codes(place) == (SEWON, TIMBULHARJO) and place.fault is None
    assert place.told == ("Titik Anda ada di Kalurahan Timbulharjo, Sewon.",)
    assert place.point is not None and (place.point.source, place.point.accuracy) == ("device", 18)


def test_a_point_tells_the_kalurahan_that_was_not_known(bantul: Cast) -> None:
    place = judged(titik=IN_TIMBULHARJO, kapanewon=SEWON, kalurahan=UNKNOWN)
    assert codes(place) == (SEWON, TIMBULHARJO)
    assert where.shown(Where(titik=IN_TIMBULHARJO), place).kalurahan == TIMBULHARJO


# ---------------------------------------------------------------- what contradicts is asked about


def test_a_point_in_another_kalurahan_asks_with_both_names(bantul: Cast) -> None:
    place = judged(titik=IN_TIMBULHARJO, kapanewon=BANGUNTAPAN, kalurahan=TAMANAN)
    assert place.fault is not None and place.fault[0] == "kalurahan"
    assert "Timbulharjo, Sewon" in place.fault[1] and "Tamanan, Banguntapan" in place.fault[1]
    assert codes(place) == (BANGUNTAPAN, TAMANAN)


def test_a_point_in_another_kapanewon_asks_with_both_names(bantul: Cast) -> None:
    place = judged(titik=IN_TIMBULHARJO, kapanewon=JETIS, kalurahan=UNKNOWN)
    assert place.fault is not None and place.fault[0] == "kapanewon"
    assert "Sewon" in place.fault[1] and "Jetis" in place.fault[1]


def test_a_telephone_that_knows_its_place_badly_contradicts_nobody(bantul: Cast) -> None:
    place = judged(titik=IN_TIMBULHARJO, sumber="device", akurasi="4000", kapanewon=BANGUNTAPAN, kalurahan=TAMANAN)
    assert place.fault is None and codes(place) == (BANGUNTAPAN, TAMANAN)


# ---------------------------------------------------------------- border and outside: never a dead end


def test_case_18_a_point_on_the_border_is_filed_and_flagged(bantul: Cast, client: Client) -> None:
    answer = client.post("/lapor/", typed(client, kapanewon="", kalurahan="", titik=ON_JALAN_WATES, sumber="pin"))
    assert answer.status_code == 302
    spot = Spot.objects.get()
    assert spot.finding == "border" and str(spot.lat) == "-7.800600"
    assert spot.complaint.kapanewon is not None and spot.complaint.kapanewon.name == "Kasihan"


def test_case_18_jetis_of_the_city_taken_for_jetis_of_bantul_is_filed_and_flagged(bantul: Cast, client: Client) -> None:
    answer = client.post("/lapor/", typed(client, kapanewon=JETIS, kalurahan=UNKNOWN, titik=IN_THE_CITY))
    assert answer.status_code == 302
    assert Spot.objects.get().finding == "outside"
    assert Complaint.objects.get().kapanewon_id == JETIS


def test_outside_says_how_far_and_goes_to_the_neighbour(bantul: Cast) -> None:
    place = judged(titik=IN_THE_CITY)
    assert place.fault is None and place.kapanewon is not None and place.kalurahan is None
    assert place.told[0].startswith("Titik ini di luar Bantul, kira-kira 1,7 km dari batas.")


def test_far_away_asks_for_the_kapanewon_and_then_is_taken(bantul: Cast) -> None:
    alone = judged(titik=IN_JAKARTA)
    assert alone.fault is not None and alone.fault[0] == "kapanewon" and "km dari batas" in alone.fault[1]
    assert judged(titik=IN_JAKARTA, kapanewon=SEWON, kalurahan=UNKNOWN).fault is None


# ---------------------------------------------------------------- points that are badly written


def test_zero_is_no_point_and_the_words_still_count(bantul: Cast, client: Client) -> None:
    place = judged(titik="0, 0", kapanewon=SEWON, kalurahan=TIMBULHARJO)
    assert place.point is None and place.fault is None and "0, 0" in place.told[0]
    assert client.post("/lapor/", typed(client, titik="0,0")).status_code == 302
    assert not Spot.objects.exists()


def test_swapped_and_comma_are_put_right_and_said(bantul: Cast) -> None:
    place = judged(titik="110,3712 -7,8652")
    assert codes(place) == (SEWON, TIMBULHARJO)
    assert place.told == (
        "Lintang dan bujurnya tertukar; sudah kami balik.",
        "Titik Anda ada di Kalurahan Timbulharjo, Sewon.",
    )


def test_nonsense_is_asked_about_and_nothing_is_lost(bantul: Cast, client: Client) -> None:
    answer = client.post("/lapor/", typed(client, titik="dekat jembatan", patokan="Depan SD"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#titik"' in page and 'aria-describedby="titik-h titik-e"' in page
    assert 'value="dekat jembatan"' in page and 'value="Depan SD"' in page and '<details id="koordinat" open>' in page


@pytest.mark.parametrize(
    ("fields", "source", "accuracy"),
    [
        ({"sumber": "device", "akurasi": "12"}, "device", 12),
        ({"sumber": "device", "akurasi": "-5"}, "device", None),
        ({"sumber": "device", "akurasi": "9" * 12}, "device", 100_000),
        ({"sumber": "pin", "akurasi": "12"}, "pin", None),
        ({"sumber": "satelit", "akurasi": ""}, "pin", None),
    ],
)
def test_what_a_browser_says_of_a_point_is_not_trusted(
    bantul: Cast, fields: dict[str, str], source: str, accuracy: int | None
) -> None:
    point = judged(titik=IN_TIMBULHARJO, **fields).point
    assert point is not None and (point.source, point.accuracy) == (source, accuracy)


# ---------------------------------------------------------------- while the form is written


def asked(client: Client, **fields: str) -> Any:
    return client.post("/lapor/titik/", fields)


def test_the_page_learns_what_lies_at_a_point(bantul: Cast, client: Client) -> None:
    told = asked(client, titik=IN_TIMBULHARJO).json()
    assert (told["kapanewon"], told["kalurahan"]) == (SEWON, TIMBULHARJO)
    assert told["at"] == [-7.8652, 110.3712] and told["fault"] == "" and told["there"] is None
    assert not Spot.objects.exists()


def test_the_page_is_offered_the_kalurahan_of_the_point(bantul: Cast, client: Client) -> None:
    told = asked(client, titik=IN_TIMBULHARJO, kapanewon=BANGUNTAPAN, kalurahan=TAMANAN).json()
    assert told["there"] == [SEWON, TIMBULHARJO, "Timbulharjo, Sewon"]
    assert (told["kapanewon"], told["kalurahan"]) == (BANGUNTAPAN, TAMANAN) and "Tamanan" in told["fault"]


def test_who_asks_too_often_is_told_that_it_is_read_later(
    bantul: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "POINTS_PER_ADDRESS", 2)
    answers = [asked(client, titik=IN_TIMBULHARJO) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[2].json()["told"] == ["Titik dibaca lagi saat aduan diperiksa."]


# ---------------------------------------------------------------- who reads the point


def test_the_reporter_reads_his_point_in_words(bantul: Cast, client: Client) -> None:
    client.post("/lapor/", typed(client, titik=IN_TIMBULHARJO, sumber="device", akurasi="18"))
    page = client.get(f"/aduan/{Complaint.objects.get().number}/").content.decode()
    assert "Titik dari lokasi ponsel Anda: -7.86520, 110.37120" in page


def test_the_same_words_at_another_point_are_another_complaint(bantul: Cast, client: Client) -> None:
    client.post("/lapor/", typed(client, titik=IN_TIMBULHARJO))
    client.post("/lapor/", typed(client, titik=IN_TIMBULHARJO))
    assert Complaint.objects.count() == 1
    client.post("/lapor/", typed(client, titik="-7.8660, 110.3720"))
    assert Complaint.objects.count() == 2


def test_the_verifier_reads_flag_place_and_coordinates(bantul: Cast, client: Client) -> None:
    client.post("/lapor/", typed(client, kapanewon="", kalurahan="", titik=ON_JALAN_WATES, sumber="pin"))
    client.force_login(bantul.wati.person)
    number = Complaint.objects.get().number
    for address in (f"/meja/verifikasi/{number}/", f"/meja/aduan/{number}/"):
        page = client.get(address).content.decode()
        assert '<span class="chip">Perbatasan</span>' in page and "-7.80060, 110.32962" in page
        assert 'class="sketch"' in page and ">Ngestiharjo</text>" in page


def test_the_auditor_and_the_bupati_read_no_point(bantul: Cast, client: Client) -> None:
    client.post("/lapor/", typed(client, titik=IN_TIMBULHARJO))
    number = Complaint.objects.get().number
    for who, addresses in (
        (bantul.auditor, (f"/audit/{number}/", "/audit/")),
        (bantul.bupati, ("/ringkasan/", f"/meja/aduan/{number}/")),
    ):
        client.force_login(who.person)
        for address in addresses:
            page = client.get(address).content.decode()
            assert "7.86520" not in page and "110.3712" not in page and 'class="sketch"' not in page


# ---------------------------------------------------------------- the map


def test_the_outlines_of_the_map_are_those_of_the_seed() -> None:
    written = outlines.FILE.read_text(encoding="utf-8")
    assert written == outlines.text(), "The seed changed: run `manage.py outlines`."
    assert len(json.loads(written)["areas"]) == 75


def test_the_form_names_the_map_but_loads_nothing_of_it(bantul: Cast, client: Client) -> None:
    page = client.get("/lapor/").content.decode()
    assert "data-leaflet=" in page and "data-tiles=" not in page
    assert '<script src="/static/leaflet' not in page and '<link rel="stylesheet" href="/static/leaflet' not in page


def test_only_this_site_may_ask_a_telephone_for_its_position(bantul: Cast, client: Client) -> None:
    assert "geolocation=(self)" in client.get("/lapor/").headers["Permissions-Policy"]


def test_a_source_of_tiles_widens_the_policy_by_its_host_alone() -> None:
    given = tiles.source({"LAPOR_TILES": "https://{s}.ubin.test/{z}/{x}/{y}.png", "LAPOR_TILES_CREDIT": "Ubin"})
    assert given is not None and given.host == "https://*.ubin.test"
    plain = tiles.source({"LAPOR_TILES": "https://ubin.test:8080/a/{z}/{x}/{y}", "LAPOR_TILES_CREDIT": "Ubin"})
    assert plain is not None and plain.host == "https://ubin.test:8080"
    assert tiles.source({}) is None


@pytest.mark.parametrize(
    "environ",
    [
        {"LAPOR_TILES": "https://ubin.test/{z}/{x}.png", "LAPOR_TILES_CREDIT": "Ubin"},
        {"LAPOR_TILES": "https://ubin.test; script-src */{z}/{x}/{y}", "LAPOR_TILES_CREDIT": "Ubin"},
        {"LAPOR_TILES": "javascript:{z}{x}{y}", "LAPOR_TILES_CREDIT": "Ubin"},
        {"LAPOR_TILES": "https://ubin.test/{z}/{x}/{y}.png"},
    ],
)
def test_a_source_of_tiles_that_is_none_is_refused_in_a_sentence(environ: dict[str, str]) -> None:
    with pytest.raises(Trouble, match="LAPOR_TILES"):
        tiles.source(environ)


def test_every_kapanewon_and_kalurahan_has_its_outline(bantul: Cast) -> None:
    named = {geography.areas()[code].called for code in Kalurahan.objects.values_list("pk", flat=True)}
    assert len(named) == 75 and Kapanewon.objects.count() == 17
