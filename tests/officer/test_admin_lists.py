"""The administrator's pages of agencies, units, kinds and categories."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lapor.complaints import reorganise
from lapor.complaints.models import Category, StepClock
from lapor.config import doctor_database
from lapor.people import calendars
from lapor.people.models import Agency, AgencyKind, Calendar, Change, Position, Reorganisation, Unit
from lapor.sop.rules import Role
from tests.cast import MONDAY, WEEK, Cast, Walk, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.admin)


def facts(cast: Cast, **more: Any) -> dict[str, Any]:
    stands = {
        "short": "Dishub",
        "name": "Dinas Perhubungan",
        "kind": "dinas",
        "parent": "",
        "day": timezone.localdate(),
    }
    return {**stands, "officer_title": "", "head_title": "", "decree": "", **more}


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_list_says_which_agency_is_ready_and_what_is_planned(admin: Client, cast: Cast):
    Position.objects.filter(pk=cast.rina.pk).delete()
    admin.post("/pengaturan/opd/10700/ubah/", facts(cast, short="Dishubter", day="2028-01-01"))
    told = words(admin.get("/pengaturan/opd/"))
    assert "belum punya operator" in told
    assert "1 Januari 2028" in told and "Nama pendek menjadi “Dishubter”" in told


def test_an_agency_is_added_with_the_titles_of_its_kind(admin: Client, cast: Cast):
    calendar = Calendar.objects.get()
    sent = admin.post(
        "/pengaturan/opd/baru/", facts(cast, code="20100", short="Dinkes", name="Dinas Kesehatan", calendar=calendar.pk)
    )
    assert sent["Location"] == "/pengaturan/opd/20100/"
    one = Agency.objects.get(code="20100")
    assert (one.head_title, one.calendar) == ("Kepala Dinas", calendar)
    assert Change.objects.get().position == cast.admin


def test_what_is_wrong_with_an_agency_is_told_at_its_fields_and_nothing_is_lost(admin: Client, cast: Cast):
    said = admin.post("/pengaturan/opd/baru/", facts(cast, code="!", short="dlh", name="Dinas Baru", kind="x"))
    assert said.status_code == 422
    found = dict(said.context["faults"])
    assert set(found) >= {"kind"}
    assert "Dinas Baru" in words(said)
    said = admin.post("/pengaturan/opd/baru/", facts(cast, code="10700", short="dlh", name="Dinas Baru"))
    assert set(dict(said.context["faults"])) == {"code", "short", "calendar"}


def test_an_agency_is_renamed_at_once_and_the_page_shows_it(admin: Client, cast: Cast):
    admin.post("/pengaturan/opd/10700/ubah/", facts(cast, name="Dinas Perhubungan dan Terminal", decree="Perda 5/2026"))
    told = words(admin.get("/pengaturan/opd/10700/"))
    assert "Dinas Perhubungan dan Terminal" in told and "Perda 5/2026" in told


def test_a_plan_is_shown_and_taken_back(admin: Client, cast: Cast):
    admin.post(
        "/pengaturan/opd/10700/tutup/", {"successor": cast.dlh.pk, "moves": "on", "day": "2028-01-01", "decree": ""}
    )
    assert "bergabung ke DLH" in words(admin.get("/pengaturan/opd/10700/"))
    plan = Reorganisation.objects.get()
    told = admin.post("/pengaturan/opd/10700/", {"do": "withdraw", "plan": plan.pk}, follow=True)
    assert "Rencana ditarik." in words(told)
    again = admin.post("/pengaturan/opd/10700/", {"do": "withdraw", "plan": plan.pk}, follow=True)
    assert "sudah terlaksana atau sudah ditarik" in words(again)


def test_closing_tells_how_many_cases_go_along_and_what_stands_against_it(admin: Client, walk: Walk, cast: Cast):
    walk.routed()
    assert "1 aduan masih terbuka di sini." in words(admin.get("/pengaturan/opd/10700/tutup/"))
    said = admin.post("/pengaturan/opd/10700/tutup/", {"day": timezone.localdate(), "decree": ""})
    assert "Pilih OPD penerus" in dict(said.context["faults"])["successor"]
    done = admin.post(
        "/pengaturan/opd/10700/tutup/", {"successor": cast.dlh.pk, "moves": "on", "day": timezone.localdate()}
    )
    assert done.status_code == 302
    assert walk.lead.agency == cast.dlh
    told = words(admin.get("/pengaturan/opd/10700/"))
    assert "Dishub sudah bergabung ke Dinas Lingkungan Hidup" in told
    assert admin.get("/pengaturan/opd/10700/tutup/").status_code == 404
    assert admin.get("/pengaturan/opd/10700/ubah/").status_code == 404


def test_other_office_hours_move_what_runs_there_once_one_has_seen_it(admin: Client, walk: Walk, cast: Cast):
    walk.routed()
    before = dict(StepClock.objects.filter(finished_at=None).values_list("name", "due_at"))
    short = {day: [["09:00", "09:30"]] for day in WEEK}
    other = Calendar.objects.create(code="singkat", name="Setengah jam sehari", week=short)
    calendars.publish(other, at=MONDAY)
    sent = {"do": "calendar", "calendar": other.pk}
    told = words(admin.post("/pengaturan/opd/10700/", sent))
    assert "2 tenggat bergeser" in told and walk.complaint.number in told and "Operator menerima" in told
    assert dict(StepClock.objects.filter(finished_at=None).values_list("name", "due_at")) == before
    done = admin.post("/pengaturan/opd/10700/", {**sent, "step": "save"}, follow=True)
    assert "Jam kerja diganti. 2 tenggat bergeser" in words(done)
    cast.dishub.refresh_from_db()
    assert cast.dishub.calendar == other
    after = dict(StepClock.objects.filter(finished_at=None).values_list("name", "due_at"))
    assert {name for name in after if after[name] != before[name]} == {"at_operator", "total"}
    change = Change.objects.get()
    assert change.data["calendar"] == ["Lima hari kerja", "Setengah jam sehari"]
    assert change.data["moved"] == change.clock_moves.count() == 2


def test_a_unit_is_added_renamed_and_switched_off_when_nobody_needs_it(admin: Client, cast: Cast):
    admin.post("/pengaturan/opd/10700/", {"do": "unit", "name": "Seksi Parkir"})
    one = Unit.objects.get(name="Seksi Parkir")
    admin.post(f"/pengaturan/unit/{one.pk}/", {"do": "rename", "name": "Seksi Perparkiran"})
    admin.post(f"/pengaturan/unit/{one.pk}/", {"do": "off"})
    one.refresh_from_db()
    assert (one.name, one.active) == ("Seksi Perparkiran", False)
    admin.post(f"/pengaturan/unit/{one.pk}/", {"do": "on"})
    one.refresh_from_db()
    assert one.active
    actions = list(Change.objects.order_by("seq").values_list("action", flat=True))
    assert actions == ["unit_added", "unit_changed", "unit_switched", "unit_switched"]


def test_a_unit_with_a_case_or_a_head_stays(admin: Client, walk: Walk, cast: Cast):
    headed = admin.post(f"/pengaturan/unit/{cast.lights.pk}/", {"do": "off"})
    assert headed.status_code == 422
    assert "Slamet masih kepala" in words(headed)
    walk.assigned()
    assert "masih memegang 1 aduan" in words(admin.post(f"/pengaturan/unit/{cast.lights.pk}/", {"do": "off"}))


def test_a_unit_that_is_switched_off_is_not_offered(admin: Client, walk: Walk, cast: Cast):
    walk.passed_on()
    Unit.objects.filter(pk=cast.lights.pk).update(active=False)
    sign_in(admin, cast.endang)
    assert "Seksi Penerangan Jalan" not in words(admin.get(f"/meja/aduan/{walk.complaint.number}/assign/"))


def test_a_unit_of_the_same_name_is_refused(admin: Client, cast: Cast):
    said = admin.post("/pengaturan/opd/10700/", {"do": "unit", "name": "seksi  penerangan jalan"})
    assert said.status_code == 422
    assert "Dishub sudah punya unit bernama itu." in words(said)


def test_the_title_of_a_kind_goes_to_its_agencies(admin: Client, cast: Cast):
    told = admin.post(
        "/pengaturan/jenis-opd/dinas/",
        {"name": "Dinas", "officer_title": "Sekretaris", "head_title": "Kepala Dinas"}, follow=True,
    )  # fmt: skip
    assert "sebutan 2 OPD ikut berubah" in words(told)
    cast.dishub.refresh_from_db()
    assert cast.dishub.officer_title == "Sekretaris"


def test_a_kind_is_added_and_offered(admin: Client, cast: Cast):
    titles = {"officer_title": "Direktur Umum", "head_title": "Direktur Utama"}
    admin.post("/pengaturan/jenis-opd/baru/", {"code": "bumd", "name": "BUMD", **titles})
    assert AgencyKind.objects.get(pk="bumd").head_title == "Direktur Utama"
    assert "BUMD" in words(admin.get("/pengaturan/opd/baru/"))
    said = admin.post("/pengaturan/jenis-opd/baru/", {"code": "BUMD", "name": "", **titles})
    assert set(dict(said.context["faults"])) == {"code", "name"}


def test_a_category_that_is_given_no_more_stays_with_its_cases(admin: Client, walk: Walk, cast: Cast):
    lamp = Category.objects.create(sp4n_id=111, name="Lampu Jalan")
    number = walk.complaint.number
    sign_in(admin, cast.wati)
    assert "Lampu Jalan" in words(admin.get(f"/meja/verifikasi/{number}/"))
    walk.complaint.category = lamp
    walk.complaint.save(update_fields=["category"])
    sign_in(admin, cast.admin)
    admin.post("/pengaturan/kategori/111/", {"name": "Penerangan", "parent": "", "common": "on"})
    lamp.refresh_from_db()
    assert (lamp.name, lamp.common, lamp.active) == ("Penerangan", True, False)
    sign_in(admin, cast.wati)
    assert '<option value="111">' not in words(admin.get(f"/meja/verifikasi/{number}/"))
    assert "Penerangan" in words(admin.get(f"/meja/aduan/{number}/"))


def test_a_category_is_added_under_another_and_found_by_words_or_number(admin: Client, cast: Cast):
    Category.objects.create(sp4n_id=110, name="Topik Lainnya")
    admin.post("/pengaturan/kategori/baru/", {"number_typed": "111", "name": "Lampu", "parent": "110", "active": "on"})
    assert Category.objects.get(pk=111).parent_id == 110
    for typed in ("lampu", "111"):
        assert [one.pk for one in admin.get("/pengaturan/kategori/", {"q": typed}).context["rows"]] == [111]
    said = admin.post("/pengaturan/kategori/baru/", {"number_typed": "110", "name": ""})
    assert set(dict(said.context["faults"])) == {"number_typed", "name"}
    said = admin.post("/pengaturan/kategori/110/", {"name": "Topik", "parent": "111"})
    assert "berada di bawah kategori ini" in words(said)


def test_a_plan_that_cannot_be_carried_out_is_told_where_one_looks(admin: Client, walk: Walk, cast: Cast):
    walk.routed()
    plan = reorganise.plan_closing(
        cast.dishub, cast.dlh, day=date(2026, 3, 9), decree="", moves=True, by=None, at=MONDAY
    )
    Position.objects.filter(agency=cast.dlh, role=Role.HEAD).delete()
    Position.objects.filter(agency=cast.dishub, role=Role.HEAD).delete()
    for address in ("/pengaturan/", "/pengaturan/opd/10700/"):
        assert "DLH belum punya kepala pada hari itu" in words(admin.get(address))
    told = list(doctor_database.reorganisations(plan.day))
    assert "Reorganisasi Dishub tanggal 9 Maret 2026 belum terlaksana. DLH belum punya kepala" in told[0]
