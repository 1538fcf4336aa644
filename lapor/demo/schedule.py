"""When the acts of a demo case happen: backwards from how it stands now, in the office hours of who acts.

Arrivals follow the hours at which people really write to SP4N-LAPOR! (most from nine to eleven and at three,
one in ten between midnight and seven). Most steps are kept in time, each to a degree of its own.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Final, Literal

from lapor.demo import lots
from lapor.demo.hours import after, before
from lapor.demo.lots import Lot
from lapor.demo.path import Path
from lapor.sop import clock
from lapor.sop.calendar import Calendar
from lapor.sop.rules import ACTIONS, LIMITS, RULES, C, H, K, Role

Whose = Literal["agency", "tim", "nobody", "due"]

ARRIVALS: Final = (
    3,
    2,
    1,
    1,
    1,
    2,
    4,
    5,
    8,
    11,
    11,
    10,
    7,
    7,
    8,
    10,
    8,
    6,
    6,
    7,
    7,
    6,
    4,
    2,
)  # by hour in Bantul

ON_TIME: Final[dict[C | H | K, float]] = {
    H.AT_OPERATOR: 0.84,
    H.AT_OFFICER: 0.78,
    H.AT_UNIT: 0.68,
    H.CHECKING: 0.84,
    H.TO_ANSWER: 0.80,
    K.STEP8: 0.74,
    C.RECEIVED: 0.90,
    H.RETURN_REQUESTED: 0.85,
}
CITIZEN_HOURS: Final = {  # how long citizens take, least and most
    "complete": (2, 60),
    "confirm": (1, 90),
    "object": (3, 110),
    "reopen": (30, 200),
    "withdraw": (2, 30),
}
USED: Final = {lots.CALM: (0.05, 0.35), lots.SOON: (0.84, 0.96), lots.LATE: (1.15, 2.4)}  # share of the limit
SEEN_BY_HEAD: Final = 0.7
_CITIZENS_OWN: Final = {rule.action for rule in RULES if Role.CITIZEN in rule.roles}


@dataclass(frozen=True)
class Cue:
    """An act and its instant. `word` is the walk's word for it."""

    word: str
    at: datetime

    @property
    def action(self) -> str:
        return lots.action_of(self.word)


@dataclass(frozen=True)
class Gap:
    """What lies before an act: office seconds of somebody, plain seconds, or the end of a wait."""

    whose: Whose
    seconds: int = 0
    waits_for: C | K | None = None


@dataclass
class Planner:
    """Lays out the acts of cases. Calendars come with their days off; `now` is a UTC instant."""

    now: datetime
    tim: Calendar
    rng: random.Random

    def plan(self, lot: Lot, agency: Calendar) -> list[Cue]:
        """The acts of one case, oldest first, none after `now`; the first is `submit`."""
        words = ["submit", *lot.walk.split()]
        gaps, path = self._gaps(words)
        due = next((place for place, gap in enumerate(gaps) if gap.whose == "due"), len(words))
        times: dict[int, datetime] = {due - 1: self._anchor(lot, words, due, path, agency)}
        for place in range(due - 1, 0, -1):
            times[place - 1] = self._earlier(words, place, times[place], gaps[place], agency)
        for place in range(due, len(words)):
            times[place] = self._later(words, place, times, gaps[place], agency)
        cues = [Cue(word, times[place].replace(microsecond=0)) for place, word in enumerate(words)]
        if lot.delayed:
            cues.append(Cue("report_delay", self._delayed_at(cues[-1].at, path, agency)))
        told = [cue for cue in self._with_reports_read(cues, agency) if cue.at <= self.now]
        if any(one.at >= other.at for one, other in pairwise(told)):
            raise ValueError(f"acts out of order: {told}")
        return told

    # -- how long each act takes

    def _gaps(self, words: list[str]) -> tuple[list[Gap], Path]:
        path, gaps = Path(), [Gap("nobody")]
        path.step("submit")
        for word in words[1:]:
            action = lots.action_of(word)
            gap = self._gap(action, path)
            if gap.whose == "agency":
                path.spend(gap.seconds // 60)
            gaps.append(gap)
            path.step(action)
        return gaps, path

    def _gap(self, action: str, path: Path) -> Gap:
        rng, held = self.rng, path.held
        if action == "channel_accepted":
            return Gap("nobody", rng.randint(20, 150))
        if action == "lapse":
            return Gap("due", rng.randint(5, 290), C.AWAITING)
        if action == "close_silent":
            return Gap("due", rng.randint(5, 290), K.CONFIRMATION)
        if action == "keep_promise":
            return Gap("agency", rng.randint(2, 9) * 480 * 60)
        if action == "acknowledge":
            return Gap("tim", self._drawn(LIMITS[K.STEP8].amount, ON_TIME[K.STEP8]))
        if action in CITIZEN_HOURS:
            least, most = CITIZEN_HOURS[action]
            return Gap("nobody", rng.randint(least * 3600, most * 3600))
        if held is C.RECEIVED:
            return Gap("tim", self._drawn(1000, ON_TIME[C.RECEIVED], most=2.1))
        if held is H.RETURN_REQUESTED:
            return Gap("tim", self._drawn(420, ON_TIME[H.RETURN_REQUESTED]))
        if action in ("ask_completion", "recall"):
            return Gap("agency", int(path.minutes_left * 60 * rng.uniform(0.12, 0.45)))
        likely = ON_TIME.get(held, 0.8) if held is not None else 0.8
        return Gap("agency", self._drawn(path.minutes_left, likely))

    def _drawn(self, minutes: int, on_time: float, *, most: float = 2.4) -> int:
        """Office seconds taken of a limit of so many minutes, within it with this likelihood."""
        if self.rng.random() < on_time:
            share = self.rng.triangular(0.08, 0.97, 0.6)
        else:
            share = self.rng.triangular(1.05, most, 1.25)
        return int(minutes * 60 * share)

    # -- where the last act stands

    def _anchor(self, lot: Lot, words: list[str], due: int, path: Path, agency: Calendar) -> datetime:
        """The instant of the last act that is not waited for."""
        if lot.ends == lots.PAST:
            return self._past_day(words, due, agency)
        if lot.ends == lots.WAITS:
            return before(self.tim, self.now, self.rng.randint(100, 3200) * 60)
        held, share = path.held, self.rng.uniform(*USED[lot.ends])
        if held in (C.RECEIVED, H.RETURN_REQUESTED):
            return self._days_ago(lot.ends, LIMITS[held].amount, citizen=held is C.RECEIVED)
        if held is C.ANSWERED:
            return before(self.tim, self.now, int(LIMITS[K.STEP8].amount * 60 * share))
        return before(agency, self.now, int(path.minutes_left * 60 * share))

    def _past_day(self, words: list[str], due: int, agency: Calendar) -> datetime:
        """Some day of the last weeks; early enough, where a wait of ten working days follows."""
        follows = len(words) - due
        latest = 1.3 if not follows else 17 + 2.5 * (follows - 1)
        at = self.now - timedelta(days=self.rng.uniform(latest, max(latest + 12, 50)))
        if lots.action_of(words[due - 1]) in _CITIZENS_OWN:
            return self._at_citizens_hour(at)
        return before(agency, at, self.rng.randint(60, 400 * 60))

    def _delayed_at(self, at: datetime, path: Path, agency: Calendar) -> datetime:
        """When somebody who got the case at this instant sees that he will be late."""
        return after(agency, at, int(path.minutes_left * 60 * self.rng.uniform(0.5, 0.9)))

    def _days_ago(self, ends: str, limit: int, *, citizen: bool) -> datetime:
        """A day from which a limit in working days stands as told; where none does, a calm one."""
        found: dict[str, list[datetime]] = {lots.CALM: [], lots.SOON: [], lots.LATE: []}
        for back in range(16):
            day = self.now - timedelta(days=back, minutes=10)
            at = self._at_citizens_hour(day) if citizen else before(self.tim, day, self.rng.randint(60, 9000))
            if at >= self.now - timedelta(minutes=3):
                continue
            due = clock.working_days(self.tim, at, limit)
            near = due >= self.now and clock.between(self.tim, self.now, due) < 480
            found[lots.LATE if due < self.now else lots.SOON if near else lots.CALM].append(at)
        return self.rng.choice((found[ends] or found[lots.CALM] or found[lots.LATE])[:4])

    def _at_citizens_hour(self, at: datetime) -> datetime:
        """An instant on that day in Bantul, or on the day before if it would lie after `at`."""
        local = at.astimezone(self.tim.place)
        hour = self.rng.choices(range(24), ARRIVALS)[0]
        wanted = time(hour, self.rng.randrange(60), self.rng.randrange(60))
        written = datetime.combine(local.date(), wanted, self.tim.place)
        return (written if written < local else written - timedelta(days=1)).astimezone(UTC)

    # -- from act to act

    def _earlier(self, words: list[str], place: int, at: datetime, gap: Gap, agency: Calendar) -> datetime:
        """When the act before `place` was, so that this gap lies between."""
        if place == 1:
            return self._arrival(at, gap)
        hours = self._hours(gap, agency)
        if hours is not None:
            return before(hours, at, max(gap.seconds, 40))
        earlier = at - timedelta(seconds=gap.seconds)
        if lots.action_of(words[place]) == "channel_accepted":
            return earlier
        return before(agency, earlier, self.rng.randint(30, 5000))

    def _arrival(self, at: datetime, gap: Gap) -> datetime:
        if gap.whose == "nobody":
            return at - timedelta(seconds=gap.seconds)
        day = before(self.tim, at, gap.seconds)
        return self._at_citizens_hour(min(day + timedelta(hours=7), at - timedelta(minutes=4)))

    def _later(self, words: list[str], place: int, times: dict[int, datetime], gap: Gap, agency: Calendar) -> datetime:
        """When the act at `place` comes, after those before it."""
        last = times[place - 1]
        if gap.whose == "due":
            began = {C.AWAITING: ("ask_completion",), K.CONFIRMATION: ("channel_accepted", "acknowledge")}
            asked = max(i for i in range(place) if lots.action_of(words[i]) in began[gap.waits_for or C.AWAITING])
            limit = LIMITS[gap.waits_for or C.AWAITING].amount
            return clock.working_days(self.tim, times[asked], limit) + timedelta(seconds=gap.seconds)
        hours = self._hours(gap, agency)
        if hours is not None:
            return after(hours, last, max(gap.seconds, 40))
        return last + timedelta(seconds=gap.seconds)

    def _hours(self, gap: Gap, agency: Calendar) -> Calendar | None:
        return {"agency": agency, "tim": self.tim}.get(gap.whose)

    # -- the head of the agency reads what was reported

    def _with_reports_read(self, cues: list[Cue], agency: Calendar) -> list[Cue]:
        """The same acts with some reports read by the head a while later."""
        return with_reports_read(cues, lambda at: self._read_at(at, agency))

    def _read_at(self, at: datetime, agency: Calendar) -> datetime | None:
        if self.rng.random() > SEEN_BY_HEAD:
            return None
        return after(agency, at, self.rng.randint(15 * 60, 700 * 60))


def with_reports_read(cues: list[Cue], read_at: Callable[[datetime], datetime | None]) -> list[Cue]:
    """Insert a `see_report` where the rules allow it and something waits to be read."""
    wanted = [read_at(cue.at) for cue in cues if ACTIONS[cue.action].reports_to_head]
    moments = sorted(at for at in wanted if at is not None)
    path, told, unseen = Path(), [], False
    for place, cue in enumerate(cues):
        path.step(cue.action)
        told.append(cue)
        unseen = unseen or ACTIONS[cue.action].reports_to_head
        until = cues[place + 1].at if place + 1 < len(cues) else None
        here = [at for at in moments if cue.at < at and (until is None or at < until)]
        if here and unseen and path.allows("see_report"):
            told.append(Cue("see_report", here[0]))
            unseen = False
    return told
