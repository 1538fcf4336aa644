"""Where a mail server is, as the settings say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ServerAddress:
    """`tls` is "implicit" from the first byte on, "starttls", or "none" for a server on this machine."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: str = "starttls"
