"""Who asks for what: sessions as sign-in leaves them, and the requests of eight users."""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from lapor.account.backend import Officials
from lapor.account.standing import METHODS_OF
from lapor.complaints import identity
from lapor.complaints.models import Kalurahan
from lapor.people.models import Position

STORY = (
    "Lampu jalan di depan pasar padam sejak Senin malam, tiga tiang berturut-turut. Jalan itu ramai dilewati anak "
    "yang pulang mengaji, dan dua hari lalu ada pengendara yang jatuh karena lubang tidak terlihat."
)
INTERIM = "Terima kasih. Petugas kami memeriksa tempat itu besok pagi, dan Anda kami kabari setelahnya."
CSRF = "a" * 32
USERS = 8


@dataclass(frozen=True)
class Visits:
    """What is asked of one page: cookies by user, and visits as (method, path, body).

    With `once` all users take from the first list until it is empty; else each walks its own over and over.
    """

    cookies: list[str]
    visits: list[list[tuple[str, str, str]]]
    expect: int = 200
    once: bool = False


def official(position: Position) -> str:
    """The key of a session of this official, as password and second factor leave it."""
    person = position.person
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = f"{Officials.__module__}.{Officials.__qualname__}"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": how, "at": time.time()} for how in ("password", "mfa")]
    store[METHODS_OF] = str(person.pk)
    store.save()
    return str(store.session_key)


def with_receipts(complaints: Iterable[int]) -> str:
    """The key of a session of somebody without account who gave number and code of these complaints."""
    store = SessionStore()
    store["receipts"] = identity.seal(list(complaints))
    store.save()
    return str(store.session_key)


def filing() -> dict[str, str]:
    """The form of a citizen who leaves no name. Each is another form."""
    place = secrets.choice(Kalurahan.objects.all())
    return {
        "kunci": str(uuid.uuid4()), "dibuka": "", "kirim": "1", "cerita": STORY, "kapanewon": place.kapanewon_id,
        "kalurahan": place.pk, "patokan": "Depan pasar", "tanggal": "Tadi malam",
    }  # fmt: skip


def passing_on(version: int) -> dict[str, str]:
    """The form of an operator who passes a case on that his page showed in this version."""
    return {"form_key": str(uuid.uuid4()), "version": str(version), "interim": INTERIM}


def reading(sessions: Sequence[str], paths: Sequence[Sequence[str]]) -> Visits:
    """Each user reads the pages of his own list."""
    cookies = [f"{settings.SESSION_COOKIE_NAME}={key}" if key else "" for key in sessions]
    return Visits(cookies, [[("GET", path, "") for path in own] for own in paths])


def sending(sessions: Sequence[str], forms: Iterable[tuple[str, dict[str, Any]]]) -> Visits:
    """All users send these forms (address and fields), each form once."""
    token = f"{settings.CSRF_COOKIE_NAME}={CSRF}"
    cookies = [f"{token}; {settings.SESSION_COOKIE_NAME}={key}" if key else token for key in sessions]
    once = [("POST", url, urlencode({**form, "csrfmiddlewaretoken": CSRF})) for url, form in forms]
    return Visits(cookies, [once], expect=302, once=True)
