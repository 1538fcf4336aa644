"""A new version of the SOP: one person writes it, another approves it, from then on nobody changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.people import journal, procedures
from lapor.people.chain import digest
from lapor.people.faults import WHOLE, Faulty, demand, refuse
from lapor.people.models import Position, SopVersion
from lapor.sop import amounts, difference, heading
from lapor.sop.limits import Terms
from lapor.sop.rules import Role
from lapor.sop.words import date_words, number_words

WRITERS: Final = (Role.ADMINISTRATOR, Role.CHAIR)
APPROVERS: Final = (Role.CHAIR, Role.ADMINISTRATOR)
LONGEST_REASON, LONGEST_LINE = 300, 400


@dataclass(frozen=True)
class Written:
    """What was written of a version. An amount is None where no whole number was; `head` by field of the sheet."""

    effective: date | None
    reason: str
    amounts: Mapping[str, int | None]
    head: Mapping[str, str]

    def terms(self, code: str = "") -> Terms:
        """The version that this comes to. For what `wrong` finds nothing in."""
        whole = {key: value for key, value in self.amounts.items() if value is not None}
        head = heading.own_words(self.head)
        return amounts.terms_with(whole, code=code, effective=self.effective or date.min, head=head)

    def fingerprint(self) -> str:
        """The same for the same day, reason, amounts and head: what was shown is what is saved."""
        told = {"day": str(self.effective), "reason": self.reason, "facts": self.terms().to_json()}
        return digest(told)


def wrong(written: Written, *, day: date) -> dict[str, str | None]:
    """A sentence, or None, for each field of what was written; `day` is today in Bantul."""
    found: dict[str, str | None] = {
        "effective": _wrong_day(written.effective, day),
        "reason": _wrong_reason(written.reason),
        **{key: wrong_amount(key, value) for key, value in written.amounts.items()},
    }
    for floor, step in amounts.FLOORS.items():
        least, whole = written.amounts.get(floor), written.amounts.get(step)
        if found.get(floor) is None and least is not None and whole is not None and least > whole:
            found[floor] = _("%(label)s: paling banyak %(n)s, yaitu batas langkahnya.") % {
                "label": amounts.AMOUNTS[step].label(_), "n": number_words(whole),
            }  # fmt: skip
    for name, text in written.head.items():
        if len(text) > LONGEST_LINE:
            label = heading.FIELDS[name].label
            found[f"head_{name}"] = _("%(label)s: paling banyak %(most)s huruf.") % {
                "label": label, "most": LONGEST_LINE,
            }  # fmt: skip
    return found


def draft(written: Written, *, by: Position, at: datetime, day: date) -> SopVersion:
    """Keep a new draft. Raises Faulty."""
    with transaction.atomic():
        journal.wait_for_turn()
        row = SopVersion(written_by=by, written_at=at)
        _take(row, written, day=day)
        row.save()
        _record("procedure_drafted", row, by=by, at=at)
    return row


def change(row: SopVersion, written: Written, *, seen: str, by: Position, at: datetime, day: date) -> SopVersion:
    """Give a draft other words; whoever changed it last is who wrote it. `seen` is the `mark` of what the form began
    with: of two who change it at once, the second is told. Raises Faulty."""
    with transaction.atomic():
        row = _draft_alone(row)
        if seen != mark(row):
            refuse(_("Rancangan ini baru saja diubah orang lain. Buka lagi rancangannya, lalu ulangi perubahan Anda."))
        row.written_by, row.written_at = by, at
        _take(row, written, day=day)
        row.save()
        _record("procedure_changed", row, by=by, at=at)
    return row


def withdraw(row: SopVersion, *, by: Position, at: datetime) -> None:
    """Take a draft back. The journal keeps what it said. Raises Faulty."""
    with transaction.atomic():
        row = _draft_alone(row)
        _record("procedure_withdrawn", row, by=by, at=at)
        row.delete()


def approve(row: SopVersion, *, seen: str, by: Position, at: datetime, day: date) -> SopVersion:
    """Let this draft be the procedure from its day on. `seen` is the `mark` of what the page showed. Raises Faulty."""
    with transaction.atomic():
        row = _draft_alone(row)
        if seen != mark(row):
            refuse(_("Rancangan ini baru saja diubah. Baca dulu perubahannya."))
        sentence = stands_against(row, by=by, day=day)
        if sentence:
            refuse(sentence)
        row.approved_by, row.approved_at = by, at
        row.save(update_fields=["approved_by", "approved_at"])
        _record("procedure_approved", row, by=by, at=at)
    return row


def stands_against(row: SopVersion, *, by: Position, day: date) -> str | None:
    """Why this person may not approve this draft today, as a sentence."""
    if Role(by.role) not in APPROVERS:
        return _("Yang menyetujui ialah Ketua Tim atau pengelola.")
    if by.person_id == row.written_by.person_id:
        return _("Anda sendiri yang menulisnya. Minta orang lain menyetujuinya: Ketua Tim atau pengelola.")
    return _wrong_day(row.effective, day)


def mark(row: SopVersion) -> str:
    """Hex sha256 of what this version says: a page that was read proves by it what it showed."""
    return digest({"code": row.code, "day": str(row.effective), "reason": row.reason, "facts": row.facts})


def differences(row: SopVersion) -> list[difference.Difference]:
    """What this version changes against the one that it follows."""
    return difference.between(procedures.followed(row), procedures.read(row), _)


# ---------------------------------------------------------------- what may be said


def wrong_amount(key: str, value: int | None) -> str | None:
    """A sentence for an amount that is out of its bounds; None is no whole number."""
    one = amounts.AMOUNTS[key]
    if value is not None and one.least <= value <= one.most:
        return None
    return _("%(label)s: tulis bilangan bulat %(least)s sampai %(most)s.") % {
        "label": one.label(_), "least": number_words(one.least), "most": number_words(one.most),
    }  # fmt: skip


def _wrong_day(effective: date | None, day: date) -> str | None:
    if effective is None:
        return _("Isi tanggal mulai berlaku.")
    if effective < day:
        return _("Tanggal berlakunya sudah lewat. Tulis tanggal hari ini atau sesudahnya.")
    last = procedures.newest()
    if effective <= last.effective:
        told = _("Sudah ada versi yang disetujui untuk %(day)s. Tulis tanggal sesudahnya.")
        return told % {"day": date_words(last.effective, translate=_)}
    return None if effective.year < 2100 else _("Tulis tahun sebelum 2100.")


def _wrong_reason(text: str) -> str | None:
    if not text:
        return _("Tulis alasan perubahannya.")
    return _("Paling banyak %(most)s huruf.") % {"most": LONGEST_REASON} if len(text) > LONGEST_REASON else None


# ---------------------------------------------------------------- keeping


def _draft_alone(row: SopVersion) -> SopVersion:
    """The draft, locked, with no other change of the administration beside. Raises Faulty where it is none now."""
    journal.wait_for_turn()
    found = SopVersion.objects.select_for_update(of=("self",)).select_related("written_by").filter(pk=row.pk).first()
    if found is None:
        raise Faulty({WHOLE: _("Rancangan ini sudah ditarik.")})
    if found.approved_at is not None:
        refuse(_("Versi ini sudah disetujui dan tidak dapat diubah lagi."))
    return found


def _take(row: SopVersion, written: Written, *, day: date) -> None:
    demand(**wrong(written, day=day))
    if written.effective is None:  # wrong() has said so
        raise ValueError
    row.code = _code(written.effective, row)
    row.effective, row.reason = written.effective, written.reason
    row.facts = written.terms(row.code).to_json()
    if not differences(row):
        refuse(_("Belum ada yang berbeda dari versi yang diikutinya."))


def _code(effective: date, row: SopVersion) -> str:
    """The day, and a number where that day has another draft."""
    others = set(SopVersion.objects.exclude(pk=row.pk).values_list("code", flat=True))
    first = effective.isoformat()
    return next(code for code in [first, *(f"{first}-{n}" for n in range(2, 1000))] if code not in others)


def _record(action: str, row: SopVersion, *, by: Position, at: datetime) -> None:
    """Note it with what the version changes, field by field."""
    told: dict[str, object] = {one.key: [one.before, one.after] for one in differences(row)}
    data = {"code": row.code, "effective": row.effective.isoformat(), "reason": row.reason, **told}
    journal.record(action, subject=journal.of(row), at=at, position=by, data=data)
