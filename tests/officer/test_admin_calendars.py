"""The administrator's pages of office hours and holidays: typed, looked at, saved; nothing typed is lost."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from lapor.complaints.lists import Agencies
from lapor.complaints.models import ClockMove, StepClock
from lapor.people import calendars, holiday_edit, journal
from lapor.people.listing import Taking, take
from lapor.people.models import Agency, Calendar, Change, Closure, Holiday
from lapor.people.sheets import Line
from lapor.sop.calendar import WEEKDAYS
from tests.cast import MONDAY, WEEK, Cast, Walk, sign_in

pytestmark = pytest.mark.django_db

LIST = "/pengaturan/waktu/"
TIM = "/pengaturan/waktu/kalender/lima-hari/"
NEW = "/pengaturan/waktu/kalender/baru/"


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.admin)


def words(answer: Any) -> str:
    return str(answer.content.decode())


def sent(client: Client, page: str, **typed: Any) -> dict[str, Any]:
    """What the form of this page holds as it opens, with these fields typed over (profile and closure rows too)."""
    form = client.get(page).context["form"]
    stands = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    seen = client.get(page).context["stands"]
    return {"seen": seen, **stands, **{name.replace("_", "-"): value for name, value in typed.items()}}


def save(client: Client, page: str, **typed: Any) -> Any:
    return client.post(page, {**sent(client, page, **typed), "step": "save"}, follow=True)


def test_the_list_says_hours_in_words_who_uses_them_and_what_runs(admin: Client, walk: Walk):
    walk.routed()
    Calendar.objects.create(code="puskesmas", name="Puskesmas", parent=Calendar.objects.get())
    told = words(admin.get(LIST))
    assert "Senin–Kamis 07.30–15.30, Jumat 07.30–14.30" in told
    assert "Dipakai 3 OPD; 4 tenggat berjalan menurut kalender ini. Versi 1" in told
    assert "dari Lima hari kerja" in told
    assert "Nyepi" in told


def test_a_year_that_deadlines_reach_without_holidays_is_warned_of(admin: Client, walk: Walk):
    StepClock.objects.filter(name="settlement").update(due_at=MONDAY.replace(year=2031))
    told = words(admin.get(LIST))
    assert "Hari libur 2031 belum dimuat" in told
    assert "/pengaturan/waktu/libur/2031/" in told


def test_a_new_calendar_follows_the_regencys_and_types_its_hours_as_people_do(admin: Client, cast: Cast):
    page = admin.get(NEW)
    assert page.context["form"]["parent"].value() == str(Calendar.objects.get().pk)
    week = {"mon": "07:30-12:00, 13.00–16.00", "wed": "24 jam", "fri": "tutup", "sat": "8.00 - 12.00"}
    told = words(save(admin, NEW, name="Enam hari", **week))
    assert "Kalender disimpan. Tidak ada tenggat yang bergeser." in told
    one = Calendar.objects.get(code="enam-hari")
    assert one.week == {
        "mon": [["07:30", "12:00"], ["13:00", "16:00"]], "wed": [["00:00", "24:00"]], "sat": [["08:00", "12:00"]],
    }  # fmt: skip
    assert (one.version, one.parent) == (1, Calendar.objects.get(code="lima-hari"))
    assert "Enam hari" in words(admin.get("/pengaturan/opd/baru/"))
    assert Change.objects.get().action == "calendar_added"


def test_one_looks_before_one_saves_and_may_go_back_with_everything_typed(admin: Client, walk: Walk):
    walk.passed_on()
    typed = sent(admin, TIM, wed="", fri="07.30-11.00")
    told = words(admin.post(TIM, typed))
    moved = StepClock.objects.filter(finished_at=None).count()
    assert "tenggat bergeser" in told and walk.complaint.number in told and "Batas penyelesaian" in told
    assert "Jam kerja seminggu: Senin–Kamis 07.30–15.30, Jumat 07.30–14.30 →" in told
    assert "Nama: Lima hari kerja" not in told  # it stays
    assert ClockMove.objects.count() == Change.objects.count() == 0
    back = words(admin.post(TIM, {**typed, "step": "edit"}))
    assert 'value="07.30-11.00"' in back and 'class="errors"' not in back
    done = words(admin.post(TIM, {**typed, "step": "save"}, follow=True))
    assert "Kalender disimpan." in done and "tenggat bergeser" in done
    assert 0 < ClockMove.objects.count() <= moved
    assert "Tenggat bergeser" in words(admin.get("/pengaturan/catatan/?tentang=time"))


def test_saving_what_stands_says_that_nothing_changes(admin: Client, walk: Walk):
    told = words(admin.post(TIM, sent(admin, TIM), follow=True))
    assert "Tidak ada yang berubah." in told
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"mon": "07.30-25.00"}, "mon", "Jam ditulis dari 00.00 sampai 24.00."),
        ({"mon": "pagi"}, "mon", "“pagi” tidak terbaca."),
        ({"mon": "07.30-12.00, 11.00-15.00"}, "mon", "Dua rentang bertumpuk mulai 11.00."),
        ({"mon": "15.00-07.30"}, "mon", "tidak sesudah jam buka 15.00"),
        (dict.fromkeys(WEEKDAYS, ""), "mon", "Isi jam kerja paling sedikit satu hari"),
        ({"name": ""}, "name", "Tulis nama kalender."),
        ({"name": "x" * 81}, "name", "Paling banyak 80 huruf."),
        ({"since": "kemarin"}, "since", "Tulis tanggal seperti"),
        ({"since": "1999-01-01"}, "since", "Pilih hari antara"),
        ({"parent": "999999"}, "parent", "Pilih dari daftar ini."),
        ({"p0_name": "Ramadan"}, "p0-first", "Tulis hari pertamanya."),
        ({"p0_name": "Ramadan", "p0_first": "2027-03-01", "p0_last": "2027-02-01", "p0_mon": "08.00-12.00"},
         "p0-first", "berakhir sebelum mulai"),
        ({"p0_name": "Ramadan", "p0_first": "2027-02-01", "p0_last": "2027-03-01"}, "p0-mon", "Isi jam kerjanya."),
        ({"p0_name": "Satu", "p0_first": "2027-02-01", "p0_last": "2027-03-01", "p0_mon": "08.00-12.00",
          "p1_name": "Dua", "p1_first": "2027-03-01", "p1_last": "2027-03-09", "p1_mon": "08.00-12.00"},
         "p1-first", "Bertumpuk dengan Satu."),
        ({"p0_name": "Sejak dulu", "p0_first": "1990-01-01", "p0_last": "2030-03-01", "p0_mon": "08.00-12.00"},
         "p0-first", "sesudah tahun 2000"),
        ({"p0_name": "X", "p0_first": "0001-01-01", "p0_last": "9999-12-31", "p0_mon": "tutup"}, "p0-first", "2000"),
        (
            {"p0_name": "Nanti", "p0_first": "9999-12-01", "p0_last": "9999-12-31", "p0_mon": "08.00-12.00"},
            "p0-first",
            "sebelum 2100",
        ),
        ({"c0_name": "Banjir"}, "c0-day", "Tulis tanggal tutupnya."),
        ({"c0_day": "2026-12-01"}, "c0-day", "Tulis sebab tutupnya."),
        ({"c0_day": "2026-12-01", "c0_name": "A", "c1_day": "2026-12-01", "c1_name": "B"}, "c1-day", "sudah ditulis"),
        ({"dated": "inherit", "p0_name": "Ramadan", "p0_first": "2027-02-01", "p0_last": "2027-03-01",
          "p0_mon": "08.00-12.00"}, "dated", "Punya sendiri"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_its_field_and_nothing_typed_is_lost(
    admin: Client, cast: Cast, typed: dict[str, str], field: str, sentence: str
):
    before = Calendar.objects.values().get()
    form = sent(admin, TIM, **{"dated": "own", **typed})
    for step in ("look", "save"):
        answer = admin.post(TIM, {**form, "step": step})
        assert answer.status_code == 422
        found = dict(answer.context["faults"])
        assert field in found and sentence in found[field]
        for value in typed.values():
            assert not value or value in words(answer) or value == "999999"
    assert Calendar.objects.values().get() == before
    assert not Change.objects.exists()


def test_inheriting_in_a_ring_is_refused(admin: Client, cast: Cast):
    tim = Calendar.objects.get()
    child = Calendar.objects.create(code="anak", name="Anak", parent=tim)
    Calendar.objects.create(code="cucu", name="Cucu", parent=child)
    calendars.publish_all(at=MONDAY)
    answer = admin.post(TIM, sent(admin, TIM, parent=str(Calendar.objects.get(code="cucu").pk)))
    assert "Cucu sudah mengikuti kalender ini" in dict(answer.context["faults"])["parent"]


def test_hours_that_never_come_to_an_end_are_refused(admin: Client, cast: Cast):
    first = timezone.localdate()
    typed = {"dated": "own", "p0_name": "Tutup", "p0_first": first, "p0_last": first + timedelta(3649)}
    typed["p0_mon"] = "tutup"
    answer = admin.post(TIM, sent(admin, TIM, **typed))
    assert answer.status_code == 422
    assert "sepuluh tahun" in words(answer)


def test_a_minute_a_week_in_which_no_case_can_be_handled_is_refused(admin: Client, walk: Walk):
    walk.routed()
    answer = admin.post(TIM, sent(admin, TIM, mon="08.00-08.01", tue="", wed="", thu="", fri=""))
    assert answer.status_code == 422
    assert "sepuluh tahun" in words(answer)


def test_ramadan_and_a_flood_are_typed_shown_and_emptied_again(admin: Client, cast: Cast):
    ramadan = {"dated": "own", "p0_name": "Ramadan 1448 H", "p0_first": "2027-02-08", "p0_last": "2027-03-09"}
    hours = {f"p0_{day}": "08.00-14.00" for day in ("mon", "tue", "wed", "thu")}
    save(admin, TIM, **ramadan, **hours, c0_day="2026-12-01", c0_name="Banjir", c0_basis="SE Bupati 5/2026")
    told = words(admin.get(LIST))
    assert "Ramadan 1448 H 8 Februari 2027–9 Maret 2027: Senin–Kamis 08.00–14.00" in told
    assert "1 Desember 2026: Banjir" in told
    office = calendars.office_hours(Calendar.objects.get())
    assert office.spans(date(2027, 2, 8)) == ((480, 840),)
    assert office.spans(date(2026, 12, 1)) == ()
    assert 'value="Ramadan 1448 H"' in words(admin.get(TIM))
    gone = {name: "" for name in sent(admin, TIM) if name.startswith(("p0-", "c0-"))}
    save(admin, TIM, **{name.replace("-", "_"): value for name, value in gone.items()})
    assert (Calendar.objects.get().profiles, Closure.objects.count()) == ([], 0)


def test_a_week_from_a_day_on_is_shown_with_the_one_before(admin: Client, cast: Cast):
    save(admin, TIM, mon="07.00-16.00", since="2027-01-01")
    told = words(admin.get(TIM))
    assert "Sampai 31 Desember 2026" in told and "Mulai 1 Januari 2027" in told and "Senin 07.00–16.00" in told
    assert Calendar.objects.get().former == [{"to": "2026-12-31", "week": WEEK}]
    assert Change.objects.get().data["since"] == "2027-01-01"


def test_who_saves_what_another_changed_meanwhile_is_told_and_keeps_what_was_typed(admin: Client, cast: Cast):
    mine = sent(admin, TIM, name="Punya saya")
    save(admin, TIM, name="Punya orang lain")
    answer = admin.post(TIM, {**mine, "step": "save"})
    assert answer.status_code == 422
    assert "Orang lain menyimpan" in words(answer) and "Punya saya" in words(answer)
    assert Calendar.objects.get().name == "Punya orang lain"
    again = admin.post(TIM, {**mine, "seen": answer.context["stands"], "step": "save"}, follow=True)
    assert "Kalender disimpan." in words(again)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_the_second_is_told(admin: Client, cast: Cast):
    mine = {**sent(admin, TIM, name="Punya saya"), "step": "save"}
    answers: list[Any] = []

    def send() -> None:
        try:
            answers.append(admin.post(TIM, mine))
        finally:
            connection.close()

    second = Thread(target=send)
    with transaction.atomic():
        journal.wait_for_turn()
        Calendar.objects.update(name="Punya orang lain")  # seen by nobody yet
        second.start()
        while not _somebody_waits():
            pass
    second.join()
    assert answers[0].status_code == 422 and "Orang lain menyimpan" in words(answers[0])
    assert Calendar.objects.get().name == "Punya orang lain"
    again = admin.post(TIM, {**mine, "seen": answers[0].context["stands"]}, follow=True)
    assert "Kalender disimpan." in words(again)


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("page", [NEW, "/pengaturan/opd/10700/"])
def test_a_calendar_that_was_taken_away_meanwhile_is_not_chosen(
    admin: Client, cast: Cast, page: str, monkeypatch: pytest.MonkeyPatch
):
    one = Calendar.objects.create(code="singkat", name="Singkat", week={"mon": [["08:00", "16:00"]]})
    calendars.publish_all(at=MONDAY)
    typed = sent(admin, NEW, name="Anak", parent=str(one.pk)) if page == NEW else {"do": "calendar", "calendar": one.pk}
    wait = journal.wait_for_turn
    monkeypatch.setattr(
        journal, "wait_for_turn", lambda: (wait(), Calendar.objects.filter(pk=one.pk).update(gone=True))
    )
    answer = admin.post(page, {**typed, "step": "save"})
    assert answer.status_code == 422 and "baru saja dihapus" in words(answer)
    assert not Calendar.objects.filter(parent=one).exists() and not Agency.objects.filter(calendar=one).exists()


def test_the_tims_calendar_and_one_in_use_stay(admin: Client, walk: Walk, cast: Cast):
    answer = admin.post(TIM, {"step": "remove"})
    assert answer.status_code == 422
    assert "kalender Tim Kabupaten" in words(answer)
    save(admin, NEW, name="Singkat", mon="08.00-09.00")
    page, one = "/pengaturan/waktu/kalender/singkat/", Calendar.objects.get(code="singkat")
    admin.post("/pengaturan/opd/10700/", {"do": "calendar", "calendar": one.pk, "step": "save"})
    assert "dipakai Dishub" in words(admin.post(page, {"step": "remove"}))
    shown = words(admin.get(page))
    assert "dipakai Dishub" in shown and 'type="submit">Hapus kalender ini' not in shown
    walk.routed()
    child = Calendar.objects.create(code="anak", name="Anak", parent=one)
    cast.dishub.calendar = Calendar.objects.get(code="lima-hari")
    cast.dishub.save()
    assert "Masih ada 2 tenggat" in words(admin.post(page, {"step": "remove"}))
    StepClock.objects.filter(calendar=one).update(calendar=cast.dishub.calendar)
    assert "Anak mengikuti kalender ini" in words(admin.post(page, {"step": "remove"}))
    child.delete()
    assert "Kalender Singkat dihapus dari daftar." in words(admin.post(page, {"step": "remove"}, follow=True))
    assert admin.get(page).status_code == 404
    assert "Singkat" not in words(admin.get("/pengaturan/opd/baru/"))
    assert Change.objects.latest("seq").action == "calendar_removed"


# ---------------------------------------------------------------- holidays


def test_a_year_is_proposed_and_only_what_a_person_accepts_is_in_force(admin: Client, cast: Cast):
    page = "/pengaturan/waktu/libur/2028/"
    form = admin.get(page).context["form"]
    table = {row.proposed.name: keep.value() for row, _day, keep, _name, _kind in form.table()}
    assert table["Hari Kemerdekaan Republik Indonesia"] is True
    assert table["Hari Raya Idul Fitri (perkiraan)"] is False
    assert not Holiday.objects.filter(day__year=2028).exists()
    answer = admin.post(page, sent(admin, page))
    assert "Tulis dasar hari libur" in dict(answer.context["faults"])["decree"]
    typed = sent(
        admin, page, decree="SKB Tiga Menteri 2027", d0817_name="Proklamasi", d0227_keep="on", n0_day="2028-07-20"
    )
    typed |= {"n0-name": "Hari jadi Bantul", "n0-kind": "national"}
    told = words(admin.post(page, typed))
    assert "Tidak ada tenggat yang bergeser." in told and "25 Desember 2028 Hari Raya Natal" in told  # to the last day
    assert "Hari libur 2028 disimpan." in words(admin.post(page, {**typed, "step": "save"}, follow=True))
    days = {row.day: row for row in Holiday.objects.filter(day__year=2028)}
    assert days[date(2028, 8, 17)].name == "Proklamasi"
    assert (days[date(2028, 2, 27)].name, days[date(2028, 2, 27)].basis) == (
        "Hari Raya Idul Fitri",
        "SKB Tiga Menteri 2027",
    )
    assert date(2028, 7, 20) in days and date(2028, 2, 28) not in days
    assert date(2028, 8, 17) in calendars.office_hours(Calendar.objects.get()).off
    change = Change.objects.get()
    assert (change.action, change.subject, change.data["decree"]) == (
        "holidays_changed",
        "holidays 2028",
        ["SKB Tiga Menteri 2027"],
    )


def test_a_holiday_that_is_added_shows_what_it_moves(admin: Client, walk: Walk):
    walk.routed()
    page = "/pengaturan/waktu/libur/2026/"
    typed = sent(admin, page, decree="Perbup 1/2026", n0_day="2026-03-03", n0_name="Berkabung", n0_kind="national")
    told = words(admin.post(page, typed))
    assert "tenggat bergeser" in told and "3 Maret 2026 Berkabung" in told
    assert not Holiday.objects.filter(name="Berkabung").exists()
    admin.post(page, {**typed, "step": "save"})
    assert ClockMove.objects.filter(clock__name="settlement").exists()


def test_what_is_in_force_is_compared_with_what_is_proposed(admin: Client, cast: Cast):
    Holiday.objects.create(day=date(2026, 7, 20), name="Hari jadi Bantul", kind="national")
    Holiday.objects.create(day=date(2026, 8, 17), name="Hari Kemerdekaan Republik Indonesia", kind="joint")
    form = admin.get("/pengaturan/waktu/libur/2026/").context["form"]
    notes = {row.key: row.note for row in form.rows}
    assert notes["d0720"] == "tidak ada di usulan"
    assert notes["d0817"] == "di usulan: Hari Kemerdekaan Republik Indonesia, libur nasional"
    kept = {row.key: keep.value() for row, _day, keep, _name, _kind in form.table()}
    assert kept["d0720"] and kept["d0319"] and not kept["d1225"]


def test_wrong_days_are_told_and_years_out_of_reach_are_not_there(admin: Client, cast: Cast):
    page = "/pengaturan/waktu/libur/2026/"
    for typed, field in (
        ({"n0_day": "2027-03-03", "n0_name": "X"}, "n0-day"),
        ({"n0_day": "2026-03-19", "n0_name": "X"}, "n0-day"),
        ({"n0_name": "X"}, "n0-day"),
        ({"n0_day": "2026-03-03"}, "n0-name"),
        ({"d0319_name": ""}, "d0319-name"),
    ):
        answer = admin.post(page, sent(admin, page, decree="SKB", **typed))
        assert answer.status_code == 422
        assert field in dict(answer.context["faults"])
    assert [row.name for row in Holiday.objects.all()] == ["Nyepi"]
    for year in ("1999", "2100", "99999"):
        assert admin.get(f"/pengaturan/waktu/libur/{year}/").status_code == 404


def test_a_holiday_that_is_renamed_keeps_its_decree_unless_another_is_typed(cast: Cast):
    (nyepi,) = holiday_edit.of_year(2026)
    assert holiday_edit.put(2026, [holiday_edit.Day(nyepi.day, "Hari Suci Nyepi", "national", "SKB 2025")])
    assert Holiday.objects.get().basis == "SKB 2025"


def test_proposed_names_are_indonesian_whatever_the_server_speaks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("LANGUAGE", "en")
    assert "Hari Buruh Internasional" in {one.name for one in holiday_edit.proposed(2027)}
    assert {one.kind for one in holiday_edit.proposed(2027)} == {"national", "joint"}


# ---------------------------------------------------------------- lists


def test_a_list_that_gives_an_agency_other_hours_moves_what_runs_there(walk: Walk, cast: Cast):
    walk.routed()
    Calendar.objects.create(code="singkat", name="Singkat", week={"mon": [["08:00", "09:00"]]})
    calendars.publish_all(at=MONDAY)
    table = Agencies()
    lines = [
        Line(n, dict(zip(table.names(), cells, strict=True))) for n, cells in enumerate(table.cells(MONDAY.date()), 2)
    ]
    changed = [line for line in lines if line.values["kode"] == "10700"]
    changed[0].values["jam_kerja"] = "singkat"
    taking = Taking(cast.admin, MONDAY, MONDAY.date())
    seen = take(table, lines, taking, keep=False)
    assert (seen.wrong, ClockMove.objects.count(), Change.objects.count()) == ([], 0, 0)
    take(table, lines, taking, keep=True, expected=seen.mark())
    assert ClockMove.objects.count() == Change.objects.get(action="agency_calendar").data["moved"] == 2
    assert StepClock.objects.get(name="at_operator").calendar.code == "singkat"


def test_years_of_closures_stay_when_another_is_added(admin: Client, cast: Cast):
    row = Calendar.objects.get()
    first = date(2020, 1, 1)
    Closure.objects.bulk_create(
        Closure(calendar=row, day=first + timedelta(days=30 * n), name="Banjir") for n in range(120)
    )
    save(admin, TIM, c120_day="2026-12-09", c120_name="Pemilihan")
    assert row.closures.count() == 121
