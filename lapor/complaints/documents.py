"""Documents: a PDF is opened apart, loses what acts and what tells of its author, and is saved anew."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as N_

from lapor.complaints import apart
from lapor.complaints.refused_file import RefusedFile

MAX_BYTES: Final = 10 * 1024 * 1024
CUT_DOCUMENT: Final = N_("Dokumen PDF ini rusak atau terpotong. Simpan lagi sebagai PDF, lalu kirim ulang.")
# by the word with which the work apart ends
SENTENCES: Final = {
    "locked": N_("Dokumen PDF ini terkunci dengan kata sandi. Simpan dulu tanpa kata sandi, lalu kirim ulang."),
    "pages": N_("Dokumen PDF ini lebih dari 300 halaman. Kirim bagian yang penting saja."),
    apart.BROKEN: CUT_DOCUMENT,
    apart.HEAVY: N_("Dokumen PDF ini terlalu berat untuk kami buka. Kirim bagian yang penting saja, atau fotonya."),
}


def looks_like_document(start: bytes) -> bool:
    return start.startswith(b"%PDF-")


def take(data: bytes) -> bytes:
    """The same pages as a fresh PDF. Raises RefusedFile."""
    if b"%%EOF" not in data[-2048:]:
        raise RefusedFile(CUT_DOCUMENT)
    try:
        return apart.run("document", data).parts["document"]
    except apart.NoResult as none:
        raise RefusedFile(SENTENCES[none.why]) from None
