"""Those who watch: the head and his reports, the Bupati, the auditor, the administrator."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lapor.complaints import events
from lapor.complaints.models import Complaint, HeadReport, Seal
from lapor.complaints.steps import close, reopen
from lapor.officer import facts
from lapor.officer.counting import Figures
from lapor.people.models import Position
from lapor.sop.rules import Klass, Role
from tests.cast import ANSWER, MONDAY, REPORTER, Cast, Walk, sign_in


def test_the_head_finds_what_was_decided_and_marks_it_read(client: Client, walk: Walk) -> None:
    walk.approved()
    sign_in(client, walk.cast.agus)
    page = client.get(reverse("head_reports")).content.decode()
    assert "Unit teknis ditunjuk" in page and "Laporan disetujui" in page
    url = reverse("act", args=[walk.complaint.number, "see_report"])
    assert client.post(url, {"kembali": "head_reports"}).url == reverse("head_reports")
    assert not HeadReport.objects.filter(seen=None).exists()
    assert "Semua laporan sudah dibaca." in client.get(reverse("head_reports")).content.decode()


def test_the_head_reads_what_was_reported_before_the_case_was_withdrawn(client: Client, walk: Walk) -> None:
    walk.assigned().do(close.withdraw, REPORTER, reason="Sudah beres sendiri.")
    sign_in(client, walk.cast.agus)
    url = reverse("office_case", args=[walk.complaint.number])
    assert [(offer.action, offer.refusal) for offer in client.get(url).context["offers"]] == [("see_report", None)]
    assert "Tandai sudah dibaca" in client.get(reverse("head_reports")).content.decode()
    seen = client.post(reverse("act", args=[walk.complaint.number, "see_report"]), {"kembali": "head_reports"})
    assert seen.url == reverse("head_reports")
    assert not HeadReport.objects.filter(seen=None).exists()


def test_the_head_is_offered_the_examination_only_where_it_is_his(client: Client, walk: Walk) -> None:
    cast = walk.cast
    walk.answered().received()
    walk.do(reopen.object_to, REPORTER, reason="Lampunya mati lagi besoknya.", score=1)
    sign_in(client, cast.agus)
    url = reverse("office_case", args=[walk.complaint.number])
    assert [offer.action for offer in client.get(url).context["offers"]] == ["see_report"]
    walk.lead.__class__.objects.filter(pk=walk.lead.pk).update(head_examines=True)
    allowed = {offer.action for offer in client.get(url).context["offers"] if offer.refusal is None}
    assert {"assign", "answer_simple"} <= allowed


def test_the_figures_are_true(cast: Cast, file_one: Any) -> None:
    file_one()
    file_one(at=MONDAY + timedelta(minutes=1)).routed().asked()
    late = file_one(at=MONDAY + timedelta(minutes=2)).passed_on()
    done = file_one(at=MONDAY + timedelta(minutes=3)).closed(score=4)
    at = done.at + timedelta(days=1)
    figures = Figures(at=at)
    assert dict(figures.by_state()) == {
        "Menunggu verifikasi": 1, "Menunggu kelengkapan": 1, "Ditangani": 1, "Selesai": 1,
    }  # fmt: skip
    assert figures.movement()[0] == ("Aduan masuk", 4, 0)
    assert figures.movement()[1] == ("Jawaban dikirim", 1, 0)
    assert figures.stars() == (4.0, 1)
    assert {ratio.label[0]: (ratio.good, ratio.all) for ratio in figures.on_time()}["5"] == (1, 1)
    assert figures.late_now() == 1 and late.lead.state == "at_officer"
    assert [(line.short, line.given, line.answered, line.late) for line in figures.agencies()] == [("Dishub", 3, 1, 1)]
    assert Figures(at=at, agency=cast.dlh.pk).by_state() == []


def test_the_summary_tells_of_one_agency_and_of_one_class(client: Client, cast: Cast, file_one: Any) -> None:
    recently = timezone.now().replace(microsecond=0) - timedelta(days=20)
    file_one(at=recently).answered()
    for _ in range(2):
        file_one(at=recently, klass=Klass.INFORMATION)
    sign_in(client, cast.bupati)

    def told(**asked: str) -> tuple[dict[str, int], list[str]]:
        page = client.get(reverse("figures"), asked)
        return dict(page.context["classes"]), [share.label for share in page.context["bar"].shares]

    whole, answered = told()
    assert whole == {"Pengaduan": 1, "Permintaan informasi": 2, "Aspirasi": 0}
    assert told(jenis="information") == ({"Permintaan informasi": 2}, [])
    assert told(opd=cast.dlh.code)[0]["Pengaduan"] == 0
    assert told(opd=cast.dishub.code, jenis="complaint") == ({"Pengaduan": 1}, answered)
    assert told(opd="tak ada", jenis="supervisory") == (whole, answered)
    sign_in(client, cast.agus)
    assert told(opd=cast.dlh.code)[0]["Pengaduan"] == 1  # a head reads his own agency, whatever the address says


@pytest.mark.parametrize("name", ["bupati", "auditor", "admin"])
def test_watchers_read_no_title_no_word_and_no_name(client: Client, walk: Walk, name: str) -> None:
    walk.answered()
    sign_in(client, walk.cast.officials[name])
    pages = {"bupati": ["/ringkasan/"], "admin": ["/pengaturan/", "/ringkasan/"]}.get(
        name, ["/audit/", f"/audit/{walk.complaint.number}/", "/ringkasan/"]
    )
    for url in pages:
        page = client.get(url).content.decode()
        assert "Lampu jalan" not in page and ANSWER not in page and "Sari" not in page.replace("Saring", ""), url
    assert client.get(reverse("office_case", args=[walk.complaint.number])).status_code in (403, 404)


def test_the_auditor_is_told_that_a_chain_holds_and_where_it_breaks(client: Client, walk: Walk) -> None:
    walk.routed()
    sign_in(client, walk.cast.auditor)
    found = client.get(reverse("audit"), {"nomor": walk.complaint.number.lower()})
    assert found.url == reverse("audit_case", args=[walk.complaint.number])
    assert "Rantai ini utuh: 2 peristiwa" in client.get(found.url).content.decode()
    Complaint.objects.update(chain="0" * 64)
    walk.refresh()
    assert list(events.breaks(walk.complaint))
    assert "Rantai ini tidak utuh" in client.get(found.url).content.decode()


def test_the_auditor_is_told_whether_the_newest_seals_match_their_events(client: Client, walk: Walk) -> None:
    sign_in(client, walk.cast.auditor)
    events.seal(at=walk.now())
    walk.routed()
    events.seal(at=walk.now())
    assert "2 segel terbaru baru saja dihitung ulang: cocok" in client.get(reverse("audit")).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE complaints_seal DISABLE TRIGGER USER")
    Seal.objects.update(heads=7)
    page = client.get(reverse("audit")).content.decode()
    assert "Segel tidak cocok." in page and "tidak cocok dengan peristiwa pada waktu itu" in page


def test_a_number_that_is_none_is_answered_with_a_sentence(client: Client, cast: Cast) -> None:
    sign_in(client, cast.auditor)
    page = client.get(reverse("audit"), {"nomor": "BTL-1"}).content.decode()
    assert "Nomor aduan berbentuk seperti BTL-2026-483920-K. Periksa nomornya." in page
    assert "tanda terima" not in page
    assert client.get(reverse("audit_case", args=["BTL-2026-000000-A"])).status_code == 404


def test_an_official_acts_in_a_position_of_his_own_choice_and_in_no_other(client: Client, cast: Cast) -> None:
    chair = Position.objects.create(person=cast.wati.person, role=Role.CHAIR, starts=date(2026, 1, 1))
    sign_in(client, cast.wati)
    assert client.post(reverse("positions"), {"position": cast.joko.pk}).status_code == 404
    assert client.post(reverse("positions"), {"position": chair.pk}).status_code == 302
    assert client.get(reverse("verification")).wsgi_request.position == chair


def test_the_administrator_sees_who_lacks_a_holder(client: Client, cast: Cast) -> None:
    Position.objects.filter(pk=cast.rina.pk).delete()
    sign_in(client, cast.admin)
    page = client.get(reverse("administration")).content.decode()
    assert "<b>Dinas Lingkungan Hidup:</b> belum punya operator." in page
    assert "Nyepi" in client.get(reverse("admin_office_time")).content.decode()


def test_the_auditor_reads_the_data_of_an_act_in_words(client: Client, walk: Walk) -> None:
    walk.reported()
    sign_in(client, walk.cast.auditor)
    for url in (reverse("audit"), reverse("audit_case", args=[walk.complaint.number])):
        page = client.get(url).content.decode()
        for words in ("Anonim: tidak · Rahasia: tidak", "OPD: Dishub", "Hasil: Sudah diatasi", "1 foto"):
            assert words in page, words


def test_the_data_of_every_kind_is_said_and_what_is_unknown_is_left_to_the_stored_text() -> None:
    names = facts.Names({"dlh": "DLH"}, {7: "Sampah"})
    data = {"reason": "wrong_agency", "proposed": "dlh", "category": 7, "score": 2, "form": "x", "odd": 1, "shown": []}
    assert facts.in_words(data, names, pictures=2, videos=1, documents=1) == [
        "Kategori: Sampah", "Alasan: Salah OPD", "OPD yang diusulkan: DLH", "Nilai: 2 dari 5", "2 foto",
        "1 video", "1 dokumen",
    ]  # fmt: skip


def test_reports_to_a_head_stand_newest_first_and_fold_after_the_third(
    client: Client, cast: Cast, file_one: Any
) -> None:
    walks = [file_one(at=MONDAY + timedelta(minutes=n)).assigned() for n in range(5)]
    sign_in(client, cast.agus)
    response = client.get(reverse("head_reports"))
    page = response.content.decode()
    assert "5 laporan pada 5 aduan, terbaru di atas." in page
    assert page.count("<details>") == 2
    assert {complaint for complaint, *_ in response.context["cases"]} == {walk.complaint for walk in walks}


def test_the_head_marks_all_that_he_saw_as_read_and_nothing_that_came_later(
    client: Client, cast: Cast, file_one: Any
) -> None:
    walks = [file_one(at=MONDAY + timedelta(minutes=n)).assigned() for n in range(2)]
    sign_in(client, cast.agus)
    newest = client.get(reverse("head_reports")).context["newest"]
    later = file_one(at=MONDAY + timedelta(minutes=9)).assigned()
    url = reverse("head_reports")
    assert client.post(url, {"sampai": "²"}).status_code == 302
    assert HeadReport.objects.filter(seen=None).count() == 3
    page = client.post(url, {"sampai": newest}, follow=True).content.decode()
    assert "Laporan pada 2 aduan ditandai sudah dibaca." in page
    assert HeadReport.objects.get(seen=None).complaint == later.complaint
    assert all(walk.complaint.events.filter(action="see_report").count() == 1 for walk in walks)
