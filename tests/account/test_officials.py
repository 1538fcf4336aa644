"""Officials sign in with a password and a second factor, and every session of a position holder needs both."""

from __future__ import annotations

import re
import threading
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.utils import timezone

from lapor.account import second_factor
from lapor.account.models import CacheEntry
from lapor.people.models import Change, Person, Position
from tests.account.conftest import SECRET, code_in_letter, give_password, has_telephone, join_telephone, telephone
from tests.cast import PASSWORD, Cast, sign_in
from tests.letters import newest_letter

WRONG = "Surel atau kata sandi itu tidak cocok."


def enter(client: Client, code: str) -> Any:
    return client.post("/masuk/petugas/kode/", {"kode": code})


def test_password_and_telephone_lead_to_the_desk(budi: Person, client: Client) -> None:
    answer = give_password(client, f" {budi.email.upper()} ")
    assert answer.headers["Location"] == "/masuk/petugas/kode/"
    assert "_auth_user_id" not in client.session
    assert enter(client, telephone()).headers["Location"] == "/meja/"
    assert client.get("/meja/kotak-masuk/").status_code == 200


def test_the_way_on_survives_both_pages(budi: Person, client: Client) -> None:
    give_password(client, budi.email, form={"next": "/meja/kotak-masuk/?saring=semua"})
    assert enter(client, telephone()).headers["Location"] == "/meja/kotak-masuk/?saring=semua"


def test_unknown_addresses_wrong_passwords_and_citizens_get_the_same_sentence(cast: Cast, client: Client) -> None:
    pages = set()
    for email in ("tidak-ada@bantul.test", cast.budi.person.email, cast.sari.email):
        answer = give_password(client, email, "bukan ini")
        assert answer.status_code == 422 and WRONG in answer.content.decode()
        pages.add(re.sub(r'value="[^"]{64}"', "", answer.content.decode().replace(email, "…")))
    assert len(pages) == 1


def test_a_code_passes_once(budi: Person, client: Client) -> None:
    code = telephone()
    give_password(client, budi.email)
    assert enter(client, code).status_code == 302
    other = Client()
    give_password(other, budi.email)
    answer = enter(other, code)
    assert answer.status_code == 422
    assert "sudah dipakai" in answer.content.decode()
    assert enter(other, telephone(steps=1)).status_code == 302


def test_a_wrong_code_says_so_and_five_are_enough(budi: Person, client: Client) -> None:
    give_password(client, budi.email)
    for _ in range(5):
        assert "Kode itu keliru" in enter(client, "000000").content.decode()
    answer = enter(client, telephone())
    assert answer.status_code == 422
    assert "Terlalu banyak kode yang keliru" in answer.content.decode()


def test_the_second_page_opens_only_after_the_first(budi: Person, client: Client) -> None:
    assert enter(client, telephone()).headers["Location"] == "/masuk/petugas/"


def test_a_code_on_paper_passes_once(cast: Cast, client: Client) -> None:
    codes = join_telephone(cast.budi.person)
    give_password(client, cast.budi.person.email)
    assert enter(client, f"{codes[0][:4]} {codes[0][4:]}").headers["Location"] == "/meja/"
    other = Client()
    give_password(other, cast.budi.person.email)
    assert enter(other, codes[0]).status_code == 422
    assert enter(other, codes[1]).status_code == 302


def test_secrets_of_telephones_and_paper_are_kept_encrypted(cast: Cast) -> None:
    join_telephone(cast.budi.person)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in kept and kept.count("gAAAA") == 2


# Who has no second factor yet -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["wati", "joko", "budi", "endang", "slamet", "agus", "rina", "bupati", "auditor", "admin"]
)
def test_every_position_holder_without_a_second_factor_is_led_to_set_one_up(
    cast: Cast, client: Client, name: str
) -> None:
    person = getattr(cast, name).person
    assert give_password(client, person.email).headers["Location"] == "/meja/"
    for address in ("/meja/", "/", "/lapor/", "/akun/", "/akun/sandi/", "/akun/pengaman/", "/aduan-saya/"):
        assert client.get(address).headers["Location"] == "/akun/pengaman/telepon/", address
    assert client.get("/akun/pengaman/telepon/").status_code == 200
    assert client.post("/lapor/", {}).headers["Location"] == "/akun/pengaman/telepon/"
    assert client.post("/keluar/").headers["Location"] == "/"


def shown_secret(client: Client) -> str:
    page = client.get("/akun/pengaman/telepon/").content.decode()
    return re.search(r'class="secret">([^<]+)<', page)[1].replace(" ", "")  # type: ignore[index]


def test_setting_a_telephone_up_leads_over_the_codes_on_paper_to_the_desk(cast: Cast, client: Client) -> None:
    give_password(client, cast.budi.person.email)
    secret = shown_secret(client)
    answer = client.post("/akun/pengaman/telepon/", {"kode": telephone(secret)})
    assert answer.headers["Location"] == "/akun/pengaman/kode-cadangan/"
    page = client.get("/akun/pengaman/kode-cadangan/").content.decode()
    assert len(re.findall(r"<code>\d{4} \d{4}</code>", page)) == 10
    assert client.post("/akun/pengaman/kode-cadangan/").headers["Location"] == "/meja/"
    assert "<code>" not in client.get("/akun/pengaman/kode-cadangan/").content.decode()
    assert client.get("/meja/kotak-masuk/").status_code == 200
    assert "Telepon untuk kode kedua" in newest_letter(cast.budi.person.email)[1]


def test_a_wrong_code_sets_nothing_up_and_keeps_the_picture(cast: Cast, client: Client) -> None:
    give_password(client, cast.budi.person.email)
    secret = shown_secret(client)
    answer = client.post("/akun/pengaman/telepon/", {"kode": "000000"})
    assert answer.status_code == 422
    assert shown_secret(client) == secret
    assert not has_telephone(cast.budi.person)


# Sessions that fall short -----------------------------------------------------------------------------


def ended(client: Client, address: str = "/meja/kotak-masuk/") -> str:
    place = client.get(address).headers["Location"]
    assert "_auth_user_id" not in client.session
    return str(place)


def test_a_session_from_before_the_telephone_must_sign_in_again(cast: Cast, client: Client) -> None:
    give_password(client, cast.budi.person.email)
    join_telephone(cast.budi.person)
    assert ended(client) == "/masuk/petugas/?next=/meja/kotak-masuk/"


def test_a_citizens_session_ends_when_a_position_begins(cast: Cast, client: Client) -> None:
    client.post("/masuk/", {"surel": cast.sari.email})
    client.post("/masuk/kode/", {"kode": code_in_letter(cast.sari.email)})
    assert client.get("/aduan-saya/").status_code == 200
    Position.objects.create(person=cast.sari, role="verifier", starts=date(2026, 1, 1))
    assert ended(client, "/aduan-saya/").startswith("/masuk/petugas/")


def test_an_officials_session_ends_with_the_last_position(budi: Person, client: Client) -> None:
    give_password(client, budi.email)
    enter(client, telephone())
    Position.objects.filter(person=budi).update(ends=timezone.localdate() - timedelta(days=1))
    assert ended(client) == "/masuk/?next=/meja/kotak-masuk/"


def test_who_will_hold_a_position_can_prepare_but_not_work(cast: Cast, client: Client) -> None:
    Position.objects.filter(pk=cast.budi.pk).update(starts=timezone.localdate() + timedelta(days=3))
    join_telephone(cast.budi.person)
    give_password(client, cast.budi.person.email)
    enter(client, telephone())
    assert client.get("/akun/").status_code == 200
    assert client.get("/meja/kotak-masuk/").status_code == 404


def test_closing_an_account_ends_its_sessions(budi: Person, client: Client) -> None:
    give_password(client, budi.email)
    enter(client, telephone())
    budi.is_active = False
    budi.save()
    assert client.get("/meja/").headers["Location"].startswith("/masuk/petugas/")
    assert give_password(client, budi.email).status_code == 422


def test_an_officials_session_ends_after_twelve_hours_even_when_it_is_used(budi: Person, client: Client) -> None:
    give_password(client, budi.email)
    enter(client, telephone())
    client.get("/meja/kotak-masuk/")
    left = client.session.get_expiry_date() - timezone.now()
    assert timedelta(hours=11, minutes=59) < left <= timedelta(hours=12)


# Guessing ---------------------------------------------------------------------------------------------


def test_the_eleventh_wrong_password_is_not_even_looked_at_and_says_until_when(budi: Person, client: Client) -> None:
    for _ in range(10):
        assert give_password(client, budi.email, "salah").status_code == 422
    answer = give_password(client, budi.email.upper())
    assert answer.status_code == 429
    assert re.search(r"coba lagi (hari ini|besok) pukul \d\d\.\d\d", answer.content.decode())


def test_ten_wrong_passwords_from_elsewhere_do_not_shut_the_owner_out(budi: Person, client: Client) -> None:
    for _ in range(12):
        give_password(client, budi.email, "salah", REMOTE_ADDR="10.1.2.3")
    assert give_password(client, budi.email).status_code == 302


def test_sixty_wrong_passwords_shut_one_address_out(budi: Person, client: Client) -> None:
    for turn in range(60):
        give_password(client, f"siapa{turn // 9}@bantul.test", "salah", REMOTE_ADDR="10.1.2.3")
    assert give_password(client, budi.email, REMOTE_ADDR="10.1.2.3").status_code == 429
    assert give_password(client, budi.email).status_code == 302


def test_a_hundred_wrong_passwords_from_everywhere_are_enough(budi: Person, client: Client) -> None:
    for turn in range(100):
        give_password(client, budi.email, "salah", REMOTE_ADDR=f"10.1.2.{turn // 9}")
    assert give_password(client, budi.email).status_code == 429


def test_a_right_password_is_no_failed_try(budi: Person, client: Client) -> None:
    for _ in range(12):
        assert give_password(client, budi.email).status_code == 302


def test_the_throttle_keeps_no_address_and_no_name(budi: Person, client: Client) -> None:
    give_password(client, budi.email, "salah")
    kept = " ".join(f"{entry.cache_key} {entry.value}" for entry in CacheEntry.objects.all())
    assert CacheEntry.objects.exists() and "127.0.0.1" not in kept and "bantul.test" not in kept


@pytest.mark.django_db(transaction=True)
def test_guesses_made_at_once_do_not_slip_through(cast: Cast) -> None:
    email, answers = cast.budi.person.email, []

    def guess() -> None:
        answers.append(give_password(Client(), email, "salah").status_code)
        connection.close()

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(422) <= 10 and set(answers) == {422, 429}


# A second factor that was lost ------------------------------------------------------------------------


def test_a_lost_second_factor_is_taken_away_with_a_journal_entry_and_a_letter(
    cast: Cast, budi: Person, client: Client
) -> None:
    give_password(client, budi.email)
    enter(client, telephone())
    assert second_factor.forget(budi, by=cast.admin, at=timezone.now())
    assert client.get("/meja/").headers["Location"].startswith("/masuk/petugas/")
    change = Change.objects.get()
    assert (change.action, change.subject, change.position) == (
        "forget_second_factor", f"person {budi.pk}", cast.admin,
    )  # fmt: skip
    assert "menghapus kode kedua" in newest_letter(budi.email)[1]
    give_password(client, budi.email)
    assert client.get("/meja/").headers["Location"] == "/akun/pengaman/telepon/"
    assert not second_factor.forget(budi, by=cast.admin, at=timezone.now())


def test_another_telephone_needs_the_password_and_voids_the_old_one(budi: Person, client: Client) -> None:
    sign_in(client, budi)
    secret = shown_secret(client)
    wrong = {"kode": telephone(secret), "sandi_lama": "salah"}
    assert client.post("/akun/pengaman/telepon/", wrong).status_code == 422
    client.post("/akun/pengaman/telepon/", {"kode": telephone(secret), "sandi_lama": PASSWORD})
    other = Client()
    give_password(other, budi.email)
    assert enter(other, telephone()).status_code == 422
    assert enter(other, telephone(secret)).status_code == 302


def test_new_codes_on_paper_need_the_password_and_void_the_old_ones(cast: Cast, client: Client) -> None:
    old = join_telephone(cast.budi.person)
    sign_in(client, cast.budi)
    client.post("/akun/pengaman/kode-cadangan/")
    assert client.post("/akun/pengaman/kode-cadangan/", {"sandi_lama": "salah"}).status_code == 422
    client.post("/akun/pengaman/kode-cadangan/", {"sandi_lama": PASSWORD})
    new = re.findall(r"<code>(\d{4} \d{4})</code>", client.get("/akun/pengaman/kode-cadangan/").content.decode())
    other = Client()
    give_password(other, cast.budi.person.email)
    assert enter(other, old[0]).status_code == 422
    assert enter(other, new[0]).status_code == 302


def test_who_has_no_codes_on_paper_can_make_some(cast: Cast, client: Client) -> None:
    sign_in(client, cast.budi)
    assert "tidak punya kode cadangan" in client.get("/akun/pengaman/kode-cadangan/").content.decode()
    client.post("/akun/pengaman/kode-cadangan/", {"sandi_lama": PASSWORD})
    assert client.get("/akun/pengaman/kode-cadangan/").content.decode().count("<code>") == 10
