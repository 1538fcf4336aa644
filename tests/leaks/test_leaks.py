"""THE LEAK TEST. People who hide themselves, with unmistakable names, addresses, numbers and files, walk every act of
the rules; everybody opens every address; and nothing of them is found outside the rooms of identities.

Acts come from the rules, addresses from the resolver, jobs from the worker's own list, tables from the catalogue: what
is new among them is in this test without being added, and what cannot be reached fails it by its name.
"""

from __future__ import annotations

import io
import itertools
import logging
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app

from lapor.complaints import identity, reorganise, storage
from lapor.officer import cases
from lapor.people.models import Person
from lapor.sop.rules import ACTIONS
from tests.leaks import pages, planted, visit
from tests.leaks.read import Log
from tests.leaks.search import Search, links
from tests.leaks.town import Case, Town
from tests.leaks.walk import Walked, able, do, walk
from tests.post_office import PostOffice, Received

# Done by no official and no clock: the first act of a case, and the one that the end of an agency brings about.
OTHERWISE = {"submit", "carry_over"}
ONLY_IN_THE_DEMO = {"demo_letter"}
CASES = 9


@pytest.fixture
def account(cast: Any) -> Person:
    return Person.objects.create_person(email=planted.ACCOUNT.email, name=planted.ACCOUNT.name, password=None)


def hidden_cases(town: Town, account: Person, filed: list[Case]) -> Iterator[Case]:
    """One after the other: a contact by mail and all kinds of files; an account; a telephone, for the Inspektorat."""
    for n in itertools.islice(itertools.count(), CASES):
        if n % 3 == 0:
            case = town.file(
                planted.HIDDEN, "anonim", files=planted.files(n, *(planted.KINDS if n == 0 else ["picture"]))
            )
        elif n % 3 == 1:
            case = town.file(planted.ACCOUNT, "anonim", "rahasia", files=planted.files(n, "picture"), account=account)
        else:
            case = town.file(planted.PHONE, "anonim", "pengawasan", files=planted.files(n, "document"))
        filed.append(case)
        yield case


def open_case(town: Town) -> Case:
    """Somebody who hides nothing: his name is read by whoever has his case, and by nobody else."""
    case = town.file(planted.OPEN, files=planted.files(99, "picture"))
    for action in ("verify_and_route", "answer_simple", "acknowledge"):
        do(town, case, action, Walked())
    return case


def merge_agencies(town: Town, case: Case) -> None:
    """The agency that has this case ends tonight, and another goes on with what it had."""
    do(town, case, "verify_and_route", Walked())
    agency = case.row.handlings.get().agency
    heir = next(one for one in (town.cast.dlh, town.cast.dishub) if one != agency)
    reorganise.plan_closing(
        agency, heir, day=town.today + timedelta(days=1), decree="Perda 2", moves=True, by=town.cast.admin, at=town.at
    )
    town.pass_time(timedelta(days=1))
    town.work(periodic=True)


def test_nothing_of_a_hidden_reporter_is_found_outside_the_room_of_identities(
    town: Town, account: Person, written: Path, log: Log, gateway: list[tuple[str, bytes]], post_office: PostOffice
) -> None:
    filed: list[Case] = [open_case(town)]
    walked = Walked()
    walk(town, hidden_cases(town, account, filed), {*ACTIONS} - OTHERWISE, walked)
    unreached = {*ACTIONS} - OTHERWISE - {*walked.done}
    assert not unreached, f"no way leads to these acts: {sorted(unreached)}"

    values = visit.Values(filed)
    values.meet({*links(post_office.received), *town.links})
    search, windows = Search(town, filed), visit.everybody(town)
    forms: dict[str, dict[str, pages.Form]] = {}
    for one in search.pages(visit.open_all(values, windows)):
        assert one.status < 500 or one.route == "ready", f"{one.address} broke for {one.who}"
        for form in visit.forms_of(one):
            forms.setdefault(one.who, {}).setdefault(visit.kind_of(form), form)
    unfilled = {*visit.unfilled(values)} - ONLY_IN_THE_DEMO
    assert not unfilled, f"nothing fits into these addresses: {sorted(unfilled)}"
    for one in search.pages(visit.send_all(windows, forms, town)):
        assert one.status < 500, f"{one.address} broke for {one.who}"

    last = town.file(planted.HIDDEN, "anonim", files=[])
    merge_agencies(town, last)
    assert last.row.events.filter(action="carry_over").exists()

    search.also(last)
    said = io.StringIO()
    for case in filed:
        call_command("explain", case.number, stdout=said)
    search.messages([said.getvalue().encode(), *(body for _, body in gateway)])
    search.letters(post_office.received)
    search.log(log)
    search.jobs()
    search.tables()
    search.files(written)
    assert not search.leaks, "\n".join(search.leaks)
    # the rooms were there, and opened only to whom they open
    assert {"hidden: name", "account: e-mail", "open: name"} <= search.excused
    assert {"page", "letter", "message", "log", "job", "table", "file"} == {*search.looked}


# ---------------------------------------------------------------- that it would find one


@pytest.fixture
def one(town: Town) -> Case:
    """A hidden case of an agency."""
    case = town.file(planted.HIDDEN, "anonim", files=planted.files(1, "picture"))
    do(town, case, "verify_and_route", Walked())
    return case


def test_a_name_on_a_page_is_found(town: Town, one: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases.Case, "reporter", property(lambda case: identity.revealed(case.complaint).name))
    search, window = Search(town, [one]), town.official("budi")
    address = reverse("office_case", args=[one.number])
    list(search.pages([visit.seen("office_case", "budi", address, window.get(address), None)]))
    assert [*search.leaks] == ["page office_case for budi: hidden: name"]


@pytest.mark.parametrize("body", ["Telepon pelapor: +62 812-3399-7741", "Dari Kertopatingalaga, WAGIYEM"])
def test_a_word_in_a_letter_is_found_however_it_is_spelled(town: Town, one: Case, body: str) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["To"] = "Aduan baru", "budi@bantul.test"
    mail.set_content(body, cte="base64")
    search = Search(town, [one])
    search.letters([Received("lapor@localhost", ["budi@bantul.test"], mail)])
    assert len(search.leaks) == 1


def test_a_word_in_the_log_is_found(town: Town, one: Case, log: Log) -> None:
    logging.getLogger("lapor.complaints").debug("filed by %s", planted.HIDDEN.name)
    search = Search(town, [one])
    search.log(log)
    assert len(search.leaks) == 1


def test_a_word_in_a_job_is_found(town: Town, one: Case) -> None:
    app.configure_task("tell", queue="notices").defer(for_whom=planted.HIDDEN.email)
    search = Search(town, [one])
    search.tables()
    assert [*search.leaks] == ["table procrastinate_jobs.args: hidden: e-mail"]


def test_what_a_stored_picture_tells_is_found(town: Town, one: Case, written: Path) -> None:
    search = Search(town, [one])
    search.files(written)
    assert not search.leaks
    storage.current().put(planted.picture(7))
    search.files(written)
    assert {leak.rpartition(": ")[2] for leak in search.leaks} == {"EXIF", "XMP"}


def test_a_code_in_a_session_is_found(town: Town, one: Case) -> None:
    window = Client()
    session = window.session
    session["kode"] = one.code
    session.save()
    search = Search(town, [one])
    search.tables()
    assert [*search.leaks] == ["table django_session.session_data: receipt code"]


def test_whoever_may_do_an_act_is_found_by_the_rules(town: Town, one: Case) -> None:
    assert {("pass_on", "budi"), ("withdraw", ""), ("ask_identity", "wati")} <= {*able(town, one)}


def test_the_room_of_identities_opens_to_the_custodian_by_its_form_and_to_nobody_else(town: Town, one: Case) -> None:
    do(town, one, "ask_identity", Walked())
    search, windows = Search(town, [one]), visit.everybody(town)
    values = visit.Values([one])
    forms: dict[str, dict[str, pages.Form]] = {}
    for window in windows:
        address = reverse("identity_requests")
        page = visit.seen("identity_requests", window.who, address, window.client.get(address), values)
        for form in visit.forms_of(page):
            forms.setdefault(window.who, {})[visit.kind_of(form)] = form
    seen = list(search.pages(visit.send_all(windows, forms, town)))
    assert {one.who for one in seen if one.route == "POST identity_export"} == {"sekar"}
    assert search.excused == {"hidden: name", "hidden: e-mail"}
    assert not search.leaks
