"""“Seperti dilihat orang lain”: before a complaint goes, what gives its reporter away is shown and asked about."""

from __future__ import annotations

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lapor.complaints.models import Complaint
from tests.cast import STORY, Cast
from tests.pictures import picture
from tests.public.conftest import looked_at, typed

TELLING = f"{STORY} Saya Sari, NIK 3402999912990001, ponsel 0812-0000-0001, surel sari@contoh.test, motor AB 1234 XY."


def look(client: Client, **changes: object) -> str:
    answer = client.post("/lapor/", typed(client, kirim="", **changes))
    assert answer.status_code == 200 and not Complaint.objects.exists()
    return answer.content.decode()


def story() -> str:
    return Complaint.objects.get().events.get().texts.get(name="story").words


def test_every_kind_is_found_and_the_page_shows_them_covered(cast: Cast, client: Client) -> None:
    page = look(client, cerita=TELLING)
    assert "Periksa sebelum dikirim" in page
    for label in ("NIK", "nomor telepon", "alamat surel", "pelat nomor", "nama Anda"):
        assert f"Tutup {label}" in page
    seen = page[page.index('id="dilihat"') :]
    for secret in ("3402999912990001", "0812-0000-0001", "sari@contoh.test", "AB 1234 XY"):
        assert secret not in seen


def test_what_is_ticked_is_covered_and_what_is_not_stays(cast: Cast, client: Client) -> None:
    page = look(client, cerita=TELLING)
    sent = looked_at(page)
    plate = re.search(r'value="([0-9a-f]{16})" checked><label[^>]*>Tutup pelat nomor', page)[1]
    sent["tutup"].remove(plate)
    assert client.post("/lapor/", sent).status_code == 302
    assert "AB 1234 XY" in story()
    assert not [secret for secret in ("3402999912990001", "0812", "sari@") if secret in story()]
    assert "Sari" not in story()


def test_where_nothing_is_found_one_press_more_sends(cast: Cast, client: Client) -> None:
    page = look(client)
    assert "Ada yang sebaiknya ditutup" not in page
    assert client.post("/lapor/", looked_at(page)).status_code == 302
    assert story() == STORY


def test_a_landmark_is_looked_at_too(cast: Cast, client: Client) -> None:
    page = look(client, patokan="Rumah Sari, 0812-0000-0001")
    client.post("/lapor/", looked_at(page))
    landmark = Complaint.objects.get().events.get().texts.get(name="landmark").words
    assert landmark == "Rumah (nama ditutup), (nomor ditutup)"


def test_ubah_lagi_comes_back_with_everything(cast: Cast, client: Client) -> None:
    page = look(client, cerita=TELLING, berkas=[picture()], rahasia="on")
    form = client.post("/lapor/", looked_at(page, button="kembali")).content.decode()
    assert "3402999912990001" in form and "Foto 1" in form and re.search(r'name="rahasia"[^>]* checked', form)
    assert not Complaint.objects.exists()


def test_nothing_goes_unasked_when_the_last_look_was_left_out(cast: Cast, client: Client) -> None:
    answer = client.post("/lapor/", typed(client, cerita=TELLING))
    assert answer.status_code == 200 and not Complaint.objects.exists()


def test_case_33_a_card_sent_along_and_then_anonim_is_not_sent(cast: Cast, client: Client) -> None:
    card = SimpleUploadedFile("KTP_Sari_3402999912990001.jpg", picture().read())
    page = look(client, berkas=[card, picture(colour=(200, 10, 10))], anonim="on")
    assert "tampaknya kartu identitas" in page
    client.post("/lapor/", looked_at(page))
    complaint = Complaint.objects.get()
    assert complaint.anonim and complaint.attachments.count() == 1


def test_written_without_a_connection_all_is_covered_as_was_chosen(cast: Cast, client: Client) -> None:
    form = typed(client, cerita=TELLING, luring="1", tutup="semua")
    assert client.post("/lapor/", form).status_code == 302
    assert "3402999912990001" not in story() and "Sari" not in story()


def test_written_without_a_connection_and_not_to_be_covered_stays(cast: Cast, client: Client) -> None:
    assert client.post("/lapor/", typed(client, cerita=TELLING, luring="1")).status_code == 302
    assert story() == TELLING


def test_a_form_written_without_us_says_how_long_it_took(cast: Cast, client: Client) -> None:
    form = {**typed(client), "dibuka": "", "lama": "150"}
    client.post("/lapor/", form)
    complaint = Complaint.objects.get()
    assert (complaint.received_at - complaint.opened_at).total_seconds() == 150


def test_a_list_of_hundreds_of_numbers_is_asked_about_and_sent(cast: Cast, client: Client) -> None:
    telephones = " ".join(f"0812{n:08d}" for n in range(300))
    sent = looked_at(look(client, cerita=f"Nomor yang tertipu: {telephones}"))
    assert client.post("/lapor/", sent).status_code == 302
    assert "0812" not in story()


def test_a_story_that_grows_too_long_by_what_covers_it_comes_back(cast: Cast, client: Client) -> None:
    sent = looked_at(look(client, cerita=f"{STORY} {'x' * (9_986 - len(STORY))} 081200000001"))
    answer = client.post("/lapor/", sent)
    assert answer.status_code == 422 and "Terlalu panjang" in answer.content.decode()
    assert "081200000001" in answer.content.decode()


def test_pictures_are_shown_small(cast: Cast, client: Client) -> None:
    page = look(client, berkas=[picture()])
    assert re.search(r'<img class="shot" src="/lapor/foto/[0-9a-f-]+/[0-9a-f-]+/\?kecil=1"', page)
