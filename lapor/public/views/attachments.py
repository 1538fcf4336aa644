"""Files of a case, to those who may see them: pictures as pictures of ours, all else only as downloads.

They are found by a name that nobody can guess, and that is another one as soon as a flag of the case changes: then
the old address leads nowhere, for everybody. Nothing on the way may keep a copy. Whoever may not see a file learns
nothing of it, not even that there is one.
"""

from __future__ import annotations

import io
import re
from typing import Any, BinaryIO
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from lapor.complaints import access, files, history, storage
from lapor.complaints.access import Sight
from lapor.complaints.models import Attachment
from lapor.people.gate import Audience, open_to

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@open_to(Audience.ANYONE)
@require_safe
def attachment(request: Any, name: UUID) -> HttpResponseBase:
    found = _allowed(request, name)
    return send(request, found, found.content_hash)


@open_to(Audience.ANYONE)
@require_safe
def attachment_thumb(request: Any, name: UUID) -> HttpResponseBase:
    found = _allowed(request, name)
    if not found.thumb_hash:
        raise Http404
    return send(request, found, found.thumb_hash)


def _allowed(request: Any, name: UUID) -> Attachment:
    """The attachment, to an official who sees the case or to the reporter it is open to; 404 to others."""
    found = Attachment.objects.select_related("complaint").filter(name=name).exclude(complaint=None).first()
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


def send(request: Any, found: Attachment, content_hash: str) -> HttpResponseBase:
    """This content of the attachment, or the part of it that was asked for."""
    shown = found.is_picture or content_hash == found.thumb_hash  # and written anew by us, as a JPEG
    store = storage.current()
    try:
        size = store.size(content_hash)
        span = _span(request.headers.get("Range", ""), size)
        if span is not None and not span:
            return guarded(HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}))
        stored = store.open(content_hash, start=span.start if span else 0)
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(
        _Part(stored, len(span)) if span else stored,
        status=206 if span else 200,
        as_attachment=not shown,
        filename=files.neutral_name(max(found.place, 1), "jpg" if shown else found.extension),
        content_type="image/jpeg" if shown else found.mime,
    )
    answer["Content-Length"] = len(span) if span else size
    if span:
        answer["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{size}"
    return guarded(answer)


def guarded(answer: HttpResponseBase) -> HttpResponseBase:
    """Whatever the bytes are, they run nothing, are read as nothing else, and are kept nowhere."""
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Accept-Ranges"] = "bytes"
    return answer


def _span(header: str, size: int) -> range | None:
    """The bytes that one plain Range asks for, so that a download goes on where it broke; empty where there are
    none, None for the whole (no header, several ranges, another unit)."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:  # the last so many
        return range(max(size - int(last), 0), size)
    return range(int(first), min(int(last) + 1 if last else size, size))


class _Part(io.RawIOBase):
    """At most so many bytes of a stream, from where it stands."""

    def __init__(self, stream: BinaryIO, length: int) -> None:
        self.stream, self.left = stream, length

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(data)
        return data

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self.stream.close()
        super().close()
