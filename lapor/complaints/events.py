"""Appending events and proving that none was changed.

An event's hash covers its own facts, the salted hashes of its words, and the hash before it. The words
themselves can be erased: the event keeps their hash, and the chain stays whole.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction

from lapor.complaints.models import Complaint, Event, EventText, Outbox, Seal
from lapor.people import chain
from lapor.people.chain import GENESIS
from lapor.sop import words as time_words
from lapor.sop.rules import Actor


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
    """Append one event, to be told, to a complaint whose row the caller has locked; sets its `seq` and `chain`.

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
    Outbox.objects.create(event=event)
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
    return chain.digest(facts)


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
    """Seal all chain heads as they stood at this instant, chained to the seal before.

    `at` lies a little in the past, so that no act of before it is still on its way; then anybody can compute
    the seal again from the events.
    """
    with transaction.atomic():
        before = Seal.objects.order_by("-at").first()
        previous = before.hash if before else GENESIS
        digest, heads = _heads(previous, at)
        return Seal.objects.create(at=at, heads=heads, previous=previous, hash=digest)


def broken_seals(*, limit: int) -> list[str]:
    """What is wrong with the newest `limit` seals, computed again from the events of their time."""
    newest = list(Seal.objects.order_by("-at")[: limit + 1])
    wrong = []
    for place, one in enumerate(newest[:limit]):
        before = newest[place + 1].hash if place + 1 < len(newest) else GENESIS
        when = time_words.long_instant(one.at)
        if one.previous != before:
            wrong.append(f"Segel {when}: tidak menyambung ke segel sebelumnya.")
        if (one.hash, one.heads) != _heads(one.previous, one.at):
            wrong.append(f"Segel {when}: tidak cocok dengan peristiwa pada waktu itu.")
    return wrong


def _heads(previous: str, at: datetime) -> tuple[str, int]:
    """Hash and number of the newest events of all complaints at that instant."""
    digest, heads = hashlib.sha256(previous.encode()), 0
    newest = Event.objects.filter(at__lte=at).order_by("complaint_id", "-seq").distinct("complaint_id")
    for number, head in newest.values_list("complaint__number", "hash").iterator():
        digest.update(f"{number}:{head};".encode())
        heads += 1
    return digest.hexdigest(), heads


def _digest(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()
