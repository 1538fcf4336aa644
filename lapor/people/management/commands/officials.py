"""`lapor officials`: load the officials of a real installation from a list, and print their first passwords."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from lapor.people import officials, roster
from lapor.people.models import Agency


class Command(BaseCommand):
    help = "Muat pejabat dan jabatannya dari berkas CSV. Aman diulang; tidak pernah menghapus."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=f"berkas CSV dengan kolom {', '.join(roster.COLUMNS)}")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not Agency.objects.exists():
            raise CommandError("Data dasar belum ada. Jalankan dulu `lapor seed`.")
        try:
            with transaction.atomic():
                loaded = officials.load(roster.read(file))
        except roster.RosterRefused as refused:
            raise CommandError(f"{refused}\nTidak ada yang dimuat.") from refused
        self._tell(loaded)

    def _tell(self, loaded: officials.Loaded) -> None:
        """Passwords as CSV on stdout, for a file; the rest on stderr, for the eye."""
        if loaded.passwords:
            lines = csv.writer(self.stdout, lineterminator="\n")
            lines.writerow(["surel", "nama", "kata_sandi"])
            lines.writerows([person.email, person.name, password] for person, password in loaded.passwords)
        for person in loaded.taken_over:
            self.stderr.write(f"{person.email} sudah punya akun sebagai warga; kata sandinya diganti.")
        self.stderr.write(
            f"{loaded.made} jabatan baru, {loaded.changed} diperbarui, {len(loaded.passwords)} kata sandi baru."
        )
