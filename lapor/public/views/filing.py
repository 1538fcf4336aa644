"""Step 1 as a page: the form, its errors with nothing lost, and the receipt."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.complaints.files import LIMITS_SENTENCE
from lapor.complaints.identity import Reporter
from lapor.complaints.models import Complaint, Kapanewon
from lapor.complaints.refusals import Incomplete
from lapor.complaints.steps import receive
from lapor.people.gate import Audience, open_to
from lapor.public import forms, masking, receipts, sent_files, where
from lapor.sop.rules import C

FIELDS = {"story": "cerita", "kapanewon": "kapanewon"}  # the step's names for what the form calls otherwise


@open_to(Audience.ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: Any) -> HttpResponse:
    if request.method != "POST":
        return _form(request, forms.blank(at=request.now), sent_files.Held())
    key = sent_files.key_of(request)
    form = forms.read(request.POST, key)
    held = sent_files.take_in(request, key, action="submit", at=request.now)
    if "hapus" in request.POST or "unggah" in request.POST:
        faults = [("berkas", sentence) for sentence in held.refused]
        return _form(request, form, held, faults)
    return _judge(request, form, held)


def _judge(request: Any, form: forms.FilingForm, held: sent_files.Held) -> HttpResponse:
    place = where.judge(form.where)
    faults = [place.fault] if place.fault else []
    faults += [("berkas", sentence) for sentence in held.refused]
    private = masking.found(form.cerita)
    if private and "ditanya" in request.POST:
        form.cerita = masking.covered(form.cerita) if "tutup" in request.POST else form.cerita
    elif private and not faults:
        return _form(request, form, held, private=private)
    filing = forms.filing(form, place)
    try:
        receive.check(filing)
        if not faults:
            return _submit(request, form, filing, held)
    except Incomplete as incomplete:
        told = {field for field, _sentence in faults}
        wrong = [(FIELDS.get(name, name), sentence) for name, sentence in incomplete.faults.items()]
        place_told = bool(told & {"kapanewon", "kalurahan"})
        faults = [f for f in wrong if f[0] != "kapanewon" or not place_told] + faults
    return _form(request, form, held, faults, private=private)


def _submit(request: Any, form: forms.FilingForm, filing: receive.Filing, held: sent_files.Held) -> HttpResponse:
    reporter = _reporter(request, form)
    before = receipts.last_filed(request)
    if before and receive.says_again(filing, before, reporter=reporter, at=request.now, draft=held.draft):
        held.discard()
        messages.info(request, _("Aduan yang sama sudah kami terima tadi. Ini tanda terimanya."))
        return _receipt_of(request, before)
    try:
        receipt = receive.submit(
            filing,
            reporter=reporter,
            form_key=form.key,
            opened_at=form.opened_at(now=request.now),
            at=request.now,
            draft=held.draft,
        )
    except receive.FiledByAccount:
        held.discard()
        messages.info(request, _("Aduan ini sudah dikirim dengan sebuah akun. Masuk dengan akun itu untuk membacanya."))
        return redirect("mine")
    if not receipt.fresh:
        held.discard()
    if receipt.code:
        receipts.keep(request, receipt.complaint, receipt.code)
    return _receipt_of(request, receipt.complaint)


def _reporter(request: Any, form: forms.FilingForm) -> Reporter:
    if request.user.is_authenticated:
        return Reporter(name=request.user.name, contact=request.user.email, account=request.user.pk)
    return Reporter(name=form.nama, contact=form.kontak)


def _receipt_of(request: Any, complaint: Complaint) -> HttpResponse:
    """To the receipt. An account's is found by its number, as the session of an account keeps nothing of it."""
    number = urlencode({"nomor": complaint.number}) if request.user.is_authenticated else ""
    return redirect(f"{reverse('receipt')}?{number}" if number else "receipt")


def _form(
    request: Any,
    form: forms.FilingForm,
    held: sent_files.Held,
    faults: list[tuple[str, str]] | None = None,
    private: list[str] | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "held": held.files,
        "faults": faults or [],
        "wrong": dict(faults or []),
        "private": [masking.hinted(number) for number in private or []],
        "cover": "tutup" in request.POST or "ditanya" not in request.POST,
        "places": Kapanewon.objects.prefetch_related("kalurahan"),
        "unknown": where.UNKNOWN,
        "limits": _(LIMITS_SENTENCE),
    }
    return render(request, "public/file.html", context, status=422 if faults else 200)


@open_to(Audience.ANYONE)
@never_cache
@require_safe
def receipt(request: Any) -> HttpResponse:
    kept = receipts.of_account(request, request.GET.get("nomor", "")) or receipts.newest(request)
    if kept is None:
        return redirect(reverse("mine" if request.user.is_authenticated else "track"))
    clock = kept.complaint.clocks.filter(name=C.RECEIVED).order_by("id").first()
    return render(request, "public/receipt.html", {"kept": kept, "complaint": kept.complaint, "clock": clock})
