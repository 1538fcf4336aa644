"""Where a picture that is not sent yet says it was taken, in words, for its reporter alone."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from lapor.complaints import geography, uploads
from lapor.complaints.geography import Point
from lapor.complaints.models import Attachment
from lapor.sop import words

register = template.Library()


@register.filter
def taken_place(file: Attachment) -> str:
    """ "di Kalurahan Timbulharjo, Kapanewon Sewon", "di luar Bantul, kira-kira 3 km dari batas"; "" without a place."""
    facts = uploads.facts_of(file) if file.is_picture else None
    if facts is None or facts.place is None:
        return ""
    found = geography.find(Point(*facts.place))
    if found.kalurahan is None:
        far = words.distance(found.metres, _)
        return _("di luar Bantul, kira-kira %(far)s dari batas") % {"far": far}
    area = geography.areas()[found.kalurahan]
    sentence = _("di Kalurahan %(kalurahan)s, Kapanewon %(kapanewon)s")
    return sentence % {"kalurahan": area.name, "kapanewon": area.kapanewon}
