"""A calendar laid out on the line of time: every office span with the office seconds before it.

On it a deadline is two binary searches, however many days it spans. What was laid out is kept with the calendar
and grows as it is asked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

Spans = tuple[tuple[int, int], ...]
CHUNK_DAYS = 200
FAR_DAYS = 4000  # a line is not stretched over a gap that nobody asks for


class Line(NamedTuple):
    """From the first day on, up to and without `end` (ordinals): spans in seconds since 1970, and what lies before.

    `before` has one entry more than there are spans: the office seconds up to each, and at last all of them.
    `days` and `closings` hold each day that is open and the second at which it closes.
    """

    first: int
    end: int
    opens: list[int]
    closes: list[int]
    before: list[int]
    days: list[int]
    closings: list[int]

    def spent(self, second: int) -> int:
        """The office seconds of this line up to this second."""
        at = bisect_right(self.opens, second) - 1
        if at < 0:
            return 0
        return self.before[at] + min(second, self.closes[at]) - self.opens[at]

    def spent_at(self, amount: int) -> int | None:
        """The first second at which so many office seconds are spent, None where the line does not hold them."""
        at = bisect_left(self.before, amount) - 1
        if at < 0 or amount > self.before[-1]:
            return None
        return self.opens[at] + amount - self.before[at]

    def opening(self, second: int) -> int | None:
        """The first second from this one on at which the office is open, None where the line ends before."""
        at = bisect_right(self.closes, second)
        return max(second, self.opens[at]) if at < len(self.opens) else None


class Track:
    """The line of one calendar, as far as it was asked for."""

    def __init__(self, spans_of: Callable[[date], Spans]) -> None:
        self._spans_of = spans_of
        self._line: Line | None = None

    def line(self, first: date, last: date) -> Line:
        """A line that holds these days and those between. Older lines stay as they were: threads may hold them."""
        wanted, end = first.toordinal(), last.toordinal() + 1
        line = self._line
        if line is not None and line.first <= wanted and end <= line.end:
            return line
        if line is not None and (wanted - line.end > FAR_DAYS or line.first - end > FAR_DAYS):
            line = None
        begin = min(wanted, line.first) if line else wanted
        stop = max(end, line.end, begin + CHUNK_DAYS) if line else max(end, begin + CHUNK_DAYS)
        # the very last day a date can hold has no midnight at its end, so it is never looked at
        self._line = grown = self._laid_out(begin, min(stop, date.max.toordinal()))
        return grown

    def _laid_out(self, begin: int, stop: int) -> Line:
        days: list[int] = []
        spans: list[tuple[int, int]] = []
        closings: list[int] = []
        for day, of_day in self._days(begin, stop):
            days.append(day)
            spans.extend(of_day)
            closings.append(of_day[-1][1])
        before = [0]
        for opened, closed in spans:
            before.append(before[-1] + closed - opened)
        return Line(begin, stop, [one for one, _ in spans], [one for _, one in spans], before, days, closings)

    def _days(self, begin: int, stop: int) -> Iterable[tuple[int, Spans]]:
        for day in range(begin, stop):
            if spans := self._spans_of(date.fromordinal(day)):
                yield day, spans
