"""`lapor clock`: the office clock for anyone who doubts it, by a file of office hours and without a database.

The last line printed is the answer alone: an instant in the calendar's zone, or a number of minutes.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from lapor.config import clock_proofs
from lapor.config.trouble import Trouble
from lapor.sop import clock
from lapor.sop.explain import Question, Standstill, explain
from lapor.sop.states import Unit
from lapor.sop.tally import Office

Act = Callable[[argparse.Namespace], int | None]


@dataclass(frozen=True)
class Argument:
    """A word that a subcommand takes, or an option with a value: its name and its help."""

    name: str
    metavar: str
    about: str


def explain_case(known: argparse.Namespace) -> None:
    from lapor.config.cli import database

    with database():
        import django
        from django.core.management import CommandError, call_command

        django.setup()
        try:
            call_command("explain", known.number)
        except CommandError as fault:
            raise Trouble(str(fault)) from fault


def add(known: argparse.Namespace) -> None:
    start, minutes = _instant(known.start), _minutes(known.minutes)
    asked = _asked(known.calendar, start)
    with _SAID:
        due = clock.add(asked.office.hours, start, minutes, asked.pauses)
        _print(replace(asked, limit=minutes))
    print(_local(asked, due))


def between(known: argparse.Namespace) -> None:
    start, end = _instant(known.start), _instant(known.end)
    asked = _asked(known.calendar, start)
    with _SAID:
        minutes = clock.between(asked.office.hours, start, end, asked.pauses)
        _print(replace(asked, end=end))
    print(minutes)


_FILE: Final = Argument("--calendar", "BERKAS", "jam kantor, hari libur dan jeda, sebagai JSON")
COMMANDS: Final[tuple[tuple[str, Act, str, tuple[Argument, ...]], ...]] = (
    ("explain", explain_case, "mengapa tenggat sebuah aduan begitu, jam demi jam",
     (Argument("number", "NOMOR", "nomor aduan"),)),
    ("add", add, "kapan sekian menit kerja sesudah sebuah waktu",
     (Argument("start", "MULAI", "waktu ISO 8601 dengan zona: 2026-03-02T08:15+07:00"),
      Argument("minutes", "MENIT", "menit kerja"), _FILE)),
    ("between", between, "berapa menit kerja di antara dua waktu",
     (Argument("start", "MULAI", "waktu ISO 8601 dengan zona"),
      Argument("end", "AKHIR", "waktu yang kemudian, begitu pula"), _FILE)),
    ("walk", clock_proofs.walk, "jalankan aduan dari berkas di basis data sementara, lalu bandingkan jamnya",
     (Argument("file", "BERKAS", "jalan yang ditulis sebagai JSON"),)),
    ("verify", clock_proofs.verify, "hitung ulang semua jam dari riwayat dan kalender", ()),
)  # fmt: skip


def fill(parser: argparse.ArgumentParser, make: type[argparse.ArgumentParser]) -> None:
    """Give the group its subcommands; `make` is the class of their parsers."""
    group = parser.add_subparsers(dest="what", title="perintah", metavar="PERINTAH", required=True, parser_class=make)
    for name, act, about, arguments in COMMANDS:
        command = group.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
        command.set_defaults(clock_act=act)
        for one in arguments:
            taken = command.add_argument(one.name, metavar=one.metavar, help=one.about)
            taken.required = True


def run(known: argparse.Namespace, rest: list[str]) -> int | None:
    """The chosen subcommand. Raises Trouble."""
    act: Act = known.clock_act
    return act(known)


# ---------------------------------------------------------------- reading


class _Sentences:
    """Turns what the clock cannot count into Trouble, which the console says in one sentence."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, fault: BaseException | None, _where: object) -> None:
        if isinstance(fault, clock.CalendarError | clock.ClockError):
            raise Trouble(str(fault)) from fault
        if isinstance(fault, OverflowError | ValueError):  # beyond the year 9999
            raise Trouble("Waktunya di luar yang dapat dihitung.") from fault


_SAID: Final = _Sentences()


def _asked(path: str, start: datetime) -> Question:
    data = _read(path)
    with _SAID:
        try:
            office = Office.from_json(data)
        except (TypeError, ValueError, KeyError, AttributeError) as fault:
            if isinstance(fault, clock.CalendarError):
                raise
            raise Trouble(
                f"Isi {path} tidak terbaca sebagai kalender. Lihat contohnya di docs/operations.md."
            ) from fault
    return Question(office, Unit.MINUTES, None, start, stood=_pauses(data))


def _read(path: str) -> Mapping[str, Any]:
    data = clock_proofs.json_of(path)
    if not isinstance(data, dict):
        raise Trouble(f"Berkas {path} harus berisi satu objek JSON dengan zone dan week.")
    for key in ("zone", "week"):
        if key not in data:
            raise Trouble(f"Berkas {path} belum menyebut “{key}”.")
    return data


def _pauses(data: Mapping[str, Any]) -> list[Standstill]:
    pauses = data.get("pauses") or []
    if not isinstance(pauses, list) or not all(isinstance(one, list) and len(one) == 2 for one in pauses):
        raise Trouble("“pauses” ditulis sebagai daftar pasangan mulai dan akhir; akhir null bila masih berhenti.")
    found = [Standstill(_instant(began), None if ended is None else _instant(ended)) for began, ended in pauses]
    if any(one.ended is not None and one.ended < one.began for one in found):
        raise Trouble("Jeda berakhir sebelum mulai.")
    return found


def _instant(text: object) -> datetime:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError as fault:
        raise Trouble(f"Waktu “{text}” tidak terbaca. Tulis menurut ISO 8601: 2026-03-02T08:15+07:00.") from fault
    if at.utcoffset() is None:
        raise Trouble(f"Waktu {text} tidak menyebut zonanya. Tambahkan, misalnya +07:00.")
    return at.replace(microsecond=0)


def _minutes(text: str) -> int:
    plain = text.strip()
    if not re.fullmatch("-?[0-9]{1,12}", plain):
        raise Trouble(f"“{text}” bukan jumlah menit. Tulis bilangan bulat, misalnya 1060.")
    if int(plain) < 0:
        raise Trouble("Jumlah menit tidak boleh kurang dari nol.")
    return int(plain)


def _print(asked: Question) -> None:
    for line in explain(asked):
        print(line)


def _local(asked: Question, at: datetime) -> str:
    return at.astimezone(asked.office.hours.place).isoformat()
