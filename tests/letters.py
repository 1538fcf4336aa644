"""Reading the letters that wait in the queue, as their recipient would."""

from __future__ import annotations

from lapor.notices.models import LETTER, Notice, Stage
from lapor.notices.outbox import opened


def newest_letter(address: str) -> tuple[str, str]:
    """Subject and text of the newest letter to this address that was not sent yet. Raises LookupError."""
    for notice in Notice.objects.filter(recipient=LETTER, stage=Stage.WAITING).order_by("-id"):
        words = opened(notice)
        if words["address"] == address:
            return words["subject"], words["text"]
    raise LookupError(address)
