"""The filing form as it was typed, and what is asked of it; everything comes back as it was on an error."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from lapor.complaints.models import Kalurahan, Kapanewon
from lapor.complaints.steps.receive import Filing

UNKNOWN = "tidak-tahu"
_LENGTHS = {"tanggal": 120, "patokan": 200, "nama": 120, "kontak": 120}
_signer = Signer(salt="lapor.public.opened")


@dataclass
class FilingForm:
    """`opened` is when the form was first drawn, signed together with its key."""

    key: str
    opened: str
    cerita: str = ""
    tanggal: str = ""
    kapanewon: str = ""
    kalurahan: str = ""
    patokan: str = ""
    anonim: bool = False
    rahasia: bool = False
    nama: str = ""
    kontak: str = ""

    def opened_at(self, *, now: datetime) -> datetime:
        """When the citizen began to write; now, where the mark was tampered with."""
        try:
            key, seconds = _signer.unsign(self.opened).split(" ")
            began = datetime.fromtimestamp(int(seconds), UTC)
        except (BadSignature, ValueError):
            return now
        return began if key == self.key and began <= now else now


@dataclass(frozen=True)
class Place:
    """Where it happened, as far as the two selects say; `fault` is (field, sentence) if they do not agree."""

    kapanewon: Kapanewon | None
    kalurahan: Kalurahan | None
    fault: tuple[str, str] | None = None


def blank(*, at: datetime) -> FilingForm:
    key = str(uuid.uuid4())
    return FilingForm(key, _signer.sign(f"{key} {int(at.timestamp())}"))


def read(post: Any, key: str) -> FilingForm:
    """The form as posted. Line ends are made plain; single-line fields are cut at what a page can show."""
    short = {name: line(post.get(name, ""))[:most] for name, most in _LENGTHS.items()}
    return FilingForm(
        key,
        post.get("dibuka", ""),
        cerita=plain(post.get("cerita", "")),
        kapanewon=line(post.get("kapanewon", "")),
        kalurahan=line(post.get("kalurahan", "")),
        anonim="anonim" in post,
        rahasia="rahasia" in post,
        **short,
    )


def plain(text: str) -> str:
    """Words of a textarea: one kind of line end, no NUL (the database takes none)."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def line(text: str) -> str:
    """Words of a single-line field: plain, without spaces too many."""
    return " ".join(plain(text).split())


def place(form: FilingForm) -> Place:
    """Read the two selects: a kalurahan alone tells its kapanewon, "Tidak tahu" needs one to be chosen."""
    kapanewon = Kapanewon.objects.filter(pk=form.kapanewon).first()
    if form.kalurahan == UNKNOWN:
        fault = None if kapanewon else ("kapanewon", _("Pilih kapanewon tempat kejadian."))
        return Place(kapanewon, None, fault)
    kalurahan = Kalurahan.objects.select_related("kapanewon").filter(pk=form.kalurahan).first()
    if kalurahan is None:
        sentence = _("Pilih kalurahan tempat kejadian. Kalau ragu, pilih “Tidak tahu”.")
        return Place(kapanewon, None, ("kalurahan", sentence))
    if kapanewon is not None and kalurahan.kapanewon_id != kapanewon.pk:
        sentence = _("Kalurahan %(kalurahan)s ada di Kapanewon %(its)s. Samakan kedua pilihan.") % {
            "kalurahan": kalurahan.name,
            "its": kalurahan.kapanewon.name,
        }
        return Place(kapanewon, kalurahan, ("kalurahan", sentence))
    return Place(kalurahan.kapanewon, kalurahan)


def filing(form: FilingForm, where: Place) -> Filing:
    return Filing(
        story=form.cerita.strip(),
        kapanewon=where.kapanewon,
        kalurahan=where.kalurahan,
        landmark=form.patokan,
        occurred=form.tanggal,
        anonim=form.anonim,
        rahasia=form.rahasia,
    )
