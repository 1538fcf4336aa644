"""Uploads: what gets in, what is refused and why, and that nothing but pixels is kept of a picture."""

from __future__ import annotations

import hashlib
import io
import json
import re
import resource
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageOps, ImageStat

from lapor.complaints import documents, files, pictures, storage
from lapor.complaints.files import Accepted, RefusedFile, accept
from lapor.complaints.storage import Folder
from tests.cast import small_pdf

SAMPLES = Path(__file__).parent.parent / "data" / "files"
ENTRIES = json.loads((SAMPLES / "expected.json").read_text())

REFUSED = {
    "rusak_terpotong.jpg": pictures.BROKEN,
    "nol_byte.jpg": files.EMPTY,
    "bukan_gambar.jpg": files.WEB_PAGE,
    "poliglot_gif_js.gif": pictures.TOO_MANY_PIXELS,
    "skrip.svg": files.WEB_PAGE,
    "xxe.svg": files.WEB_PAGE,
    "billion_laughs.svg": files.WEB_PAGE,
    "bom_piksel_30000.png": pictures.TOO_MANY_PIXELS,
    "bom_100MB.zip": files.OFFICE_OR_ARCHIVE,
    "bom_lembar.xlsx": files.OFFICE_OR_ARCHIVE,
    "zip_slip.zip": files.OFFICE_OR_ARCHIVE,
    "nama_01.php": files.UNKNOWN,
    "nama_02.exe": files.UNKNOWN,
    ".htaccess": files.UNKNOWN,
    "poliglot_pdf_html.pdf": documents.CUT_DOCUMENT,  # without a page; the same with one is in test_documents
    "buat_eicar.py": files.UNKNOWN,  # makes the test file of virus scanners; test_scanner makes its own
}
PICTURES = [e["file"] for e in ENTRIES if e["file"] not in REFUSED]
SECRETS = [
    b"Exif",
    b"http://ns.adobe",
    b"GPS",
    b"tEXt",
    b"ICC_PROFILE",
    b"Photoshop",
    b"PK\x03\x04",
    b"7.88",
]
ORIENTATIONS = range(1, 9)


def take(data: bytes, root: Path) -> Accepted:
    return accept(io.BytesIO(data), size=len(data), store=Folder(root))


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def stored(root: Path, content_hash: str) -> bytes:
    with Folder(root).open(content_hash) as content:
        return content.read()


def stored_files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def pixels(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two pictures of one size, on the scale of 0 to 255."""
    assert one.size == other.size
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def test_every_sample_has_an_expected_outcome() -> None:
    here = {path.name for path in SAMPLES.iterdir()} - {"expected.json"}
    assert here == {entry["file"] for entry in ENTRIES}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_kept_as_plain_jpeg_with_a_thumbnail(name: str, tmp_path: Path) -> None:
    accepted = take(sample(name), tmp_path)
    content, thumb = (
        stored(tmp_path, accepted.content_hash),
        stored(tmp_path, accepted.thumb_hash),
    )
    assert (accepted.kind, accepted.mime, accepted.extension) == (
        "picture",
        "image/jpeg",
        "jpg",
    )
    assert (accepted.width, accepted.height) == Image.open(io.BytesIO(content)).size
    assert accepted.size == len(content)
    assert accepted.content_hash == hashlib.sha256(content).hexdigest()
    assert max(Image.open(io.BytesIO(thumb)).size) <= 480


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_but_pixels_is_kept(name: str, tmp_path: Path) -> None:
    accepted = take(sample(name), tmp_path)
    for content_hash in (accepted.content_hash, accepted.thumb_hash):
        content = stored(tmp_path, content_hash)
        image = Image.open(io.BytesIO(content))
        assert image.format == "JPEG"
        assert not image.getexif()
        assert set(image.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }
        assert [secret for secret in SECRETS if secret in content] == []
        assert content.endswith(b"\xff\xd9")


@pytest.mark.parametrize(("name", "sentence"), REFUSED.items())
def test_what_is_refused_is_refused_with_the_reason_and_leaves_nothing(
    name: str, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(RefusedFile, match=f"^{re.escape(sentence)}$"):
        take(sample(name), tmp_path)
    assert stored_files(tmp_path) == []


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_a_turned_picture_looks_as_the_camera_showed_it(orientation: int, tmp_path: Path) -> None:
    data = sample(f"orientasi_{orientation}.jpg")
    shown = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    assert difference(pixels(stored(tmp_path, take(data, tmp_path).content_hash)), shown) < 4


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_one_scene_held_in_eight_ways_looks_alike(kind: str, tmp_path: Path) -> None:
    scene = pixels(sample("orientasi_1.jpg"))
    back = {
        2: 0,
        3: 3,
        4: 1,
        5: 5,
        6: 2,
        7: 6,
        8: 4,
    }  # orientation -> the turn that undoes it
    for orientation in ORIENTATIONS:
        held = scene.transpose(Image.Transpose(back[orientation])) if orientation in back else scene
        exif = Image.Exif()
        exif[0x0112] = orientation
        accepted = take(encoded(held, kind, exif=exif), tmp_path)
        assert difference(pixels(stored(tmp_path, accepted.content_hash)), scene) < 6


def test_a_large_picture_is_made_smaller(tmp_path: Path) -> None:
    accepted = take(encoded(Image.new("RGB", (5000, 4000), "red"), "JPEG"), tmp_path)
    assert (accepted.width, accepted.height) == (2560, 2048)


def test_a_camera_burst_keeps_its_first_picture(tmp_path: Path) -> None:
    first, second = (
        Image.new("RGB", (300, 200), "red"),
        Image.new("RGB", (300, 200), "blue"),
    )
    accepted = take(encoded(first, "MPO", save_all=True, append_images=[second]), tmp_path)
    assert difference(pixels(stored(tmp_path, accepted.content_hash)), first) < 4


def test_an_animation_keeps_its_first_frame(tmp_path: Path) -> None:
    first = pixels(sample("animasi.gif"))
    accepted = take(sample("animasi.gif"), tmp_path)
    assert difference(pixels(stored(tmp_path, accepted.content_hash)), first) < 8


@pytest.mark.parametrize(
    ("image", "options", "expected"),
    [
        (Image.new("RGBA", (40, 40), (255, 0, 0, 0)), {}, (255, 255, 255)),
        (Image.new("RGBA", (40, 40), (255, 0, 0, 128)), {}, (255, 127, 127)),
        (Image.new("LA", (40, 40), (0, 0)), {}, (255, 255, 255)),
        (
            Image.new("L", (40, 40), 3).convert("P"),
            {"transparency": 3},
            (255, 255, 255),
        ),
        (
            Image.new("RGB", (40, 40), (1, 2, 3)),
            {"transparency": (1, 2, 3)},
            (255, 255, 255),
        ),
        (Image.new("I;16", (40, 40), 32768), {}, (128, 128, 128)),
        (Image.new("1", (40, 40), 1), {}, (255, 255, 255)),
    ],
)
def test_any_png_comes_out_on_white(
    image: Image.Image,
    options: dict[str, object],
    expected: tuple[int, ...],
    tmp_path: Path,
) -> None:
    accepted = take(encoded(image, "PNG", **options), tmp_path)
    found = pixels(stored(tmp_path, accepted.content_hash))
    assert difference(found, Image.new("RGB", (40, 40), expected)) < 3


@pytest.mark.parametrize(
    "profile",
    [
        b"no profile at all",
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    ],
)
def test_a_profile_that_does_not_fit_costs_no_picture(profile: bytes, tmp_path: Path) -> None:
    red = Image.new("CMYK", (40, 40), (0, 255, 255, 0))
    accepted = take(encoded(red, "JPEG", icc_profile=profile), tmp_path)
    found = pixels(stored(tmp_path, accepted.content_hash))
    assert difference(found, Image.new("RGB", (40, 40), "red")) < 4


def test_a_bomb_is_refused_from_its_header(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(RefusedFile):
        take(sample("bom_piksel_30000.png"), tmp_path)
    grown_kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kilobytes < 50_000


@pytest.mark.parametrize("between", [b"", b"\xff", b"\0\0", b"\xff\x01"], ids=["plain", "fill", "rubbish", "marks"])
def test_a_jpeg_of_a_thousand_passes_is_refused_from_its_headers(between: bytes, tmp_path: Path) -> None:
    """Each pass costs its sender a hundred bytes and a decoder a whole picture."""
    whole = encoded(Image.new("L", (40, 40), 90), "JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    one_pass = whole[last:-2] + between
    assert take(whole[:-2] + one_pass * 50 + whole[-2:], tmp_path).width == 40
    with pytest.raises(RefusedFile, match="rusak"):
        take(whole[:-2] + one_pass * 1000 + whole[-2:], tmp_path)


@pytest.mark.parametrize(
    "name",
    ["exif_gps_bantul.jpg", "png_text_gps.png", "webp_gps.webp", "iphone_gps.heic"],
)
def test_a_picture_cut_off_anywhere_never_gets_in(name: str, tmp_path: Path) -> None:
    whole = sample(name)
    for part in (0.1, 0.3, 0.6, 0.9):
        with pytest.raises(RefusedFile):
            take(whole[: int(len(whole) * part)], tmp_path)
    assert stored_files(tmp_path) == []


def test_an_upload_shorter_than_announced_is_refused(tmp_path: Path) -> None:
    data = small_pdf()
    with pytest.raises(RefusedFile, match="terpotong saat dikirim"):
        accept(io.BytesIO(data), size=len(data) + 1, store=Folder(tmp_path))


@pytest.mark.parametrize("announced", [1, documents.MAX_BYTES + 1])
def test_an_upload_over_the_limit_is_refused_whatever_it_announces(announced: int, tmp_path: Path) -> None:
    data = b"%PDF-1.4\n" + bytes(documents.MAX_BYTES)
    with pytest.raises(RefusedFile, match="lebih besar dari 10 MB"):
        accept(io.BytesIO(data), size=announced, store=Folder(tmp_path))


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", files.OFFICE_OR_ARCHIVE),
        (b"RIFF\x10\0\0\0AVI LIST", files.MOVING),
        (b"\x1aE\xdf\xa3\xa3B\x86\x81\x01B\x82\x88matroska", files.MOVING),
        (b"\xef\xbb\xbf<!doctype html>", files.WEB_PAGE),
        (b"MZ\x90\0\x03", files.UNKNOWN),
        (b" %PDF-1.4 %%EOF", files.UNKNOWN),
    ],
)
def test_the_reason_fits_the_content(start: bytes, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match=f"^{re.escape(sentence)}$"):
        take(start, tmp_path)


def test_the_same_content_is_stored_once(tmp_path: Path) -> None:
    first, second = (
        take(sample("nama_04.jpg"), tmp_path),
        take(sample("nama_05.jpg"), tmp_path),
    )
    assert first == second
    assert len(stored_files(tmp_path)) == 2  # the picture and its thumbnail


def test_stored_files_are_closed_to_others(tmp_path: Path) -> None:
    take(sample("xmp_gps.jpg"), tmp_path)
    assert {stat.S_IMODE(path.stat().st_mode) for path in stored_files(tmp_path)} == {0o640}


def test_a_write_that_fails_leaves_no_part_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(storage.os, "replace", full_disk)
    with pytest.raises(OSError, match="no space left"):
        take(small_pdf(), tmp_path)
    assert stored_files(tmp_path) == []


@pytest.mark.parametrize("content_hash", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_only_a_hash_becomes_a_path(content_hash: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        Folder(tmp_path).path_of(content_hash)


@pytest.mark.parametrize(
    "name",
    [e.get("upload_name", e["file"]) for e in ENTRIES] + ["", "\0\0", "a\r\nSet-Cookie: b"],
)
def test_a_name_is_shown_back_on_one_short_line(name: str) -> None:
    shown = files.clean_name(name)
    assert 1 <= len(shown) <= 60
    assert shown.isprintable()


def test_a_name_that_turns_the_reading_order_is_laid_bare() -> None:
    assert files.clean_name("foto\u202egpj.exe") == "fotogpj.exe"
    assert files.clean_name("C:\\Users\\Budi\\foto.jpg") == "foto.jpg"


def test_what_leaves_us_is_named_by_us() -> None:
    assert files.neutral_name(1, "jpg") == "lampiran-1.jpg"
    for position, extension in ((0, "jpg"), (1, "php")):
        with pytest.raises(ValueError, match="positions start at 1"):
            files.neutral_name(position, extension)


MAGIC = [
    b"",
    b"%PDF-",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"RIFF\x10\0\0\0WEBPVP8 ",
    b"\0\0\0\x18ftypheic",
]


@settings(deadline=None, max_examples=60)
@given(start=st.sampled_from(MAGIC), rest=st.binary(max_size=400))
def test_random_bytes_are_refused_and_never_crash(
    tmp_path_factory: pytest.TempPathFactory, start: bytes, rest: bytes
) -> None:
    root = tmp_path_factory.getbasetemp() / "random"
    try:
        accepted = take(start + rest, root)
    except RefusedFile:
        return
    assert accepted.kind == "picture"


@settings(deadline=None, max_examples=60)
@given(
    name=st.sampled_from(PICTURES),
    at=st.floats(0, 1, exclude_max=True),
    wrong=st.binary(min_size=1, max_size=8),
)
def test_a_damaged_picture_gets_in_clean_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, name: str, at: float, wrong: bytes
) -> None:
    root = tmp_path_factory.getbasetemp() / "damaged"
    data = bytearray(sample(name))
    place = int(at * len(data))
    data[place : place + len(wrong)] = wrong
    try:
        accepted = take(bytes(data), root)
    except RefusedFile:
        return
    if accepted.kind == "picture":
        assert not Image.open(io.BytesIO(stored(root, accepted.content_hash))).getexif()
