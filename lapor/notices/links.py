"""Links in letters to a reporter without an account: one for each letter, opens his case once, and expires.

The secret of a link is made from a random salt in its row and our key: a letter that is written again after a
crash holds the same link, so that both copies work, while neither the table nor the key alone opens anything.
What is found by is a keyed hash of the secret.

A letter about a case that hides something, or that the Inspektorat has, holds no link, for others may read that
mail: number and code open the case. Hiding something later, or handing the case to the Inspektorat, ends every link
that waits in the mailbox.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from django.conf import settings
from django.db import transaction

from lapor.complaints.identity import keyed
from lapor.complaints.models import Complaint
from lapor.notices import site
from lapor.notices.models import MailLink, Notice
from lapor.sop.rules import C

# How long the link in a letter of this kind opens the case.
LASTS: Mapping[str, timedelta] = MappingProxyType({
    "answer": timedelta(days=14),
    "question": timedelta(days=14),
    "receipt": timedelta(days=7),
    "progress": timedelta(days=7),
})  # fmt: skip


def discreet(complaint: Complaint) -> bool:
    """Whether no letter says what this complaint is about: its reporter hid something, or it is the Inspektorat's."""
    return complaint.anonim or complaint.rahasia or complaint.supervisory


def carries_one(complaint: Complaint) -> bool:
    """Whether letters about this case may hold a link that opens it."""
    return not (discreet(complaint) or complaint.state == C.WITHDRAWN)


def of_letter(notice: Notice, complaint: Complaint, *, at: datetime) -> tuple[str, datetime]:
    """The whole address in this letter, made the first time it is written and the same each time after; and its
    end."""
    link, _ = MailLink.objects.get_or_create(notice=notice, defaults=_made(complaint, notice.kind, at=at))
    return site.page("mail_link", _secret(link.salt)), link.expires_at


def find(secret: str, *, at: datetime) -> MailLink | None:
    """The link of this secret, if it still opens its case; None for one that is used, over or unknown."""
    link = known(secret)
    if link is None or link.used_at is not None or at >= link.expires_at:
        return None
    return link if carries_one(link.complaint) else None


def known(secret: str) -> MailLink | None:
    """The link of this secret, whatever has become of it."""
    return MailLink.objects.select_related("complaint").filter(hashed=_hash(secret)).first()


def use(link: MailLink, *, at: datetime) -> bool:
    """Use it up; False where somebody was first, or the case hides something since it was found. Of two at once, one
    wins."""
    with transaction.atomic():
        complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=link.complaint_id)
        unused = MailLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=at)
        return carries_one(complaint) and unused.update(used_at=at) == 1


def _made(complaint: Complaint, kind: str, *, at: datetime) -> dict[str, object]:
    salt = secrets.token_hex(16)
    return {
        "complaint": complaint,
        "purpose": kind,
        "salt": salt,
        "hashed": _hash(_secret(salt)),
        "expires_at": at + LASTS[kind],
    }


def _secret(salt: str) -> str:
    """24 bytes in 32 letters, digits, dashes and low lines."""
    raw = hmac.new(settings.HASH_KEY, f"letter:{salt}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(raw[:24]).decode()


def _hash(secret: str) -> str:
    return keyed("letter", secret)
