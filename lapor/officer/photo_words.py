"""What a picture told of its taking, in words, for whoever examines the case and for nobody else.

The time, and how far from the complaint's own point; never where: a photograph taken at home names its owner.
"""

from __future__ import annotations

import math
from functools import cache

from django.utils.translation import gettext as _

from lapor.complaints import geography, uploads
from lapor.complaints.geography import Point
from lapor.complaints.models import Attachment
from lapor.complaints.photo_facts import Facts
from lapor.officer.cases import Case
from lapor.sop import words
from lapor.sop.rules import Role

FAR = 1000  # metres from which a picture was taken somewhere else


def allowed(case: Case) -> bool:
    """Whether this official examines the case: the penanggung jawab, the head in his place, the Inspektorat's."""
    role = case.actor.role
    return role in (Role.OFFICER, Role.INVESTIGATOR) or (role is Role.HEAD and case.situation.head_examines)


def told(case: Case, file: Attachment) -> list[str]:
    """Sentences about this file of the case; none for who may not read them, or where it told nothing."""
    if not allowed(case) or not file.is_picture:
        return []
    facts = uploads.facts_of(file)
    return [sentence for sentence in (_taken(case, file, facts), _away(case, facts)) if sentence] if facts else []


def _taken(case: Case, file: Attachment, facts: Facts) -> str:
    if facts.taken_at is None:
        return ""
    when = words.long_instant(facts.taken_at)
    if facts.taken_at > file.created_at:
        return _("Diambil %(when)s menurut kameranya: sesudah dikirim, jadi jam kamera itu salah.") % {"when": when}
    shows_work = file.purpose != Attachment.Purpose.EVIDENCE
    if shows_work and facts.taken_at < case.complaint.received_at:
        return _("Diambil %(when)s: tanggalnya sebelum aduan masuk.") % {"when": when}
    return _("Diambil %(when)s.") % {"when": when}


def _away(case: Case, facts: Facts) -> str:
    """The distance to the point of the complaint; without one to the middle of the kalurahan, and said so."""
    if facts.place is None:
        return ""
    here = Point(*facts.place)
    spot = getattr(case.complaint, "spot", None)
    if spot is not None:
        metres = _metres(here, Point(float(spot.lat), float(spot.lng)))
        sentence = _("Jauh dari titik aduan: %(far)s.") if metres >= FAR else _("%(far)s dari titik aduan.")
        return sentence % {"far": words.distance(metres, _)}
    kalurahan = case.complaint.kalurahan
    centre = _centre(kalurahan.code) if kalurahan else None
    if centre is None:
        return ""
    sentence = _("Kira-kira %(far)s dari tengah Kalurahan %(name)s; aduan ini tanpa titik.")
    return sentence % {"far": words.distance(_metres(here, centre), _), "name": kalurahan.name if kalurahan else ""}


@cache
def _centre(code: str) -> Point | None:
    area = geography.areas().get(code)
    return geography.degrees(geography.middle(area)) if area else None


def _metres(one: Point, other: Point) -> float:
    """Over the globe: a photograph may come from anywhere."""
    north, south = math.radians(one.lat), math.radians(other.lat)
    across = math.radians(other.lng - one.lng)
    share = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * 6_371_000 * math.asin(min(1.0, math.sqrt(share)))
