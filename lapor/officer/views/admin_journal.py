"""Catatan perubahan: what the administration changed, newest first, and whether the journal holds."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lapor.officer.changes import READ_ALONG, SUBJECTS, line_of
from lapor.people.gate import open_to
from lapor.people.models import Change
from lapor.sop.rules import Role

PAGE = 50
_DIGITS = re.compile(r"[0-9]{1,9}")
_SUBJECT = re.compile(r"[a-z]+ [A-Za-z0-9.-]{1,40}")


@open_to(Role.ADMINISTRATOR, Role.AUDITOR)
@require_safe
def journal(request: Any) -> HttpResponse:
    """A page of changes, of one kind or of one subject ("position 12") if that is asked for."""
    kind, subject = request.GET.get("tentang", ""), request.GET.get("hal", "")
    before = request.GET.get("sebelum", "")
    rows = Change.objects.select_related(*READ_ALONG).order_by("-seq")
    if _SUBJECT.fullmatch(subject):
        rows = rows.filter(subject=subject)
    elif kind in SUBJECTS:
        begins = Q()
        for words in SUBJECTS[kind][1]:
            begins |= Q(subject__startswith=words)
        rows = rows.filter(begins)
    if _DIGITS.fullmatch(before):
        rows = rows.filter(seq__lt=int(before))
    found = list(rows[: PAGE + 1])
    page, more = found[:PAGE], len(found) > PAGE
    context = {
        "lines": [line_of(change) for change in page],
        "before": page[-1].seq if more else "",
        "kinds": [("", _("Semua")), *((key, _(label)) for key, (label, _prefixes) in SUBJECTS.items())],
        "kind": kind if kind in SUBJECTS else "",
        "subject": subject if _SUBJECT.fullmatch(subject) else "",
    }
    return render(request, "officer/admin/journal.html", context)
