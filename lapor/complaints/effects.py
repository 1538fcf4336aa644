"""What an act that the rules allow does: states, clocks, rounds, the report to the head.

`move` holds the locks and calls this; replay.py does it once more in memory, to prove the ledger. Nobody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lapor.complaints import promising, supervising
from lapor.complaints.book import TABLES, Tables
from lapor.complaints.models import Complaint, Event, Handling, StepClock
from lapor.complaints.models.ledger import WAITS_FOR_CITIZEN, WAITS_FOR_TIM
from lapor.people.models import Agency, Unit
from lapor.sop import rules
from lapor.sop.rules import ACTIONS, ANSWERS, INVESTIGATION, LIMITS, OPEN_HANDLING, Actor, C, H, K, Klass, Rule, Same

ROUTINGS = ("verify_and_route", "reroute", "take_up")
NEVER_STANDS = (K.FIRST_REPLY, K.PROMISE)  # who waits does not ask who is to act


@dataclass(frozen=True)
class Moved:
    """A locked complaint after its move, for a step that attaches more to the same act."""

    complaint: Complaint
    handling: Handling | None
    event: Event


def first_clocks(complaint: Complaint, *, at: datetime, book: Tables = TABLES) -> None:
    """What runs from a complaint's first instant on."""
    book.start(complaint, C.RECEIVED, at=at)
    book.start(complaint, K.FIRST_REPLY, at=at)
    settle_anew(complaint, at=at, book=book)


def settle_anew(complaint: Complaint, *, at: datetime, book: Tables) -> None:
    """The settlement limit of the complaint's class begins."""
    days = complaint.terms.settlement[rules.Klass(complaint.klass)]
    book.start(complaint, K.SETTLEMENT, at=at, limit=days)


@dataclass
class Effects:
    """One act under way, with everything it touches locked."""

    rule: Rule
    complaint: Complaint
    handlings: list[Handling]
    handling: Handling | None
    actor: Actor
    at: datetime
    book: Tables = TABLES

    def carry_out(
        self,
        data: Mapping[str, object] | None,
        words: Mapping[str, str] | None,
        agency: Agency | None,
        unit: Unit | None,
    ) -> Moved:
        was, stood = C(self.complaint.state), self.handling.state if self.handling else ""
        self.event = self._append(data, words, agency, unit)
        if ACTIONS[self.rule.action].new_round:
            self._new_round()
        self._reclass()
        if agency is not None and self.rule.action in ROUTINGS:
            self._give_to(agency)
        elif agency is not None and self.handling is not None:
            self.book.hand_over(self.handling, agency, self._running(self.handling))
        else:
            self._move_handling(stood, unit)
        self._move_complaint(was)
        self._beside()
        self._save(was, stood)
        return Moved(self.complaint, self.handling, self.event)

    def _append(
        self,
        data: Mapping[str, object] | None,
        words: Mapping[str, str] | None,
        agency: Agency | None,
        unit: Unit | None,
    ) -> Event:
        facts = dict(data or {})
        if agency is not None:
            facts["agency"] = agency.code
        if unit is not None:
            facts["unit"] = unit.name
        return self.book.append(
            self.complaint,
            action=self.rule.action,
            actor=self.actor,
            at=self.at,
            handling=self.handling,
            data=facts,
            words=words,
        )

    # -- the handling

    def _give_to(self, agency: Agency) -> None:
        """Route: end the handling that is given back, if any, and begin one at this agency; the Inspektorat's is
        timed by the settlement alone."""
        if self.handling is not None:
            self._end_handling(self.handling, H.RETURNED, "moved")
            self.complaint.hops += 1
        state = H.INVESTIGATED if self.rule.to_handling is H.INVESTIGATED else H.AT_OPERATOR
        self.handling = self.book.open_handling(self.complaint, agency, state, at=self.at)
        if state is H.AT_OPERATOR:
            self.book.start(self.complaint, H.AT_OPERATOR, at=self.at, handling=self.handling)
            self.book.start(self.complaint, K.TOTAL, at=self.at, handling=self.handling)

    def _move_handling(self, stood: str, unit: Unit | None) -> None:
        target = self.rule.to_handling
        if self.handling is None or target in (Same.SAME, None):
            return
        if target in (H.CANCELLED, H.RETURNED):
            cut = target is H.CANCELLED and not ACTIONS[self.rule.action].hands_over
            for other in self.handlings:
                if other.state in OPEN_HANDLING:
                    self._end_handling(other, H(target), "cut" if cut else "moved")
            return
        handling = self.handling
        if target is Same.BACK:
            self._back(handling)
            return
        if target is H.RETURN_REQUESTED:
            standing = [row for row in self._running(handling) if row.name not in NEVER_STANDS]
            self.book.pause(standing, at=self.at, reason=WAITS_FOR_TIM, event=self.event)
            handling.asked_from = stood
        else:
            self._finish(handling, H(stood))
        handling.state, handling.round = H(target), self.complaint.round
        if target is H.AT_UNIT and unit is not None:
            handling.unit = unit
        if target is H.AT_OFFICER:
            handling.unit = None
        if target in LIMITS:
            self.book.start(self.complaint, H(target), at=self.at, handling=handling)

    def _back(self, handling: Handling) -> None:
        """A refused return: the Tim's clock ends, the agency's runs on with what was left."""
        self._finish(handling, H.RETURN_REQUESTED)
        self.book.resume(self._running(handling), at=self.at, event=self.event)
        handling.state, handling.asked_from = handling.asked_from, ""

    def _end_handling(self, handling: Handling, state: H, outcome: str) -> None:
        for row in self._running(handling):
            plain = row.name == H.RETURN_REQUESTED and state is H.RETURNED
            self.book.finish(row, at=self.at, event=self.event, outcome="" if plain else outcome)
        handling.state = state
        self.book.save_ended(handling)

    # -- the complaint

    def _move_complaint(self, was: C) -> None:
        target = self._target()
        if ACTIONS[self.rule.action].hands_over:
            supervising.hand_over(self.event, self.complaint, at=self.at, book=self.book)
        elif target is was:
            return
        elif target is C.AWAITING:
            self._await_citizen()
        elif was is C.AWAITING and target in (C.RECEIVED, C.IN_HANDLING):
            self._heard_or_lapsed()
        else:
            self._finish_complaint_clocks(was, target)
            if target is C.RECEIVED:
                self._back_at_the_tim()
            if target is C.ANSWERED:
                self._answered()
        if was is C.AWAITING:
            self.complaint.asked_by = None
        self.complaint.state, self.complaint.state_since = target, self.at

    def _target(self) -> C:
        target = self.rule.to_complaint
        if target is Same.SAME:
            return C(self.complaint.state)
        if target is Same.BACK:
            return C.IN_HANDLING if self.complaint.asked_by_id else C.RECEIVED
        return C(target)

    def _answered(self) -> None:
        """Step 8 begins; an answer of the Inspektorat is reported to nobody, so the reporter's receipt is all of it."""
        if self.complaint.supervisory:
            self.complaint.acknowledged_round = self.complaint.round
        else:
            self.book.start(self.complaint, K.STEP8, at=self.at)

    def _await_citizen(self) -> None:
        asking = self.handling if self.complaint.state == C.IN_HANDLING else None
        standing = [row for row in self.book.open_clocks(self.complaint) if row.name not in NEVER_STANDS]
        self.book.pause(standing, at=self.at, reason=WAITS_FOR_CITIZEN, event=self.event)
        self.complaint.asked_by = asking
        self.book.start(self.complaint, C.AWAITING, at=self.at)

    def _heard_or_lapsed(self) -> None:
        for row in self.book.open_clocks(self.complaint, names=[C.AWAITING]):
            self.book.finish(row, at=self.at, event=self.event)
        waiting = [row for row in self.book.open_clocks(self.complaint) if row.waits_for(WAITS_FOR_CITIZEN)]
        self.book.resume(waiting, at=self.at, event=self.event)

    def _finish_complaint_clocks(self, was: C, target: C) -> None:
        ended: list[C | H | K] = [was]
        if target in (C.ARCHIVED, C.LAPSED, C.WITHDRAWN, C.ANSWERED):
            ended += [C.RECEIVED, K.SETTLEMENT]
        if target in (C.LAPSED, C.WITHDRAWN):
            ended.append(K.FIRST_REPLY)
        if was is C.ANSWERED:
            ended.append(K.CONFIRMATION)
        if target is C.WITHDRAWN:
            ended.append(K.TOTAL)
        cut = "cut" if target in (C.ARCHIVED, C.LAPSED, C.WITHDRAWN) else ""
        for row in self.book.open_clocks(self.complaint, names=ended):
            self.book.finish(row, at=self.at, event=self.event, outcome="" if row.name == was else cut)

    def _back_at_the_tim(self) -> None:
        """An objection to an archive settles anew; a lapsed case that is completed goes on where it stood."""
        self.book.start(self.complaint, C.RECEIVED, at=self.at)
        if ACTIONS[self.rule.action].new_round:
            settle_anew(self.complaint, at=self.at, book=self.book)
            return
        for row in self.book.cut_clocks(self.complaint, names=(K.SETTLEMENT, K.FIRST_REPLY)):
            self.book.take_up(row, at=self.at, reason=WAITS_FOR_CITIZEN, event=self.event)

    def _new_round(self) -> None:
        """An objection, a reopening, a promise that is due: what the round before timed ends, new limits begin.

        What was promised stays promised.
        """
        for row in self.book.open_clocks(self.complaint):
            if row.name == K.PROMISE:
                continue
            cut = "cut" if row.name in (K.STEP8, K.TOTAL) else ""
            self.book.finish(row, at=self.at, event=self.event, outcome=cut)
        self.complaint.round += 1
        if self.rule.to_complaint is C.IN_HANDLING:
            settle_anew(self.complaint, at=self.at, book=self.book)
            if self.handling is not None and self.rule.to_handling not in INVESTIGATION:
                left = self.book.left_of_total(self.handling)
                self.book.start(self.complaint, K.TOTAL, at=self.at, handling=self.handling, limit=left)

    # -- what goes with an act

    def _beside(self) -> None:
        """First reply, promises, both receipts of step 8, the report to the head."""
        action, complaint = self.rule.action, self.complaint
        if action in (*ANSWERS, "pass_on", "archive", "take_up"):
            for row in self.book.open_clocks(complaint, names=[K.FIRST_REPLY]):
                self.book.finish(row, at=self.at, event=self.event)
        if self.handling is not None:
            promising.carry_out(self.event, complaint, self.handling, at=self.at, book=self.book)
        if action == "channel_accepted":
            complaint.accepted_round = complaint.round
        if action == "acknowledge":
            complaint.acknowledged_round = complaint.round
        if action in ("channel_accepted", "acknowledge"):
            self._received()
        if ACTIONS[action].reports_to_head and self.handling is not None:
            self.book.report_to_head(self.event, self.handling, at=self.at)

    def _reclass(self) -> None:
        """A change of class recounts the settlement limit from where it began and keeps its pauses."""
        klass = Klass(self.event.data.get("klass") or self.complaint.klass)
        if klass == self.complaint.klass:
            return
        self.complaint.klass = klass
        for row in self.book.open_clocks(self.complaint, names=[K.SETTLEMENT]):
            self.book.relimit(row, self.complaint.terms.settlement[klass])

    def _received(self) -> None:
        """Once both receipts are there, step 8 is over and the citizen's own days begin."""
        complaint = self.complaint
        if not complaint.accepted_round == complaint.acknowledged_round == complaint.round:
            return
        for row in self.book.open_clocks(complaint, names=[K.STEP8, K.TOTAL]):
            self.book.finish(row, at=self.at, event=self.event)
        if complaint.state == C.ANSWERED:
            self.book.start(complaint, K.CONFIRMATION, at=self.at)

    def _save(self, was: C, stood: str) -> None:
        handled = self.handling is not None and self.handling.state != stood
        if self.complaint.state != was or handled or ACTIONS[self.rule.action].hands_over:
            self.complaint.version += 1
        self.book.save(self.complaint, self.handling)

    def _running(self, handling: Handling) -> list[StepClock]:
        return self.book.open_clocks(self.complaint, handling=handling)

    def _finish(self, handling: Handling, state: H) -> None:
        for row in self.book.open_clocks(self.complaint, names=[state], handling=handling):
            self.book.finish(row, at=self.at, event=self.event)
