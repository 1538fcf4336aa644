"""The filing form as it was typed, and what is asked of it; everything comes back as it was on an error."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core.signing import BadSignature, Signer

from lapor.complaints.steps.receive import Filing
from lapor.public import where
from lapor.public.typed import line, plain
from lapor.public.where import Place, Where

_LENGTHS = {"tanggal": 120, "nama": 120, "kontak": 120}
_signer = Signer(salt="lapor.public.opened")


@dataclass
class FilingForm:
    """`opened` is when the form was first drawn, signed together with its key."""

    key: str
    opened: str
    cerita: str = ""
    tanggal: str = ""
    where: Where = field(default_factory=Where)
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
        where=where.read(post),
        anonim="anonim" in post,
        rahasia="rahasia" in post,
        **short,
    )


def filing(form: FilingForm, place: Place) -> Filing:
    return Filing(
        story=form.cerita.strip(),
        kapanewon=place.kapanewon,
        kalurahan=place.kalurahan,
        landmark=form.where.patokan,
        spot=place.point,
        occurred=form.tanggal,
        anonim=form.anonim,
        rahasia=form.rahasia,
    )
