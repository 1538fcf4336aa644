"""What the console and the night do with accounts."""

from __future__ import annotations

import importlib
import io
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from lapor.account import codes
from lapor.account.models import CacheEntry, SignInCode
from lapor.account.tasks import clear_sign_ins
from lapor.people.models import Change, Person, Position
from tests.account.conftest import LINK, give_password, has_telephone, join_telephone, link_in_letter
from tests.cast import PASSWORD, Cast, sign_in

EMAIL = "ratri@bantul.test"
NEW = {"sandi": "hujan-di-parangtritis", "ulang": "hujan-di-parangtritis"}


def administrator(*words: str) -> str:
    told = io.StringIO()
    call_command("administrator", *words, stdout=told, stderr=told)
    return told.getvalue()


@pytest.mark.django_db
def test_the_first_administrator_of_an_empty_installation_sets_a_password_by_the_printed_link(client: Client) -> None:
    told = administrator(EMAIL.upper(), "Ratri", "Wulandari")
    path = LINK.search(told)[1]  # type: ignore[index]
    assert link_in_letter(EMAIL) == path
    assert client.post(path, NEW).status_code == 302
    assert give_password(client, EMAIL, NEW["sandi"]).headers["Location"] == "/meja/"
    position = Position.objects.get(person__email=EMAIL)
    assert (position.role, position.person.name) == ("administrator", "Ratri Wulandari")
    assert list(Change.objects.values_list("action", "position")) == [("person_added", None), ("position_given", None)]


def test_a_second_administrator_is_not_made_at_the_console(cast: Cast) -> None:
    with pytest.raises(CommandError, match="Sudah ada pengelola"):
        administrator(EMAIL, "Ratri")
    assert not Person.objects.filter(email=EMAIL).exists()


def test_the_administrator_who_lost_the_telephone_is_let_in_again_at_the_console(cast: Cast, client: Client) -> None:
    person = cast.admin.person
    join_telephone(person)
    assert "Kode kedua yang lama dihapus" in administrator(person.email)
    assert not has_telephone(person)
    assert client.post(link_in_letter(person.email), NEW).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(("words", "fault"), [((EMAIL,), "namanya"), (("bukan surel", "Ratri"), "surel")])
def test_what_is_missing_is_said_and_nothing_made(words: tuple[str, ...], fault: str) -> None:
    with pytest.raises(CommandError, match=fault):
        administrator(*words)
    assert not Person.objects.exists() and not Change.objects.exists()


def test_the_night_clears_old_codes_sessions_and_counters_and_leaves_the_living(cast: Cast, client: Client) -> None:
    now = timezone.now()
    for age in (timedelta(days=2), timedelta(0)):
        codes.send(EMAIL, at=now - age, today=now.date())
        Session.objects.create(session_key=f"k{age.days}", session_data="", expire_date=now + timedelta(hours=1) - age)
        CacheEntry.objects.create(cache_key=f"k{age.days}", value="", expires=now + timedelta(hours=1) - age)
    sign_in(client, cast.sari)
    clear_sign_ins(0)
    assert SignInCode.objects.count() == 1
    assert [entry.cache_key for entry in CacheEntry.objects.all()] == ["k0"]
    assert not Session.objects.filter(session_key="k2").exists() and client.get("/akun/").status_code == 200


def test_passwords_of_citizens_from_earlier_days_are_void_after_the_migration(cast: Cast) -> None:
    importlib.import_module("lapor.account.migrations.0002_citizens_without_passwords").void(apps, None)
    assert not Person.objects.get(pk=cast.sari.pk).has_usable_password()
    assert Person.objects.get(pk=cast.budi.person_id).check_password(PASSWORD)
