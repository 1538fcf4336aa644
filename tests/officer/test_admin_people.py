"""The administrator keeps people and positions in the pages: registered, changed, handed over, written down."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lapor.complaints import seats
from lapor.complaints.models import Event
from lapor.complaints.steps import check
from lapor.people.models import Change, Person, Position
from lapor.sop.rules import Role
from tests.cast import Cast, Walk, sign_in
from tests.letters import newest_letter

NEW = {"name": "Ningsih Utami", "email": "ningsih@bantul.test", "phone": "0274 367 509", "role": "operator"}


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    signed: Client = sign_in(client, cast.admin)
    return signed


def today() -> date:
    return timezone.localdate()


def words(response: Any) -> str:
    return str(response.content.decode())


def test_an_official_is_registered_with_his_first_position_and_invited(admin: Client, cast: Cast) -> None:
    sent = {**NEW, "agency": cast.dlh.pk, "starts": today().isoformat(), "decree": "SK 3"}
    response = admin.post(reverse("admin_person_new"), sent, follow=True)
    assert "Ningsih Utami terdaftar. Undangan dikirim" in words(response)
    who = Person.objects.get(email="ningsih@bantul.test")
    assert [one.label for one in who.positions.all()] == ["Operator, DLH"]
    assert "http" in newest_letter("ningsih@bantul.test")[1]
    assert list(Change.objects.order_by("seq").values_list("action", flat=True)) == ["person_added", "position_given"]


def test_nothing_that_was_typed_is_lost_and_nothing_is_made_where_something_is_missing(
    admin: Client, cast: Cast
) -> None:
    people = Person.objects.count()
    response = admin.post(reverse("admin_person_new"), {**NEW, "starts": today().isoformat(), "decree": "SK 3"})
    page = words(response)
    assert response.status_code == 422 and "Pilih OPD-nya." in page
    assert 'value="Ningsih Utami"' in page and 'value="SK 3"' in page
    assert Person.objects.count() == people and not Change.objects.exists()
    page = words(admin.post(reverse("admin_person_new"), {**NEW, "email": "bukan", "starts": "31-31-2026"}))
    assert "Tulis tanggal seperti 24-11-2026." in page


def test_people_are_found_by_name_address_and_agency_and_paged_by_key(admin: Client, cast: Cast) -> None:
    url = reverse("admin_people")
    assert "Rina" in words(admin.get(url, {"q": "dlh"})) and "Budi" not in words(admin.get(url, {"q": "dlh"}))
    assert "Tidak ada yang cocok." in words(admin.get(url, {"q": "Sari"}))
    assert "Budi" not in words(admin.get(url, {"sesudah": cast.budi.person_id}))
    assert admin.get(url, {"sesudah": "²"}).status_code == 200


def test_a_citizens_account_has_no_page_here(admin: Client, cast: Cast) -> None:
    assert admin.get(reverse("admin_person", args=[cast.sari.pk])).status_code == 404


def test_another_address_ends_the_sessions_of_its_owner(admin: Client, cast: Cast) -> None:
    budi = sign_in(Client(), cast.budi)
    UserSession.objects.create(
        user=cast.budi.person, session_key=budi.session.session_key, ip="0.0.0.0", user_agent="", data={}
    )
    assert budi.get(reverse("inbox")).status_code == 200
    url = reverse("admin_person_edit", args=[cast.budi.person_id])
    assert admin.post(url, {"name": "Budi", "email": cast.sari.email}).status_code == 422
    assert admin.post(url, {"name": "Budi", "email": "budi.baru@bantul.test"}).status_code == 302
    assert budi.get(reverse("inbox")).status_code == 302


def test_an_invitation_is_sent_again_and_an_account_closed_and_opened(admin: Client, cast: Cast) -> None:
    admin.post(reverse("admin_person_invite", args=[cast.rina.person_id]))
    assert "http" in newest_letter(cast.rina.person.email)[1]
    told = admin.post(reverse("admin_person_close", args=[cast.rina.person_id]), follow=True)
    assert "masih memegang jabatan" in words(told)
    Position.objects.filter(pk=cast.bupati.pk).update(ends=today() - timedelta(days=1))
    url = reverse("admin_person", args=[cast.bupati.person_id])
    assert "Tutup akun" in words(admin.get(url))
    assert "ditutup" in words(admin.post(reverse("admin_person_close", args=[cast.bupati.person_id]), follow=True))
    assert admin.post(reverse("admin_person_invite", args=[cast.bupati.person_id])).status_code == 404
    admin.post(reverse("admin_person_reopen", args=[cast.bupati.person_id]))
    assert Person.objects.get(pk=cast.bupati.person_id).is_active


def test_who_stands_in_acts_under_that_name_in_the_history_and_for_the_auditor(
    admin: Client, walk: Walk, cast: Cast
) -> None:
    walk.reported()
    sent = {
        "role": "officer", "agency": cast.dishub.pk, "starts": "2026-01-01", "structural": "on",
        "acting": "plh", "acting_for": cast.endang.pk,
    }  # fmt: skip
    response = admin.post(reverse("admin_position_new", args=[cast.rina.person_id]), sent, follow=True)
    assert "Rina memegang Plh. Penanggung jawab (Sekretaris Dinas), Dishub." in words(response)
    acting = Position.objects.get(acting="plh")
    walk.do(check.approve, acting)
    client = Client()
    sign_in(client, cast.budi)
    page = words(client.get(reverse("office_case", args=[walk.complaint.number])))
    assert "Plh. Penanggung jawab (Sekretaris Dinas), Dishub" in page
    sign_in(client, cast.auditor)
    assert "Plh. Penanggung jawab, Dishub" in words(client.get(reverse("audit_case", args=[walk.complaint.number])))
    assert Event.objects.get(action="approve").position == acting


def test_a_position_is_changed_and_ended_earlier_only_by_handing_over(admin: Client, cast: Cast) -> None:
    url = reverse("admin_position", args=[cast.heru.pk])
    same = {"starts": "2026-01-01", "structural": "on", "title": "Kepala Bagian Tata Usaha"}
    assert "Jabatan disimpan." in words(admin.post(url, same, follow=True))
    response = admin.post(url, {**same, "ends": today().isoformat()})
    assert response.status_code == 422 and "Akhiri lebih awal lewat serah terima" in words(response)
    later = Position.objects.create(person=cast.rina.person, role=Role.AUDITOR, starts=today() + timedelta(days=9))
    page = reverse("admin_position", args=[later.pk])
    assert "Batalkan jabatan yang belum mulai" in words(admin.get(page))
    assert "dibatalkan" in words(admin.post(page, {"tarik": "1"}, follow=True))
    assert "Batalkan" not in words(admin.get(url))


def handover_of(position: Position, **more: Any) -> dict[str, Any]:
    key = f"p{position.pk}-"
    own = {f"{key}{name}": value for name, value in {"ending": "on", **more}.items()}
    return {"last_day": today().isoformat(), **own}


def test_a_leaver_is_shown_with_what_he_leaves_and_goes_only_with_a_successor(
    admin: Client, walk: Walk, cast: Cast
) -> None:
    walk.routed()
    url = reverse("admin_handover", args=[cast.budi.person_id])
    page = words(admin.get(url))
    assert "1 aduan menunggu Operator, Dishub" in page and "Aduan yang menunggu</dt><dd>1</dd>" in page
    response = admin.post(url, handover_of(cast.budi))
    assert response.status_code == 422 and "tidak ada pemegang lain" in words(response)
    response = admin.post(url, handover_of(cast.budi, email="tarjo@bantul.test"))
    assert "Tulis juga nama penggantinya." in words(response)
    assert 'value="tarjo@bantul.test"' in words(response)
    response = admin.post(url, handover_of(cast.budi, email=cast.rina.person.email, name="Bukan Rina"))
    assert "Surel itu milik Rina." in words(response)
    response = admin.post(
        url, handover_of(cast.budi, email="tarjo@bantul.test", name="Tarjo", decree="SK 8"), follow=True
    )
    assert "Serah terima dari Budi tercatat. Penggantinya: Tarjo (Operator, Dishub)." in words(response)
    assert "http" in newest_letter("tarjo@bantul.test")[1]
    tarjo = Position.objects.get(person__name="Tarjo")
    assert (tarjo.starts, tarjo.decree) == (today() + timedelta(days=1), "SK 8")
    assert Change.objects.get(action="position_ended").data["cases"] == 1


def test_both_sessions_see_a_handing_over_that_counts_from_now(admin: Client, walk: Walk, cast: Cast) -> None:
    walk.routed()
    case = reverse("office_case", args=[walk.complaint.number])
    budi, rina = sign_in(Client(), cast.budi), sign_in(Client(), cast.rina)
    assert budi.get(case).status_code == 200 and rina.get(case).status_code == 404
    sent = handover_of(cast.budi, email=cast.rina.person.email, acting="plt")
    sent["last_day"] = (today() - timedelta(days=1)).isoformat()
    assert admin.post(reverse("admin_handover", args=[cast.budi.person_id]), sent).status_code == 302
    assert budi.get(case).status_code in (302, 404)
    taken_over = Position.objects.get(person=cast.rina.person, acting="plt")
    assert rina.post(reverse("positions"), {"position": taken_over.pk}).status_code == 302
    assert rina.get(case).status_code == 200


def test_an_account_closes_with_all_its_positions(admin: Client, cast: Cast) -> None:
    budi = sign_in(Client(), cast.budi)
    url = reverse("admin_handover", args=[cast.budi.person_id])
    sent = {**handover_of(cast.budi, email=cast.rina.person.email), "close": "on"}
    assert admin.post(url, sent).status_code == 302
    assert not Person.objects.get(pk=cast.budi.person_id).is_active
    assert Position.objects.get(person=cast.rina.person, agency=cast.dishub).starts == today()
    assert budi.get(reverse("inbox")).status_code == 302


def test_a_chosen_position_is_dropped_at_midnight_of_bantul(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    chair = Position.objects.create(person=cast.wati.person, role=Role.CHAIR, starts=date(2026, 1, 1), ends=today())
    sign_in(client, cast.wati)
    client.post(reverse("positions"), {"position": chair.pk})
    assert client.get(reverse("inbox")).wsgi_request.position == chair
    eve = timezone.make_aware(timezone.datetime(today().year, today().month, today().day, 23, 59, 59))
    monkeypatch.setattr(timezone, "now", lambda: eve)
    assert client.get(reverse("inbox")).wsgi_request.position == chair
    monkeypatch.setattr(timezone, "now", lambda: eve + timedelta(seconds=1))
    response = client.get(reverse("inbox"))
    if response.status_code == 302:
        pytest.fail("the session must not end at midnight")
    assert response.wsgi_request.position == cast.wati and "position" not in client.session
    assert "Jabatan yang Anda pakai sudah berakhir. Anda sekarang bertindak sebagai Verifikator" in words(response)


def test_what_needs_attention_stands_on_the_first_page_and_for_the_tim(admin: Client, walk: Walk, cast: Cast) -> None:
    walk.routed()
    Position.objects.filter(pk=cast.budi.pk).update(ends=today() - timedelta(days=1))
    Position.objects.filter(pk=cast.agus.pk).update(ends=today() + timedelta(days=5))
    wati = Client()
    sign_in(wati, cast.wati)
    for page in (words(admin.get(reverse("administration"))), words(wati.get(reverse("readiness")))):
        assert "<b>Dinas Perhubungan:</b> belum punya operator." in page
        assert "Operator, Dishub: kosong, 1 aduan menunggu." in page
        assert "Kepala Dinas, Dishub" in page and "Agus" in page
    assert seats.vacant(day=today())[0].cases == 1


def test_the_journal_is_read_by_administrator_and_auditor_newest_first(
    admin: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = reverse("admin_position", args=[cast.heru.pk])
    for title in ("Satu", "Dua", "Tiga"):
        admin.post(url, {"starts": "2026-01-01", "structural": "on", "title": title})
    admin.post(reverse("admin_person_edit", args=[cast.budi.person_id]), {"name": "Budi S.", "email": "b@bantul.test"})
    journal = reverse("admin_journal")
    page = words(admin.get(journal))
    assert page.index("Data orang diubah") < page.index("Sebutan: Dua → Tiga") < page.index("Sebutan: kosong → Satu")
    assert "Nama: Budi → Budi S. · Surel diganti" in page and "Dedi, Pengelola" in page
    assert "b@bantul.test" not in page
    assert "Data orang diubah" not in words(admin.get(journal, {"hal": f"position {cast.heru.pk}"}))
    assert "Sebutan" not in words(admin.get(journal, {"tentang": "agencies"}))
    monkeypatch.setattr("lapor.officer.views.admin_journal.PAGE", 2)
    page = words(admin.get(journal))
    assert "Dua → Tiga" in page and "kosong → Satu" not in page and "Halaman berikutnya" in page
    assert "kosong → Satu" in words(admin.get(journal, {"sebelum": 3}))
    auditor = sign_in(Client(), cast.auditor)
    assert "Budi S." in words(auditor.get(journal))
    assert "rantainya cocok" in words(auditor.get(reverse("audit")))


def test_a_changed_journal_is_told_to_the_auditor_and_by_the_doctor(admin: Client, cast: Cast) -> None:
    from django.db import connection

    from lapor.config.doctor_database import chains

    admin.post(
        reverse("admin_position", args=[cast.heru.pk]), {"starts": "2026-01-01", "structural": "on", "title": "Satu"}
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE people_change DISABLE TRIGGER USER")
        cursor.execute("UPDATE people_change SET action = 'position_given'")
        cursor.execute("ALTER TABLE people_change ENABLE TRIGGER USER")
    assert "Catatan perubahan 1: rantai tidak cocok." in list(chains())
    auditor = sign_in(Client(), cast.auditor)
    assert "Catatan perubahan tidak utuh." in words(auditor.get(reverse("audit")))


def test_the_doctor_tells_of_cases_that_wait_for_nobody(walk: Walk, cast: Cast) -> None:
    from lapor.config.doctor_database import vacancies

    walk.routed()
    assert list(vacancies(today())) == []
    Position.objects.filter(pk=cast.budi.pk).update(ends=today() - timedelta(days=1))
    assert list(vacancies(today())) == ["Operator, Dishub: kosong, 1 aduan menunggu."]


@pytest.mark.parametrize("closes", [False, True])
def test_two_administrators_do_not_empty_a_seat_between_them(
    closes: bool, transactional_db: None, cast: Cast, file_one: Callable[..., Walk]
) -> None:
    """Each ends one of the two officers at the same moment: one of them is told to name a successor."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    from lapor.people import handover
    from lapor.people.faults import Faulty
    from lapor.people.handover import Ending

    file_one().passed_on()

    def end(position: Position) -> bool:
        try:
            handover.hand_over(
                [Ending(Position.objects.get(pk=position.pk))],
                last_day=today(),
                open_cases=seats.open_cases,
                by=None,
                day=today(),
                at=timezone.now().replace(microsecond=0),
                deactivate=Person.objects.get(pk=position.person_id) if closes else None,
            )
        except Faulty:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(end, (cast.endang, cast.heru))) == [False, True]


def test_a_lost_second_factor_is_taken_away_and_written_down(admin: Client, cast: Cast) -> None:
    Authenticator.objects.create(user=cast.budi.person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    page = words(admin.get(reverse("admin_person", args=[cast.budi.person_id])))
    assert "Cabut kode kedua" in page
    url = reverse("admin_person_factor", args=[cast.budi.person_id])
    assert "Kode kedua Budi dicabut." in words(admin.post(url, follow=True))
    assert not Authenticator.objects.exists()
    assert "Kode kedua dicabut" in words(admin.get(reverse("admin_journal")))
    assert "belum punya kode kedua" in words(admin.post(url, follow=True))


def test_every_action_of_the_journal_has_its_words() -> None:
    """An action is a word like "position_given", handed to journal.record or to what calls it."""
    from lapor.officer import changes

    calls = re.compile(r"(?:journal\.record|\b_record)\(\s*\"([a-z_]+)\"")
    lapor = Path(changes.__file__).parents[1]
    written = {action for module in lapor.rglob("*.py") for action in calls.findall(module.read_text(encoding="utf-8"))}
    assert len(written) > 15 and written <= set(changes.ACTIONS), written - set(changes.ACTIONS)
