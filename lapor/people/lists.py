"""Kinds of agencies and agencies as lists. A name that a list changes is changed from the day it is taken in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from lapor.people import agencies, reorganisation
from lapor.people.agencies import Facts
from lapor.people.faults import Faulty
from lapor.people.listing import Column, Table, Taking, an_agency, tidy
from lapor.people.models import Agency, AgencyKind, Calendar

_TITLES: Final = (
    Column("sebutan_penanggung_jawab", "officer_title", N_("misalnya Sekretaris Dinas")),
    Column("sebutan_kepala", "head_title", N_("misalnya Kepala Dinas")),
)


class Kinds(Table):
    slug = "jenis-opd"
    title = N_("Jenis OPD")
    about = N_("Sebutan penanggung jawab dan kepala menurut jenis OPD.")
    called = ("nama",)
    columns = (
        Column("kode", "code", N_("satu kata dengan huruf kecil; dikenali dari sini")),
        Column("nama", "name", N_("misalnya Badan")),
        *_TITLES,
    )

    def rows(self, day: date) -> Iterator[AgencyKind]:
        yield from AgencyKind.objects.order_by("code")

    def said(self, row: AgencyKind) -> dict[str, str]:
        titles = {"sebutan_penanggung_jawab": row.officer_title, "sebutan_kepala": row.head_title}
        return {"kode": row.code, "nama": row.name, **titles}

    def key(self, values: dict[str, str]) -> tuple[str, ...]:
        return (values["kode"],)

    def find(self, values: dict[str, str], taking: Taking) -> AgencyKind | None:
        return AgencyKind.objects.filter(pk=values["kode"]).first()

    def add(self, values: dict[str, str], taking: Taking) -> AgencyKind:
        return agencies.add_kind(values["kode"], _kind_words(values), by=taking.by, at=taking.at)

    def change(self, row: AgencyKind, values: dict[str, str], taking: Taking) -> AgencyKind:
        agencies.change_kind(row, _kind_words(values), by=taking.by, at=taking.at)
        return row


class Agencies(Table):
    slug = "opd"
    title = N_("OPD")
    about = N_("Nama, jenis, induk, sebutan, dan jam kerja. Perubahan berlaku pada hari daftar ini dimasukkan.")
    called = ("nama_pendek",)
    columns = (
        Column("kode", "code", N_("kode perangkat daerah; dikenali dari sini")),
        Column("nama_pendek", "short", N_("misalnya Dishub")),
        Column("nama", "name", N_("nama lengkap")),
        Column("jenis", "kind", N_("kode jenis OPD, misalnya dinas")),
        Column("induk", "parent", N_("kode OPD di atasnya; boleh kosong")),
        *_TITLES,
        Column("jam_kerja", "calendar", N_("kode jam kerja, misalnya lima-hari")),
    )

    def rows(self, day: date) -> Iterator[Agency]:
        rows = Agency.objects.select_related("kind", "parent", "calendar").order_by("code")
        return (one for one in rows if one.open_on(day))

    def said(self, row: Agency) -> dict[str, str]:
        return {
            "kode": row.code,
            "nama_pendek": row.short,
            "nama": row.name,
            "jenis": row.kind_id,
            "induk": row.parent.code if row.parent else "",
            "sebutan_penanggung_jawab": row.officer_title,
            "sebutan_kepala": row.head_title,
            "jam_kerja": row.calendar.code,
        }

    def key(self, values: dict[str, str]) -> tuple[str, ...]:
        return (values["kode"].casefold(),)

    def find(self, values: dict[str, str], taking: Taking) -> Agency | None:
        rows = Agency.objects.select_related("kind", "parent", "calendar")
        found = rows.filter(code__iexact=values["kode"]).first()
        if found is not None and not found.open_on(taking.day):
            raise Faulty({"code": _("%(name)s sudah tutup.") % {"name": found.short}})
        return found

    def add(self, values: dict[str, str], taking: Taking) -> Agency:
        facts, calendar = _facts(values), calendar_of(values)
        return agencies.add(values["kode"], facts, calendar, by=taking.by, at=taking.at, day=taking.day)

    def change(self, row: Agency, values: dict[str, str], taking: Taking) -> Agency:
        """All but the office hours, which move deadlines: complaints/lists.py gives them."""
        reorganisation.change_now(row, _facts(values), by=taking.by, at=taking.at, day=taking.day)
        return row


def _kind_words(values: dict[str, str]) -> dict[str, str]:
    return {
        "name": tidy(values["nama"]),
        "officer_title": tidy(values["sebutan_penanggung_jawab"]),
        "head_title": tidy(values["sebutan_kepala"]),
    }


def _facts(values: dict[str, str]) -> Facts:
    kind = AgencyKind.objects.filter(pk=values["jenis"].casefold()).first()
    if kind is None:
        raise Faulty({"kind": _("“%(text)s” bukan kode jenis OPD.") % {"text": values["jenis"]}})
    return Facts(
        short=tidy(values["nama_pendek"]),
        name=tidy(values["nama"]),
        kind=kind,
        parent=an_agency(values["induk"], "parent"),
        officer_title=tidy(values["sebutan_penanggung_jawab"]),
        head_title=tidy(values["sebutan_kepala"]),
    )


def calendar_of(values: dict[str, str]) -> Calendar:
    """The calendar of this line. Raises Faulty."""
    calendar = Calendar.objects.filter(code=values["jam_kerja"], gone=False).first()
    if calendar is None:
        codes = ", ".join(Calendar.objects.filter(gone=False).order_by("code").values_list("code", flat=True))
        told = _("“%(text)s” tidak dikenal. Yang ada: %(codes)s.")
        raise Faulty({"calendar": told % {"text": values["jam_kerja"], "codes": codes}})
    return calendar
