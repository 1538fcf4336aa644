"""What is in a backup, brought into a database and compared with its manifest; and the trial of each new one.

The file is read twice. The first time everything is opened and checked, so that a broken or cut file changes
nothing; the second time it is brought in.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg

from lapor.config import archive, census, cluster, dumping, postgres
from lapor.config.backup import FORMAT, digested
from lapor.config.census import Census
from lapor.config.trouble import Trouble

TRIAL = ".uji-"


@dataclass(frozen=True)
class Contents:
    """What a backup says of itself; everything in it has been opened once."""

    about: dict[str, Any]
    manifest: dict[str, Any]
    secrets: dict[str, str]

    @property
    def census(self) -> Census:
        return Census.of_json(self.manifest["census"])

    @property
    def same(self) -> str:
        """The sentence when nothing differs."""
        counted, files = self.census, len(self.manifest["files"])
        stays = len(self.elsewhere)
        said = f"{len(counted.tables)} tabel, {counted.rows} baris, {files} berkas sama"
        return f"{said}, {stays} berkas tetap di bucketnya" if stays else said

    @property
    def elsewhere(self) -> list[str]:
        """The hashes of files that lay in a bucket, and are not in the backup."""
        return list(self.manifest.get("elsewhere", ()))


def look(path: Path, passphrase: str) -> Contents:
    """Read the whole file without keeping anything of it but its words about itself and the secrets."""
    about: dict[str, Any] = {}
    manifest: dict[str, Any] | None = None
    kept, sizes = {}, {}
    with _opened(path, passphrase) as reader:
        for name, blocks in reader.entries():
            if name == "about.json":
                about = json.loads(b"".join(blocks))
                if about["format"] != FORMAT:
                    raise Trouble(archive.NEWER)
            elif name == "manifest.json":
                manifest = json.loads(b"".join(blocks))
            elif name.startswith("secrets/"):
                kept[name.removeprefix("secrets/")] = b"".join(blocks).decode()
            elif name.startswith("files/"):
                sizes[name.removeprefix("files/")] = sum(len(block) for block in blocks)
    if manifest is None or manifest["files"] != sizes:
        raise Trouble(archive.CUT_SHORT)
    return Contents(about, manifest, kept)


def prove(path: Path, passphrase: str, *, var: Path) -> Contents:
    """Restore a backup into an empty throw-away server and compare; Trouble names what differs."""
    contents = look(path, passphrase)
    with _throw_away(var) as server:
        url = server.url(cluster.OWNER)
        compare(contents, url=url, files=pour(path, passphrase, contents, url=url, keep_file=_pass_over))
    return contents


def pour(
    path: Path, passphrase: str, contents: Contents, *, url: str, keep_file: Callable[[str, Iterable[bytes]], None]
) -> set[str]:
    """Bring the database into `url` and hand each file over. Returns the files that are as the manifest says."""
    right = set()
    with _opened(path, passphrase) as reader:
        for name, blocks in reader.entries():
            if name == "database.dump":
                dumping.restore(url, blocks, dump_major=contents.about["pg_dump"])
            elif name.startswith("files/"):
                digest, one = sha256(), name.removeprefix("files/")
                keep_file(one, digested(blocks, digest))
                if digest.hexdigest() == contents.manifest["broken"].get(one, one):
                    right.add(one)
    return right


def compare(contents: Contents, *, url: str, files: set[str]) -> None:
    """Trouble that names what is not as the manifest says, table by table and file by file."""
    with psycopg.connect(url) as connection:
        wrong = census.differences(contents.census, census.take(connection))
    wrong += [f"Berkas {one} lain atau tidak ada." for one in sorted(set(contents.manifest["files"]) - files)]
    if wrong:
        rest = f" Dan {len(wrong) - 5} hal lain." if len(wrong) > 5 else ""
        raise Trouble(f"Hasil pemulihan tidak sama dengan cadangannya. {' '.join(wrong[:5])}{rest}")


def discard(var: Path) -> None:
    """Delete the cluster of a var whose server is stopped, wherever it lies."""
    home = cluster.home_of(var)
    for folder in (home, cluster.socket_folder(home)):
        shutil.rmtree(folder, ignore_errors=True)
    if (var / "postgres").is_symlink():
        (var / "postgres").unlink()


@contextmanager
def _throw_away(var: Path) -> Iterator[postgres.Server]:
    """An empty server on the disk where the data lies, gone afterwards; what killed trials left goes too."""
    for left in var.glob(f"{TRIAL}*"):
        if not Path(f"/proc/{left.name.split('-')[1]}").exists():
            postgres.Server(left).close()
            discard(left)
            shutil.rmtree(left, ignore_errors=True)
    trial = Path(tempfile.mkdtemp(prefix=f"{TRIAL}{os.getpid()}-", dir=var))
    trial.chmod(0o711)  # the server's account must pass through it
    server = postgres.Server(trial, for_tests=True)
    try:
        server.open()
        yield server
    finally:
        server.close()
        discard(trial)
        shutil.rmtree(trial, ignore_errors=True)


@contextmanager
def _opened(path: Path, passphrase: str) -> Iterator[archive.Reader]:
    try:
        with path.open("rb") as file:
            yield archive.Reader(file, passphrase)
    except OSError as error:
        raise Trouble(f"{path} tidak dapat dibaca: {error.strerror}.") from error


def _pass_over(name: str, blocks: Iterable[bytes]) -> None:
    for _ in blocks:
        pass
