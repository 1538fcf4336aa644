"""`lapor restore FILE`: a backup brought back into an empty place, compared there, and undone if anything fails."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from lapor.complaints import storage
from lapor.config import addresses, archive, cluster, file_store, postgres, secrets, supervisor
from lapor.config.backup import HOLDING
from lapor.config.trouble import Trouble
from lapor.config.unpack import Contents, compare, discard, look, pour

IN_A_BUCKET = (
    "{} berkas cadangan ini tetap di bucketnya. Setel LAPOR_FILES_S3 ke bucket itu, atau ke salinannya, lalu ulangi."
)
OTHERS = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
            AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""
THERE = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind <> 'i'"
# The names are all read before the first is dropped: what went with another has no name any more.
ALL_GONE = """DO $$ DECLARE one text; BEGIN
    FOREACH one IN ARRAY ARRAY(
        SELECT format('TABLE IF EXISTS public.%I', tablename) FROM pg_tables WHERE schemaname = 'public'
        UNION ALL SELECT 'ROUTINE IF EXISTS ' || oid::regprocedure FROM pg_proc
            WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT format('TYPE IF EXISTS public.%I', t.typname)
            FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
            WHERE t.typnamespace = 'public'::regnamespace AND (t.typtype = 'e' OR c.relkind = 'c'))
    LOOP EXECUTE 'DROP ' || one || ' CASCADE'; END LOOP;
END $$"""


def bring_back(path: Path, passphrase: str, *, var: Path, environ: Mapping[str, str]) -> Contents:
    """Restore into this installation, which must be empty and at rest. Raises Trouble; then it is as before."""
    with ExitStack() as undo, ExitStack() as at_end:
        at_end.enter_context(_alone(var))
        store = file_store.chosen(var, environ)
        _refuse_files(var / "files")
        contents = look(path, passphrase)
        if contents.elsewhere and isinstance(store, storage.Folder):
            raise Trouble(IN_A_BUCKET.format(len(contents.elsewhere)))
        _bring_secrets(contents, var, environ, undo)
        if addresses.embedded(environ):
            new = not os.path.lexists(var / "postgres") or not (cluster.home_of(var) / "data").exists()
            server = postgres.Server(var)
            if new:
                undo.callback(discard, var)
            server.open()
            undo.callback(server.close)
        url = addresses.owner(var, environ)
        _refuse_unfit(url, made_by=contents.about["server"])
        _refuse_newer(contents)
        keep = _keeper(store, undo)
        undo.callback(_empty, url)
        files = pour(path, passphrase, contents, url=url, keep_file=keep)
        let_in(url, role=addresses.django(addresses.app(var, environ))["USER"])
        compare(contents, url=url, files=files)
        undo.pop_all()
        if addresses.embedded(environ):
            server.close()
    return contents


def let_in(url: str, *, role: str) -> None:
    """Give the app's role what it has in every installation: rows to read and write, and no more."""
    owner = addresses.django(url)["USER"]
    if not role or role == owner:
        return
    given = [
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}",
    ]
    names = {"owner": sql.Identifier(owner), "app": sql.Identifier(role)}
    with psycopg.connect(url) as connection:
        for statement in (*given, *cluster.APP_GRANTS):
            connection.execute(sql.SQL(statement).format(**names))


@contextmanager
def _alone(var: Path) -> Iterator[None]:
    """Nobody may start the desk of this var meanwhile."""
    try:
        lock = supervisor.only_one(var)
    except Trouble as error:
        raise Trouble(f"Lapor Bantul sedang berjalan dengan {var}. Hentikan dahulu, lalu ulangi.") from error
    with lock:
        yield


def _refuse_files(files: Path) -> None:
    if any(not one.name.startswith(HOLDING) for one in files.glob("*")):
        raise Trouble(f"Folder {files} sudah berisi. Pemulihan hanya ke tempat kosong: pilih LAPOR_VAR lain.")


def _refuse_unfit(url: str, *, made_by: int) -> None:
    """A database that is in use, not empty, or of an older PostgreSQL than the backup is of."""
    try:
        with psycopg.connect(url) as connection:
            (others,) = connection.execute(OTHERS).fetchone() or (0,)
            (there,) = connection.execute(THERE).fetchone() or (0,)
            major = connection.info.server_version // 10000
    except psycopg.OperationalError as error:
        raise Trouble(
            "Basis data tujuan tidak dapat dihubungi; periksa DATABASE_URL dan DATABASE_URL_DIRECT."
        ) from error
    if major < made_by:
        raise Trouble(f"Cadangan ini dari PostgreSQL {made_by}, tujuannya PostgreSQL {major}, yang lebih tua.")
    if others:
        raise Trouble(f"Basis data tujuan sedang dipakai {others} sambungan lain. Hentikan dahulu, lalu ulangi.")
    if there:
        raise Trouble(
            f"Basis data tujuan sudah berisi {there} tabel dan urutan. Pemulihan hanya ke tempat kosong: "
            "pilih LAPOR_VAR lain, atau basis data yang baru dibuat."
        )


def _refuse_newer(contents: Contents) -> None:
    """A backup of a program that knew tables which this one does not."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
    import django

    django.setup()
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("lapor.")}
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if any(one.partition(".")[0] in ours and one not in known for one in contents.about["migrations"]):
        raise Trouble(archive.NEWER)


def _bring_secrets(contents: Contents, var: Path, environ: Mapping[str, str], undo: ExitStack) -> None:
    """Put the secrets in place, or see that the ones in place open what the backup holds."""
    there = secrets.present(var, environ)
    wanted, found = contents.manifest["keys"], secrets.fingerprints(there)
    for name, prints in wanted.items():
        if name in there and not set(prints) <= set(found[name]):
            raise Trouble(
                f"Rahasia {name} di tempat ini lain daripada yang dipakai cadangan, jadi identitas pelapor tidak "
                "akan terbaca. Pindahkan dahulu rahasia itu, atau pilih LAPOR_VAR lain."
            )
        if name not in there and name not in contents.secrets:
            raise Trouble(
                f"Cadangan ini tidak memuat rahasia. Letakkan {name} yang lama di {var / 'secrets'} (atau di "
                f"{secrets.MAKERS[name][0]}), lalu ulangi."
            )
    for name in set(secrets.MAKERS) - set(there):
        value = contents.secrets.get(name) or secrets.MAKERS[name][1]()
        undo.callback(secrets.path_of(var, name).unlink, missing_ok=True)
        secrets.keep(var, name, value)


def not_there(contents: Contents, *, var: Path, environ: Mapping[str, str]) -> list[str]:
    """The hashes of files that stayed in a bucket and are not in the one of this installation."""
    there = {*file_store.chosen(var, environ)} if contents.elsewhere else set()
    return [one for one in contents.elsewhere if one not in there]


def _keeper(store: storage.Store, undo: ExitStack) -> Callable[[str, Iterable[bytes]], None]:
    """What puts each file into the store, and takes away what it put there if the restore fails."""
    if isinstance(store, storage.Folder):
        folder = store
        undo.callback(shutil.rmtree, folder.root, ignore_errors=True)
        return lambda name, blocks: _write(folder.path_of(name), blocks)

    def put(name: str, blocks: Iterable[bytes]) -> None:
        data = b"".join(blocks)
        if not store.exists(name):
            undo.callback(store.delete, store.put(data))

    return put


def _write(path: Path, blocks: Iterable[bytes]) -> None:
    """Write one file as uploads are written, under the hash it was kept by, even where it is another by now."""
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    with path.open("wb") as out:
        for block in blocks:
            out.write(block)
        os.fchmod(out.fileno(), 0o640)
        out.flush()
        os.fsync(out.fileno())


def _empty(url: str) -> None:
    """Take away what a restore made that turned out otherwise than its backup."""
    with psycopg.connect(url) as connection:
        connection.execute(ALL_GONE)
