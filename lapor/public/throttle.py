"""How much one address may try within an hour: ten guesses at one number, thirty at all, forty files (an account
a hundred), six hundred points on the map.

Who guesses elsewhere must not shut the owner out, so that tries at one subject count by address; a hundred
from everywhere together are still too many for one code. Passwords and sign-in codes: lapor/account/throttle.py.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.translation import gettext_noop as N_

from lapor.account import client
from lapor.complaints import identity
from lapor.public.models import FailedTry

WINDOW = timedelta(hours=1)
PER_SUBJECT_AND_ADDRESS = 10
PER_ADDRESS = 30
PER_SUBJECT = 100
FILES_PER_ADDRESS = 40
FILES_PER_ACCOUNT = 100
POINTS_PER_ADDRESS = 600  # many telephones share one address
SENTENCE = N_("Terlalu banyak percobaan yang keliru. Demi keamanan, tunggu satu jam, lalu coba lagi.")
TOO_MANY_FILES = N_(
    "Terlalu banyak berkas dikirim dari jaringan ini dalam satu jam. "
    "Kirim tanpa berkas baru, atau tunggu satu jam. Tulisan Anda tetap ada."
)


def attempt(kind: str, subject: str, request: HttpRequest, *, at: datetime) -> FailedTry | None:
    """Count this attempt as failed before it is judged, so that parallel guesses cannot slip through.

    Returns the row, to be deleted when the guess was right; None when the limit is reached. What is refused
    here is not counted again: nobody can keep a number closed for longer than he keeps guessing.
    """
    FailedTry.objects.filter(at__lt=at - WINDOW).delete()
    row = FailedTry.objects.create(kind=kind, subject=_keyed(kind, subject), address=_address(request), at=at)
    recent = FailedTry.objects.filter(kind=kind, at__gte=at - WINDOW)
    if (
        recent.filter(subject=row.subject, address=row.address).count() > PER_SUBJECT_AND_ADDRESS
        or recent.filter(address=row.address).count() > PER_ADDRESS
        or recent.filter(subject=row.subject).count() > PER_SUBJECT
    ):
        row.delete()
        return None
    return row


def may_send(count: int, request: HttpRequest, *, at: datetime) -> bool:
    """Whether this account, or without one this address, may send so many files more within the hour; they are
    counted, unless refused."""
    if request.user.is_authenticated:
        return _within("file", count, FILES_PER_ACCOUNT, _keyed("account", str(request.user.pk)), at)
    return _within("file", count, FILES_PER_ADDRESS, _address(request), at)


def may_ask_where(request: HttpRequest, *, at: datetime) -> bool:
    """Whether this address may ask once more what lies at a point; the question is counted, unless refused."""
    return _within("where", 1, POINTS_PER_ADDRESS, _address(request), at)


def _within(kind: str, count: int, most: int, address: str, at: datetime) -> bool:
    FailedTry.objects.filter(at__lt=at - WINDOW).delete()
    rows = FailedTry.objects.bulk_create(FailedTry(kind=kind, subject="", address=address, at=at) for _ in range(count))
    counted = FailedTry.objects.filter(kind=kind, address=address, at__gte=at - WINDOW).count()
    if counted > most:
        FailedTry.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return counted <= most


def _address(request: HttpRequest) -> str:
    return _keyed("address", client.address_of(request))


def _keyed(room: str, text: str) -> str:
    return identity.keyed(f"try:{room}", text)
