"""Step 8 and the ends: the Tim acknowledges, the citizen confirms, changes his stars or withdraws, silence closes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as N_

from lapor.complaints.effects import Moved
from lapor.complaints.move import move
from lapor.complaints.refusals import demand, written
from lapor.sop.rules import SYSTEM, Actor


def acknowledge(*, complaint_id: int, actor: Actor, at: datetime) -> Moved:
    """The Tim has received "laporan aduan beserta jawaban"."""
    return move("acknowledge", complaint_id=complaint_id, actor=actor, at=at)


def confirm(
    *,
    complaint_id: int,
    actor: Actor,
    at: datetime,
    score: int | None,
    remark: str = "",
    version: int | None = None,
    form_key: str = "",
) -> Moved:
    """The citizen says that it is settled, with one to five stars."""
    demand(
        score=None if score in range(1, 6) else N_("Pilih satu sampai lima bintang."),
        remark=written(remark, "", least=0),
    )
    with transaction.atomic():
        moved = move(
            "confirm",
            complaint_id=complaint_id,
            actor=actor,
            at=at,
            version=version,
            form_key=form_key,
            data={"score": score},
            words={"remark": remark.strip()},
        )
        moved.complaint.score = score
        moved.complaint.save(update_fields=["score"])
    return moved


def change_score(
    *, complaint_id: int, actor: Actor, at: datetime, score: int | None, version: int | None = None, form_key: str = ""
) -> Moved:
    """The citizen gives other stars than he gave a moment ago; what he gave first stays in the history."""
    demand(score=None if score in range(1, 6) else N_("Pilih satu sampai lima bintang."))
    with transaction.atomic():
        moved = move(
            "change_score",
            complaint_id=complaint_id,
            actor=actor,
            at=at,
            version=version,
            form_key=form_key,
            data={"score": score},
        )
        same = moved.complaint.score == score
        demand(score=N_("Nilainya masih sama. Pilih nilai lain.") if same else None)
        moved.complaint.score = score
        moved.complaint.save(update_fields=["score"])
    return moved


def withdraw(
    *, complaint_id: int, actor: Actor, at: datetime, reason: str = "", version: int | None = None, form_key: str = ""
) -> Moved:
    """The citizen takes the complaint back."""
    demand(reason=written(reason, "", least=0))
    return move(
        "withdraw",
        complaint_id=complaint_id,
        actor=actor,
        at=at,
        version=version,
        form_key=form_key,
        words={"reason": reason.strip()},
    )


def close_silent(*, complaint_id: int, at: datetime) -> Moved:
    """Ten working days without a word from the citizen: closed, and said to be closed so."""
    return move("close_silent", complaint_id=complaint_id, actor=SYSTEM, at=at)
