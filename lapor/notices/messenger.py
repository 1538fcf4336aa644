"""Handing one short message to the gateway of LAPOR_MESSENGER_URL, by Apprise, which knows a hundred of them."""

from __future__ import annotations

from django.conf import settings

from lapor.notices.letters import Letter
from lapor.notices.mailer import NotAccepted

LONGEST = 600  # letters; telephones cut what is longer


def text(letter: Letter) -> str:
    """The subject and the link: what is written in full stands in the mail or on the page."""
    links = [line for line in letter.text.splitlines() if line.startswith(("http://", "https://"))]
    return " ".join([letter.subject, *links[:1]])[:LONGEST]


def hand_over(letter: Letter) -> None:
    """Give the message to the gateway. Returns when it took it; raises NotAccepted."""
    try:
        from apprise import Apprise
    except ImportError as missing:
        raise NotAccepted("apprise is not installed") from missing
    gateway = Apprise()
    number = letter.to.lstrip("+")
    if not gateway.add(settings.MESSENGER_URL.replace("{telepon}", number)):
        raise NotAccepted("LAPOR_MESSENGER_URL is not understood")
    if not gateway.notify(body=text(letter)):
        raise NotAccepted("the gateway did not take it")
