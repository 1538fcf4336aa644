"""The two sheets of the SOP as tables: eight rows as it is run, seven as it was decreed on 12 June 2020."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from lapor.sop import rules
from lapor.sop.words import number_words

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


def as_run(terms: rules.Terms) -> Sheet:
    """The eight rows with the times of this version."""
    rows = [
        _row(s, terms, no=str(s.order), printed=s.printed or "–", output=s.output, remark=_remark(s, terms))
        for s in rules.STEPS
    ]
    return Sheet(
        "dijalankan",
        _("Sebagaimana dijalankan"),
        _("Alur kegiatan. Menit langkah 3 sampai 8 adalah menit kerja."),
        (CITIZEN, TIM, OPERATOR, OFFICER, UNIT, HEAD_OF_OPD),
        rows,
        terms.whole,
        own_numbers=True,
    )


def as_decreed() -> Sheet:
    rows = [
        _row(s, rules.BASE, no=s.printed, printed=s.printed, output=_PRINTED_OUTPUTS[s.order], remark="")
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
        rules.BASE.end_minutes(tuple(row.order for row in rows)),
        own_numbers=False,
    )


def _row(step: rules.Step, terms: rules.Terms, *, no: str, printed: str, output: str, remark: str) -> Row:
    time = _time(step, terms)
    return Row(step.order, no, printed, step.activity, step.actor, step.needs, time, output, remark)


def _time(step: rules.Step, terms: rules.Terms) -> str:
    minutes = terms.minutes(step.order)
    if minutes is None:
        return _("%(days)s hari kerja") % {"days": terms.limits[rules.C.RECEIVED].amount}
    return _("%(minutes)s menit") % {"minutes": number_words(minutes)}


def _remark(step: rules.Step, terms: rules.Terms) -> str:
    days = terms.limits[rules.K.CONFIRMATION].amount
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
