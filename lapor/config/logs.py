"""The log: one JSON object a line on stderr, or plain words on a terminal, and never a person in it.

Our own loggers write sentences of ours; what they fill in is a number or a word, and it is scrubbed. Of other
people's loggers only the sentence in their source is written, not what they would fill in, and where they filled
it in before, only the place in their source. An exception is its type and its frames.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog
from structlog.stdlib import ProcessorFormatter

from lapor.config import scrub
from lapor.config.trouble import Trouble

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
FORMATS = ("json", "plain")
TALKATIVE = ("procrastinate.blueprints", "procrastinate.periodic", "axes.apps")  # each start, what it has found
FILLED_IN = re.compile(r"%(?:\([^)]*\))?[-#0-9 .*]*[a-z%]|\{[^}]*\}", re.IGNORECASE)
OWN = ("lapor", "_granian", "granian")  # whose sentences are known: ours, and the web server's about its processes
KEPT = ("time", "level", "logger", "event", "request", "number", "at")  # made here, of no person's words


def settings(environ: Mapping[str, str], *, terminal: bool) -> dict[str, Any]:
    """Django's LOGGING. Raises Trouble when LAPOR_LOG or LAPOR_LOG_FORMAT is none of its words."""
    form = _one_of(environ, "LAPOR_LOG_FORMAT", FORMATS, without="plain" if terminal else "json")
    level = _one_of(environ, "LAPOR_LOG", LEVELS, without="WARNING")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "lapor.config.logs.Line", "plain": form == "plain"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            **{name: {"level": "WARNING"} for name in TALKATIVE},
            "django.request": {"level": "CRITICAL"},  # it names the path; ours names the route (request_middleware)
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # any scanner can cause it, as often as it likes
        },
    }


def of_server(environ: Mapping[str, str], *, terminal: bool) -> dict[str, Any]:
    """The same for the web server's own process, which would write its own way to stdout."""
    told = settings(environ, terminal=terminal)
    return {**told, "loggers": {"_granian": {"handlers": [], "propagate": True}, "granian.access": {"handlers": []}}}


def serve(environ: MutableMapping[str, str], *, terminal: bool) -> None:
    """As a service: a line for each request and job, unless a person watches; and what nobody caught in the log."""
    if not terminal:
        environ.setdefault("LAPOR_LOG", "INFO")
    _catch_uncaught()


def _catch_uncaught() -> None:
    """A traceback on stderr would show values."""

    def hook(kind: type[BaseException], error: BaseException | None, trace: object) -> None:
        if error is not None and not isinstance(error, KeyboardInterrupt | SystemExit):
            logging.getLogger("lapor").critical("nobody caught an exception", exc_info=error)

    sys.excepthook = hook
    threading.excepthook = lambda told: hook(told.exc_type, told.exc_value, told.exc_traceback)
    sys.unraisablehook = lambda told: hook(told.exc_type, told.exc_value, told.exc_traceback)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a line that cannot be written would be shown with its values


class Line(ProcessorFormatter):
    """Writes one record as one line."""

    def __init__(self, *, plain: bool) -> None:
        before: list[structlog.typing.Processor] = [
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        ]
        renderer = _plain if plain else structlog.processors.JSONRenderer(ensure_ascii=False)
        after = [_about, ProcessorFormatter.remove_processors_meta, _scrubbed, renderer]
        super().__init__(foreign_pre_chain=before, processors=after)

    def format(self, record: logging.LogRecord) -> str:
        try:
            return super().format(_without_values(record))
        except Exception as error:  # noqa: BLE001 - a log that fails must neither stop the work nor show it
            return f'{{"level": "error", "event": "a line could not be written", "type": "{type(error).__name__}"}}'


def _without_values(record: logging.LogRecord) -> logging.LogRecord:
    """A copy whose message is safe to read, with the exception described beside it."""
    copy = logging.makeLogRecord(record.__dict__)
    copy.msg, copy.args = _sentence(record), ()
    copy.exc_info = copy.exc_text = copy.stack_info = None
    error = record.exc_info[1] if record.exc_info else None
    copy.__dict__["failure"] = scrub.failure(error) if error is not None else None
    return copy


def _sentence(record: logging.LogRecord) -> str:
    said = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    if _is_own(record):
        try:
            return said % _arguments(record.args) if record.args else said
        except (TypeError, ValueError, KeyError):
            return said
    if record.name == "py.warnings":
        known = re.match(r"(.*?):(\d+): (\w+):", record.getMessage())
        return f"{known[3]} {scrub.place(known[1], int(known[2]), '')}" if known else "warning"
    if isinstance(action := getattr(record, "action", None), str) and record.name.startswith("procrastinate"):
        return action
    return FILLED_IN.sub("…", said) if record.args else f"{record.name} said something"


def _arguments(given: Any) -> Any:
    if isinstance(given, Mapping):
        return {name: _argument(value) for name, value in given.items()}
    return tuple(_argument(value) for value in given)


def _argument(value: object) -> object:
    return value if isinstance(value, str | int | float | None) else type(value).__name__


def _is_own(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OWN


def _about(logger: object, name: str, told: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """What else is known of the record: where it was written, its job, its exception."""
    record = told["_record"]
    if not _is_own(record):
        told["at"] = scrub.place(record.pathname, record.lineno, record.funcName)
    job = getattr(record, "job", None)
    if isinstance(job, Mapping):
        told.update(task=str(job.get("task_name")), job=job.get("id"))
    for extra in getattr(record, "facts", None) or {}:
        told[extra] = record.facts[extra]
    if getattr(record, "failure", None):
        told["failure"] = record.failure
    return told


def _scrubbed(logger: object, name: str, told: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """The known keys first, then the rest; every text but our own marks cleaned."""
    told["event"] = scrub.clean(str(told["event"]))
    first = {key: told.pop(key) for key in KEPT if key in told}
    last = {key: told.pop(key) for key in ("failure",) if key in told}
    return {**first, **{key: _cleaned(value) for key, value in told.items()}, **last}


def _cleaned(value: object) -> object:
    return scrub.clean(value) if isinstance(value, str) else value if isinstance(value, int | float | None) else "…"


def _plain(logger: object, name: str, told: structlog.typing.EventDict) -> str:
    """For a person at a terminal: the sentence, then the rest, then the frames one below the other."""
    failure = told.pop("failure", None)
    head = f"{told.pop('time')} {told.pop('level').upper()} {told.pop('event')}"
    lines = [" ".join([head, *(f"{key}={value}" for key, value in told.items())])]
    while failure:
        names = " ".join(str(failure[key]) for key in ("sqlstate", "constraint_name") if key in failure)
        lines += [f"  {failure['type']} {names}".rstrip(), *(f"    {frame}" for frame in failure["frames"])]
        failure = failure.get("cause")
    return "\n".join(lines)


def _one_of(environ: Mapping[str, str], variable: str, words: tuple[str, ...], *, without: str) -> str:
    given = environ.get(variable) or without
    for word in words:
        if word.lower() == given.lower():
            return word
    raise Trouble(f"{variable} harus salah satu dari {', '.join(words)}, bukan \u201c{given[:40]}\u201d.")
