"""No person ever stands in the log, whatever went wrong; and what stands there finds what went wrong."""

from __future__ import annotations

import io
import json
import logging
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client, override_settings
from django.urls import reverse

from lapor.complaints import tasks
from lapor.complaints.steps import complete
from lapor.config import logs, scrub
from lapor.config.trouble import Trouble
from lapor.people.models import Person
from tests.cast import Cast, Walk

PRIVATE = (
    "sari.lestari@contoh.test",
    "081234567890",
    "+62 812-3456-7890",
    "3402155708900003",
    "203.0.113.77",
    "2001:db8:85a3::8a2e:370:7334",
    "FP3Z-YPYT-C8QA-K3XC",
    "BTL-2026-483920-K",
    "kambing hitam di balai desa",
)
ALL = " | ".join(PRIVATE)
# The digits that we made up ourselves, the instant and the request's mark, are by chance those of a telephone.
OURS = re.compile(r'\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\.\d{6}|"request": "[0-9a-f]{12}"')
QUIET = {"raise_request_exception": False}


class Log:
    """What was written since, as text and as lines."""

    def __init__(self, stream: io.StringIO) -> None:
        self.stream = stream

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def last(self, name: str) -> dict[str, Any]:
        return [line for line in self.lines if line.get("logger") == name][-1]

    def is_clean(self, *more: str) -> bool:
        """Whether nothing private stands in it, in any spelling, and something was written at all."""
        told = OURS.sub("", self.text)
        found = [word for word in (*PRIVATE, *more, "kambing", "sari.lestari", "483920", "0812") if word in told]
        assert not found, (found, self.text)
        return bool(self.text)


@pytest.fixture
def log() -> Iterator[Log]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Line(plain=False))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield Log(stream)
    root.setLevel(level)
    root.removeHandler(handler)


def break_page(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let the first page end with this exception, raised while another was handled."""

    def broken(*args: Any, **more: Any) -> None:
        try:
            raise KeyError(ALL)
        except KeyError:
            raise error  # noqa: B904 - by accident, as most are

    monkeypatch.setattr("lapor.public.views.pages.render", broken)


# ---------------------------------------------------------------- requests


@pytest.mark.django_db
def test_a_request_is_one_line_with_its_route_and_nothing_that_was_asked(client: Client, log: Log) -> None:
    answer = client.get(f"/aduan/BTL-2026-483920-K/?q={ALL}", headers={"User-Agent": ALL, "X-Request-ID": PRIVATE[1]})
    (line,) = log.lines
    assert log.is_clean()
    assert {key: line[key] for key in ("event", "method", "route", "status", "role")} == {
        "event": "request", "method": "GET", "route": "case", "status": 404, "role": ""
    }  # fmt: skip
    assert line["request"] == answer.headers["X-Request-ID"]
    assert list(line)[:3] == ["time", "level", "logger"]
    assert line["ms"] > 0


def test_the_line_tells_the_role_and_never_the_person(cast: Cast, client: Client, log: Log) -> None:
    client.force_login(cast.sari)
    client.get(reverse("mine"))
    assert (log.lines[-1]["role"], log.lines[-1]["route"]) == ("citizen", "mine")
    assert log.is_clean("Sari", "sari@")


@pytest.mark.django_db
def test_a_page_that_is_not_there_has_no_route(client: Client, log: Log) -> None:
    client.get(f"/{PRIVATE[0]}/{PRIVATE[6]}/")
    assert log.last("lapor.request")["route"] == "-"
    assert log.is_clean()


@pytest.mark.django_db
def test_a_method_nobody_knows_is_not_repeated(client: Client, log: Log) -> None:
    client.generic("KAMBING", "/")
    assert log.last("lapor.request")["method"] == "OTHER"
    assert log.is_clean("KAMBING")


def test_probes_that_are_well_write_nothing(client: Client, log: Log, db: None) -> None:
    client.get("/sehat/")
    assert log.text == ""


# ---------------------------------------------------------------- what goes wrong


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error",
    [ValueError(ALL), KeyError(ALL), SuspiciousOperation(ALL), ExceptionGroup(ALL, [ValueError(ALL)])],
    ids=lambda error: type(error).__name__,
)
def test_an_exception_is_its_type_and_its_frames(log: Log, monkeypatch: pytest.MonkeyPatch, error) -> None:
    break_page(monkeypatch, error)
    Client(**QUIET).get(reverse("help"), {"q": ALL})
    assert log.is_clean()
    if not isinstance(error, SuspiciousOperation):
        failure = log.last("lapor.error")["failure"]
        assert failure["type"] == type(error).__name__
        assert any(frame.startswith("lapor/public/views/pages.py:") for frame in failure["frames"])
        assert failure["cause"]["type"] == "KeyError"


@pytest.mark.django_db
def test_a_row_refused_by_the_database_is_named_by_its_constraint(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    Person.objects.create_person(email=PRIVATE[0], name="Sari")

    def twice(*args: Any, **more: Any) -> None:
        Person.objects.create_person(email=PRIVATE[0], name="Sari")

    monkeypatch.setattr("lapor.public.views.pages.render", twice)
    Client(**QUIET).get(reverse("help"))
    failure = log.last("lapor.error")["failure"]
    assert failure["type"] == "django.db.utils.IntegrityError"
    assert (failure["cause"]["sqlstate"], failure["cause"]["table_name"]) == ("23505", "people_person")
    assert log.is_clean()


@pytest.mark.django_db
def test_a_form_without_its_token_and_a_broken_body_are_not_repeated(log: Log) -> None:
    strict = Client(enforce_csrf_checks=True, **QUIET)
    strict.post(reverse("track"), {"nomor": PRIVATE[7], "kode": PRIVATE[6]}, headers={"Referer": f"https://x/{ALL}"})
    broken = {"content_type": "multipart/form-data; boundary=x"}
    Client(**QUIET).post(reverse("track"), data=ALL.encode(), **broken)
    Client(**QUIET).post(f"{reverse('track')}?{'&'.join(f'a{n}=1' for n in range(600))}", data={"nomor": PRIVATE[7]})
    assert log.is_clean()
    assert {line["status"] for line in log.lines if line["logger"] == "lapor.request"} >= {403}


@pytest.mark.django_db
@override_settings(ALLOWED_HOSTS=["lapor.test"])
def test_a_name_we_are_not_called_by_is_not_repeated(log: Log) -> None:
    Client(**QUIET).get("/", headers={"Host": "kambing-hitam.test"})
    assert log.last("lapor.request")["status"] == 400
    assert log.is_clean("kambing-hitam")


def test_a_task_that_fails_names_the_case_by_its_row_alone(walk: Walk, log: Log, monkeypatch) -> None:
    walk.routed().asked()

    def broken(**more: Any) -> None:
        raise ValueError(ALL)

    monkeypatch.setattr(complete, "lapse", broken)
    monkeypatch.setattr(tasks, "_now", lambda: walk.at.replace(year=2027))
    with pytest.raises(RuntimeError):
        tasks.end_waits(timestamp=0)
    line = log.last("lapor.complaints.tasks")
    assert line["event"] == f"the wait of complaint {walk.complaint.pk} could not be ended"
    assert line["failure"]["type"] == "ValueError"
    assert log.is_clean()


# ---------------------------------------------------------------- other people's loggers


def test_of_a_foreign_sentence_the_frame_is_kept_and_what_was_filled_in_is_not(log: Log) -> None:
    logging.getLogger("axes.attempts").warning("AXES: new login failure by %s from %(ip)s.", {"ip": ALL})
    logging.getLogger("axes.attempts").warning("AXES: new login failure by %s.", ALL)
    said = [line["event"] for line in log.lines]
    assert said == ["AXES: new login failure by … from ….", "AXES: new login failure by …."]
    assert log.is_clean()


def test_of_a_foreign_sentence_filled_in_before_the_place_is_kept(log: Log) -> None:
    logging.getLogger("asyncio").error(f"Task exception was never retrieved {ALL}")
    logging.getLogger("urllib3.pool").error(ValueError(ALL))
    assert log.lines[0]["event"] == "asyncio said something"
    assert log.lines[0]["at"].startswith("tests/config/test_logs.py:") or "test_logs.py:" in log.lines[0]["at"]
    assert log.is_clean()


def test_a_job_is_its_task_and_its_number(log: Log) -> None:
    job = {"id": 12, "task_name": "deliver", "task_kwargs": {"x": ALL}, "call_string": ALL}
    logging.getLogger("procrastinate.worker").info(f"Starting job {ALL}", extra={"action": "start_job", "job": job})
    (line,) = log.lines
    assert (line["event"], line["task"], line["job"]) == ("start_job", "deliver", 12)
    assert log.is_clean()


def test_our_own_sentences_are_scrubbed_and_objects_in_them_named_by_their_type(log: Log) -> None:
    own = logging.getLogger("lapor.notices.send")
    for word in PRIVATE[:-1]:
        own.warning("notice 7 was not accepted (%s), attempt %s", f"550 <{word}> unknown", 2)
    own.warning("refused: %s", ValueError(ALL))
    own.info("line one\nline two %s", object())
    assert log.lines[0]["event"] == "notice 7 was not accepted (550 <[surel]> unknown), attempt 2"
    assert log.lines[-2]["event"] == "refused: ValueError"
    assert log.lines[-1]["event"] == "line one line two object"
    assert log.is_clean()


def test_a_warning_of_python_is_its_kind_and_place(log: Log) -> None:
    shown = warnings.showwarning
    logging.captureWarnings(True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            logging._showwarning(UserWarning(ALL), UserWarning, "/x/lapor/public/walk.py", 7)  # type: ignore[attr-defined]
    finally:
        logging.captureWarnings(False)
        warnings.showwarning = shown
    assert log.lines[-1]["event"] == "UserWarning lapor/public/walk.py:7"
    assert log.is_clean()


def test_what_nobody_caught_goes_through_the_log(environ, var) -> None:
    code = f"""
import logging.config, os, sys, threading, gc
from lapor.config import logs
logging.config.dictConfig(logs.settings({{}}, terminal=False)); logs.serve({{}}, terminal=False)
def fail(): raise ValueError({ALL!r})
class Heavy:
    def __del__(self): fail()
threading.Thread(target=fail).start()
Heavy()
logging.getLogger("lapor").info("%d", {ALL!r})
fail()"""
    told = subprocess.run([sys.executable, "-c", code], env=environ(var), capture_output=True, text=True)
    lines = [json.loads(line) for line in told.stderr.splitlines()]
    assert told.returncode == 1
    assert [line["failure"]["type"] for line in lines if line["level"] == "critical"] == ["ValueError"] * 3
    assert not [word for word in PRIVATE if word in told.stderr + told.stdout]


# ---------------------------------------------------------------- the form


def test_on_a_terminal_it_is_plain_and_quiet_and_services_write_json(monkeypatch) -> None:
    monkeypatch.setattr(logs, "_catch_uncaught", lambda: None)

    def of(terminal: bool, *, service: bool = True, **environ: str) -> tuple[bool, str]:
        if service:
            logs.serve(environ, terminal=terminal)
        told = logs.settings(environ, terminal=terminal)
        return told["formatters"]["line"]["plain"], told["root"]["level"]

    assert of(True) == (True, "WARNING")
    assert of(False) == (False, "INFO")
    assert of(False, service=False) == (False, "WARNING")
    assert of(True, LAPOR_LOG_FORMAT="json", LAPOR_LOG="debug") == (False, "DEBUG")
    for wrong in ({"LAPOR_LOG": "banyak"}, {"LAPOR_LOG_FORMAT": "xml"}):
        with pytest.raises(Trouble, match=next(iter(wrong))):
            logs.settings(wrong, terminal=True)


def test_plain_lines_show_the_frames_below_each_other() -> None:
    try:
        raise ValueError(ALL)
    except ValueError as error:
        record = logging.LogRecord("lapor.x", logging.ERROR, __file__, 1, "it %s", ("broke",), (None, error, None))
    said = logs.Line(plain=True).format(record).splitlines()
    assert "ERROR it broke logger=lapor.x" in said[0]
    assert said[1].strip() == "ValueError"
    assert "test_plain_lines" in said[2]
    assert not [word for word in PRIVATE if word in " ".join(said)]


@pytest.mark.parametrize("text", ["notice 7 was left half sent", "complaint 123456 moved on", "pukul 11.55", "10:20"])
def test_ordinary_words_and_numbers_stay(text: str) -> None:
    assert scrub.clean(text) == text


SPELLINGS = (
    "fp3z-ypyt-c8qa-k3xc", "FP3ZYPYTC8QAK3XC", "btl2026483920k", "::1", "sari%40contoh.test", "62812 3456 7890",
    "q8HnV2kfJ0sXx1bA9c",
)  # fmt: skip


@pytest.mark.parametrize("text", [*PRIVATE[:-1], *SPELLINGS])
def test_every_spelling_of_what_is_private_goes(text: str) -> None:
    said = scrub.clean(f"x <{text}> y")
    assert said.startswith("x <[")
    assert said.endswith("]> y")
