"""The worker of these tests: its jobs of every minute run by the test's own clock, or in a process that is killed."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection

from lapor.complaints import tasks as time_jobs
from lapor.notices import tasks as notice_jobs
from lapor.notices.models import Notice
from tests.post_office import PostOffice

TEN = timedelta(minutes=10)
FRIDAY = datetime(2026, 3, 6, 6, 30, tzinfo=UTC)  # 13.30 WIB, an hour before closing


def wib(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


MONDAY_MORNING = wib("2026-03-09T07:30")


class Machine:
    """The worker's jobs of every minute, run by the test's own clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, post_office: PostOffice) -> None:
        self.at, self.office = FRIDAY, post_office
        self.when: dict[str, datetime] = {}
        for jobs in (time_jobs, notice_jobs):
            monkeypatch.setattr(jobs, "_now", lambda: self.at)

    def tick(self, at: datetime) -> None:
        self.at = at
        time_jobs.mark_time(0)
        notice_jobs.tell_of_lateness(0)
        notice_jobs.tell_what_is_due(0)
        for one in self.office.received:
            self.when.setdefault(str(one.mail["Message-ID"]), at)

    def run(self, since: datetime, until: datetime, every: timedelta = TEN) -> None:
        while since <= until:
            self.tick(since)
            since += every

    def late_letters(self, name: str = "") -> list[tuple[datetime, str]]:
        """When each letter about lateness came, and its words; to this person, or to everybody."""
        ids = set(Notice.objects.filter(digest__isnull=False).values_list("message_id", flat=True))
        address = f"{name.lower()}@bantul.test"
        return [
            (self.when[str(one.mail["Message-ID"])], one.text)
            for one in self.office.received
            if one.mail["Message-ID"] in ids and (not name or one.recipients == [address])
        ]


def environ(port: int) -> dict[str, str]:
    """What a process of its own needs, on the database of this test and the mail server at this port."""
    at = connection.settings_dict
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("LAPOR_")},
        "DJANGO_SETTINGS_MODULE": "lapor.config.settings",
        "LAPOR_VAR": str(settings.VAR),
        "DATABASE_URL": f"postgresql://{at['USER']}:{at['PASSWORD']}@/{at['NAME']}?host={at['HOST']}&port={at['PORT']}",
        "LAPOR_MAIL_URL": f"smtp://127.0.0.1:{port}?tls=none",
    }
