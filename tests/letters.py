"""Letters: planned, sent, and read as they wait in the queue, as their recipient would."""

from __future__ import annotations

from lapor.notices import plan, send
from lapor.notices.models import LETTER, Notice, Stage
from lapor.notices.outbox import opened
from tests.cast import Walk


def newest_letter(address: str) -> tuple[str, str]:
    """Subject and text of the newest letter to this address that was not sent yet. Raises LookupError."""
    for notice in Notice.objects.filter(recipient=LETTER, stage=Stage.WAITING).order_by("-id"):
        words = opened(notice)
        if words["address"] == address:
            return words["subject"], words["text"]
    raise LookupError(address)


def plan_all(walk: Walk) -> None:
    """Queue what is to be told of all that happened, as of the walk's time."""
    while plan.next_event(at=walk.at):
        pass


def deliver(walk: Walk) -> None:
    """The same, and send what is due."""
    plan_all(walk)
    send.everything_due(now=lambda: walk.at)
