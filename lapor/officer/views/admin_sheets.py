"""Lists in and out: download one, send it back changed, look what would happen, and let it happen."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lapor.account import invitations
from lapor.complaints.lists import Agencies, Categories, StandardAnswers, Units
from lapor.officer import downloads
from lapor.people import sheets as files
from lapor.people.gate import open_to
from lapor.people.listing import CHANGED, NEW, SAME, Result, Table, Taking, take
from lapor.people.lists import Kinds
from lapor.people.models import Person
from lapor.people.roster import People
from lapor.people.sheet_faults import SheetRefused
from lapor.people.sheets import Line
from lapor.sop.rules import Role

TABLES: Final[dict[str, Table]] = {
    table.slug: table for table in (People(), Agencies(), Kinds(), Units(), Categories(), StandardAnswers())
}
_SALT: Final = "lapor.sheets"
_VALID_FOR: Final = 3600  # seconds between preview and confirmation
_LONGEST: Final = 4_500_000  # letters; a form may carry five million
SHOWN: Final = 200


@open_to(Role.ADMINISTRATOR)
@require_safe
def sheets(request: Any) -> HttpResponse:
    return render(request, "officer/admin/sheets.html", {"tables": TABLES.values()})


@open_to(Role.ADMINISTRATOR)
@require_safe
def sheet_out(request: Any, slug: str, form: str) -> HttpResponse:
    """The list as it stands now."""
    table = _table(slug)
    return downloads.answer(
        downloads.known(form),
        name=slug,
        title=_(table.title),
        columns=table.names(),
        rows=table.cells(request.today),
        day=request.today,
    )


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: Any, slug: str) -> HttpResponse:
    """One list: its columns, and the way in, which leads over a preview."""
    table = _table(slug)
    if request.method != "POST":
        return _page(request, table)
    if "batal" in request.POST:
        messages.success(request, _("Tidak ada yang dimasukkan."))
        return redirect("admin_sheet", slug=slug)
    if "baris" in request.POST:
        return _confirmed(request, table)
    try:
        lines = files.read(_sent(request), table.names())
        return _preview(request, table, lines, take(table, lines, _taking(request), keep=False))
    except SheetRefused as refused:
        return _page(request, table, [str(refused)])


def _confirmed(request: Any, table: Table) -> HttpResponse:
    """Do what the preview said; show it anew where the database has changed since."""
    try:
        told = signing.loads(request.POST["baris"], salt=_SALT, max_age=_VALID_FOR)
    except signing.BadSignature:  # also one that is too old
        return _page(request, table, [_("Pratinjau ini sudah kedaluwarsa. Kirim berkasnya sekali lagi.")])
    if (told["slug"], told["position"]) != (table.slug, request.position.pk):
        raise Http404
    names = table.names()
    lines = [Line(number, dict(zip(names, cells, strict=True))) for number, cells in told["lines"]]
    result = take(table, lines, _taking(request, welcoming=True), keep=True, expected=told["mark"])
    if result.wrong or result.mark() != told["mark"]:
        return _preview(request, table, lines, result, again=True)
    done = _("Daftar dimasukkan: %(new)s baru, %(changed)s diubah, %(same)s tetap.")
    counts = {"new": result.count(NEW), "changed": result.count(CHANGED), "same": result.count(SAME)}
    messages.success(request, done % counts)
    return redirect("admin_sheet", slug=table.slug)


def _preview(request: Any, table: Table, lines: list[Line], result: Result, *, again: bool = False) -> HttpResponse:
    if result.wrong:
        return _page(request, table, result.wrong)
    carried = {
        "slug": table.slug,
        "position": request.position.pk,
        "mark": result.mark(),
        "lines": [(line.number, [line.values[name] for name in table.names()]) for line in lines],
    }
    signed = signing.dumps(carried, salt=_SALT, compress=True)
    if len(signed) > _LONGEST:
        raise SheetRefused(_("Isi daftar ini terlalu panjang untuk sekali jalan. Bagi menjadi beberapa berkas."))
    differing = [one for one in result.outcomes if one.what != SAME]
    context = {
        "table": table,
        "counts": {what: result.count(what) for what in (NEW, CHANGED, SAME)},
        "outcomes": differing[:SHOWN],
        "more": max(len(differing) - SHOWN, 0),
        "signed": signed,
        "again": again,
    }
    return render(request, "officer/admin/sheet_preview.html", context, status=409 if again else 200)


def _page(request: Any, table: Table, wrong: list[str] | None = None) -> HttpResponse:
    found = wrong or []
    faults = [("berkas", sentence) for sentence in found[:SHOWN]]
    if len(found) > SHOWN:
        faults.append(("berkas", _("Dan %(n)s baris lain.") % {"n": len(found) - SHOWN}))
    status = 422 if faults else 200
    return render(request, "officer/admin/sheet.html", {"table": table, "faults": faults}, status=status)


def _taking(request: Any, *, welcoming: bool = False) -> Taking:
    """A preview invites nobody: what it queued would be taken back, but it need not be made."""

    def welcome(person: Person) -> None:
        if welcoming:
            invitations.invite(person, at=request.now)

    return Taking(request.position, request.now, request.today, welcome)


def _sent(request: Any) -> bytes:
    sent = request.FILES.get("berkas")
    if sent is None:
        raise SheetRefused(_("Pilih berkas XLSX atau CSV."))
    if sent.size > files.MOST_BYTES:
        raise SheetRefused(_("Berkas ini lebih dari 5 MB. Bagi menjadi beberapa berkas."))
    content: bytes = sent.read()
    return content


def _table(slug: str) -> Table:
    if slug not in TABLES:
        raise Http404
    return TABLES[slug]
