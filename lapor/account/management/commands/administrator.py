"""`lapor administrator SUREL "NAMA"`: the first administrator of an installation, or a new link for one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from lapor.account import invitations, second_factor
from lapor.people import persons, positions
from lapor.people.faults import Faulty
from lapor.people.models import Person, Position
from lapor.people.positions import Terms
from lapor.sop.rules import Role


class Command(BaseCommand):
    help = "Buat pengelola pertama, atau beri pengelola tautan baru, dan cetak tautan untuk kata sandinya."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="SUREL", help="alamat surel pengelola")
        parser.add_argument("name", metavar="NAMA", nargs="*", default=[], help="namanya, untuk yang baru")

    def handle(self, *args: Any, email: str, name: list[str], **options: Any) -> None:
        now = timezone.now().replace(microsecond=0)
        held = Position.objects.held_on(timezone.localdate(now)).filter(role=Role.ADMINISTRATOR)
        email = email.strip().lower()
        try:
            with transaction.atomic():
                mine = held.filter(person__email=email).select_related("person").first()
                person = (
                    self._again(mine.person, now) if mine else self._first(email, " ".join(name), held.exists(), now)
                )
                link = invitations.invite(person, at=now)
        except Faulty as faulty:
            raise CommandError(" ".join(faulty.faults.values())) from faulty
        self.stdout.write(f"Buka tautan ini dalam tiga hari untuk membuat kata sandi:\n{link}")

    def _again(self, person: Person, now: Any) -> Person:
        """Whoever has this machine may always let the administrator in again, also without the telephone."""
        if second_factor.forget(person, by=None, at=now):
            self.stderr.write("Kode kedua yang lama dihapus; saat masuk, yang baru dipasang.")
        return person

    def _first(self, email: str, name: str, others: bool, now: Any) -> Person:
        if others:
            raise CommandError("Sudah ada pengelola. Pengelola lain diundang lewat laman Pengaturan.")
        if not name:
            raise CommandError('Sebutkan juga namanya: lapor administrator SUREL "NAMA".')
        person = persons.at_address(email)
        if person is None or not person.positions.exists():
            person = persons.add(name, email, by=None, at=now)
        terms = Terms(role=Role.ADMINISTRATOR, starts=timezone.localdate(now))
        positions.give(person, terms, by=None, at=now)
        return person
