"""The inbox: nearest due first, in groups, counted up to a cap, paged by key, and cheap."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lapor.complaints import queries
from lapor.complaints.models import Complaint
from lapor.complaints.steps import complete
from lapor.officer.views import desk
from lapor.officer.views import inbox as view
from lapor.sop.rules import C
from tests.cast import MONDAY, REPORTER, Cast, Walk, sign_in


def at(monkeypatch: Any, instant: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: instant)


def groups_of(client: Client, name: str) -> dict[str, list[Any]]:
    """The complaints of a filter by their groups."""
    groups = client.get(reverse("inbox"), {"saring": name}).context["groups"]
    return {group.label: [row.clock.complaint for row in group.rows] for group in groups}


def test_what_is_late_stands_first_and_what_waits_stands_apart(
    client: Client, cast: Cast, file_one: Any, monkeypatch: Any
) -> None:
    walks = {
        name: file_one(at=MONDAY + timedelta(hours=h)).routed()
        for name, h in (("late", -72), ("today", 0), ("waits", -1))
    }
    walks["waits"].asked()
    at(monkeypatch, MONDAY + timedelta(minutes=45))
    sign_in(client, cast.budi)
    running, waiting = groups_of(client, "semua"), groups_of(client, "menunggu-warga")
    assert running == {"Lewat tenggat": [walks["late"].complaint], "Hari ini": [walks["today"].complaint]}
    assert waiting == {"Jam berhenti": [walks["waits"].complaint]}
    assert "Lewat tenggat (1)" in client.get(reverse("inbox"), {"saring": "semua"}).content.decode()
    assert "Kelengkapan, sampai" in client.get(reverse("inbox"), {"saring": "menunggu-warga"}).content.decode()


def test_a_page_of_the_inbox_takes_fewer_than_twelve_queries(client: Client, cast: Cast, file_one: Any) -> None:
    for _ in range(4):
        file_one().routed()
    file_one().routed().asked()
    file_one().answered()
    for who in (cast.budi, cast.wati):
        sign_in(client, who)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(reverse("inbox"), {"saring": "semua"}).status_code == 200
        assert len(seen) < 12, [query["sql"][:90] for query in seen]


def test_the_next_page_begins_where_the_last_one_ended(
    client: Client, cast: Cast, file_one: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    walks = [file_one(at=MONDAY + timedelta(minutes=n)).routed() for n in range(3)]
    sign_in(client, cast.budi)
    first = client.get(reverse("inbox"))
    second = client.get(reverse("inbox"), {"saring": "giliran", "sesudah": first.context["after"]})
    listed = [row.clock.complaint for page in (first, second) for group in page.context["groups"] for row in group.rows]
    assert listed == [walk.complaint for walk in walks]
    assert "Halaman berikutnya" in first.content.decode() and "Halaman berikutnya" not in second.content.decode()


def test_an_empty_inbox_says_what_is_true(client: Client, cast: Cast) -> None:
    sign_in(client, cast.budi)
    assert "Tidak ada yang menunggu Anda." in client.get(reverse("inbox")).content.decode()


def test_counts_beyond_the_cap_are_said_to_be_so() -> None:
    assert view._capped(999) == "999"
    assert view._capped(queries.CAP) == "1.000+"


def test_a_number_opens_its_case_and_other_words_search_ones_own_scope(
    client: Client, cast: Cast, file_one: Any
) -> None:
    mine, other = file_one().routed(), file_one().routed(cast.dlh)
    sign_in(client, cast.budi)
    typed = mine.complaint.number.lower().replace("-", " ")
    assert client.get(reverse("search"), {"q": typed}).url == reverse("office_case", args=[mine.complaint.number])
    assert (
        "Tidak ada aduan yang cocok." in client.get(reverse("search"), {"q": other.complaint.number}).content.decode()
    )
    found = client.get(reverse("search"), {"q": "lampu jalan"}).context["found"]
    assert found == [mine.complaint]


def test_words_are_found_by_their_beginnings_in_titles_and_places_newest_first(
    client: Client, cast: Cast, file_one: Any, monkeypatch: Any
) -> None:
    walks = [file_one(at=MONDAY + timedelta(minutes=n)).routed() for n in range(3)]
    sign_in(client, cast.budi)

    def found(typed: str) -> list[Any]:
        return list(client.get(reverse("search"), {"q": typed}).context["found"])

    newest_first = [walk.complaint for walk in reversed(walks)]
    assert found("JAL lam") == found("timbul") == found("Sewon") == newest_first
    assert found("ampu") == found("lampu trotoar") == found("!&|:*") == []
    monkeypatch.setattr(desk, "MOST", 2)
    assert found("imogiri") == newest_first[:2]


def test_a_search_of_titles_goes_by_their_index(cast: Cast) -> None:
    words = Complaint.objects.annotate(words=SearchVector("title", config="simple"))
    begun = words.filter(words=SearchQuery("lampu:*", search_type="raw", config="simple"))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert "complaint_title_words" in begun.explain()


def test_a_piece_of_the_inbox_is_the_same_page_with_the_focus_on_its_list(client: Client, walk: Walk) -> None:
    walk.routed()
    sign_in(client, walk.cast.budi)
    whole = client.get(reverse("inbox"), {"saring": "semua"}).content.decode()
    piece = client.get(reverse("inbox"), {"saring": "semua"}, headers={"HX-Request": "true"}).content.decode()
    assert "autofocus" not in whole and piece.count("autofocus") == 1
    assert "<title>Kotak masuk Dishub" in piece and 'id="kotak"' in piece


def test_a_piece_asked_for_after_signing_out_leads_to_signing_in(client: Client, cast: Cast) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/meja/kotak-masuk/"}
    response = client.get(reverse("inbox"), {"saring": "semua"}, headers=asked)
    assert response.headers["HX-Redirect"] == "/masuk/petugas/?next=/meja/kotak-masuk/"


def test_a_case_that_goes_on_without_completion_says_so_until_it_is_completed(client: Client, walk: Walk) -> None:
    walk.routed().asked()
    due = walk.complaint.clocks.get(name=C.AWAITING).due_at
    complete.lapse(complaint_id=walk.complaint.pk, at=due)
    walk.refresh()
    walk.at = due
    sign_in(client, walk.cast.budi)
    case = reverse("office_case", args=[walk.complaint.number])
    for url in (reverse("inbox") + "?saring=semua", case):
        assert "tanpa kelengkapan" in client.get(url).content.decode(), url
    walk.asked().do(complete.complete, REPORTER, reply="Di depan masjid, tiang kedua.")
    for url in (reverse("inbox") + "?saring=semua", case):
        assert "tanpa kelengkapan" not in client.get(url).content.decode(), url


def test_the_report_of_an_answer_says_which_agency_answered(client: Client, walk: Walk) -> None:
    walk.answered()
    sign_in(client, walk.cast.wati)
    groups = client.get(reverse("inbox"), {"saring": "jawaban"}).context["groups"]
    assert [row.agency for group in groups for row in group.rows] == ["Dishub"]
