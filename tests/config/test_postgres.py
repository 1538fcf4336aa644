"""The private server: started, found, killed, moved and shared."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from lapor.config import cluster
from lapor.config.postgres import Server, running


@pytest.fixture
def start() -> Iterator[Callable[..., Server]]:
    servers = []

    def one(var: Path, *, durable: bool = False) -> Server:
        server = Server(var, for_tests=not durable)
        servers.append(server)
        server.open()
        return server

    yield one
    for server in servers:
        server.close()


def ask(server: Server, sql: str, *, role: str = cluster.OWNER) -> list[tuple[object, ...]]:
    with psycopg.connect(server.url(role)) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


def test_a_new_server_listens_on_its_socket_and_nowhere_else(var, start):
    server = start(var)
    facts = "SELECT current_setting('listen_addresses'), inet_server_addr(), split_part(system_user, ':', 1)"
    assert ask(server, facts) == [("", None, "peer")]
    assert cluster.socket_folder(cluster.home_of(var)).stat().st_mode & 0o077 == 0


def test_the_server_never_runs_as_root(var, start):
    status = Path(f"/proc/{start(var).pid()}/status").read_text().splitlines()
    user = next(int(line.split()[1]) for line in status if line.startswith("Uid:"))
    assert user != 0
    assert os.geteuid() in (0, user)


def test_the_database_checks_its_pages_and_speaks_utf8(var, start):
    facts = "SELECT current_setting('data_checksums'), current_setting('server_encoding'), upper('jalan é')"
    assert ask(start(var), facts) == [("on", "UTF8", "JALAN É")]


def test_the_app_reads_and_writes_rows_but_owns_nothing(var, start):
    server = start(var)
    ask(server, "CREATE TABLE cases (id serial, words text)")
    ask(server, "INSERT INTO cases (words) VALUES ('lampu mati')", role=cluster.APP)
    assert ask(server, "SELECT words FROM cases", role=cluster.APP) == [("lampu mati",)]
    for forbidden in ("TRUNCATE cases", "DROP TABLE cases", "CREATE TABLE more (id int)", "SET ROLE lapor"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(server, forbidden, role=cluster.APP)


def test_killing_the_server_loses_no_committed_row(var, start):
    server = start(var, durable=True)
    ask(server, "CREATE TABLE cases (id int)")
    with psycopg.connect(server.url(cluster.OWNER), autocommit=True) as open_at_the_time:
        for number in range(50):
            open_at_the_time.execute("INSERT INTO cases VALUES (%s)", [number])
        os.kill(server.pid(), signal.SIGKILL)
        while server.pid():
            time.sleep(0.01)
        assert server.revive()
    assert ask(server, "SELECT count(*) FROM cases") == [(50,)]


def test_a_server_left_by_a_killed_run_is_taken_over(var, start):
    left = Server(var, for_tests=True)
    left.open()
    left._users.close()  # what the kernel does to a killed process
    taken = start(var)
    assert taken.pid() == left.pid()
    taken.close()
    left._child.wait()
    assert taken.pid() is None


@pytest.mark.parametrize("pid", [os.getpid(), 2**22 - 1], ids=["somebody else's", "nobody's"])
def test_a_stale_lock_file_does_not_stand_in_the_way(var, start, pid):
    server = start(var)
    server.close()
    home = cluster.home_of(var)
    (home / "data" / "postmaster.pid").write_text(f"{pid}\n{home / 'data'}\n1\n5432\n\n\n 0 0\nready   \n")
    (cluster.socket_folder(home) / ".s.PGSQL.5432.lock").write_text(f"{pid}\n")
    assert running(home / "data") is None
    server.open()
    assert ask(server, "SELECT 1") == [(1,)]


def test_a_path_with_letters_beyond_ascii_is_as_good_as_any(new_var, start):
    server = start(new_var("aduan-é"))
    assert ask(server, "SELECT 1") == [(1,)]
    server.close()
    assert server.pid() is None


def test_our_own_server_is_stopped_even_if_its_pid_file_cannot_be_read(var, start):
    server = start(var)
    child = server._child
    (cluster.home_of(var) / "data" / "postmaster.pid").write_bytes(b"\xff\n")
    assert server.pid() is None
    server.close()
    assert child.returncode is not None


def test_what_people_wrote_never_stands_in_the_log(var, start):
    server = start(var, durable=True)
    ask(server, "CREATE TABLE people (email text UNIQUE)")
    ask(server, "INSERT INTO people VALUES ('sari@contoh.id')")
    with pytest.raises(psycopg.errors.UniqueViolation):
        ask(server, "INSERT INTO people VALUES ('sari@contoh.id')")
    log = (cluster.home_of(var) / "postgres.log").read_text(encoding="utf-8")
    assert "people_email_key" in log
    assert "sari@" not in log


def test_the_first_one_starts_it_and_the_last_one_stops_it(var, start):
    first, second = start(var), start(var)
    assert first.pid() == second.pid()
    first.close()
    assert ask(second, "SELECT 1") == [(1,)]
    second.close()
    first._child.wait()
    assert second.pid() is None


def test_two_installations_run_side_by_side(new_var, start):
    one, other = start(new_var()), start(new_var())
    ask(one, "CREATE TABLE only_here (id int)")
    assert ask(other, "SELECT to_regclass('only_here')") == [(None,)]
    assert one.pid() != other.pid()


def test_a_path_too_long_for_a_socket_gets_a_short_one(new_var, start):
    var = new_var("v" * 90)
    server = start(var)
    assert ask(server, "SELECT 1") == [(1,)]
    assert len(str(cluster.socket_folder(cluster.home_of(var)))) < 60


def test_under_a_folder_closed_to_others_the_data_goes_where_the_server_can_reach_it(new_var, start):
    closed = new_var()
    closed.chmod(0o700)
    var = closed / "var"
    server = start(var)
    assert ask(server, "SELECT 1") == [(1,)]
    home = cluster.home_of(var)
    if os.geteuid() == 0:
        assert home.parent == Path("/var/lib/lapor")
        assert str(home) in " ".join(server.said)
    else:
        assert home == var / "postgres"
    assert closed.stat().st_mode & 0o777 == 0o700


def test_an_interrupted_first_start_is_done_again(var, start):
    server = start(var)
    server.close()
    home = cluster.home_of(var)
    (home / "data").rename(home / "data.new")  # as it stands before the last act of the making
    server.open()
    assert ask(server, "SELECT current_database()") == [("lapor",)]
