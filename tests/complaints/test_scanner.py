"""The virus scanner: Debian's own clamd with a database of one line, and sockets that answer badly.

The EICAR file, which every scanner knows and which harms nobody, is made here and lies nowhere.
"""

from __future__ import annotations

import io
import logging
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lapor.complaints import files, pictures, scanner, uploads, video
from lapor.complaints.models import Attachment
from lapor.complaints.refused_file import RefusedFile
from lapor.complaints.scanner import Scanner, Silent
from lapor.config import clamav, health
from lapor.config.trouble import Trouble
from tests.cast import MONDAY, Cast, small_pdf

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-" + b"TEST-FILE!$H+H*"
CLAMD = shutil.which("clamd", path="/usr/sbin:/usr/bin")


@pytest.fixture(scope="session")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scanner]:
    """A clamd of our own in the foreground, which knows nothing but EICAR."""
    assert CLAMD, "Diperlukan clamd: apt-get install --no-install-recommends clamav-daemon"
    home = tmp_path_factory.mktemp("clamd")
    (home / "lapor.ndb").write_text(f"Lapor.Uji.Eicar:0:*:{EICAR[28:].hex()}\n")
    path = home / "clamd.ctl"
    (home / "clamd.conf").write_text(
        f"LocalSocket {path}\nDatabaseDirectory {home}\nForeground yes\nConcurrentDatabaseReload no\n"
        "StreamMaxLength 60M\nMaxFileSize 60M\nMaxScanSize 60M\nMaxThreads 2\n"
    )
    process = subprocess.Popen([CLAMD, "-c", str(home / "clamd.conf")], stdout=subprocess.DEVNULL)
    found = Scanner(path=str(path))
    try:
        until = time.monotonic() + 60
        while not scanner.alive(found):
            assert process.poll() is None and time.monotonic() < until, "clamd did not start"
            time.sleep(0.1)
        yield found
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[Scanner]:
    """A scanner on loopback that does this with whoever connects."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def serve() -> None:
            wire, _ = server.accept()
            with wire, suppress(OSError):
                answer(wire)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield Scanner(host="127.0.0.1", port=server.getsockname()[1])
        thread.join(5)


def hear(wire: socket.socket) -> bytes:
    """One whole INSTREAM: the command, and the chunks up to the empty one."""
    got = b""
    while not got.endswith(bytes(4)):
        more = wire.recv(65_536)
        if not more:
            break
        got += more
    return got


def test_an_infected_file_is_found_by_a_real_clamd(clamd: Scanner) -> None:
    assert scanner.look(EICAR, clamd) == "Lapor.Uji.Eicar.UNOFFICIAL"
    assert scanner.look(b"bersih", clamd) == ""
    assert scanner.look(bytes(video.MAX_BYTES), clamd) == ""


def test_an_infected_file_is_not_taken_in_and_case_and_other_files_are_kept(
    cast: Cast, clamd: Scanner, settings: Any, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """expected.json, buat_eicar.py."""
    settings.CLAMAV = clamd
    sent = [
        SimpleUploadedFile("foto-Sari-3402.pdf", small_pdf(EICAR.decode())),
        SimpleUploadedFile("bersih.pdf", small_pdf("bersih")),
    ]
    with caplog.at_level(logging.INFO):
        answer = client.post(reverse("file"), {"cerita": "Lampu padam.", "berkas": sent, "unggah": "1"})
    assert answer.status_code == 422 and "Lampu padam." in answer.content.decode()
    assert "foto-Sari-3402.pdf: Berkas ini tidak kami terima: pemindai kami menemukan virus" in answer.content.decode()
    assert Attachment.objects.get().kind == "document"
    (line,) = [record.getMessage() for record in caplog.records if "infected" in record.getMessage()]
    assert "Lapor.Uji.Eicar" in line and "Sari" not in caplog.text


def test_while_the_scanner_is_silent_nothing_is_taken_in(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.CLAMAV = Scanner(path=str(tmp_path / "nobody"))
    draft = uploads.draft_for("kunci", action="submit", at=MONDAY)
    (told,) = uploads.add(draft, [SimpleUploadedFile("surat.pdf", small_pdf())], at=MONDAY)
    assert "Coba lagi sebentar lagi" in told and not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda wire: hear(wire) and wire.sendall(b"stream: O"), "cut off"),
        (lambda wire: hear(wire) and wire.sendall(b"halo\0"), "none"),
        (lambda wire: hear(wire) and wire.sendall(b"x" * 5000), "cut off"),
        (lambda wire: hear(wire) and wire.sendall(b"INSTREAM size limit exceeded. ERROR\0"), "size limit"),
        (lambda wire: wire.recv(10), r"cut off|Reset"),
        (lambda wire: time.sleep(0.8), "time ran out"),
        (lambda wire: [time.sleep(0.2) or wire.sendall(b"s") for _ in range(4)], "time ran out"),
    ],
    ids=["cut off", "garbage", "endless", "too large for it", "hangs up", "slow", "drop by drop"],
)
def test_a_bad_answer_is_no_answer(answer: Callable[[socket.socket], None], why: str) -> None:
    with answering(answer) as one, pytest.raises(Silent, match=why):
        scanner.look(b"isi", one, seconds=0.5)


def test_an_answer_in_pieces_is_one_answer() -> None:
    def slowly(wire: socket.socket) -> None:
        assert hear(wire) == b"zINSTREAM\0" + (3).to_bytes(4, "big") + b"isi" + bytes(4)
        for part in (b"stre", b"am: ", b"OK\0"):
            wire.sendall(part)
            time.sleep(0.02)

    with answering(slowly) as one:
        assert scanner.look(b"isi", one) == ""


def test_where_it_listens_is_read_from_the_environment() -> None:
    assert clamav.named({}) is None
    assert clamav.named({"LAPOR_CLAMAV": "unix:/run/clamav/clamd.ctl"}) == Scanner(path="/run/clamav/clamd.ctl")
    assert clamav.named({"LAPOR_CLAMAV": "pemindai:3310"}) == Scanner(host="pemindai", port=3310)
    for wrong in ("clamd", "unix:clamd.ctl", "pemindai", "pemindai:3310/x", "http://x:1", "x:99999"):
        with pytest.raises(Trouble, match="LAPOR_CLAMAV harus berbentuk"):
            clamav.named({"LAPOR_CLAMAV": wrong})


def test_doctor_and_readiness_say_when_it_is_silent(cast: Cast, settings: Any, tmp_path: Path, clamd: Scanner) -> None:
    settings.CLAMAV = Scanner(path=str(tmp_path / "nobody"))
    assert any("Pemindai virus tidak menjawab" in one for one in health.unready(MONDAY))
    (told,) = clamav.examine({"LAPOR_CLAMAV": f"unix:{tmp_path}/nobody"})
    assert "Periksa LAPOR_CLAMAV dan clamd" in told
    assert list(clamav.examine({})) == list(clamav.examine({"LAPOR_CLAMAV": f"unix:{clamd.path}"})) == []
    assert next(clamav.examine({"LAPOR_CLAMAV": "clamd"})).startswith("LAPOR_CLAMAV harus berbentuk")


def test_doctor_names_a_scanner_that_takes_less_than_we_do(monkeypatch: pytest.MonkeyPatch, clamd: Scanner) -> None:
    def limited(*_: Any) -> str:
        raise Silent("size limit")

    monkeypatch.setattr(scanner, "look", limited)
    (told,) = clamav.examine({"LAPOR_CLAMAV": f"unix:{clamd.path}"})
    assert "StreamMaxLength" in told and "60M" in told


def test_an_infected_file_is_refused_before_anything_opens_it(monkeypatch: pytest.MonkeyPatch, clamd: Scanner) -> None:
    monkeypatch.setattr(pictures, "render", lambda _: pytest.fail("opened before it was looked at"))
    data = b"\xff\xd8\xff" + EICAR
    with pytest.raises(RefusedFile, match="virus"):
        files.accept(io.BytesIO(data), size=len(data), store=None, scan=clamd)
