"""Filling a database with the demo: people, then every lot of cases, in one transaction.

One transaction, because a demo that was killed half-way must not pass for a whole one: `--if-empty` would
find complaints and leave it at that.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import F

from lapor.complaints import identity
from lapor.complaints.identity import Reporter
from lapor.complaints.models import Complaint, Event, Mark, Outbox
from lapor.complaints.tasks import tell
from lapor.demo import asking, lots, people, phones, supervising
from lapor.demo.acting import Case
from lapor.demo.lots import LOTS, Lot
from lapor.demo.schedule import Planner
from lapor.demo.troupe import Troupe
from lapor.demo.wording import Written, written
from lapor.people import calendars
from lapor.people.seed import FOLDER
from lapor.sop.calendar import Calendar
from lapor.sop.rules import Klass

DEMO: Final = FOLDER / "demo"
SHOWCASE_KEY: Final = "contoh-pamer-{name}"
OWN_ACCOUNT: Final = 0.12  # how many reporters have one of the three accounts
TOLD: Final = 40  # of how many events people are told
NO_NAME: Final = 0.25  # how many of the others leave nothing but their complaint


def fill(*, now: datetime, most: int | None = None) -> int:
    """Make the demo's people and its cases as they would stand at `now`, a UTC instant; how many cases.

    `most` is how many of each lot, where not all are wanted. Needs the seeds and nothing else.
    """
    rng = random.Random(people.SEED)
    with transaction.atomic():
        people.fill_seats(today=now.astimezone(calendars.BANTUL).date())
        phones.join_all()
        troupe = Troupe.gathered(DEMO)
        planner = Planner(now, calendars.office_hours(calendars.tim_calendar()), rng)
        hours = _hours(troupe)
        reporters = _reporters(rng)
        cases = 0
        for place, (lot, about) in enumerate(_cast(written(DEMO), rng, most=most)):
            key = SHOWCASE_KEY.format(name=lot.showcase) if lot.showcase else f"contoh-{place}"
            own = random.Random(f"{people.SEED}/{key}")
            case = Case(troupe, about, lot, key, reporters(lot, about), own)
            case.play(planner.plan(lot, hours.get(about.agency, planner.tim)))
            cases += 1
        cases += supervising.play(troupe, now=now)
        asking.play(troupe, now=now)
        _tell_the_newest_only()
    return cases


def _tell_the_newest_only() -> None:
    """Months of invented events would make a thousand letters; the newest are enough to look at."""
    Mark.objects.filter(told_at=None, clock__finished_at__isnull=False).update(told_at=F("at"))
    newest = Event.objects.order_by("-at", "-pk").values("pk")[:TOLD]
    Outbox.objects.exclude(event__in=list(newest.values_list("pk", flat=True))).delete()
    with connection.cursor() as cursor:  # each act had woken the worker; once is enough
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'tell' AND status = 'todo'")
    tell()


def showcase(name: str) -> tuple[str, str] | None:
    """Number and receipt code of a fixed case ("operator", "officer", "unit"), or None if it is not there."""
    key = SHOWCASE_KEY.format(name=name)
    submission = hashlib.sha256(key.encode()).hexdigest()
    number = Complaint.objects.filter(submission=submission).values_list("number", flat=True).first()
    return (number, identity.receipt_code(key)) if number else None


def _cast(stock: list[Written], rng: random.Random, *, most: int | None) -> Iterator[tuple[Lot, Written]]:
    """Which complaint plays in which lot: those that want an agency first, whoever is left for the rest."""
    fixed = {about.showcase: about for about in stock if about.showcase}
    left = [about for about in stock if not about.showcase]
    rng.shuffle(left)
    picky = sorted(LOTS, key=lambda lot: lot.whose == lots.ANYONE)
    chosen: dict[int, list[Written]] = {}
    for lot in picky:
        if lot.showcase:
            chosen[id(lot)] = [fixed[lot.showcase]]
            continue
        fit = [about for about in left if _suits(lot, about)][: lot.count]
        if len(fit) < lot.count:
            raise ValueError(f"too few complaints for {lot}")
        chosen[id(lot)] = fit
        left = [about for about in left if about not in fit]
    for lot in LOTS:
        for about in chosen[id(lot)][:most]:
            yield lot, about


def _suits(lot: Lot, about: Written) -> bool:
    outside, strange = about.agency.startswith("Luar"), about.agency == "?"
    if lot.whose == lots.OUTSIDE:
        return outside
    if lot.whose == lots.STRANGE:
        return strange and ("rusak" in about.story) == ("object" in lot.walk)
    if outside or strange:
        return False
    if lot.whose == lots.QUESTION:
        return about.klass is Klass.INFORMATION
    if lot.whose == lots.WISH:
        return about.klass is Klass.ASPIRATION and about.agency == "DPUPKP"
    return about.klass is not Klass.INFORMATION and lot.whose in (lots.ANYONE, about.agency)


def _reporters(rng: random.Random) -> Callable[[Lot, Written], Reporter]:
    """Who reports the next case: an account, a name, or nobody. Sari has one of each sort."""
    accounts = people.citizens()
    names = people.invented_names(400, rng=rng)
    hers = {id(lot) for lot in LOTS if lot.account}

    def reporter(lot: Lot, about: Written) -> Reporter:
        if id(lot) in hers:
            hers.discard(id(lot))
            return _account(0)
        if lot.showcase:
            return Reporter(name=names.pop(), contact="0812-0000-0000")
        if rng.random() < OWN_ACCOUNT:
            return _account(rng.randint(1, 2))
        if rng.random() < NO_NAME:
            return Reporter()
        return Reporter(name=names.pop(), contact=f"0812-0000-{rng.randrange(10_000):04d}")

    def _account(which: int) -> Reporter:
        person = accounts[which]
        return Reporter(name=person.name, contact=person.email, account=person.pk)

    return reporter


def _hours(troupe: Troupe) -> dict[str, Calendar]:
    """Office hours by the short name of an agency, each calendar read once."""
    read = {agency.calendar_id: agency.calendar for agency in troupe.agencies.values()}
    known = {key: calendars.office_hours(row) for key, row in read.items()}
    return {short: known[agency.calendar_id] for short, agency in troupe.agencies.items()}
