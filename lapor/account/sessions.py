"""The devices on which a person is signed in."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.people.models import Person

SEEN: Final = "seen"
SEEN_EVERY: Final = 600  # seconds: what "last seen" may be late by, so that a page costs no writing

_BROWSERS: Final = (
    ("Edge", r"\bEdg"), ("Opera", r"\bOPR/"), ("Samsung Internet", r"SamsungBrowser"), ("UC Browser", r"\bUCBrowser"),
    ("Firefox", r"\b(Firefox|FxiOS)/"), ("Chrome", r"(Chrome|CriOS)/"), ("Safari", r"\bSafari/"),
)  # fmt: skip
_MACHINES: Final = (
    ("iPhone", r"\biPhone"), ("iPad", r"\biPad"), ("Android", r"\bAndroid"), ("Windows", r"\bWindows"),
    ("Mac", r"\bMac OS X"), ("Linux", r"\bLinux"),
)  # fmt: skip


def device(user_agent: str) -> str:
    """A browser in words: "Chrome di Android"."""
    browser = next((name for name, sign in _BROWSERS if re.search(sign, user_agent)), _("Peramban lain"))
    machine = next((name for name, sign in _MACHINES if re.search(sign, user_agent)), _("perangkat lain"))
    return _("%(browser)s di %(machine)s") % {"browser": browser, "machine": machine}


def note_seen(request: Any) -> None:
    """Remember that this session is in use, to the ten minutes."""
    now = int(request.now.timestamp())
    if now - request.session.get(SEEN, 0) >= SEEN_EVERY:
        request.session[SEEN] = now
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=request.now)


def of(person: Person, *, at: datetime) -> list[UserSession]:
    """Where this person is signed in, the last used first."""
    living = Session.objects.filter(expire_date__gt=at).values("session_key")
    return list(UserSession.objects.filter(user=person, session_key__in=living).order_by("-last_seen_at", "-id"))


def end_all(person: Person, *, but: str = "") -> int:
    """End all sessions of this person, save the one with the key `but`; how many those were."""
    return _end(UserSession.objects.filter(user=person).exclude(session_key=but))


def end_one(person: Person, pk: str) -> int:
    """End the session of this row, if it is this person's; how many those were."""
    return _end(UserSession.objects.filter(user=person, pk=pk))


@transaction.atomic
def _end(rows: QuerySet[UserSession]) -> int:
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)
