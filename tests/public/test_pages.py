"""Pages that stand by themselves, drawn from the rules; and numbers found in stories."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from lapor.people.hours_text import week_in_words
from lapor.public import flow, sop_sheet
from lapor.sop import rules
from tests.cast import WEEK

pytestmark = pytest.mark.django_db


def test_home_asks_one_question_and_has_one_way_in(client: Client) -> None:
    page = client.get("/").content.decode()
    assert re.findall(r"<h1[^>]*>([^<]+)", page) == ["Apa yang perlu kami benahi?"]
    assert page.count('class="btn big"') == 1


def test_home_draws_the_eight_steps_and_their_minutes_from_the_rules(client: Client) -> None:
    page = client.get("/").content.decode()
    for step in rules.STEPS:
        assert f"<h3>{step.citizen_words}</h3>" in page
    for minutes in (60, 120, 660, 30):
        assert f"{minutes} menit kerja." in page
    assert "Paling lama 3 hari kerja." in page


@pytest.mark.parametrize(
    "path", ["/", "/lapor/", "/lacak/", "/masuk/", "/masuk/petugas/", "/sop/", "/privasi/", "/bantuan/"]
)
def test_every_page_for_all_opens_with_one_heading_and_no_inline_code(client: Client, path: str) -> None:
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*src=)", page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_help_says_that_no_password_is_needed_any_more(client: Client) -> None:
    page = client.get("/bantuan/").content.decode()
    assert "Masuk tanpa kata sandi" in page and "juga kalau dulu Anda membuatnya" in page


def test_privacy_says_how_to_ask_for_erasure_and_that_acts_stay(client: Client) -> None:
    page = client.get("/privasi/").content.decode()
    assert "Meminta penghapusan" in page and "tetap ada, tanpa isi" in page


def test_the_sheet_as_run_has_eight_rows_and_the_decreed_one_seven(client: Client) -> None:
    run, decreed = sop_sheet.as_run(rules.BASE), sop_sheet.as_decreed()
    assert [row.no for row in run.rows] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert [row.no for row in decreed.rows] == ["1", "3", "4", "5", "6", "5", "6"]
    assert run.total == decreed.total == 1060
    assert (len(run.actors), len(decreed.actors)) == (6, 5)
    assert client.get("/sop/").content.decode().count("1.060 menit") == 2


@pytest.mark.parametrize("sheet", [sop_sheet.as_run(rules.BASE), sop_sheet.as_decreed()], ids=lambda s: s.id)
def test_every_row_of_a_sheet_has_its_symbol_under_its_actor(sheet: sop_sheet.Sheet) -> None:
    drawing = flow.drawn(sheet)
    for index, row in enumerate(sheet.rows):
        column = next(i for i, actor in enumerate(sheet.actors) if row.actor.startswith(actor))
        middle = (column * 100 + 50, index * 74 + 37)
        assert middle in {(shape.x, shape.y) for shape in drawing.shapes}, row


def test_office_hours_are_told_in_groups_of_days() -> None:
    assert week_in_words(WEEK) == "Senin–Kamis 07.30–15.30, Jumat 07.30–14.30"
    broken = {"mon": [["08:00", "12:00"], ["13:00", "15:00"]], "sat": [["08:00", "11:00"]]}
    assert week_in_words(broken) == "Senin 08.00–12.00 dan 13.00–15.00, Sabtu 08.00–11.00"
