"""Writing the journal of the administration, and proving that nothing in it was changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from lapor.people.chain import GENESIS, digest
from lapor.people.models import Change, Position

Row = TypeVar("Row", bound=Model)
_LOCK = 7_203_402  # of this journal alone


def record(
    action: str,
    *,
    subject: str,
    at: datetime,
    position: Position | None = None,
    data: Mapping[str, object] | None = None,
) -> Change:
    """Append one change, inside the transaction that makes it; its turn in the chain is held until the commit.

    `at` is a UTC instant. `data` must be something that JSON can say: names of officials may stand in it,
    nothing of any complaint.
    """
    wait_for_turn()
    before = Change.objects.order_by("-seq").first()
    change = Change(
        seq=before.seq + 1 if before else 1,
        at=at,
        action=action,
        position=position,
        subject=subject,
        data=dict(data or {}),
        previous=before.hash if before else GENESIS,
    )
    change.hash = fingerprint(change)
    change.save(force_insert=True)
    return change


def wait_for_turn() -> None:
    """Let no other administrative change happen until this transaction ends: what was looked at stays true.

    `record` does it too; whoever looks before he records (is there another holder?) asks for it first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def of(row: Model) -> str:
    """How the journal names a row of a table: "position 12", "agency 3"."""
    return f"{row._meta.model_name} {row.pk}"


def became(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, object]:
    """What became what: {"title": ["old", "new"]}; only what differs."""
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


def give(row: Row, words: Mapping[str, Any], told: Callable[[Row], Mapping[str, object]]) -> dict[str, object]:
    """Give a row these values, unsaved; what became what, as `told` says it. Empty where it had them all."""
    before = told(row)
    for name, value in words.items():
        setattr(row, name, value)
    return became(before, told(row))


def fingerprint(change: Change) -> str:
    """The hash that a change must carry: hex sha256 over a canonical JSON of its facts."""
    return digest(
        {
            "seq": change.seq,
            "at": int(change.at.timestamp()),
            "action": change.action,
            "position": change.position_id,
            "subject": change.subject,
            "data": change.data,
            "previous": change.previous,
        }
    )


def breaks(*, newest: int | None = None) -> Iterator[str]:
    """Sentences, one for each place where the journal does not hold; none for a whole one.

    With `newest` only so many of the last changes are looked at, and that they follow the one before them.
    """
    rows = Change.objects.order_by("seq")
    last = Change.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    begins = max(1, last - newest + 1) if newest is not None else 1
    before = rows.filter(seq=begins - 1).first()
    if begins > 1 and before is None:
        yield f"Catatan perubahan {begins - 1} tidak ada."
    previous, seq = before.hash if before else GENESIS, begins - 1
    for change in rows.filter(seq__gte=begins).iterator():
        seq += 1
        if change.seq != seq:
            yield f"Catatan perubahan {change.seq}: nomor urut seharusnya {seq}."
            seq = change.seq
        if change.previous != previous or change.hash != fingerprint(change):
            yield f"Catatan perubahan {change.seq}: rantai tidak cocok."
        previous = change.hash
