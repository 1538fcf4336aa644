"""`make bench`: a throw-away desk, filled with walked cases, asked by eight users; figures beside their floors.

Exit code 1 with a sentence where the inbox or a case page takes twelve queries or more, or where a page slows
down by half or more between the first size and the last.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench import desk, report

SIZES = (10_000, 100_000)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="CASES", help="how many cases, rising")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each page is asked without a pause")
    parser.add_argument("--thinking", type=float, default=12.0, help="how long by users who think between requests")
    parser.add_argument("--acts", type=int, default=300, help="how many acts at most, of each sort")
    parser.add_argument("--only", choices=("pages", "clocks"), help="one part alone")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the throw-away desk goes all the same
    if given.only == "clocks":
        return _clocks(max(given.sizes))
    results: dict[str, Any] = {"machine": report.machine(), "sizes": []}
    with desk.throw_away() as here:
        for measured in _sizes(here, given):
            results["sizes"].append(measured)
            print(report.table(measured), flush=True)
    faults = report.faults(results["sizes"])
    results["faults"] = faults
    print(report.growth(results["sizes"]))
    print(report.machine_words(results["machine"]))
    if given.json:
        given.json.write_text(json.dumps(results, indent=2), encoding="utf-8")
    for sentence in faults:
        print(sentence, file=sys.stderr)
    if given.only is None:  # a desk of its own, which only another process can join
        again = [sys.executable, "-m", "tests.bench", "--only", "clocks", "--sizes", str(max(given.sizes))]
        faults += ["the clocks"] * bool(subprocess.run(again).returncode)
    return 1 if faults else 0


def _clocks(cases: int) -> int:
    """The office clock, alone and in a desk of so many cases."""
    with desk.throw_away() as here:
        import django

        django.setup()
        from django.utils import timezone

        from tests.bench import clocks, stock

        rng = random.Random(cases)
        alone = clocks.engine(rng)
        now = timezone.now().replace(microsecond=0)
        held = stock.gather(now=now)
        print(clocks.told(alone, clocks.desk(here, held, cases, now=now, rng=rng, tell=_tell)))
    return 0


def _sizes(here: desk.Desk, given: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """The figures of each size, one after the other in the same database."""
    import django

    django.setup()
    from django.utils import timezone

    from tests.bench import measure, stock

    _tell("Walking the cases that are copied …")
    held = stock.gather(now=timezone.now().replace(microsecond=0))
    pace = measure.Pace(given.seconds, given.thinking, given.acts)
    for upto in given.sizes:
        yield measure.size(here, held, upto, pace, rng=random.Random(upto), tell=_tell)


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
