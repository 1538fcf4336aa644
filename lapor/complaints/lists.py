"""Units, categories and standard answers as lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from lapor.complaints import categories, office_time, recalendar, standard_answers
from lapor.complaints.models import Category, Handling, StandardAnswer
from lapor.people import agencies, lists
from lapor.people.faults import Faulty, demand
from lapor.people.listing import Column, Table, Taking, an_agency, said_yes, tidy, yes_or_no
from lapor.people.models import Agency, Unit
from lapor.sop.rules import OPEN_HANDLING

_ACTS: Final = {words.casefold(): act for act, label in StandardAnswer.ACTIONS.items() for words in (act, label)}


class Agencies(lists.Agencies):
    """Other office hours move what runs there, as on the agency's page."""

    def change(self, row: Agency, values: dict[str, str], taking: Taking) -> Agency:
        calendar = lists.calendar_of(values)
        super().change(row, values, taking)
        recalendar.carry_out(office_time.of_agency(row, calendar), by=taking.by, at=taking.at)
        row.refresh_from_db()
        return row


class Units(Table):
    slug = "unit"
    title = N_("Unit teknis")
    about = N_("Unit yang mengerjakan tindak lanjut. Nama unit diubah di halaman OPD-nya, bukan lewat daftar.")
    called = ("opd", "unit")
    columns = (
        Column("opd", "agency", N_("kode atau nama pendek")),
        Column("unit", "name", N_("nama unit; dikenali dari sini")),
        Column("dipakai", "active", N_("ya atau tidak; kosong berarti ya")),
    )

    def rows(self, day: date) -> Iterator[Unit]:
        rows = Unit.objects.select_related("agency").order_by("agency__code", "name")
        return (one for one in rows if one.agency.open_on(day))

    def said(self, row: Unit) -> dict[str, str]:
        return {"opd": row.agency.short, "unit": row.name, "dipakai": said_yes(row.active)}

    def key(self, values: dict[str, str]) -> tuple[str, ...]:
        return (values["opd"].casefold(), tidy(values["unit"]).casefold())

    def find(self, values: dict[str, str], taking: Taking) -> Unit | None:
        agency = self._agency(values, taking)
        rows = Unit.objects.select_for_update(of=("self",)).select_related("agency")
        return rows.filter(agency=agency, name__iexact=tidy(values["unit"])).first()

    def add(self, values: dict[str, str], taking: Taking) -> Unit:
        unit = agencies.add_unit(self._agency(values, taking), tidy(values["unit"]), by=taking.by, at=taking.at)
        return self._switched(unit, values, taking)

    def change(self, row: Unit, values: dict[str, str], taking: Taking) -> Unit:
        agencies.rename_unit(row, tidy(values["unit"]), by=taking.by, at=taking.at)
        return self._switched(row, values, taking)

    def _switched(self, unit: Unit, values: dict[str, str], taking: Taking) -> Unit:
        waiting = Handling.objects.filter(unit=unit, state__in=OPEN_HANDLING).count()
        active = yes_or_no(values["dipakai"] or "ya", "active")
        agencies.switch_unit(unit, active=active, open_cases=waiting, by=taking.by, at=taking.at, day=taking.day)
        return unit

    def _agency(self, values: dict[str, str], taking: Taking) -> Agency:
        agency = an_agency(values["opd"], seen=taking.seen)
        if agency is None or not agency.open_on(taking.day):
            raise Faulty({"agency": _("tulis OPD yang masih ada.")})
        return agency


class Categories(Table):
    slug = "kategori"
    title = N_("Kategori")
    about = N_("Kategori SP4N-LAPOR!. Yang tidak dipakai lagi tetap ada pada aduan lama.")
    called = ("nomor", "nama")
    columns = (
        Column("nomor", "number", N_("nomor di SP4N-LAPOR!; dikenali dari sini")),
        Column("nama", "name", N_("nama kategori")),
        Column("induk", "parent", N_("nomor kategori induk; boleh kosong")),
        Column("sering_dipakai", "common", N_("ya atau tidak")),
        Column("dipakai", "active", N_("ya atau tidak; kosong berarti ya")),
    )

    def rows(self, day: date) -> Iterator[Category]:
        """Those without a parent first, so that the file can be taken in as it stands."""
        rows = list(Category.objects.select_related("parent").order_by("sp4n_id"))
        yield from sorted(rows, key=lambda one: _depth(one, {row.pk: row.parent_id for row in rows}))

    def said(self, row: Category) -> dict[str, str]:
        return {
            "nomor": str(row.pk),
            "nama": row.name,
            "induk": str(row.parent_id or ""),
            "sering_dipakai": said_yes(row.common),
            "dipakai": said_yes(row.active),
        }

    def key(self, values: dict[str, str]) -> tuple[str, ...]:
        return (values["nomor"],)

    def find(self, values: dict[str, str], taking: Taking) -> Category | None:
        number = _number(values["nomor"], "number")
        return Category.objects.select_related("parent").filter(pk=number or 0).first()

    def add(self, values: dict[str, str], taking: Taking) -> Category:
        number = _number(values["nomor"], "number")
        return categories.add(number, self._words(values, taking), by=taking.by, at=taking.at)

    def change(self, row: Category, values: dict[str, str], taking: Taking) -> Category:
        categories.change(row, self._words(values, taking), by=taking.by, at=taking.at)
        return row

    def _words(self, values: dict[str, str], taking: Taking) -> dict[str, Any]:
        number = _number(values["induk"], "parent")
        parent = Category.objects.filter(pk=number).first() if number else None
        if number and parent is None:
            raise Faulty({"parent": _("tidak ada kategori bernomor %(n)s.") % {"n": number}})
        return {
            "name": tidy(values["nama"]),
            "parent": parent,
            "common": yes_or_no(values["sering_dipakai"], "common"),
            "active": yes_or_no(values["dipakai"] or "ya", "active"),
        }


class StandardAnswers(Table):
    slug = "jawaban-baku"
    title = N_("Jawaban baku")
    about = N_("Dikenali dari OPD, tindakan, dan judulnya.")
    called = ("opd", "judul")
    columns = (
        Column("opd", "agency", N_("kode atau nama pendek; kosong untuk semua OPD")),
        Column("tindakan", "action", ", ".join(StandardAnswer.ACTIONS)),
        Column("judul", "title", N_("yang tampil di pilihan")),
        Column("isi", "text", N_("[…] di tempat yang harus diisi petugas")),
        Column("ditawarkan", "active", N_("ya atau tidak; kosong berarti ya")),
    )

    def rows(self, day: date) -> Iterator[StandardAnswer]:
        yield from StandardAnswer.objects.select_related("agency").order_by("agency__code", "action", "title")

    def said(self, row: StandardAnswer) -> dict[str, str]:
        return {
            "opd": row.agency.short if row.agency else "",
            "tindakan": row.action,
            "judul": row.title,
            "isi": row.text,
            "ditawarkan": said_yes(row.active),
        }

    def key(self, values: dict[str, str]) -> tuple[str, ...]:
        return (values["opd"].casefold(), values["tindakan"].casefold(), tidy(values["judul"]).casefold())

    def find(self, values: dict[str, str], taking: Taking) -> StandardAnswer | None:
        words = self._words(values, taking)
        rows = StandardAnswer.objects.select_related("agency")
        return rows.filter(agency=words["agency"], action=words["action"], title__iexact=words["title"]).first()

    def add(self, values: dict[str, str], taking: Taking) -> StandardAnswer:
        return standard_answers.add(self._words(values, taking), by=taking.by, at=taking.at)

    def change(self, row: StandardAnswer, values: dict[str, str], taking: Taking) -> StandardAnswer:
        standard_answers.change(row, self._words(values, taking), by=taking.by, at=taking.at)
        return row

    def _words(self, values: dict[str, str], taking: Taking) -> dict[str, Any]:
        action = _ACTS.get(values["tindakan"].casefold(), "")
        known = ", ".join(StandardAnswer.ACTIONS)
        demand(action=None if action else _("tidak dikenal. Yang ada: %(known)s.") % {"known": known})
        return {
            "agency": an_agency(values["opd"], seen=taking.seen),
            "action": action,
            "title": tidy(values["judul"]),
            "text": values["isi"],
            "active": yes_or_no(values["ditawarkan"] or "ya", "active"),
        }


def _depth(one: Category, parents: dict[int, int | None]) -> int:
    depth, above = 0, parents[one.pk]
    while above is not None:
        depth, above = depth + 1, parents[above]
    return depth


def _number(text: str, name: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Faulty({name: _("“%(text)s” bukan nomor.") % {"text": text}})
    return int(text)
