"""Pictures of a form that is not sent yet: seen by whoever holds its key, blurred by hand, offered as a place."""

from __future__ import annotations

import io
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from lapor.complaints import blurring, storage, uploads
from lapor.complaints.blurring import Area
from lapor.complaints.models import Attachment, Draft
from tests.cast import MONDAY, STORY, Cast, Walk, sign_in
from tests.pictures import contrast, striped

SAMPLES = Path(__file__).parent.parent / "data" / "files"
KEY = "6a1f0f51-6f6b-4c9f-8f0e-3d1f4f2a9c11"


def post(client: Client, **fields: Any) -> Any:
    return client.post(reverse("file"), {"kunci": KEY, "cerita": STORY, "patokan": "depan pasar", **fields})


@pytest.fixture
def held(cast: Cast, client: Client) -> Attachment:
    post(client, unggah="1", berkas=SimpleUploadedFile("foto.jpg", striped()))
    return Attachment.objects.get()


def shown(client: Client, held: Attachment, *, key: str = KEY, **query: Any) -> Any:
    return client.get(reverse("draft_picture", args=[key, held.name]), query)


def stored(held: Attachment) -> Image.Image:
    held.refresh_from_db()
    with storage.current().open(held.content_hash) as content:
        return Image.open(io.BytesIO(content.read())).convert("L")


PLATE, REST = (100, 100, 300, 200), (500, 400, 700, 500)


def test_whoever_holds_the_key_of_the_form_sees_its_pictures(client: Client, held: Attachment) -> None:
    page = post(client, unggah="1").content.decode()
    address = re.search(r'<img class="shot" src="([^"]+)" alt="Foto 1">', page)
    assert address and client.get(address[1]).status_code == 200
    answer = shown(client, held)
    assert Image.open(io.BytesIO(b"".join(answer.streaming_content))).size == (800, 600)
    assert "no-store" in answer["Cache-Control"] and "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_another_key_another_name_a_sent_picture_and_an_officials_draft_show_nothing(
    client: Client, held: Attachment, walk: Walk
) -> None:
    assert shown(client, held, key=str(uuid.uuid4())).status_code == 404
    assert shown(client, Attachment(name=uuid.uuid4())).status_code == 404
    Draft.objects.update(position=walk.cast.budi)
    assert shown(client, held).status_code == 404
    Draft.objects.update(position=None)
    assert shown(client, held).status_code == 200
    uploads.take_over(Draft.objects.get(), walk.complaint.events.get(action="submit"))
    assert shown(client, held).status_code == 404


def test_a_tap_without_script_blurs_a_square_around_it(client: Client, held: Attachment) -> None:
    page = post(client, samarkan=str(held.pk), **{"samar-titik.x": "72", "samar-titik.y": "54"})
    text = page.content.decode()
    assert page.status_code == 200 and "1 bagian disamarkan, belum disimpan." in text
    (area,) = [blurring.read(one) for one in re.findall(r'name="samar-bagian" value="([^"]+)"', text)]
    assert area == Area(190, 170, 120, 160)  # a sixth of the shorter side, around a quarter across and down
    assert STORY in text and "depan pasar" in text
    assert contrast(stored(held), PLATE) > 100  # nothing is stored yet


def test_what_is_shown_is_what_will_be(client: Client, held: Attachment) -> None:
    image = Image.open(io.BytesIO(shown(client, held, samar="0,0,500,500").content)).convert("L")
    assert contrast(image, PLATE) < 40 and contrast(image, REST) < 5


def test_saving_writes_it_anew_and_erases_what_it_was(client: Client, held: Attachment) -> None:
    before = (held.name, held.content_hash, held.thumb_hash)
    page = post(client, samarkan=str(held.pk), **{"samar-bagian": "0,0,500,500", "samar-simpan": "1"})
    text = page.content.decode()
    assert "Foto 1 sudah disamarkan." in text and STORY in text and 'name="cerita"' in text
    assert contrast(stored(held), PLATE) < 40 and contrast(stored(held), REST) < 5
    assert not {*before} & {held.name, held.content_hash, held.thumb_hash}
    assert not any(storage.current().exists(one) for one in before[1:])
    with storage.current().open(held.thumb_hash) as content:
        thumb = Image.open(io.BytesIO(content.read())).convert("L")
    assert contrast(thumb, (60, 60, 180, 120)) < 40


def test_the_same_picture_in_another_form_stays_as_it_is(client: Client, held: Attachment) -> None:
    other = uploads.draft_for(str(uuid.uuid4()), action="submit", at=MONDAY)
    uploads.add(other, [SimpleUploadedFile("foto.jpg", striped())], at=MONDAY)
    assert uploads.blur(Draft.objects.get(pk=held.draft_id), str(held.pk), [Area(0, 0, 500, 500)])
    assert contrast(stored(other.attachments.get()), PLATE) > 100


def test_the_last_area_is_taken_back_and_all_of_them(client: Client, held: Attachment) -> None:
    both = ["0,0,100,100", "500,500,100,100"]
    less = post(client, samarkan=str(held.pk), **{"samar-bagian": both, "samar-batal": "1"}).content.decode()
    assert re.findall(r'name="samar-bagian" value="([^"]+)"', less) == both[:1]
    none = post(client, samarkan=str(held.pk), **{"samar-bagian": both, "samar-ulang": "1"}).content.decode()
    assert 'name="samar-bagian"' not in none


def test_by_keyboard_parts_are_chosen_from_a_grid(client: Client, held: Attachment) -> None:
    page = post(client, samarkan=str(held.pk), **{"samar-petak": ["0", "5"], "samar-pilih": "1"}).content.decode()
    assert re.findall(r'name="samar-bagian" value="([^"]+)"', page) == ["0,0,250,250", "250,250,250,250"]
    assert "bagian atas, kiri" in page
    pressed = post(client, samarkan=str(held.pk), **{"samar-titik.x": "0", "samar-titik.y": "0"}).content.decode()
    assert "Belum ada yang dipilih." in pressed and 'name="samar-bagian"' not in pressed


def test_a_dragged_rectangle_is_taken_and_nonsense_is_not(client: Client, held: Attachment) -> None:
    page = post(client, samarkan=str(held.pk), **{"samar-bidang": "100,100,950,50"}).content.decode()
    assert re.findall(r'name="samar-bagian" value="([^"]+)"', page) == ["100,100,900,50"]
    for wrong in ("a,b,c,d", "1,2,3", "1000,0,10,10", "-1,0,5,5", "0,0,0,5"):
        page = post(client, samarkan=str(held.pk), **{"samar-bidang": wrong}).content.decode()
        assert 'name="samar-bagian"' not in page


def test_going_back_changes_nothing_and_no_other_file_is_reached(client: Client, held: Attachment) -> None:
    hash_before = held.content_hash
    back = post(client, samarkan=str(held.pk), **{"samar-bagian": "0,0,500,500", "samar-kembali": "1"})
    assert back.status_code == 200 and 'name="cerita"' in back.content.decode()
    foreign = uploads.draft_for(str(uuid.uuid4()), action="submit", at=MONDAY)
    uploads.add(foreign, [SimpleUploadedFile("a.jpg", (SAMPLES / "nama_04.jpg").read_bytes())], at=MONDAY)
    other = foreign.attachments.get()
    post(client, samarkan=str(other.pk), **{"samar-bagian": "0,0,500,500", "samar-simpan": "1"})
    held.refresh_from_db()
    assert held.content_hash == hash_before
    assert Attachment.objects.get(pk=other.pk).content_hash == other.content_hash


def test_a_mosaic_is_never_the_same_twice() -> None:
    """Whoever tries every plate until the squares fit finds none."""
    once, again = (blurring.blurred(striped(), [Area(0, 0, 500, 500)]).jpeg for _ in range(2))
    assert once != again
    few = Image.open(io.BytesIO(once)).convert("RGB").crop((0, 0, 400, 300)).getcolors(200_000) or []
    assert sum(count for count, _ in sorted(few)[-40:]) > 0.5 * 400 * 300  # a handful of flat squares


@pytest.mark.parametrize(("x", "y", "area"), [(0, 0, Area(0, 0, 120, 160)), (999, 999, Area(939, 919, 61, 81))])
def test_a_square_at_the_edge_stays_in_the_picture(x: int, y: int, area: Area) -> None:
    assert blurring.around(x, y, share=160, shape=(800, 600)) == area


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("exif_gps_bantul.jpg", "Foto ini menyimpan lokasi di "),
        ("exif_gps_luar_bantul.jpg", "Foto ini menyimpan lokasi di luar Bantul, kira-kira"),
    ],
)
def test_a_place_in_a_picture_is_offered_to_its_reporter_in_words(
    cast: Cast, client: Client, name: str, sentence: str
) -> None:
    page = post(client, unggah="1", berkas=SimpleUploadedFile("a.jpg", (SAMPLES / name).read_bytes())).content.decode()
    assert sentence in page and "Pakai sebagai tempat kejadian" in page


def test_a_picture_without_a_place_offers_none(client: Client, held: Attachment) -> None:
    assert "menyimpan lokasi" not in post(client, unggah="1").content.decode()


def test_files_of_a_later_act_are_blurred_on_its_own_page(client: Client, cast: Cast, file_one: Any) -> None:
    walk: Walk = file_one(account=True)
    walk.routed().asked()
    sign_in(client, cast.sari)
    here = reverse("citizen_act", args=[walk.complaint.number, "complete"])
    fields = {"kunci": KEY, "version": walk.complaint.version, "tulisan": "Tiang di depan pasar."}
    first = client.post(here, {**fields, "unggah": "1", "berkas": SimpleUploadedFile("foto.jpg", striped())})
    held = Attachment.objects.get(complaint=None)
    assert reverse("draft_picture", args=[KEY, held.name]) in first.content.decode()
    page = client.post(here, {**fields, "samarkan": str(held.pk)}).content.decode()
    assert f'action="{here}#foto"' in page and "Tiang di depan pasar." in page
    saved = client.post(here, {**fields, "samarkan": str(held.pk), "samar-bagian": "0,0,500,500", "samar-simpan": "1"})
    assert "Tiang di depan pasar." in saved.content.decode() and contrast(stored(held), PLATE) < 40
