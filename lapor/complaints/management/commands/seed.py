"""`lapor seed`: load what every installation needs, again and again without harm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from lapor.complaints import recalendar
from lapor.complaints.seed import seed_complaints
from lapor.people import calendars, journal
from lapor.people.seed import FOLDER, seed_people


class Command(BaseCommand):
    help = "Muat data dasar: kalender, hari libur, OPD, unit, wilayah, kategori, jawaban baku. Aman diulang."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=FOLDER, help="folder berkas data dasar")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not (folder / "opd.csv").is_file():
            raise CommandError(f"Data dasar tidak ditemukan di {folder}. Sebutkan tempatnya dengan --folder.")
        with transaction.atomic():
            at = timezone.now().replace(microsecond=0)
            journal.wait_for_turn()
            calendars.change_alone()
            tallies = seed_people(folder, at=at) + seed_complaints(folder)
            recalendar.catch_up(at=at)
        if options["verbosity"]:
            for tally in tallies:
                self.stdout.write(str(tally))
