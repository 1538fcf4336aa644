"""The part of `lapor doctor` that looks into the database."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from ipaddress import ip_address
from typing import Any

import django

from lapor.config.trouble import Remark

OLDEST_VERSION = 150000
CLOCKS = 300  # how many of the newest complaints have their clocks computed again
CHAINS = 1000  # how many of the newest complaints have their history proven
SEALS = 3  # how many of the newest seals are computed again
WAITED_LONG = timedelta(minutes=10)
NAMED = 5  # how many of a kind are named; the rest are counted


def examine(*, runs: bool | None = False) -> list[str]:
    """What is wrong in the database that the settings name, with Remarks; looked at as the app's role.

    `runs`: whether the desk runs now, so that its worker is missed; None where that cannot be known from here.
    """
    django.setup()
    from django.db import OperationalError

    try:
        return [*server(), *roles()] or [*tables(), *worked(runs=runs)]
    except OperationalError as error:
        return [f"Basis data tidak dapat dihubungi: {' '.join(str(error).split())}"]


def tables() -> list[str]:
    """What can be said only when the tables are there and up to date."""
    from django.utils import timezone

    from lapor.config.prepare import pending_migrations

    if pending := pending_migrations():
        return [f"{len(pending)} perubahan tabel belum dijalankan ({pending[0]} …); jalankan `lapor migrate`."]
    today = timezone.localdate()
    offices = [*calendars(), *holidays(today), *agencies(today), *inspectorate(today)]
    seats = [*vacancies(today), *reorganisations(today)]
    return [*offices, *seats, *known_passwords(os.environ), *chains(), *clocks(), *jobs(), *notices(timezone.now())]


def server() -> Iterator[str]:
    version, encoding = _row("SELECT current_setting('server_version_num')::int, current_setting('server_encoding')")
    if version < OLDEST_VERSION:
        yield f"PostgreSQL {version // 10000} terlalu tua; diperlukan 15 atau lebih baru."
    if encoding != "UTF8":
        yield f"Basis data memakai {encoding}; diperlukan UTF8."


def roles() -> Iterator[str]:
    """The app must not be able to change the tables, or what forbids changing the history."""
    (superuser,) = _row("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    (owned,) = _row("SELECT count(*) FROM pg_tables WHERE tableowner = current_user AND schemaname = 'public'")
    if superuser or owned:
        yield (
            "Aplikasi terhubung sebagai pemilik tabel, sehingga dapat mengubah riwayat. Beri DATABASE_URL "
            "peran yang lebih rendah, dan pemiliknya pada DATABASE_URL_DIRECT (docs/operations.md)."
        )


def calendars() -> Iterator[str]:
    """Office calendars that no deadline can be counted with."""
    from lapor.people.calendars import office_hours, resolved
    from lapor.people.chain import digest
    from lapor.people.models import Calendar as Row
    from lapor.sop.clock import Calendar, CalendarError

    for row in Row.objects.filter(gone=False).order_by("code"):
        try:
            data = resolved(row)
            Calendar.from_json(data)
            office_hours(row)
        except CalendarError as error:
            yield f"Jam kerja \u201c{row.name}\u201d tidak dapat dihitung: {error}"
        else:
            if digest(data) != row.digest:
                yield f"Jam kerja \u201c{row.name}\u201d belum diterbitkan; jalankan `lapor seed`."


def holidays(today: date) -> Iterator[str]:
    """Years that deadlines reach into without a holiday; from October on the next one is known and wanted."""
    from lapor.complaints.office_time import years_missed

    for year in years_missed(today):
        said = f"Hari libur tahun {year} belum dimuat. "
        yield Remark(f"{said}Buka Pengaturan \u203a Hari libur dan jam kerja, periksa usulannya, lalu simpan.")


def agencies(today: date) -> Iterator[str]:
    """Remarks only: routing refuses an office that is not ready, so nothing goes astray meanwhile."""
    from lapor.people import readiness

    unready = readiness.unready_agencies(day=today)
    sentences = [readiness.unready_sentence(agency, lacks) for agency, lacks in unready]
    yield from map(Remark, _some(sentences, "OPD lain seperti itu"))


def inspectorate(today: date) -> Iterator[str]:
    """Whether somebody reads complaints about officials, which nobody else may."""
    from lapor.people import readiness

    if missing := readiness.inspectorate_missing(day=today):
        yield Remark(missing)


def vacancies(today: date) -> Iterator[str]:
    """Seats at which cases wait for nobody; those that will be so are remarks."""
    from lapor.complaints import seats

    vacant = seats.vacant(day=today)
    yield from _some([one.sentence(today) for one in vacant if one.since <= today], "jabatan lain seperti itu")
    yield from map(Remark, _some([one.sentence(today) for one in vacant if one.since > today], "jabatan lain"))


def reorganisations(today: date) -> Iterator[str]:
    """Plans whose day has come and that something stands against."""
    from lapor.complaints import reorganise
    from lapor.sop.words import date_words

    late = reorganise.late(day=today)
    told = [f"Reorganisasi {row.agency} tanggal {date_words(row.day)} belum terlaksana. {why}" for row, why in late]
    yield from _some(told, "reorganisasi lain")


def known_passwords(environ: Mapping[str, str]) -> Iterator[str]:
    """Everybody can read the password of the example people: they belong on a newcomer's machine alone."""
    from lapor.demo import people
    from lapor.people.models import Person

    called = [name.strip() for name in environ.get("LAPOR_HOSTS", "").split(",") if name.strip()]
    reached = [name for name in (environ.get("LAPOR_BIND") or "", *called) if name and not _loopback(name)]
    if reached and Person.objects.filter(email__endswith=people.DOMAIN, is_active=True).exists():
        yield (
            f"Akun contoh, yang sandinya diketahui semua orang, ada di layanan yang dibuka untuk {reached[0]}. "
            "Mulai yang sungguhan dengan LAPOR_DEMO=0 dan LAPOR_VAR lain (docs/operations.md)."
        )


def _loopback(name: str) -> bool:
    try:
        return ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return name == "localhost"


def chains() -> Iterator[str]:
    from lapor.complaints import events
    from lapor.people import journal

    broken = [*events.broken_chains(limit=CHAINS), *events.broken_seals(limit=SEALS), *journal.breaks()]
    yield from _some(broken, "kerusakan riwayat lain")


def clocks() -> Iterator[str]:
    from lapor.complaints import verify_clocks
    from lapor.complaints.models import Complaint

    newest = Complaint.objects.order_by("-received_at", "-id")[:CLOCKS]
    wrong = list(verify_clocks.differences(verify_clocks.Tally(), among=newest))
    yield from _some(wrong, "perbedaan jam lain; `lapor clock verify` menyebut semuanya")


def jobs() -> Iterator[str]:
    (failed,) = _row("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
    if failed:
        yield f"{failed} pekerjaan latar gagal; lihat `.venv/bin/python manage.py procrastinate shell`."
    (left,) = _row(
        "SELECT count(*) FROM procrastinate_jobs j WHERE j.status = 'doing' AND NOT EXISTS (SELECT 1"
        " FROM procrastinate_workers w WHERE w.id = j.worker_id AND w.last_heartbeat > now() - interval '2 minutes')"
    )
    if left:
        yield f"{left} pekerjaan latar terputus. Jawaban yang tertinggal dikirim ulang dengan sendirinya."


def worked(*, runs: bool | None) -> Iterator[str]:
    """What /siap/ says of the worker; a desk at rest has none."""
    from django.utils import timezone

    from lapor.config import health
    from lapor.config.prepare import pending_migrations

    if runs is False or pending_migrations():
        return
    said = list(health.worker(timezone.now()))
    yield from said if runs else map(Remark, said)


def notices(at: datetime) -> Iterator[str]:
    """Letters that fail, pile up, or have no server to go to."""
    from django.conf import settings

    from lapor.notices import outbox

    queue = outbox.summary(at=at)
    if queue.failed:
        yield f"{queue.failed} pemberitahuan gagal dikirim; lihat Pengaturan \u203a Pemberitahuan."
    if queue.oldest and queue.oldest > WAITED_LONG:
        minutes = int(queue.oldest.total_seconds() // 60)
        yield (
            f"{queue.waiting} pemberitahuan menunggu, yang terlama {minutes} menit. "
            "Periksa apakah `lapor worker` berjalan dan server surel menerima surat."
        )
    yield from untold(at)
    if settings.MAIL_SERVER is None and not settings.DEMO:
        yield Remark("Belum ada server surel: kode masuk dan kabar untuk warga tidak sampai. Pasang LAPOR_MAIL_URL.")


def untold(at: datetime) -> Iterator[str]:
    """Reminders and escalations that reached nobody."""
    from lapor.notices import lateness

    if count := lateness.untold_long(at=at):
        minutes = int(lateness.WAITED_LONG.total_seconds() // 60)
        yield (
            f"{count} pengingat atau kenaikan belum diberitahukan setelah {minutes} menit. Periksa apakah "
            "`lapor worker` berjalan dan jabatan di atas pemegangnya terisi (Pengaturan \u203a Kesiapan OPD)."
        )


def _some(sentences: list[str], others: str) -> Iterator[str]:
    yield from sentences[:NAMED]
    if len(sentences) > NAMED:
        yield f"… dan {len(sentences) - NAMED} {others}."


def _row(sql: str) -> tuple[Any, ...]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return tuple(cursor.fetchone())
