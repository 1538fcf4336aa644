"""The two sheets of the SOP as tables: eight rows as it is run, seven as it was decreed on 12 June 2020."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from lapor.sop import rules

# The head of the decreed sheet. What its source leaves empty is said to be so.
HEAD: Final = (
    ("Nomor SOP", "belum diisi"),
    ("Tanggal pembuatan, revisi, efektif", "belum diisi"),
    ("Disahkan oleh", "Kepala Dinas Komunikasi dan Informatika Kabupaten Bantul"),
    (
        "Dasar hukum",
        "Peraturan Bupati Bantul Nomor 23 Tahun 2016; Nomor 76 Tahun 2018; Nomor 110 Tahun 2019",
    ),
    (
        "Kualifikasi pelaksana",
        "S-1 atau sederajat; D-III atau sederajat; mampu mengoperasikan komputer; pejabat struktural di setiap OPD",
    ),
    (
        "Keterkaitan",
        "SOP Penyusunan Laporan Pengelolaan Layanan Pengaduan Terintegrasi; "
        "SOP Pengelolaan Aduan Yang Salah Masuk Kategori",
    ),
    (
        "Peralatan dan perlengkapan",
        "Aplikasi Lapor Bantul dan LAPOR! SP4N; komputer atau laptop dan printer; alat tulis kantor; "
        "pedoman pengelolaan pengaduan terintegrasi",
    ),
    (
        "Peringatan",
        "Bila SOP ini tidak dijalankan, aduan tidak tertangani dengan baik dan warga memilih saluran "
        "yang tidak semestinya",
    ),
    ("Pencatatan dan pendataan", "Basis data Lapor Bantul dan SP4N-LAPOR!"),
)

CITIZEN, TIM, OPERATOR, OFFICER, UNIT, HEAD_OF_OPD = (
    "Masyarakat", "Tim Pelaksana", "Operator", "Sekretaris Dinas", "Kepala Bidang/Seksi", "Kepala Dinas",
)  # fmt: skip
_PRINTED_OUTPUTS: Final = {
    1: "Aduan masyarakat", 3: "Laporan aduan masyarakat", 4: "Adanya jawaban", 5: "–", 6: "–", 7: "–",
    8: "Laporan aduan masyarakat serta tanggapan/jawaban",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of a sheet. `no` is its number there, `printed` the one of 2020 ("–" if it has none)."""

    order: int
    no: str
    printed: str
    activity: str
    actor: str
    needs: str
    time: str
    output: str
    remark: str


@dataclass(frozen=True)
class Sheet:
    """`id` names it on the page; `own_numbers`: the printed numbers stand in a column of their own."""

    id: str
    title: str
    caption: str
    actors: tuple[str, ...]
    rows: list[Row]
    total: int
    own_numbers: bool


def as_run() -> Sheet:
    rows = [_row(s, no=str(s.order), printed=s.printed or "–", output=s.output, remark=_remark(s)) for s in rules.STEPS]
    return Sheet(
        "dijalankan",
        _("Sebagaimana dijalankan"),
        _("Alur kegiatan. Menit langkah 3 sampai 8 adalah menit kerja."),
        (CITIZEN, TIM, OPERATOR, OFFICER, UNIT, HEAD_OF_OPD),
        rows,
        rules.TOTAL_MINUTES,
        own_numbers=True,
    )


def as_decreed() -> Sheet:
    rows = [
        _row(s, no=s.printed, printed=s.printed, output=_PRINTED_OUTPUTS[s.order], remark="")
        for s in rules.STEPS
        if s.printed
    ]
    return Sheet(
        "ditetapkan",
        _("Sebagaimana ditetapkan 2020"),
        _(
            "Alur kegiatan menurut lembar 12 Juni 2020, dengan nomor sebagaimana tercetak. "
            "Lambangnya digambar ulang oleh kami, sebab tidak terbaca di sumbernya."
        ),
        (CITIZEN, OPERATOR, OFFICER, UNIT, HEAD_OF_OPD),
        rows,
        rules.end_minutes(tuple(row.order for row in rows)),
        own_numbers=False,
    )


def _row(step: rules.Step, *, no: str, printed: str, output: str, remark: str) -> Row:
    time = _time(step)
    return Row(step.order, no, printed, step.activity, step.actor, step.needs, time, output, remark)


def _time(step: rules.Step) -> str:
    if step.minutes is None:
        return _("%(days)s hari kerja") % {"days": rules.LIMITS[rules.C.RECEIVED].amount}
    return _("%(minutes)s menit") % {"minutes": step.minutes}


def _remark(step: rules.Step) -> str:
    days = rules.LIMITS[rules.K.CONFIRMATION].amount
    return {
        1: _("Waktu warga sendiri"),
        2: _("Di luar jumlah; tidak ada di lembar 2020"),
        3: _("Sederhana: ke langkah 8"),
        4: _("Sederhana: ke langkah 8"),
        5: _("Bila kurang, diulang"),
        6: _("Tanpa persetujuan kepala"),
        7: _("Oleh OPD pemimpin"),
        8: _("Lalu %(days)s hari kerja bagi warga") % {"days": days},
    }[step.order]
