"""The letters that lie in var/mail because there is no mail server: to be read as whoever got them."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

NAME = re.compile(r"[0-9a-f]{32}")
MOST = 200


@dataclass(frozen=True)
class Lying:
    """A letter in the folder; `name` is its file's, without the ending."""

    name: str
    to: str
    subject: str
    at: datetime
    text: str
    headers: list[tuple[str, str]]


def newest(folder: Path, *, to: str = "") -> list[Lying]:
    """The newest letters, those to one address if it is given."""
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns, reverse=True)[:MOST]
    letters = [_read(file) for file in files]
    return [one for one in letters if not to or one.to == to]


def find(folder: Path, name: str) -> Lying | None:
    """The letter of this name, None if there is none."""
    file = folder / f"{name}.eml"
    return _read(file) if NAME.fullmatch(name) and file.is_file() else None


def _read(file: Path) -> Lying:
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    headers = [(name, str(value)) for name, value in mail.items()]
    at = parsedate_to_datetime(str(mail["Date"]))
    return Lying(file.stem, str(mail["To"]), str(mail["Subject"]), at, str(mail.get_content()), headers)
