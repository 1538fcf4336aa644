"""Case 24: for each choice the form says who sees what, and the program does what it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lapor.complaints import access, identity
from lapor.complaints.access import Sight
from lapor.complaints.models import Complaint
from lapor.config import tiles
from lapor.people.models import Position
from lapor.public import sees
from lapor.sop.rules import Klass
from tests.cast import Cast, Walk

CHOSEN: dict[str, dict[str, Any]] = {
    "none": {},
    "rahasia": {"rahasia": True},
    "anonim": {"anonim": True},
    "both": {"anonim": True, "rahasia": True},
    "pengawasan": {"klass": Klass.SUPERVISORY},
}


def seen_by(viewer: access.Viewer, complaint: Complaint) -> str:
    """What this viewer sees, in the words of the table, as the program decides it."""
    sight = access.sight(viewer, complaint, complaint.handlings.all())
    if sight is Sight.CASE:
        return sees.ALL if identity.name_for_officials(complaint) else sees.WORDS
    return {Sight.EVENTS: sees.EVENTS, Sight.NONE: sees.NOTHING}[sight]


@pytest.fixture
def filed(file_one: Callable[..., Walk]) -> Callable[[str], Complaint]:
    def one(choice: str) -> Complaint:
        walk = file_one(**CHOSEN[choice])
        return (walk if choice == "pengawasan" else walk.routed()).refresh()

    return one


@pytest.mark.parametrize("choice", sees.CHOICES)
def test_24_every_cell_of_the_table_is_true(cast: Cast, filed: Callable[[str], Complaint], choice: str) -> None:
    complaint, place = filed(choice), list(sees.CHOICES).index(choice)
    told = {who: cells[place] for who, cells in sees.TABLE.items()}
    by: dict[str, list[Position]] = {
        sees.AGENCY: [cast.budi, cast.endang, cast.agus],
        sees.TIM: [cast.wati, cast.joko],
        sees.INSPECTORATE: [cast.kartika, cast.bayu],
        sees.CUSTODIAN: [cast.sekar],
        sees.AUDITOR: [cast.auditor],
        sees.BUPATI: [cast.bupati],
    }
    # who sees a number, or a name for a written reason, sees nothing of the case itself
    beside = {sees.COUNT: sees.NOTHING, sees.FIGURES: sees.NOTHING, sees.ASKED: sees.NOTHING}
    for who, positions in by.items():
        for position in positions:
            assert seen_by(access.official(position), complaint) == beside.get(told[who], told[who]), position
    assert told[sees.PUBLIC] == seen_by(access.citizen(None), complaint) == sees.NOTHING
    assert told[sees.ACCUSED] == seen_by(access.official(cast.rina), complaint) == sees.NOTHING


def test_24_the_inspectorate_reads_an_anonymous_supervisory_case_without_a_name(
    cast: Cast, file_one: Callable[..., Walk]
) -> None:
    complaint = file_one(klass=Klass.SUPERVISORY, anonim=True).complaint
    assert seen_by(access.official(cast.kartika), complaint) == sees.WORDS
    assert "tanpa nama" in sees.NOTES[sees.INSPECTORATE]


@pytest.mark.parametrize("url", ["/lapor/", "/privasi/"])
def test_24_the_table_stands_where_people_choose_and_where_they_look_it_up(db: None, url: str) -> None:
    page = Client().get(url).content.decode()
    table = page[page.index('<table class="sees"') : page.index("</table>")]
    for words in (*sees.WATCHERS.values(), *sees.CHOICES.values()):
        assert words in table
    rows = re.findall(r"<tr role=\"row\">(?!<th scope=\"col\").*?</tr>", table, re.DOTALL)
    assert len(rows) == len(sees.TABLE)
    for row in rows:
        spans = sum(int(span or 1) for span in re.findall(r"<td role=\"cell\"(?: colspan=\"(\d)\")?", row))
        assert spans == len(sees.CHOICES)


def test_privacy_names_who_brings_the_map_where_there_is_one(db: None, settings: Any) -> None:
    assert "Penyedia itu melihat alamat internet Anda" not in Client().get("/privasi/").content.decode()
    settings.TILES = tiles.Tiles("https://peta.contoh.test/{z}/{x}/{y}.png", "Contoh", "https://peta.contoh.test")
    assert "https://peta.contoh.test" in Client().get("/privasi/").content.decode()
