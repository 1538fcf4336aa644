"""The console program `lapor`: one word for each thing an installation can be asked to do."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from lapor.config import addresses, clock_cli, folders, numbers, postgres, secrets
from lapor.config.trouble import Remark, Trouble

WEB_PROCESSES = 2
WEB_THREADS = 64  # of each process: most of them wait for telephones that send slowly
WEB_CONNECTIONS = 4  # of each process to the database, and so the pages it draws at once


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns its exit code; what it cannot do is one sentence on stderr."""
    parser = build_parser()
    known, rest = parser.parse_known_args(arguments)
    if rest and known.command not in ("migrate", "seed"):
        parser.error(f"tidak dikenal: {' '.join(rest)}")
    if not known.command:
        parser.print_help()
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
    try:
        return known.act(known, rest) or 0
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1


def run(known: argparse.Namespace, rest: list[str]) -> int:
    from lapor.config.supervisor import Supervisor

    folders.make(var())
    secrets.load(var(), os.environ)
    return Supervisor(var(), os.environ).run()


def web(known: argparse.Namespace, rest: list[str]) -> None:
    import multiprocessing

    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from lapor.config import logs

    multiprocessing.set_start_method("spawn")  # a forked child would keep our hold on the private server
    os.environ.setdefault("LAPOR_DB_POOL", str(WEB_CONNECTIONS))
    addresses.check(var(), os.environ)
    logs.serve(os.environ, terminal=sys.stderr.isatty())
    port = numbers.port(os.environ)
    with database():
        Granian(
            "lapor.config.wsgi:application",
            address=os.environ.get("LAPOR_BIND") or "127.0.0.1",
            port=port,
            interface=Interfaces.WSGI,
            workers=WEB_PROCESSES,
            blocking_threads=WEB_THREADS,
            websockets=False,
            log_level=LogLevels.warning,
            log_dictconfig=logs.of_server(os.environ, terminal=sys.stderr.isatty()),
            respawn_failed_workers=True,
            workers_kill_timeout=15,
        ).serve()


def worker(known: argparse.Namespace, rest: list[str]) -> None:
    import asyncio

    import django

    from lapor.config import logs

    async def work() -> None:
        from procrastinate.contrib.django import app

        with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
            async with app.open_async():
                await app.run_worker_async(concurrency=2, shutdown_graceful_timeout=15, delete_jobs="successful")

    logs.serve(os.environ, terminal=sys.stderr.isatty())
    with database():
        django.setup()
        asyncio.run(work())


def migrate(known: argparse.Namespace, rest: list[str]) -> None:
    os.environ[addresses.AS_OWNER] = "1"
    django_command(["migrate", *rest])


def seed(known: argparse.Namespace, rest: list[str]) -> None:
    django_command(["seed", *rest])


def administrator(known: argparse.Namespace, rest: list[str]) -> None:
    django_command(["administrator", known.email, *known.name])


def demo(known: argparse.Namespace, rest: list[str]) -> None:
    chosen = [option for option, _ in DEMO_OPTIONS if getattr(known, option[2:].replace("-", "_"))]
    django_command(["demo", *chosen])


def backup(known: argparse.Namespace, rest: list[str]) -> int:
    from lapor.config import keeping

    with database():
        return keeping.write(
            known.file, var=var(), environ=os.environ, with_secrets=not known.tanpa_rahasia, tried=not known.tanpa_uji
        )


def restore(known: argparse.Namespace, rest: list[str]) -> int:
    from lapor.config import keeping

    return keeping.bring_back(known.file, var=var(), environ=os.environ)


def sop(known: argparse.Namespace, rest: list[str]) -> None:
    """The version in force, which the database knows; where none was made yet, that is the one of 2020."""
    from lapor.sop import sheet
    from lapor.sop.limits import BASE

    if not addresses.embedded(os.environ) or postgres.made(var()):
        asked = ["--versi", known.versi] if known.versi else []
        django_command(["sop", *asked, *(["--json"] if known.json else [])])
    elif known.versi not in ("", BASE.code):
        raise Trouble(f"Belum ada basis data di sini. Yang dikenal hanya versi {BASE.code}.")
    else:
        print(sheet.printed(BASE, as_data=known.json))


def doctor(known: argparse.Namespace, rest: list[str]) -> int:
    from lapor.config.doctor import examine

    found = examine(var(), os.environ)
    wrong = [sentence for sentence in found if not isinstance(sentence, Remark)]
    for sentence in found:
        print(f"- Catatan: {sentence}" if isinstance(sentence, Remark) else f"- {sentence}")
    print(f"{len(wrong)} hal perlu diperbaiki." if wrong else "Semua baik.")
    return 1 if wrong else 0


DEMO_OPTIONS = (
    ("--if-empty", "hanya bila belum ada satu aduan pun"),
    ("--logins", "sebutkan akun contoh, lalu selesai"),
    ("--force", "juga bila sudah ada pejabat sungguhan"),
)
COMMANDS: list[tuple[str, Callable[[argparse.Namespace, list[str]], int | None], str]] = [
    ("run", run, "jalankan semuanya di mesin ini, sampai Ctrl-C"),
    ("web", web, "jalankan server web saja"),
    ("worker", worker, "jalankan pekerja latar saja: mengantar jawaban, batas waktu, segel riwayat"),
    ("migrate", migrate, "buat atau perbarui tabel-tabel basis data"),
    ("seed", seed, "muat data dasar: OPD, wilayah, kategori, hari libur (aman diulang)"),
    ("administrator", administrator, "buat pengelola pertama, atau beri pengelola tautan masuk yang baru"),
    ("demo", demo, "isi dengan aduan contoh dan akun contoh"),
    ("backup", backup, "cadangkan semuanya ke satu berkas terenkripsi, lalu uji berkas itu"),
    ("restore", restore, "pulihkan cadangan ke tempat kosong, lalu bandingkan"),
    ("sop", sop, "cetak aturan SOP yang berlaku, atau versi lain"),
    ("clock", clock_cli.run, "hitung, jelaskan dan buktikan jam kerja: explain, add, between, walk, verify"),
    ("doctor", doctor, "periksa pemasangan ini dan sebutkan apa yang salah"),
]


def build_parser() -> argparse.ArgumentParser:
    """The parser of `lapor`, in the language of the people who will run it."""
    parser = _Parser(
        prog="lapor",
        description="Lapor Bantul: layanan pengaduan Kabupaten Bantul.",
        epilog="Pengaturan dari lingkungan (PORT, LAPOR_VAR, DATABASE_URL …): baca docs/operations.md.",
    )
    commands = parser.add_subparsers(dest="command", title="perintah", metavar="PERINTAH", parser_class=_Parser)
    for name, act, about in COMMANDS:
        command = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
        command.set_defaults(act=act)
        if name == "clock":
            clock_cli.fill(command, _Parser)
        if name == "sop":
            command.add_argument("--json", action="store_true", help="sebagai JSON, untuk program lain")
            command.add_argument("--versi", metavar="VERSI", default="", help="versi yang disetujui, mis. 2020-06-12")
        if name == "administrator":
            command.add_argument("email", metavar="SUREL")
            command.add_argument("name", metavar="NAMA", nargs="*", help="untuk pengelola yang baru")
        if name in ("backup", "restore"):
            command.add_argument("file", metavar="BERKAS", type=Path, help="berkas cadangan")
        if name == "backup":
            command.add_argument("--tanpa-rahasia", action="store_true", help="kunci identitas disimpan sendiri")
            command.add_argument("--tanpa-uji", action="store_true", help="lewati percobaan memulihkannya")
        if name == "demo":
            for option, meaning in DEMO_OPTIONS:
                command.add_argument(option, action="store_true", help=meaning)
    return parser


def manage(arguments: Sequence[str]) -> int:
    """Any of Django's commands, as the owner of the tables: the developer's door (manage.py)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
    os.environ[addresses.AS_OWNER] = "1"
    try:
        django_command(arguments)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


def django_command(arguments: Sequence[str]) -> None:
    """Run a management command with the database there."""
    with database():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["lapor", *arguments])


@contextmanager
def database() -> Iterator[None]:
    """Secrets first, then the private server, unless DATABASE_URL names another, while a block runs."""
    secrets.load(var(), os.environ)
    if not addresses.embedded(os.environ):
        yield
        return
    with postgres.serving(var()) as server:
        for said in server.said:
            print(said, file=sys.stderr)
        yield


def var() -> Path:
    """Where this installation keeps what it must not lose."""
    return Path(os.environ.get("LAPOR_VAR") or Path(__file__).resolve().parents[2] / "var").resolve()


_SAID = (
    (r"^argument PERINTAH: invalid choice: '(.*?)' \(.*", r"tidak ada perintah “\1”."),
    (r"^the following arguments are required: (.*)", r"\1 belum disebut."),
)


def _wide(prog: str) -> argparse.HelpFormatter:
    formatter = argparse.HelpFormatter(prog, width=100)
    formatter._action_max_length = 17  # it forgets how far in the names of commands stand
    return formatter


class _Parser(argparse.ArgumentParser):
    """argparse with its own few words in Indonesian."""

    def __init__(self, **options: object) -> None:
        super().__init__(**options, add_help=False, formatter_class=_wide)  # type: ignore[arg-type]
        self._optionals.title = "pilihan"
        self._positionals.title = "isian"
        self.add_argument("-h", "--help", action="help", help="tampilkan bantuan ini")

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "Pemakaian:", 1)

    def error(self, message: str) -> None:  # type: ignore[override]
        for said, told in _SAID:
            message = re.sub(said, told, message)
        self.exit(2, f"lapor: {message}\nLihat `lapor --help`.\n")


if __name__ == "__main__":
    sys.exit(main())
