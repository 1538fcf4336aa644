"""Who used the time of one case or of many, off the ledger, in office minutes.

Until the answer is received: the days in which a citizen judges it are nobody's work and take no part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_

from lapor.complaints.models import StepClock
from lapor.complaints.timing import Reader
from lapor.sop.rules import C, H, K, Role

_HOLDERS = (
    (N_("Tim Kabupaten"), (C.RECEIVED, H.RETURN_REQUESTED, K.STEP8)),
    (N_("Operator"), (H.AT_OPERATOR, H.TO_ANSWER)),
    (N_("Penanggung jawab"), (H.AT_OFFICER, H.CHECKING)),
    (N_("Unit teknis"), (H.AT_UNIT,)),
    (N_("Menunggu warga"), (C.AWAITING,)),
    (N_("Inspektorat"), (Role.INSPECTOR,)),  # verification of a supervisory complaint, by who holds it
)
_NAMES = [name for _, names in _HOLDERS for name in names]
WIDTH = 1000  # of the bar, in its own units


@dataclass(frozen=True)
class Share:
    """Office minutes of one holder; `x` and `width` place its piece in a bar WIDTH units wide."""

    label: str
    minutes: int
    key: int
    percent: int
    x: int
    width: int


@dataclass(frozen=True)
class Bar:
    """Office minutes split among their holders; those without a minute are left out."""

    shares: list[Share]

    @property
    def minutes(self) -> int:
        return sum(share.minutes for share in self.shares)


def of_case(rows: Iterable[StepClock], reader: Reader) -> Bar:
    """The bar of one case by all its clocks, those that run up to now."""
    used: dict[str, int] = {}
    for row in rows:
        if row.name in _NAMES:
            name = row.holder if row.holder == Role.INSPECTOR else row.name
            used[name] = used.get(name, 0) + reader.used(row)
    return _bar(used)


def of_set(rows: QuerySet[StepClock]) -> Bar:
    """The bar of any set of clocks, as far as they have finished: one query."""
    finished = rows.filter(name__in=_NAMES, used_minutes__isnull=False)
    return _bar(dict(finished.order_by().values_list("name").annotate(Sum("used_minutes"))))


def _bar(used: Mapping[str, int]) -> Bar:
    """Pieces beside one another, ending exactly where the bar does; rounded, the percentages still add up to 100."""
    totals = [
        (label, sum(used.get(name, 0) for name in names), key) for key, (label, names) in enumerate(_HOLDERS, start=1)
    ]
    whole = sum(minutes for _, minutes, _ in totals)
    placed, before = [], 0
    for label, minutes, key in totals:
        if minutes:
            x, end = (part * WIDTH // whole for part in (before, before + minutes))
            percent = round(100 * (before + minutes) / whole) - round(100 * before / whole)
            placed.append(Share(gettext(label), minutes, key, percent, x, end - x))
            before += minutes
    return Bar(placed)
