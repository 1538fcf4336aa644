"""Files that come in pieces: each piece is kept at once, so that a connection that breaks sends nothing twice."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.db import transaction
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from lapor.complaints import files, uploads
from lapor.complaints.models import Draft, UploadPart

PIECE = 512 * 1024  # bytes, at most; at 2G speeds a quarter of a minute
MOST_AT_ONCE = files.MAX_FILES * 2  # files of one draft that may be on their way
_FILE = re.compile(r"[0-9a-zA-Z-]{16,64}")


@dataclass(frozen=True)
class Piece:
    """One piece as it came. `file` is the sender's random name for the whole, `name` its own, used for nothing
    but a sentence; `total` and `begins` are bytes of the whole."""

    file: str
    name: str
    total: int
    begins: int
    data: bytes

    @property
    def sound(self) -> bool:
        ends = self.begins + len(self.data)
        return bool(_FILE.fullmatch(self.file)) and len(self.data) <= PIECE and self.begins >= 0 and ends <= self.total


@dataclass(frozen=True)
class Progress:
    """`held` bytes are here; the next piece begins there. `settled`: the file was judged, `said` why not taken."""

    held: int
    settled: bool = False
    said: str = ""


def take(draft: Draft, piece: Piece, *, at: datetime, may_begin: Callable[[], bool]) -> Progress:
    """Keep this piece; the last one makes the file whole and puts it into the draft, or says why not.

    A piece that is here already, that does not begin where the others end, or that announces another size than the
    first one, changes nothing: the answer says where to go on. `may_begin` is asked once a file, at its first piece.
    Raises NotNow where the file is whole and nobody can look at it just now: it stays, and whoever asks again how
    much is here has it looked at.
    """
    with transaction.atomic():
        if not Draft.objects.select_for_update().filter(pk=draft.pk).exists():
            return Progress(0)
        held = _kept(draft, piece, may_begin=may_begin)
    return held if held.settled or held.held < piece.total or not held.held else _settle(draft, piece, at=at)


def _kept(draft: Draft, piece: Piece, *, may_begin: Callable[[], bool]) -> Progress:
    newest = _newest(draft, piece.file)
    held = _told(newest)
    announced = newest is None or newest.total == piece.total
    if held.settled or piece.begins != held.held or not piece.data or not announced:
        return held
    if piece.begins == 0:
        most, too_large = files.limit_of(piece.data[: files.START])
        if piece.total > most:
            return Progress(0, settled=True, said=f"{files.clean_name(piece.name)}: {_(too_large)}")
        if draft.parts.filter(settled=False, begins=0).count() >= MOST_AT_ONCE:
            return Progress(0, settled=True, said=_("Terlalu banyak berkas sekaligus. Tunggu yang lain selesai."))
        if not may_begin():
            return Progress(0, settled=True, said=_("Terlalu banyak berkas dari jaringan ini. Coba lagi nanti."))
    UploadPart.objects.create(draft=draft, file=piece.file, total=piece.total, begins=piece.begins, data=piece.data)
    return Progress(piece.begins + len(piece.data))


def _newest(draft: Draft, file: str) -> UploadPart | None:
    """The last piece of this file, without its bytes."""
    rows = draft.parts.filter(file=file).annotate(length=Length("data"))
    return rows.defer("data").order_by("-begins").first()


def _told(newest: Any) -> Progress:
    if newest is None:
        return Progress(0)
    return Progress(newest.begins + newest.length, newest.settled, newest.said)


def _settle(draft: Draft, piece: Piece, *, at: datetime) -> Progress:
    """Judge the whole file, once: another request may have done so meanwhile."""
    with transaction.atomic():
        if not Draft.objects.select_for_update().filter(pk=draft.pk).exists():
            return Progress(0)
        held = _told(_newest(draft, piece.file))
        if held.settled:
            return held
        rows = draft.parts.filter(file=piece.file)
        whole = b"".join(bytes(data) for data in rows.order_by("begins").values_list("data", flat=True))
        name = piece.name if PurePath(piece.name).name.strip(".") else "berkas"  # Django takes none that is no name
        upload = InMemoryUploadedFile(io.BytesIO(whole), "berkas", name, None, len(whole), None)
        said = " ".join(uploads.add(draft, [upload], at=at, patient=True))[:400]
        rows.delete()
        UploadPart.objects.create(
            draft=draft, file=piece.file, total=len(whole), begins=len(whole), data=b"", settled=True, said=said
        )
        return Progress(len(whole), settled=True, said=said)
