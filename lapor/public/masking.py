"""What does not belong in a story: numbers, addresses, plates and the reporter's own name, found and covered.

Whatever is found is found by all patterns at once and joined, so that the order of names never matters and no
half of a name is left over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

NIK, TELEPHONE, EMAIL, PLATE, NAME = "nik", "telephone", "email", "plate", "name"
KINDS: Final = (NIK, TELEPHONE, EMAIL, PLATE, NAME)
COVERS: Final = {
    NIK: "(nomor ditutup)",
    TELEPHONE: "(nomor ditutup)",
    EMAIL: "(surel ditutup)",
    PLATE: "(pelat nomor ditutup)",
    NAME: "(nama ditutup)",
}

_COVERED: Final = re.compile("|".join(re.escape(cover) for cover in sorted(set(COVERS.values()))))
_GAP: Final = r"[ .\-\u00a0\u2010-\u2013]{0,2}"  # what people put between groups of digits
_NIK: Final = re.compile(r"(?<!\d)\d(?:[ .\-\t\r\n\u00a0\u2010-\u2013]{0,2}\d){15}(?!\d)")  # over two lines, too
_DATES: Final = re.compile(r"\d{1,2}([-.])\d{1,2}\1(?:19|20)\d\d|\d{1,2}[.:]\d\d-")
_MOBILE: Final = re.compile(rf"(?<!\d)(?:\(?\+?62\)?{_GAP}|\(?0)8(?:\)?{_GAP}\d){{8,12}}(?!\d)")
_LANDLINE: Final = re.compile(
    rf"(?<!\w)(?<!\d[.,])(?:\(?\+?62\)?{_GAP}\(?|\(?0)[2-7]\d(?:\d\)?(?:{_GAP}\d){{5,8}}|\)?(?:{_GAP}\d){{6,8}})(?!\w)"
)
_ABROAD: Final = re.compile(rf"(?<!\w)\+[1-9]\d?(?:{_GAP}\d){{7,13}}(?!\w)")

_AT: Final = r"(?:\s?@\s?|\s?[\[(]\s?(?:at|et)\s?[\])]\s?|\sat\s)"
_DOT: Final = r"(?:\.|\s?[\[(]\s?(?:dot|titik)\s?[\])]\s?|\s(?:dot|titik)\s)"
_EMAIL: Final = re.compile(
    rf"(?<![\w.+\-])[\w.+\-]{{1,64}}{_AT}[a-z0-9\-]{{1,63}}(?:{_DOT}[a-z0-9\-]{{1,63}}){{0,4}}{_DOT}[a-z]{{2,24}}(?!\w)",
    re.IGNORECASE,
)

# Where vehicles are registered: the letters a plate begins with.
_REGIONS: Final = (
    "AA|AB|AD|AE|AG|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|DA|DB|DC|DD|DE|DG|DH|DK|DL|DM|DN|DP|DR|DS|DT|DW|EA|EB|ED|KB|KH|KT"
    "|KU|PA|PB|PG|PS|PY|[ABDEFGHKLMNPRSTWZ]"
)
_PLATE: Final = re.compile(
    rf"(?<!\w)(?P<region>{_REGIONS}){_GAP}(?P<number>[1-9]\d{{0,3}}){_GAP}(?P<letters>[A-Z]{{1,3}})(?!\w)",
    re.IGNORECASE,
)
# What stands after a number without belonging to a plate ("AB 12 RT 05", "d 1200 m").
_NO_LETTERS: Final = re.compile(
    "RT|RW|KM|KG|NO|JL|WIB|DAN|DI|KE|YG|M|CM|GR|HA|JT|RB|KK|ORG|JAM|ADA|INI|ITU|DGN|DR|UTK|TH|THN|BLN|HR|PAS",
    re.IGNORECASE,
)
_SURE: Final = 3  # digits; a shorter number is a plate only in capitals behind two letters: "P3K" is none

_WORD: Final = re.compile(r"[^\W\d_]+")
_LEAST: Final = 3  # letters of a part of a name that gives it away alone
_NO_NAMES: Final = re.compile(
    "bin|binti|dan|yang|van|der|haji|hajjah|bapak|ibu|pak|sdr|sdri|saudara|saudari", re.IGNORECASE
)


@dataclass(frozen=True)
class Found:
    """Something private: `kind` is one of KINDS, `text` stands from `start` to before `end`."""

    kind: str
    start: int
    end: int
    text: str


def found(text: str, names: Iterable[str] = ()) -> list[Found]:
    """Everything private in this text, in its order and never overlapping; `names` are the reporter's own."""
    finders = _finders(names)
    rest = _COVERED.sub(_blank, text)
    spans: list[tuple[int, int, str]] = []
    while more := _joined(span for finder in finders for span in finder(rest)):
        spans += more  # a number that another one hid may stand free now
        for start, end, _kind in more:
            rest = rest[:start] + "(" + "~" * (end - start - 2) + ")" + rest[end:]
    return [Found(kind, start, end, text[start:end]) for start, end, kind in _together(sorted(spans), text)]


def covered(text: str, names: Iterable[str] = (), *, wanted: Callable[[Found], bool] = lambda _one: True) -> str:
    """The text with all of that covered that is wanted; covering again changes nothing."""
    for one in reversed(found(text, names)):
        if wanted(one):
            text = text[: one.start] + COVERS[one.kind] + text[one.end :]
    return text


def hinted(one: Found) -> str:
    """Enough of it to recognise it by: 3402••••••••0000, Si••••ri."""
    letters = re.sub(r"[\s.\-()]", "", one.text) if one.kind in (NIK, TELEPHONE) else one.text
    shown = 4 if len(letters) > 8 else 1
    last = min(2, max(len(letters) - shown - 1, 0))
    return f"{letters[:shown]}{'•' * (len(letters) - shown - last)}{letters[len(letters) - last :]}"


_Spans = Iterator[tuple[int, int, str]]


def _finders(names: Iterable[str]) -> list[Callable[[str], _Spans]]:
    patterns = [_name_pattern(name) for name in names]
    return [_numbers, _addresses, _plates, *(_by_name(pattern) for pattern in patterns if pattern)]


def _numbers(text: str) -> _Spans:
    for match in _NIK.finditer(text):
        if match.group().count("\n") < 2 and not _DATES.match(match.group()):  # many short lines are a list
            yield *match.span(), NIK
    for pattern in (_MOBILE, _LANDLINE, _ABROAD):
        for match in pattern.finditer(text):
            yield *match.span(), TELEPHONE


def _addresses(text: str) -> _Spans:
    for match in _EMAIL.finditer(text):
        yield *match.span(), EMAIL


def _plates(text: str) -> _Spans:
    for match in _PLATE.finditer(text):
        short = len(match["number"]) < _SURE and not (len(match["region"]) == 2 and match.group().isupper())
        if not short and not _NO_LETTERS.fullmatch(match["letters"]):
            yield *match.span(), PLATE


def _by_name(pattern: re.Pattern[str]) -> Callable[[str], _Spans]:
    return lambda text: ((*match.span(), NAME) for match in pattern.finditer(text))


def _name_pattern(name: str) -> re.Pattern[str] | None:
    """The parts of a name, alone or in a row, with initials beside them: "Siti", "SITI NUR", "Siti N.", "S. Aini".

    None for a name that gives nobody away.
    """
    every = {part.casefold(): part for part in _WORD.findall(name) if not _NO_NAMES.fullmatch(part)}
    parts = sorted(every.values(), key=lambda one: (-len(one), one))
    telling = [re.escape(part) for part in parts if len(part) >= _LEAST]
    if not telling:
        whole = [re.escape(part) for part in _WORD.findall(name)]
        return re.compile(rf"{_START}{_BETWEEN.join(whole)}{_END}", re.IGNORECASE) if len(whole) > 1 else None
    one_of, part = "|".join(telling), "|".join(re.escape(part) for part in parts)
    initial = "".join(sorted({re.escape(part[0]) for part in parts}))
    before = rf"(?:(?:(?:{part}){_END}|[{initial}]\b){_BETWEEN}){{0,4}}"
    after = rf"(?:{_BETWEEN}(?:(?:{part}){_END}|[{initial}](?:\.|{_END}))){{0,4}}"
    return re.compile(rf"{_START}{before}(?:{one_of}){_END}{after}", re.IGNORECASE)


_START, _END = r"(?<![^\W_])", r"(?![^\W_])"  # a low line joins names in the name of an account
_BETWEEN: Final = r"(?:[ \t\u00a0]{1,2}|\.[ \t\u00a0]?|['’_\-])"


def _joined(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Overlapping spans as one, of the kind that covers most of it."""
    joined: list[tuple[int, int, str]] = []
    widest = 0
    for start, end, kind in sorted(spans, key=lambda one: (one[0], -one[1], KINDS.index(one[2]))):
        if joined and start < joined[-1][1]:
            first, until, was = joined[-1]
            joined[-1] = (first, max(until, end), kind if end - start > widest else was)
            widest = max(widest, end - start)
        else:
            joined.append((start, end, kind))
            widest = end - start
    return joined


def _together(spans: list[tuple[int, int, str]], text: str) -> list[tuple[int, int, str]]:
    """Names that only blanks part are one name."""
    kept: list[tuple[int, int, str]] = []
    for start, end, kind in spans:
        if kept and kept[-1][2] == kind == NAME and not text[kept[-1][1] : start].strip(" \t.-"):
            kept[-1] = (kept[-1][0], end, NAME)
        else:
            kept.append((start, end, kind))
    return kept


def _blank(match: re.Match[str]) -> str:
    """A cover that stands already, as nothing is found in it."""
    return "(" + "~" * (len(match.group()) - 2) + ")"
