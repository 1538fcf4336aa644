"""The one backend of sessions. A password opens only for officials; it takes as long for everybody."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import make_password

from lapor.account import standing
from lapor.people.models import Person


class Officials(ModelBackend):
    """Citizens have no passwords: whoever holds no position, now or later, is not known here."""

    def authenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **more: Any
    ) -> Person | None:
        if username is None or password is None:
            return None
        person = Person.objects.filter(email=username.lower()).first()
        if person is None or not person.has_usable_password():
            make_password(password)
            return None
        right = person.check_password(password)
        known = person.is_active and standing.will_hold(person, request.today)
        return person if right and known else None
