"""Step 1 as pages: the form, a last look at it as others will see it, and the receipt. Nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.complaints import coordinates, uploads
from lapor.complaints.files import LIMITS_SENTENCE
from lapor.complaints.identity import Reporter
from lapor.complaints.models import Complaint, Kapanewon, Spot
from lapor.complaints.refusals import Incomplete
from lapor.complaints.steps import receive
from lapor.people.gate import Audience, open_to
from lapor.public import drafts, forms, preview, receipts, sent_files, where
from lapor.public.forms import FilingForm
from lapor.public.sent_files import Held
from lapor.public.views import blur
from lapor.sop.rules import C

FIELDS = {"story": "cerita", "kapanewon": "kapanewon"}  # the step's names for what the form calls otherwise
ENDED = N_(
    "Sesi Anda sudah berakhir, dan belum ada yang terkirim. Tulisan Anda masih ada: kirim tanpa akun, "
    "atau masuk lagi di tab lain lalu tekan tombolnya sekali lagi di sini."
)
TOO_LONG_OPEN = N_(
    "Halaman ini terlalu lama terbuka, dan belum ada yang terkirim. Periksa isinya, lalu tekan sekali lagi."
)
LEFT_OUT = N_(
    "Aduan ini sudah terkirim sebelumnya, dari halaman atau ponsel lain. "
    "Yang Anda ubah sesudah itu belum ikut; tambahkan di halaman aduannya."
)
STAYS = ("hapus", "unggah", "pakai", "samarkan", "kembali", "simpan")  # buttons that come back to the form as it stands


@open_to(Audience.ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: Any) -> HttpResponse:
    answer = _filed(request) if request.method == "POST" else _opened(request)
    if request.user.is_authenticated or "anonim" in request.POST or "pengawasan" in request.POST:
        add_never_cache_headers(answer)
    else:  # Back shows the page as it stood, words and key and files, also where no script restores them
        patch_cache_control(answer, private=True, no_cache=True, max_age=0)
    return answer


def _filed(request: Any) -> HttpResponse:
    key = sent_files.key_of(request)
    form = forms.read(request.POST, key)
    held = sent_files.take_in(request, key, action="submit", at=request.now)
    if "pakai" in request.POST:
        form.where = _of_picture(form.where, held, request.POST["pakai"])
    if "simpan" in request.POST and request.user.is_authenticated:
        if drafts.keep(form, account=request.user.pk, at=request.now):
            messages.success(request, _("Draf tersimpan di akun Anda. Lanjutkan kapan saja dari sini."))
        else:
            messages.error(request, _("Draf ini tidak dapat disimpan. Kirim atau hapus dulu draf yang lain."))
    if "samarkan" in request.POST and not held.refused:
        return blur.page(request, form, held) or _form(request, form, held)
    if request.POST.get("akun", "") not in ("", drafts.owner_of(request.user.pk)):
        return _form(request, form, held, notice=_(ENDED))
    if any(button in request.POST for button in STAYS):
        return _form(request, form, held, [("berkas", sentence) for sentence in held.refused])
    return _judged(request, form, held)


def again(request: Any) -> HttpResponse:
    """The form as it was sent with a token that is no longer ours: nothing is done with it, and nothing is lost."""
    key = sent_files.key_of(request)
    notice = _(TOO_LONG_OPEN)
    if request.FILES:
        notice += " " + _("Berkas yang baru dipilih perlu dipilih lagi.")
    answer = _form(request, forms.read(request.POST, key), sent_files.held_for(key), notice=notice, status=403)
    add_never_cache_headers(answer)
    return answer


def _opened(request: Any) -> HttpResponse:
    """A new form, or the draft of this account that the address names, as it was left."""
    if request.user.is_authenticated:
        kept = drafts.resume(request.GET.get("draf", ""), account=request.user.pk)
        if kept is not None:
            return _form(request, kept[0], Held(kept[1]))
    return _form(request, forms.blank(at=request.now), Held())


def _judged(request: Any, form: FilingForm, held: Held) -> HttpResponse:
    """Back to the form with all that is missing; else what is asked before sending, and the sending itself."""
    place = where.judge(form.where)
    faults = [place.fault] if place.fault else []
    faults += [("berkas", sentence) for sentence in held.refused]
    place_told = place.fault is not None and place.fault[0] in ("kapanewon", "kalurahan")
    faults = [fault for fault in _lacking(form, place) if fault[0] != "kapanewon" or not place_told] + faults
    if faults:
        return _form(request, form, held, faults)
    name = _reporter(request, form).name
    look = preview.look(form, held.files, name=name)
    offline = "luring" in request.POST  # what to cover was chosen beforehand, for all that will be found
    if "kirim" not in request.POST or not (offline or look.asked <= set(request.POST.getlist("ditanya"))):
        return _check(request, form, place, look)
    chosen = look.asked if offline and "tutup" in request.POST else set(request.POST.getlist("tutup"))
    covered = preview.covered(form, chosen, name=name)
    if faults := _lacking(covered, place):  # what stands over a number is longer than the number
        return _form(request, form, held, faults)
    held.drop(chosen)
    return _submit(request, covered, forms.filing(covered, place), held)


def _lacking(form: FilingForm, place: where.Place) -> list[tuple[str, str]]:
    try:
        receive.check(forms.filing(form, place))
    except Incomplete as incomplete:
        return [(FIELDS.get(name, name), sentence) for name, sentence in incomplete.faults.items()]
    return []


def _check(request: Any, form: FilingForm, place: where.Place, look: preview.Look) -> HttpResponse:
    """The last look: what others will see, and what in it gives somebody away."""
    context = {
        "form": form,
        "fields": forms.hidden(form),
        "owner": drafts.owner_of(request.user.pk),
        "place": place,
        "look": look,
        "seen": preview.covered(form, None, name=look.name),
    }
    return render(request, "public/check.html", context)


def _submit(request: Any, form: FilingForm, filing: receive.Filing, held: Held) -> HttpResponse:
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
        if receipt.left_out:
            messages.info(request, _(LEFT_OUT))
        held.discard()
    if receipt.code:
        receipts.keep(request, receipt.complaint, receipt.code)
    return _receipt_of(request, receipt.complaint)


def _of_picture(typed: where.Where, held: Held, wanted: str) -> where.Where:
    """The place with the point that this file says it was taken at; as it was, where it says none."""
    facts = next((uploads.facts_of(one) for one in held.files if str(one.pk) == wanted), None)
    if facts is None or facts.place is None:
        return typed
    return replace(typed, titik=coordinates.written(*facts.place), akurasi="", sumber=Spot.Source.PHOTO.value)


def _reporter(request: Any, form: FilingForm) -> Reporter:
    if request.user.is_authenticated:
        return Reporter(name=request.user.name, contact=request.user.email, account=request.user.pk)
    return Reporter(name=form.nama, contact=form.kontak)


def _receipt_of(request: Any, complaint: Complaint) -> HttpResponse:
    """To the receipt. An account's is found by its number, as the session of an account keeps nothing of it."""
    number = urlencode({"nomor": complaint.number}) if request.user.is_authenticated else ""
    return redirect(f"{reverse('receipt')}?{number}" if number else "receipt")


def _form(
    request: Any,
    form: FilingForm,
    held: Held,
    faults: list[tuple[str, str]] | None = None,
    *,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    account = request.user.pk if request.user.is_authenticated else None
    place = where.judge(form.where)
    context = {
        "form": replace(form, where=where.shown(form.where, place)),
        "told": place.told,
        "held": held.files,
        "notice": notice,
        "faults": faults or [],
        "wrong": dict(faults or []),
        "places": Kapanewon.objects.prefetch_related("kalurahan"),
        "unknown": where.UNKNOWN,
        "limits": _(LIMITS_SENTENCE),
        "owner": drafts.owner_of(account),
        "begun": [one for one in drafts.begun(account) if one.key != form.key] if account and not faults else [],
        "online": True,
    }
    return render(request, "public/file.html", context, status=422 if faults else status)


@open_to(Audience.ANYONE)
@never_cache
@require_safe
def receipt(request: Any) -> HttpResponse:
    kept = receipts.of_account(request, request.GET.get("nomor", "")) or receipts.newest(request)
    if kept is None:
        return redirect(reverse("mine" if request.user.is_authenticated else "track"))
    clock = kept.complaint.clocks.filter(name=C.RECEIVED).order_by("id").first()
    return render(request, "public/receipt.html", {"kept": kept, "complaint": kept.complaint, "clock": clock})
