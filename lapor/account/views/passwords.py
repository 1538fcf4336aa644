"""Officials' passwords: asking for a link, setting one by the link of a letter, changing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lapor.account import client, letters, links, sessions, standing, throttle
from lapor.account.standing import Standing
from lapor.account.throttle import Limit
from lapor.account.views import LONGEST_EMAIL, LONGEST_PASSWORD, Faults, form, line
from lapor.people.contacts import is_email
from lapor.people.gate import Audience, open_to
from lapor.people.models import Person
from lapor.sop import words


@open_to(Audience.ANYONE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: Any) -> HttpResponse:
    """Ask for a link. The same answer for every address; what follows stands in the letter."""
    if request.method != "POST":
        return form(request, "forgotten")
    email = line(request, "surel", most=LONGEST_EMAIL + 1).lower()
    if not is_email(email):
        fault = _("Tulis alamat surel yang lengkap, misalnya nama@contoh.id.")
        return form(request, "forgotten", [("surel", fault)], email=email)
    here = client.address_of(request)
    limits = (Limit("reset_pair", "3/h/key", f"{email} {here}"), Limit("reset_address", "60/h/key", here))
    if (counted := throttle.count(request, limits)).until:
        sentence = _("Sudah terlalu banyak tautan yang diminta. Coba lagi %(instant)s.") % {
            "instant": words.day_instant(counted.until, request.now, translate=_)
        }
        return form(request, "forgotten", [("surel", sentence)], status=429, email=email)
    _answer(request, email)
    return render(request, "account/forgotten_sent.html", {"email": email})


def _answer(request: Any, email: str) -> None:
    person = Person.objects.filter(email=email, is_active=True).first() or Person(email=email)
    path = links.make(person, "reset", at=request.now)  # made for everybody: it takes its time
    if standing.will_hold(person, request.today):
        letters.reset(email, path, at=request.now, life=links.LIVES["reset"])
    else:
        letters.no_password(email, at=request.now)


@open_to(Audience.ANYONE)
@sensitive_post_parameters("sandi", "ulang")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: Any, key: str) -> HttpResponse:
    """Set a password by the link of an invitation or a reset. Looking at the page uses nothing up."""
    person = links.whose(key, at=request.now, today=request.today)
    if person is None:
        return render(request, "account/link_over.html", status=410)
    if request.method != "POST":
        return form(request, "new_password", email=person.email)
    if faults := _faults(request, person):
        return form(request, "new_password", faults, email=person.email)
    with transaction.atomic():
        locked = Person.objects.select_for_update().get(pk=person.pk)
        if locked.password != person.password:  # the same link twice at once
            return render(request, "account/link_over.html", status=410)
        _set(request, person)
    messages.success(request, _("Kata sandi Anda tersimpan. Masuklah dengan kata sandi itu."))
    return redirect("official_login")


@open_to(Audience.SIGNED_IN)
@sensitive_post_parameters("sandi_lama", "sandi", "ulang")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Any) -> HttpResponse:
    """Change one's own; every other device is signed out."""
    if request.standing is Standing.FREE:
        raise Http404
    if request.method != "POST":
        return form(request, "change_password")
    if faults := [*own_password_faults(request), *_faults(request, request.user)]:
        return form(request, "change_password", faults)
    with transaction.atomic():
        _set(request, request.user)
        update_session_auth_hash(request, request.user)
        sessions.end_all(request.user, but=request.session.session_key)
    messages.success(request, _("Kata sandi Anda berganti. Perangkat lain sudah dikeluarkan."))
    return redirect("account")


def own_password_faults(request: Any) -> Faults:
    """What is wrong with the password that confirms a change, typed as `sandi_lama`; tries are counted."""
    limit = Limit("own_password", "10/h/key", str(request.user.pk))
    counted = throttle.count(request, [limit])
    if counted.until:
        sentence = _("Terlalu banyak percobaan yang keliru. Coba lagi %(instant)s.") % {
            "instant": words.day_instant(counted.until, request.now, translate=_)
        }
        return [("sandi_lama", sentence)]
    if not request.user.check_password(request.POST.get("sandi_lama", "")[:LONGEST_PASSWORD]):
        return [("sandi_lama", _("Kata sandi Anda yang sekarang tidak cocok."))]
    counted.take_back()
    return []


def _faults(request: Any, person: Person) -> Faults:
    password, again = request.POST.get("sandi", ""), request.POST.get("ulang", "")
    try:
        if len(password) > LONGEST_PASSWORD:
            raise ValidationError(_("Kata sandi paling panjang 200 huruf."))
        validate_password(password, person)
    except ValidationError as weak:
        return [("sandi", " ".join(weak.messages))]
    return [] if password == again else [("ulang", _("Kedua kata sandi tidak sama. Tulis sekali lagi."))]


def _set(request: Any, person: Person) -> None:
    person.set_password(request.POST["sandi"])
    person.save(update_fields=["password"])
    letters.changed(person.email, _("Kata sandi akun Anda berganti."), at=request.now)
