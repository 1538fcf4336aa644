"""The amounts that a version of the SOP may give otherwise: each with its name, its unit and its bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from lapor.sop.limits import LIMITS, SETTLEMENT_DAYS, Terms
from lapor.sop.states import KLASS_LABELS, N_, C, H, K, Unit

MOST_MINUTES, MOST_DAYS, MOST_CALENDAR_DAYS = 10_000, 120, 365
MOST_HOURS: Final = 14 * 24  # of the first reply
OWN, MINUTES, WORKING_DAYS, HOURS, DAYS = (
    N_("menit"), N_("menit kerja"), N_("hari kerja"), N_("jam"), N_("hari kalender"),
)  # fmt: skip


@dataclass(frozen=True)
class Amount:
    """One amount. `path` is where Terms.to_json has it, `unit` its unit in words, `least` and `most` its bounds.

    `text` and `values` are its name: a source string for translation, and what fills it.
    """

    key: str
    text: str
    unit: str
    most: int
    path: tuple[str, ...]
    values: Mapping[str, Any]
    least: int = 1

    def label(self, translate: Any = str) -> str:
        """Its name in the reader's language."""
        return str(translate(self.text)) % {
            name: translate(value) if isinstance(value, str) else value for name, value in self.values.items()
        }


def _all() -> Iterator[Amount]:
    yield Amount("step_1", N_("Langkah %(n)s"), OWN, MOST_MINUTES, ("own",), {"n": 1})
    for name, limit in LIMITS.items():
        if limit.step:
            minutes = limit.unit is Unit.MINUTES
            unit, most = (MINUTES, MOST_MINUTES) if minutes else (WORKING_DAYS, MOST_DAYS)
            path = ("amounts", name.value)
            yield Amount(f"step_{limit.step}", N_("Langkah %(n)s"), unit, most, path, {"n": limit.step})
    for name, limit in LIMITS.items():
        if limit.floor:
            text, path = N_("Langkah %(n)s bila diulang, paling sedikit"), ("floors", name.value)
            yield Amount(f"floor_{limit.step}", text, MINUTES, MOST_MINUTES, path, {"n": limit.step})
    for key, text, clock in (
        ("completion", N_("Kelengkapan dari pelapor"), C.AWAITING),
        ("confirmation", N_("Penilaian oleh pelapor"), K.CONFIRMATION),
        ("return_decision", N_("Keputusan Tim atas salah alamat"), H.RETURN_REQUESTED),
    ):
        yield Amount(key, text, WORKING_DAYS, MOST_DAYS, ("amounts", clock.value), {})
    yield Amount("first_reply", N_("Kabar pertama"), HOURS, MOST_HOURS, ("amounts", K.FIRST_REPLY.value), {})
    for klass in SETTLEMENT_DAYS:
        text, path = N_("Penyelesaian: %(klass)s"), ("settlement", klass.value)
        yield Amount(f"settlement_{klass.value}", text, WORKING_DAYS, MOST_DAYS, path, {"klass": KLASS_LABELS[klass]})
    text = N_("Hari yang patut diingat untuk Ombudsman")
    yield Amount("ombudsman", text, DAYS, MOST_CALENDAR_DAYS, ("ombudsman",), {})


AMOUNTS: Final = {one.key: one for one in _all()}
FLOORS: Final = {key: f"step_{key.removeprefix('floor_')}" for key in AMOUNTS if key.startswith("floor_")}


def of(terms: Terms) -> dict[str, int]:
    """What this version gives, by the key of the amount."""
    told = terms.to_json()
    return {key: _at(told, one.path) for key, one in AMOUNTS.items()}


def terms_with(
    amounts: Mapping[str, int], *, code: str, effective: date, head: Mapping[str, str] | None = None
) -> Terms:
    """A version with these amounts; what is left out is as in 2020."""
    told: dict[str, Any] = {"head": dict(head or {})}
    for key, value in amounts.items():
        *above, last = AMOUNTS[key].path
        place = told
        for name in above:
            place = place.setdefault(name, {})
        place[last] = value
    return Terms.from_json(code, effective, told)


def _at(told: Mapping[str, Any], path: tuple[str, ...]) -> int:
    for name in path[:-1]:
        told = told[name]
    return int(told[path[-1]])
