"""What came out of a walk, in the form of a file's "expected", and what differs from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from lapor.complaints.models import Complaint, StepClock
from lapor.complaints.walks.town import instant
from lapor.sop import clock
from lapor.sop.rules import C, K, Unit

OUTER: Final = (K.FIRST_REPLY, K.SETTLEMENT, K.CONFIRMATION, C.AWAITING, K.PROMISE)


def told(complaint: Complaint, *, zone: str = "Asia/Jakarta") -> dict[str, Any]:
    """Every clock of the steps, the person's own minutes, the outer limits and the hops."""
    place = ZoneInfo(zone)
    rows = complaint.clocks.exclude(name__in=OUTER).exclude(name=K.TOTAL, outcome="moved")
    ordered = rows.select_related("agency").prefetch_related("pauses", "marks").order_by("started_at", "id")
    own = complaint.received_at - complaint.opened_at
    later = [_outer(complaint, number, place) for number in range(2, complaint.round + 1)]
    return {
        "clocks": [_printed(row, place) for row in sorted(ordered, key=lambda row: row.name == K.TOTAL)],
        "step_1_own_minutes": own // timedelta(minutes=1),
        "outer": _outer(complaint, 1, place),
        **({"later_rounds": later} if later else {}),
        "hops": complaint.hops,
    }


def _printed(row: StepClock, place: ZoneInfo) -> dict[str, Any]:
    total = row.name == K.TOTAL
    shown: dict[str, Any] = {
        "step": "total 3-8" if total else row.step,
        "state": None if total else row.name,
        "round": row.round,
        "pass": row.pass_no,
        "agency": row.agency.short if row.agency else None,
        "started": _text(row.started_at, place),
        "finished": _text(row.finished_at, place),
        "pauses": []
        if total
        else [[_text(p.began_at, place), _text(p.ended_at, place), p.reason] for p in row.pauses.all()],
        "limit": f"{row.limit} {row.unit if row.limit != 1 else row.unit.removesuffix('s')}",
    }
    if not total:
        shown["due"] = _text(row.due_at, place)
    if row.unit == Unit.MINUTES:
        shown["used_minutes"] = row.used_minutes
    if row.step and row.step >= 3:
        for kind in ("reminder", "escalation"):
            shown[f"{kind}s"] = [_text(mark.at, place) for mark in row.marks.all() if mark.kind == kind]
    if not total:
        shown["on_time"] = row.finished_at <= row.due_at if row.finished_at else None
    return shown


def _outer(complaint: Complaint, round: int, place: ZoneInfo) -> dict[str, Any]:
    """The limits around the steps; of a later round, the settlement that began with it."""
    rows = {row.name: row for row in complaint.clocks.filter(round=round, name__in=OUTER).order_by("id")}
    first, settlement = rows.get(K.FIRST_REPLY), rows.get(K.SETTLEMENT)
    shown: dict[str, Any] = {}
    if first is not None:
        shown["first_reply_pledge_due"] = _text(first.due_at, place)
        shown["first_reply_at"] = _text(first.finished_at, place)
        shown["first_reply_on_time"] = first.finished_at <= first.due_at if first.finished_at else None
    if settlement is not None:
        shown["settlement_limit_working_days"] = settlement.limit
        shown["settlement_due"] = _text(settlement.due_at, place)
    if round == 1:
        days = complaint.terms.ombudsman_days
        shown["ombudsman_day_60"] = clock.calendar_days(place.key, complaint.received_at, days).isoformat()
    return shown


def _text(at: datetime | None, place: ZoneInfo) -> str | None:
    if at is None:
        return None
    local = at.astimezone(place)
    return local.isoformat(timespec="seconds" if local.second else "minutes")


def differing(name: str, expected: Mapping[str, Any], got: Mapping[str, Any]) -> list[str]:
    """A sentence for each thing of this walk that did not come out as its file expects."""
    found = []
    wanted = {_key(row): row for row in expected.get("clocks", [])}
    came = {_key(row): row for row in got["clocks"]}
    for key in {**wanted, **came}:
        what = f"{name}: jam {_key_words(key)}"
        if key not in came or ("clocks" in expected and key not in wanted):
            found.append(f"{what} {'tidak ada' if key not in came else 'tidak diharapkan'}.")
            continue
        found += [f"{what}: {line}" for line in _fields(wanted.get(key, {}), came[key])]
    for part in ("step_1_own_minutes", "hops"):
        found += [f"{name}: {line}" for line in _fields({part: expected[part]} if part in expected else {}, got)]
    found += [f"{name}: batas luar: {line}" for line in _fields(expected.get("outer", {}), got["outer"])]
    return found


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["step"], row["state"], row.get("agency"), row.get("round", 1), row.get("pass", 1)


def _key_words(key: tuple[Any, ...]) -> str:
    step, state, agency, round, number = key
    parts = [str(state or step), str(agency or "Tim"), f"putaran {round}", f"ke-{number}"]
    return " ".join(parts)


def _fields(wanted: Mapping[str, Any], came: Mapping[str, Any]) -> list[str]:
    return [
        f"{field} {came.get(field)}, seharusnya {value}"
        for field, value in wanted.items()
        if _same(came.get(field)) != _same(value)
    ]


def _same(value: Any) -> Any:
    """Instants compare as instants, whatever zone and precision they are written in."""
    if isinstance(value, list):
        return [_same(one) for one in value]
    if isinstance(value, str) and value[:4].isdigit() and value[10:11] == "T":
        return instant(value)
    return value
