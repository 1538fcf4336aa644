"""Videos: told by their content, carried over into a container of our own (apart), with a still to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_noop as N_

from lapor.complaints import apart
from lapor.complaints.pictures import Rendered, render
from lapor.complaints.refused_file import RefusedFile

MAX_BYTES: Final = 50 * 1024 * 1024
MAX_VIDEOS: Final = 1
MIMES: Final = {"mp4": "video/mp4", "mov": "video/quicktime", "3gp": "video/3gpp", "webm": "video/webm"}

TOO_LARGE: Final = N_("Video ini lebih besar dari 50 MB. Rekam atau potong lebih pendek, lalu kirim ulang.")
ANOTHER: Final = N_("Sudah ada satu video, dan satu video adalah batasnya. Hapus dulu yang lama, lalu kirim ulang.")
# by the word with which the work apart ends
SENTENCES: Final = {
    "long": N_("Video ini lebih panjang dari 3 menit. Potong bagian yang paling jelas, lalu kirim ulang."),
    "codec": N_(
        "Video ini direkam dengan cara yang tidak dapat kami buka. "
        "Rekam dengan aplikasi kamera ponsel, atau kirim fotonya, lalu kirim ulang."
    ),
    "pixels": N_("Gambar video ini lebih besar dari 4K. Rekam dengan ukuran lebih kecil, lalu kirim ulang."),
    apart.BROKEN: N_("Video ini rusak atau terpotong saat dikirim. Pilih lagi dari galeri Anda, lalu kirim ulang."),
    apart.HEAVY: N_("Video ini terlalu berat untuk kami buka. Kirim yang lebih pendek, atau fotonya."),
}

_BRANDS: Final = (
    b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9", b"mp41", b"mp42", b"avc1",
    b"M4V ", b"M4VH", b"M4VP", b"mmp4", b"MSNV", b"XAVC", b"dash", b"qt  ", b"av01", b"hvc1", b"hev1",
)  # fmt: skip


@dataclass(frozen=True)
class Video:
    """A video as we keep it: its bytes, how it is called, how long it runs in seconds, and its still."""

    content: bytes
    extension: str
    seconds: int
    poster: Rendered

    @property
    def mime(self) -> str:
        return MIMES[self.extension]


def looks_like_video(start: bytes) -> bool:
    """Whether the first bytes are those of a container we take; what is in it, opening it tells."""
    if start[4:8] == b"ftyp":
        return start[8:12] in _BRANDS or start[8:11] in (b"3gp", b"3gg", b"3ge", b"3gr", b"3gs", b"3g2")
    if start[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip"):  # old QuickTime names no brand
        return True
    return start.startswith(b"\x1aE\xdf\xa3") and b"webm" in start[:64]


def take(data: bytes) -> Video:
    """The same pictures and sound without anything else. Raises RefusedFile."""
    try:
        made = apart.run("video", data)
    except apart.NoResult as none:
        raise RefusedFile(SENTENCES[none.why]) from None
    return Video(
        content=made.parts["video"],
        extension=made.facts["container"],
        seconds=made.facts["seconds"],
        poster=render(made.parts["poster"]),
    )
