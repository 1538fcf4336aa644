"""Taking away a second factor that was lost: by an administrator, never by the person alone."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from lapor.account import letters, sessions
from lapor.people import journal
from lapor.people.models import Person, Position


@transaction.atomic
def forget(person: Person, *, by: Position | None, at: datetime) -> bool:
    """Remove every second factor, end all sessions, write it down and tell the person; whether there was any.

    `by` is the administrator's position, None for the console. At the next sign-in a new one is set up.
    """
    removed, _kinds = Authenticator.objects.filter(user=person).delete()
    if not removed:
        return False
    sessions.end_all(person)
    data = {"person": person.name}
    journal.record("forget_second_factor", subject=journal.of(person), at=at, position=by, data=data)
    what = _("Pengelola menghapus kode kedua akun Anda. Saat masuk lagi, Anda memasang yang baru.")
    letters.changed(person.email, what, at=at)
    return True
