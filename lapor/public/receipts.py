"""What this browser may open without an account: complaints whose code was given, sealed in the session.

A session's row also names the account that is signed in, so that nothing in it may tell which complaint was
filed: codes and ids stand sealed, and what an account filed is looked up by the account and not kept here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lapor.complaints import identity, numbers
from lapor.complaints.models import Complaint

MOST = 20
LASTS = 12 * 3600  # seconds; after that, number and code are asked again


@dataclass(frozen=True)
class Kept:
    """A receipt as the page shows it. `code` is "" for a reporter with an account."""

    complaint: Complaint
    code: str


def opened(request: Any) -> list[int]:
    """The complaints whose code was given in this session, by id, the newest last."""
    return identity.unseal(request.session.get("receipts")) or []


def open_here(request: Any, complaint: Complaint) -> None:
    """Let this session see the complaint. A stranger's session then ends after half a day."""
    others = [pk for pk in opened(request) if pk != complaint.pk]
    request.session["receipts"] = identity.seal([*others, complaint.pk][-MOST:])
    if not request.user.is_authenticated:
        request.session.set_expiry(LASTS)


def keep(request: Any, complaint: Complaint, code: str) -> None:
    """Remember the receipt with a code that was just given, so that the page can be shown once more."""
    request.session["receipt"] = identity.seal({"complaint": complaint.pk, "code": code})
    open_here(request, complaint)


def newest(request: Any) -> Kept | None:
    """The receipt with a code that was given last in this session."""
    kept = identity.unseal(request.session.get("receipt"))
    complaint = Complaint.objects.filter(pk=kept["complaint"]).first() if kept else None
    return Kept(complaint, kept["code"]) if complaint else None


def of_account(request: Any, number: str) -> Kept | None:
    """The receipt of a complaint that the signed-in account filed, by its number in any spelling."""
    if not request.user.is_authenticated:
        return None
    try:
        complaint = identity.of_account(request.user.pk).filter(number=numbers.parse(number)).first()
    except numbers.BadNumber:
        return None
    return Kept(complaint, "") if complaint else None


def last_filed(request: Any) -> Complaint | None:
    """What was filed last by this account or, without one, in this session."""
    if request.user.is_authenticated:
        return identity.of_account(request.user.pk).order_by("-received_at", "-pk").first()
    kept = newest(request)
    return kept.complaint if kept else None
