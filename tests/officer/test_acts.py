"""Acts sent through their forms: done, incomplete, too late, not allowed; nothing typed is lost."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lapor.complaints.models import Attachment, Category, Complaint, Draft, HeadReport
from lapor.complaints.steps import answer, route
from lapor.complaints.steps.reply import reply
from lapor.officer import acting
from lapor.people.models import Position
from lapor.sop.rules import Actor, C, H, Role
from tests.cast import ANSWER, INTERIM, Cast, Walk, sign_in
from tests.pictures import picture

REPORTED = {
    "done": "Kabel di tiang kedua diganti, tiga lampu dinyalakan.",
    "done_on": "2026-03-02",
    "result": "fixed",
    "by_whom": "Regu dua",
}


def send(client: Client, walk: Walk, who: Position, action: str, *, follow: bool = False, **fields: Any) -> Any:
    """Post the form of this act as this official, as a browser would that opened it just now."""
    sign_in(client, who)
    walk.refresh()
    one_click = action in ("acknowledge", "see_report")
    keys = {} if one_click else {"version": walk.complaint.version, "form_key": str(uuid.uuid4())}
    body = {**keys, **fields}
    name = "verification_case" if action == "verify_and_route" else "act"
    args = [walk.complaint.number] if name == "verification_case" else [walk.complaint.number, action]
    return client.post(reverse(name, args=args), body, follow=follow)


def test_the_whole_walk_goes_through_the_forms(client: Client, walk: Walk) -> None:
    cast = walk.cast
    acts: list[tuple[Position, str, dict[str, Any]]] = [
        (
            cast.wati,
            "verify_and_route",
            {"agency": cast.dishub.pk, "klass": "complaint", "title": "Lampu jalan padam"},
        ),
        (cast.budi, "pass_on", {"interim": INTERIM}),
        (cast.endang, "assign", {"unit": cast.lights.pk, "instruction": "Periksa tiga tiang itu."}),
        (cast.slamet, "report", {**REPORTED, "after": picture()}),
        (cast.endang, "send_back", {"missing": "Foto tiang ketiga belum ada."}),
        (cast.slamet, "report", {**REPORTED, "before": picture(colour=(9, 9, 9)), "after": picture()}),
        (cast.endang, "approve", {"note": "Silakan dijawab."}),
        (cast.budi, "answer", {"kind": "solved", "text": ANSWER}),
        (cast.wati, "acknowledge", {}),
        (cast.agus, "see_report", {}),
    ]
    for who, action, fields in acts:
        response = send(client, walk, who, action, **fields)
        assert response.status_code == 302, (action, response.content.decode()[:2000])
    walk.refresh()
    assert (walk.complaint.state, walk.lead.state) == (C.ANSWERED, H.DONE)
    assert walk.complaint.acknowledged_round == 1
    assert not HeadReport.objects.filter(seen=None).exists()
    assert not Draft.objects.exists()
    assert set(Attachment.objects.values_list("purpose", flat=True)) == {"before", "after"}


def test_a_verified_complaint_is_followed_by_the_next(client: Client, cast: Cast, file_one: Any) -> None:
    first, second = file_one(), file_one()
    fields = {"agency": cast.dishub.pk, "klass": "complaint", "title": "Lampu jalan padam"}
    response = send(client, first, cast.wati, "verify_and_route", follow=True, **fields)
    assert response.context["complaint"] == second.complaint
    assert f"Aduan {first.complaint.number} diverifikasi dan diteruskan ke Dishub." in response.content.decode()


def test_what_is_missing_is_said_above_and_at_its_field_and_all_that_was_typed_stays(
    client: Client, walk: Walk
) -> None:
    walk.routed()
    response = send(
        client,
        walk,
        walk.cast.budi,
        "request_return",
        reason="wrong_agency",
        explanation="Ini urusan pertamanan kota.",
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Ada 1 yang perlu dilengkapi: " in page
    assert '<a href="#proposed">Sebutkan OPD yang seharusnya menangani.</a>' in page
    assert 'id="proposed_error"' in page and 'aria-invalid="true"' in page
    assert "Ini urusan pertamanan kota." in page


def test_a_photo_survives_an_incomplete_form(client: Client, walk: Walk) -> None:
    walk.assigned()
    key = str(uuid.uuid4())
    response = send(
        client, walk, walk.cast.slamet, "report", form_key=key, **{**REPORTED, "by_whom": ""}, after=picture()
    )
    page = response.content.decode()
    assert response.status_code == 422 and "sudah diunggah" in page
    again = send(client, walk, walk.cast.slamet, "report", form_key=key, tulisan=Draft.objects.get().pk, **REPORTED)
    assert again.status_code == 302
    assert Attachment.objects.get().purpose == "after"


def test_a_refused_file_is_told_and_the_act_waits(client: Client, walk: Walk) -> None:
    walk.assigned()
    bad = SimpleUploadedFile("skrip.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    response = send(client, walk, walk.cast.slamet, "report", **REPORTED, before=picture(), after=bad)
    assert response.status_code == 422
    assert "halaman web atau gambar vektor" in response.content.decode()
    assert walk.lead.state == H.AT_UNIT and Attachment.objects.count() == 1


def test_an_uploaded_file_can_be_taken_out_and_the_words_stay(client: Client, walk: Walk) -> None:
    walk.assigned()
    send(client, walk, walk.cast.slamet, "report", **{**REPORTED, "by_whom": ""}, after=picture())
    held = Attachment.objects.get()
    response = send(client, walk, walk.cast.slamet, "report", **REPORTED, tulisan=held.draft_id, hapus=str(held.pk))
    page = response.content.decode()
    assert response.status_code == 200 and "Regu dua" in page and "sudah diunggah" not in page
    assert not Attachment.objects.exists() and walk.lead.state == H.AT_UNIT


def test_the_second_of_two_answers_sees_the_first_and_keeps_his_own(client: Client, walk: Walk) -> None:
    walk.approved()
    seen = walk.complaint.version
    walk.do(answer.answer, walk.cast.budi, text="Lampu sudah kami nyalakan kembali semuanya.", kind="solved")
    response = send(
        client,
        walk,
        walk.cast.budi,
        "answer",
        version=seen,
        kind="solved",
        text="Jawaban saya yang kedua, sudah panjang.",
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert "Lampu sudah kami nyalakan kembali semuanya." in page
    assert "Jawaban saya yang kedua, sudah panjang." in page
    assert Draft.objects.get().words["text"] == "Jawaban saya yang kedua, sudah panjang."
    case = client.get(reverse("office_case", args=[walk.complaint.number])).content.decode()
    assert "Tulisan Anda yang belum terkirim" in case and "Jawaban saya yang kedua" in case


def test_a_clash_shows_the_act_that_was_first_and_not_what_the_reporter_wrote_since(client: Client, walk: Walk) -> None:
    walk.routed()
    seen = walk.complaint.version
    walk.do(route.pass_on, walk.cast.budi, interim=INTERIM)
    walk.do(reply, Actor(Role.CITIZEN), message="Apakah sudah ada yang melihat ke sana?")
    response = send(client, walk, walk.cast.budi, "pass_on", version=seen, interim="Kabar kedua dari dinas kami.")
    assert response.status_code == 409
    assert response.context["attempt"].newest.action == "pass_on"


def test_the_same_answer_sent_twice_is_one_answer_and_no_clash(client: Client, walk: Walk) -> None:
    walk.approved()
    fields = {
        "version": walk.complaint.version,
        "kind": "solved",
        "text": ANSWER,
        "form_key": str(uuid.uuid4()),
    }
    first = send(client, walk, walk.cast.budi, "answer", **fields)
    second = send(client, walk, walk.cast.budi, "answer", **fields)
    assert (first.status_code, second.status_code) == (302, 302)
    assert walk.refresh().events.filter(action="answer").count() == 1
    assert not Draft.objects.exists()


@pytest.mark.parametrize("moment", ["before its files are taken", "after its files are taken"])
def test_a_report_with_a_photo_sent_twice_at_once_is_done_once(
    client: Client, walk: Walk, monkeypatch: Any, moment: str
) -> None:
    walk.assigned()
    fields = {"version": walk.complaint.version, "form_key": str(uuid.uuid4())}
    keep_files, twin = acting._take_files, []

    def overtaken(attempt: Any, request: Any) -> None:
        if moment.startswith("after"):
            keep_files(attempt, request)
        monkeypatch.setattr(acting, "_take_files", keep_files)
        twin.append(send(Client(), walk, walk.cast.slamet, "report", **REPORTED, **fields, after=picture()))
        if moment.startswith("before"):
            keep_files(attempt, request)

    monkeypatch.setattr(acting, "_take_files", overtaken)
    second = send(client, walk, walk.cast.slamet, "report", **REPORTED, **fields, after=picture())
    assert (twin[0].status_code, second.status_code) == (302, 302)
    assert walk.refresh().events.filter(action="report").count() == 1
    assert Attachment.objects.count() == 1 and not Draft.objects.exists()


def test_another_form_with_the_same_words_is_no_form_sent_twice(client: Client, walk: Walk) -> None:
    walk.routed()
    seen = walk.complaint.version
    send(client, walk, walk.cast.budi, "pass_on", interim=INTERIM)
    assert send(client, walk, walk.cast.budi, "pass_on", version=seen, interim=INTERIM).status_code == 409


def test_an_act_that_the_rules_refuse_is_said_so_and_changes_nothing(client: Client, walk: Walk) -> None:
    walk.routed()
    response = send(client, walk, walk.cast.budi, "answer", kind="solved", text=ANSWER)
    page = response.content.decode()
    assert response.status_code == 403
    assert "hanya dapat dilakukan saat “Siap dijawab”." in page and ANSWER in page
    assert walk.lead.state == H.AT_OPERATOR


def test_a_case_of_another_agency_is_not_found(client: Client, walk: Walk) -> None:
    walk.routed()
    sign_in(client, walk.cast.rina)
    for name, args in (("office_case", []), ("act", ["pass_on"])):
        assert client.get(reverse(name, args=[walk.complaint.number, *args])).status_code == 404
    assert send(client, walk, walk.cast.rina, "pass_on", interim=INTERIM).status_code == 404


def test_words_kept_for_later_wait_on_the_case_and_can_be_gone_on_with_or_thrown_away(
    client: Client, walk: Walk
) -> None:
    walk.routed()
    assert send(client, walk, walk.cast.budi, "pass_on", interim="Belum selesai ditulis", simpan="1").status_code == 302
    kept = Draft.objects.get()
    page = client.get(reverse("act", args=[walk.complaint.number, "pass_on"]), {"tulisan": kept.pk}).content.decode()
    assert "Belum selesai ditulis" in page
    send(client, walk, walk.cast.endang, "pass_on", buang=kept.pk)
    assert Draft.objects.exists(), "a colleague cannot throw it away"
    send(client, walk, walk.cast.budi, "pass_on", tulisan=kept.pk, interim=INTERIM)
    assert not Draft.objects.exists() and walk.lead.state == H.AT_OFFICER


def test_opening_pages_changes_nothing(client: Client, walk: Walk) -> None:
    walk.routed()
    sign_in(client, walk.cast.budi)
    before = (Complaint.objects.values_list("seq", "version", "state").get(), Draft.objects.count())
    for action in ("pass_on", "ask_completion", "answer_simple", "request_return"):
        assert client.get(reverse("act", args=[walk.complaint.number, action])).status_code == 200
    assert before == (Complaint.objects.values_list("seq", "version", "state").get(), Draft.objects.count())


def test_an_anonymous_reporter_has_no_name_on_any_page(client: Client, cast: Cast, file_one: Any) -> None:
    walk = file_one(anonim=True).routed()
    for who in (cast.wati, cast.budi):
        sign_in(client, who)
        for url in (reverse("office_case", args=[walk.complaint.number]), reverse("inbox") + "?saring=semua"):
            page = client.get(url).content.decode()
            assert "Sari Lestari" not in page and "081200000001" not in page and "Anonim" in page


def test_odd_bytes_in_a_form_are_taken_calmly(client: Client, walk: Walk) -> None:
    walk.routed()
    odd = {"interim": "Petugas datang\x00 hari ini.\r\nMohon ditunggu.", "tulisan": "²", "form_key": "x\x00"}
    assert send(client, walk, walk.cast.budi, "pass_on", simpan="1", **odd).status_code == 302
    assert send(client, walk, walk.cast.budi, "pass_on", version="²", **odd).status_code == 409
    assert send(client, walk, walk.cast.budi, "pass_on", hapus="x", **odd).status_code == 200
    assert send(client, walk, walk.cast.budi, "pass_on", buang="²", **odd).status_code == 302
    assert send(client, walk, walk.cast.budi, "pass_on", **odd).status_code == 302
    words = walk.refresh().events.get(action="pass_on").texts.get().words
    assert words == "Petugas datang hari ini.\nMohon ditunggu."
    assert client.get("/meja/cari/", {"q": "lampu\x00"}).status_code == 200
    assert client.get("/meja/kotak-masuk/", {"sesudah": "²-1"}).status_code == 200
    assert client.get("/meja/aduan/%00/").status_code == 404


def test_a_second_click_on_a_one_click_act_is_answered_as_done(walk, client):
    from tests.cast import sign_in

    walk.answered()
    sign_in(client, walk.cast.wati)
    address = f"/meja/aduan/{walk.complaint.number}/acknowledge/"
    assert [client.post(address).status_code for _ in range(2)] == [302, 302]
    assert walk.complaint.events.filter(action="acknowledge").count() == 1


def test_a_machine_whose_clock_is_a_little_behind_still_opens_the_case(walk, client, monkeypatch):
    from datetime import timedelta

    from tests.cast import sign_in

    walk.routed().asked()
    monkeypatch.setattr("lapor.config.access_middleware.timezone.now", lambda: walk.at - timedelta(seconds=2))
    sign_in(client, walk.cast.budi)
    assert client.get(f"/meja/aduan/{walk.complaint.number}/").status_code == 200


def test_a_report_sent_back_is_mended_and_not_written_again(client: Client, walk: Walk) -> None:
    cast = walk.cast
    sign_in(client, cast.slamet)
    url = reverse("act", args=[walk.assigned().complaint.number, "report"])
    first = client.get(url).content.decode()
    assert "Yang kurang:" not in first and f'value="{timezone.localdate().isoformat()}"' in first
    send(client, walk, cast.slamet, "report", **REPORTED, after=picture())
    send(client, walk, cast.endang, "send_back", missing="Foto tiang ketiga belum ada.")
    sign_in(client, cast.slamet)
    page = client.get(url).content.decode()
    assert "<b>Yang kurang:</b> Foto tiang ketiga belum ada." in page
    for words in (REPORTED["done"], 'value="2026-03-02"', 'value="Regu dua"'):
        assert words in page


def test_an_answer_shows_pictures_of_the_last_report_counted_by_what_they_show(client: Client, walk: Walk) -> None:
    cast = walk.cast
    walk.assigned()
    send(client, walk, cast.slamet, "report", **REPORTED, after=picture())
    send(client, walk, cast.endang, "send_back", missing="Foto tiang ketiga belum ada.")
    pictures = [picture(colour=(n, n, n)) for n in (50, 150, 250)]
    send(client, walk, cast.slamet, "report", **REPORTED, before=pictures[0], after=pictures[1:])
    send(client, walk, cast.endang, "approve")
    sign_in(client, cast.budi)
    form = client.get(reverse("act", args=[walk.complaint.number, "answer"])).context["form"]
    assert [label for _, label in form.fields["shown"].choices] == ["Sebelum 1", "Sesudah 1", "Sesudah 2"]


def test_categories_of_one_name_are_told_apart(client: Client, walk: Walk) -> None:
    roads = Category.objects.create(sp4n_id=900001, name="Jalan raya")
    for number, parent in ((900002, roads), (900003, None)):
        Category.objects.create(sp4n_id=number, name="Penerangan", parent=parent)
    sign_in(client, walk.cast.wati)
    page = client.get(reverse("verification")).content.decode()
    assert "Penerangan (Jalan raya)" in page and "Penerangan (900003)" in page
