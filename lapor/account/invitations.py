"""Inviting an official: a letter with a link to set the first password."""

from __future__ import annotations

from datetime import datetime

from lapor.account import letters, links
from lapor.notices import site
from lapor.people.models import Person


def invite(person: Person, *, at: datetime) -> str:
    """Queue the letter, in the caller's transaction; the absolute link, for whoever hands it over himself.

    Good for three days and once. An earlier password, of an official or of a citizen who became one, stays what
    it is until the link is used; the position must begin by then or later, or the link opens nothing.
    """
    path = links.make(person, "invitation", at=at)
    letters.invitation(person.email, person.name, path, at=at, life=links.LIVES["invitation"])
    return site.absolute(path)
