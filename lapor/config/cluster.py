"""The private database cluster on disk: whose it is, where it lies, and how it is made.

Two roles: `lapor` owns the database and its tables; `lapor_app`, which the web and the worker use, may read
and write rows and no more. There is no password: the kernel says who connects (peer), over a socket only.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from lapor.config import binaries
from lapor.config.trouble import Trouble

DATABASE, OWNER, APP = "lapor", "lapor", "lapor_app"
LONGEST_SOCKET = 100  # the kernel allows 107 bytes; the lock file beside the socket needs a few more

APP_GRANTS = (
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    "GRANT USAGE ON SCHEMA public TO {app}",
)


@dataclass(frozen=True)
class Cluster:
    """A cluster's folder and the account its server runs as (None: whoever starts it)."""

    home: Path
    user: str | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def socket(self) -> Path:
        return socket_folder(self.home)

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"


def home_of(var: Path) -> Path:
    """The cluster's folder: var/postgres, or where that link points when var is closed to others."""
    return Path(os.path.realpath(var / "postgres"))


def socket_folder(home: Path) -> Path:
    """Where the server's socket lies: in the cluster's folder, or in a short one if that path is too long."""
    near = home / "socket"
    if len(os.fsencode(near / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
        return near
    short = sha256(os.fsencode(home)).hexdigest()[:16]
    return Path("/run" if os.geteuid() == 0 else "/tmp") / f"lapor-{short}"


def place(var: Path) -> tuple[Cluster, str]:
    """The cluster for this var, its folders made, and a sentence if it had to go elsewhere ("" if not).

    Raises Trouble when the cluster belongs to another account.
    """
    user = account(home_of(var))
    cluster = Cluster(home_of(var), user)
    var.mkdir(parents=True, exist_ok=True)
    _make_folder(cluster.home, user)
    said = ""
    if user and not _reaches(cluster.home, user):
        cluster.home.rmdir()
        (var / "postgres").unlink(missing_ok=True)
        elsewhere = binaries.open_root() / f"data-{secrets.token_hex(6)}"
        (var / "postgres").symlink_to(elsewhere)
        cluster = Cluster(elsewhere, user)
        _make_folder(elsewhere, user)
        said = f"Folder ini tertutup bagi pengguna {user}, jadi data PostgreSQL disimpan di {elsewhere}."
    _make_folder(cluster.socket, user)
    return cluster, said


def initialise(cluster: Cluster, programs: binaries.Binaries, *, for_tests: bool = False) -> None:
    """Make the cluster with its roles and database; all of it or nothing, however it is interrupted."""
    draft = cluster.home / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    locale = ["--locale=C.UTF-8", "--encoding=UTF8"]
    if programs.major >= 17:
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    sync = ["--no-sync"] if for_tests else []
    access = ["--username=postgres", "--auth-local=peer", "--auth-host=reject", "--data-checksums"]
    run(cluster, [programs.folder / "initdb", "-D", draft, *access, *locale, *sync])
    owner = f"CREATE ROLE {OWNER} LOGIN{' CREATEDB' if for_tests else ''}"
    template = [owner, f"CREATE ROLE {APP} LOGIN", f"GRANT {APP} TO {OWNER}"]
    template += [grant.format(owner=OWNER, app=APP) for grant in APP_GRANTS]
    _single(cluster, programs, draft, "template1", template)
    _single(cluster, programs, draft, "postgres", [f"CREATE DATABASE {DATABASE} OWNER {OWNER}"])
    draft.rename(cluster.data)


def write_access(cluster: Cluster) -> None:
    """Say who may connect: the account that starts the desk and the server's own, by the socket only."""
    starter = pwd.getpwuid(os.geteuid()).pw_name
    server = cluster.user or starter
    allowed = [(person, role) for person in dict.fromkeys((starter, server)) for role in (OWNER, APP)]
    allowed.append((server, "postgres"))
    lines = "".join(f'lapor "{person}" {role}\n' for person, role in allowed)
    (cluster.data / "pg_hba.conf").write_text("local all all peer map=lapor\n", encoding="utf-8")
    (cluster.data / "pg_ident.conf").write_text(lines, encoding="utf-8")


def run(cluster: Cluster, command: list[str | Path], *, feed: str | None = None) -> None:
    """Run one PostgreSQL program to its end as the server's account; Trouble with its words if it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        input=feed,
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        **binaries.as_user(cluster.user),
    )
    if done.returncode or "FATAL" in done.stderr or "ERROR" in done.stderr:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise Trouble(f"PostgreSQL tidak dapat disiapkan: {' / '.join(said[-3:])}")


def _single(cluster: Cluster, programs: binaries.Binaries, data: Path, database: str, commands: list[str]) -> None:
    """Run SQL without a server listening, so that a cluster is never seen half made."""
    feed = "".join(f"{command}\n" for command in commands)
    run(cluster, [programs.folder / "postgres", "--single", "-D", data, database], feed=feed)


def account(home: Path) -> str | None:
    """Whom the server runs as: the owner of the data, else `lapor` or `nobody`; None for ourselves."""
    me = os.geteuid()
    if (home / "data").exists():
        owner = home.joinpath("data").stat().st_uid
        if me not in (0, owner):
            raise Trouble(
                f"Data PostgreSQL di {home} milik pengguna lain (nomor {owner}). "
                "Jalankan sebagai pengguna itu atau sebagai root, atau pilih LAPOR_VAR lain."
            )
        return pwd.getpwuid(owner).pw_name if me == 0 else None
    if me:
        return None
    names = {entry.pw_name for entry in pwd.getpwall() if entry.pw_uid}
    return "lapor" if "lapor" in names else "nobody"


def _make_folder(folder: Path, user: str | None) -> None:
    """A folder only its owner may enter; somebody else's is refused (anyone can make one in /tmp)."""
    folder.mkdir(mode=0o700, exist_ok=True)
    wanted = pwd.getpwnam(user).pw_uid if user else os.geteuid()
    if os.geteuid() == 0 and user:
        os.chown(folder, wanted, pwd.getpwnam(user).pw_gid, follow_symlinks=False)
    elif folder.lstat().st_uid != wanted:
        raise Trouble(f"Folder {folder} milik pengguna lain; pilih LAPOR_VAR lain.")
    folder.chmod(0o700)


def _reaches(folder: Path, user: str) -> bool:
    """Whether that account can enter the folder through all its parents, asked of the kernel itself."""
    test = ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]
    try:
        return subprocess.run(test, capture_output=True, cwd="/", **binaries.as_user(user)).returncode == 0
    except PermissionError as error:
        raise Trouble(
            f"PostgreSQL tidak boleh berjalan sebagai root, dan mesin ini menolak beralih ke {user}. "
            "Jalankan sebagai pengguna biasa, atau isi DATABASE_URL."
        ) from error
