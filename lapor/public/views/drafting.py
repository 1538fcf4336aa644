"""What filing.js asks beside the form: pieces of files, the files held so far, drafts, a token that is fresh."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lapor.complaints import parts, uploads
from lapor.complaints.files import LIMITS_SENTENCE
from lapor.complaints.parts import Piece, Progress
from lapor.complaints.refused_file import NotNow
from lapor.people.gate import Audience, open_to
from lapor.public import drafts, forms, sent_files, throttle
from lapor.public.typed import count


@open_to(Audience.ANYONE)
@never_cache
@require_safe
def fresh_token(request: Any) -> JsonResponse:
    """A token for a form that was open for long, or was written without a connection."""
    return JsonResponse({"token": get_token(request)})


@open_to(Audience.ANYONE)
@require_POST
def upload_piece(request: Any) -> JsonResponse:
    """Keep a piece of a file, or say how much of it is here: {"held": bytes, "settled": bool, "said": sentence}."""
    key = sent_files.key_of(request)
    sent = request.FILES.get("bagian")
    total, begins = (count(request.POST.get(name, ""), digits=11) for name in ("ukuran", "mulai"))
    if total is None or begins is None:
        return JsonResponse({"said": _("Potongan berkas ini tidak terbaca.")}, status=422)
    data = sent.read(parts.PIECE + 1) if sent else b""
    piece = Piece(request.POST.get("berkas", ""), request.POST.get("nama", "")[:200], total, begins, data)
    if not piece.sound:
        return JsonResponse({"said": _("Potongan berkas ini tidak terbaca.")}, status=422)
    draft = uploads.draft_for(key, action="submit", at=request.now)
    if draft.complaint_id is not None:
        return _told(Progress(0))
    try:
        return _told(
            parts.take(draft, piece, at=request.now, may_begin=lambda: throttle.may_send(1, request, at=request.now))
        )
    except NotNow as not_now:  # the whole file is here: its sender asks again, and sends nothing twice
        return JsonResponse({"said": _(str(not_now))}, status=503)


def _told(progress: Progress) -> JsonResponse:
    return JsonResponse({"held": progress.held, "settled": progress.settled, "said": progress.said})


@open_to(Audience.ANYONE)
@require_POST
def draft_files(request: Any) -> HttpResponse:
    """The part of the form that shows its files, as they are held now; a post, for the key is a secret."""
    key = sent_files.key_of(request)
    held = sent_files.held_for(key)
    context = {"held": held.files, "limits": _(LIMITS_SENTENCE), "prefix": "", "key": key, "asks_place": True}
    return render(request, "public/parts/files_of_draft.html", context)


@open_to(Audience.SIGNED_IN)
@require_POST
def draft_keep(request: Any) -> JsonResponse:
    """Keep the form for its account, or, where its owner does not want it kept, forget what was."""
    key = sent_files.key_of(request)
    if "lupakan" in request.POST:
        drafts.forget(key, account=request.user.pk)
        return JsonResponse({"kept": False})
    kept = drafts.keep(forms.read(request.POST, key), account=request.user.pk, at=request.now)
    return JsonResponse({"kept": kept}, status=200 if kept else 409)


@open_to(Audience.SIGNED_IN)
@require_POST
def draft_discard(request: Any) -> HttpResponse:
    drafts.discard(request.POST.get("draf", ""), account=request.user.pk)
    return redirect("file")
