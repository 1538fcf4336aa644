"""Where the virus scanner is, from LAPOR_CLAMAV, and whether it answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from lapor.complaints import scanner
from lapor.complaints.scanner import Scanner
from lapor.config.trouble import Trouble


def named(environ: Mapping[str, str]) -> Scanner | None:
    """The scanner of LAPOR_CLAMAV, None where none is named. Raises Trouble when it cannot be read."""
    given = environ.get("LAPOR_CLAMAV", "")
    if not given:
        return None
    if given.startswith("unix:/"):
        return Scanner(path=given.removeprefix("unix:"))
    try:
        parts = urlsplit(f"//{given}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or not port or parts.path:
        raise Trouble("LAPOR_CLAMAV harus berbentuk unix:/run/clamav/clamd.ctl atau mesin:3310.")
    return Scanner(host=host, port=port)


def silent(found: Scanner | None) -> Iterator[str]:
    """What a running desk lacks: no file is taken in without the scanner that it was given."""
    if found is not None and not scanner.alive(found):
        yield "Pemindai virus tidak menjawab; berkas warga ditolak sampai ia menjawab. Periksa LAPOR_CLAMAV dan clamd."


def examine(environ: Mapping[str, str]) -> Iterator[str]:
    """For `lapor doctor`: whether it is there, and whether it looks into files as large as we take."""
    try:
        found = named(environ)
    except Trouble as trouble:
        yield str(trouble)
        return
    told = list(silent(found))
    yield from told or too_small(found)


def too_small(found: Scanner | None) -> Iterator[str]:
    """clamd does not tell its limits, so one is tried."""
    if found is None:
        return
    from lapor.complaints import video  # it brings the libraries of pictures, which the settings do without

    try:
        scanner.look(bytes(video.MAX_BYTES), found)
    except scanner.Silent:
        megabytes = video.MAX_BYTES // (1024 * 1024)
        yield (
            f"Pemindai virus tidak memeriksa berkas sebesar {megabytes} MB; "
            f"di clamd.conf atur StreamMaxLength, MaxFileSize dan MaxScanSize ke {megabytes + 10}M."
        )
