"""The filing form as it was typed, and what is asked of it; everything comes back as it was on an error."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.signing import BadSignature, Signer

from lapor.complaints.steps.receive import Filing
from lapor.public import where
from lapor.public.typed import count, line, plain
from lapor.public.where import Place, Where
from lapor.sop.rules import Klass

_LENGTHS = {"dibuka": 200, "lama": 12, "tanggal": 120, "nama": 120, "kontak": 120}
_LONGEST = timedelta(days=30)  # that a form written without a connection may say it took
_signer = Signer(salt="lapor.public.opened")


@dataclass
class FilingForm:
    """`opened` is when the form was first drawn, signed together with its key; `took` are the seconds of writing
    that a telephone counted which had the form without us, "" otherwise."""

    key: str
    opened: str = ""
    took: str = ""
    cerita: str = ""
    tanggal: str = ""
    where: Where = field(default_factory=Where)
    anonim: bool = False
    rahasia: bool = False
    pengawasan: bool = False
    nama: str = ""
    kontak: str = ""

    def opened_at(self, *, now: datetime) -> datetime:
        """When the citizen began to write; now, where neither we nor his telephone can tell."""
        try:
            key, seconds = _signer.unsign(self.opened).split(" ")
            began = datetime.fromtimestamp(int(seconds), UTC)
        except (BadSignature, ValueError):
            return now - self._counted()
        return began if key == self.key and began <= now else now

    def _counted(self) -> timedelta:
        return min(timedelta(seconds=count(self.took, digits=8) or 0), _LONGEST)


def blank(*, at: datetime) -> FilingForm:
    key = str(uuid.uuid4())
    return FilingForm(key, _signer.sign(f"{key} {int(at.timestamp())}"))


def read(post: Any, key: str) -> FilingForm:
    """The form as posted. Line ends are made plain; single-line fields are cut at what a page can show."""
    short = {name: line(post.get(name, ""))[:most] for name, most in _LENGTHS.items()}
    return FilingForm(
        key,
        short["dibuka"],
        short["lama"],
        cerita=plain(post.get("cerita", "")),
        tanggal=short["tanggal"],
        where=where.read(post),
        anonim="anonim" in post,
        rahasia="rahasia" in post,
        pengawasan="pengawasan" in post,
        nama=short["nama"],
        kontak=short["kontak"],
    )


def fields(form: FilingForm) -> dict[str, str]:
    """The form as its page would send it: what `read` makes the same form of, but for its key."""
    ticks = {"anonim": form.anonim, "rahasia": form.rahasia, "pengawasan": form.pengawasan}
    typed = {
        "dibuka": form.opened,
        "lama": form.took,
        "cerita": form.cerita,
        "tanggal": form.tanggal,
        **asdict(form.where),
        **{name: "on" for name, ticked in ticks.items() if ticked},
        "nama": form.nama,
        "kontak": form.kontak,
    }
    return {name: value for name, value in typed.items() if value}


def hidden(form: FilingForm) -> list[tuple[str, str]]:
    """Every field with the key, for a page that carries the form on."""
    return [("kunci", form.key), *fields(form).items()]


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
        klass=Klass.SUPERVISORY if form.pengawasan else Klass.COMPLAINT,
    )
