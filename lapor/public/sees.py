"""Who sees what of a complaint, for each choice of its reporter: the table that he reads before he chooses.

It says what the program does, and a test asks complaints/access.py for every cell of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

# What somebody sees.
ALL, WORDS, COUNT, EVENTS, FIGURES, ASKED, NOTHING = "all", "words", "count", "events", "figures", "asked", "nothing"
SIGHTS: Final = {
    ALL: N_("Isi dan nama"),
    WORDS: N_("Isi, tanpa nama"),
    COUNT: N_("Jumlahnya saja"),
    EVENTS: N_("Apa yang terjadi dan kapan, tanpa isi dan nama"),
    FIGURES: N_("Angka saja"),
    ASKED: N_("Nama dan kontak, hanya dengan alasan tertulis; setiap kali tercatat"),
    NOTHING: N_("Tidak melihat apa pun"),
}

# The choices in an order that keeps alike ones together: nothing ticked, then the flags, then the supervisory one.
CHOICES: Final = {
    "none": N_("Tanpa centang"),
    "rahasia": N_("Rahasia"),
    "anonim": N_("Anonim"),
    "both": N_("Keduanya"),
    "pengawasan": N_("Pengawasan"),
}
_EVERY, _ORDINARY = tuple(CHOICES), ("none", "rahasia", "anonim", "both")

PUBLIC, AGENCY, ACCUSED, TIM = "public", "agency", "accused", "tim"
INSPECTORATE, CUSTODIAN, AUDITOR, BUPATI = "inspectorate", "custodian", "auditor", "bupati"
WATCHERS: Final = {
    PUBLIC: N_("Masyarakat umum"),
    AGENCY: N_("Dinas yang menangani"),
    ACCUSED: N_("Pihak yang diadukan"),
    TIM: N_("Tim Kabupaten"),
    INSPECTORATE: N_("Inspektorat"),
    CUSTODIAN: N_("Penjaga identitas"),
    AUDITOR: N_("Auditor"),
    BUPATI: N_("Bupati"),
}
NOTES: Final = {
    ACCUSED: N_("Kalau ia petugas di kantor yang menangani, ia melihat seperti kantor itu."),
    INSPECTORATE: N_("Kalau Pengawasan dan Anonim dipilih bersama, tanpa nama."),
    CUSTODIAN: N_("Kalau Pengawasan dan Anonim dipilih bersama, seperti Anonim."),
}

TABLE: Final = {  # by the choices in the order of CHOICES
    PUBLIC: (NOTHING, NOTHING, NOTHING, NOTHING, NOTHING),
    AGENCY: (ALL, ALL, WORDS, WORDS, NOTHING),
    ACCUSED: (NOTHING, NOTHING, NOTHING, NOTHING, NOTHING),
    TIM: (ALL, ALL, WORDS, WORDS, COUNT),
    INSPECTORATE: (NOTHING, NOTHING, NOTHING, NOTHING, ALL),
    CUSTODIAN: (NOTHING, NOTHING, ASKED, ASKED, NOTHING),
    AUDITOR: (EVENTS, EVENTS, EVENTS, EVENTS, EVENTS),
    BUPATI: (FIGURES, FIGURES, FIGURES, FIGURES, FIGURES),
}


@dataclass(frozen=True)
class Cell:
    """What is seen for so many choices in a row; `choices` names them, for a page too narrow for columns."""

    text: str
    span: int
    choices: str


def rows() -> list[tuple[str, str, list[Cell]]]:
    """Each watcher with his note, "" where there is none, and what he sees."""
    return [
        (_(label), _(NOTES[who]) if who in NOTES else "", list(_cells(TABLE[who]))) for who, label in WATCHERS.items()
    ]


def columns() -> list[str]:
    return [_(label) for label in CHOICES.values()]


def _cells(seen: tuple[str, ...]) -> Iterator[Cell]:
    for sight, pairs in groupby(zip(seen, CHOICES, strict=True), key=lambda pair: pair[0]):
        names = tuple(choice for _sight, choice in pairs)
        yield Cell(_(SIGHTS[sight]), len(names), _named(names))


def _named(names: tuple[str, ...]) -> str:
    if names == _EVERY:
        return _("Apa pun pilihannya")
    if names == _ORDINARY:
        return _("Selain pengawasan")
    return _(" atau ").join(_(CHOICES[name]) for name in names)
