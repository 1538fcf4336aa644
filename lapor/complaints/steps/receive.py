"""Step 1: a citizen files a complaint. One form makes one complaint, however often it is sent."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as N_

from lapor.complaints import geography, identity, numbers, uploads
from lapor.complaints.geography import Point
from lapor.complaints.identity import Reporter
from lapor.complaints.models import Complaint, Draft, Event, Kalurahan, Kapanewon, Spot
from lapor.complaints.move import begin
from lapor.complaints.refusals import demand, written
from lapor.people.calendars import BANTUL
from lapor.sop.rules import Actor, C, Klass, Role

TITLE_LENGTH = 90
AGAIN_WITHIN = timedelta(minutes=30)
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
    spot: Point | None = None


@dataclass(frozen=True)
class Receipt:
    """`code` opens the case without an account; "" for a reporter with one. `fresh` is False on a repeat, `left_out`
    is True where that repeat says something else, which is not taken in."""

    complaint: Complaint
    code: str
    fresh: bool
    left_out: bool = False


class FiledByAccount(Exception):
    """This form was sent before with an account, and it is not that account that sends it now."""


def submit(
    filing: Filing,
    *,
    reporter: Reporter,
    form_key: str,
    opened_at: datetime,
    at: datetime,
    draft: Draft | None = None,
) -> Receipt:
    """File a complaint. `form_key` is the form's own secret: sent again, it gives the same receipt.

    Raises Incomplete, and FiledByAccount where the receipt of the form sent before is not for this reporter.
    """
    check(filing)
    submission = _submission(form_key)
    code = "" if reporter.account else identity.receipt_code(form_key)
    for _ in range(20):
        if twin := Complaint.objects.filter(submission=submission).first():
            left_out = not _same_words(filing, _submitted(twin)) or _brings_files(draft, twin)
            return _sent_before(twin, reporter, form_key, left_out=left_out)
        try:
            return Receipt(_file(filing, reporter, code, submission, min(opened_at, at), at, draft), code, fresh=True)
        except IntegrityError:
            continue  # the number is taken, or the same form has just been sent
    raise RuntimeError("no free case number after twenty tries")


def was_sent(form_key: str) -> bool:
    """Whether the form with this key is a complaint by now."""
    return Complaint.objects.filter(submission=_submission(form_key)).exists()


def _submission(form_key: str) -> str:
    return hashlib.sha256(form_key.encode()).hexdigest()


def _sent_before(twin: Complaint, reporter: Reporter, form_key: str, *, left_out: bool) -> Receipt:
    """The receipt once more: of an account to that account alone, else to whoever holds the form's key.

    The code is made of the key, so that its holder learns nothing he could not have.
    """
    if not identity.has_account(twin):
        return Receipt(twin, identity.receipt_code(form_key), fresh=False, left_out=left_out)
    if reporter.account is None or not identity.is_reporter(reporter.account, twin.pk):
        raise FiledByAccount
    return Receipt(twin, "", fresh=False, left_out=left_out)


def says_again(
    filing: Filing, before: Complaint, *, reporter: Reporter, at: datetime, draft: Draft | None = None
) -> bool:
    """Whether a new form only repeats what this complaint said within the last half hour.

    So it is when somebody goes back in the browser and sends once more. A word, a wish, a name or a file
    that is new makes it another complaint; so does filing again after a withdrawal.
    """
    if before.state == C.WITHDRAWN or at - before.received_at > AGAIN_WITHIN:
        return False
    submitted = _submitted(before)
    return (
        _same_words(filing, submitted)
        and (before.kapanewon, before.kalurahan) == (filing.kapanewon, filing.kalurahan)
        and (before.anonim, before.rahasia) == (filing.anonim, filing.rahasia)
        and submitted.data["klass"] == filing.klass  # what the Inspektorat alone should read is no repeat
        and _at_the_same_spot(before, filing.spot)
        and identity.says(before, reporter)
        and not _brings_files(draft, before)
    )


def _submitted(complaint: Complaint) -> Event:
    return complaint.events.get(action="submit")


def _same_words(filing: Filing, submitted: Event) -> bool:
    words = dict(submitted.texts.values_list("name", "words"))
    return words == {name: text for name, text in _words(filing).items() if text}


def _brings_files(draft: Draft | None, before: Complaint) -> bool:
    """Whether the draft holds a file that the complaint does not."""
    if draft is None:
        return False
    return draft.attachments.exclude(content_hash__in=before.attachments.values("content_hash")).exists()


def _at_the_same_spot(before: Complaint, point: Point | None) -> bool:
    spot = Spot.objects.filter(complaint=before).first()
    if spot is None or point is None:
        return spot is None and point is None
    return (spot.lat, spot.lng) == (_millionths(point.lat), _millionths(point.lng))


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
            words=_words(filing),
            data={"channel": filing.channel, "anonim": filing.anonim, "rahasia": filing.rahasia},
        )
        _keep_spot(complaint, filing.spot)
        identity.keep(complaint, reporter, code=code)
        uploads.take_over(draft, moved.event)
    return complaint


def _keep_spot(complaint: Complaint, point: Point | None) -> None:
    if point is not None:
        Spot.objects.create(
            complaint=complaint,
            lat=_millionths(point.lat),
            lng=_millionths(point.lng),
            source=point.source,
            accuracy=point.accuracy,
            finding=geography.find(point).finding,
        )


def _millionths(degrees: float) -> Decimal:
    return Decimal(f"{degrees:.6f}")


def _words(filing: Filing) -> dict[str, str]:
    return {"story": filing.story, "landmark": filing.landmark, "occurred": filing.occurred}


def _heading(story: str) -> str:
    """The first sentence of the story, cut at a word."""
    first = _SENTENCE_END.split(" ".join(story.split()), maxsplit=1)[0]
    if len(first) <= TITLE_LENGTH:
        return first.rstrip(".?!")
    return first[:TITLE_LENGTH].rsplit(" ", 1)[0] + " …"
