"""Every act of the rules is done to planted cases: who may, does it on a page, found by looking for what does it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from lapor.complaints import situation
from lapor.complaints.models import Event, leading
from lapor.sop import rules
from lapor.sop.rules import SYSTEM, Actor, C, H, Klass, Role, Situation
from tests.leaks import pages, planted
from tests.leaks.plan import State, first_act
from tests.leaks.town import Case, Town

CITIZEN = Actor(Role.CITIZEN)
MOST = 400  # acts in all; a walk that needs more goes round in circles
LOOKED_AT = 12  # pages that somebody searches for the way to do an act


@dataclass
class Walked:
    """What was done and how ("page", "time", "by itself"), how often, and what was tried where in vain."""

    done: dict[str, str] = field(default_factory=dict)
    times: Counter[Any] = field(default_factory=Counter)
    tried: set[tuple[str, State, str]] = field(default_factory=set)


def walk(town: Town, cases: Iterator[Case], wanted: set[str], walked: Walked) -> None:
    """Walk one case after the other until all that is wanted was done, or no case leads there any more."""
    case = next(cases)
    for _ in range(MOST):
        left = wanted - {*walked.done}
        action = _next(town, case, left, walked) if left else None
        if action is not None:
            do(town, case, action, walked)
        elif not left or (following := next(cases, None)) is None:
            break
        else:
            case = following


def state_of(case: Case) -> State:
    row = case.row
    handling = leading(row.handlings.order_by("id"))
    return C(row.state), H(handling.state) if handling else None, row.klass == Klass.SUPERVISORY


def _next(town: Town, case: Case, wanted: set[str], walked: Walked) -> str | None:
    state = state_of(case)
    now = {action for action, _ in able(town, case)} | _of_time(town, case)
    often = {one: walked.times[case.number, one] for one in now if (case.number, state, one) not in walked.tried}
    return first_act(state, wanted, often)


def _situation(case: Case, at: datetime) -> Situation:
    row = case.row
    return situation.of(row, leading(row.handlings.order_by("id")), at=at)


def _of_time(town: Town, case: Case) -> set[str]:
    """What the worker will do to this case if only time passes."""
    later = _situation(case, town.at + timedelta(days=900))
    return {action for action, why in rules.offered(SYSTEM, later) if why is None}


def able(town: Town, case: Case) -> Iterator[tuple[str, str]]:
    """(act, who) that the rules let somebody do to this case now; "" for the reporter himself."""
    now = _situation(case, town.at)
    for name, actor in [("", CITIZEN), *((name, seat.as_actor()) for name, seat in town.seats.items())]:
        for action, why in rules.offered(actor, now):
            if why is None:
                yield action, name


def do(town: Town, case: Case, action: str, walked: Walked) -> None:
    """Have somebody do it who may; note how, or that nobody could as things stand."""
    walked.tried.add((case.number, state_of(case), action))
    who = [name for one, name in able(town, case) if one == action]
    if any(_on_a_page(town, case, action, name, walked.times[action]) for name in who[:2]):
        how = "page"
    else:
        how = "time" if _by_time(town, case, action) else ""
    walked.times[case.number, action] += 1
    if how:
        walked.times[action] += 1
        walked.done.setdefault(action, how)
        walked.tried = {one for one in walked.tried if one[0] != case.number}
    town.pass_time(timedelta(minutes=7))
    town.work()
    for other in case.row.events.values_list("action", flat=True):
        walked.done.setdefault(other, "by itself")


# ---------------------------------------------------------------- two ways to bring an act about


def _on_a_page(town: Town, case: Case, action: str, who: str, more: int) -> bool:
    """Look for the form that does it, from the page of the act outwards, and send it; filled in otherwise than the
    `more` times before."""
    window = town.official(who) if who else town.back(case)
    if who:
        start = [reverse("act", args=[case.number, action]), reverse("office_case", args=[case.number]), "/meja/"]
    else:
        start = [f"/aduan/{case.number}/{action}/", f"/aduan/{case.number}/", f"/aduan/{case.number}/lindungi/"]
    seen: list[str] = []
    while start and len(seen) < LOOKED_AT:
        address = start.pop(0)
        if address in seen:
            continue
        seen.append(address)
        forms, links = town.page(window, address)
        start += sorted(link for link in links if _about(link, case))
        for form in forms:
            if form.method != "post" or form.action in pages.STAY_IN:
                continue
            if any(_sent(town, case, action, window, form, (more + turn) % 4) for turn in range(4)):
                return True
    return False


def _about(link: str, case: Case) -> bool:
    """Whether the page there is about this case, or about one thing of a list that has a number."""
    return case.number in link or any(part.isdigit() for part in link.split("/"))


def _sent(town: Town, case: Case, action: str, window: Any, form: pages.Form, turn: int) -> bool:
    """Send the form; take it back unless it did this act to this case."""
    for button in form.sending:
        later = (town.today + timedelta(days=9)).isoformat()
        known = {"budget_year": str(town.today.year + 1), "promised_on": later, "planned_on": later}
        hints = {name: value for name, value in known.items() if form.has(name)}
        posted = pages.filled(form, today=town.today, hints=hints, turn=turn)
        for one in form.fields:
            if one.kind == "file":
                [photo] = planted.files(Event.objects.count() % 200, "picture")
                posted[one.name] = SimpleUploadedFile(*photo)
        with transaction.atomic():
            before = case.row.seq
            window.post(form.action, {**posted, **button})
            if case.row.events.filter(action=action, seq__gt=before).exists():
                return True
            transaction.set_rollback(True)
    return False


def _by_time(town: Town, case: Case, action: str) -> bool:
    """Let time pass until the worker does it: now, or when one of the running clocks is over."""
    if action not in {rule.action for rule in rules.RULES if Role.SYSTEM in rule.roles}:
        return False
    before = case.row.seq
    dues = sorted(case.row.clocks.filter(finished_at=None).values_list("due_at", flat=True))
    for due in [town.at, *dues]:
        town.at = max(town.at, due + timedelta(minutes=1))
        town.work(periodic=True)
        if case.row.events.filter(action=action, seq__gt=before).exists():
            return True
    return False
