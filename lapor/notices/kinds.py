"""Kinds of notices: what a person can choose to be told of, and what must reach him."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext_noop as N_


@dataclass(frozen=True)
class Kind:
    """`must` is sent whatever the settings say. `official` tells whose settings show it."""

    code: str
    label: str
    hint: str
    must: bool
    official: bool


KINDS: Mapping[str, Kind] = MappingProxyType({
    kind.code: kind
    for kind in (
        Kind("receipt", N_("Tanda terima"), N_("Nomor aduan, begitu aduan Anda masuk."), False, False),
        Kind("progress", N_("Perkembangan"), N_("Aduan diteruskan, diperiksa, atau sedang dikerjakan."), False, False),
        Kind("question", N_("Permintaan kelengkapan"), N_("Yang perlu Anda lengkapi, dan sampai kapan."), True, False),
        Kind("answer", N_("Jawaban"), N_("Kabar awal, jawaban, dan tanggal yang dijanjikan."), True, False),
        Kind("turn", N_("Giliran Anda"), N_("Aduan yang sekarang menunggu tindakan Anda."), True, True),
        Kind("reply", N_("Pesan pelapor"), N_("Pelapor menulis, paling banyak satu surat tiap jam."), False, True),
        Kind("reminder", N_("Pengingat"), N_("Aduan di tangan Anda yang tenggatnya mendekat."), False, True),
        Kind("late", N_("Naik ke Anda"), N_("Aduan yang lewat tenggat dan naik ke Anda."), True, True),
        Kind("head", N_("Laporan kepada kepala OPD"), N_("Laporan langkah 3, 4, dan 6."), False, True),
        Kind("tim", N_("Laporan jawaban"), N_("Jawaban yang laporannya perlu diterima Tim."), False, True),
        Kind("identity", N_("Permintaan identitas"), N_("Permintaan dan keputusan membuka identitas."), True, True),
        Kind("seat", N_("Jabatan kosong"), N_("Jabatan yang kosong atau segera kosong, untuk pengelola."), False, True),
    )
})  # fmt: skip
