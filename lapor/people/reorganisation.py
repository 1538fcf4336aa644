"""Reorganisation by date: what of an agency changes on a day, or that it ends, with the decree that says so.

Here are the plan and what it does to agencies, units and positions. What it does to cases, and that both
happen in one transaction, is complaints/reorganise.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.people import agencies, journal, positions
from lapor.people.agencies import Facts
from lapor.people.faults import demand, refuse
from lapor.people.models import Agency, Position, Reorganisation, Unit
from lapor.people.positions import Terms
from lapor.people.readiness import NEEDED, missing_holders
from lapor.sop.rules import Role
from lapor.sop.words import date_words

FARTHEST: Final = timedelta(days=3 * 366)
CHANGE, CLOSE = "change", "close"
MOVES: Final = "positions"  # in the facts of a closing: whether the holders go to the successor


def heir(agency: Agency, day: date) -> Agency:
    """Who goes on with the cases of this agency on this day: itself, or the last of its successors."""
    while not agency.open_on(day) and agency.successor is not None:
        agency = agency.successor
    return agency


def plans(agency: Agency) -> QuerySet[Reorganisation]:
    """What is planned for this agency and not carried out, the next first."""
    return Reorganisation.objects.filter(agency=agency, done_at=None).select_related("successor", "agency")


def plan(
    agency: Agency,
    action: str,
    facts: Mapping[str, object],
    *,
    successor: Agency | None = None,
    day: date,
    decree: str,
    by: Position | None,
    at: datetime,
) -> Reorganisation:
    """Note the plan. The caller has asked the `wrong_` functions and is inside a transaction."""
    row = Reorganisation.objects.create(
        agency=agency, action=action, facts=dict(facts), successor=successor, day=day, decree=decree
    )
    data = {"day": day.isoformat(), "what": action, "decree": decree, **facts}
    if successor:
        data["successor"] = successor.short
    journal.record("reorganisation_planned", subject=f"agency {agency.code}", at=at, position=by, data=data)
    return row


def withdraw(row: Reorganisation, *, by: Position | None, at: datetime) -> None:
    """Take back what was not carried out yet. Inside the caller's transaction. Raises Faulty."""
    if row.done_at is not None:
        refuse(_("Perubahan ini sudah terlaksana, jadi tidak dapat ditarik."))
    data = {"day": row.day.isoformat(), "what": row.action}
    journal.record("reorganisation_withdrawn", subject=f"agency {row.agency.code}", at=at, position=by, data=data)
    row.delete()


# ---------------------------------------------------------------- what stands against a plan


def wrong_day(agency: Agency, day: date | None, decree: str, *, today: date) -> dict[str, str | None]:
    """Day and decree of a plan."""
    if day is None:
        told = _("Isi tanggal mulai berlakunya.")
    elif not today - FARTHEST <= day <= today + FARTHEST:
        told = _("Tanggal itu lebih dari tiga tahun dari hari ini. Periksa lagi tahunnya.")
    elif plans(agency).filter(day=day).exists():
        told = _("Untuk hari itu sudah ada rencana. Tarik rencana itu dulu.")
    else:
        told = ""
    return {"day": told or None, "decree": agencies.too_long(decree, "", 160)}


def wrong_closing(
    agency: Agency, successor: Agency | None, *, day: date, moves: bool, needed: bool, but: int | None = None
) -> dict[str, str | None]:
    """What stands against closing this agency on this day. `needed` is whether it leaves cases to somebody,
    `but` the plan that is carried out now."""
    others = Reorganisation.objects.filter(action=CLOSE, done_at=None).exclude(pk__in=[but] if but else [])
    if (expecting := others.filter(successor=agency).first()) is not None:
        told = _("%(name)s akan bergabung ke OPD ini. Tarik rencana itu dulu.")
        return {"successor": told % {"name": expecting.agency.short}}
    if successor is None:
        told = _("OPD ini punya aduan yang masih terbuka atau dapat dibuka lagi. Pilih OPD penerus.")
        return {"successor": told if needed else None, "moves": _begins_later(agency, day)}
    if successor == agency:
        return {"successor": _("OPD penerus harus OPD lain.")}
    if not successor.open_on(day) or others.filter(agency=successor).exists():
        told = _("%(name)s sendiri tutup atau akan tutup. Pilih OPD lain.")
        return {"successor": told % {"name": successor.short}}
    return {
        "successor": _same_units(agency, successor) or _unready(agency, successor, day, moves=moves),
        "moves": None if moves else _begins_later(agency, day),
    }


def _same_units(agency: Agency, successor: Agency) -> str | None:
    theirs = {unit.name.casefold() for unit in successor.units.all()}
    clash = [unit.name for unit in agency.units.all() if unit.name.casefold() in theirs]
    if not clash:
        return None
    told = _("%(name)s juga punya %(units)s. Ganti dulu nama unit itu di salah satu OPD.")
    return told % {"name": successor.short, "units": ", ".join(clash)}


def _unready(agency: Agency, successor: Agency, day: date, *, moves: bool) -> str | None:
    """What the successor will lack, counting those who come along."""
    lacks = missing_holders(successor, day=day)
    if moves:
        coming = Position.objects.held_on(day).filter(agency=agency, role__in=NEEDED)
        counting = coming.exclude(role=Role.OFFICER, structural=False)
        brought = [_(NEEDED[Role(role)]) for role in counting.values_list("role", flat=True)]
        lacks = [word for word in lacks if word not in brought]
    if not lacks:
        return None
    told = _("%(name)s belum punya %(lacks)s pada hari itu, jadi belum dapat meneruskan aduan.")
    return told % {"name": successor.short, "lacks": ", ".join(lacks)}


def _begins_later(agency: Agency, day: date) -> str | None:
    later = Position.objects.filter(agency=agency, starts__gte=day).exclude(role=Role.UNIT)
    if (one := later.select_related("person").order_by("starts").first()) is None:
        return None
    told = _("%(name)s baru mulai menjabat %(day)s. Pindahkan jabatan ke OPD penerus, atau akhiri dulu jabatan itu.")
    return told % {"name": one.person.name, "day": date_words(one.starts)}


# ---------------------------------------------------------------- carrying out


def change(row: Reorganisation, *, by: Position | None, at: datetime) -> None:
    """Let the agency carry its new facts. Inside the caller's transaction."""
    agency = row.agency
    before = agencies.facts_of(agency)
    new = {name: str(value) for name, value in row.facts.items()}
    agencies.put(agency, new)
    data = {**journal.became(before, new), "decree": row.decree}
    journal.record("agency_changed", subject=f"agency {agency.code}", at=at, position=by, data=data)


def change_now(agency: Agency, facts: Facts, *, by: Position | None, at: datetime, day: date) -> bool:
    """As a list changes an agency: from today on, without a plan; False if nothing changes. Raises Faulty."""
    demand(**agencies.wrong_facts(facts, day=day, agency=agency))
    before, words = agencies.facts_of(agency), facts.as_words()
    data = journal.became(before, words)
    if data:
        with transaction.atomic():
            agencies.put(agency, words)
            journal.record("agency_changed", subject=f"agency {agency.code}", at=at, position=by, data=data)
    return bool(data)


def close(row: Reorganisation, *, today: date, by: Position | None, at: datetime) -> dict[int, Position]:
    """End the agency: units and their heads pass to the successor, the other holders too if they are to; what is
    under it moves up. The new position for each old one's id. Inside the caller's transaction."""
    agency, successor = row.agency, row.successor
    agency.closed, agency.successor = row.day, successor
    agency.save(update_fields=["closed", "successor"])
    Agency.objects.filter(parent=agency).update(parent=agency.parent)
    if successor is not None:
        Unit.objects.filter(agency=agency).update(agency=successor)
    before = {one.pk: one.ends for one in Position.objects.filter(agency=agency)}
    moved = _positions(agency, successor, max(row.day, today), today, moves=bool(row.facts.get(MOVES)))
    _tell(before, moved, by, at)
    return moved


def _tell(before: Mapping[int, date | None], moved: Mapping[int, Position], by: Position | None, at: datetime) -> None:
    """A line of the journal for each position that ended or began anew."""
    rows = Position.objects.filter(pk__in=before).select_related("person", "agency", "unit")
    for old in rows.order_by("pk"):
        if old.ends != before[old.pk]:
            positions.tell_end(old, before[old.pk], by=by, at=at)
    for new in moved.values():
        data = {"person": new.person.name, "position": new.label, "starts": str(new.starts)}
        journal.record("position_given", subject=journal.of(new), at=at, position=by, data=data)


def _positions(agency: Agency, successor: Agency | None, day: date, today: date, *, moves: bool) -> dict[int, Position]:
    """End every position of the agency on the eve of this day; those that move begin anew on it."""
    moved: dict[int, Position] = {}
    rows = Position.objects.not_over(day).filter(agency=agency)
    headless = successor is not None and not _headed(successor, day)
    for old in rows.order_by("pk"):
        goes = old.role == Role.UNIT or (moves and (old.role != Role.HEAD or headless))
        if successor is not None and goes and not _holds_already(old, successor, day):
            if old.starts > today and old.starts >= day:  # nobody has acted in it yet
                old.agency = successor
                old.save(update_fields=["agency"])
                continue
            moved[old.pk] = _again_at(old, successor, day, moved)
        old.ends = max(day - timedelta(days=1), old.starts)
        old.save(update_fields=["ends"])
    return moved


def _headed(agency: Agency, day: date) -> bool:
    return Position.objects.held_on(day).filter(agency=agency, role=Role.HEAD).exists()


def _holds_already(old: Position, successor: Agency, day: date) -> bool:
    same = Position.objects.held_on(day).filter(agency=successor, role=old.role, unit=old.unit, person=old.person)
    return same.exists()


def _again_at(old: Position, successor: Agency, day: date, moved: Mapping[int, Position]) -> Position:
    stands_for = moved.get(old.acting_for_id or 0)
    terms = replace(Terms.of(old), agency=successor, acting_for=stands_for or old.acting_for, starts=day)
    return Position.objects.create(person=old.person, **positions.values(terms))
