"""Step 1: a citizen files a complaint. One form makes one complaint, however often it is sent."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as N_

from lapor.complaints import identity, numbers, uploads
from lapor.complaints.identity import Reporter
from lapor.complaints.models import Complaint, Draft, Kalurahan, Kapanewon
from lapor.complaints.move import begin
from lapor.complaints.refusals import demand, written
from lapor.people.calendars import BANTUL
from lapor.sop.rules import Actor, Klass, Role

TITLE_LENGTH = 90
# A full stop, a question or an exclamation mark, but not the stop of "Jl.", "No." and their like.
_SENTENCE_END = re.compile(r"(?i)(?<!\bjl)(?<!\bjln)(?<!\bno)(?<!\bgg)(?<!\bkec)(?<!\bkel)(?<!\bds)[.?!] ")


@dataclass(frozen=True)
class Filing:
    """What the form holds. `kalurahan` None means that the citizen does not know it.

    `title` is left empty by citizens: the first words of the story stand in until the Tim writes one.
    """

    story: str
    kapanewon: Kapanewon | None
    kalurahan: Kalurahan | None = None
    landmark: str = ""
    occurred: str = ""
    anonim: bool = False
    rahasia: bool = False
    title: str = ""
    klass: Klass = Klass.COMPLAINT
    channel: str = "web"


@dataclass(frozen=True)
class Receipt:
    """`code` opens the case without an account; "" for a reporter with one. `fresh` is False on a repeat."""

    complaint: Complaint
    code: str
    fresh: bool


def submit(
    filing: Filing,
    *,
    reporter: Reporter,
    form_key: str,
    opened_at: datetime,
    at: datetime,
    draft: Draft | None = None,
) -> Receipt:
    """File a complaint. `form_key` is the form's own secret: sent again, it gives the same receipt."""
    check(filing)
    submission = hashlib.sha256(form_key.encode()).hexdigest()
    code = "" if reporter.account else identity.receipt_code(form_key)
    if twin := Complaint.objects.filter(submission=submission).first():
        return Receipt(twin, code, fresh=False)
    for _ in range(20):
        try:
            return Receipt(_file(filing, reporter, code, submission, min(opened_at, at), at, draft), code, fresh=True)
        except IntegrityError:
            if twin := Complaint.objects.filter(submission=submission).first():
                return Receipt(twin, code, fresh=False)
    raise RuntimeError("no free case number after twenty tries")


def check(filing: Filing) -> None:
    """Raise Incomplete with all that the filing lacks."""
    demand(
        story=written(filing.story, N_("Ceritakan apa yang terjadi, paling sedikit beberapa kata."), least=10),
        kapanewon=None if filing.kapanewon else N_("Pilih kapanewon tempat kejadian."),
    )


def _file(
    filing: Filing,
    reporter: Reporter,
    code: str,
    submission: str,
    opened_at: datetime,
    at: datetime,
    draft: Draft | None,
) -> Complaint:
    complaint = Complaint(
        number=numbers.new_number(year=at.astimezone(BANTUL).year),
        submission=submission,
        klass=filing.klass,
        title=filing.title or _heading(filing.story),
        kapanewon=filing.kapanewon,
        kalurahan=filing.kalurahan,
        channel=filing.channel,
        opened_at=opened_at,
        received_at=at,
        anonim=filing.anonim,
        rahasia=filing.rahasia,
    )
    with transaction.atomic():
        moved = begin(
            complaint,
            actor=Actor(Role.CITIZEN),
            words={"story": filing.story, "landmark": filing.landmark, "occurred": filing.occurred},
            data={"channel": filing.channel, "anonim": filing.anonim, "rahasia": filing.rahasia},
        )
        identity.keep(complaint, reporter, code=code)
        uploads.take_over(draft, moved.event)
    return complaint


def _heading(story: str) -> str:
    """The first sentence of the story, cut at a word."""
    first = _SENTENCE_END.split(" ".join(story.split()), maxsplit=1)[0]
    if len(first) <= TITLE_LENGTH:
        return first.rstrip(".?!")
    return first[:TITLE_LENGTH].rsplit(" ", 1)[0] + " …"
