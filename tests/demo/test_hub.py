"""/demo/: the example telephones let everybody in as anybody of the demo, and nobody anywhere else."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from lapor.demo import people, phones
from lapor.people.models import Person, Position


@pytest.fixture
def operator(db: None) -> Person:
    """An official of the demo who is shown on the page, with the example password and telephone."""
    email = f"auditor{people.DOMAIN}"
    person = Person.objects.create_person(email=email, name="Ambar Wijaya", password=people.PASSWORD)
    Position.objects.create(person=person, role="auditor", starts="2026-01-01")
    phones.join_all()
    return person


def test_the_code_that_the_page_shows_signs_in(operator: Person, client: Client) -> None:
    page = client.get("/demo/").content.decode()
    code = re.search(r'class="shown">(\d{3} \d{3})<', page)[1]  # type: ignore[index]
    client.post("/masuk/petugas/", {"surel": operator.email, "sandi": people.PASSWORD})
    assert client.post("/masuk/petugas/kode/", {"kode": code}).headers["Location"] == "/meja/"


def test_joining_again_changes_no_telephone(operator: Person) -> None:
    before = operator.authenticator_set.get().pk  # type: ignore[attr-defined]
    phones.join_all()
    assert operator.authenticator_set.get().pk == before  # type: ignore[attr-defined]


def test_the_page_shows_no_telephone_of_anybody_else(operator: Person, client: Client) -> None:
    real = Person.objects.create_person(email="budi@bantul.test", name="Budi", password=people.PASSWORD)
    Position.objects.create(person=real, role="auditor", starts="2026-01-01")
    phones.join_all()
    assert not real.authenticator_set.exists()  # type: ignore[attr-defined]
    assert "budi@bantul.test" not in client.get("/demo/").content.decode()


@pytest.mark.django_db
def test_without_the_demo_there_is_no_such_page(client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO = False
    assert client.get("/demo/").status_code == 404
