"""Every act that a file may name, done through its step, with words that pass at its door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from lapor.complaints.models import Handling, leading
from lapor.complaints.steps import (
    answer,
    check,
    close,
    complete,
    delay,
    examine,
    inspect,
    mark_supervisory,
    promise,
    reclassify,
    reopen,
    reply,
    route,
    verify,
    work,
)  # fmt: skip
from lapor.complaints.walks.town import Town, WalkError, instant
from lapor.people import calendars
from lapor.people.models import Agency, Unit
from lapor.sop.rules import Klass


def act(town: Town, one: Mapping[str, Any], pk: int, agency: str, *, klass: str) -> None:
    at, name = instant(one["at"]), one["act"]
    if name not in ACTS:
        raise WalkError(f"Tindakan “{name}” tidak dikenal. Yang dikenal: {', '.join(sorted(ACTS))}.")
    given = {**one, "class": one.get("class", klass), "agency": Agency.objects.filter(short=agency).first()}
    ACTS[name]({"complaint_id": pk, "actor": town.actor(one["by"], agency), "at": at}, given)


def _led(plain: Mapping[str, Any]) -> Handling:
    handling = leading(Handling.objects.filter(complaint=plain["complaint_id"]).order_by("id"))
    if handling is None:
        raise WalkError("Belum ada OPD yang menangani.")
    return handling


def _unit(plain: Mapping[str, Any]) -> Unit:
    return Unit.objects.get(agency=_led(plain).agency_id)


def _system(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain[name] for name in ("complaint_id", "at")}


def _day(given: Mapping[str, Any], name: str, at: datetime, days: int) -> date:
    """The day that the file names, or one so many days ahead."""
    ahead = at.astimezone(calendars.BANTUL).date() + timedelta(days=days)
    return date.fromisoformat(given[name]) if name in given else ahead


def _answered(plain: Mapping[str, Any], given: Mapping[str, Any], kind: str) -> dict[str, Any]:
    kind = given.get("kind", kind)
    said: dict[str, Any] = {"text": _ANSWER, "kind": kind}
    if kind == "planned":
        day = _day(given, "planned_on", plain["at"], 40)
        said |= {"planned_on": day, "budget_year": given.get("budget_year", day.year), "ground": "APBD"}
    elif kind == "refused":
        said["ground"] = "Peraturan Daerah"
    return said


Act = Callable[[dict[str, Any], Mapping[str, Any]], object]
_ANSWER: Final = "Lampu sudah menyala kembali sejak kemarin sore."
_PROPOSED: Final[dict[str, Any]] = {"reason": "wrong_agency", "explanation": "Bukan urusan kami."}
_REPORTED: Final[dict[str, Any]] = {
    "done": "Sudah diperiksa di tempat oleh regu.", "result": "planned", "by_whom": "Regu satu",
    "remains": "Menunggu suku cadang.",
}  # fmt: skip
_AGAIN: Final = "Belum beres sampai hari ini."

ACTS: Final[Mapping[str, Act]] = {
    "verify_and_route": lambda p, g: verify.verify_and_route(
        **p, agency=g["agency"], title="Lampu padam", klass=Klass(g["class"])
    ),
    "archive": lambda p, g: verify.archive(**p, reason="unclear", explanation="Kami belum mengerti aduannya."),
    "ask_completion": lambda p, g: complete.ask_completion(**p, question="Mohon kirim fotonya."),
    "complete": lambda p, g: complete.complete(**p, reply="Ini fotonya."),
    "lapse": lambda p, g: complete.lapse(**_system(p)),
    "pass_on": lambda p, g: route.pass_on(**p, interim="Kami periksa hari ini juga."),
    "request_return": lambda p, g: route.request_return(**p, **_PROPOSED, proposed=Agency.objects.last()),
    "reroute": lambda p, g: route.reroute(**p, agency=g["agency"]),
    "refuse": lambda p, g: route.refuse(**p, note="Ini memang urusan OPD tersebut."),
    "assign": lambda p, g: examine.assign(**p, unit=_unit(p), instruction="Periksa dan perbaiki."),
    "recall": lambda p, g: examine.recall(**p, reason="Perlu diperiksa lagi dahulu."),
    "report": lambda p, g: work.report(**p, **_REPORTED, done_on=p["at"].astimezone(calendars.BANTUL).date()),
    "send_back": lambda p, g: check.send_back(**p, missing="Fotonya kurang jelas."),
    "approve": lambda p, g: check.approve(**p),
    "answer": lambda p, g: answer.answer(**p, **_answered(p, g, "solved")),
    "answer_simple": lambda p, g: answer.answer_simple(**p, **_answered(p, g, "explained")),
    "channel_accepted": lambda p, g: answer.channel_accepted(**_system(p)),
    "acknowledge": lambda p, g: close.acknowledge(**p),
    "confirm": lambda p, g: close.confirm(**p, score=g.get("score", 4)),
    "change_score": lambda p, g: close.change_score(**p, score=g.get("score", 5)),
    "reply": lambda p, g: reply.reply(**p, message="Kapan diperbaiki?"),
    "close_silent": lambda p, g: close.close_silent(**_system(p)),
    "object": lambda p, g: reopen.object_to(**p, reason=_AGAIN, score=g.get("score")),
    "reopen": lambda p, g: reopen.reopen(**p, reason=_AGAIN),
    "withdraw": lambda p, g: close.withdraw(**p),
    "report_delay": lambda p, g: delay.report_delay(**p, reason=_AGAIN, promised_on=_day(g, "promised_on", p["at"], 5)),
    "keep_promise": lambda p, g: promise.keep_promise(**p, answer=_ANSWER),
    "promise_due": lambda p, g: promise.promise_due(**_system(p)),
    "reclassify": lambda p, g: reclassify.reclassify(**p, klass=Klass(g["class"]), note="Salah jenis sejak semula."),
    "see_report": lambda p, g: examine.see_report(**p, handling_id=_led(p).pk),
    "mark_supervisory": lambda p, g: mark_supervisory.mark_supervisory(**p, reason="Pungutan oleh petugas loket."),
    "take_up": lambda p, g: inspect.take_up(**p, interim="Aduan ini kami periksa."),
    "conclude": lambda p, g: inspect.conclude(**p, findings="Saksi sudah dimintai keterangan.", verdict="proven"),
    "return_findings": lambda p, g: inspect.return_findings(**p, missing="Keterangan bendahara."),
    "answer_supervisory": lambda p, g: inspect.answer_supervisory(
        **p, text="Pemeriksaan sudah selesai.", verdict="proven"
    ),
}
