"""What a browser sends is taken in whole before anything is done with it.

A telephone on a poor connection takes minutes to send a photograph. Meanwhile it holds a thread, which there are
many of, and neither a connection of the database nor a lock, which there are few of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, Final

MOST: Final = 110_000_000  # bytes: a video, pictures and documents of one form; more is refused unread
IN_MEMORY: Final = 1_000_000  # bytes; what is larger lies in a file meanwhile
_BLOCK: Final = 64 * 1024
_TOO_LARGE: Final = (
    "Kiriman ini lebih besar dari 110 MB, dan belum ada yang terkirim. "
    "Kembali ke halaman sebelumnya; tulisan Anda masih ada di sana. Kirim lebih sedikit berkas sekaligus."
)
_CUT_OFF: Final = "Kiriman ini terputus di jalan. Coba lagi."

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def taken_in(application: Application, *, folder: Path) -> Application:
    """This application, called once all is here; large bodies lie in `folder` until it has answered."""

    def once_it_is_here(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        told = environ.get("CONTENT_LENGTH") or "0"
        length = int(told) if told.isascii() and told.isdigit() else 0
        if length > MOST:
            return _refused(start_response, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LARGE)
        with SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(folder)) as body:
            if _copied(environ["wsgi.input"], body, length) < length:
                return _refused(start_response, HTTPStatus.BAD_REQUEST, _CUT_OFF)
            body.seek(0)
            environ["wsgi.input"] = body
            return application(environ, start_response)

    return once_it_is_here


def _copied(source: Any, body: Any, length: int) -> int:
    """How many of these bytes came."""
    here = 0
    while here < length and (block := source.read(min(_BLOCK, length - here))):
        body.write(block)
        here += len(block)
    return here


def _refused(start_response: Callable[..., Any], status: HTTPStatus, sentence: str) -> Iterable[bytes]:
    start_response(f"{status.value} {status.phrase}", [("Content-Type", "text/plain; charset=utf-8")])
    return [sentence.encode()]
