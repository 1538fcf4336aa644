"""From a posted form to an act, or back to its writer with everything he typed.

Four things can happen to a sent form: it is done; something is missing; somebody was first (409, with what
he did); the rules do not allow it (403). In the last two the words are kept as a draft of the position.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from lapor.complaints import standard_answers, uploads
from lapor.complaints.files import LIMITS_SENTENCE
from lapor.complaints.history import Entry
from lapor.complaints.models import Draft, Event
from lapor.complaints.refusals import Incomplete, Refused, Stale
from lapor.complaints.steps import Moved
from lapor.notices.whom import BESIDE
from lapor.officer import drafts
from lapor.officer.cases import Case, open_case
from lapor.officer.forms import FORMS, ActForm

_DIGITS = re.compile(r"[0-9]{1,9}")


@dataclass
class Attempt:
    """A form and what became of it. `newest` is what somebody else did first, `why` the refusal."""

    case: Case
    action: str
    form: ActForm
    key: str
    draft: Draft | None = None
    moved: Moved | None = None
    newest: Entry | None = None
    why: str = ""

    @property
    def kept_on(self) -> str:
        """The number of the draft that the form goes on with, for its hidden field."""
        return str(self.draft.pk) if self.draft is not None and self.draft.pk else ""

    @property
    def files(self) -> list[Any]:
        return list(self.draft.attachments.all()) if self.draft is not None and self.draft.pk else []

    @property
    def limits(self) -> str:
        return gettext(LIMITS_SENTENCE)

    @property
    def status(self) -> int:
        if self.newest is not None:
            return 409
        if self.why:
            return 403
        return 422 if self.form.is_bound and self.form.faults() else 200


def fresh(request: Any, case: Case, action: str) -> Attempt:
    """The empty form, or the one that goes on with what was kept (`?tulisan=`)."""
    draft = drafts.by_number(case, action, request.GET.get("tulisan", ""))
    form = FORMS[action](case, kept=draft.words if draft else None)
    return Attempt(case, action, form, drafts.new_key(), draft)


def send(request: Any, case: Case, action: str) -> Attempt:
    """Try to do what was posted."""
    form = FORMS[action](case, request.POST)
    attempt = Attempt(case, action, form, request.POST.get("form_key", ""))
    if _done_before(attempt):
        return attempt
    if form.slots or request.POST.get("tulisan"):
        attempt.draft = _draft(attempt, request)
    _take_files(attempt, request)
    if form.versioned and _version(request) != case.complaint.version:
        return _too_late(request, attempt)
    if (why := case.refusal(action)) is not None:
        return _not_allowed(attempt, str(why))
    if not form.is_valid() or form.file_faults:
        return attempt
    try:
        attempt.moved = form.carry_out(at=case.at, version=_version(request), draft=attempt.draft, form_key=attempt.key)
    except Incomplete as missing:
        if not _done_before(attempt):
            form.blame(missing.faults)
        return attempt
    except Stale:
        return _too_late(request, attempt)
    except Refused as refusal:
        if _moved_on(request, case):
            return _too_late(request, attempt)
        return _not_allowed(attempt, str(refusal.sentence))
    drafts.discard(attempt.draft)
    return attempt


def keep(request: Any, case: Case, action: str) -> Draft:
    """Keep what was typed and uploaded, without sending it."""
    form = FORMS[action](case, request.POST)
    attempt = Attempt(case, action, form, request.POST.get("form_key", ""))
    attempt.draft = _draft(attempt, request)
    _take_files(attempt, request)
    return drafts.keep(case, action, form.words(), key=attempt.key, draft=attempt.draft)


def without_file(request: Any, case: Case, action: str) -> Attempt:
    """The form as it was typed, less the uploaded file that its writer takes out."""
    form = FORMS[action](case, kept=None)
    form.initial.update(FORMS[action](case, request.POST).words())
    attempt = Attempt(case, action, form, request.POST.get("form_key", ""))
    attempt.draft = _draft(attempt, request)
    if request.POST["hapus"] in [str(file.pk) for file in attempt.files]:
        uploads.remove(attempt.draft, request.POST["hapus"])
    return attempt


def with_standard_answer(request: Any, case: Case, action: str) -> Attempt:
    """The form as it was typed, with the chosen standard answer in it, under what stood there already."""
    attempt = Attempt(case, action, FORMS[action](case, request.POST), request.POST.get("form_key", ""))
    if _version(request) != case.complaint.version:
        return _too_late(request, attempt)
    if (why := case.refusal(action)) is not None:
        return _not_allowed(attempt, str(why))
    typed = attempt.form.words()
    attempt.form = FORMS[action](case, kept=typed)
    if request.POST.get("tulisan") or request.FILES:
        attempt.draft = _draft(attempt, request)
        _take_files(attempt, request)
    number, field = request.POST.get("baku", ""), attempt.form.standard
    rows = standard_answers.offered(case.position, action)
    chosen = rows.filter(pk=int(number)).first() if _DIGITS.fullmatch(number) else None
    if chosen is not None:
        attempt.form.initial[field] = "\n\n".join(filter(None, [typed.get(field, "").rstrip(), chosen.text]))
        attempt.form.fields[field].widget.attrs["autofocus"] = True
    return attempt


def _draft(attempt: Attempt, request: Any) -> Draft:
    number = request.POST.get("tulisan", "")
    return drafts.of_form(attempt.case, attempt.action, key=attempt.key, number=number)


def _take_files(attempt: Attempt, request: Any) -> None:
    """Into the draft before the form is judged, so that no error loses one."""
    for slot in attempt.form.slots:
        sent = request.FILES.getlist(slot.name)
        if sent and attempt.draft is not None:
            attempt.form.file_faults += uploads.add(attempt.draft, sent, at=attempt.case.at, purpose=slot.purpose)


def _done_before(attempt: Attempt) -> bool:
    """Whether this very form was sent before and is done: an act bears the mark of its key."""
    mark = uploads.form_mark(attempt.key)
    return bool(mark) and _done(attempt, attempt.case.complaint.events.filter(data__form=mark))


def _clicked_before(attempt: Attempt) -> bool:
    """Whether a one-click act that is refused now was done in this round by the same position: a second click."""
    if attempt.form.versioned:
        return False
    case = attempt.case
    same = case.complaint.events.filter(action=attempt.action, position=case.position, round=case.complaint.round)
    return _done(attempt, same.order_by("-seq"))


def _done(attempt: Attempt, events: QuerySet[Event]) -> bool:
    event = events.first()
    if event is None:
        return False
    attempt.moved = Moved(attempt.case.complaint, attempt.case.handling, event)
    drafts.discard(attempt.draft)
    return True


def _too_late(request: Any, attempt: Attempt) -> Attempt:
    """Somebody was first. If it was this very form, sent twice, it is done; else keep the words."""
    if _done_before(attempt):
        return attempt
    case = open_case(request, attempt.case.complaint.number)
    attempt.newest = [entry for entry in case.entries if entry.action not in BESIDE][-1]
    return _kept(attempt, case)


def _not_allowed(attempt: Attempt, why: str) -> Attempt:
    if _done_before(attempt) or _clicked_before(attempt):
        return attempt
    attempt.why = why
    return _kept(attempt, attempt.case)


def _kept(attempt: Attempt, case: Case) -> Attempt:
    if words := attempt.form.words():
        attempt.draft = drafts.keep(case, attempt.action, words, key=attempt.key, draft=attempt.draft)
    attempt.case = attempt.form.case = case
    return attempt


def _moved_on(request: Any, case: Case) -> bool:
    return open_case(request, case.complaint.number).complaint.version != case.complaint.version


def _version(request: Any) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if _DIGITS.fullmatch(typed) else -1
