"""Appending events and proving that none was changed.

An event's hash covers its own facts, the salted hashes of its words, and the hash before it. The words
themselves can be erased: the event keeps their hash, and the chain stays whole.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction

from lapor.complaints.models import Complaint, Event, EventText, Seal
from lapor.sop.rules import Actor

GENESIS = "0" * 64


def append(
    complaint: Complaint,
    *,
    action: str,
    actor: Actor,
    at: datetime,
    handling_id: int | None = None,
    data: Mapping[str, object] | None = None,
    words: Mapping[str, str] | None = None,
) -> Event:
    """Append one event to a complaint whose row the caller has locked; sets its `seq` and `chain`.

    `data` holds facts without free text; `words` maps a name to what a person wrote. `at` is a UTC instant.
    The caller saves the complaint.
    """
    salted = {name: (secrets.token_hex(16), text) for name, text in (words or {}).items() if text}
    event = Event(
        complaint=complaint,
        seq=complaint.seq + 1,
        handling_id=handling_id,
        action=action,
        at=at,
        round=complaint.round,
        role=actor.role,
        position_id=actor.position,
        data=dict(data or {}),
        words={name: _digest(salt, text) for name, (salt, text) in salted.items()},
        previous=complaint.chain or GENESIS,
    )
    event.hash = fingerprint(event, number=complaint.number)
    event.save(force_insert=True)
    EventText.objects.bulk_create(
        EventText(event=event, name=name, salt=salt, words=text) for name, (salt, text) in salted.items()
    )
    complaint.seq, complaint.chain = event.seq, event.hash
    return event


def fingerprint(event: Event, *, number: str) -> str:
    """The hash that an event must carry: hex sha256 over a canonical JSON of its facts."""
    facts = {
        "complaint": number,
        "seq": event.seq,
        "handling": event.handling_id,
        "action": event.action,
        "at": int(event.at.timestamp()),
        "round": event.round,
        "role": str(event.role),
        "position": event.position_id,
        "data": event.data,
        "words": event.words,
        "previous": event.previous,
    }
    canonical = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def erase_words(event: Event) -> int:
    """Erase what a person wrote in this event, for ever. The event and its chain stay. Returns how many texts."""
    return EventText.objects.filter(event=event).update(words="", salt="")


def breaks(complaint: Complaint) -> Iterator[str]:
    """Sentences, one for each place where this complaint's chain does not hold; none for a whole one."""
    previous, seq = GENESIS, 0
    for event in complaint.events.order_by("seq").prefetch_related("texts"):
        seq += 1
        where = f"{complaint.number}, peristiwa {event.seq}"
        if event.seq != seq:
            yield f"{where}: nomor urut seharusnya {seq}."
        if event.previous != previous or event.hash != fingerprint(event, number=complaint.number):
            yield f"{where}: rantai tidak cocok."
        for text in event.texts.all():
            if text.salt and event.words.get(text.name) != _digest(text.salt, text.words):
                yield f"{where}: kata-kata “{text.name}” tidak cocok dengan sidiknya."
        previous = event.hash
    if (complaint.seq, complaint.chain or GENESIS) != (seq, previous):
        yield f"{complaint.number}: ujung rantai tidak cocok dengan peristiwa terakhir."


def broken_chains(*, limit: int) -> list[str]:
    """What is wrong in the chains of the newest `limit` complaints."""
    newest = Complaint.objects.order_by("-received_at", "-id")[:limit]
    return [sentence for complaint in newest for sentence in breaks(complaint)]


def seal(*, at: datetime) -> Seal:
    """Seal all chain heads as they stand now, chained to the seal before."""
    with transaction.atomic():
        before = Seal.objects.order_by("-at").first()
        digest = hashlib.sha256((before.hash if before else GENESIS).encode())
        heads = 0
        for number, chain in Complaint.objects.order_by("id").values_list("number", "chain").iterator():
            digest.update(f"{number}:{chain};".encode())
            heads += 1
        return Seal.objects.create(
            at=at, heads=heads, previous=before.hash if before else GENESIS, hash=digest.hexdigest()
        )


def _digest(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()
