"""What this browser may open without an account: complaints whose code was given, kept in the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lapor.complaints import identity
from lapor.complaints.models import Complaint

MOST = 20
LASTS = 12 * 3600  # seconds; after that, number and code are asked again


@dataclass(frozen=True)
class Kept:
    """A receipt as the page shows it. `code` is "" for a reporter with an account."""

    complaint: Complaint
    code: str


def open_here(request: Any, complaint: Complaint) -> None:
    """Let this session see the complaint. A stranger's session then ends after half a day."""
    others = [pk for pk in request.session.get("receipts", []) if pk != complaint.pk]
    request.session["receipts"] = [*others, complaint.pk][-MOST:]
    if not request.user.is_authenticated:
        request.session.set_expiry(LASTS)


def keep(request: Any, complaint: Complaint, code: str) -> None:
    """Remember the receipt that was just given, the code sealed, so that the page can be shown once more."""
    sealed = identity.seal_words(code).decode() if code else ""
    request.session["receipt"] = {"complaint": complaint.pk, "code": sealed}
    if code:
        open_here(request, complaint)


def newest(request: Any) -> Kept | None:
    """The receipt given last in this session."""
    kept = request.session.get("receipt")
    if not kept:
        return None
    complaint = Complaint.objects.filter(pk=kept["complaint"]).first()
    if complaint is None:
        return None
    return Kept(complaint, identity.unseal_words(kept["code"].encode()) if kept["code"] else "")
