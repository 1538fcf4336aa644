"""Where the bytes of files lie: in a folder of this machine, or in a bucket that speaks S3.

Both keep each content once, under the SHA-256 of its own bytes, so that nobody's words become a name. Neither has
an address that others could open: what leaves, leaves by the page that asks who may see it. One lock of the
database says who may store and who may erase meanwhile (uploads.py); the store itself knows nothing of cases.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Final, Protocol

BLOCK: Final = 1 << 20  # bytes read at a time
_HASH: Final = re.compile(r"[0-9a-f]{64}")


class Keeps(Protocol):
    """What takes contents."""

    def put(self, data: bytes) -> str:
        """Keep these bytes, whole or not at all. Answers their hash; they are safe once it is said."""


class Store(Keeps, Protocol):
    """Contents by their hash: SHA-256 in hex, ValueError for anything else. A store that is full or cannot be
    reached raises OSError, whatever kind it is."""

    def open(self, content_hash: str, *, start: int = 0) -> BinaryIO:
        """The bytes from `start` on, to be read. Raises FileNotFoundError if there are none."""

    def size(self, content_hash: str) -> int:
        """How many bytes. Raises FileNotFoundError if there are none."""

    def exists(self, content_hash: str) -> bool: ...

    def delete(self, content_hash: str) -> None:
        """Forget these bytes; those that are not there are no fault."""

    def __iter__(self) -> Iterator[str]:
        """The hashes of all that is kept."""


class Aside:
    """Contents put aside in memory until somebody may store them."""

    def __init__(self) -> None:
        self.contents: list[bytes] = []

    def put(self, data: bytes) -> str:
        self.contents.append(data)
        return hashlib.sha256(data).hexdigest()

    def pour(self, store: Keeps) -> None:
        for data in self.contents:
            store.put(data)


def current() -> Store:
    """The store of this installation."""
    from django.conf import settings  # here, for the doctor looks at a store where no Django may be

    return chosen(settings.FILES_ROOT, settings.FILES_S3)


@lru_cache(maxsize=16)
def chosen(root: Path, address: str) -> Store:
    """The bucket at this address (s3://name/prefix), or without one the folder."""
    if not address:
        return Folder(root)
    from lapor.complaints.bucket import Bucket  # needs boto3, which only whoever has a bucket installs

    return Bucket.at(address)


def key_of(content_hash: str) -> str:
    """Where a content lies within its store. Raises ValueError for anything that is no hash."""
    if not _HASH.fullmatch(content_hash):
        raise ValueError("not a SHA-256 in hex")
    return f"{content_hash[:2]}/{content_hash[2:]}"


def hash_at(key: str) -> str:
    """The hash of what lies there; "" for whatever else lies in a store."""
    told = key.replace("/", "", 1)
    return told if key[2:3] == "/" and _HASH.fullmatch(told) else ""


class Folder:
    """A folder of this machine, closed to others."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path_of(self, content_hash: str) -> Path:
        return self.root / key_of(content_hash)

    def put(self, data: bytes) -> str:
        """Write once and on the disk before we say so."""
        content_hash = hashlib.sha256(data).hexdigest()
        path = self.path_of(content_hash)
        if path.exists():
            return content_hash
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                os.fchmod(out.fileno(), 0o640)
                out.flush()
                os.fsync(out.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink()
            raise
        for folder in (path.parent, self.root):
            _settle(folder)
        return content_hash

    def open(self, content_hash: str, *, start: int = 0) -> BinaryIO:
        stored = self.path_of(content_hash).open("rb")
        stored.seek(start)
        return stored

    def size(self, content_hash: str) -> int:
        return self.path_of(content_hash).stat().st_size

    def exists(self, content_hash: str) -> bool:
        return self.path_of(content_hash).exists()

    def delete(self, content_hash: str) -> None:
        self.path_of(content_hash).unlink(missing_ok=True)

    def __iter__(self) -> Iterator[str]:
        for path in self.root.glob("??/*"):
            if content_hash := hash_at(path.relative_to(self.root).as_posix()):
                yield content_hash


def _settle(folder: Path) -> None:
    """Make the folder's new entry survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
