"""The only door to the room of identities: sealing at filing, finding one's own, the name for who may know.

Keys rotate: the newest encrypts, all decrypt. Hashes are HMACs with a key of their own, so that neither
the table nor a backup of it tells who reported.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db.models import QuerySet

from lapor.complaints.models import Complaint, Identity
from lapor.people.contacts import is_email, phone_number
from lapor.people.models import Person

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32, without 0, 1, I and O
_CODE_LENGTH = 16  # 80 bits


@dataclass(frozen=True)
class Reporter:
    """Who reports. All empty: nobody but the holder of the receipt code."""

    name: str = ""
    contact: str = ""
    account: int | None = None


def keep(complaint: Complaint, reporter: Reporter, *, code: str) -> Identity:
    """Seal who reported this complaint. `code` is the receipt code, "" for an account."""
    return Identity.objects.create(
        complaint=complaint,
        sealed=seal_words(json.dumps(asdict(reporter))),
        account=keyed("account", str(reporter.account)) if reporter.account else "",
        code=_code_hash(complaint.number, code) if code else "",
    )


def receipt_code(form_key: str) -> str:
    """The code of the complaint sent with this form key: 16 letters in fours.

    Derived, so that a form sent twice shows the same receipt; only its keyed hash is stored.
    """
    raw = hmac.new(settings.HASH_KEY, f"receipt:{form_key}".encode(), hashlib.sha256).digest()
    letters = [CODE_LETTERS[byte % 32] for byte in raw[:_CODE_LENGTH]]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, _CODE_LENGTH, 4))


def opened_by(number: str, code: str) -> Complaint | None:
    """The complaint of this number, if this receipt code, typed in any spelling, is its own.

    As much is read and computed for a number that was never given, so that the time tells nobody which ones were.
    """
    kept = Identity.objects.select_related("complaint").filter(complaint__number=number).first()
    expected = (kept.code if kept else "") or keyed("none", "none")
    fits = hmac.compare_digest(expected, _code_hash(number, code))
    return kept.complaint if kept and fits else None


def of_account(person: int) -> QuerySet[Complaint]:
    """The complaints that this account reported."""
    mine = Identity.objects.filter(account=keyed("account", str(person))).values("complaint_id")
    return Complaint.objects.filter(pk__in=mine)


def is_reporter(person: int, complaint_id: int) -> bool:
    return Identity.objects.filter(complaint_id=complaint_id, account=keyed("account", str(person))).exists()


def name_for_officials(complaint: Complaint) -> str:
    """The reporter's name for an official who sees the case: "" where it is hidden or was not given."""
    if complaint.anonim:
        return ""
    return _unsealed(complaint).name


@dataclass(frozen=True)
class Revealed:
    """A hidden identity as it is shown once: the name he gave and every way to reach him. "" and none where he left
    nothing."""

    name: str
    contacts: tuple[str, ...]


def revealed(complaint: Complaint) -> Revealed:
    """Who reported. For the step that leaves an event of each look, and nobody else."""
    reporter, now = _unsealed(complaint), reach(complaint.pk)
    own = (now.person.email, now.person.phone) if now.person else ()
    contacts = dict.fromkeys(word for word in (reporter.contact, *own) if word)
    return Revealed(reporter.name or (now.person.name if now.person else ""), tuple(contacts))


@dataclass(frozen=True)
class Reach:
    """By what the reporter can be told of his case: his account, or a contact he left. Empty where there is none.

    `person` is the account's, if it is open: then address and telephone are those of today.
    """

    account: int | None = None
    person: Person | None = None
    email: str = ""
    phone: str = ""


def reach(complaint_id: int) -> Reach:
    """How to reach the reporter, for the one that sends notices. It is told to nobody else and written nowhere."""
    kept = Identity.objects.filter(complaint=complaint_id).first()
    if kept is None:
        return Reach()
    reporter = Reporter(**json.loads(unseal_words(bytes(kept.sealed))))
    if reporter.account is not None:
        person = Person.objects.filter(pk=reporter.account, is_active=True).first()
        if person is None:
            return Reach(account=reporter.account)
        return Reach(reporter.account, person, person.email, phone_number(person.phone))
    words = reporter.contact.strip()
    email = words if "@" in words else ""
    return Reach(email=email if is_email(email) else "", phone="" if email else phone_number(words))


def has_account(complaint: Complaint) -> bool:
    return Identity.objects.filter(complaint=complaint).exclude(account="").exists()


def says(complaint: Complaint, reporter: Reporter) -> bool:
    """Whether this reporter, with the same name, contact and account, stands behind this complaint."""
    return _unsealed(complaint) == reporter


def seal_words(text: str) -> bytes:
    """Encrypt. The seal tells no time either: it would show which rows were written together."""
    return _fernet().encrypt_at_time(text.encode(), 0)


def unseal_words(sealed: bytes) -> str:
    return _fernet().decrypt(sealed).decode()


def seal(value: object) -> str:
    """Anything that JSON can say, sealed for a place that others may read, as a session's row."""
    return seal_words(json.dumps(value)).decode()


def unseal(sealed: object) -> Any:
    """What was sealed; None for what no key of ours sealed."""
    try:
        return json.loads(unseal_words(sealed.encode())) if isinstance(sealed, str) else None
    except InvalidToken:
        return None


def _unsealed(complaint: Complaint) -> Reporter:
    return Reporter(**json.loads(unseal_words(bytes(Identity.objects.get(complaint=complaint).sealed))))


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.IDENTITY_KEYS])


def keyed(room: str, text: str) -> str:
    """A fingerprint of this text that only who has our key can make: 64 hex digits. Rooms keep uses apart."""
    return hmac.new(settings.HASH_KEY, f"{room}:{text}".encode(), hashlib.sha256).hexdigest()


def _code_hash(number: str, code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter in CODE_LETTERS)
    return keyed("code", f"{number}:{plain}")
