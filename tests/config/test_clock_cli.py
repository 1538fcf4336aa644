"""`lapor clock`: the engine for anyone who doubts it, by a file, with one sentence for whatever is wrong in it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from lapor.config import cli
from lapor.sop import clock
from tests.cast import Walk
from tests.sop.test_explain import WALKS

K1 = WALKS["calendars"]["lima-hari"]
EXAMPLE = {
    "zone": "Asia/Jakarta",
    "week": {"mon": [["07:30", "15:30"]], "fri": [["07:30", "11:30"], ["13:00", "16:30"]], "sat": [["20:00", "24:00"]]},
    "off": ["2026-03-20"],
    "profiles": [{"from": "2026-02-18", "to": "2026-03-19", "week": {"mon": [["08:00", "14:00"]]}}],
    "pauses": [["2026-03-02T10:00+07:00", "2026-03-07T20:00+07:00"]],
}
BEGAN = "2026-03-02T08:15+07:00"


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def file(data: object) -> str:
        path = tmp_path / "jam.json"
        path.write_text(data if isinstance(data, str) else json.dumps(data))
        return str(path)

    return file


def asked(capsys: Any, *words: str) -> list[str]:
    assert cli.main(["clock", *words]) == 0
    return str(capsys.readouterr().out).splitlines()


def refused(capsys: Any, *words: str) -> str:
    assert cli.main(["clock", *words]) == 1
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert not told.out
    return str(told.err).strip()


def test_add_explains_and_ends_with_the_instant_alone(capsys: Any, write: Any) -> None:
    lines = asked(capsys, "add", BEGAN, "1060", "--calendar", write(K1))
    assert lines[0] == "Senin, 2 Maret 2026, pukul 08.15: mulai; batasnya 1.060 menit kerja"
    assert lines[-1] == "2026-03-04T09:55:00+07:00"


def test_between_explains_and_ends_with_the_minutes_alone(capsys: Any, write: Any) -> None:
    lines = asked(capsys, "between", BEGAN, "2026-03-04T02:55Z", "--calendar", write(K1))
    assert lines[-2].endswith("sampai di sini, terpakai 1.060 menit")
    assert lines[-1] == "1060"


def test_the_form_of_the_file_is_the_documented_one(capsys: Any, write: Any) -> None:
    """Profiles, several spans a day, midnight as 24:00, days off and pauses, as the engine itself counts them."""
    path = write(EXAMPLE)
    office = clock.Calendar.from_json(EXAMPLE)
    pauses = [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in EXAMPLE["pauses"]]
    start = datetime.fromisoformat(BEGAN)
    for minutes in (0, 1, 105, 106, 1500, 3000):
        last = asked(capsys, "add", BEGAN, str(minutes), "--calendar", path)[-1]
        assert datetime.fromisoformat(last) == clock.add(office, start, minutes, pauses)
        again = asked(capsys, "between", BEGAN, last, "--calendar", path)[-1]
        assert int(again) == minutes


def test_a_pause_that_still_lasts_ends_the_count(capsys: Any, write: Any) -> None:
    path = write({**K1, "pauses": [["2026-03-02T09:15+07:00", None]]})
    lines = asked(capsys, "between", BEGAN, "2026-03-09T09:15+07:00", "--calendar", path)
    assert lines[-1] == "60"
    assert asked(capsys, "add", BEGAN, "30", "--calendar", path)[-1] == "2026-03-02T08:45:00+07:00"


def test_the_answer_stands_in_the_zone_of_the_calendar(capsys: Any, write: Any) -> None:
    path = write({**K1, "zone": "Asia/Jayapura"})
    assert asked(capsys, "add", "2026-03-02T00:00Z", "60", "--calendar", path)[-1] == "2026-03-02T10:00:00+09:00"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["add", "2026-03-02T08:15", "60"], "tidak menyebut zonanya"),
        (["add", "besok", "60"], "“besok” tidak terbaca"),
        (["add", BEGAN, "-1"], "tidak boleh kurang dari nol"),
        (["add", BEGAN, "60.5"], "bukan jumlah menit"),
        (["add", BEGAN, "--5"], "bukan jumlah menit"),
        (["add", BEGAN, "١٢"], "bukan jumlah menit"),
        (["add", BEGAN, ""], "bukan jumlah menit"),
        (["add", BEGAN, "9" * 11], "sepuluh tahun"),
        (["add", BEGAN, "9" * 40], "bukan jumlah menit"),
        (["add", "9999-12-31T23:59-07:00", "60"], "di luar yang dapat dihitung"),
        (["between", BEGAN, "2026-03-01T08:15+07:00"], "mendahului"),
        (["between", BEGAN, "2026-03-03T08:15"], "tidak menyebut zonanya"),
    ],
)
def test_what_was_asked_wrongly_is_said_in_one_sentence(
    capsys: Any, write: Any, words: list[str], sentence: str
) -> None:
    assert sentence in refused(capsys, *words[:1], "--calendar", write(K1), "--", *words[1:])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("", "bukan JSON"),
        ("{", "bukan JSON"),
        ("[" * 100_000, "bukan JSON"),
        ("[]", "satu objek JSON"),
        ({"week": K1["week"]}, "belum menyebut “zone”"),
        ({"zone": "Asia/Jakarta"}, "belum menyebut “week”"),
        ({**K1, "week": {}}, "belum punya jam kerja"),
        ({**K1, "week": {"mon": [["07:30", "12:00"], ["11:00", "15:00"]]}}, "bertumpuk"),
        ({**K1, "week": {"senin": [["07:30", "12:00"]]}}, "Hari “senin” tidak dikenal"),
        ({**K1, "week": {"mon": [["7:30", "12:00"]]}}, "tidak terbaca"),
        ({**K1, "week": 7}, "per hari"),
        ({**K1, "zone": "Asia/Bantul"}, "tidak dikenal"),
        ({**K1, "off": ["19 Maret"]}, "tidak terbaca"),
        ({**K1, "off": 3}, "daftar"),
        ({**K1, "profiles": 3}, "daftar"),
        ({**K1, "profiles": [3]}, "Jam khusus"),
        ({**K1, "profiles": [{"week": {}}]}, "tidak terbaca"),
        ({**K1, "why": [3]}, "tidak terbaca sebagai kalender"),
        ({**K1, "pauses": 3}, "pasangan mulai dan akhir"),
        ({**K1, "pauses": [["2026-03-02T08:15+07:00"]]}, "pasangan mulai dan akhir"),
        ({**K1, "pauses": [["2026-03-02T08:15", None]]}, "tidak menyebut zonanya"),
        ({**K1, "pauses": [[None, None]]}, "tidak terbaca"),
        ({**K1, "pauses": [["2026-03-02T08:15Z", "2026-03-01T08:15Z"]]}, "berakhir sebelum mulai"),
    ],
)
def test_what_is_wrong_in_the_file_is_said_in_one_sentence(
    capsys: Any, write: Any, data: object, sentence: str
) -> None:
    assert sentence in refused(capsys, "add", BEGAN, "60", "--calendar", write(data))


def test_a_file_that_is_not_there_is_said_in_one_sentence(capsys: Any, tmp_path: Path) -> None:
    assert "tidak ada" in refused(capsys, "add", BEGAN, "60", "--calendar", str(tmp_path / "x.json"))
    assert "tidak dapat dibaca" in refused(capsys, "add", BEGAN, "60", "--calendar", str(tmp_path))


def test_counting_needs_neither_a_database_nor_django(write: Any) -> None:
    code = (
        "import sys; from lapor.config import cli; "
        f"code = cli.main(['clock', 'add', '{BEGAN}', '60', '--calendar', {write(K1)!r}]); "
        "assert not any(name.split('.')[0] in ('django', 'psycopg') for name in sys.modules); sys.exit(code)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines()[-1] == "2026-03-02T09:15:00+07:00"


def test_explain_prints_what_the_page_says(walk: Walk, capsys: Any) -> None:
    walk.approved()
    plain = walk.complaint.number.replace("-", " ").lower()
    call_command("explain", plain)
    told = capsys.readouterr().out
    assert told.startswith(walk.complaint.number)
    assert "== Dishub ==" in told
    assert "3. Operator menerima: tepat waktu" in told
    assert "  - Senin, 2 Maret 2026, pukul 08.30: mulai; batasnya 60 menit kerja" in told
    assert "Hari ke-60 untuk Ombudsman: 1 Mei 2026." in told
    assert "Sari" not in told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "sentence"), [("BTL-2026", "berbentuk"), ("BTL-2026-483920-Z", "keliru"), ("", "berbentuk")]
)
def test_a_number_that_is_none_is_said_so(number: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("explain", number)
