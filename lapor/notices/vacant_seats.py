"""The daily letter about seats that nobody holds while cases wait there."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from lapor.complaints import seats
from lapor.notices import outbox, site, whom
from lapor.notices.models import Channel
from lapor.notices.when import channels, wish_of
from lapor.people import calendars
from lapor.sop import clock
from lapor.sop.rules import Role


def tell(*, at: datetime) -> int:
    """Queue the letter to each administrator and chair, once a day, on days on which the Tim works; how many."""
    day = at.astimezone(calendars.BANTUL).date()
    if clock.closing(calendars.usable_hours(calendars.tim_calendar()), day) is None:
        return 0
    vacant = seats.vacant(day=day)
    if not vacant:
        return 0
    lines = "\n".join(f"- {one.sentence(day)}" for one in vacant)
    told = {position.person for role in (Role.ADMINISTRATOR, Role.CHAIR) for position in whom.held(day, role)}
    wanting = [person for person in told if Channel.MAIL in channels(person, "seat", wish_of(person.pk))]
    for person in wanting:
        outbox.queue_letter(
            address=person.email,
            subject=_("Jabatan kosong: %(n)s kursi") % {"n": len(vacant)},
            text=_TEXT % {"lines": lines, "link": site.page("readiness")},
            kind="seat",
            at=at,
            key=f"seat:{day}:{person.pk}",
        )
    return len(wanting)


_TEXT = """Di jabatan berikut aduan menunggu, tetapi tidak ada yang memegangnya, sekarang atau dalam dua minggu.

%(lines)s

Isi jabatannya lewat Pengaturan, atau lihat keadaannya di sini:
%(link)s
"""
