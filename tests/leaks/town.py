"""Everybody at his window, the worker, and one clock for all: pages are asked over HTTP, time is moved by the test."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app

from lapor.complaints.models import Complaint
from lapor.people.models import Position
from tests.cast import Cast
from tests.leaks import pages
from tests.leaks.planted import ADDRESS, BROWSER, Person
from tests.letters import newest_letter


@dataclass
class Case:
    """A complaint of a planted reporter, with the code of its receipt, "" for an account."""

    person: Person
    number: str
    code: str
    window: Client
    flags: tuple[str, ...]
    account: Any = None

    @property
    def row(self) -> Complaint:
        return Complaint.objects.get(number=self.number)


@dataclass
class Town:
    cast: Cast
    at: datetime
    jobs_done: set[int] = field(default_factory=set)
    jobs_seen: list[str] = field(default_factory=list)
    links: set[str] = field(default_factory=set)
    _windows: dict[tuple[str, Any], Client] = field(default_factory=dict)

    def pass_time(self, span: timedelta) -> None:
        self.at += span

    @cached_property
    def seats(self) -> dict[str, Position]:
        """Every position of the town, by the first name of who has it."""
        return {seat.person.name.lower(): seat for seat in Position.objects.select_related("person")}

    def official(self, name: str) -> Client:
        """This official's window, signed in anew each day."""
        key = (name, self.at.date())
        if key not in self._windows:
            self._windows[key] = Client()
            self._windows[key].force_login(self.seats[name].person)
        return self._windows[key]

    # ---------------------------------------------------------------- the worker

    def work(self, *, periodic: bool = False) -> None:
        """Do every job that waits, whichever it is; and, once a tick, every job of the calendar."""
        if periodic:
            self.pass_time(timedelta(seconds=1))
            for one in list(app.periodic_registry.periodic_tasks.values()):
                with transaction.atomic():
                    one.task.func(timestamp=int(self.at.timestamp()))
        while waiting := self._waiting():
            for pk, name, args in waiting:
                self.jobs_done.add(pk)
                self.jobs_seen.append(f"{name} {args}")
                app.tasks[name].func(**args)

    def _waiting(self) -> list[tuple[int, str, dict[str, Any]]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
            return [(pk, name, json.loads(args)) for pk, name, args in cursor.fetchall() if pk not in self.jobs_done]

    # ---------------------------------------------------------------- filing

    def file(self, person: Person, *flags: str, files: list[tuple[str, bytes]], account: Any = None) -> Case:
        """A complaint by the form. Its words hold what gives the reporter away; the last look offers to cover it."""
        window = Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=BROWSER)
        if account is not None:
            self.sign_in(window, account)
        [form] = [one for one in self.forms(window, "/lapor/") if any(f.name == "cerita" for f in one.fields)]
        story = f"Lampu di depan rumah padam sejak Senin, kata {person.name}. Telepon {person.phone}, NIK {person.nik}."
        contact = person.phone if person.who == "phone" else person.email
        hints = {
            "cerita": f"{story} Surel {person.email}.", "kapanewon": "34.02.15", "kalurahan": "34.02.15.2002",
            "patokan": "Depan SD", "titik": "", "nama": person.name, "kontak": contact,
            "berkas": [SimpleUploadedFile(name, data) for name, data in files], **dict.fromkeys(flags, "on"),
        }  # fmt: skip
        looked = window.post("/lapor/", pages.filled(form, today=self.today, hints=hints))
        assert looked.status_code == 200, looked.content.decode()
        forms, links = pages.read(looked.content.decode())
        self.links |= links
        [check] = [one for one in forms if ("kirim", "1") in one.buttons]
        sent = window.post("/lapor/", {**pages.filled(check, today=self.today, hints={}), "kirim": "1"})
        assert sent.status_code == 302, sent.content.decode()
        told = window.get(sent.headers["Location"]).content.decode()
        number, code = re.search(r"BTL-\d{4}-\d{6}-[A-Z]", told), re.search(r"\b[A-Z2-9]{4}(-[A-Z2-9]{4}){3}\b", told)
        assert number is not None and (code is None) == (account is not None)
        self.work()
        return Case(person, number[0], code[0] if code else "", window, flags, account)

    def sign_in(self, window: Client, account: Any) -> None:
        """A citizen with the code that comes by mail."""
        window.post("/masuk/", {"surel": account.email})
        _, text = newest_letter(account.email)
        code = re.search(r"\b(\d{4})[ -]?(\d{4})\b", text)
        assert code is not None
        window.post("/masuk/kode/", {"kode": code[1] + code[2]})
        assert window.session.get("_auth_user_id") == str(account.pk)

    def back(self, case: Case) -> Client:
        """The reporter's window, with the case open in it: by the code of his receipt, or signed in."""
        if case.window.get(f"/aduan/{case.number}/").status_code != 200:
            if case.account is not None:
                case.window.force_login(case.account)
            else:
                case.window.post("/lacak/", {"nomor": case.number, "kode": case.code})
        return case.window

    # ---------------------------------------------------------------- pages

    @property
    def today(self) -> Any:
        return timezone.localdate(self.at)

    def page(self, window: Client, address: str) -> tuple[list[pages.Form], set[str]]:
        """The forms, each with its whole address, and the links of the page there; none where there is no page."""
        told = window.get(address, follow=True)
        if told.status_code != 200 or not told.headers["Content-Type"].startswith("text/html"):
            return [], set()
        forms, links = pages.read(told.content.decode())
        for one in forms:
            one.action = one.action or told.request["PATH_INFO"]
        return forms, links

    def forms(self, window: Client, address: str) -> list[pages.Form]:
        return self.page(window, address)[0]
