"""`lapor clock walk` and `verify`: the clocks of a file walked anew, and every clock there is recomputed."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lapor.config import throw_away
from lapor.config.trouble import Trouble


def walk(known: argparse.Namespace) -> int:
    """Walk every walk of the file; its clocks as JSON on stdout, what differs on stderr and then exit code 1."""
    told = _told(known.file)
    with throw_away.database():
        from lapor.complaints import walks
        from lapor.complaints.refusals import Incomplete, Refused
        from lapor.complaints.walks.outcome import differing
        from lapor.complaints.walks.town import WalkError
        from lapor.sop.calendar import CalendarError

        came_out, wrong = [], []
        for one in told["walks"]:
            try:
                got = walks.walked(told["calendars"], one)
            except (WalkError, CalendarError, Refused, Incomplete) as fault:
                raise Trouble(f"{one.get('name', 'tanpa nama')}: {fault}") from fault
            except (KeyError, ValueError, TypeError, AttributeError) as fault:
                raise Trouble(f"{one.get('name', 'tanpa nama')}: isinya tidak terbaca ({fault}).") from fault
            came_out.append({**one, "expected": got})
            wrong += differing(one["name"], one.get("expected", {}), got)
    print(json.dumps({**told, "walks": came_out}, ensure_ascii=False, indent=1))
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{len(came_out)} jalan, {len(wrong)} perbedaan.", file=sys.stderr)
    return 1 if wrong else 0


def verify(known: argparse.Namespace) -> int:
    """Recompute every clock of this installation; each difference on its own line, exit code 1 if there is any."""
    from lapor.config.cli import database

    with database():
        import django

        django.setup()
        from lapor.complaints import verify_clocks

        began, tally = time.perf_counter(), verify_clocks.Tally()
        for sentence in verify_clocks.differences(tally):
            print(f"- {sentence}")
        seconds = time.perf_counter() - began
    print(
        f"{tally.cases} aduan, {tally.clocks} jam dihitung ulang dalam {seconds:.1f} detik: "
        f"{tally.differences or 'tidak ada'} perbedaan."
    )
    return 1 if tally.differences else 0


def json_of(path: str) -> Any:
    """What a file of JSON says. Raises Trouble."""
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError as fault:
        raise Trouble(f"Berkas {path} tidak ada.") from fault
    except OSError as fault:
        raise Trouble(f"Berkas {path} tidak dapat dibaca: {fault.strerror}.") from fault
    except (ValueError, RecursionError) as fault:
        raise Trouble(f"Berkas {path} bukan JSON.") from fault


def _told(path: str) -> Mapping[str, Any]:
    told = json_of(path)
    if not (isinstance(told, dict) and isinstance(told.get("calendars"), dict) and isinstance(told.get("walks"), list)):
        raise Trouble(f"Berkas {path} harus berisi “calendars” dan “walks”.")
    return told
