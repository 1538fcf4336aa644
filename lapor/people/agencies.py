"""Agencies, their kinds and their units, changed in the product: what may be said of them, and its journal.

Names, kind, parent and titles of an agency change by date: see reorganisation.py, which asks `wrong_facts`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.people import journal
from lapor.people.faults import demand, refuse
from lapor.people.models import Agency, AgencyKind, Calendar, Duty, Position, Unit
from lapor.sop.rules import Role

_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,11}")
_KIND_CODE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
FACTS: Final = ("short", "name", "kind", "parent", "officer_title", "head_title")


@dataclass(frozen=True)
class Facts:
    """What a reorganisation may change of an agency. A title left empty is the kind's."""

    short: str
    name: str
    kind: AgencyKind | None
    parent: Agency | None = None
    officer_title: str = ""
    head_title: str = ""

    def as_words(self) -> dict[str, str]:
        """The facts as JSON can keep them: kind and parent by their codes, titles filled in."""
        kind = self.kind
        return {
            "short": self.short,
            "name": self.name,
            "kind": kind.code if kind else "",
            "parent": self.parent.code if self.parent else "",
            "officer_title": self.officer_title or (kind.officer_title if kind else ""),
            "head_title": self.head_title or (kind.head_title if kind else ""),
        }


def facts_of(agency: Agency) -> dict[str, str]:
    """What stands now, as `Facts.as_words` says it."""
    parent = agency.parent
    return {
        "short": agency.short,
        "name": agency.name,
        "kind": agency.kind_id,
        "parent": parent.code if parent else "",
        "officer_title": agency.officer_title,
        "head_title": agency.head_title,
    }


def wrong_facts(facts: Facts, *, day: date, agency: Agency | None = None) -> dict[str, str | None]:
    """A sentence, or None, for each field of these facts; `agency` is the one that is to carry them on `day`."""
    same = Agency.objects.exclude(pk=agency.pk) if agency else Agency.objects.all()
    twin = same.filter(short__iexact=facts.short).first() or same.filter(code__iexact=facts.short).first()
    return {
        "short": too_long(facts.short, _("Tulis nama pendeknya."), 40)
        or (_("Nama pendek itu dipakai %(name)s.") % {"name": twin.name} if twin else None),
        "name": too_long(facts.name, _("Tulis nama lengkapnya."), 160),
        "kind": None if facts.kind else _("Pilih jenis OPD."),
        "parent": _wrong_parent(agency, facts.parent, day),
        "officer_title": too_long(facts.officer_title, "", 80),
        "head_title": too_long(facts.head_title, "", 80),
    }


def add(code: str, facts: Facts, calendar: Calendar | None, *, by: Position | None, at: datetime, day: date) -> Agency:
    """A new agency, which is given complaints once it has its three holders. Raises Faulty."""
    taken = Agency.objects.filter(code__iexact=code).first()
    demand(
        code=(None if _CODE.fullmatch(code) else _("Kode berisi huruf, angka, titik, atau strip; paling banyak 12."))
        or (_("Kode itu dipakai %(name)s.") % {"name": taken.name} if taken else None),
        calendar=None if calendar else _("Pilih jam kerja."),
        **wrong_facts(facts, day=day),
    )
    words = facts.as_words()
    with transaction.atomic():
        agency = Agency(code=code, calendar=calendar)
        put(agency, words)
        journal.record("agency_added", subject=f"agency {code}", at=at, position=by, data={**words, "code": code})
    return agency


def put(agency: Agency, words: Mapping[str, str]) -> None:
    """Save these facts, given as `Facts.as_words` gives them, into the agency."""
    for name in ("short", "name", "officer_title", "head_title"):
        if name in words:
            setattr(agency, name, words[name])
    if "kind" in words:
        agency.kind_id = words["kind"]
    if "parent" in words:
        agency.parent = Agency.objects.get(code=words["parent"]) if words["parent"] else None
    agency.save()


def set_calendar(agency: Agency, calendar: Calendar) -> bool:
    """Let this agency count on this calendar; False if it did before. complaints/office_time.py moves what runs."""
    if agency.calendar == calendar:
        return False
    agency.calendar = calendar
    agency.save(update_fields=["calendar"])
    return True


def set_duty(agency: Agency, duty: Duty | None, *, by: Position | None, at: datetime) -> bool:
    """Give the agency this duty, which whoever has it now loses, or none. False if nothing changed."""
    if agency.duty == (duty or ""):
        return False
    with transaction.atomic():
        journal.wait_for_turn()
        former = Agency.objects.filter(duty=duty).exclude(pk=agency.pk).first() if duty else None
        for one, given in ((former, None), (agency, duty)):
            if one is not None:
                data = {"duty": [Duty(one.duty).label if one.duty else "", given.label if given else ""]}
                one.duty = given or ""
                one.save(update_fields=["duty"])
                journal.record("agency_duty", subject=f"agency {one.code}", at=at, position=by, data=data)
    return True


# ---------------------------------------------------------------- units


def add_unit(agency: Agency, name: str, *, by: Position | None, at: datetime) -> Unit:
    """A new technical unit. Raises Faulty."""
    demand(name=_wrong_unit_name(agency, name))
    with transaction.atomic():
        unit = Unit.objects.create(agency=agency, name=name)
        journal.record(
            "unit_added",
            subject=f"agency {agency.code}",
            at=at,
            position=by,
            data={"unit": name, "agency": agency.short},
        )
    return unit


def rename_unit(unit: Unit, name: str, *, by: Position | None, at: datetime) -> bool:
    """Give the unit another name; False if it has it. Raises Faulty."""
    if unit.name == name:
        return False
    demand(name=_wrong_unit_name(unit.agency, name, but=unit))
    before = unit.name
    with transaction.atomic():
        unit.name = name
        unit.save(update_fields=["name"])
        data = {"unit": [before, name]}
        journal.record("unit_changed", subject=f"agency {unit.agency.code}", at=at, position=by, data=data)
    return True


def switch_unit(unit: Unit, *, active: bool, open_cases: int, by: Position | None, at: datetime, day: date) -> bool:
    """Switch a unit on, or off where it holds no case and nobody heads it. `open_cases` are those at the unit.

    False if it stood so before. Raises Faulty. The caller has locked the unit, so that no case comes meanwhile.
    """
    if unit.active == active:
        return False
    if not active and open_cases:
        refuse(_("%(unit)s masih memegang %(n)s aduan. Tarik kembali dulu, atau tunggu selesai.") % {
            "unit": unit.name, "n": open_cases,
        })  # fmt: skip
    heads = Position.objects.filter(unit=unit, role=Role.UNIT, person__is_active=True)
    head = heads.exclude(ends__lt=day).select_related("person").first()
    if not active and head:
        refuse(_("%(name)s masih kepala %(unit)s. Akhiri jabatannya dulu.") % {
            "name": head.person.name, "unit": unit.name,
        })  # fmt: skip
    with transaction.atomic():
        unit.active = active
        unit.save(update_fields=["active"])
        data = {"unit": unit.name, "active": active}
        journal.record("unit_switched", subject=f"agency {unit.agency.code}", at=at, position=by, data=data)
    return True


# ---------------------------------------------------------------- kinds


def add_kind(code: str, words: Mapping[str, str], *, by: Position | None, at: datetime) -> AgencyKind:
    """A new kind with its titles; `words` are name, officer_title and head_title. Raises Faulty."""
    bad_code = (
        None if _KIND_CODE.fullmatch(code) else _("Kode berisi huruf kecil, angka, atau strip; paling banyak 20.")
    )
    if not bad_code and AgencyKind.objects.filter(pk=code).exists():
        bad_code = _("Kode itu sudah dipakai.")
    demand(code=bad_code, **_wrong_kind(words))
    with transaction.atomic():
        kind = AgencyKind.objects.create(code=code, **words)
        journal.record("kind_added", subject=f"kind {code}", at=at, position=by, data={**words, "code": code})
    return kind


def change_kind(kind: AgencyKind, words: Mapping[str, str], *, by: Position | None, at: datetime) -> int | None:
    """Change name and titles of a kind, and the titles of those agencies that carried the kind's.

    How many agencies changed with it; None if nothing changed. Raises Faulty.
    """
    demand(**_wrong_kind(words))
    before = {name: getattr(kind, name) for name in words}
    changed = journal.became(before, words)
    if not changed:
        return None
    carried = 0
    with transaction.atomic():
        for title in ("officer_title", "head_title"):
            if title in changed:
                same = Agency.objects.filter(kind=kind, **{title: before[title]})
                codes = list(same.values_list("code", flat=True))
                carried = max(carried, len(codes))
                Agency.objects.filter(code__in=codes).update(**{title: words[title]})
                for code in codes:
                    data: dict[str, object] = {title: changed[title]}
                    journal.record("agency_changed", subject=f"agency {code}", at=at, position=by, data=data)
        for name, text in words.items():
            setattr(kind, name, text)
        kind.save()
        journal.record("kind_changed", subject=f"kind {kind.code}", at=at, position=by, data=changed)
    return carried


# ---------------------------------------------------------------- what may be said


def too_long(text: str, sentence: str, most: int) -> str | None:
    """The sentence for an empty text (if it may not be empty), or that it is too long."""
    if len(text) > most:
        return _("Paling banyak %(most)s huruf.") % {"most": most}
    return sentence or None if not text else None


def _wrong_parent(agency: Agency | None, parent: Agency | None, day: date) -> str | None:
    if parent is None:
        return None
    if not parent.open_on(day):
        return _("%(name)s sudah tutup. Pilih OPD induk lain.") % {"name": parent.short}
    above: Agency | None = parent
    while above is not None and agency is not None:
        if above.pk == agency.pk:
            return _("%(name)s berada di bawah OPD ini. Pilih OPD induk lain.") % {"name": parent.short}
        above = above.parent
    return None


def _wrong_unit_name(agency: Agency, name: str, but: Unit | None = None) -> str | None:
    twins = Unit.objects.filter(agency=agency, name__iexact=name).exclude(pk__in=[but.pk] if but else [])
    taken = _("%(agency)s sudah punya unit bernama itu.") % {"agency": agency.short} if twins.exists() else None
    return too_long(name, _("Tulis nama unitnya."), 120) or taken


def _wrong_kind(words: Mapping[str, str]) -> dict[str, str | None]:
    return {
        "name": too_long(words["name"], _("Tulis nama jenisnya."), 60),
        "officer_title": too_long(words["officer_title"], _("Tulis sebutan penanggung jawab."), 80),
        "head_title": too_long(words["head_title"], _("Tulis sebutan kepala."), 80),
    }
