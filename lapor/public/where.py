"""Where it happened, as it was typed or pointed at, and what follows from it.

Three ways of equal rank: the telephone's position, a pin, or kapanewon, kalurahan and words. A point alone is
enough, and so are words alone. Nothing chosen is changed silently: a point and a choice that contradict each other
are asked about. A point at the border or outside of Bantul is taken as it is; a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from lapor.complaints import coordinates, geography
from lapor.complaints.geography import Found, Point
from lapor.complaints.models import Kalurahan, Kapanewon, Spot
from lapor.public.typed import count, line
from lapor.sop import words

UNKNOWN: Final = "tidak-tahu"
NEIGHBOURS = 10_000  # metres outside of Bantul up to which the nearest kapanewon is a fair guess
_LENGTHS = {"kapanewon": 20, "kalurahan": 20, "patokan": 200, "titik": 300, "akurasi": 12, "sumber": 10}


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
    """Where it happened. `fault` is (field, sentence) if what was given is not enough or does not agree.

    `told` are sentences about the point, to be said back to whoever gave it.
    """

    kapanewon: Kapanewon | None
    kalurahan: Kalurahan | None
    fault: tuple[str, str] | None = None
    point: Point | None = None
    told: tuple[str, ...] = ()


def read(post: Any) -> Where:
    """The fields as posted, cut at what a page can show."""
    return Where(**{name: line(post.get(name, ""))[:most] for name, most in _LENGTHS.items()})


def judge(where: Where) -> Place:
    """What was given, put together: the point first, then the two selects against it."""
    point, told, refused = _point(where)
    chosen = _chosen(where)
    if point is None:
        place = replace(chosen, told=told)
        return replace(place, fault=("titik", told[-1])) if refused else place
    found = geography.find(point)
    place = _beside(point, found, chosen, where)
    return replace(place, point=point, told=(*told, sentence(found)))


def shown(where: Where, place: Place) -> Where:
    """The fields to be shown again: with what the point told of the selects that were left empty."""
    filled = where
    if place.point is not None:
        filled = replace(filled, titik=coordinates.written(place.point.lat, place.point.lng))
    if place.fault is None and place.kapanewon is not None:
        filled = replace(filled, kapanewon=place.kapanewon.pk)
    if place.fault is None and place.kalurahan is not None:
        filled = replace(filled, kalurahan=place.kalurahan.pk)
    return filled


def there(place: Place) -> tuple[str, str, str] | None:
    """The codes of kapanewon and kalurahan at the point and their words, where something else was chosen."""
    if place.point is None or place.fault is None:
        return None
    code = geography.find(place.point).kalurahan
    kalurahan = _kalurahan(code or "")
    return (kalurahan.kapanewon_id, kalurahan.pk, geography.areas()[kalurahan.pk].called) if kalurahan else None


def sentence(found: Found) -> str:
    """What is said of a point to whoever gave it."""
    if found.kalurahan is None:
        return _(
            "Titik ini di luar Bantul, kira-kira %(far)s dari batas. "
            "Aduan tetap boleh dikirim: petugas yang memutuskan."
        ) % {"far": words.distance(found.metres, _)}
    name = geography.areas()[found.kalurahan].called
    if found.finding == Spot.Finding.BORDER:
        return _(
            "Titik ini di perbatasan, dekat Kalurahan %(place)s. Aduan tetap boleh dikirim: petugas yang memutuskan."
        ) % {"place": name}
    return _("Titik Anda ada di Kalurahan %(place)s.") % {"place": name}


def _point(where: Where) -> tuple[Point | None, tuple[str, ...], bool]:
    """The point, what is to be said of how it was read, and whether it must be written differently."""
    if not where.titik:
        return None, (), False
    reading = coordinates.read(where.titik)
    told = (reading.told,) if reading.told else ()
    if reading.at is None:
        return None, told, reading.refused
    source = where.sumber if where.sumber in Spot.Source.values else Spot.Source.PIN
    return Point(*reading.at, source=source, accuracy=_accuracy(where)), told, False


def _accuracy(where: Where) -> int | None:
    """Metres; only a telephone says how well it knows, and beyond 100 km it knows nothing."""
    metres = count(where.akurasi, digits=_LENGTHS["akurasi"]) if where.sumber == Spot.Source.DEVICE else None
    return None if metres is None else min(metres, 100_000)


def _chosen(where: Where) -> Place:
    """The two selects: a kalurahan alone tells its kapanewon, "Tidak tahu" needs one to be chosen."""
    kapanewon = Kapanewon.objects.filter(pk=where.kapanewon).first()
    if where.kalurahan == UNKNOWN:
        fault = None if kapanewon else ("kapanewon", _("Pilih kapanewon tempat kejadian."))
        return Place(kapanewon, None, fault)
    kalurahan = _kalurahan(where.kalurahan)
    if kalurahan is None:
        missing = _("Pilih kalurahan tempat kejadian. Kalau ragu, pilih “Tidak tahu”.")
        return Place(kapanewon, None, ("kalurahan", missing))
    if kapanewon is not None and kalurahan.kapanewon_id != kapanewon.pk:
        differ = _("Kalurahan %(kalurahan)s ada di Kapanewon %(its)s. Samakan kedua pilihan.") % {
            "kalurahan": kalurahan.name,
            "its": kalurahan.kapanewon.name,
        }
        return Place(kapanewon, kalurahan, ("kalurahan", differ))
    return Place(kalurahan.kapanewon, kalurahan)


def _beside(point: Point, found: Found, chosen: Place, where: Where) -> Place:
    """What was chosen, seen beside the point; what was left open is filled from it."""
    if chosen.kalurahan is not None:
        return chosen if chosen.fault else _agreed(point, found, chosen)
    if chosen.kapanewon is None:
        return _by_point_alone(found)
    there = _kalurahan(found.kalurahan or "")
    if there is None:
        return replace(chosen, fault=None)
    if there.kapanewon_id == chosen.kapanewon.pk:
        return Place(there.kapanewon, there)
    if _near(point, chosen.kapanewon.pk):
        return replace(chosen, fault=None)
    return replace(chosen, fault=("kapanewon", _asked(found, chosen.kapanewon.name)))


def _agreed(point: Point, found: Found, chosen: Place) -> Place:
    assert chosen.kalurahan is not None
    if found.kalurahan is None or _near(point, chosen.kalurahan.pk):
        return chosen
    return replace(chosen, fault=("kalurahan", _asked(found, geography.areas()[chosen.kalurahan.pk].called)))


def _by_point_alone(found: Found) -> Place:
    there = _kalurahan(found.kalurahan or "")
    if there is not None:
        return Place(there.kapanewon, there)
    if found.metres <= NEIGHBOURS:
        return Place(Kapanewon.objects.filter(kalurahan=found.nearest).first(), None)
    asked = _("Titik Anda di luar Bantul, kira-kira %(far)s dari batas. Pilih kapanewon tempat kejadian.")
    return Place(None, None, ("kapanewon", asked % {"far": words.distance(found.metres, _)}))


def _asked(found: Found, chosen: str) -> str:
    return _(
        "Titik Anda ada di Kalurahan %(there)s, tetapi yang dipilih %(chosen)s. "
        "Samakan keduanya, atau kosongkan titiknya."
    ) % {"there": geography.areas()[found.nearest].called, "chosen": chosen}


def _near(point: Point, code: str) -> bool:
    """Whether a point may well lie in this kalurahan or kapanewon: outlines and telephones are not that exact."""
    margin = max(geography.BORDER, point.accuracy or 0)
    return any(geography.apart(point, one) <= margin for one in geography.areas() if one.startswith(code))


def _kalurahan(code: str) -> Kalurahan | None:
    return Kalurahan.objects.select_related("kapanewon").filter(pk=code).first()
