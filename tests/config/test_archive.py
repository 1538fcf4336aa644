"""The encrypted file of a backup gives back exactly what was put in, or refuses with a sentence."""

from __future__ import annotations

import io
import os

import pytest

from lapor.config import archive
from lapor.config.trouble import Trouble

WORDS = "kentongan di tengah sawah"
ENTRIES = [("about.json", b"{}"), ("files/aa", os.urandom(300)), ("files/kosong", b""), ("manifest.json", b"x" * 64)]


@pytest.fixture(autouse=True)
def _small_and_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "CHUNK", 64)
    monkeypatch.setattr(archive, "HARDNESS", 1 << 4)


def written(entries: list[tuple[str, bytes]] = ENTRIES) -> bytes:
    file = io.BytesIO()
    writer = archive.Writer(file, WORDS)
    for name, body in entries:
        writer.put(name, (body[at : at + 7] for at in range(0, len(body), 7)))
    writer.close()
    return file.getvalue()


def read(data: bytes, words: str = WORDS) -> list[tuple[str, bytes]]:
    reader = archive.Reader(io.BytesIO(data), words)
    return [(name, b"".join(blocks)) for name, blocks in reader.entries()]


def parts(data: bytes) -> tuple[bytes, list[bytes]]:
    """The header and the sealed chunks."""
    head, size = data[: archive._HEADER.size], archive.CHUNK + archive.TAG
    body = data[len(head) :]
    return head, [body[at : at + size] for at in range(0, len(body), size)]


def test_what_was_put_in_comes_out_in_its_order() -> None:
    assert read(written()) == ENTRIES
    assert read(written([])) == []


@pytest.mark.parametrize("extra", range(60, 70))
def test_every_length_around_the_edge_of_a_chunk_comes_back(extra: int) -> None:
    entries = [("a", b"y" * extra)]
    assert read(written(entries)) == entries


def test_an_entry_nobody_reads_is_passed_over() -> None:
    assert [name for name, _ in archive.Reader(io.BytesIO(written()), WORDS).entries()] == [n for n, _ in ENTRIES]


def test_nothing_of_the_content_stands_in_the_file_and_no_two_files_are_alike() -> None:
    one, other = written(), written()
    assert b"manifest" not in one
    assert b"xxxx" not in one
    assert one[archive._HEADER.size :] != other[archive._HEADER.size :]


def test_a_wrong_passphrase_is_called_so() -> None:
    with pytest.raises(Trouble, match="Sandi cadangan ini salah"):
        read(written(), "sandi yang lain")


def test_another_file_is_no_backup() -> None:
    for other in (b"", b"PGDMP", b"LAPOR"):
        with pytest.raises(Trouble, match="bukan cadangan"):
            read(other)


def test_every_single_flipped_bit_is_refused() -> None:
    whole = written()
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 1 << (at % 8)
        with pytest.raises(Trouble, match=r"rusak|bukan cadangan|terpotong"):
            read(bytes(changed))


def test_a_file_cut_anywhere_is_refused() -> None:
    whole = written()
    for length in range(len(whole)):
        with pytest.raises(Trouble, match=r"terpotong|bukan cadangan"):
            read(whole[:length])


def test_chunks_left_out_swapped_doubled_or_added_are_refused() -> None:
    head, chunks = parts(written())
    assert len(chunks) > 4
    _, strange = parts(written())
    for changed in (
        [chunks[0], *chunks[2:]],
        [chunks[1], chunks[0], *chunks[2:]],
        [chunks[0], *chunks],
        [*chunks, chunks[-1]],
        [*chunks[:2], strange[2], *chunks[3:]],
        [*chunks[:-1], b"", chunks[-1] + b"\0"],
    ):
        with pytest.raises(Trouble, match=r"rusak|terpotong"):
            read(head + b"".join(changed))


def test_a_file_of_a_newer_program_is_called_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "VERSION", 2)
    newer = written()
    monkeypatch.setattr(archive, "VERSION", 1)
    with pytest.raises(Trouble, match="lebih baru"):
        read(newer)
