"""The receipt as a file, for whoever has the case open."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.people.gate import Audience, open_to
from lapor.public import receipt_pdf as sheet
from lapor.public import receipts
from lapor.public.views.case import own


@open_to(Audience.ANYONE)
@never_cache
@require_safe
def receipt_pdf(request: Any, number: str) -> HttpResponse:
    complaint = own(request, number)
    kept = receipts.newest(request)
    code = kept.code if kept is not None and kept.complaint.pk == complaint.pk else ""
    answer = HttpResponse(sheet.pdf(complaint, code=code, at=request.now), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{sheet.file_name(complaint)}"'
    return answer
