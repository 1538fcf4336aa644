"""The reporter hides his name or the content later, and reads who was told what before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.complaints.models import Complaint
from lapor.complaints.refusals import Incomplete
from lapor.complaints.steps.protect import protect
from lapor.notices import told
from lapor.people.gate import Audience, open_to
from lapor.public.doing import REPORTER
from lapor.public.views.case import own


@open_to(Audience.ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: Any, number: str) -> HttpResponse:
    complaint = own(request, number)
    if request.method != "POST":
        return _page(request, complaint)
    before = (complaint.anonim, complaint.rahasia)
    wanted = ("anonim" in request.POST, "rahasia" in request.POST)
    after = tuple(old or new for old, new in zip(before, wanted, strict=True))
    if after == before and any(wanted):
        return redirect("case", number=complaint.number)
    known = told.offices(complaint)
    try:
        protect(complaint_id=complaint.pk, actor=REPORTER, at=request.now, anonim=wanted[0], rahasia=wanted[1])
    except Incomplete as incomplete:
        return _page(request, complaint, [("anonim", sentence) for sentence in incomplete.faults.values()])
    messages.success(request, " ".join([_("Sudah disembunyikan mulai sekarang."), *_told(known)]))
    return redirect("case", number=complaint.number)


def _page(request: Any, complaint: Complaint, faults: list[tuple[str, str]] | None = None) -> HttpResponse:
    context = {
        "complaint": complaint,
        "faults": faults or [],
        "wrong": dict(faults or []),
        "told": _told(told.offices(complaint)),
        "seen_by": told.seen_by(complaint),
    }
    return render(request, "public/protection.html", context, status=422 if faults else 200)


def _told(offices: dict[str, int]) -> list[str]:
    """What went out before, in sentences: "Sebelum ini 2 surat ke petugas Dishub memuat judul aduan Anda. …"."""
    if not offices:
        return [_("Belum ada surat ke petugas yang memuat judul atau nama Anda.")]
    parts = [
        ngettext("%(n)s surat ke petugas %(office)s", "%(n)s surat ke petugas %(office)s", count)
        % {"n": count, "office": office}
        for office, count in offices.items()
    ]
    sentence = _("Sebelum ini %(letters)s memuat judul dan tempat aduan Anda; nama Anda tidak pernah ditulis di surat.")
    return [sentence % {"letters": ", ".join(parts)}]
