"""Where it happened, as it was typed or pointed at, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lapor.complaints.geography import Point
from lapor.complaints.models import Kalurahan, Kapanewon
from lapor.public.typed import line

UNKNOWN = "tidak-tahu"
_LENGTHS = {"kapanewon": 20, "kalurahan": 20, "patokan": 200, "titik": 80, "akurasi": 10, "sumber": 10}


@dataclass(frozen=True)
class Where:
    """The fields of the form. `titik` is a point as text, `akurasi` metres, `sumber` a value of Spot.Source."""

    kapanewon: str = ""
    kalurahan: str = ""
    patokan: str = ""
    titik: str = ""
    akurasi: str = ""
    sumber: str = ""


@dataclass(frozen=True)
class Place:
    """Where it happened; `fault` is (field, sentence) if what was given does not agree, `told` is said back."""

    kapanewon: Kapanewon | None
    kalurahan: Kalurahan | None
    fault: tuple[str, str] | None = None
    point: Point | None = None
    told: tuple[str, ...] = ()


def read(post: Any) -> Where:
    """The fields as posted, cut at what a page can show."""
    return Where(**{name: line(post.get(name, ""))[:most] for name, most in _LENGTHS.items()})


def judge(where: Where) -> Place:
    """Read the two selects: a kalurahan alone tells its kapanewon, "Tidak tahu" needs one to be chosen."""
    kapanewon = Kapanewon.objects.filter(pk=where.kapanewon).first()
    if where.kalurahan == UNKNOWN:
        fault = None if kapanewon else ("kapanewon", _("Pilih kapanewon tempat kejadian."))
        return Place(kapanewon, None, fault)
    kalurahan = Kalurahan.objects.select_related("kapanewon").filter(pk=where.kalurahan).first()
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
