"""`lapor clock explain NOMOR`: every clock of one case and why it is due then, as the officials' page tells it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lapor.complaints import numbers, why
from lapor.complaints.models import Complaint
from lapor.sop import words


class Command(BaseCommand):
    help = "Cetak setiap jam sebuah aduan: batas, jeda, tenggat, yang terpakai, dan mengapa tenggatnya begitu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", metavar="NOMOR", help="nomor aduan, dengan atau tanpa tanda hubung")

    def handle(self, *args: Any, number: str, **options: Any) -> None:
        try:
            wanted = numbers.parse(number)
        except numbers.BadNumber as bad:
            raise CommandError(str(bad)) from bad
        complaint = Complaint.objects.filter(number=wanted).first()
        if complaint is None:
            raise CommandError(f"Tidak ada aduan bernomor {wanted}.")
        account = why.of(complaint, at=timezone.now().replace(microsecond=0), to_reporter=False)
        self.stdout.write("\n".join(_told(wanted, account)))


def _told(number: str, account: why.Account) -> Iterator[str]:
    yield f"{number}, SOP versi {account.sop_version}"
    yield f"\n{account.first[0]}: {account.first[1]}"
    for chapter in account.chapters:
        yield f"\n== {chapter.heading} =="
        for row in chapter.rows:
            yield from _row(row)
    holiday = f" ({account.holiday})" if account.holiday else ""
    yield f"\nHari ke-{account.ombudsman_days} untuk Ombudsman: {words.date_words(account.ombudsman)}{holiday}."
    yield "Dihitung hari kalender sejak aduan masuk; tidak digeser, juga bila jatuh pada hari libur."


def _row(row: why.Row) -> Iterator[str]:
    yield f"\n{row.label}: {row.standing}"
    yield f"  Jam kantor: {row.clock.calendar.name}, versi {row.clock.calendar_version}; {'; '.join(row.hours)}"
    yield f"  SOP: versi {row.clock.sop_version}"
    yield f"  Batas: {row.limit}"
    for move in row.moves:
        when, old, new = (words.long_instant(at) for at in (move.change.at, move.from_due, move.to_due))
        yield f"  Digeser perubahan jam kantor {move.from_calendar.name} pada {when}: dari {old} menjadi {new}"
    yield f"  Terpakai: {row.used}"
    for told, at in row.marks:
        yield f"  {told}: {words.long_instant(at)}"
    for line in row.lines:
        yield f"  - {line}"
