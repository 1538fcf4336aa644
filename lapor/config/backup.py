"""`lapor backup FILE`: the database, what people sent, and the secrets, in one encrypted file that was tried out.

All of it stands as at one instant: the tables are counted and dumped in one snapshot, and the files that this
snapshot points to are held by hard links, so that nobody who erases one meanwhile is kept waiting. Files in a bucket
stay there: the backup names them, and whether each was there.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg

from lapor.complaints.storage import Folder, Store
from lapor.config import addresses, archive, census, dumping, file_store, secrets
from lapor.config.trouble import Trouble

FORMAT = 1
BLOCK = 1 << 20
HOLDING = ".cadangan-"  # folders of hard links inside files/, named after the process that holds them
# the lock of uploads.py: many may store files at once, but nobody erases one while it is held
LOCK, UNLOCK = (f"SELECT pg_advisory_{act}_shared(hashtext('lapor.files'))" for act in ("lock", "unlock"))
INSTANT = "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI UTC')"
POINTED_TO = """
    SELECT content_hash FROM complaints_attachment
    UNION SELECT thumb_hash FROM complaints_attachment WHERE thumb_hash <> '' ORDER BY 1
"""


def write(target: Path, passphrase: str, *, var: Path, environ: Mapping[str, str], with_secrets: bool) -> Path:
    """Write the backup beside its place, as FILE.part (0600), and return that path; publish() gives it its name.

    Raises Trouble; then nothing is left behind.
    """
    if target.exists():
        raise Trouble(f"{target} sudah ada. Pilih nama lain; cadangan lama tidak ditimpa.")
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Trouble(f"{part} tidak dapat dibuat: folder itu tidak ada atau tidak dapat ditulisi.") from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            writer = archive.Writer(file, passphrase)
            _fill(writer, var, environ, with_secrets=with_secrets)
            writer.close()
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Trouble(f"{part} tidak dapat ditulis sampai selesai: {error.strerror}.") from error
    except psycopg.Error as error:
        part.unlink(missing_ok=True)
        why = f"{type(error).__name__}; `lapor doctor` menyebutkan sebabnya"
        raise Trouble(f"Basis data tidak dapat dicadangkan ({why}).") from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def publish(part: Path, target: Path) -> None:
    """Give a finished backup its name, so that it survives a power cut."""
    part.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _fill(writer: archive.Writer, var: Path, environ: Mapping[str, str], *, with_secrets: bool) -> None:
    """Entries: about, the dump, each file by its hash, each secret by its name, and last the manifest."""
    url = addresses.owner(var, environ)
    held = secrets.named(secrets.load(var, environ))
    store = file_store.chosen(var, environ)
    with psycopg.connect(url, autocommit=True) as connection, _files_held(connection, var / "files") as holding:
        snapshot = _exported(connection)
        hashes = [row[0] for row in connection.execute(POINTED_TO).fetchall()]
        here, elsewhere = _hold(store, holding, hashes)
        connection.execute(UNLOCK)
        server_major = connection.info.server_version // 10000
        writer.put("about.json", [_json(about(connection, server_major))])
        counted = census.take(connection)
        writer.put("database.dump", dumping.dump(url, snapshot=snapshot, server_major=server_major))
        files: dict[str, int] = {}
        broken: dict[str, str] = {}
        for one in here:
            path = holding / one
            files[one] = path.stat().st_size
            digest = sha256()
            writer.put(f"files/{one}", digested(_read(path), digest))
            if digest.hexdigest() != one:
                broken[one] = digest.hexdigest()
        kept = held if with_secrets else {}
        for name, value in kept.items():
            writer.put(f"secrets/{name}", [value.encode()])
        manifest = {
            "census": asdict(counted),
            "files": files,
            "elsewhere": elsewhere,
            "lost": sorted({*hashes} - {*here, *elsewhere}),
            "broken": broken,
            "secrets": sorted(kept),
            "keys": secrets.fingerprints(held),
        }
        writer.put("manifest.json", [_json(manifest)])


def about(connection: psycopg.Connection[Any], server_major: int) -> dict[str, Any]:
    """What a reader must know before it begins."""
    migrations = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    instant = connection.execute(INSTANT).fetchone()
    return {
        "format": FORMAT,
        "lapor": importlib.metadata.version("lapor-bantul"),
        "server": server_major,
        "pg_dump": dumping.program("pg_dump", at_least=server_major)[1],
        "at": instant[0] if instant else "",
        "migrations": [row[0] for row in migrations],
        "left_out": census.LEFT_OUT,
    }


def _exported(connection: psycopg.Connection[Any]) -> str:
    """Begin the one transaction that everything is read in, and let pg_dump join it."""
    connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    found = connection.execute("SELECT pg_export_snapshot()").fetchone()
    assert found is not None
    return str(found[0])


@contextmanager
def _files_held(connection: psycopg.Connection[Any], files: Path) -> Iterator[Path]:
    """A folder to link files into, with erasing kept off until the lock is given back; gone afterwards."""
    for left in files.glob(f"{HOLDING}*"):
        if not Path(f"/proc/{left.name.removeprefix(HOLDING)}").exists():
            shutil.rmtree(left, ignore_errors=True)
    holding = files / f"{HOLDING}{os.getpid()}"
    holding.mkdir(mode=0o700, parents=True)
    connection.execute(LOCK)
    try:
        yield holding
    finally:
        shutil.rmtree(holding, ignore_errors=True)


def _hold(store: Store, holding: Path, hashes: list[str]) -> tuple[list[str], list[str]]:
    """Link every file that the snapshot points to. Returns those that are linked, and those that stay in a bucket."""
    if not isinstance(store, Folder):
        there = {*store}
        return [], [one for one in hashes if one in there]
    linked = []
    for one in hashes:
        with suppress(FileNotFoundError):
            os.link(store.path_of(one), holding / one)
            linked.append(one)
    return linked, []


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def digested(blocks: Iterable[bytes], digest: Any) -> Iterator[bytes]:
    """The same blocks, each told to the digest on its way."""
    for block in blocks:
        digest.update(block)
        yield block


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
