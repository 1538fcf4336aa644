"""`lapor sop`: the rules as they run today, or as another approved version of the SOP has them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lapor.people import procedures
from lapor.sop import sheet


class Command(BaseCommand):
    help = "Cetak aturan SOP yang berlaku, atau versi lain yang sudah disetujui."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="sebagai JSON, untuk program lain")
        parser.add_argument("--versi", metavar="VERSI", default="", help="versi yang disetujui, mis. 2020-06-12")

    def handle(self, *args: Any, json: bool, versi: str, **options: Any) -> None:
        today = timezone.localdate()
        terms = procedures.approved_terms(versi) if versi else procedures.in_force(today)
        if terms is None:
            known = [one.terms.code for one in procedures.listed(today) if one.status != procedures.DRAFT]
            raise CommandError(f"Versi {versi} tidak ada. Yang ada: {', '.join(known)}.")
        self.stdout.write(sheet.printed(terms, as_data=json))
