"""The rules on a sheet: as text for a terminal, as JSON for programs, with the times of one version of the SOP."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from typing import Any, Final

from lapor.sop import rules
from lapor.sop.rules import (
    ACTIONS,
    CONDITIONS,
    ENDS,
    LIMITS,
    ROLE_LABELS,
    RULES,
    STEPS,
    C,
    H,
    K,
    Limit,
    Rule,
    Same,
    Terms,
)  # fmt: skip
from lapor.sop.words import date_words, number_words

WIDTH: Final = 100

TITLE: Final = "Pengelolaan Layanan Pengaduan Terintegrasi Kabupaten Bantul"
ISSUER: Final = "Pemerintah Kabupaten Bantul, Dinas Komunikasi dan Informatika"

_CLOCK_LABELS: Final = {
    K.STEP8: "Penyampaian jawaban dan laporannya",
    K.CONFIRMATION: "Konfirmasi pelapor",
    K.TOTAL: "Seluruh penanganan, langkah 3 sampai 8",
    K.FIRST_REPLY: "Kabar pertama kepada pelapor",
    K.SETTLEMENT: "Penyelesaian menurut kelas aduan",
    K.PROMISE: "Janji baru OPD",
}
_UNIT_WORDS: Final = {
    rules.Unit.MINUTES: "menit kerja",
    rules.Unit.WORKING_DAYS: "hari kerja",
    rules.Unit.HOURS: "jam",
    rules.Unit.DAYS: "hari kalender",
}
_WHOSE_WORDS: Final = {rules.Whose.TIM: "jam kantor Tim Kabupaten", rules.Whose.AGENCY: "jam kantor OPD"}


# ---------------------------------------------------------------- for other programs


def printed(terms: Terms, *, as_data: bool) -> str:
    """The sheet of this version, as text or as JSON, to be printed."""
    return json.dumps(as_json(terms), ensure_ascii=False, indent=2) if as_data else as_text(terms)


def as_json(terms: Terms) -> dict[str, Any]:
    """The rules as plain data: sop_version, effective, steps, total_minutes, ends, limits, settlement, ombudsman_days,
    actions.

    States and roles are their code names; a `complaint_from` of None is a complaint that is not there yet,
    a handling of None means that the rule looks at none. "same" and "back" stand as they do in rules.py.
    """
    return {
        "sop_version": terms.code,
        "effective": terms.effective.isoformat(),
        "steps": [_step(one, terms) for one in STEPS],
        "total_minutes": terms.whole,
        "ends": [
            {"name": name, "steps": list(orders), "minutes": terms.end_minutes(orders)} for name, orders in ENDS.items()
        ],
        "limits": [_limit(name, limit) for name, limit in terms.limits.items()],
        "settlement": {klass.value: days for klass, days in terms.settlement.items()},
        "ombudsman_days": terms.ombudsman_days,
        "actions": [
            {"name": name, "label": one.label, "step": one.step, "ways": [_way(rule) for rule in _ways(name)]}
            for name, one in ACTIONS.items()
        ],
    }


def _step(one: rules.Step, terms: Terms) -> dict[str, Any]:
    fields = ("order", "printed", "actor", "activity", "minutes", "needs", "output")
    return {field: getattr(one, field) for field in fields} | {"minutes": terms.minutes(one.order)}


def _limit(name: C | H | K, limit: Limit) -> dict[str, Any]:
    return {
        "name": name.value,
        "amount": limit.amount,
        "unit": limit.unit.value,
        "whose": limit.whose.value,
        "step": limit.step,
        "floor": limit.floor,
        "holder": limit.holder.value if limit.holder else None,
    }


def _way(rule: Rule) -> dict[str, Any]:
    return {
        "complaint_from": _value(rule.complaint),
        "handling_from": _value(rule.handling),
        "complaint_to": _value(rule.to_complaint),
        "handling_to": _value(rule.to_handling),
        "roles": [role.value for role in rule.roles],
        "conditions": list(rule.conditions),
    }


def _ways(action: str) -> list[Rule]:
    return [rule for rule in RULES if rule.action == action]


def _value(state: C | H | Same | None) -> str | None:
    return state.value if state is not None else None


# ---------------------------------------------------------------- for people


def as_text(terms: Terms) -> str:
    """The rules in Indonesian, to be read in a terminal of 100 columns."""
    parts = (_head(terms), _steps_text(terms), _ends_text(terms), _limits_text(terms), _actions_text())
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(terms: Terms) -> Iterator[str]:
    yield TITLE
    yield ISSUER
    yield f"SOP tanggal {date_words(terms.effective)}, sebagaimana dijalankan program ini"


def _steps_text(terms: Terms) -> Iterator[str]:
    yield from _heading("Delapan langkah")
    for one in STEPS:
        printed = f"tercetak nomor {one.printed}" if one.printed else "tidak bernomor di lembar 2020"
        given = terms.minutes(one.order)
        minutes = f"{number_words(given)} menit" if given else "di luar jumlah menit"
        yield from _wrapped(f"{one.order}. {one.activity}", indent=3)
        yield from _wrapped(f"   {one.actor}; {minutes}; {printed}.", indent=3)
        yield from _wrapped(f"   Perlu: {one.needs}. Hasil: {one.output}.", indent=3)
    yield f"   Jumlah: {number_words(terms.whole)} menit."


def _ends_text(terms: Terms) -> Iterator[str]:
    yield from _heading("Tiga akhir")
    for name, orders in ENDS.items():
        walk = "-".join(str(order) for order in orders)
        minutes = number_words(terms.end_minutes(orders))
        yield f"- {name[0].upper()}{name[1:]}: langkah {walk}, {minutes} menit."


def _limits_text(terms: Terms) -> Iterator[str]:
    yield from _heading("Batas waktu")
    for name, limit in terms.limits.items():
        amount = f"{number_words(limit.amount)} {_UNIT_WORDS[limit.unit]}"
        if name is K.SETTLEMENT:
            amount = _classes(terms)
        words = f"- {_limit_label(name)}: {amount}"
        if limit.unit is not rules.Unit.HOURS:
            words += f", {_WHOSE_WORDS[limit.whose]}"
        if limit.step:
            words += f"; langkah {limit.step}"
        if limit.holder:
            words += f"; pada {ROLE_LABELS[limit.holder]}"
        if limit.floor:
            words += f"; bila diulang, sisanya atau paling sedikit {limit.floor} menit"
        yield from _wrapped(f"{words}.", indent=2)
    yield from _wrapped(
        f"- Ke Ombudsman: kapan saja; hari ke-{terms.ombudsman_days} sejak aduan diterima patut diingat.",
        indent=2,
    )


def _actions_text() -> Iterator[str]:
    yield from _heading("Tindakan")
    for name, one in ACTIONS.items():
        yield f"{one.label} ({name}, {_step_words(name)})"
        for rule in _ways(name):
            yield from _wrapped(f"   {_from(rule)} -> {_to(rule)}", indent=6)
            roles = " atau ".join(ROLE_LABELS[role] for role in rule.roles)
            yield from _wrapped(f"      oleh {roles}", indent=6)
            for condition in rule.conditions:
                yield from _wrapped(f"      ditolak dengan “{CONDITIONS[condition][1]}”", indent=9)


def _step_words(action: str) -> str:
    """The step of an action. An answer that is nobody's step alone belongs to those from which it is given."""
    if step := ACTIONS[action].step:
        return f"langkah {step}"
    answering = [
        LIMITS[rule.handling].step
        for rule in _ways(action)
        if rule.handling and rule.handling in LIMITS and rule.to_complaint is C.ANSWERED
    ]
    return f"langkah {' atau '.join(map(str, answering))}" if answering else "di samping langkah"


def _heading(words: str) -> Iterator[str]:
    yield words
    yield "-" * len(words)


def _wrapped(text: str, *, indent: int) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=" " * indent, break_on_hyphens=False)


def _limit_label(name: C | H | K) -> str:
    if isinstance(name, K):
        return _CLOCK_LABELS[name]
    return rules.STATE_LABELS[name]


def _classes(terms: Terms) -> str:
    days = terms.settlement.items()
    return ", ".join(f"{rules.KLASS_LABELS[klass].lower()} {count} hari kerja" for klass, count in days)


def _from(rule: Rule) -> str:
    return _pair(rule.complaint, rule.handling) or "belum ada"


def _to(rule: Rule) -> str:
    return _pair(rule.to_complaint, rule.to_handling) or "tetap"


def _pair(complaint: C | Same | None, handling: H | Same | None) -> str:
    """Both machines in words; the one that stays or is not looked at is left out."""
    named = (("aduan", complaint), ("penanganan", handling))
    return ", ".join(f"{what} {_word(state)}" for what, state in named if state not in (None, Same.SAME))


def _word(state: C | H | Same | None) -> str:
    if state is Same.BACK:
        return "kembali ke tempat diminta"
    return rules.STATE_LABELS[state] if isinstance(state, C | H) else ""
