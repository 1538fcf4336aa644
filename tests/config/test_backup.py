"""A backup made while people file, brought back elsewhere, holds exactly what there was."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from lapor.complaints import storage
from lapor.complaints.models import Attachment, Complaint
from lapor.config import (
    archive,
    backup,
    census,
    cli,
    cluster,
    dumping,
    file_store,
    keeping,
    passphrase,
    postgres,
    restore,
    secrets,
    unpack,
)
from lapor.config.trouble import Trouble
from tests.bucket import ADDRESS
from tests.cast import Walk

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "kentongan di tengah sawah"
GIVEN = {passphrase.VARIABLE: WORDS}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "HARDNESS", 1 << 10)


@pytest.fixture
def here() -> dict[str, str]:
    """The environment of the test database, as a server of one's own."""
    facts = connection.settings_dict
    if facts["HOST"].startswith("/"):
        return {"DATABASE_URL": f"postgresql://{facts['USER']}@/{facts['NAME']}?host={quote(facts['HOST'], safe='/')}"}
    port = facts["PORT"] or 5432
    told = f"{facts['USER']}:{quote(facts['PASSWORD'])}@{facts['HOST']}:{port}/{facts['NAME']}"
    return {"DATABASE_URL": f"postgresql://{told}"}


@pytest.fixture
def written(here: dict[str, str], tmp_path: Path) -> Callable[..., Path]:
    def one(name: str = "satu", **options: Any) -> Path:
        options = {"with_secrets": True, **options}
        return backup.write(tmp_path / name, WORDS, var=Path(settings.VAR), environ=here, **options)

    return one


@pytest.fixture
def bring(var: Path) -> Iterator[Callable[..., unpack.Contents]]:
    """Restore into an empty var with a private server of its own."""

    def one(path: Path, *, into: Path = var, words: str = WORDS, **environ: str) -> unpack.Contents:
        return restore.bring_back(path, words, var=into, environ=environ)

    yield one


def python(var: Path, environ: Callable[..., dict[str, str]], code: str) -> str:
    """What a program of the restored installation says, with its server running."""
    told = f"from lapor.config import cli\nwith cli.database():\n import django; django.setup()\n {code}"
    env = environ(var, DJANGO_SETTINGS_MODULE="lapor.config.settings")
    return subprocess.run([sys.executable, "-c", told], env=env, capture_output=True, text=True, check=True).stdout


def stored(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }  # fmt: skip


def test_a_backup_written_while_people_file_comes_back_whole_and_its_history_is_proven(
    file_one: Callable[..., Walk], written, bring, var: Path, lapor, environ
) -> None:
    answered = file_one().answered()
    assert file_one(account=True).reported().complaint.attachments.exists()
    stop = threading.Event()

    def keep_filing() -> None:
        while not stop.is_set():
            file_one()
        connection.close()

    filing = threading.Thread(target=keep_filing)
    filing.start()
    try:
        part = written()
    finally:
        stop.set()
        filing.join()
    contents = bring(part)

    assert 2 <= contents.census.tables["complaints_complaint"][0] <= Complaint.objects.count()
    hashes = {one for pair in Attachment.objects.values_list("content_hash", "thumb_hash") for one in pair if one}
    assert set(contents.manifest["files"]) == hashes
    assert {name.replace("/", "") for name in stored(var / "files")} == hashes
    healthy = lapor(var, "doctor")
    assert "rantai" not in healthy.stdout.lower()
    assert "Semua baik" in healthy.stdout, healthy.stdout
    asked = f"""
 from lapor.complaints import identity
 from lapor.complaints.models import Complaint
 print(identity.name_for_officials(Complaint.objects.get(number={answered.complaint.number!r})))
 print(identity.opened_by({answered.complaint.number!r}, {answered.code!r}) is not None)"""
    assert python(var, environ, asked).split("\n")[:2] == ["Sari Lestari", "True"]


def test_a_restored_installation_forbids_what_the_first_one_forbade(walk: Walk, written, bring, var, environ) -> None:
    walk.answered()
    bring(written())
    asked = """
 from django.db import connection, Error
 for act in ("UPDATE complaints_event SET action = 'x'", "DELETE FROM complaints_event", "DROP TABLE complaints_event",
     "TRUNCATE complaints_event", "UPDATE people_person SET name = name"):
     try:
         connection.cursor().execute(act); print("done")
     except Error as error:
         print(type(error.__cause__).__name__)"""
    refused = ["RestrictViolation", "RestrictViolation", "InsufficientPrivilege", "InsufficientPrivilege", "done"]
    assert python(var, environ, asked).split() == refused


def test_the_trial_compares_and_the_sentence_says_what(walk: Walk, here, tmp_path, capsys) -> None:
    walk.reported()
    target = tmp_path / "satu"
    asked = {"var": Path(settings.VAR), "environ": {**here, **GIVEN}, "with_secrets": True}
    assert keeping.write(target, tried=True, **asked) == 0
    said = capsys.readouterr().out
    files = Attachment.objects.values("content_hash").distinct().count() * 2  # each with its thumbnail
    assert f"baris, {files} berkas sama" in said
    assert "rahasia termasuk" in said
    assert "isi django_session" in said
    assert (target.stat().st_mode & 0o777, [path.name for path in tmp_path.iterdir()]) == (0o600, ["satu"])
    assert list(Path(settings.VAR).glob(f"{unpack.TRIAL}*")) == []
    assert list(Path(settings.FILES_ROOT).glob(f"{backup.HOLDING}*")) == []
    with pytest.raises(Trouble, match="sudah ada"):
        keeping.write(target, tried=True, **asked)


def test_sessions_stay_behind(walk: Walk, client, written, bring) -> None:
    client.force_login(walk.cast.sari)
    contents = bring(written())
    assert "django_session" in contents.about["left_out"]
    assert "django_session" not in contents.census.tables


def test_a_row_that_differs_is_named_by_its_table(walk: Walk, written, bring, var) -> None:
    contents = bring(written())
    with postgres.serving(var) as server, psycopg.connect(server.url(cluster.OWNER)) as restored:
        restored.execute("UPDATE people_agency SET name = 'Dinas Lain' WHERE short = 'DLH'")
        restored.commit()
        with pytest.raises(Trouble, match=r"Tabel people_agency: \d baris, seharusnya \d, atau isinya lain"):
            unpack.compare(contents, url=server.url(cluster.OWNER), files=set(contents.manifest["files"]))
        restored.execute("ALTER TABLE complaints_event DISABLE TRIGGER event_rows_stay")
        restored.commit()
        said = " ".join(census.differences(contents.census, census.take(restored)))
        assert "Tidak ada: trigger complaints_event.event_rows_stay O." in said


def test_a_digest_does_not_depend_on_the_order_of_rows(walk: Walk, here) -> None:
    with psycopg.connect(here["DATABASE_URL"]) as database:
        database.execute("CREATE TEMPORARY TABLE x ON COMMIT DROP AS SELECT 1")
        before = census.take(database).tables["people_position"]
        database.execute("UPDATE people_position SET structural = structural")  # writes each row anew, elsewhere
        assert census.take(database).tables["people_position"] == before
        database.execute("UPDATE people_position SET structural = NOT structural WHERE role = 'operator'")
        assert census.take(database).tables["people_position"] != before
        database.rollback()


def test_a_file_erased_while_the_backup_runs_is_in_it_all_the_same(walk: Walk, written, monkeypatch) -> None:
    walk.reported()
    counted = census.take

    def erase_first(database: Any) -> census.Census:
        for path in stored(Path(settings.FILES_ROOT)):
            if not path.startswith(backup.HOLDING):
                (Path(settings.FILES_ROOT) / path).unlink()
        return counted(database)

    monkeypatch.setattr(census, "take", erase_first)
    contents = unpack.look(written(), WORDS)
    assert contents.manifest["lost"] == []
    assert len(contents.manifest["files"]) >= 2


def test_a_file_gone_before_is_said_and_the_rest_is_kept(walk: Walk, here, tmp_path, capsys, bring) -> None:
    walk.reported()

    one = Attachment.objects.latest("created_at").content_hash
    (Path(settings.FILES_ROOT) / one[:2] / one[2:]).unlink()
    target = tmp_path / "satu"
    asked = {"var": Path(settings.VAR), "environ": {**here, **GIVEN}, "with_secrets": True}
    assert keeping.write(target, tried=True, **asked) == 1
    assert f"PERHATIAN: 1 berkas sudah tidak ada saat dicadangkan, misalnya files/{one}" in capsys.readouterr().out
    assert one not in bring(target).manifest["files"]


def test_without_secrets_a_backup_comes_back_only_to_those_that_open_it(walk: Walk, written, bring, new_var) -> None:
    part = written(with_secrets=False)
    bare, other, right = new_var(), new_var(), new_var()
    with pytest.raises(Trouble, match="tidak memuat rahasia"):
        bring(part, into=bare)
    secrets.load(other, {})
    with pytest.raises(Trouble, match="lain daripada yang dipakai cadangan"):
        bring(part, into=other)
    shutil.copytree(Path(settings.VAR) / "secrets", right / "secrets")
    assert bring(part, into=right).census.rows
    assert not (bare / "postgres").exists()


def test_a_place_that_is_not_empty_is_refused_and_stays_as_it_is(walk: Walk, written, bring, new_var, lapor) -> None:
    part = written()
    with_files, with_tables = new_var(), new_var()
    (with_files / "files" / "aa").mkdir(parents=True)
    with pytest.raises(Trouble, match="files sudah berisi"):
        bring(part, into=with_files)
    (with_tables / "secrets").parent.mkdir(exist_ok=True)
    shutil.copytree(Path(settings.VAR) / "secrets", with_tables / "secrets")
    assert lapor(with_tables, "migrate", "contenttypes").returncode == 0
    with pytest.raises(Trouble, match="sudah berisi"):
        bring(part, into=with_tables)
    assert "contenttypes" not in lapor(with_tables, "doctor").stdout  # its own tables are there, the others behind
    assert "belum dijalankan" in lapor(with_tables, "doctor").stdout


def test_a_running_desk_is_refused(walk: Walk, written, bring, var) -> None:
    from lapor.config import supervisor

    part = written()
    with supervisor.only_one(var), pytest.raises(Trouble, match="sedang berjalan"):
        bring(part)


@pytest.mark.parametrize("harm", ["cut", "flipped", "words", "newer"])
def test_a_backup_that_cannot_be_used_changes_nothing(walk: Walk, written, bring, var, harm, monkeypatch) -> None:
    if harm == "newer":
        told = backup.about
        monkeypatch.setattr(backup, "about", lambda *a: {**told(*a), "migrations": ["complaints.9999_from_the_future"]})
    part = written()
    data = bytearray(part.read_bytes())
    if harm == "cut":
        del data[-20:]
    if harm == "flipped":
        data[len(data) // 2] ^= 1
    part.write_bytes(data)
    with pytest.raises(Trouble, match=r"terpotong|rusak|Sandi|lebih baru"):
        bring(part, words="sandi yang lain" if harm == "words" else WORDS)
    assert [name for name in ("postgres", "files") if any((var / name).glob("*"))] == []
    assert list((var / "secrets").glob("*")) == []


def test_a_restore_that_fails_half_way_leaves_nothing_behind(walk: Walk, written, bring, var, monkeypatch) -> None:
    part = written()

    def refuse(*args: Any, **more: Any) -> None:
        raise Trouble("berbeda")

    monkeypatch.setattr(restore, "compare", refuse)
    with pytest.raises(Trouble, match="berbeda"):
        bring(part)
    assert not (cluster.home_of(var) / "data").exists()
    assert list((var / "secrets").glob("*")) == []
    monkeypatch.undo()
    monkeypatch.setattr(archive, "HARDNESS", 1 << 10)
    assert bring(part).census.rows


def test_a_database_of_ones_own_is_filled_and_its_app_let_in(walk: Walk, here, written, new_var, lapor, var) -> None:
    """As with DATABASE_URL and DATABASE_URL_DIRECT: an empty database, two roles, no private server."""
    secrets.load(new_var(), {})
    with postgres.serving(var) as server:
        empty = {"DATABASE_URL": server.url(cluster.APP), "DATABASE_URL_DIRECT": server.url(cluster.OWNER)}
        into = new_var()
        with psycopg.connect(server.url(cluster.OWNER)) as owner:
            owner.execute(f"ALTER DEFAULT PRIVILEGES FOR ROLE {cluster.OWNER} REVOKE ALL ON TABLES FROM {cluster.APP}")
        contents = restore.bring_back(written(), WORDS, var=into, environ=empty)
        with psycopg.connect(server.url(cluster.APP)) as app:
            found = app.execute("SELECT count(*) FROM complaints_complaint").fetchone()
        assert found == (contents.census.tables["complaints_complaint"][0],)
        with psycopg.connect(server.url(cluster.APP)), pytest.raises(Trouble, match="1 sambungan lain"):
            restore.bring_back(written("dua"), WORDS, var=new_var(), environ=empty)


def test_a_database_without_tables_is_said_in_one_sentence(var: Path, tmp_path: Path) -> None:
    secrets.load(var, {})
    with postgres.serving(var), pytest.raises(Trouble, match=r"tidak dapat dicadangkan \(UndefinedTable"):
        backup.write(tmp_path / "satu", WORDS, var=var, environ={}, with_secrets=True)
    assert list(tmp_path.iterdir()) == []


def test_files_of_a_bucket_stay_there_and_the_backup_says_whether_they_are(
    file_one: Callable[..., Walk], service, settings, here, tmp_path, capsys, new_var
) -> None:
    settings.FILES_S3 = ADDRESS
    file_one().reported()
    here = {**here, file_store.VARIABLE: ADDRESS, **GIVEN}
    asked = {"var": Path(settings.VAR), "environ": here, "with_secrets": True, "tried": True}
    assert keeping.write(tmp_path / "satu", **asked) == 0
    stays = len({*storage.current()})
    assert f"0 berkas sama, {stays} berkas tetap di bucketnya" in capsys.readouterr().out
    with pytest.raises(Trouble, match=f"{stays} berkas cadangan ini tetap di bucketnya. Setel LAPOR_FILES_S3"):
        restore.bring_back(tmp_path / "satu", WORDS, var=new_var(), environ=GIVEN)
    assert keeping.bring_back(tmp_path / "satu", var=new_var(), environ={**GIVEN, file_store.VARIABLE: ADDRESS}) == 0

    lost = Attachment.objects.latest("created_at").content_hash
    storage.current().delete(lost)
    assert keeping.bring_back(tmp_path / "satu", var=new_var(), environ={**GIVEN, file_store.VARIABLE: ADDRESS}) == 1
    assert f"PERHATIAN: 1 berkas tidak ada di bucket ini, misalnya {lost}" in capsys.readouterr().out
    assert keeping.write(tmp_path / "dua", **{**asked, "tried": False}) == 1
    assert "1 berkas sudah tidak ada saat dicadangkan" in capsys.readouterr().out


def test_a_folder_moves_into_a_bucket_by_backup_and_restore(walk: Walk, written, service, new_var, monkeypatch) -> None:
    walk.reported()
    part, into = written(), {file_store.VARIABLE: ADDRESS}
    bucket = storage.chosen(Path("/"), ADDRESS)
    with monkeypatch.context() as broken:
        broken.setattr(restore, "compare", lambda *a, **more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            restore.bring_back(part, WORDS, var=new_var(), environ=into)
    assert {*bucket} == set()  # what a failed restore put there is taken away again
    contents = restore.bring_back(part, WORDS, var=new_var(), environ=into)
    assert {*bucket} == set(contents.manifest["files"]) != set()


def test_a_server_older_than_the_backup_is_refused(walk: Walk, written, bring, var, monkeypatch) -> None:
    told = backup.about
    monkeypatch.setattr(backup, "about", lambda *a: {**told(*a), "server": 99})
    with pytest.raises(Trouble, match="dari PostgreSQL 99, tujuannya PostgreSQL"):
        bring(written())
    assert not (cluster.home_of(var) / "data").exists()


def test_a_pg_dump_older_than_the_server_is_said(monkeypatch) -> None:
    monkeypatch.setattr(dumping, "_version", lambda path: 15)
    with pytest.raises(Trouble, match=r"pg_dump versi 18 atau lebih baru, yang ada versi 15\. .*postgresql-client-18"):
        dumping.program("pg_dump", at_least=18)


def test_the_program_nearest_to_the_server_is_taken(monkeypatch, tmp_path) -> None:
    folders = {tmp_path / str(version) / "bin": version for version in (18, 15, 16)}
    monkeypatch.setattr(dumping, "_folders", lambda name: list(folders))
    monkeypatch.setattr(dumping, "_version", lambda path: folders[path.parent])
    assert [dumping.program("pg_dump", at_least=major)[1] for major in (15, 16, 17)] == [15, 16, 18]


def test_what_pg_restore_says_of_rows_is_not_repeated() -> None:
    import io

    told = (
        b'pg_restore: error: COPY failed for table "people_person": ERROR:  duplicate key (email)=(sari@contoh.test)\n'
        b"DETAIL:  Key (email)=(sari@contoh.test) already exists.\nCONTEXT:  COPY people_person, line 2: Sari\n"
    )
    assert "people_person" in dumping._words(io.BytesIO(told))
    assert "sari" not in dumping._words(io.BytesIO(told)).lower()


def test_the_commands_say_what_they_take(capsys) -> None:
    with pytest.raises(SystemExit):
        cli.main(["backup", "--help"])
    said = capsys.readouterr().out
    assert "--tanpa-rahasia" in said
    assert "--tanpa-uji" in said
