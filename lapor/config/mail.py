"""Where mail and messages go and what their links begin with, from the environment; refused in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parseaddr
from urllib.parse import parse_qsl, unquote, urlsplit

from lapor.config import numbers
from lapor.config.trouble import Trouble
from lapor.notices.addresses import ServerAddress

PORTS = {"smtp": 587, "smtps": 465}
TLS = ("starttls", "none")
PHONE = "{telepon}"


def server(environ: Mapping[str, str]) -> ServerAddress | None:
    """The mail server of LAPOR_MAIL_URL.

    None where none is named: letters then lie in var/mail. Raises Trouble when it cannot be read.
    """
    url = environ.get("LAPOR_MAIL_URL", "")
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        parts, port = urlsplit(""), 0
    tls = dict(parse_qsl(parts.query)).get("tls", TLS[0])
    if parts.scheme not in PORTS or not parts.hostname or not port or tls not in TLS:
        raise Trouble(
            "LAPOR_MAIL_URL harus berbentuk smtp://pengguna:sandi@mesin:587 (STARTTLS), smtps://…:465, "
            "atau smtp://mesin:25?tls=none untuk server di mesin yang sama."
        )
    return ServerAddress(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls="implicit" if parts.scheme == "smtps" else tls,
    )


def sender(environ: Mapping[str, str]) -> str:
    """The address that letters come from; Trouble when LAPOR_MAIL_FROM is none."""
    host = (environ.get("LAPOR_HOSTS") or "localhost").split(",")[0].strip().strip("[]")
    given = environ.get("LAPOR_MAIL_FROM") or f"lapor@{host.replace(':', '-') or 'localhost'}"
    if parseaddr(given)[1] != given or given.count("@") != 1 or not given.isascii():
        raise Trouble(f"LAPOR_MAIL_FROM harus sebuah alamat surel, bukan “{given[:60]}”.")
    return given


def site(environ: Mapping[str, str]) -> str:
    """What links in letters begin with: LAPOR_SITE, or the first name of LAPOR_HOSTS; Trouble when it is no address."""
    host = (environ.get("LAPOR_HOSTS") or "127.0.0.1").split(",")[0].strip()
    secure = environ.get("LAPOR_HTTPS") == "1"
    given = environ.get("LAPOR_SITE") or (f"https://{host}" if secure else f"http://{host}:{numbers.port(environ)}")
    if not given.startswith(("http://", "https://")) or urlsplit(given).path.strip("/"):
        raise Trouble(f"LAPOR_SITE harus berbentuk https://lapor.contoh.go.id, bukan “{given[:60]}”.")
    return given.rstrip("/")


def messenger(environ: Mapping[str, str]) -> str:
    """The Apprise address of LAPOR_MESSENGER_URL, with {telepon} where the number goes; "" without one."""
    url = environ.get("LAPOR_MESSENGER_URL", "")
    if url and PHONE not in url:
        raise Trouble(f"LAPOR_MESSENGER_URL harus memuat {PHONE} di tempat nomor telepon penerima.")
    return url
