"""Which agencies cannot be given a complaint, and why: the SOP asks three holders of every OPD."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_

from lapor.people.models import Agency, Position
from lapor.sop.rules import Role

NEEDED = {
    Role.OPERATOR: N_("operator"),
    Role.OFFICER: N_("penanggung jawab struktural"),
    Role.HEAD: N_("kepala"),
}


def missing_holders(agency: Agency, *, day: date) -> list[str]:
    """What this agency lacks on this day, in words; empty if it can be given complaints."""
    held = Position.objects.held_on(day).filter(agency=agency, role__in=NEEDED)
    return _missing({(p.role, p.structural) for p in held})


def all_agencies(*, day: date) -> list[tuple[Agency, list[str]]]:
    """Every agency that is there on this day, with what it lacks. One query."""
    return with_closed(day=day)[0]


def with_closed(*, day: date) -> tuple[list[tuple[Agency, list[str]]], list[tuple[Agency, str]]]:
    """Every agency that is there on this day, with what it lacks; and those that are no more, with what became of each.

    One query; kinds and successors are read along.
    """
    held = Position.objects.held_on(day).filter(agency=OuterRef("pk"), role__in=NEEDED)
    counting = held.exclude(role=Role.OFFICER, structural=False).order_by()
    every = Agency.objects.select_related("kind", "successor").annotate(held=ArraySubquery(counting.values("role")))
    there: list[tuple[Agency, list[str]]] = [
        (agency, _missing({(role, True) for role in agency.held})) for agency in every if agency.open_on(day)
    ]
    return there, [(agency, closed_words(agency)) for agency in every if not agency.open_on(day)]


def unready_agencies(*, day: date) -> list[tuple[Agency, list[str]]]:
    """Every agency that lacks a holder, with what it lacks."""
    return [(agency, lacks) for agency, lacks in all_agencies(day=day) if lacks]


def inspectorate_missing(*, day: date) -> str:
    """The sentence that nobody reads complaints about officials on this day; "" where somebody does."""
    if Position.objects.held_on(day).filter(role=Role.INSPECTOR).exists():
        return ""
    return gettext(
        "Belum ada Verifikator Inspektorat. Aduan tentang penyalahgunaan wewenang dapat masuk kapan saja, dan tidak "
        "ada orang lain yang dapat membacanya."
    )


def closed_words(agency: Agency) -> str:
    """What became of a closed agency: "sudah bergabung ke Dinas Perhubungan dan Prasarana"."""
    if agency.successor is None:
        return gettext("sudah tutup")
    return gettext("sudah bergabung ke %(successor)s") % {"successor": agency.successor.name}


def closed_sentence(agency: Agency) -> str:
    """Why a complaint cannot go to an agency that is no more, and where it can."""
    told = gettext("%(agency)s %(words)s, jadi aduan tidak dapat diteruskan ke sana.")
    told = told % {"agency": agency.short, "words": closed_words(agency)}
    if agency.successor is None:
        return told
    return f"{told} {gettext('Pilih %(successor)s.') % {'successor': agency.successor.short}}"


def unready_sentence(agency: Agency, lacks: list[str]) -> str:
    """Why a complaint cannot go there: "Dishub belum punya operator dan kepala, jadi ..."."""
    words = gettext(" dan ").join([", ".join(lacks[:-1]), lacks[-1]] if len(lacks) > 1 else lacks)
    told = gettext("%(agency)s belum punya %(words)s, jadi aduan belum dapat diteruskan ke sana.")
    return told % {"agency": agency.short, "words": words}


def _missing(held: set[tuple[str, bool]]) -> list[str]:
    roles = {role for role, structural in held if role != Role.OFFICER or structural}
    return [gettext(words) for role, words in NEEDED.items() if role not in roles]
