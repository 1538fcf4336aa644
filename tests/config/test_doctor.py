"""The doctor finds what we break."""

import importlib.util
import pwd
import socket
import subprocess
import sys
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from lapor.config import cli, doctor, doctor_database, file_store, secrets
from lapor.config.trouble import Remark
from lapor.demo.people import DOMAIN
from lapor.people.models import Calendar, Holiday, Person
from tests.bucket import ADDRESS

TODAY = date(2026, 3, 2)


def test_an_installation_that_was_never_started_is_told_what_to_do_and_left_alone(var, lapor):
    var.rmdir()
    told = lapor(var, "doctor")
    assert told.returncode == 1
    assert "make run" in told.stdout
    assert not var.exists()


def test_tables_that_are_behind_are_named(var, lapor):
    assert lapor(var, "migrate", "sessions", "--skip-checks").returncode == 0
    told = lapor(var, "doctor")
    assert told.returncode == 1
    assert "lapor migrate" in told.stdout
    assert "1 hal" in told.stdout


def test_a_server_that_cannot_be_reached_is_said(var, lapor):
    secrets.load(var, {})
    told = lapor(var, "doctor", DATABASE_URL="postgresql://lapor@127.0.0.1:9/lapor")
    assert told.returncode == 1
    assert "tidak dapat dihubungi" in told.stdout


def test_secrets_open_to_others_and_secrets_gone_are_found(var):
    secrets.load(var, {})
    assert list(doctor.kept_secrets(var, {})) == []
    secrets.path_of(var, "hash_key").chmod(0o644)
    secrets.path_of(var, "secret_key").unlink()
    said = " ".join(doctor.kept_secrets(var, {}))
    assert "hash_key dapat dibaca orang lain" in said
    assert "secret_key tidak ada" in said


def test_the_doctor_called_by_another_account_says_so_in_sentences(var, environ):
    secrets.load(var, {})
    closed = [var / "secrets", var / "postgres"]
    closed[1].mkdir()
    for folder in closed:
        folder.chmod(0)
    nobody = pwd.getpwnam("nobody").pw_uid
    become = f"import os; from lapor.config.doctor import *; os.geteuid() or os.setuid({nobody}); "
    asked = f"{become}print(*examine(Path({str(var)!r}), os.environ), sep=chr(10))"
    told = subprocess.run([sys.executable, "-c", asked], env=environ(var), capture_output=True, text=True)
    for folder in closed:
        folder.chmod(0o700)
    assert told.stderr == ""
    assert f"{var / 'secrets' / 'hash_key'} tidak dapat dibaca; jalankan `lapor doctor`" in told.stdout
    assert f"{var / 'postgres'} milik pengguna lain" in told.stdout


def test_a_port_that_is_none_is_found(var):
    assert ["PORT harus berupa angka" in sentence for sentence in doctor.port(var, {"PORT": "abc"})] == [True]


def test_a_port_of_somebody_else_is_found(var):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = str(other.getsockname()[1])
        assert any(taken in sentence for sentence in doctor.port(var, {"PORT": taken}))
    assert list(doctor.port(var, {"PORT": taken})) == []


def test_packages_other_than_the_locked_ones_are_named(monkeypatch, tmp_path):
    assert list(doctor.python()) == []
    lock = tmp_path / "requirements.lock"
    lock.write_text("django==1.0 \\\n    --hash=sha256:00\nno-such-package==2 \\\n")
    monkeypatch.setattr(doctor, "LOCK", lock)
    assert any("django, no-such-package" in sentence for sentence in doctor.python())


@pytest.mark.django_db
def test_an_app_that_owns_its_tables_is_found_and_the_lesser_role_is_not():
    assert any("pemilik tabel" in sentence for sentence in doctor_database.roles())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE lapor_app")
    assert list(doctor_database.roles()) == []


@pytest.mark.django_db
def test_agencies_without_their_three_holders_are_named_a_few_and_counted():
    call_command("seed", verbosity=0)
    said = list(doctor_database.agencies(TODAY))
    assert len(said) == doctor_database.NAMED + 1
    assert "operator, penanggung jawab struktural dan kepala, jadi aduan belum dapat diteruskan ke sana." in said[0]
    assert "lain seperti itu" in said[-1]


@pytest.mark.django_db
def test_an_agency_that_is_not_ready_is_a_remark_and_nothing_wrong(monkeypatch, capsys):
    call_command("seed", verbosity=0)
    monkeypatch.setattr(doctor, "examine", lambda var, environ: list(doctor_database.agencies(TODAY)))
    assert cli.main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("- Catatan: ")
    assert said.endswith("Semua baik.\n")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "opened",
    [{"LAPOR_BIND": "0.0.0.0"}, {"LAPOR_HOSTS": "localhost, lapor.bantulkab.go.id"}, {"LAPOR_HOSTS": "*"}],
)
def test_known_passwords_are_found_where_others_can_reach_them(opened: dict[str, str]):
    assert list(doctor_database.known_passwords(opened)) == []
    Person.objects.create_person(email=f"operator.dishub{DOMAIN}", name="Tri")
    (said,) = doctor_database.known_passwords(opened)
    assert "LAPOR_DEMO=0" in said
    assert not isinstance(said, Remark)


@pytest.mark.django_db
def test_known_passwords_are_well_on_a_newcomers_machine():
    Person.objects.create_person(email=f"operator.dishub{DOMAIN}", name="Tri")
    alone = {"LAPOR_BIND": "127.0.0.1", "LAPOR_HOSTS": "localhost,127.0.0.1,[::1]"}
    assert list(doctor_database.known_passwords({})) == []
    assert list(doctor_database.known_passwords(alone)) == []


@pytest.mark.django_db
def test_a_calendar_that_nobody_can_count_with_is_found():
    call_command("seed", verbosity=0)
    assert list(doctor_database.calendars()) == []
    Calendar.objects.filter(code="lima-hari").update(week={})
    (said,) = doctor_database.calendars()
    assert said.startswith("Jam kerja “Lima hari kerja” tidak dapat dihitung: ")


@pytest.mark.django_db
def test_a_calendar_that_was_changed_behind_the_pages_is_found():
    call_command("seed", verbosity=0)
    Calendar.objects.filter(code="enam-hari").update(week={"mon": [["08:00", "15:00"]]})
    assert list(doctor_database.calendars()) == [
        "Jam kerja “Enam hari kerja” belum diterbitkan; jalankan `lapor seed`."
    ]


@pytest.mark.django_db
def test_next_years_holidays_are_missed_from_october_on():
    for year in (2026, 2027):
        Holiday.objects.create(day=date(year, 1, 1), name="Tahun Baru", kind="national")
    assert list(doctor_database.holidays(date(2026, 12, 31))) == []
    assert list(doctor_database.holidays(date(2027, 9, 30))) == []
    (said,) = doctor_database.holidays(date(2027, 10, 1))
    assert said.startswith("Hari libur tahun 2028 belum dimuat. Buka Pengaturan \u203a")
    assert isinstance(said, Remark)


@pytest.mark.django_db
def test_a_failed_job_is_found():
    assert list(doctor_database.jobs()) == []
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args, scheduled_at) "
            "VALUES ('default', 'x', 'failed', '{}', %s)",
            [timezone.now()],
        )
    assert any("1 pekerjaan" in sentence for sentence in doctor_database.jobs())


def test_notices_that_fail_pile_up_or_have_no_server_are_said(db, settings):
    from datetime import timedelta

    from lapor.notices import outbox
    from lapor.notices.models import Notice, Stage

    at = timezone.now()
    settings.DEMO = True
    assert list(doctor_database.notices(at)) == []
    for number in range(2):
        outbox.queue_letter(address="a@contoh.test", subject="S", text="T", kind="code", at=at, key=str(number))
    assert list(doctor_database.notices(at)) == []
    Notice.objects.filter(key="letter:0").update(stage=Stage.FAILED)
    said = list(doctor_database.notices(at + timedelta(minutes=11)))
    assert said[0].startswith("1 pemberitahuan gagal")
    assert "1 pemberitahuan menunggu, yang terlama 11 menit" in said[1]
    settings.DEMO, settings.MAIL_SERVER = False, None
    assert any(isinstance(one, Remark) and "LAPOR_MAIL_URL" in one for one in doctor_database.notices(at))


def test_a_bucket_that_is_none_or_cannot_be_read_is_said(var, service, monkeypatch):
    assert list(file_store.examine(var, {file_store.VARIABLE: ADDRESS})) == []
    (said,) = file_store.examine(var, {file_store.VARIABLE: "s3://tidak-ada/x"})
    assert "tidak terbaca (the bucket answered NoSuchBucket)" in said
    (said,) = file_store.examine(var, {file_store.VARIABLE: "https://s3.example.org/x"})
    assert "harus berbentuk s3://bucket/awalan" in said
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    (said,) = file_store.examine(var, {file_store.VARIABLE: ADDRESS})
    assert "make s3" in said
