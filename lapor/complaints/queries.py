"""Lists that officials work from: what is due next, counted as far as a cap, paged by key and never by offset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from lapor.complaints import access, numbers
from lapor.complaints.models import Complaint, Handling, HeadReport, StepClock
from lapor.sop.rules import INSPECTORATE, LIMITS, OPEN_HANDLING, Actor, C, H, K, Klass, Role

PAGE = 50
CAP = 1000

TIM = (Role.VERIFIER, Role.CHAIR)
STEP_NAMES = [
    name for name, limit in LIMITS.items() if limit.holder not in (None, Role.CITIZEN)
]  # fmt: skip


@dataclass(frozen=True)
class Filter:
    """A saved filter of an inbox: its words and what it keeps of the clocks in the actor's scope."""

    label: str
    keeps: Q


def filters(actor: Actor, *, at: datetime) -> Mapping[str, Filter]:
    """The filters that make sense for this role, the first being "my turn"."""
    if actor.role in INSPECTORATE:
        return _of_the_inspectorate(actor, at=at)
    mine = _turn(actor)
    late = Filter(gettext("Lewat tenggat"), Q(due_at__lt=at, paused_at=None))
    every = Filter(
        gettext("Semua yang berjalan") if actor.role in TIM else gettext("Sedang berjalan di OPD ini"),
        Q(paused_at=None),
    )
    if actor.role in TIM:
        return MappingProxyType({
            "giliran": Filter(gettext("Giliran Tim"), mine),
            "verifikasi": Filter(gettext("Menunggu verifikasi"), Q(name=C.RECEIVED, paused_at=None)),
            "salah-alamat": Filter(gettext("Salah alamat"), Q(name=H.RETURN_REQUESTED)),
            "jawaban": Filter(gettext("Laporan jawaban"), Q(name=K.STEP8)),
            "menunggu-warga": Filter(gettext("Menunggu warga"), Q(paused_at__isnull=False, name=C.RECEIVED)),
            "lewat": late,
            "semua": every,
        })  # fmt: skip
    common = {"giliran": Filter(gettext("Giliran saya"), mine), "lewat": late}
    asked = _handling_is(actor, state=H.RETURN_REQUESTED)
    waiting = Filter(gettext("Menunggu warga"), Q(paused_at__isnull=False) & ~asked)
    if actor.role is Role.UNIT:
        return MappingProxyType(
            {**common, "menunggu-warga": waiting, "semua": Filter(gettext("Sedang berjalan di unit ini"), every.keeps)}
        )
    return MappingProxyType({
        **common,
        "menunggu-warga": waiting,
        "menunggu-tim": Filter(gettext("Menunggu Tim"), asked),
        "operator": Filter(gettext("Di operator"), Q(holder=Role.OPERATOR, paused_at=None)),
        "penanggung-jawab": Filter(gettext("Di penanggung jawab"), Q(holder=Role.OFFICER, paused_at=None)),
        "unit": Filter(gettext("Di unit teknis"), Q(holder=Role.UNIT, paused_at=None)),
        "keberatan": Filter(gettext("Keberatan warga"), Q(round__gt=1)),
        "semua": every,
    })  # fmt: skip


def _of_the_inspectorate(actor: Actor, *, at: datetime) -> Mapping[str, Filter]:
    """Of the Inspektorat, whose cases are listed by their settlement: no step of theirs is timed."""
    goes_on = Q(paused_at=None)
    received = Q(complaint__state=C.RECEIVED) & goes_on
    investigated, concluded = (_investigation_is(actor, state) & goes_on for state in (H.INVESTIGATED, H.CONCLUDED))
    mine = investigated if actor.role is Role.INVESTIGATOR else received | concluded
    return MappingProxyType({
        "giliran": Filter(gettext("Giliran saya"), mine),
        "diterima": Filter(gettext("Baru diterima"), received),
        "diperiksa": Filter(gettext("Sedang diperiksa"), investigated),
        "hasil": Filter(gettext("Hasil pemeriksaan siap"), concluded),
        "menunggu-warga": Filter(gettext("Menunggu warga"), Q(paused_at__isnull=False)),
        "keberatan": Filter(gettext("Keberatan warga"), Q(round__gt=1)),
        "lewat": Filter(gettext("Lewat tenggat"), Q(due_at__lt=at, paused_at=None)),
        "semua": Filter(gettext("Semua yang berjalan"), goes_on),
    })  # fmt: skip


def running(actor: Actor) -> QuerySet[StepClock]:
    """Every running clock of a step that this actor's office holds or watches; of the Inspektorat the settlements."""
    if actor.role in INSPECTORATE:
        return StepClock.objects.filter(
            finished_at=None, name=K.SETTLEMENT, complaint__in=Complaint.objects.filter(klass=Klass.SUPERVISORY)
        )
    rows = StepClock.objects.filter(finished_at=None, name__in=STEP_NAMES)
    if actor.role in TIM:
        return rows.exclude(holder__in=INSPECTORATE)
    rows = rows.filter(agency=actor.agency).exclude(name=H.RETURN_REQUESTED)
    return rows.filter(handling__unit=actor.unit, name=H.AT_UNIT) if actor.role is Role.UNIT else rows


def inbox(actor: Actor, keeps: Q, *, after: tuple[datetime, int] | None = None) -> list[StepClock]:
    """A page of clocks, nearest due first, and one row more if there is a next page.

    `after` is (due_at, id) of the last row of the page before.
    """
    rows = running(actor).filter(keeps)
    if after is not None:
        rows = rows.filter(Q(due_at__gt=after[0]) | Q(due_at=after[0], id__gt=after[1]))
    place = ("complaint__kalurahan", "complaint__kapanewon", "complaint__spot")
    related = (*place, "handling__agency", "handling__unit", "calendar")
    return list(rows.select_related(*related).order_by("due_at", "id")[: PAGE + 1])


def counts(actor: Actor, chosen: Mapping[str, Filter]) -> dict[str, int]:
    """How many clocks each filter keeps, told no further than CAP. One walk over the running clocks for all of them."""
    kept = {f"f{n}": Count("pk", filter=one.keeps) for n, one in enumerate(chosen.values())}
    counted = running(actor).aggregate(**kept)
    return {name: min(counted[f"f{n}"], CAP) for n, name in enumerate(chosen)}


def unseen_reports(agency: int) -> QuerySet[HeadReport]:
    """Reports to the head of this agency that wait to be read, newest first."""
    return _reports(agency).filter(seen=None)


def seen_reports(agency: int) -> QuerySet[HeadReport]:
    """Those that were read, newest first."""
    return _reports(agency).filter(seen__isnull=False).select_related("seen")


def _reports(agency: int) -> QuerySet[HeadReport]:
    """None on cases that the agency gave back or that are the Inspektorat's by now."""
    rows = HeadReport.objects.filter(agency=agency).exclude(event__handling__state=H.RETURNED)
    rows = rows.exclude(complaint__klass=Klass.SUPERVISORY).order_by("-created_at", "-id")
    return rows.select_related("complaint", "event__position__agency")


def find(viewer: access.Viewer, typed: str) -> Complaint | None:
    """The complaint whose number somebody typed or pasted, if this viewer sees it. Raises numbers.BadNumber."""
    return access.visible_to(viewer).filter(number=numbers.parse(typed)).first()


def _turn(actor: Actor) -> Q:
    if actor.role in TIM:
        return Q(holder=Role.VERIFIER, paused_at=None)
    if actor.role is Role.HEAD:
        examines = _handling_is(actor, state__in=OPEN_HANDLING, head_examines=True)
        return Q(holder=Role.OFFICER, paused_at=None) & examines
    return Q(holder=actor.role, paused_at=None)


def at_the_inspectorate() -> int:
    """How many supervisory complaints are under way, told no further than CAP: all that the Tim knows of them."""
    rows = Complaint.objects.filter(klass=Klass.SUPERVISORY, state__in=(C.RECEIVED, C.AWAITING, C.IN_HANDLING))
    return len(rows.values_list("pk", flat=True)[:CAP])


def _investigation_is(actor: Actor, state: H) -> Q:
    handlings = Handling.objects.filter(agency=actor.agency, state=state)
    return Q(complaint__in=handlings.values("complaint"), complaint__state=C.IN_HANDLING)


def _handling_is(actor: Actor, **such: object) -> Q:
    """Clocks of handlings of the actor's agency that are such. Looked up by themselves: joined to the clocks,
    PostgreSQL would read every handling there ever was."""
    return Q(handling__in=Handling.objects.filter(agency=actor.agency, **such))
