"""Every clock computed again, from the events and the calendars alone, and compared with the ledger.

Reads whole batches of cases, a handful of queries each, and writes nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from lapor.complaints import reading, replay
from lapor.complaints.models import Complaint, Mark, Pause, StepClock
from lapor.complaints.replay import Contradiction, Fact, Key, Run
from lapor.people import calendars, procedures
from lapor.people.models import CalendarVersion
from lapor.sop import clock, lateness, rules

BATCH = 1000
AT_ONCE = timedelta(minutes=10)  # an act may have been under way while its calendar was changed
_CLOCK = (
    "id", "complaint_id", "handling_id", "name", "round", "pass_no", "limit", "unit", "started_at", "due_at",
    "paused_at", "finished_at", "used_minutes", "outcome", "calendar_id", "calendar_version", "sop_version", "marked",
)  # fmt: skip
_COMPARED = ("limit", "unit", "started_at", "due_at", "paused_at", "finished_at", "used_minutes", "outcome")
_LABELS = {
    "limit": "batas", "unit": "satuan", "started_at": "mulai", "due_at": "tenggat", "paused_at": "berhenti sejak",
    "finished_at": "selesai", "used_minutes": "menit terpakai", "outcome": "akhir", "pauses": "jeda",
    "marks": "pengingat dan eskalasi", "sop_version": "versi SOP",
}  # fmt: skip


@dataclass
class Row:
    """A clock of the ledger with its pauses (began, ended, reason) and its marks (kind, level, at)."""

    facts: dict[str, Any]
    pauses: list[list[Any]] = field(default_factory=list)
    marks: list[tuple[str, int, datetime]] = field(default_factory=list)
    moved: bool = False

    def __getattr__(self, name: str) -> Any:
        return self.facts[name]


@dataclass
class Tally:
    """How much was looked at."""

    cases: int = 0
    clocks: int = 0
    differences: int = 0


class Versions:
    """Every version of every calendar, and which of them was in force when."""

    def __init__(self) -> None:
        self.hours: dict[tuple[int, int], clock.Calendar] = {}
        self._since: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
        rows = CalendarVersion.objects.order_by("calendar", "number")
        for calendar, number, fingerprint, at in rows.values_list("calendar", "number", "digest", "at"):
            self.hours[calendar, number] = calendars.by_fingerprint(fingerprint)
            self._since[calendar].append((at, number))

    def possible(self, row: Row) -> bool:
        """Whether this version was in force while the clock ran; a clock that runs goes by the newest."""
        known = self._since.get(row.calendar_id, [])
        if not known:
            return False
        if row.finished_at is None:
            return bool(row.calendar_version == known[-1][1])
        first, last = self._at(known, row.started_at - AT_ONCE), self._at(known, row.finished_at + AT_ONCE)
        return bool(first <= row.calendar_version <= last)

    def unchanged(self, row: Row) -> bool:
        """Whether the clock went by one version from its start on, so that its marks must be that version's."""
        return not row.moved and bool(self._at(self._since[row.calendar_id], row.started_at) == row.calendar_version)

    def _at(self, known: list[tuple[datetime, int]], at: datetime) -> int:
        place = bisect_right(known, at, key=lambda one: one[0])
        return known[max(place - 1, 0)][1]


def differences(tally: Tally, *, among: QuerySet[Complaint] | None = None) -> Iterator[str]:
    """A sentence for each clock that is not what it must be; counts into `tally` as it goes.

    Each batch is read as of one instant, so that acts under way meanwhile are not taken for differences.
    """
    rows = Complaint.objects.all() if among is None else Complaint.objects.filter(pk__in=among.values("pk"))
    after = 0
    while batch := list(rows.filter(pk__gt=after).order_by("pk").values_list("id", "number", "sop_version")[:BATCH]):
        after = batch[-1][0]
        with calendars.looked_up_once():
            yield from _of_batch(batch, tally)


@contextmanager
def _as_of_one_instant() -> Iterator[None]:
    """A snapshot for several queries, unless the caller's transaction has begun with one of its own already."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _of_batch(batch: list[tuple[int, str, str]], tally: Tally) -> Iterator[str]:
    ids = [pk for pk, _, _ in batch]
    with _as_of_one_instant():
        facts, handlings, rows, versions = reading.facts(ids), reading.handlings(ids), _ledger(ids), Versions()
    for pk, number, sop_version in batch:
        tally.cases += 1
        tally.clocks += len(rows[pk])
        for sentence in _of_case(facts[pk], handlings[pk], rows[pk], versions, sop_version):
            tally.differences += 1
            yield f"{number}: {sentence}"


def _of_case(
    facts: list[Fact], handlings: list[int], rows: dict[Key, Row], versions: Versions, sop_version: str
) -> Iterator[str]:
    def hours_of(key: Key) -> clock.Calendar:
        row = rows.get(key)
        found = versions.hours.get((row.calendar_id, row.calendar_version)) if row else None
        return found or calendars.ALWAYS_OPEN

    began_under = facts[0].data.get("sop_version", rules.SOP_VERSION) if facts else ""
    if began_under != sop_version:
        yield f"versi SOP {sop_version} tercatat, padahal aduan mulai di bawah {began_under or 'tak dikenal'}."
        return
    try:
        runs = {run.key: run for run in replay.replay(facts, procedures.terms(sop_version), hours_of, handlings)}
    except Contradiction as contradiction:
        yield f"{contradiction}."
        return
    for key in runs.keys() | rows.keys():
        yield from _compared(key, runs.get(key), rows.get(key), versions, sop_version)


def _compared(key: Key, run: Run | None, row: Row | None, versions: Versions, sop_version: str) -> Iterator[str]:
    what = f"jam {key[0]} putaran {key[2]} ke-{key[3]}"
    if run is None or row is None:
        yield f"{what} {'seharusnya tidak ada' if run is None else 'hilang'}."
        return
    if not versions.possible(row):
        yield f"{what} memakai kalender {row.calendar_id} versi {row.calendar_version}, yang tidak berlaku waktu itu."
        return
    pairs = [(name, getattr(run, name), row.facts[name]) for name in _COMPARED]
    pairs.append(("pauses", sorted(run.pauses, key=str), sorted(row.pauses, key=str)))
    pairs.append(("sop_version", sop_version, row.sop_version))
    if versions.unchanged(row) and not run.limit_changed:  # else what was reached then stays reached
        pairs.append(("marks", _marks(run, row), row.marks))
    for name, right, written in pairs:
        if right != written:
            yield f"{what}: {_LABELS[name]} tercatat {_said(written)}, seharusnya {_said(right)}."


def _marks(run: Run, row: Row) -> list[tuple[str, int, datetime]]:
    """The marks that this clock must have; of one that runs, as many as the job has come to."""
    every = lateness.marks_of(run.name, run.unit, run.limit)
    if not every:
        return []
    end = run.finished_at or run.paused_at
    known = len(row.marks)
    if end is None:
        reached = [(m, run.reached(m.amount)) for m in every[:known]]
    elif known == 0 and run.unit is rules.Unit.MINUTES and (run.used_minutes or 0) < every[0].amount:
        return []  # most clocks: what was not used up to the first mark cannot have reached it
    else:
        try:
            reached = lateness.passed(run.hours, run.unit, run.limit, run.started_at, run.spans, end)
        except clock.CalendarError:  # as the ledger does, mark by mark
            reached = list(takewhile(lambda one: one[1] < end, ((m, run.reached(m.amount)) for m in every)))
    return [(mark.kind, mark.level, at) for mark, at in reached]


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(calendars.BANTUL).isoformat(timespec="seconds")
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_said(one) for one in value) + "]"
    return "kosong" if value in (None, "") else str(value)


# ---------------------------------------------------------------- reading


def _ledger(ids: list[int]) -> dict[int, dict[Key, Row]]:
    found: dict[int, dict[Key, Row]] = defaultdict(dict)
    by_id: dict[int, Row] = {}
    for facts in StepClock.objects.filter(complaint__in=ids).values(*_CLOCK):
        row = by_id[facts["id"]] = Row(facts)
        found[facts["complaint_id"]][facts["name"], facts["handling_id"], facts["round"], facts["pass_no"]] = row
    pauses = Pause.objects.filter(clock__complaint__in=ids)
    for pk, began, ended, reason in pauses.values_list("clock_id", "began_at", "ended_at", "reason"):
        by_id[pk].pauses.append([began, ended, reason])
    marks = Mark.objects.filter(clock__complaint__in=ids).order_by("at", "id")
    for pk, kind, level, at in marks.values_list("clock_id", "kind", "level", "at"):
        by_id[pk].marks.append((kind, level, at))
    for pk in StepClock.objects.filter(complaint__in=ids, moves__isnull=False).values_list("id", flat=True):
        by_id[pk].moved = True
    return found
