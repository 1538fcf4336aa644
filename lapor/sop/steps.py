"""The eight steps as the sheet of 2020 prints them, its total of 1060 minutes, and its three ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lapor.sop.states import N_


@dataclass(frozen=True)
class Step:
    """One row of the SOP. `printed` is its number on the sheet of 2020 ("" where the sheet has no row).

    `minutes` are office minutes of the agency (3 to 7) or of the Tim (8); step 1's are the citizen's own.
    Step 2 has none: its limit in working days stands beside the total.
    """

    order: int
    printed: str
    activity: str
    citizen_words: str
    actor: str
    minutes: int | None
    needs: str
    output: str


# fmt: off
STEPS: Final = (
    Step(1, "1", N_("Menyampaikan aduan lewat Lapor Bantul atau SP4N-LAPOR!"),
         N_("Anda mengirim aduan"), N_("Masyarakat"), 10,
         N_("Internet, komputer, ponsel"), N_("Aduan masyarakat, tanda terima")),
    Step(2, "", N_("Memeriksa kelengkapan dan wewenang, lalu meneruskan ke OPD"),
         N_("Tim Kabupaten memeriksa"), N_("Tim Pelaksana"), None,
         N_("Internet, komputer"), N_("Disposisi")),
    Step(3, "3", N_("Menerima aduan; menjawab bila sederhana, atau memberi jawaban sementara dan meneruskan"),
         N_("Dinas menerima"), N_("Operator"), 60,
         N_("Internet, komputer, ponsel, kertas, surel"), N_("Laporan aduan masyarakat")),
    Step(4, "4", N_("Memeriksa aduan, berkoordinasi dengan unit teknis, melapor kepada kepala OPD"),
         N_("Penanggung jawab menelaah"), N_("Sekretaris Dinas"), 120,
         N_("Internet, komputer, ponsel"), N_("Jawaban atau lembar disposisi")),
    Step(5, "5", N_("Melaksanakan tindak lanjut dan mendokumentasikannya dalam laporan penanganan"),
         N_("Petugas bekerja"), N_("Kepala Bidang/Seksi"), 660,
         N_("Alat kerja, alat tulis"), N_("Laporan penanganan")),
    Step(6, "6", N_("Memeriksa laporan penanganan, melapor kepada kepala OPD, meneruskan ke operator"),
         N_("Hasil diperiksa"), N_("Sekretaris Dinas"), 120,
         N_("Internet, komputer, ponsel"), N_("Hasil pemeriksaan")),
    Step(7, "5", N_("Menyampaikan jawaban ke dalam sistem"),
         N_("Jawaban dikirim"), N_("Operator"), 60,
         N_("Internet, komputer, ponsel"), N_("Jawaban")),
    Step(8, "6", N_("Menerima jawaban (masyarakat) dan laporan jawaban (Tim Pelaksana Kabupaten)"),
         N_("Anda menerima dan menilai"), N_("Masyarakat dan Tim Pelaksana"), 30,
         N_("Internet, komputer, ponsel"), N_("Laporan aduan beserta jawaban")),
)

TOTAL_MINUTES: Final = 1060
HANDLING_MINUTES: Final = TOTAL_MINUTES - 10  # steps 3 to 8: the citizen's own ten minutes stand apart

ENDS: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType({
    N_("jawaban sederhana oleh operator"): (1, 2, 3, 8),
    N_("jawaban sederhana oleh penanggung jawab"): (1, 2, 3, 4, 8),
    N_("seluruh langkah"): (1, 2, 3, 4, 5, 6, 7, 8),
})
# fmt: on


def step(order: int) -> Step:
    """The step of that order, 1 to 8."""
    return STEPS[order - 1]
