"""What `lapor run` does before it opens: only what is not up to date, so that a second start is quick.

Runs in a process of its own as the app's role; pending migrations go to another one, as the owner.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import django

PACKAGE = Path(__file__).resolve().parent.parent


def main() -> int:
    """Bring the database and the collected files up to date; the exit code is that of what failed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    if pending_migrations():
        print("Menyiapkan basis data …", flush=True)
        if code := subprocess.call([sys.executable, "-m", "lapor.config.cli", "migrate", "-v0"]):
            return code
    if changed(settings.VAR, "seed", now := seed_facts()):
        print("Memuat data dasar …", flush=True)
        call_command("seed", verbosity=0)
        keep(settings.VAR, "seed", now)
    if changed(settings.VAR, "static", now := static_facts()):
        call_command("collectstatic", interactive=False, verbosity=0)
        keep(settings.VAR, "static", now)
    logins = ""
    if wants_demo():
        call_command("demo", if_empty=True)
        told = io.StringIO()
        call_command("demo", logins=True, stdout=told)
        logins = told.getvalue()
    keep(settings.VAR, "logins", logins)
    return 0


def wants_demo() -> bool:
    """Example cases and known passwords belong on a newcomer's machine, not in a database given to us."""
    return os.environ.get("LAPOR_DEMO", "0" if os.environ.get("DATABASE_URL") else "1") == "1"


def pending_migrations() -> list[str]:
    """The migrations that this database still lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def seed_facts() -> str:
    """Changes with the seed files, with the code that loads them, and with the database they went into."""
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT min(applied)::text FROM django_migrations")
        born = cursor.fetchone()[0]
    files = [*settings.SEEDS_ROOT.rglob("*"), *PACKAGE.glob("*/seed.py")]
    return digest([born, *(f"{path}:{_content(path)}" for path in sorted(files) if path.is_file())])


def static_facts() -> str:
    """Changes with any file that a browser can be sent."""
    from django.contrib.staticfiles.finders import get_finders

    found = []
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = os.stat(storage.path(path))
            found.append(f"{path}:{facts.st_size}:{facts.st_mtime_ns}")
    return digest(sorted(found))


def changed(var: Path, name: str, now: str) -> bool:
    """Whether this differs from what was noted when it was last brought up to date."""
    stamp = var / "stamps" / name
    return not stamp.exists() or stamp.read_text(encoding="utf-8") != now


def keep(var: Path, name: str, text: str) -> None:
    """Note that something is up to date."""
    stamp = var / "stamps" / name
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(text, encoding="utf-8")


def kept_logins(var: Path) -> str:
    """The example logins as `prepare` noted them; "" if this installation has none."""
    stamp = var / "stamps" / "logins"
    return stamp.read_text(encoding="utf-8") if stamp.exists() else ""


def digest(facts: Iterable[str]) -> str:
    return sha256("\n".join(facts).encode()).hexdigest()


def _content(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
