"""Pemberitahuan: how many wait, went out or failed, and why; no address, no word of any letter."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lapor.notices import lateness, outbox
from lapor.people import journal
from lapor.people.gate import open_to
from lapor.sop.rules import Role

MOST = 50


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: Any) -> HttpResponse:
    """What the queue holds; a press puts what failed in again."""
    if request.method == "POST":
        with transaction.atomic():
            again = outbox.queue_failed_again(at=request.now)
            if again:
                journal.record(
                    "notices_again", subject="notices", at=request.now, position=request.position, data={"count": again}
                )
        messages.success(request, _("%(n)s pemberitahuan dicoba lagi sekarang.") % {"n": again})
        return redirect("admin_notices")
    context = {
        "summary": outbox.summary(at=request.now),
        "lateness": lateness.summary(at=request.now),
        "failed": outbox.failed(MOST),
        "troubled": outbox.troubled(MOST),
        "most": MOST,
        "server": settings.MAIL_SERVER is not None,
        "messenger": bool(settings.MESSENGER_URL),
    }
    return render(request, "officer/admin/notices.html", context)
