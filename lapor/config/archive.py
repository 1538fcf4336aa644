"""The one file a backup is: a sequence of named entries, encrypted and authenticated in chunks.

    header   magic (14 bytes) · version (1) · salt (16) · check (32) · CRC-32 of all that (4)
    chunk*   AES-256-GCM of 1 MiB each, the last one shorter; 16 bytes of tag

The key comes from a passphrase by scrypt with the file's own salt, so that it is used for this file alone and a
nonce may count: chunk number (11 bytes) and whether it is the last (1 byte). A chunk that was changed, moved,
left out or added does not open; nor does a file that ends early. Inside, an entry is a name and blocks of
bytes, so that what is written need not be measured before, and neither side holds more than one chunk.
"""

from __future__ import annotations

import hmac
import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from lapor.config.trouble import Trouble

MAGIC = b"LAPOR-CADANGAN"
VERSION = 1
CHUNK = 1 << 20
TAG = 16
HARDNESS = 1 << 17  # scrypt's N: with r = 8, 128 MiB and under a second for each guess
_PLAIN = struct.Struct(f">{len(MAGIC)}sB16s")
_HEADER = struct.Struct(f">{_PLAIN.size}s32sI")
_LENGTH = struct.Struct(">I")
_ENTRY, _END = b"E", b"Z"

NO_BACKUP = "Berkas ini bukan cadangan Lapor Bantul."
BROKEN_HEAD = "Kepala berkas cadangan ini rusak. Pakai salinan yang lain."
NEWER = "Cadangan ini dibuat oleh program yang lebih baru. Perbarui program ini dahulu."
WRONG_PASSPHRASE = "Sandi cadangan ini salah."
CUT_SHORT = "Berkas cadangan ini terpotong. Pakai salinan yang lain."
BROKEN = "Berkas cadangan ini rusak di bagian ke-{number} (bita {at}). Pakai salinan yang lain."


class Writer:
    """Writes entries to a file; close() ends it. A file that was not ended is refused by every reader."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        plain = _PLAIN.pack(MAGIC, VERSION, os.urandom(16))
        key, check = _keys(passphrase, plain)
        self.header = _HEADER.pack(plain, check, zlib.crc32(plain + check))
        self._cipher, self._file = AESGCM(key), file
        self._waiting, self._number = bytearray(), 0
        file.write(self.header)

    def put(self, name: str, blocks: Iterable[bytes]) -> None:
        """Append one entry; `blocks` may come from anything that flows."""
        told = name.encode()
        self._write(_ENTRY + _LENGTH.pack(len(told)) + told)
        for block in filter(None, blocks):
            self._write(_LENGTH.pack(len(block)) + block)
        self._write(_LENGTH.pack(0))

    def close(self) -> None:
        self._write(_END)
        self._seal(bytes(self._waiting), last=True)

    def _write(self, data: bytes) -> None:
        self._waiting += data
        while len(self._waiting) > CHUNK:  # one byte at least stays for the last chunk
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def _seal(self, plain: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), plain, self.header))
        self._number += 1


class Reader:
    """Reads what a Writer wrote. Raises Trouble, a sentence each, for whatever is not exactly that."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        self.header = file.read(_HEADER.size)
        if not self.header.startswith(MAGIC):
            raise Trouble(NO_BACKUP)
        if len(self.header) < _HEADER.size:
            raise Trouble(CUT_SHORT)
        plain, kept, checksum = _HEADER.unpack(self.header)
        if zlib.crc32(plain + kept) != checksum:
            raise Trouble(BROKEN_HEAD)
        if _PLAIN.unpack(plain)[1] != VERSION:
            raise Trouble(NEWER)
        key, check = _keys(passphrase, plain)
        if not hmac.compare_digest(check, kept):
            raise Trouble(WRONG_PASSPHRASE)
        self._file, self._cipher = file, AESGCM(key)
        self._chunks, self._left = self._opened(), b""

    def entries(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Each entry's name and its blocks, to be read in this order; what is not read is passed over."""
        while (mark := self._read(1)) == _ENTRY:
            name = self._read(_LENGTH.unpack(self._read(_LENGTH.size))[0]).decode()
            blocks = self._blocks()
            yield name, blocks
            for _ in blocks:
                pass
        if mark != _END or self._left or next(self._chunks, None) is not None:
            raise Trouble(BROKEN_HEAD)

    def _blocks(self) -> Iterator[bytes]:
        while length := _LENGTH.unpack(self._read(_LENGTH.size))[0]:
            yield self._read(length)

    def _read(self, size: int) -> bytes:
        found = []
        while size:
            if not self._left:
                self._left = next(self._chunks, b"")
                if not self._left:
                    raise Trouble(CUT_SHORT)
            taken, self._left = self._left[:size], self._left[size:]
            found.append(taken)
            size -= len(taken)
        return b"".join(found)

    def _opened(self) -> Iterator[bytes]:
        sealed, number = self._file.read(CHUNK + TAG), 0
        while sealed:
            following = self._file.read(CHUNK + TAG)
            yield self._open(sealed, number, last=not following)
            sealed, number = following, number + 1

    def _open(self, sealed: bytes, number: int, *, last: bool) -> bytes:
        try:
            return self._cipher.decrypt(_nonce(number, last=last), sealed, self.header)
        except (InvalidTag, ValueError):
            pass
        whole = len(sealed) == CHUNK + TAG
        if last and (not whole or self._opens_as_one_of_many(sealed, number)):
            raise Trouble(CUT_SHORT + " Atau bagian akhirnya rusak." if not whole else CUT_SHORT)
        raise Trouble(BROKEN.format(number=number + 1, at=_HEADER.size + number * (CHUNK + TAG)))

    def _opens_as_one_of_many(self, sealed: bytes, number: int) -> bool:
        try:
            self._cipher.decrypt(_nonce(number, last=False), sealed, self.header)
        except InvalidTag:
            return False
        return True


def _keys(passphrase: str, plain: bytes) -> tuple[bytes, bytes]:
    """The key of the chunks, and what tells a wrong passphrase from a broken file. `plain` ends with the salt."""
    made = Scrypt(salt=plain[-16:], length=64, n=HARDNESS, r=8, p=1).derive(passphrase.encode())
    return made[:32], hmac.digest(made[32:], plain, "sha256")


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
