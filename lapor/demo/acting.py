"""Playing a case: every cue becomes the real step function, done by somebody who may do it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from lapor.complaints import uploads
from lapor.complaints.identity import Reporter
from lapor.complaints.models import Attachment, Complaint, Draft, Event, Handling

# isort: off
from lapor.complaints.steps import (
    answer, check, close, complete, delay, examine, promise, receive, reopen, route, verify, work,
)  # fmt: skip

# isort: on
from lapor.demo import lots, spots
from lapor.demo.lots import Lot
from lapor.demo.photos import When, photo
from lapor.demo.schedule import Cue
from lapor.demo.troupe import Troupe
from lapor.demo.wording import Written, filled
from lapor.people.calendars import BANTUL
from lapor.people.models import Agency
from lapor.sop.rules import Actor, C, Klass, Role

REPORTER: Final = Actor(Role.CITIZEN)
SCORES: Final = ((5, 4, 3, 2, 1), (45, 30, 14, 7, 4))  # stars, and how often

OF_THE_SYSTEM: Final[Mapping[str, Any]] = {
    "channel_accepted": answer.channel_accepted,
    "lapse": complete.lapse,
    "close_silent": close.close_silent,
}


@dataclass
class Case:
    """One case on its way. `own` draws what differs from case to case; the same each time."""

    troupe: Troupe
    about: Written
    lot: Lot
    key: str
    reporter: Reporter
    own: random.Random
    complaint: Complaint = field(init=False)
    agency: Agency | None = None  # whose hands it is in
    last_report: Event | None = None

    def play(self, cues: list[Cue]) -> Complaint:
        """All acts of the case, in order. Whatever the rules refuse is raised: a plan must be lawful."""
        for cue in cues:
            if cue.action in OF_THE_SYSTEM:
                OF_THE_SYSTEM[cue.action](complaint_id=self.complaint.pk, at=cue.at)
            else:
                getattr(self, f"_{cue.action}")(cue)  # each other action has its method below
        return self.complaint

    # -- the citizen

    def _submit(self, cue: Cue) -> None:
        place = self.troupe.places[self.about.kalurahan]
        known = place if self.own.random() >= 0.08 else None
        filing = receive.Filing(
            story=self.about.story,
            kapanewon=place.kapanewon,
            kalurahan=known,
            spot=spots.spot(known.pk, self.key) if known else None,
            landmark=self._say("patokan"),
            occurred=self._say("kejadian"),
            anonim=self.about.anonim,
            rahasia=self.about.rahasia,
            klass=self.about.klass,
        )
        pictured = self.about.showcase or (self.about.klass is Klass.COMPLAINT and self.own.random() < 0.4)
        receipt = receive.submit(
            filing,
            reporter=self.reporter,
            form_key=self.key,
            opened_at=cue.at - timedelta(seconds=self.own.randint(150, 1500)),
            at=cue.at,
            draft=self._draft(cue, before=True) if pictured and self._topic["gambar"] != "loket" else None,
        )
        self.complaint = receipt.complaint

    def _complete(self, cue: Cue) -> None:
        draft = self._draft(cue, before=True) if self.own.random() < 0.5 else None
        complete.complete(**self._on(cue, REPORTER), reply=self._say("kelengkapan"), draft=draft)

    def _confirm(self, cue: Cue) -> None:
        score = self.own.choices(*SCORES)[0]
        remark = self.troupe.wording.remark(score, self.own)
        close.confirm(**self._on(cue, REPORTER), score=score, remark=remark)

    def _object(self, cue: Cue) -> None:
        if Complaint.objects.get(pk=self.complaint.pk).state != C.ANSWERED:
            reopen.object_to(**self._on(cue, REPORTER), reason=self._say("keberatan arsip"))
            return
        score = self.own.randint(1, 2) if cue.word.endswith("!") else None
        reopen.object_to(**self._on(cue, REPORTER), reason=self._say("keberatan"), score=score)

    def _reopen(self, cue: Cue) -> None:
        if cue.word.endswith("!"):
            reopen.reopen(**self._on(cue, self._tim(Role.CHAIR)), reason=self._say("tim buka lagi"))
        else:
            reopen.reopen(**self._on(cue, REPORTER), reason=self._say("buka lagi"))

    def _withdraw(self, cue: Cue) -> None:
        close.withdraw(**self._on(cue, REPORTER), reason=self._say("cabut"))

    # -- the Tim

    def _verify_and_route(self, cue: Cue) -> None:
        self.agency = self._door(cue)
        verify.verify_and_route(
            **self._on(cue, self._tim()),
            agency=self.agency,
            title=self.about.title,
            klass=self.about.klass,
            category=self.troupe.categories[self.about.category],
            note=self._say("catatan"),
        )

    def _archive(self, cue: Cue) -> None:
        if self.agency is not None:
            reason = "repeat"
        elif self.about.agency.startswith("Luar"):
            reason = "outside"
        else:
            reason = "unclear" if "rusak" in self.about.story else "not_service"
        text = self.troupe.wording.archived(reason)
        verify.archive(**self._on(cue, self._tim()), reason=reason, explanation=text)

    def _reroute(self, cue: Cue) -> None:
        role, self.agency = Role.CHAIR if self.complaint.hops else Role.VERIFIER, self._door(cue)
        route.reroute(**self._on(cue, self._tim(role)), agency=self.agency, note=self._say("alihkan"))

    def _refuse(self, cue: Cue) -> None:
        route.refuse(**self._on(cue, self._tim()), note=self._say("tetap"))

    def _acknowledge(self, cue: Cue) -> None:
        close.acknowledge(**self._on(cue, self._tim()))

    # -- the agency

    def _pass_on(self, cue: Cue) -> None:
        route.pass_on(**self._on(cue, self._holder(Role.OPERATOR)), interim=self._of_topic("kabar"))

    def _request_return(self, cue: Cue) -> None:
        actor = self._holder(Role.OPERATOR)
        if "archive" in self.lot.walk:
            told = self.troupe.wording.archived("repeat")
            route.request_return(**self._on(cue, actor), reason="repeat", explanation=told)
            return
        right = self.troupe.right_door(self.about)
        if right == self.agency:
            right = self.troupe.wrong_door(self.about)
        told = self._say("bukan kami", opd=self._short, usul=right.short)
        route.request_return(**self._on(cue, actor), reason="wrong_agency", explanation=told, proposed=right)

    def _ask_completion(self, cue: Cue) -> None:
        complete.ask_completion(**self._on(cue, self._asker()), question=self._say("minta"))

    def _assign(self, cue: Cue) -> None:
        unit = self.troupe.unit_for(self.about, self.agency, wrong=cue.word.endswith("!"))
        examine.assign(**self._on(cue, self._examiner()), unit=unit, instruction=self._of_topic("disposisi"))

    def _recall(self, cue: Cue) -> None:
        examine.recall(**self._on(cue, self._examiner()), reason=self._say("tarik"))

    def _report(self, cue: Cue) -> None:
        result = lots.RESULTS[self.lot.kind]
        moved = work.report(
            **self._on(cue, self._head_of_unit()),
            done=self._of_topic("kerja"),
            done_on=cue.at.astimezone(BANTUL).date(),
            result=result,
            by_whom=self._of_topic("pelaksana"),
            remains=self._of_topic("sisa") if result != "fixed" else "",
            draft=self._draft(cue, before=True, after=True),
        )
        self.last_report = moved.event

    def _send_back(self, cue: Cue) -> None:
        check.send_back(**self._on(cue, self._examiner()), missing=self._say("kurang"))

    def _approve(self, cue: Cue) -> None:
        check.approve(**self._on(cue, self._examiner()), note=self._say("setuju"))

    def _answer(self, cue: Cue) -> None:
        kind, words = lots.ANSWERS[self.lot.kind]
        text, ground, planned, year = self._of_topic(words), "", None, None
        if self.lot.kind == lots.PARTLY:
            text = f"{text} Yang belum selesai: {self._of_topic('sisa')}"
        if kind == "planned":
            planned = cue.at.astimezone(BANTUL).date() + timedelta(days=self.own.randint(60, 300))
            ground, year = self._say("biaya"), planned.year
        if kind == "refused":
            ground = self._say("dasar")
        after = Attachment.objects.filter(event=self.last_report, purpose=Attachment.Purpose.AFTER)
        answer.answer(
            **self._on(cue, self._holder(Role.OPERATOR)),
            text=text,
            kind=kind,
            planned_on=planned,
            budget_year=year,
            ground=ground,
            shown=[str(pk) for pk in after.values_list("pk", flat=True)],
        )

    def _answer_simple(self, cue: Cue) -> None:
        at_operator = self._lead().state == "at_operator"
        actor = self._holder(Role.OPERATOR) if at_operator else self._examiner()
        text = self.troupe.wording.facts(self.about) or self._of_topic("jelas")
        answer.answer_simple(**self._on(cue, actor), text=text)

    def _see_report(self, cue: Cue) -> None:
        examine.see_report(**self._on(cue, self._holder(Role.HEAD)), handling_id=self._lead().pk)

    def _report_delay(self, cue: Cue) -> None:
        day = cue.at.astimezone(BANTUL).date() + timedelta(days=self.own.randint(7, 12))
        delay.report_delay(**self._on(cue, self._asker()), promised_on=day, reason=self._say("tunda"))

    def _keep_promise(self, cue: Cue) -> None:
        promise.keep_promise(**self._on(cue, self._holder(Role.OPERATOR)), answer=self._of_topic("jawaban"))

    # -- who, where, what

    def _on(self, cue: Cue, actor: Actor) -> dict[str, Any]:
        return {"complaint_id": self.complaint.pk, "actor": actor, "at": cue.at}

    def _tim(self, role: Role = Role.VERIFIER) -> Actor:
        return self.own.choice(self.troupe.holders(None, role)).as_actor()

    def _holder(self, role: Role) -> Actor:
        return self.troupe.holders(self.agency, role)[0].as_actor()

    def _asker(self) -> Actor:
        if self.agency is None:
            return self._tim()
        handling = self._lead()
        if handling.state == "at_unit":
            return self._head_of_unit()
        return self._examiner() if handling.state == "at_officer" else self._holder(Role.OPERATOR)

    def _head_of_unit(self) -> Actor:
        return self.troupe.heads_of_units[self._lead().unit_id or 0].as_actor()

    def _examiner(self) -> Actor:
        """A penanggung jawab who is not barred in this round; the head where there is none."""
        handling = self._lead()
        if handling.head_examines:
            return self._holder(Role.HEAD)
        officers = self.troupe.holders(self.agency, Role.OFFICER)
        free = [officer for officer in officers if officer.person_id not in handling.barred]
        return free[len(self.key) % len(free)].as_actor()

    def _lead(self) -> Handling:
        return Handling.objects.select_related("unit").filter(complaint=self.complaint).latest("pk")

    def _door(self, cue: Cue) -> Agency:
        """The agency that gets the case: the right one, or a wrong one where the walk says so."""
        if not cue.word.endswith("!"):
            return self.troupe.right_door(self.about)
        return self.troupe.wrong_door(self.about, again=cue.action == "reroute")

    @property
    def _topic(self) -> Mapping[str, Any]:
        return self.troupe.wording.topic(self.about)

    @property
    def _short(self) -> str:
        return self.agency.short if self.agency else ""

    def _of_topic(self, kind: str) -> str:
        return filled(self.own.choice(self._topic[kind]), tempat=self._place, opd=self._short)

    def _say(self, kind: str, **names: str) -> str:
        return self.troupe.wording.say(kind, self.own, **names)

    @property
    def _place(self) -> str:
        place = self.troupe.places[self.about.kalurahan]
        return ", ".join(dict.fromkeys((place.name, place.kapanewon.name)))

    def _draft(self, cue: Cue, *, before: bool = False, after: bool = False) -> Draft:
        """A server draft with the scene of the topic, as a form would have left it."""
        draft = uploads.draft_for(f"{self.key}/{cue.word}/{cue.at.isoformat()}", action=cue.action, at=cue.at)
        moments: dict[When, bool] = {"before": before, "after": after}
        for when in (moment for moment, wanted in moments.items() if wanted):
            taken = photo(self._topic["gambar"], when, at=cue.at, near=spots.spot(self.about.kalurahan, self.key))
            purpose = when if cue.action == "report" else "evidence"
            if refused := uploads.add(draft, [taken], at=cue.at, purpose=purpose):
                raise ValueError(refused[0])
        return draft
