"""What a reporter does with his complaint: one form, one act; what was typed is never lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.complaints import history
from lapor.complaints.files import LIMITS_SENTENCE
from lapor.complaints.models import Complaint, leading
from lapor.complaints.refusals import Incomplete, Refused, Stale
from lapor.people.gate import Audience, open_to
from lapor.public import doing, journey, sent_files
from lapor.public.doing import Deed, DeedForm
from lapor.public.views import blur
from lapor.public.views.case import handlings_of, own
from lapor.sop.rules import C, Sentence

FIELDS = {"score": "nilai"}  # the steps' names for what the forms call otherwise


@open_to(Audience.ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def citizen_act(request: Any, number: str, action: str) -> HttpResponse:
    complaint = own(request, number)
    deed = doing.deed_for(action, complaint)
    if deed is None:
        raise Http404
    if request.method == "POST":
        return _act(request, complaint, deed)
    sentence = doing.refusal(action, complaint, leading(handlings_of(complaint)), at=request.now)
    if sentence is not None:
        return _cannot(request, complaint, deed, doing.blank(complaint), sentence)
    return _form(request, complaint, deed, doing.fresh(deed, complaint, doing.stars(request.GET)))


def _act(request: Any, complaint: Complaint, deed: Deed) -> HttpResponse:
    key = sent_files.key_of(request)
    if doing.sent_before(complaint, key):
        return _done(request, complaint, deed)
    form = doing.read(request.POST, key)
    held = sent_files.Held()
    if deed.files:
        held = sent_files.take_in(request, key, action=deed.action, at=request.now, complaint=complaint)
        form.held = held.files
    asks = deed.action == "confirm" and complaint.state == C.ANSWERED
    if asks and form.low and "tetap" not in request.POST:
        return _low(request, complaint, form)
    if "samarkan" in request.POST and not held.refused:
        return blur.page(request, form, held) or _blurred(request, complaint, deed, form, held)
    faults = [("berkas", sentence) for sentence in held.refused]
    if faults or "hapus" in request.POST or "unggah" in request.POST:
        return _form(request, complaint, deed, form, faults)
    try:
        doing.carry_out(deed, form, complaint=complaint, at=request.now, draft=held.draft)
    except Incomplete as incomplete:
        faults = [(FIELDS.get(name, "tulisan"), sentence) for name, sentence in incomplete.faults.items()]
        return _form(request, complaint, deed, form, faults)
    except Stale:
        if doing.sent_before(complaint, key):
            held.discard()
        else:
            return _overtaken(request, complaint, deed, form)
    except Refused as refused:
        return _cannot(request, complaint, deed, form, refused.sentence)
    return _done(request, complaint, deed)


def _blurred(request: Any, complaint: Complaint, deed: Deed, form: DeedForm, held: sent_files.Held) -> HttpResponse:
    """Back from the page that blurs a picture."""
    form.held = held.files
    return _form(request, complaint, deed, form)


def _low(request: Any, complaint: Complaint, form: DeedForm) -> HttpResponse:
    """One or two stars: perhaps it is not settled. Nothing is sent yet; he objects, or closes it all the same."""
    context = {
        "complaint": complaint,
        "form": form,
        "word": dict(doing.STARS)[form.score or 1],
        "offer": doing.Offer(doing.DEEDS["object"], doing.blank(complaint, text=form.text, score=form.score)),
        "stars": doing.STARS,
        "limits": gettext(LIMITS_SENTENCE),
    }
    return render(request, "public/low.html", context)


def _done(request: Any, complaint: Complaint, deed: Deed) -> HttpResponse:
    """Carried out: now, or when this very form was sent before."""
    messages.success(request, str(deed.thanks))
    return redirect("case", number=complaint.number)


def _overtaken(request: Any, complaint: Complaint, deed: Deed, form: DeedForm) -> HttpResponse:
    """Somebody was first, be it the reporter himself in another window: the newest act, and his words kept."""
    complaint.refresh_from_db()
    deed = doing.deed_for(deed.action, complaint) or deed
    handlings = handlings_of(complaint)
    notes = journey.notes(history.for_reporter(complaint))
    newest = notes[-1] if notes else None
    sentence = doing.refusal(deed.action, complaint, leading(handlings), at=request.now)
    if sentence is not None:
        return _cannot(request, complaint, deed, form, sentence, newest=newest, status=409)
    form.version = complaint.version
    return _form(request, complaint, deed, form, newest=newest, status=409)


def _form(
    request: Any,
    complaint: Complaint,
    deed: Deed,
    form: DeedForm,
    faults: list[tuple[str, str]] | None = None,
    *,
    newest: journey.Note | None = None,
    status: int = 200,
) -> HttpResponse:
    named = [(f"{deed.action}-{name}", sentence) for name, sentence in faults or []]
    context = {
        "complaint": complaint,
        "offer": doing.Offer(deed, form, dict(faults or [])),
        "faults": named,
        "newest": newest,
        "stars": doing.STARS,
        "limits": gettext(LIMITS_SENTENCE),
    }
    return render(request, "public/act.html", context, status=422 if faults else status)


def _cannot(
    request: Any,
    complaint: Complaint,
    deed: Deed,
    form: DeedForm,
    sentence: Sentence,
    *,
    newest: journey.Note | None = None,
    status: int = 403,
) -> HttpResponse:
    """Refused: why, and what was typed, to keep."""
    context = {"complaint": complaint, "deed": deed, "form": form, "sentence": sentence, "newest": newest}
    return render(request, "public/cannot.html", context, status=status)
