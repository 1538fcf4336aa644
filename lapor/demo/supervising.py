"""Three complaints about officials: the Inspektorat of the demo has something to read, to examine, to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lapor.complaints.identity import Reporter
from lapor.complaints.steps import inspect, receive
from lapor.demo import people
from lapor.demo.troupe import Troupe
from lapor.sop.rules import INSPECTORATE, Klass

OFFICE: Final = "Inspektorat"


@dataclass(frozen=True)
class Told:
    """One complaint: how many days ago it came in, and how far the Inspektorat is with it."""

    title: str
    story: str
    days: int
    anonim: bool = False
    taken_up: str = ""
    findings: str = ""
    verdict: str = ""


STORIES: Final = (
    Told(
        "Uang pelicin diminta untuk surat pindah",
        "Petugas loket meminta Rp 50.000 supaya surat pindah selesai hari itu juga. Ketika saya minta kuitansi, "
        "katanya tidak ada. Dua orang sebelum saya juga membayar.",
        days=1,
        anonim=True,
    ),
    Told(
        "Bantuan pupuk dijual lagi oleh pengurus",
        "Pupuk bersubsidi jatah kelompok tani dijual lagi dengan harga pasar. Yang menjual adalah perangkat yang "
        "memegang daftar penerimanya.",
        days=12,
        taken_up="Aduan ini kami periksa. Kami mencocokkan daftar penerima dengan penyaluran di lapangan.",
    ),
    Told(
        "Mobil dinas dipakai untuk keperluan keluarga",
        "Mobil dinas pelat merah dipakai mengantar rombongan hajatan setiap akhir pekan. Fotonya ada pada tetangga.",
        days=95,
        taken_up="Aduan ini kami periksa, mulai dari buku pemakaian kendaraan dan keterangan saksi.",
        findings="Buku pemakaian kendaraan tidak diisi enam akhir pekan berturut-turut; dua saksi membenarkan "
        "pemakaian di luar dinas; bahan bakarnya dibebankan pada kantor.",
        verdict="proven",
    ),
)


def play(troupe: Troupe, *, now: datetime) -> int:
    """File them and do what has been done; how many."""
    agency = troupe.agencies[OFFICE]
    inspector, investigator = (troupe.holders(agency, role)[0].as_actor() for role in INSPECTORATE)
    bambang = people.citizens()[1]
    places = sorted(troupe.places.values(), key=lambda place: place.code)
    for number, one in enumerate(STORIES):
        at = now - timedelta(days=one.days)
        here = places[number * 7]
        pk = receive.submit(
            receive.Filing(
                story=one.story, title=one.title, kapanewon=here.kapanewon, kalurahan=here, anonim=one.anonim,
                klass=Klass.SUPERVISORY,
            ),
            reporter=Reporter() if one.anonim else Reporter(bambang.name, bambang.email, bambang.pk),
            form_key=f"contoh-pengawasan-{number}",
            opened_at=at - timedelta(minutes=6),
            at=at,
        ).complaint.pk  # fmt: skip
        if one.taken_up:
            inspect.take_up(complaint_id=pk, actor=inspector, at=at + timedelta(days=1), interim=one.taken_up)
        if one.findings:
            inspect.conclude(
                complaint_id=pk, actor=investigator, at=now - timedelta(days=2), findings=one.findings,
                verdict=one.verdict,
            )  # fmt: skip
    return len(STORIES)
