"""The journal of the administration in words: what was done, to whom or what, and what became what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from lapor.people.models import Acting, Change
from lapor.sop import difference, words
from lapor.sop.rules import ROLE_LABELS, Role

LONGEST = 160  # letters of one value that are shown

ACTIONS = {
    "person_added": N_("Orang didaftarkan"),
    "person_changed": N_("Data orang diubah"),
    "person_closed": N_("Akun ditutup"),
    "person_reopened": N_("Akun dibuka lagi"),
    "position_given": N_("Jabatan diberikan"),
    "position_changed": N_("Jabatan diubah"),
    "position_ended": N_("Jabatan diakhiri"),
    "position_withdrawn": N_("Jabatan dibatalkan"),
    "forget_second_factor": N_("Kode kedua dicabut"),
    "agency_added": N_("OPD ditambahkan"),
    "agency_changed": N_("OPD diubah"),
    "agency_calendar": N_("Jam kerja OPD diganti"),
    "agency_closed": N_("OPD ditutup"),
    "agency_duty": N_("Tugas OPD diubah"),
    "reorganisation_planned": N_("Reorganisasi direncanakan"),
    "reorganisation_withdrawn": N_("Rencana reorganisasi ditarik"),
    "category_added": N_("Kategori ditambahkan"),
    "category_changed": N_("Kategori diubah"),
    "answer_added": N_("Jawaban baku ditambahkan"),
    "answer_changed": N_("Jawaban baku diubah"),
    "unit_added": N_("Unit ditambahkan"),
    "unit_changed": N_("Nama unit diubah"),
    "unit_switched": N_("Unit dipakai atau tidak"),
    "notices_again": N_("Pemberitahuan yang gagal dikirim lagi"),
    "kind_added": N_("Jenis OPD ditambahkan"),
    "kind_changed": N_("Jenis OPD diubah"),
    "calendar_added": N_("Kalender ditambahkan"),
    "calendar_changed": N_("Kalender diubah"),
    "calendar_removed": N_("Kalender dihapus dari daftar"),
    "holidays_changed": N_("Hari libur diubah"),
    "clocks_recounted": N_("Tenggat dihitung ulang setelah data awal dimuat"),
    "procedure_drafted": N_("Rancangan SOP ditulis"),
    "procedure_changed": N_("Rancangan SOP diubah"),
    "procedure_withdrawn": N_("Rancangan SOP ditarik"),
    "procedure_approved": N_("Versi SOP disetujui"),
    "list_exported": N_("Daftar diunduh"),
}
FIELDS = {
    "person": N_("Nama"),
    "name": N_("Nama"),
    "position": N_("Jabatan"),
    "role": N_("Peran"),
    "agency": N_("OPD"),
    "unit": N_("Unit"),
    "title": N_("Sebutan"),
    "structural": N_("Struktural"),
    "education": N_("Pendidikan"),
    "decree": N_("SK"),
    "acting": N_("Kedudukan"),
    "acting_for": N_("Mewakili"),
    "starts": N_("Mulai"),
    "ends": N_("Sampai"),
    "cases": N_("Aduan yang menunggu di sana"),
    "positions": N_("Jabatan yang ikut pindah"),
    "moves": N_("Jabatan ikut pindah"),
    "act": N_("Untuk tindakan"),
    "text": N_("Isi"),
    "common": N_("Sering dipakai"),
    "what": N_("Rencana"),
    "email_changed": N_("Surel diganti"),
    "phone_changed": N_("Telepon diganti"),
    "short": N_("Nama pendek"),
    "kind": N_("Jenis"),
    "parent": N_("OPD induk"),
    "officer_title": N_("Sebutan penanggung jawab"),
    "head_title": N_("Sebutan kepala"),
    "calendar": N_("Jam kerja"),
    "code": N_("Kode"),
    "active": N_("Dipakai"),
    "successor": N_("OPD penerus"),
    "duty": N_("Tugas"),
    "day": N_("Hari"),
    "count": N_("Jumlah"),
    "year": N_("Tahun"),
    "inherits": N_("Kalender induk"),
    "week": N_("Jam kerja seminggu"),
    "since": N_("Berlaku mulai"),
    "former": N_("Jam kerja sebelumnya, sampai"),
    "profiles": N_("Jam khusus"),
    "observes": N_("Hari libur"),
    "closures": N_("Tutup"),
    "added": N_("Ditambahkan"),
    "removed": N_("Dihapus"),
    "changed": N_("Diubah"),
    "moved": N_("Tenggat bergeser"),
    "now_on_time": N_("Terlambat menjadi tepat waktu"),
    "now_late": N_("Tepat waktu menjadi terlambat"),
    "effective": N_("Mulai berlaku"),
    "reason": N_("Alasan"),
    "filter": N_("Saringan"),
    "rows": N_("Baris"),
    "form": N_("Bentuk"),
    "identities": N_("Identitas dibuka"),
}
SUBJECTS = {
    "people": (N_("Orang dan jabatan"), ("person ", "position ")),
    "agencies": (N_("OPD"), ("agency ", "unit ", "kind ")),
    "procedures": (N_("Prosedur (SOP)"), ("sopversion ",)),
    "time": (N_("Jam kerja dan hari libur"), ("calendar", "holidays ")),
    "lists": (N_("Kategori dan jawaban baku"), ("category ", "answer ", "standard")),
    "exports": (N_("Unduhan"), ("list ",)),
}


READ_ALONG = ("position__person", "position__agency", "position__unit")


@dataclass(frozen=True)
class Line:
    """One change as it is read; `by` is the position that was used, or who else did it."""

    change: Change
    action: str
    by: str
    facts: list[str]


def newest(subjects: list[str], *, most: int) -> list[Line]:
    """The newest changes of these subjects."""
    rows = Change.objects.filter(subject__in=subjects).order_by("-seq")[:most]
    return [line_of(change) for change in rows.select_related(*READ_ALONG)]


def line_of(change: Change) -> Line:
    """A change in words. `change.position` should have been read along."""
    by = change.position.label if change.position else _("Konsol atau sistem")
    if change.position:
        by = f"{change.position.person.name}, {by}"
    return Line(change, _(ACTIONS.get(change.action, change.action)), by, in_words(change.data))


def in_words(data: Mapping[str, Any], *, longest: int = LONGEST) -> list[str]:
    """The facts of a change, each as "Sampai: 31 Maret 2026", shortened to so many letters on either side."""
    order = {name: place for place, name in enumerate((*FIELDS, *difference.KEYS))}  # the database keeps none
    told = sorted(data.items(), key=lambda fact: (order.get(fact[0], len(order)), fact[0]))
    facts = [_fact(name, value, longest) for name, value in told]
    return [one for one in facts if one]


def _fact(name: str, value: Any, longest: int) -> str:
    """ "Sampai: 31 Maret 2026" or, of what became what, "Sampai: kosong → 31 Maret 2026"; "" for what is empty."""
    label = _(FIELDS[name]) if name in FIELDS else difference.label(name, _)
    if isinstance(value, list) and len(value) == 2:
        was, becomes = (_said(name, one, longest) or _("kosong") for one in value)
        return f"{label}: {was} → {becomes}"
    if value in ("", None, [], {}, False):
        return ""
    return label if value is True else f"{label}: {_said(name, value, longest)}"


def _said(name: str, value: Any, longest: int) -> str:
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if name == "role" and value in list(Role):
        return _(ROLE_LABELS[Role(value)])
    if name == "acting":
        return Acting(value).label if value in Acting.values else _("definitif")
    if name == "what":
        return _("penutupan") if value == "close" else _("perubahan")
    if name in ("starts", "ends", "day", "effective", "since") and value:
        try:
            return words.date_words(date.fromisoformat(str(value)))
        except ValueError:
            return str(value)
    told = ", ".join(map(str, value)) if isinstance(value, list) else str("" if value is None else value)
    return told if len(told) <= longest else f"{told[:longest].rstrip()} …"
