"""A page of the administration that is one form: how it is tried, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from lapor.officer.forms.plain import PlainForm
from lapor.people.faults import Faulty


def sent(request: Any) -> Any:
    """What was sent of a form; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def done(form: PlainForm, act: Callable[[], object]) -> bool:
    """Whether the form was sent, is whole, and its act was done; else the form knows what is wrong."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except Faulty as fault:
        form.blame(fault.faults)
        return False
    return True


def page(
    request: Any,
    form: PlainForm,
    title: str,
    button: str,
    *,
    crumbs: Sequence[tuple[str, str]],
    intro: str = "",
    after: str = "",
    more: Mapping[str, Any] | None = None,
    template: str = "officer/admin/form.html",
) -> HttpResponse:
    """Draw the form. `crumbs` are (address, words) of the pages above it; `after` is what follows once it is sent."""
    faults = form.faults()
    context = {"form": form, "title": title, "button": button, "crumbs": crumbs, "intro": intro, "after": after}
    return render(request, template, {**context, "faults": faults, **(more or {})}, status=422 if faults else 200)
