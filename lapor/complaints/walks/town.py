"""What a walk needs before its first act: offices with their hours, and somebody at every desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from lapor.people import calendars
from lapor.people.models import Agency, AgencyKind, Calendar, Closure, Person, Position, Unit
from lapor.sop import clock
from lapor.sop.rules import INSPECTORATE, SYSTEM, Actor, Role

_AGENCY_POSTS: Final = (Role.OPERATOR, Role.OFFICER, Role.HEAD, Role.UNIT)
_LONG_AGO: Final = date(2000, 1, 1)


class WalkError(ValueError):
    """What cannot be walked in a file, as an Indonesian sentence."""


class Town:
    """The offices, hours and people that one walk needs."""

    def __init__(self, given: Mapping[str, Any], walk: Mapping[str, Any], *, at: datetime) -> None:
        self._given, self._at = given, at
        AgencyKind.objects.get_or_create(code="walk", defaults={"name": "OPD"})
        self.tim = self._calendar(calendars.TIM_CODE, walk["calendars"]["tim"])
        self.posts: dict[tuple[str, str], Position] = {
            ("", role.value): self._hold(role) for role in (Role.VERIFIER, Role.CHAIR)
        }
        inspectorate = Agency.objects.create(
            code="walk-insp", short="Inspektorat", name="Inspektorat",
            kind=AgencyKind.objects.get(code="walk"), officer_title="Sekretaris", head_title="Inspektur",
            calendar=self.tim,
        )  # fmt: skip
        self.posts |= {("", role.value): self._hold(role, inspectorate) for role in INSPECTORATE}
        for short, code in walk["calendars"]["agencies"].items():
            self._open(short, code)

    def _calendar(self, code: str, named: str) -> Calendar:
        if named not in self._given:
            raise WalkError(f"Kalender “{named}” tidak ada di berkas.")
        hours: dict[str, Any] = clock.Calendar.from_json(self._given[named]).to_json()
        row = Calendar.objects.create(
            code=code, name=named, zone=hours["zone"], week=hours["week"], profiles=hours["profiles"], observes="none"
        )
        days = [date.fromisoformat(day) for day in self._given[named].get("off", [])]
        Closure.objects.bulk_create(Closure(calendar=row, day=day, name="Libur") for day in dict.fromkeys(days))
        calendars.publish(row, at=self._at)
        return row

    def _open(self, short: str, code: str) -> None:
        kind = AgencyKind.objects.get(code="walk")
        agency = Agency.objects.create(
            code=short[:12], short=short, name=short, kind=kind, officer_title="Sekretaris", head_title="Kepala",
            calendar=self._calendar(f"walk-{Agency.objects.count()}", code),
        )  # fmt: skip
        unit = Unit.objects.create(agency=agency, name="Seksi")
        for role in _AGENCY_POSTS:
            self.posts[short, role.value] = self._hold(role, agency, unit if role is Role.UNIT else None)

    def _hold(self, role: Role, agency: Agency | None = None, unit: Unit | None = None) -> Position:
        person = Person.objects.create_person(email=f"{role}.{agency or 'tim'}@walk.invalid".lower(), name=str(role))
        return Position.objects.create(
            person=person, role=role, agency=agency, unit=unit, structural=True, starts=_LONG_AGO
        )

    def actor(self, by: str, agency: str) -> Actor:
        if by in ("citizen", "system"):
            return Actor(Role.CITIZEN) if by == "citizen" else SYSTEM
        post = self.posts.get(("", by)) or self.posts.get((agency, by))
        if post is None:
            raise WalkError(f"Pelaku “{by}” tidak dikenal di OPD “{agency}”.")
        return post.as_actor()


def instant(text: str) -> datetime:
    """An ISO 8601 instant that names its zone. Raises WalkError."""
    try:
        at = datetime.fromisoformat(text)
    except (TypeError, ValueError) as unread:
        raise WalkError(f"Waktu “{text}” tidak terbaca. Tulis seperti 2026-03-02T08:15+07:00.") from unread
    if at.utcoffset() is None:
        raise WalkError(f"Waktu “{text}” tidak menyebut zonanya. Tambahkan, misalnya +07:00.")
    return at
