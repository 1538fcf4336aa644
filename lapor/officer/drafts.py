"""What an official typed or uploaded and did not send, kept for the position it was written in."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

from lapor.complaints import uploads
from lapor.complaints.models import Draft
from lapor.officer.cases import Case


def new_key() -> str:
    return str(uuid.uuid4())


def of_form(case: Case, action: str, *, key: str, number: str = "") -> Draft:
    """The draft of this form: the one it goes on with (`number`), or the one of its own key."""
    if found := by_number(case, action, number):
        return found
    draft = uploads.draft_for(_sound(key), action=action, at=case.at, complaint=case.complaint, position=case.position)
    if _is_of(draft, case, action):
        return draft
    return uploads.draft_for(new_key(), action=action, at=case.at, complaint=case.complaint, position=case.position)


def by_number(case: Case, action: str, number: str) -> Draft | None:
    """The kept draft with this number, if it is this position's own for this case and act."""
    if not re.fullmatch(r"[0-9]{1,18}", number):
        return None
    draft = Draft.objects.filter(pk=int(number)).first()
    return draft if draft and _is_of(draft, case, action) else None


def unsent(case: Case) -> list[Draft]:
    """What this position wrote about this case and did not send, newest first."""
    kept = Draft.objects.filter(position=case.position, complaint=case.complaint).exclude(words={})
    return list(kept.order_by("-created_at"))


def keep(case: Case, action: str, words: Mapping[str, Any], *, key: str, draft: Draft | None = None) -> Draft:
    """Keep these words in the draft; in one of the form's key where there is none, or none any more."""
    if draft is None or not Draft.objects.filter(pk=draft.pk).exists():
        draft = of_form(case, action, key=key)
    Draft.objects.filter(pk=draft.pk).update(words=dict(words))
    draft.words = dict(words)
    return draft


def preview(draft: Draft) -> str:
    """The longest of the texts in it: what its writer recognises it by."""
    return max((words for words in draft.words.values() if isinstance(words, str)), key=len, default="")


def discard(draft: Draft | None) -> None:
    """The draft has served, or its writer throws it away."""
    if draft is not None and draft.pk is not None:
        uploads.discard(draft)


def _is_of(draft: Draft, case: Case, action: str) -> bool:
    return (draft.position_id, draft.complaint_id, draft.action) == (
        case.position.pk,
        case.complaint.pk,
        action,
    )


def _sound(key: str) -> str:
    try:
        return str(uuid.UUID(key))
    except ValueError:
        return new_key()
