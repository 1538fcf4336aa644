"""Office hours as people write and read them: "07.30–12.00, 13.00–16.00", "24 jam", "tutup"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, Final

from django.utils.translation import gettext as _

from lapor.sop.calendar import DAY_NAMES, WEEKDAYS

Spans = list[list[str]]
Week = dict[str, Spans]

ROUND_THE_CLOCK: Final[Spans] = [["00:00", "24:00"]]
_CLOSED: Final = ("tutup", "libur", "-", "–")
_SPAN: Final = re.compile(r"([0-9]{1,2})[.:]([0-9]{2})\s*(?:-|–|—|s\.?\s?d\.?|sampai)\s*([0-9]{1,2})[.:]([0-9]{2})")
_BETWEEN: Final = re.compile(r"[,;]|\bdan\b")


class Unread(ValueError):
    """What was typed for a day cannot be taken; the message is a sentence in the page's language."""


def read(text: str) -> Spans:
    """The spans of one day, in order, as [["07:30", "12:00"], ...]; none for "" and "tutup". Raises Unread."""
    words = " ".join(text.lower().split())
    if not words or words in _CLOSED:
        return []
    if words in ("24 jam", "24jam"):
        return [list(span) for span in ROUND_THE_CLOCK]
    spans = sorted(_span(part.strip()) for part in _BETWEEN.split(words) if part.strip())
    for (_begin, closed), (begin, _end) in pairwise(spans):
        if begin < closed:
            raise Unread(_("Dua rentang bertumpuk mulai %(begin)s.") % {"begin": _dotted(begin)})
    return [list(span) for span in spans]


def _span(part: str) -> tuple[str, str]:
    found = _SPAN.fullmatch(part)
    if found is None:
        told = _("“%(part)s” tidak terbaca. Tulis seperti 07.30-12.00, 13.00-16.00, atau 24 jam, atau kosongkan.")
        raise Unread(told % {"part": part[:40]})
    begin, end = f"{int(found[1]):02}:{found[2]}", f"{int(found[3]):02}:{found[4]}"
    if not (begin < "24:00" and end <= "24:00" and int(found[2]) < 60 and int(found[4]) < 60):
        raise Unread(_("Jam ditulis dari 00.00 sampai 24.00."))
    if end <= begin:
        told = _("Jam tutup %(end)s tidak sesudah jam buka %(begin)s. Yang melewati tengah malam ditulis di dua hari.")
        raise Unread(told % {"end": _dotted(end), "begin": _dotted(begin)})
    return begin, end


def said(spans: Iterable[Iterable[str]]) -> str:
    """One day in words, as `read` reads it: "07.30–12.00, 13.00–16.00"; "" where closed."""
    told = [list(span) for span in spans]
    if told == ROUND_THE_CLOCK:
        return _("24 jam")
    return ", ".join(f"{_dotted(begin)}–{_dotted(end)}" for begin, end in told)


def week_in_words(week: Mapping[str, Any]) -> str:
    """Senin–Kamis 07.30–15.30, Jumat 07.30–14.30; "tutup" for a week without hours."""
    groups: list[tuple[str, str, str]] = []
    for day, name in zip(WEEKDAYS, DAY_NAMES, strict=True):
        spans = said(week.get(day, [])).replace(", ", _(" dan "))
        if groups and groups[-1][2] == spans:
            groups[-1] = (groups[-1][0], _(name), spans)
        else:
            groups.append((_(name), _(name), spans))
    open_days = [group for group in groups if group[2]]
    if len(groups) == 1 and open_days:
        return _("setiap hari %(spans)s") % {"spans": open_days[0][2]}
    told = (f"{first if first == last else f'{first}–{last}'} {spans}" for first, last, spans in open_days)
    return ", ".join(told) or _("tutup")


def _dotted(time: str) -> str:
    return time.replace(":", ".")
