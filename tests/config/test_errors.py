"""An error has a number: the one on the page is the one in the log."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.test import Client
from django.urls import reverse

from lapor.config import errors, secrets
from tests.config.test_logs import ALL, Log, break_page, log

__all__ = ["log"]
NUMBER = re.compile(r"\b[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}\b")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Client:
    break_page(monkeypatch, ValueError(ALL))
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_the_number_on_the_page_finds_the_line_with_the_frames(broken: Client, log: Log) -> None:
    answer = broken.get(reverse("help"))
    page = answer.content.decode()
    (number,) = NUMBER.findall(page)
    assert answer.status_code == 500
    assert "Nomor kesalahan:" in page
    line = log.last("lapor.error")
    assert (line["number"], line["level"]) == (number, "error")
    assert line["request"] == log.last("lapor.request")["request"] == answer.headers["X-Request-ID"]
    assert any("pages.py" in frame for frame in line["failure"]["frames"])
    assert "kambing" not in page


@pytest.mark.django_db
def test_a_program_that_asked_for_json_gets_the_number_as_json(broken: Client, log: Log) -> None:
    answer = broken.get(reverse("help"), headers={"Accept": "application/json"})
    assert answer.json() == {"kesalahan": log.last("lapor.error")["number"]}


@pytest.mark.django_db
def test_a_page_of_errors_that_breaks_itself_still_tells_the_number(broken: Client, log: Log, monkeypatch) -> None:
    def refuse(*args: Any) -> str:
        raise OSError(ALL)

    monkeypatch.setattr(errors, "render_to_string", refuse)
    answer = broken.get(reverse("help"))
    assert NUMBER.findall(answer.content.decode()) == [log.last("lapor.error")["number"]]


@pytest.mark.django_db
def test_each_error_has_a_number_of_its_own(broken: Client, log: Log) -> None:
    for _ in range(5):
        broken.get(reverse("help"))
    numbers = [line["number"] for line in log.lines if line["logger"] == "lapor.error"]
    assert len(set(numbers)) == 5


@pytest.fixture
def web_without_database(var: Path, environ) -> Iterator[tuple[str, Path]]:
    """`lapor web` whose database is gone: its address and its log."""
    secrets.load(var, {})
    told = environ(var, DATABASE_URL="postgresql://lapor_app@127.0.0.1:9/lapor")
    with (var / "log").open("w") as stream:
        process = subprocess.Popen([sys.executable, "-m", "lapor.config.cli", "web"], env=told, stderr=stream)
    address = f"http://127.0.0.1:{told['PORT']}"
    patience = time.monotonic() + 60
    while time.monotonic() < patience and ask(f"{address}/sehat/")[0] == 0:
        time.sleep(0.1)
    yield address, var / "log"
    process.terminate()
    process.wait()


def ask(url: str, **headers: str) -> tuple[int, str]:
    try:
        with urlopen(Request(url, headers=headers), timeout=60) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def test_without_a_database_the_web_lives_is_not_ready_and_its_errors_have_numbers(web_without_database) -> None:
    address, written = web_without_database
    assert ask(f"{address}/sehat/") == (200, '{"sehat": true}')
    status, said = ask(f"{address}/siap/")
    assert (status, json.loads(said)) == (503, {"siap": False, "sebab": ["Basis data tidak dapat dihubungi."]})
    status, page = ask(f"{address}/lapor/?q=kambing", Cookie="sessionid=abcdefghijklmnopqrstuvwxyz012345")
    assert status == 500
    (number,) = NUMBER.findall(page)
    lines = [json.loads(line) for line in written.read_text().splitlines()]
    (line,) = [line for line in lines if line.get("number") == number]
    assert "OperationalError" in line["failure"]["type"] or "PoolTimeout" in json.dumps(line["failure"])
    assert "127.0.0.1" not in written.read_text()
    assert "kambing" not in written.read_text()
