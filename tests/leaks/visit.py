"""Every address and everybody: each route, with all that its parameters can be, opened by each of the town.

Values come from the columns of the tables that are called as the parameter is, and from the addresses that pages and
letters name. A route for which neither has a value that fits is named by the test.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve, reverse
from django.urls.resolvers import URLPattern, URLResolver

from lapor.people.gate import Audience
from lapor.sop.rules import ACTIONS, Role
from tests.leaks import pages
from tests.leaks.town import Case, Town

MOST = 3  # values of one parameter that are tried, where none is planted
ALSO = {"action": [*ACTIONS], "form": ["csv", "xlsx"], "year": [2026, 2027]}  # values that no table holds


@dataclass
class Seen:
    """What one request brought: everything that left the desk, in pieces that can be searched."""

    route: str
    who: str
    address: str
    status: int
    parts: list[bytes] = field(default_factory=list)


def routes() -> list[tuple[str, dict[str, Any]]]:
    """(name, parameters with their converters) of every address there is."""

    def walk(patterns: list[Any], before: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, {**before, **one.pattern.converters})
            elif isinstance(one, URLPattern):
                yield str(one.name), {**before, **one.pattern.converters}

    return list(walk(get_resolver().url_patterns, {}))


class Values:
    """What a parameter can be: from the tables, and from addresses that were seen."""

    def __init__(self, cases: Iterable[Case]) -> None:
        # of each planted person the newest case: they have walked alike
        self.planted = {*{case.person.who: case.number for case in cases}.values()}
        self.met: dict[str, dict[str, dict[str, Any]]] = {}
        self._columns: dict[str, list[Any]] = {}

    def meet(self, links: Iterable[str]) -> None:
        for link in links:
            try:
                match = resolve(link)
            except Resolver404:
                continue
            if match.kwargs:
                self.met.setdefault(str(match.url_name), {})[link] = match.kwargs

    def of(self, name: str, wanted: dict[str, Any]) -> list[dict[str, Any]]:
        """Ways to fill this route in which each value of each parameter comes once; and those that were met."""
        choices = {param: self._fitting(param, kind) for param, kind in wanted.items()}
        most = max(map(len, choices.values())) if all(choices.values()) else 0
        made = [{param: values[n % len(values)] for param, values in choices.items()} for n in range(most)]
        met = list(islice(self.met.get(name, {}).values(), MOST))
        return list({str(sorted((k, str(v)) for k, v in one.items())): one for one in (*met, *made)}.values())

    def _fitting(self, param: str, converter: Any) -> list[Any]:
        found: dict[str, Any] = {}
        for value in [*ALSO.get(param, []), *self._column(param)]:
            text = str(value)
            if re.fullmatch(converter.regex, text):
                found.setdefault(text, value)
        planted = [value for text, value in found.items() if text in self.planted]
        return planted or list(found.values())[:MOST]

    def _column(self, param: str) -> list[Any]:
        """What stands in every column of this name, the newest first; `pk` of every table."""
        if param not in self._columns:
            self._columns[param] = []
            for model in apps.get_models():
                ours = model.__module__.startswith("lapor.")
                columns = [one.name for one in model._meta.get_fields() if isinstance(one, models.Field)]
                if ours and param in ("pk", *columns):
                    rows = model.objects.order_by("-pk").values_list(param, flat=True)
                    self._columns[param] += list(rows[: 3 if param == "pk" else 40])
        return self._columns[param]


@dataclass
class Window:
    """One of the town who looks, and the role of his position, None for who has none."""

    who: str
    client: Client
    role: Role | None = None

    def may_enter(self, view: Any) -> bool:
        """Whether the door before this view lets him in; what he finds behind it is another thing."""
        if Audience.ANYONE in view.audience:
            return True
        if self.role is None:
            return Audience.SIGNED_IN in view.audience and self.who != "a stranger"
        return bool(view.audience & {Audience.SIGNED_IN, Audience.OFFICIAL, self.role})


def everybody(town: Town) -> list[Window]:
    """One official of each role and agency, a citizen with nothing to do with the cases, and a stranger."""
    named = town.cast.officials.values()  # the others do what these do
    seats = {(seat.role, seat.agency_id): name for name, seat in town.seats.items() if seat in named}
    other = Client()
    other.force_login(town.cast.sari)
    officials = [Window(name, town.official(name), Role(role)) for (role, _), name in seats.items()]
    return [*officials, Window("a citizen", other), Window("a stranger", Client())]


def addresses(values: Values) -> Iterator[tuple[str, str]]:
    """(route, address) of everything that can be asked for, as far as values are known."""
    for name, wanted in routes():
        for kwargs in values.of(name, wanted) if wanted else [{}]:
            yield name, reverse(name, kwargs=kwargs)


def unfilled(values: Values) -> list[str]:
    """Routes with parameters that nothing fits."""
    return [name for name, wanted in routes() if wanted and not values.of(name, wanted)]


def open_all(values: Values, windows: list[Window]) -> Iterator[Seen]:
    """Open everything with everybody; twice, for what turns up meanwhile. Whom a view's door keeps out is kept out of
    all its addresses: one of them is tried."""
    asked: set[str] = set()
    shut: set[tuple[str, str]] = set()
    for _ in range(2):
        fresh = [(name, address) for name, address in addresses(values) if address not in asked]
        asked |= {address for _, address in fresh}
        for window in windows:
            for name, address in fresh:
                if not window.may_enter(resolve(address).func):
                    if (window.who, name) in shut:
                        continue
                    shut.add((window.who, name))
                yield seen(name, window.who, address, window.client.get(address), values)


def send_all(windows: list[Window], pages_of: dict[str, dict[str, pages.Form]], town: Town) -> Iterator[Seen]:
    """Send every form that somebody was shown, with its boxes as they are and all ticked, and take back what it did.

    Whatever a form gives out, an export as well as a page of errors, is seen as what a link opens.
    """
    for window in windows:
        for form in pages_of.get(window.who, {}).values():
            for button, turn in product(form.sending, (0, 1)):
                posted = {**pages.filled(form, today=town.today, hints={}, turn=turn), **button}
                with transaction.atomic():
                    answer = window.client.post(form.action, posted)
                    told = seen(f"POST {resolve(form.action).url_name}", window.who, form.action, answer, None)
                    transaction.set_rollback(True)
                yield told


def forms_of(one: Seen) -> list[pages.Form]:
    """The forms that this page shows, each with its whole address; not the way out of the session."""
    if one.status != 200 or b"text/html" not in one.parts[0]:
        return []
    forms = [form for form in pages.read(one.parts[2].decode())[0] if form.method == "post"]
    for form in forms:
        form.action = (form.action or one.address).partition("?")[0].partition("#")[0]
    return [form for form in forms if form.action not in pages.STAY_IN]


def kind_of(form: pages.Form) -> str:
    """Forms of one kind ask the same at the same route: one of them is sent."""
    return f"{resolve(form.action).url_name} {sorted(field.name for field in form.fields)}"


def seen(name: str, who: str, address: str, answer: Any, values: Values | None) -> Seen:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head = "\n".join(f"{key}: {value}" for key, value in answer.headers.items())
    cookies = "\n".join(morsel.OutputString() for morsel in answer.cookies.values())
    if values is not None and answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
        values.meet(pages.read(body.decode())[1])
    return Seen(name, who, address, answer.status_code, [head.encode(), cookies.encode(), body])
