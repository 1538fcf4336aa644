"""Files as they come over the web: every sample as expected.json says of it, and cases 33, 47, 49, 50, 51."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageChops, ImageOps, ImageStat

from lapor.complaints import files, storage, uploads
from lapor.complaints.models import Attachment, Complaint
from tests.cast import STORY, Cast, Walk, sign_in, small_pdf
from tests.videos import SECRETS as VIDEO_SECRETS
from tests.videos import make_video

SAMPLES = Path(__file__).parent.parent / "data" / "files"
EXPECTED = {one["file"]: one for one in json.loads((SAMPLES / "expected.json").read_text())}
KEY = "0b7b0a1e-0f6e-4f43-9d55-5d0f3f7f9b21"
TOLD = (b"Exif", b"GPS", b"http://ns.adobe", b"Nama Pelapor Uji", b"SN-UJI", b"PK\x03\x04", b"tEXt", b"iTXt")

# What each kind of expected.json comes to: kept as a picture, or refused with these words.
REFUSED = {
    "rusak_terpotong.jpg": "rusak atau terpotong",
    "nol_byte.jpg": "kosong",
    "bukan_gambar.jpg": "halaman web",
    "poliglot_gif_js.gif": "terlalu besar untuk kami buka",
    "poliglot_pdf_html.pdf": "Dokumen PDF ini rusak",
    "skrip.svg": "halaman web atau gambar vektor",
    "xxe.svg": "halaman web atau gambar vektor",
    "billion_laughs.svg": "halaman web atau gambar vektor",
    "bom_piksel_30000.png": "terlalu besar untuk kami buka",
    "bom_100MB.zip": "arsip atau dokumen Office",
    "bom_lembar.xlsx": "arsip atau dokumen Office",
    "zip_slip.zip": "arsip atau dokumen Office",
    "nama_01.php": "Jenis berkas ini tidak dapat kami terima",
    "nama_02.exe": "Jenis berkas ini tidak dapat kami terima",
    ".htaccess": "Jenis berkas ini tidak dapat kami terima",
    "buat_eicar.py": "Jenis berkas ini tidak dapat kami terima",
}
KEPT = sorted(set(EXPECTED) - set(REFUSED))


def upload(client: Client, name: str, data: bytes) -> str:
    """Upload one file into the form, as a browser does without JavaScript. The page that comes back."""
    fields = {"kunci": KEY, "cerita": STORY, "unggah": "1", "berkas": SimpleUploadedFile(name, data)}
    answer = client.post(reverse("file"), fields)
    assert answer.status_code in (200, 422)
    page = answer.content.decode()
    assert STORY in page
    return page


def sample(name: str) -> tuple[str, bytes]:
    return str(EXPECTED[name].get("upload_name", name)), (SAMPLES / name).read_bytes()


def contents() -> list[bytes]:
    """Every byte that the store holds."""
    store = storage.current()
    found = []
    for one in store:
        with store.open(one) as content:
            found.append(content.read())
    return found


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, settings: Any) -> None:
    settings.FILES_ROOT = tmp_path


@pytest.mark.parametrize("name", KEPT)
def test_a_sample_that_is_kept_leaves_nothing_but_a_jpeg(cast: Cast, client: Client, name: str) -> None:
    """Case 47, by web: no EXIF, XMP, IPTC, thumbnail or tail in any copy."""
    page = upload(client, *sample(name))
    kept = Attachment.objects.get()
    assert (kept.kind, kept.mime, kept.extension) == ("picture", "image/jpeg", "jpg")
    assert "Foto 1" in page and files.neutral_name(kept.place, kept.extension) == "lampiran-1.jpg"
    assert len(contents()) == 2  # itself and its small copy
    for content in contents():
        image = Image.open(io.BytesIO(content))
        assert image.format == "JPEG" and not image.getexif() and "xmp" not in image.info
        assert [secret for secret in TOLD if secret in content] == []


@pytest.mark.parametrize(("name", "words"), REFUSED.items())
def test_a_sample_that_is_refused_says_why_and_leaves_nothing(
    cast: Cast, client: Client, name: str, words: str
) -> None:
    upload_name, data = sample(name)
    page = upload(client, upload_name, data)
    assert words in page and escape(files.clean_name(upload_name)) in page
    assert not Attachment.objects.exists() and contents() == []


def test_case_47_a_location_stays_out_of_every_page_and_only_its_reporter_is_offered_it(
    client: Client, cast: Cast, file_one: Callable[..., Walk]
) -> None:
    walk = file_one(account=True)
    draft = uploads.draft_for(KEY, action="submit", at=walk.at)
    assert not uploads.add(draft, [SimpleUploadedFile(*sample("exif_gps_bantul.jpg"))], at=walk.at)
    uploads.take_over(draft, walk.complaint.events.get(action="submit"))
    picture = walk.complaint.attachments.get()
    sign_in(client, cast.wati)
    for address in (
        reverse("office_case", args=[walk.complaint.number]),
        reverse("attachment", args=[picture.name]),
        reverse("attachment_thumb", args=[picture.name]),
    ):
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200
        assert not [told for told in (*TOLD, b"7.8876", b"110.3289", b"exif_gps") if told in body]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_case_49_a_picture_is_kept_as_the_camera_showed_it(cast: Cast, client: Client, orientation: int) -> None:
    name, data = sample(f"orientasi_{orientation}.jpg")
    upload(client, name, data)
    with storage.current().open(Attachment.objects.get().content_hash) as content:
        kept = Image.open(io.BytesIO(content.read())).convert("RGB")
    shown = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    assert kept.size == shown.size and max(ImageStat.Stat(ImageChops.difference(kept, shown)).mean) < 4


@pytest.mark.parametrize("name", ["skrip.svg", "bukan_gambar.jpg", "poliglot_jpg_zip.jpg", "poliglot_gif_js.gif"])
def test_case_50_nothing_that_acts_is_ever_served(cast: Cast, client: Client, name: str) -> None:
    upload(client, *sample(name))
    for content in contents():
        assert content.startswith(b"\xff\xd8\xff") and b"<script" not in content and b"PK\x03\x04" not in content


def test_case_50_a_document_leaves_as_a_download_that_runs_nothing(client: Client, walk: Walk) -> None:
    draft = uploads.draft_for(KEY, action="submit", at=walk.at)
    web_page = small_pdf().replace(b"\n", b"\n<script>alert(1)</script>\n", 1)
    assert not uploads.add(draft, [SimpleUploadedFile("surat.pdf", web_page)], at=walk.at)
    uploads.take_over(draft, walk.complaint.events.get(action="submit"))
    name = walk.complaint.attachments.get().name
    answer = sign_in(client, walk.cast.wati).get(reverse("attachment", args=[name]))
    assert b"<script" not in b"".join(answer.streaming_content)
    assert answer["Content-Disposition"] == 'attachment; filename="lampiran-1.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("name", [one for one in EXPECTED if EXPECTED[one]["kind"] == "name"])
def test_case_51_a_name_is_words_and_never_markup_a_path_or_a_name_of_ours(
    cast: Cast, client: Client, name: str
) -> None:
    upload_name, data = sample(name)
    page = upload(client, upload_name, data)
    assert "<svg onload" not in page
    if Attachment.objects.exists():
        assert upload_name not in page and escape(upload_name) not in page
    refused = upload(client, upload_name, b"<html>")
    assert escape(files.clean_name(unescape(upload_name))) in refused  # Django undoes entities in names
    assert not any(upload_name in str(path) for path in storage.current())


@pytest.mark.parametrize(("name", "private"), [("KTP_Budi_3402999912990001.jpg", True), ("nama_04.jpg", False)])
def test_case_33_a_card_of_identity_is_marked_by_its_name(cast: Cast, client: Client, name: str, private: bool) -> None:
    upload(client, *sample(name))
    assert Attachment.objects.get().private is private


def test_the_limits_are_said_before_anything_is_sent_and_in_the_same_words_to_officials(
    client: Client, walk: Walk
) -> None:
    page = client.get(reverse("file")).content.decode()
    assert files.LIMITS_SENTENCE in page and "video" in files.LIMITS_SENTENCE and "PDF" in files.LIMITS_SENTENCE
    assert re.search(r'name="berkas" accept="image/\*,video/mp4[^"]*,application/pdf"', page)
    sign_in(client, walk.assigned().cast.slamet)
    assert files.LIMITS_SENTENCE in client.get(reverse("act", args=[walk.complaint.number, "report"])).content.decode()


def test_a_video_is_kept_shown_by_a_still_and_leaves_as_a_download(client: Client, walk: Walk) -> None:
    draft = uploads.draft_for(KEY, action="submit", at=walk.at)
    assert not uploads.add(draft, [SimpleUploadedFile("Sari.mp4", make_video(seconds=3))], at=walk.at)
    uploads.take_over(draft, walk.complaint.events.get(action="submit"))
    kept = walk.complaint.attachments.get()
    assert (kept.kind, kept.mime, kept.seconds, kept.width, kept.height) == ("video", "video/mp4", 3, 176, 144)
    assert not [secret for secret in VIDEO_SECRETS for content in contents() if secret in content]
    sign_in(client, walk.cast.wati)
    page = client.get(reverse("office_case", args=[walk.complaint.number])).content.decode()
    assert reverse("attachment_thumb", args=[kept.name]) in page
    still = client.get(reverse("attachment_thumb", args=[kept.name]))
    assert Image.open(io.BytesIO(b"".join(still.streaming_content))).format == "JPEG"
    download = client.get(reverse("attachment", args=[kept.name]))
    assert download["Content-Disposition"] == 'attachment; filename="lampiran-1.mp4"'
    assert download["Content-Type"] == "video/mp4"


def test_a_second_video_is_refused_and_the_first_is_kept(cast: Cast, client: Client) -> None:
    upload(client, "satu.mp4", make_video())
    page = upload(client, "dua.mp4", make_video(dark=3))
    assert "dua.mp4: Sudah ada satu video" in page
    assert Attachment.objects.get().kind == "video" and Complaint.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\0\0\0\x18ftypisom" + bytes(50 * 1024 * 1024), "lebih besar dari 50 MB"),
        (b"%PDF-1.4\n" + bytes(10 * 1024 * 1024), "lebih besar dari 10 MB"),
        (b"\xff\xd8\xff" + bytes(10 * 1024 * 1024), "lebih besar dari 10 MB"),
    ],
    ids=["video", "document", "picture"],
)
def test_each_kind_has_its_own_limit(cast: Cast, client: Client, data: bytes, words: str) -> None:
    assert words in upload(client, "besar", data)
