"""The letters about accounts: plain text, through the queue of notices."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from lapor.notices import site
from lapor.notices.outbox import queue_letter
from lapor.sop import words


def code(address: str, code: str, *, at: datetime, until: datetime) -> None:
    body = _(
        "Kode masuk Anda di Lapor Bantul:\n\n    %(code)s\n\n"
        "Kode ini berlaku sekali, sampai pukul %(time)s. Jangan berikan kepada siapa pun; petugas kami tidak "
        "pernah menanyakannya.\n\n"
        "Kalau bukan Anda yang meminta, abaikan surel ini. Tanpa kode, tidak ada yang dapat masuk."
    ) % {"code": code, "time": f"{until.astimezone(ZoneInfo(settings.TIME_ZONE)):%H.%M}"}
    _send(address, _("Kode masuk Lapor Bantul"), body, kind="code", at=at, until=until)


def officials_door(address: str, *, at: datetime) -> None:
    """To an official who asked for a citizen's code."""
    body = _(
        "Seseorang, mungkin Anda, meminta kode masuk untuk alamat ini. Alamat ini milik petugas, dan petugas masuk "
        "dengan kata sandi dan kode kedua:\n\n%(url)s\n\nKalau kata sandinya lupa, di halaman itu Anda dapat "
        "meminta tautan untuk membuat yang baru."
    ) % {"url": site.page("official_login")}
    _send(address, _("Petugas masuk dengan kata sandi"), body, kind="code", at=at)


def closed(address: str, *, at: datetime) -> None:
    """To the owner of an account that was closed."""
    body = _(
        "Seseorang, mungkin Anda, meminta kode masuk untuk alamat ini. Akun dengan alamat ini sudah ditutup, jadi "
        "kami tidak mengirim kode. Aduan tetap dapat ditulis tanpa akun:\n\n%(url)s"
    ) % {"url": site.page("file")}
    _send(address, _("Akun Anda di Lapor Bantul sudah ditutup"), body, kind="code", at=at)


def reset(address: str, path: str, *, at: datetime, life: timedelta) -> None:
    body = _(
        "Seseorang, mungkin Anda, meminta kata sandi baru untuk akun petugas ini. Buat kata sandi baru di:\n\n"
        "%(url)s\n\nTautan ini berlaku sekali, sampai %(instant)s. Kode kedua tetap diminta saat masuk.\n\n"
        "Kalau bukan Anda yang meminta, abaikan surel ini: kata sandi lama tetap berlaku."
    ) % {"url": site.absolute(path), "instant": words.long_instant(at + life, translate=_)}
    _send(address, _("Kata sandi baru untuk Lapor Bantul"), body, kind="reset", at=at, until=at + life)


def no_password(address: str, *, at: datetime) -> None:
    """To whoever asked for a password and is no official."""
    body = _(
        "Seseorang, mungkin Anda, meminta kata sandi baru untuk alamat ini. Warga tidak memerlukan kata sandi: "
        "tulis alamat surel Anda di halaman berikut, lalu kami kirim kode untuk masuk.\n\n%(url)s\n\n"
        "Kalau bukan Anda yang meminta, abaikan surel ini."
    ) % {"url": site.page("account_login")}
    _send(address, _("Masuk ke Lapor Bantul tanpa kata sandi"), body, kind="reset", at=at)


def invitation(address: str, name: str, path: str, *, at: datetime, life: timedelta) -> None:
    body = _(
        "Yth. Bapak/Ibu %(name)s,\n\nAnda mendapat akun petugas di Lapor Bantul, layanan pengaduan Kabupaten "
        "Bantul. Buat kata sandi Anda di:\n\n%(url)s\n\nTautan ini berlaku sekali, sampai %(instant)s. "
        "Sesudah itu Anda masuk dengan alamat surel ini, dan memasang kode kedua di telepon Anda. "
        "Siapkan telepon; seluruhnya perlu sekitar lima menit."
    ) % {"name": name, "url": site.absolute(path), "instant": words.long_instant(at + life, translate=_)}
    _send(address, _("Akun petugas Anda di Lapor Bantul"), body, kind="invitation", at=at, until=at + life)


def changed(address: str, what: str, *, at: datetime) -> None:
    """To tell that something of an account's safety changed: `what` is a whole sentence."""
    body = _(
        "%(what)s Waktunya: %(instant)s.\n\nKalau bukan Anda yang melakukannya, segera hubungi pengelola "
        "Lapor Bantul di kantor Anda."
    ) % {"what": what, "instant": words.long_instant(at, translate=_)}
    _send(address, _("Perubahan pada akun Anda di Lapor Bantul"), body, kind="security", at=at)


def _send(address: str, subject: str, body: str, *, kind: str, at: datetime, until: datetime | None = None) -> None:
    queue_letter(address=address, subject=subject, text=f"{body}\n", kind=kind, at=at, until=until)
