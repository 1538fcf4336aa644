"""What holds of the whole tree, read from its source: who writes what, where time comes from, how long a file is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[1]
LAPOR = ROOT / "lapor"
MODULES = sorted(one for one in LAPOR.rglob("*.py") if "migrations" not in one.parts)
TEMPLATES = sorted(LAPOR.rglob("*.html"))
MOVERS = tuple(LAPOR / "complaints" / name for name in ("move.py", "effects.py", "book.py"))
EVENTS = LAPOR / "complaints" / "events.py"
DRAWN = ("stop.state",)  # how a stop of the journey is drawn on a page, no state of a case

LONGEST = 300
LONGER: dict[str, str] = {}  # module: why it is better whole
# Where time comes in: at a page, a console command (doctor is one), a task of the worker. The rest is told it.
EDGE = re.compile(r"/(views|commands)/|(/tasks|/views|_middleware|/doctor_database)\.py$")


@cache
def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def at(module: Path, node: ast.AST) -> str:
    return f"{module.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def nodes(modules: Iterable[Path]) -> Iterator[tuple[Path, ast.AST]]:
    return ((module, node) for module in modules for node in ast.walk(tree(module)))


def dotted(node: ast.AST) -> str:
    """a.b.c as it is written; what is called or indexed on the way counts as its name."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return dotted(node.func)
    return node.id if isinstance(node, ast.Name) else ""


# ---------------------------------------------------------------- who writes state and events


def writes_state(node: ast.AST) -> bool:
    """`x.state = …`, `setattr(x, "state", …)`, or `state` in an update, a creation or a list of fields to save."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        flat = [part for target in targets for part in getattr(target, "elts", [target])]
        return any(isinstance(one, ast.Attribute) and one.attr == "state" and dotted(one) not in DRAWN for one in flat)
    if not isinstance(node, ast.Call):
        return False
    name = dotted(node.func).rpartition(".")[2]
    words = {one.value for part in node.args for one in ast.walk(part) if isinstance(one, ast.Constant)}
    if name == "setattr" or name == "bulk_update":
        return "state" in words
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    if name in ("update", "create", "get_or_create", "update_or_create", "Complaint", "Handling") and "state" in given:
        return True
    saved = [one.value for one in ast.walk(given.get("update_fields") or ast.Tuple()) if isinstance(one, ast.Constant)]
    return name == "save" and "state" in saved


def test_only_move_writes_the_state_of_a_complaint_or_handling() -> None:
    found = [at(module, node) for module, node in nodes(MODULES) if module not in MOVERS and writes_state(node)]
    assert not found, f"Let a step call move(); nobody but it and its effects writes state: {found}"


def test_the_check_for_writers_of_state_sees_those_of_move() -> None:
    assert sum(writes_state(node) for _, node in nodes(MOVERS)) >= 5


def makes_event(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = f".{dotted(node.func)}".replace(".threading.Event", "")
    return name.endswith((".Event", ".EventText")) or bool(
        re.search(
            r"\.(Event|EventText|events|texts)(\.objects)?\.(bulk_create|create|get_or_create|update_or_create)$", name
        )
    )


def test_events_are_made_by_events_append_alone() -> None:
    makers = [
        (module, function.name)
        for module, function in nodes(MODULES)
        if isinstance(function, ast.FunctionDef) and any(makes_event(node) for node in ast.walk(function))
    ]
    assert makers == [(EVENTS, "append")], f"Call events.append(); an event made elsewhere breaks the chain: {makers}"


# ---------------------------------------------------------------- time


def test_only_the_edge_asks_what_time_it_is() -> None:
    asking = re.compile(r"(^|\.)(timezone\.(now|localdate)|(datetime|date)\.(now|utcnow|today)|time\.time)$")
    found = [
        at(module, node)
        for module, node in nodes(MODULES)
        if isinstance(node, ast.Attribute) and asking.search(dotted(node)) and not EDGE.search(module.as_posix())
    ]
    assert not found, f"Take the instant as an argument `at`; views, commands, tasks and middleware ask: {found}"


# ---------------------------------------------------------------- pages


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda page: page.relative_to(LAPOR).as_posix())
def test_a_template_has_no_inline_code(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    inline = re.findall(r"(?i)<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\ssrc=)|javascript:", text)
    assert not inline, f"Move it to static CSS or JavaScript, the policy of the pages forbids it inline: {inline}"


def test_every_address_has_a_name() -> None:
    nameless = [route for route, pattern in _addresses(get_resolver().url_patterns) if not pattern.name]
    assert not nameless, f"Give path(…, name=…), so that pages and the table of routes can speak of it: {nameless}"


def _addresses(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, route)
        else:
            yield route, pattern


# ---------------------------------------------------------------- modules


def test_every_module_says_what_it_is() -> None:
    silent = [
        at(module, tree(module)) for module in MODULES if tree(module).body and not ast.get_docstring(tree(module))
    ]
    assert not silent, f"Begin the module with a docstring: what it is for, in one sentence: {silent}"


def test_no_module_is_longer_than_a_page_bears() -> None:
    lines = {one.relative_to(ROOT).as_posix(): one.read_text(encoding="utf-8").count("\n") for one in MODULES}
    long = {name: count for name, count in lines.items() if count > LONGEST and name not in LONGER}
    assert not long, f"Divide it by what it is about, or name it in LONGER with the reason: {long}"
    idle = [name for name in LONGER if lines.get(name, 0) <= LONGEST]
    assert not idle, f"Short enough by now; take it out of LONGER: {idle}"
