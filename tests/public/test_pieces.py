"""Files in pieces (case 77): what is here is never sent again, and a broken connection costs one piece."""

from __future__ import annotations

import io
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lapor.complaints.models import Attachment, Complaint, UploadPart
from lapor.complaints.scanner import Scanner
from tests.cast import Cast, sign_in
from tests.public.conftest import typed

PIECE = 1000


def noise(seed: int = 1) -> bytes:
    """A picture of some kilobytes."""
    out = io.BytesIO()
    Image.effect_noise((90 + seed, 90), 60).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


class Telephone:
    """Sends a file as filing.js does: asks how much is here, then goes on from there."""

    def __init__(self, client: Client, key: str, whole: bytes, name: str = "foto.jpg") -> None:
        self.client, self.key, self.whole, self.name, self.file = client, key, whole, name, str(uuid.uuid4())
        self.sent = 0

    def ask(self) -> dict[str, Any]:
        return self.post(0, None)

    def post(self, begins: int, data: bytes | None, total: int | None = None) -> dict[str, Any]:
        form: dict[str, Any] = {
            "kunci": self.key, "berkas": self.file, "nama": self.name,
            "ukuran": len(self.whole) if total is None else total, "mulai": begins,
        }  # fmt: skip
        if data is not None:
            self.sent += len(data)
            form["bagian"] = SimpleUploadedFile("bagian", data)
        return self.client.post("/lapor/bagian/", form).json()

    def go_on(self, pieces: int = 10_000) -> dict[str, Any]:
        told = self.ask()
        while not told["settled"] and pieces:
            told = self.post(told["held"], self.whole[told["held"] : told["held"] + PIECE])
            pieces -= 1
        return told


def test_case_77_a_cut_at_half_of_photo_two_loses_nothing_and_sends_nothing_twice(cast: Cast, client: Client) -> None:
    form = typed(client)
    first, second = (Telephone(client, form["kunci"], noise(n)) for n in (1, 2))
    assert first.go_on() == {"held": len(first.whole), "settled": True, "said": ""}
    second.go_on(pieces=len(second.whole) // PIECE // 2)
    elsewhere = Client()  # the app was killed; the same telephone on another network, in another session
    second.client = elsewhere
    assert second.ask()["held"] == second.sent
    second.go_on()
    assert second.sent == len(second.whole)
    assert elsewhere.post("/lapor/", form).status_code == 302
    complaint = Complaint.objects.get()
    assert complaint.attachments.count() == 2
    assert not UploadPart.objects.exists()


def test_a_lost_last_answer_does_not_send_the_file_again(cast: Cast, client: Client) -> None:
    photo = Telephone(client, typed(client)["kunci"], noise())
    photo.go_on()
    assert photo.ask() == {"held": len(photo.whole), "settled": True, "said": ""}
    assert Attachment.objects.count() == 1 and photo.sent == len(photo.whole)


def test_the_same_piece_twice_and_a_piece_too_far_change_nothing(cast: Cast, client: Client) -> None:
    photo = Telephone(client, typed(client)["kunci"], noise())
    photo.post(0, photo.whole[:PIECE])
    assert photo.post(0, photo.whole[:PIECE])["held"] == PIECE
    assert photo.post(3 * PIECE, photo.whole[3 * PIECE : 4 * PIECE])["held"] == PIECE
    assert photo.go_on()["said"] == ""
    assert Attachment.objects.count() == 1


def test_what_is_refused_is_told_once_and_stays_told(cast: Cast, client: Client) -> None:
    archive = Telephone(client, typed(client)["kunci"], b"PK\x03\x04" + bytes(3000), name="<b>isi</b>.zip")
    told = archive.go_on()
    assert told["settled"] and told["said"].startswith("b>.zip: ") and "arsip" in told["said"]
    assert archive.ask()["said"] == told["said"]
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(cast: Cast, client: Client) -> None:
    photo = Telephone(client, typed(client)["kunci"], noise())
    told = photo.post(0, photo.whole[:PIECE], total=11 * 1024 * 1024)
    assert told["settled"] and "10 MB" in told["said"]
    assert not UploadPart.objects.exists()


def test_a_file_never_becomes_larger_than_its_first_piece_announced(cast: Cast, client: Client) -> None:
    photo = Telephone(client, typed(client)["kunci"], noise())
    photo.post(0, photo.whole[:PIECE])
    assert photo.post(PIECE, photo.whole[PIECE : 2 * PIECE], total=60 * 1024 * 1024)["held"] == PIECE
    assert UploadPart.objects.get().total == len(photo.whole)


@pytest.mark.parametrize(
    "changed",
    [{"berkas": "../../etc"}, {"ukuran": "-1"}, {"mulai": "x"}, {"ukuran": "10", "mulai": "9"}, {"mulai": "٣"}],
)
def test_a_piece_that_cannot_be_is_refused_with_a_sentence(cast: Cast, client: Client, changed: dict[str, str]) -> None:
    form = {"kunci": str(uuid.uuid4()), "berkas": str(uuid.uuid4()), "ukuran": "100", "mulai": "0", **changed}
    answer = client.post("/lapor/bagian/", {**form, "bagian": SimpleUploadedFile("b", b"abc")})
    assert answer.status_code == 422 and answer.json()["said"]
    assert not UploadPart.objects.exists()


def test_a_file_that_nobody_can_look_at_now_stays_and_is_looked_at_when_asked_again(
    cast: Cast, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.CLAMAV = Scanner(path=str(tmp_path / "nobody"))
    photo = Telephone(client, typed(client)["kunci"], noise())
    photo.post(0, photo.whole[:PIECE])
    rest = SimpleUploadedFile("bagian", photo.whole[PIECE:])
    form = {"kunci": photo.key, "berkas": photo.file, "ukuran": len(photo.whole), "mulai": PIECE, "bagian": rest}
    answer = client.post("/lapor/bagian/", form)
    assert answer.status_code == 503 and "belum dapat kami periksa" in answer.json()["said"]
    settings.CLAMAV = None
    assert photo.ask() == {"held": len(photo.whole), "settled": True, "said": ""}
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("name", ["", "..", "a/..", "/", "...", "\u202egpj.exe", "a\0b.jpg"])
def test_a_file_is_taken_however_it_is_called(cast: Cast, client: Client, name: str) -> None:
    told = Telephone(client, typed(client)["kunci"], noise(), name).go_on()
    assert (told["settled"], told["said"]) == (True, "")


def test_pieces_count_as_one_file_of_the_forty_an_hour(cast: Cast, client: Client) -> None:
    from lapor.public.models import FailedTry

    Telephone(client, typed(client)["kunci"], noise()).go_on()
    assert FailedTry.objects.filter(kind="file").count() == 1


def test_nobody_keeps_more_files_on_their_way_than_a_form_takes(cast: Cast, client: Client) -> None:
    sign_in(client, cast.sari)
    key = typed(client)["kunci"]
    for _ in range(10):
        photo = Telephone(client, key, noise())
        photo.post(0, photo.whole[:PIECE])
    last = Telephone(client, key, noise())
    assert "Terlalu banyak berkas" in last.post(0, last.whole[:PIECE])["said"]


def test_who_does_not_hold_the_forms_key_reads_nothing_of_it(cast: Cast, client: Client) -> None:
    photo = Telephone(client, typed(client)["kunci"], noise())
    photo.go_on()
    mine = client.post("/lapor/berkas/", {"kunci": photo.key}).content.decode()
    other = Client().post("/lapor/berkas/", {"kunci": str(uuid.uuid4())}).content.decode()
    assert "Foto 1" in mine and "Foto 1" not in other
    photo.key = str(uuid.uuid4())
    assert photo.ask()["held"] == 0
