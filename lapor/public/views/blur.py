"""Blurring parts of a picture by hand before it is sent: by a tap, by dragging, or by choosing parts.

The page keeps nothing: the areas chosen so far travel with the form, and the picture is shown as it will be. Only
"Simpan" writes it anew, and then the picture as it was is gone.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lapor.complaints import blurring, storage, uploads
from lapor.complaints.blurring import Area
from lapor.complaints.models import Attachment
from lapor.people.gate import Audience, open_to
from lapor.public.sent_files import Held
from lapor.public.typed import count
from lapor.public.views.attachments import guarded, send

OWN = "samar-"  # what the names of this page's own fields begin with
SHOWN_SIDE = 1280  # pixels of the longer side of what the page shows
TAPPED_WIDTH = 288  # CSS pixels across, the same on every screen: a tap is told in them where no script runs


def page(request: Any, form: Any, held: Held) -> HttpResponse | None:
    """The page for the picture that `samarkan` names; None where it goes back to its form (`form.key` is its key).

    Every field of that form is carried on as it was posted.
    """
    number, found = _chosen(request, held)
    if found is None or "samar-kembali" in request.POST:
        return None
    areas = _areas(request, found)
    if "samar-simpan" in request.POST:
        if held.draft is not None and uploads.blur(held.draft, str(found.pk), areas):
            messages.success(request, _("Foto %(n)s sudah disamarkan. Foto aslinya sudah kami hapus.") % {"n": number})
        return None
    shown = reverse("draft_picture", args=[form.key, found.name])
    context = {
        "number": number,
        "picture": found,
        "areas": areas,
        "shown": f"{shown}?{urlencode({'samar': [str(area) for area in areas]}, doseq=True)}",
        "width": TAPPED_WIDTH,
        "height": round(TAPPED_WIDTH * (found.height or 1) / (found.width or 1)),
        "fields": [(name, value) for name, value in _carried(request) if name != "kunci"] + [("kunci", form.key)],
        "sizes": _sizes(request),
        "cells": _cells(),
        "here": request.path,
        "unclear": _unclear(request),
    }
    return render(request, "public/blur.html", context)


@open_to(Audience.ANYONE)
@require_safe
def draft_picture(request: Any, key: UUID, name: UUID) -> HttpResponseBase:
    """A picture of a form that is not sent yet, for whoever holds the form's key: whole, small, or half blurred."""
    found = Attachment.objects.filter(
        name=name, event=None, draft__key=uploads.draft_key(str(key)), draft__position=None
    ).first()
    if found is None or not found.thumb_hash:
        raise Http404
    if "kecil" in request.GET or not found.is_picture:
        return send(request, found, found.thumb_hash)
    areas = _read(request.GET.getlist("samar"))
    if not areas:
        return send(request, found, found.content_hash)
    try:
        with storage.current().open(found.content_hash) as content:
            data = content.read()
    except FileNotFoundError:
        raise Http404 from None
    return guarded(HttpResponse(blurring.shown(data, areas, side=SHOWN_SIDE), content_type="image/jpeg"))


def _chosen(request: Any, held: Held) -> tuple[int, Attachment | None]:
    """The picture and its number on the form."""
    wanted = request.POST.get("samarkan", "")
    for number, one in enumerate(held.files, start=1):
        if str(one.pk) == wanted and one.is_picture:
            return number, one
    return 0, None


def _areas(request: Any, picture: Attachment) -> list[Area]:
    """Those chosen before, and what this request adds or takes back."""
    areas = _read(request.POST.getlist("samar-bagian"))
    if "samar-ulang" in request.POST:
        return []
    if "samar-batal" in request.POST:
        return areas[:-1]
    if "samar-simpan" not in request.POST:
        areas += _added(request, picture)
    return areas[: blurring.MOST]


def _added(request: Any, picture: Attachment) -> list[Area]:
    shape = (picture.width or 1, picture.height or 1)
    share = blurring.SIZES.get(request.POST.get("samar-ukuran", ""), blurring.SIZES["sedang"])
    added = [blurring.cell(int(one)) for one in request.POST.getlist("samar-petak") if one in _PARTS]
    if dragged := blurring.read(request.POST.get("samar-bidang", "")):
        added.append(dragged)
    at = _point(request)
    if at is not None:
        x, y = (round(value * blurring.WHOLE / TAPPED_WIDTH) for value in (at[0], at[1] * shape[0] / shape[1]))
        added.append(blurring.around(min(x, blurring.WHOLE), min(y, blurring.WHOLE), share=share, shape=shape))
    return added


def _point(request: Any) -> tuple[int, int] | None:
    """Where the picture was tapped, in the pixels it is drawn with; a key that presses it tells 0,0: nowhere."""
    x, y = (count(request.POST.get(name, ""), digits=5) for name in ("samar-titik.x", "samar-titik.y"))
    if x is None or y is None:
        return None
    return (x, y) if (x, y) != (0, 0) else None


def _unclear(request: Any) -> bool:
    """Whether something was to be blurred and nothing said where."""
    pressed = "samar-titik.x" in request.POST and _point(request) is None
    return pressed or ("samar-pilih" in request.POST and not request.POST.getlist("samar-petak"))


def _read(texts: list[str]) -> list[Area]:
    found = (blurring.read(text) for text in texts[: blurring.MOST])
    return [area for area in found if area]


def _carried(request: Any) -> list[tuple[str, str]]:
    """The fields of the form this page stands before, as they were typed."""
    left = ("csrfmiddlewaretoken", "samarkan")
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in left and not name.startswith(OWN)
    ]


_PARTS = frozenset(str(number) for number in range(blurring.CELLS**2))


def _cells() -> list[tuple[int, str]]:
    """The sixteen parts with their names, row by row."""
    rows = (_("atas"), _("agak atas"), _("agak bawah"), _("bawah"))
    columns = (_("kiri"), _("agak kiri"), _("agak kanan"), _("kanan"))
    names = [_("bagian %(row)s, %(column)s") % {"row": row, "column": column} for row in rows for column in columns]
    return list(enumerate(names))


def _sizes(request: Any) -> list[tuple[str, str, bool]]:
    """Name, words, whether chosen."""
    words = {"kecil": _("Kecil, misalnya pelat nomor"), "sedang": _("Sedang, misalnya wajah"),
             "besar": _("Besar, misalnya rumah")}  # fmt: skip
    chosen = request.POST.get("samar-ukuran", "")
    chosen = chosen if chosen in words else "sedang"
    return [(name, words[name], name == chosen) for name in blurring.SIZES]
