"""Finding one's complaint with number and receipt code, without telling a guesser which of them was wrong."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.complaints import identity, numbers
from lapor.people.gate import Audience, open_to
from lapor.public import receipts, throttle


@open_to(Audience.ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: Any) -> HttpResponse:
    if request.method != "POST":
        return _form(request, request.GET.get("nomor", ""))
    typed, code = request.POST.get("nomor", ""), request.POST.get("kode", "")
    faults = []
    try:
        number = numbers.parse(typed)
    except numbers.BadNumber as bad:
        faults.append(("nomor", str(bad)))
    if not code.strip():
        faults.append(("kode", _("Tulis kode tanda terima, 16 huruf dan angka.")))
    if faults:
        return _form(request, typed, faults)
    return _open(request, number, code)


def _open(request: Any, number: str, code: str) -> HttpResponse:
    """The right code always opens: it has 80 bits, and whoever guesses at a number must not shut its owner out."""
    complaint = identity.opened_by(number, code)
    if complaint is not None:
        request.session.cycle_key()
        receipts.open_here(request, complaint)
        return redirect("case", number=complaint.number)
    if throttle.attempt("track", number, request, at=request.now) is None:
        return _form(request, number, [("nomor", _(throttle.SENTENCE))], status=429)
    wrong = _("Nomor dan kode itu tidak cocok. Periksa keduanya di tanda terima Anda.")
    return _form(request, number, [("kode", wrong)])


def _form(request: Any, number: str, faults: list[tuple[str, str]] | None = None, *, status: int = 422) -> HttpResponse:
    context = {"number": number[:60], "faults": faults or [], "wrong": dict(faults or [])}
    return render(request, "public/track.html", context, status=status if faults else 200)
