"""`lapor demo`: fill an installation with example people and cases, or say how to sign in as one of them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lapor.complaints.models import Complaint
from lapor.demo import fill, people, phones
from lapor.demo.logins import lines
from lapor.people.models import Agency


class Command(BaseCommand):
    help = "Isi dengan orang dan aduan contoh. Hanya untuk mencoba: sandinya diketahui semua orang."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="hanya bila belum ada satu aduan pun")
        parser.add_argument("--logins", action="store_true", help="sebutkan akun contoh, lalu selesai")
        parser.add_argument("--force", action="store_true", help="juga bila sudah ada pejabat sungguhan")

    def handle(self, *args: Any, if_empty: bool, logins: bool, force: bool, **options: Any) -> None:
        if logins:
            self._tell_logins()
            return
        filled = Complaint.objects.exists()
        if if_empty and filled:
            phones.join_all()  # a demo from before officials needed telephones
            return
        if people.strangers().exists() and not force:
            raise CommandError(
                "Di sini sudah ada pejabat sungguhan, jadi aduan contoh tidak dimuat. "
                "Pakai basis data lain, atau paksa dengan --force."
            )
        if fill.showcase("operator"):
            raise CommandError("Aduan contoh sudah ada di sini. Lihat akunnya dengan `lapor demo --logins`.")
        if not Agency.objects.exists():
            raise CommandError("Data dasar belum ada. Jalankan dulu `lapor seed`.")
        if options["verbosity"]:
            self.stdout.write("Mengisi aduan contoh, kira-kira setengah menit …")
        count = fill.fill(now=timezone.now().replace(microsecond=0))
        if options["verbosity"]:
            self.stdout.write(f"{count} aduan contoh siap.")

    def _tell_logins(self) -> None:
        for line in lines():
            self.stdout.write(line)
