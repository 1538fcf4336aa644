"""Walks of complaints written down in a file, walked act by act through the real steps; and what their clocks say.

The form of the file is tests/data/walks.json's: calendars by code, and walks with their acts and expected clocks.
Everything is made in the caller's database, which should be a throw-away one, and undone after each walk.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from lapor.complaints.identity import Reporter
from lapor.complaints.models import Complaint, Kapanewon
from lapor.complaints.steps import receive
from lapor.complaints.walks.acts import act
from lapor.complaints.walks.outcome import told
from lapor.complaints.walks.town import Town, WalkError, instant
from lapor.sop.rules import Klass


def walked(given: Mapping[str, Any], walk: Mapping[str, Any]) -> dict[str, Any]:
    """What came out of this walk, in the form of its "expected". Raises WalkError, CalendarError, Refused."""
    with transaction.atomic():
        came_out = told(perform(given, walk), zone=given[walk["calendars"]["tim"]].get("zone", "Asia/Jakarta"))
        transaction.set_rollback(True)
    return came_out


def perform(given: Mapping[str, Any], walk: Mapping[str, Any]) -> Complaint:
    """Walk the acts at their instants; the complaint as it stands after them."""
    first, *later = walk["acts"]
    if first["act"] != "submit":
        raise WalkError("Tindakan pertama seharusnya submit.")
    began = instant(first["at"])
    town = Town(given, walk, at=began - timedelta(days=1))
    place, _ = Kapanewon.objects.get_or_create(code="walk", defaults={"name": "Bantul"})
    complaint = receive.submit(
        receive.Filing(
            story="Lampu jalan padam di depan pasar.", kapanewon=place, klass=Klass(first.get("class", "complaint"))
        ),
        reporter=Reporter(),
        form_key=f"walk {walk['name']}",
        opened_at=instant(first.get("form_opened_at", first["at"])),
        at=began,
    ).complaint
    agency = ""
    for one in later:
        agency = one.get("to", agency)
        act(town, one, complaint.pk, agency, klass=first.get("class", "complaint"))
    return Complaint.objects.get(pk=complaint.pk)
