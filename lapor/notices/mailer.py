"""Handing one letter to the mail server, or laying it into var/mail where there is none.

Says what became of it: accepted, refused for good (this address), to be tried again, or unknown, when the
server had everything and its answer never came.
"""

from __future__ import annotations

import os
import re
import smtplib
import ssl
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings

from lapor.notices.addresses import ServerAddress
from lapor.notices.letters import Letter


class NotAccepted(Exception):
    """The letter is not with the server; trying again may help. The word says what happened, without addresses."""


class RefusedForGood(Exception):
    """The server will never take a letter for this address."""


class Unknown(Exception):
    """The server had the whole letter, and whether it accepted it nobody can say."""


def message(letter: Letter, *, message_id: str, at: datetime) -> EmailMessage:
    """The letter as it goes out: to one address without a name, marked as written by a machine."""
    mail = EmailMessage(policy=SMTP.clone(cte_type="7bit", max_line_length=250))
    mail["Date"] = format_datetime(at)
    mail["From"] = f"Lapor Bantul <{settings.MAIL_SENDER}>"
    mail["To"] = letter.to
    mail["Subject"] = re.sub(r"\s+", " ", letter.subject).strip()[:180]
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["Content-Language"] = "id"
    mail.set_content(letter.text)
    return mail


class MailServer:
    """A connection to the server of the settings, opened at the first letter and kept for the next ones."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
            self._smtp = None

    def hand_over(self, mail: EmailMessage) -> None:
        """Give the letter to the server. Returns when it was accepted; raises the three above."""
        if settings.MAIL_SERVER is None:
            lay_down(mail, Path(settings.MAIL_FOLDER))
            return
        try:
            self._envelope(mail)
        except (OSError, smtplib.SMTPException) as fault:
            self._break()
            raise NotAccepted(_word(fault)) from fault
        self._content(mail)

    def _envelope(self, mail: EmailMessage) -> None:
        """Up to the recipient: nothing of the letter has left us yet."""
        smtp = self._open()
        code, said = smtp.mail(settings.MAIL_SENDER)
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, said, settings.MAIL_SENDER)
        code, said = smtp.rcpt(str(mail["To"]))
        if 500 <= code < 600:
            smtp.rset()
            raise RefusedForGood(f"{code}")
        if code not in (250, 251):
            smtp.rset()
            raise smtplib.SMTPResponseException(code, said)

    def _content(self, mail: EmailMessage) -> None:
        """The letter itself. A server that answers with an error has not taken it; one that is silent may have."""
        smtp = self._smtp
        assert smtp is not None
        try:
            code, _ = smtp.docmd("DATA")
        except (OSError, smtplib.SMTPException) as fault:
            self._break()
            raise NotAccepted(_word(fault)) from fault
        if code != 354:
            self._break()
            raise NotAccepted(f"DATA {code}")
        body = re.sub(rb"(?m)^\.", b"..", mail.as_bytes())
        try:
            smtp.send(body.rstrip(b"\r\n") + b"\r\n.\r\n")
            code, _ = smtp.getreply()
        except (OSError, smtplib.SMTPException) as fault:
            self._break()
            raise Unknown(_word(fault)) from fault
        if code != 250:
            self._break()
            raise NotAccepted(f"DATA {code}")

    def _open(self) -> smtplib.SMTP:
        if self._smtp is None:
            assert settings.MAIL_SERVER is not None
            self._smtp = _connected(settings.MAIL_SERVER, timeout=settings.MAIL_TIMEOUT)
        return self._smtp

    def _break(self) -> None:
        """Let go of a connection that cannot be trusted any more."""
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def _connected(to: ServerAddress, *, timeout: float) -> smtplib.SMTP:
    """A connection ready for letters. `timeout` in seconds for each answer. Raises OSError and SMTPException."""
    secure = ssl.create_default_context()
    if to.tls == "implicit":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(to.host, to.port, timeout=timeout, context=secure)
    else:
        smtp = smtplib.SMTP(to.host, to.port, timeout=timeout)
        if to.tls == "starttls":
            smtp.starttls(context=secure)
    smtp.ehlo_or_helo_if_needed()
    if to.user:
        smtp.login(to.user, to.password)
    return smtp


def lay_down(mail: EmailMessage, folder: Path) -> None:
    """Write the letter into the folder, whole or not at all; its name is its Message-ID and tells nothing."""
    name = str(mail["Message-ID"]).strip("<>").partition("@")[0]
    part = folder / f".{name}.part"
    with part.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(mail.as_bytes())
        file.flush()
        os.fsync(file.fileno())
    part.rename(folder / f"{name}.eml")


def _word(fault: Exception) -> str:
    """What happened, for the log and the page of notices: a code or the name of the fault, no addresses."""
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{type(fault).__name__} {fault.smtp_code}"
    return type(fault).__name__
