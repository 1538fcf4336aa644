"""Standard answers: who keeps which, and how one gets into the form of an act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lapor.complaints.models import StandardAnswer
from lapor.complaints.steps import route
from lapor.people.models import Change
from tests.cast import Cast, Walk, sign_in, small_pdf

pytestmark = pytest.mark.django_db
TEXT = "Petugas kami memeriksa lokasi besok pagi."


@pytest.fixture
def answers(cast: Cast) -> dict[str, StandardAnswer]:
    def one(agency: Any, action: str, title: str, **more: Any) -> StandardAnswer:
        return StandardAnswer.objects.create(agency=agency, action=action, title=title, **{"text": TEXT, **more})

    return {
        "all": one(None, "pass_on", "Kami periksa"),
        "own": one(cast.dishub, "pass_on", "Lampu"),
        "other": one(cast.dlh, "pass_on", "Pohon"),
        "off": one(cast.dishub, "pass_on", "Lama", active=False),
        "answer": one(cast.dishub, "answer", "Sudah menyala"),
        "archive": one(None, "archive", "Di luar wewenang", text="Hal ini di bawah wewenang […]."),
    }


@pytest.fixture
def page(walk: Walk, cast: Cast, client: Client) -> Callable[..., Any]:
    """The form of an act, sent as its own page would send it: `page("pass_on", cast.budi, interim="…")`."""

    def send(action: str, who: Any, **fields: Any) -> Any:
        sign_in(client, who)
        address = f"/meja/aduan/{walk.refresh().number}/{action}/"
        if not fields:
            return client.get(address)
        return client.post(address, {"version": walk.complaint.version, "form_key": "", **fields})

    return send


def test_the_form_offers_those_of_the_agency_and_of_all_and_of_this_act(
    walk: Walk, cast: Cast, answers: dict[str, StandardAnswer], page: Callable[..., Any]
):
    walk.routed()
    offered = [one for _, rows in page("pass_on", cast.budi).context["standard_answers"] for one in rows]
    assert offered == [answers["own"], answers["all"]]


def test_a_chosen_one_stands_in_the_field_and_nothing_else_happens(
    walk: Walk, cast: Cast, answers: dict[str, StandardAnswer], page: Callable[..., Any]
):
    walk.routed()
    before = walk.complaint.events.count()
    shown = page("pass_on", cast.budi, baku=answers["own"].pk, pakai="1")
    assert shown.status_code == 200
    assert shown.context["form"]["interim"].value() == TEXT
    assert walk.complaint.events.count() == before
    assert walk.lead.state == "at_operator"


def test_what_was_typed_stays_above_it(
    walk: Walk, cast: Cast, answers: dict[str, StandardAnswer], page: Callable[..., Any]
):
    walk.approved()
    typed = {"text": "Bapak dan Ibu,", "kind": "planned", "planned_on": "2027-01-05", "ground": "APBD 2027"}
    form = page("answer", cast.budi, baku=answers["answer"].pk, pakai="1", **typed).context["form"]
    assert form["text"].value() == f"Bapak dan Ibu,\n\n{TEXT}"
    assert {name: form[name].value() for name in ("kind", "planned_on", "ground")} == {
        name: typed[name] for name in ("kind", "planned_on", "ground")
    }


def test_an_uploaded_file_stays_too(
    walk: Walk, cast: Cast, answers: dict[str, StandardAnswer], page: Callable[..., Any]
):
    walk.approved()
    file = SimpleUploadedFile("hasil.pdf", small_pdf(), content_type="application/pdf")
    shown = page("answer", cast.budi, baku=answers["answer"].pk, pakai="1", files=file)
    assert len(shown.context["attempt"].files) == 1


def test_without_a_choice_or_with_anothers_nothing_is_added(
    walk: Walk, cast: Cast, answers: dict[str, StandardAnswer], page: Callable[..., Any]
):
    walk.routed()
    for number in ("", answers["other"].pk, answers["off"].pk, answers["answer"].pk, "x", "9" * 30):
        form = page("pass_on", cast.budi, baku=number, pakai="1", interim="Halo.").context["form"]
        assert form["interim"].value() == "Halo."


def test_a_gap_that_was_not_filled_in_is_not_sent(
    walk: Walk, cast: Cast, answers: dict[str, StandardAnswer], page: Callable[..., Any]
):
    said = page("archive", cast.wati, reason="outside", explanation=answers["archive"].text)
    assert said.status_code == 422
    assert "Masih ada […] yang belum diisi." in said.content.decode()
    assert walk.refresh().state == "received"


def test_where_somebody_was_first_the_typed_words_are_kept(
    walk: Walk, cast: Cast, answers: dict[str, StandardAnswer], page: Callable[..., Any]
):
    walk.routed()
    old = walk.complaint.version
    walk.do(route.pass_on, cast.budi, interim=TEXT)
    said = page("pass_on", cast.budi, baku=answers["own"].pk, pakai="1", interim="Tulisan saya.", version=old)
    assert said.status_code == 409
    assert "Tulisan saya." in said.content.decode()


# ---------------------------------------------------------------- keeping them


def words(**more: Any) -> dict[str, Any]:
    return {"action": "answer", "title": "Baru", "text": "Sudah kami kerjakan kemarin.", "active": "on", **more}


def test_an_operator_keeps_his_agencys_and_no_others(client: Client, cast: Cast, answers: dict[str, StandardAnswer]):
    sign_in(client, cast.budi)
    listed = client.get("/meja/jawaban-baku/").content.decode()
    assert "Lampu" in listed and "Kami periksa" in listed and "Pohon" not in listed
    assert client.get(f"/meja/jawaban-baku/{answers['other'].pk}/").status_code == 404
    assert client.get(f"/meja/jawaban-baku/{answers['all'].pk}/").status_code == 404
    client.post("/meja/jawaban-baku/baru/", words(agency=cast.dlh.pk))
    assert StandardAnswer.objects.get(title="Baru").agency == cast.dishub


def test_a_penanggung_jawab_rewrites_one_and_the_journal_says_so(
    client: Client, cast: Cast, answers: dict[str, StandardAnswer]
):
    sign_in(client, cast.endang)
    one = answers["own"]
    sent = client.post(
        f"/meja/jawaban-baku/{one.pk}/", words(action="pass_on", title="Lampu", text="Besok kami datang.")
    )
    assert sent.status_code == 302
    change = Change.objects.get()
    assert (change.action, change.position, change.data["text"]) == (
        "answer_changed", cast.endang, [TEXT, "Besok kami datang."],
    )  # fmt: skip


def test_the_administrator_keeps_all_of_them(client: Client, cast: Cast, answers: dict[str, StandardAnswer]):
    sign_in(client, cast.admin)
    client.post(
        f"/meja/jawaban-baku/{answers['other'].pk}/", words(title="Dahan", action="pass_on", agency=cast.dlh.pk)
    )
    client.post("/meja/jawaban-baku/baru/", words(agency=""))
    assert StandardAnswer.objects.filter(title="Dahan", agency=cast.dlh).exists()
    assert StandardAnswer.objects.filter(title="Baru", agency=None).exists()


def test_a_bad_one_is_told_with_what_was_typed_kept(client: Client, cast: Cast, answers: dict[str, StandardAnswer]):
    sign_in(client, cast.budi)
    said = client.post("/meja/jawaban-baku/baru/", words(title="lampu", action="pass_on", text="Ya."))
    assert said.status_code == 422
    assert "Judul itu sudah ada" in said.content.decode()
    assert "paling sedikit satu kalimat" in said.content.decode()
    assert "Ya.</textarea>" in said.content.decode()
