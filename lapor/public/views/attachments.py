"""Files of a case, to those who may see them: pictures as pictures of ours, documents only as downloads."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from lapor.complaints import access, files, history, storage
from lapor.complaints.access import Sight
from lapor.complaints.models import Attachment
from lapor.people.gate import Audience, open_to


@open_to(Audience.ANYONE)
@require_safe
def attachment(request: Any, id: UUID) -> FileResponse:
    found = _allowed(request, id)
    return _send(found, found.content_hash)


@open_to(Audience.ANYONE)
@require_safe
def attachment_thumb(request: Any, id: UUID) -> FileResponse:
    found = _allowed(request, id)
    if not found.thumb_hash:
        raise Http404
    return _send(found, found.thumb_hash)


def _allowed(request: Any, id: UUID) -> Attachment:
    """The attachment, to an official who sees the case or to the reporter it is open to; 404 to others."""
    found = Attachment.objects.select_related("complaint").filter(pk=id).exclude(complaint=None).first()
    if found is None or found.complaint is None:
        raise Http404
    complaint = found.complaint
    handlings = list(complaint.handlings.all())
    if request.viewer and access.sight(request.viewer, complaint, handlings) is Sight.CASE:
        return found
    own = access.sight(request.citizen, complaint, handlings) is Sight.OWN
    if own and str(found.pk) in history.open_files(complaint):
        return found
    raise Http404


def _send(found: Attachment, content_hash: str) -> FileResponse:
    try:
        stored = storage.current().open(content_hash)
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(
        stored,
        as_attachment=not found.is_picture,
        filename=files.neutral_name(max(found.place, 1), "jpg" if found.is_picture else found.extension),
        content_type="image/jpeg" if found.is_picture else "application/pdf",
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
