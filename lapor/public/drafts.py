"""A complaint that was begun and not sent, kept for an account until it goes on: sealed, and shown to nobody else.

What a person without an account writes is kept on his own telephone alone (static/public/draft.js).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.fernet import InvalidToken
from django.db.models import Count

from lapor.complaints import identity, uploads
from lapor.complaints.models import Draft
from lapor.complaints.steps import receive
from lapor.public import forms
from lapor.public.forms import FilingForm
from lapor.public.typed import count

MOST = 5  # drafts that an account is shown
MOST_KEPT = 20
LONGEST = 200_000  # characters of a form; a story has ten thousand at most


@dataclass(frozen=True)
class Begun:
    """A draft to go on with. `pk` names it in its owner's addresses; `opening` are its first words."""

    pk: int
    key: str
    changed_at: datetime
    opening: str
    files: int


def keep(form: FilingForm, *, account: int, at: datetime) -> bool:
    """Keep this form as it stands for this account, over what was kept of it before. False where it is not kept:
    it was sent meanwhile, somebody else keeps it, or it is more than anybody writes."""
    words = json.dumps(dict(forms.hidden(form)))
    if receive.was_sent(form.key) or len(words) > LONGEST:
        return False
    draft = uploads.draft_for(form.key, action="submit", at=at)
    owner = _owner(account)
    if draft.complaint_id is not None or draft.account not in ("", owner):
        return False
    if not draft.account and _of(account).count() >= MOST_KEPT:
        return False
    own = Draft.objects.filter(pk=draft.pk, account=draft.account)
    return bool(own.update(account=owner, changed_at=at, sealed=identity.seal_words(words)))


def forget(form_key: str, *, account: int) -> None:
    """Throw the kept words of this form away; its files stay as long as the form is open."""
    _of(account).filter(key=uploads.draft_key(form_key)).update(sealed=None, account="")


def begun(account: int) -> list[Begun]:
    """What this account began, newest first."""
    rows = _of(account).annotate(held=Count("attachments")).order_by("-changed_at")[:MOST]
    return [
        Begun(
            row.pk,
            form.key,
            row.changed_at or row.created_at,
            " ".join(form.cerita.split())[:80],
            row.held,
        )
        for row in rows
        if (form := _form(row)) is not None
    ]


def resume(number: str, *, account: int) -> tuple[FilingForm, Draft] | None:
    """The form of the draft with this number, as it was left, if it is this account's."""
    row = _own(number, account)
    form = _form(row) if row else None
    return (form, row) if form and row else None


def discard(number: str, *, account: int) -> None:
    """Throw the draft with this number away with its files, if it is this account's."""
    if row := _own(number, account):
        uploads.discard(row)


def _own(number: str, account: int) -> Draft | None:
    """The draft with this number, as an address or a form brings it."""
    pk = count(number, digits=15)
    return None if pk is None else _of(account).filter(pk=pk).first()


def _of(account: int) -> Any:
    return Draft.objects.filter(account=_owner(account), action="submit", complaint=None).exclude(sealed=None)


def owner_of(account: int | None) -> str:
    """By what a telephone tells whose draft it keeps, so that the next person to sign in on it reads none of it."""
    return _owner(account)[:16] if account else ""


def _owner(account: int) -> str:
    return identity.keyed("draft", str(account))


def _form(row: Draft) -> FilingForm | None:
    try:
        typed = json.loads(identity.unseal_words(bytes(row.sealed or b"")))
    except InvalidToken:
        return None  # its key is no longer kept
    return forms.read(typed, typed["kunci"])
