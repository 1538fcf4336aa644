"""Changes of office hours in two steps: look what would move, then save. Nothing is kept by the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lapor.complaints import recalendar
from lapor.complaints.recalendar import Edit, Effect
from lapor.officer.changes import in_words
from lapor.officer.forms.plain import PlainForm
from lapor.people.faults import Faulty
from lapor.sop.words import number_words

_WHOLE = 10_000  # who decides reads every day; the journal shortens
_NOT_KEPT = ("csrfmiddlewaretoken", "step")


def tried(
    request: Any,
    form: PlainForm,
    edit: Callable[[], Edit],
    *,
    title: str,
    crumbs: Sequence[tuple[str, str]],
    done: str,
    after: str,
    after_code: str = "",
) -> HttpResponse | None:
    """The page of what would move, or the way on once it is saved; None where the form is to be drawn.

    `done` is said once it is saved, `after` the name of the page that follows, of this code if it has one.
    """
    step = request.POST.get("step", "look")
    if step == "edit" or not form.is_bound or not form.is_valid() or form.whole:
        return None
    onward = redirect(after, after_code) if after_code else redirect(after)
    try:
        if step == "save":
            effect = recalendar.carry_out(edit(), by=request.position, at=request.now)
        else:
            effect = recalendar.look(edit(), at=request.now)
    except Faulty as fault:
        form.blame(fault.faults)
        return None
    if effect is None:
        messages.info(request, _("Tidak ada yang berubah."))
        return onward
    if step == "save":
        messages.success(request, f"{done} {sentence(effect)}")
        return onward
    return _page(request, effect, title, crumbs)


def sentence(effect: Effect) -> str:
    """37 tenggat bergeser; 4 yang terlambat menjadi tepat waktu; 2 yang tepat waktu menjadi terlambat."""
    if not effect.moved:
        return _("Tidak ada tenggat yang bergeser.")
    parts = [_("%(n)s tenggat bergeser") % {"n": number_words(effect.moved)}]
    if effect.now_on_time:
        parts.append(_("%(n)s yang terlambat menjadi tepat waktu") % {"n": number_words(effect.now_on_time)})
    if effect.now_late:
        parts.append(_("%(n)s yang tepat waktu menjadi terlambat") % {"n": number_words(effect.now_late)})
    return "; ".join(parts) + "."


def _page(request: Any, effect: Effect, title: str, crumbs: Sequence[tuple[str, str]]) -> HttpResponse:
    sent = [(name, value) for name, values in request.POST.lists() if name not in _NOT_KEPT for value in values]
    context = {
        "title": title,
        "crumbs": crumbs,
        "effect": effect,
        "sentence": sentence(effect),
        "facts": in_words(
            {name: value for name, value in effect.data.items() if (name, value) != ("name", title)}, longest=_WHOLE
        ),
        "sent": sent,
    }
    return render(request, "officer/admin/calendar_moves.html", context)
