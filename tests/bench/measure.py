"""One size of the desk: load it, then ask each page, then write the bare rows of the same acts."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from lapor.complaints import events
from lapor.complaints.models import Complaint
from lapor.people.models import Position
from lapor.sop.rules import Role
from tests.bench import floors, stock, visits
from tests.bench.copies import Keys, Loader, mixture
from tests.bench.desk import Desk
from tests.bench.rows import tables
from tests.bench.stock import Stock
from tests.bench.templates import Copy, Mould
from tests.bench.visits import USERS, Visits

EACH = 4  # cases of each mould whose pages are read, so that both sizes read the same mixture
PROVEN = 300  # chains that are proven after loading
THINK = (0.5, 1.5)  # seconds between an answer and the next request


@dataclass(frozen=True)
class Pace:
    """For how many seconds a page is asked, by eight who do not pause and by eight who think; how many acts of
    each sort there are for it at most."""

    at_once: float
    thinking: float
    acts: int


def size(
    desk: Desk, held: Stock, upto: int, pace: Pace, *, rng: random.Random, tell: Callable[[str], None]
) -> dict[str, Any]:
    """All figures of the desk with so many cases."""
    tell(f"Loading up to {upto:,} cases …")
    loading, made, waiting = load(desk, held, upto, rng=rng, acts=3 * pace.acts)
    wrong = [*broken(rng), *filter(None, [desk.doctor()])]
    if wrong:
        raise RuntimeError(f"the copies are not sound: {wrong[:3]}")
    found: dict[str, Any] = {}
    for name, what in pages(held, made, rng=rng).items():
        tell(f"{upto:,} cases: {name} …")
        found[name] = {"queries": queries(what), "at_once": asked(desk, name, what, seconds=pace.at_once, think=None)}
        if not name.startswith("floor"):
            found[name]["thinking"] = asked(desk, name, what, seconds=pace.thinking, think=THINK)
    assert held.filed is not None and held.passed_on is not None
    version = Complaint.objects.get(pk=waiting[0].pk).version
    at_once, thinking, rest = (waiting[part::3] for part in range(3))
    acts = {
        "filing": (held.filed, filings(pace.acts), filings(pace.acts), []),
        "acting": (held.passed_on, actings(at_once, version), actings(thinking, version), rest),
    }
    for name, (written, now, slowly, ready) in acts.items():
        tell(f"{upto:,} cases: {name} …")
        found[name] = {
            "queries": written.queries,
            "at_once": asked(desk, name, now, seconds=pace.at_once, think=None),
            "thinking": asked(desk, name, slowly, seconds=pace.thinking, think=THINK),
        }
        ready = ready or fresh(desk, written, pace.acts)  # only now: the filings above took numbers too
        found[f"floor: rows of {name}"] = {"at_once": bare(desk, written, ready)}
    return {"cases": upto, "loading": loading, "pages": found}


def load(
    desk: Desk, held: Stock, upto: int, *, rng: random.Random, acts: int
) -> tuple[dict[str, Any], list[tuple[Mould, Copy]], list[Copy]]:
    """Fill up to so many cases. Returns what it took, what was made, and cases that wait for the measured act."""
    assert held.passed_on is not None
    told = tables(told=True)
    loader = Loader(desk.owner, told, Keys(desk.owner, told))
    plan = mixture(upto - Complaint.objects.count() - acts, over=held.over, hers=held.hers, others=held.others, rng=rng)
    due = [(held.passed_on.mould, -timedelta(seconds=rng.randrange(1800))) for _ in range(acts)]
    began = time.perf_counter()
    made = loader.load(plan)
    waiting = [copy for _, copy in loader.load(due, begun=True)]
    copied = time.perf_counter()
    desk.analyse()
    analysed = time.perf_counter()
    (taken,) = desk.owner.execute("SELECT pg_database_size(current_database())").fetchone() or (0,)
    return (
        {
            "loaded": len(made) + len(waiting),
            "rows": loader.rows,
            "seconds": copied - began,
            "analyse_seconds": analysed - copied,
            "megabytes": taken / 1e6,
        },
        made,
        waiting,
    )


def fresh(desk: Desk, written: stock.Written, count: int) -> list[Copy]:
    """Copies of which nothing is in the tables yet, their keys reserved."""
    keys = Keys(desk.owner, tables(told=True))
    never = timedelta()
    made = [written.mould.copy(next_key=keys.key, new_number=keys.number, later=never) for _ in range(count)]
    keys.keep()
    return made


def broken(rng: random.Random) -> list[str]:
    """What is wrong in the chains of some cases."""
    keys = rng.sample(list(Complaint.objects.values_list("pk", flat=True)), PROVEN)
    return [sentence for case in Complaint.objects.filter(pk__in=keys) for sentence in events.breaks(case)]


def pages(held: Stock, made: list[tuple[Mould, Copy]], *, rng: random.Random) -> dict[str, Visits]:
    """The pages that are read, each with its readers: pages of the desk, and the floors."""
    operator = Position.objects.get(role=Role.OPERATOR, agency__short=stock.READS)
    hers = [visits.official(operator) for _ in range(USERS)]
    by_mould: dict[int, list[Copy]] = defaultdict(list)
    for one, copy in made:
        by_mould[id(one)].append(copy)

    def few(moulds: list[Mould]) -> list[Copy]:
        chosen = [copy for one in moulds for copy in rng.sample(by_mould[id(one)], min(EACH, len(by_mould[id(one)])))]
        rng.shuffle(chosen)
        return chosen

    seen = [reverse("office_case", args=[copy.number]) for copy in few(held.seen_by_her)]
    citizens = _dealt(few(held.all))
    found = {
        "inbox": visits.reading(hers, [[reverse("inbox")]] * USERS),
        "case, official": visits.reading(hers, _dealt(seen)),
        "case, citizen": visits.reading(
            [visits.with_receipts(copy.pk for copy in own) for own in citizens],
            [[reverse("case", args=[copy.number]) for copy in own] for own in citizens],
        ),
        "floor: page without database": visits.reading([""] * USERS, [[reverse("help")]] * USERS),
    }
    with suppress(NoReverseMatch):
        found["floor: health"] = visits.reading([""] * USERS, [[reverse("health")]] * USERS)
    return found


def filings(count: int) -> Visits:
    return visits.sending([""] * USERS, [(reverse("file"), visits.filing()) for _ in range(count)])


def actings(copies: list[Copy], version: int) -> Visits:
    operator = Position.objects.get(role=Role.OPERATOR, agency__short=stock.ACTS)
    forms = [(reverse("act", args=[copy.number, "pass_on"]), visits.passing_on(version)) for copy in copies]
    return visits.sending([visits.official(operator) for _ in range(USERS)], forms)


def asked(desk: Desk, name: str, what: Visits, *, seconds: float, think: tuple[float, float] | None) -> dict[str, Any]:
    """Let eight users ask, in a process of their own. Raises where an answer was not the expected one."""
    plan = {
        "port": desk.port, "seconds": seconds, "think": think, "once": what.once,
        "cookies": what.cookies, "visits": what.visits,
    }  # fmt: skip
    before = desk.worked()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load"], input=json.dumps(plan), capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    if set(told["statuses"]) != {str(what.expect)}:
        raise RuntimeError(f"{name}: answers were {told['statuses']}, not {what.expect}")
    cpu = 1000 * (desk.worked() - before) / sum(told["statuses"].values())
    return {**figures(told), "cpu": cpu, "sent": told["sent"], "plain": told["plain"]}


def figures(told: dict[str, Any]) -> dict[str, float]:
    """Rate and quantiles, in milliseconds."""
    times = sorted(told["times"])

    def quantile(part: float) -> float:
        return 1000 * times[min(len(times) - 1, int(part * len(times)))]

    return {"count": len(times), "rate": len(times) / told["took"], "p50": quantile(0.5), "p95": quantile(0.95)}


def queries(what: Visits) -> int:
    """The most queries that one of these pages takes, one user's pages looked at; a session that is in use."""
    client, most = Client(headers={"host": "localhost"}), 0
    if what.cookies[0]:
        client.cookies[settings.SESSION_COOKIE_NAME] = what.cookies[0].partition("=")[2]
    client.get(what.visits[0][0][1])
    for _, path, _ in what.visits[0]:
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(path)
        if answer.status_code != what.expect:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        most = max(most, len(seen))
    return most


def bare(desk: Desk, written: stock.Written, ready: list[Copy]) -> dict[str, float]:
    """The floor of an act, on copies that stand as they did before it."""
    told = tables(told=True)
    return figures(floors.write(desk, [floors.statements(written, copy, told) for copy in ready]))


def _dealt(cards: list[Any]) -> list[list[Any]]:
    return [cards[user::USERS] for user in range(USERS)]
