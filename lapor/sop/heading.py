"""The head of the printed sheet: its fields, and what the sheet of 2020 says in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lapor.sop.limits import BASE, Terms
from lapor.sop.words import date_words

EMPTY: Final = "belum diisi"


@dataclass(frozen=True)
class Field:
    """One line of the head. What the source of 2020 leaves empty is said to be so."""

    label: str
    words: str = EMPTY


# The day it takes effect is not written but follows from the version.
EFFECTIVE: Final = "effective"
FIELDS: Final[Mapping[str, Field]] = MappingProxyType({
    "number": Field("Nomor SOP"),
    "made": Field("Tanggal pembuatan"),
    "revised": Field("Tanggal revisi"),
    EFFECTIVE: Field("Tanggal efektif"),
    "approved_by": Field("Disahkan oleh", "Kepala Dinas Komunikasi dan Informatika Kabupaten Bantul"),
    "legal": Field(
        "Dasar hukum", "Peraturan Bupati Bantul Nomor 23 Tahun 2016; Nomor 76 Tahun 2018; Nomor 110 Tahun 2019"
    ),
    "qualification": Field(
        "Kualifikasi pelaksana",
        "S-1 atau sederajat; D-III atau sederajat; mampu mengoperasikan komputer; pejabat struktural di setiap OPD",
    ),
    "related": Field(
        "Keterkaitan",
        "SOP Penyusunan Laporan Pengelolaan Layanan Pengaduan Terintegrasi; "
        "SOP Pengelolaan Aduan Yang Salah Masuk Kategori",
    ),
    "equipment": Field(
        "Peralatan dan perlengkapan",
        "Aplikasi Lapor Bantul dan LAPOR! SP4N; komputer atau laptop dan printer; alat tulis kantor; "
        "pedoman pengelolaan pengaduan terintegrasi",
    ),
    "warning": Field(
        "Peringatan",
        "Bila SOP ini tidak dijalankan, aduan tidak tertangani dengan baik dan warga memilih saluran "
        "yang tidak semestinya",
    ),
    "recording": Field("Pencatatan dan pendataan", "Basis data Lapor Bantul dan SP4N-LAPOR!"),
})  # fmt: skip


def words(terms: Terms) -> dict[str, str]:
    """What the head of this version says, by field."""
    said = {name: terms.head.get(name) or one.words for name, one in FIELDS.items()}
    if terms.code != BASE.code:
        said[EFFECTIVE] = date_words(terms.effective)
    return said


def lines(terms: Terms) -> list[tuple[str, str]]:
    """The head of this version as it is printed: (label, words)."""
    said = words(terms)
    return [(one.label, said[name]) for name, one in FIELDS.items()]


def own_words(said: Mapping[str, str]) -> dict[str, str]:
    """Of what was written into the head, that which the sheet of 2020 does not say."""
    written = {name: " ".join(said.get(name, "").split()) for name in FIELDS if name != EFFECTIVE}
    return {name: text for name, text in written.items() if text and text != FIELDS[name].words}
