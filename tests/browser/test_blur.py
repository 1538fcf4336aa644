"""Blurring by hand as its reader meets it: dragging, tapping without script, choosing parts by keyboard; axe."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from lapor.complaints import storage
from lapor.complaints.models import Attachment
from tests.browser.test_pages import sound_as_it_stands
from tests.cast import STORY, Cast
from tests.pictures import contrast, striped
from tests.videos import make_video


@pytest.fixture
def plate(tmp_path: Path) -> Path:
    """A photograph with stripes in its upper left quarter."""
    (tmp_path / "plat.jpg").write_bytes(striped())
    return tmp_path / "plat.jpg"


def with_photo(page: Page, photo: Path, *more: Path) -> Page:
    page.goto("/lapor/")
    page.get_by_label("Ceritakan aduan Anda").fill(STORY)
    page.locator("#berkas").set_input_files([photo, *more])
    unggah = page.get_by_role("button", name="Unggah dulu")
    if unggah.is_visible():
        unggah.click()
    expect(page.get_by_role("img", name="Foto 1")).to_be_visible()
    return page


def blurring(page: Page) -> Page:
    page.get_by_role("button", name="Samarkan bagian foto 1").click()
    expect(page.get_by_role("heading", name="Samarkan bagian foto 1")).to_be_visible()
    return page


def saved(page: Page) -> None:
    page.get_by_role("button", name="Simpan foto ini").click()
    expect(page.get_by_text("Foto 1 sudah disamarkan.")).to_be_attached()
    expect(page.get_by_label("Ceritakan aduan Anda")).to_have_value(STORY)


def stored() -> Image.Image:
    with storage.current().open(Attachment.objects.get(kind="picture").content_hash) as content:
        return Image.open(io.BytesIO(content.read())).convert("L")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_rectangle_is_dragged_and_a_second_thought_is_taken_back(
    cast: Cast, plate: Path, width: int, open_page: Callable[..., Page]
) -> None:
    page = blurring(with_photo(open_page(width=width), plate))
    photo = page.locator("[data-blur]")
    photo.scroll_into_view_if_needed()
    box = photo.bounding_box()
    assert box and box["width"] > 300
    page.mouse.move(box["x"] + 2, box["y"] + 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.52, box["y"] + box["height"] * 0.52, steps=3)
    page.mouse.up()
    expect(page.get_by_text("1 bagian disamarkan, belum disimpan.")).to_be_visible()
    box = page.locator("[data-blur]").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.3)
    expect(page.get_by_text("2 bagian disamarkan, belum disimpan.")).to_be_visible()
    page.get_by_role("button", name="Batalkan yang terakhir").click()
    expect(page.get_by_text("1 bagian disamarkan, belum disimpan.")).to_be_visible()
    sound_as_it_stands(page, "Samarkan")
    saved(page)
    assert contrast(stored(), (50, 50, 350, 250)) < 40 and contrast(stored(), (500, 100, 750, 550)) < 6


def test_without_javascript_a_tap_blurs(cast: Cast, plate: Path, open_page: Callable[..., Page]) -> None:
    page = blurring(with_photo(open_page(width=360, java_script_enabled=False), plate))
    page.get_by_label("Besar, misalnya rumah").check()
    box = page.locator("[data-blur]").bounding_box()
    assert box and box["width"] == 288
    page.locator("[data-blur]").click(position={"x": 72, "y": 54})
    expect(page.get_by_text("1 bagian disamarkan, belum disimpan.")).to_be_visible()
    saved(page)
    assert contrast(stored(), (150, 100, 250, 200)) < 40


def test_by_keyboard_alone_parts_are_chosen(cast: Cast, plate: Path, open_page: Callable[..., Page]) -> None:
    page = blurring(with_photo(open_page(), plate))
    page.get_by_text("Pilih bagian tanpa mengetuk foto").focus()
    page.keyboard.press("Enter")
    for name in (
        "bagian atas, kiri",
        "bagian atas, agak kiri",
        "bagian agak atas, kiri",
        "bagian agak atas, agak kiri",
    ):
        page.get_by_label(name, exact=True).focus()
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("4 bagian disamarkan, belum disimpan.")).to_be_visible()
    sound_as_it_stands(page, "Samarkan")
    page.get_by_role("button", name="Simpan foto ini").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Ceritakan aduan Anda")).to_have_value(STORY)
    assert contrast(stored(), (50, 50, 350, 250)) < 40


def test_files_on_the_form_are_shown_and_sound(
    cast: Cast, plate: Path, tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    (tmp_path / "v.mp4").write_bytes(make_video())
    page = with_photo(open_page(width=360, java_script_enabled=True), plate)
    page.locator("#berkas").set_input_files([tmp_path / "v.mp4"])
    expect(page.get_by_role("img", name="Video 2")).to_be_visible()
    expect(page.get_by_text(re.compile("1 detik"))).to_be_visible()
    sound_as_it_stands(page, "Berkas")
