"""Where the planted words may be, and every other place where one was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lapor.complaints import access
from lapor.complaints.access import Sight
from lapor.complaints.models import IdentityRequest
from tests.leaks import planted, read
from tests.leaks.planted import Net
from tests.leaks.read import Log
from tests.leaks.town import Case, Town
from tests.leaks.visit import Seen
from tests.post_office import Received

# The rooms of identities: the accounts of people, where each is as he signed up, and what stands there.
KEPT = {
    ("people_person", "email"): {"account: e-mail"},
    ("people_person", "name"): {"account: name"},
}
# The pages on which a hidden identity is looked at, by who may, as an act that the case keeps.
LOOKS = ("POST see_identity", "POST identity_export")


_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


@dataclass
class Search:
    """Everything found so far, in sentences. `looked` counts the pieces that were searched, by kind;
    `excused` is what was found where it may be."""

    town: Town
    cases: list[Case]
    leaks: dict[str, None] = field(default_factory=dict)
    looked: dict[str, int] = field(default_factory=dict)
    excused: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        words = [word for person in planted.EVERYBODY for word in planted.of_person(person)]
        words += [*planted.of_all(planted.OF_FILES), *planted.of_all(planted.OF_REQUESTS)]
        codes = {code for case in self.cases if (code := case.code)}
        words += [("receipt code", spelled) for code in codes for spelled in (code, code.replace("-", ""))]
        self.net = Net(words)
        self._clean: set[bytes] = set()

    def also(self, case: Case) -> None:
        """Look for what gives this case away from now on, too."""
        self.cases.append(case)
        self.__post_init__()

    def _note(self, kind: str, where: str, data: bytes, *, but: Iterable[str] = ()) -> None:
        self.looked[kind] = self.looked.get(kind, 0) + 1
        data = _TOKEN.sub(b"", data)
        if not but and data in self._clean:
            return  # the page of a closed door, as for everybody else
        found = self.net.find(data)
        self.excused |= found & {*but}
        found -= {*but}
        for label in found:
            self.leaks[f"{kind} {where}: {label}"] = None
        if not found and not but:
            self._clean.add(data)

    # ---------------------------------------------------------------- what is kept

    def tables(self) -> None:
        for table, column, value in read.tables():
            self._note("table", f"{table}.{column}", value, but=KEPT.get((table, column), ()))

    def files(self, root: Path) -> None:
        for name, part in read.files(root):
            self._note("file", name, part)

    def log(self, log: Log) -> None:
        for line in log.lines:
            self._note("log", line[:160], line.encode())

    def jobs(self) -> None:
        for one in self.town.jobs_seen:
            self._note("job", one[:60], one.encode())

    # ---------------------------------------------------------------- what leaves

    def letters(self, received: Iterable[Received]) -> None:
        for one in received:
            self._note("letter", f"“{one.mail['Subject']}”", read.letter(one.mail, to=one.recipients))

    def messages(self, taken: Iterable[bytes]) -> None:
        for one in taken:
            self._note("message", one[:60].decode("utf-8", "replace"), one)

    def pages(self, seen: Iterable[Seen]) -> Iterator[Seen]:
        """Search each as it comes, and hand it on."""
        knows = self._knows_open()
        for one in seen:
            but = {"open: name"} if one.who in knows else set()
            if one.route in LOOKS and one.who in self._may_look():
                but |= {f"{person.who}: {kind}" for person in planted.EVERYBODY for kind in ("name", "e-mail", "phone")}
            for part in one.parts:
                for inner in read.unpacked(part):
                    self._note("page", f"{one.route} for {one.who}", inner, but=but)
            yield one

    def _knows_open(self) -> set[str]:
        """Who may read the name of the one who hides nothing: the officials who have his case."""
        rows = [case.row for case in self.cases if not case.flags]
        return {
            name
            for name, seat in self.town.seats.items()
            for row in rows
            if access.sight(access.official(seat), row, list(row.handlings.all())) is Sight.CASE
        }

    def _may_look(self) -> set[str]:
        allowed = {*IdentityRequest.objects.filter(until__gt=self.town.at).values_list("position", flat=True)}
        return {"sekar"} | {name for name, seat in self.town.seats.items() if seat.pk in allowed}


def links(received: Iterable[Received]) -> set[str]:
    """The paths of all links in these letters."""
    return {path for one in received for path in re.findall(r"https?://[^/\s]+(/[^\s?#]*)", one.text)}
