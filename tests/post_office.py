"""A real mail server on this machine that can be told how to behave, and a gateway to telephones."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from lapor.notices.addresses import ServerAddress


@dataclass
class Received:
    sender: str
    recipients: list[str]
    mail: EmailMessage

    @property
    def text(self) -> str:
        return str(self.mail.get_content())


@dataclass
class PostOffice:
    """What it received, and how it behaves: `rcpt` and `data` are answers it gives instead of taking a letter.

    `silent_after` letters it takes the whole of the next one and never answers; `hangs_up_after` likewise but
    closes the connection; both keep the letter or not, as `keeps` says.
    """

    received: list[Received] = field(default_factory=list)
    rcpt: dict[str, str] = field(default_factory=dict)
    data: list[str] = field(default_factory=list)
    silent: int = 0
    breaks: int = 0
    keeps: bool = True
    port: int = 0

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, to: str, options: Any) -> str:
        if to in self.rcpt:
            return self.rcpt[to]
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.data:
            return self.data.pop(0)
        trouble = self.silent or self.breaks
        if not trouble or self.keeps:
            self._keep(envelope)
        if self.silent:
            self.silent -= 1
            await asyncio.sleep(30)
        if self.breaks:
            self.breaks -= 1
            assert server.transport is not None
            server.transport.abort()
        return "250 OK"

    def _keep(self, envelope: Envelope) -> None:
        content = envelope.content
        assert isinstance(content, bytes)
        mail = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.received.append(Received(str(envelope.mail_from), list(envelope.rcpt_tos), mail))

    def to(self, address: str) -> list[Received]:
        return [one for one in self.received if one.recipients == [address]]


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    """A mail server that takes everything until a test tells it otherwise; the settings point to it."""
    office = PostOffice()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        office.port = probe.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    settings.MAIL_SERVER = ServerAddress("127.0.0.1", office.port, tls="none")
    settings.MAIL_TIMEOUT = 2.0
    yield office
    controller.stop()


@pytest.fixture
def gateway(settings: Any) -> Iterator[list[tuple[str, bytes]]]:
    """What telephones are sent, as it came: address and body of each message. The settings point to it."""
    taken: list[tuple[str, bytes]] = []

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.MESSENGER_URL = f"json://127.0.0.1:{server.server_port}/kirim/{{telepon}}"
    yield taken
    server.shutdown()
    server.server_close()
