"""Time and numbers in Indonesian words, as pages, letters and the printed SOP say them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

from lapor.sop.calendar import DAY_NAMES

MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
DAY_MINUTES: Final = 480
HOUR_MINUTES: Final = 60

ClockState = Literal["calm", "soon", "late", "paused", "done"]


def time_left(minutes: int, *, late: bool | None = None, day_minutes: int = DAY_MINUTES) -> str:
    """Office minutes left as "sisa 42 menit kerja"; negative ones are over, "lewat 25 menit kerja".

    `late` says whether the due instant has passed, where the minutes cannot: at night after a due instant at
    closing nothing is left and nothing is over. `day_minutes` is the length of this office's day.
    """
    over = minutes < 0 if late is None else late
    if minutes == 0:
        return "lewat tenggat" if over else "jatuh tempo sekarang"
    return f"{'lewat' if over else 'sisa'} {amount(abs(minutes), day_minutes=day_minutes)}"


def amount(minutes: int, *, day_minutes: int = DAY_MINUTES) -> str:
    """Office minutes in the largest unit they fill, rounded down: nobody is told more than there is."""
    if minutes >= day_minutes:
        return f"{number_words(minutes // day_minutes)} hari kerja"
    if minutes >= HOUR_MINUTES:
        return f"{minutes // HOUR_MINUTES} jam kerja"
    return f"{minutes} menit kerja"


def clock_state(
    *, used: int, limit: int, minutes_left: int, paused: bool = False, finished: bool = False
) -> ClockState:
    """The shape of a clock from its office minutes, `minutes_left` negative when it is past due.

    Soon is from 80 % used on, or with less than one office hour left. That holds for short limits too: a step of
    60 minutes is soon from its second minute on, as nobody who has it should put it off. A clock that finished
    late stays late; one that stands still is neither soon nor late before it runs again.
    """
    if finished:
        return "late" if minutes_left < 0 else "done"
    if paused:
        return "paused"
    if minutes_left < 0:
        return "late"
    return "soon" if used * 100 >= limit * 80 or minutes_left < HOUR_MINUTES else "calm"


def long_instant(at: datetime, zone: str = "Asia/Jakarta") -> str:
    """Selasa, 24 November 2026, pukul 11.55"""
    local = _local(at, zone)
    return f"{DAY_NAMES[local.weekday()]}, {date_words(local.date())}, pukul {local:%H.%M}"


def short_instant(at: datetime, zone: str = "Asia/Jakarta") -> str:
    """Jumat 14.30"""
    local = _local(at, zone)
    return f"{DAY_NAMES[local.weekday()]} {local:%H.%M}"


def day_instant(at: datetime, now: datetime, zone: str = "Asia/Jakarta") -> str:
    """hari ini pukul 10.31; besok pukul 07.50; Jumat, 27 November, pukul 14.30 (with the year if it is another)"""
    local, today = _local(at, zone), _local(now, zone).date()
    near = {-1: "kemarin", 0: "hari ini", 1: "besok"}.get((local.date() - today).days)
    if near is not None:
        return f"{near} pukul {local:%H.%M}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{DAY_NAMES[local.weekday()]}, {local.day} {MONTHS[local.month - 1]}{year}, pukul {local:%H.%M}"


def date_words(day: date) -> str:
    """24 November 2026"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def number_words(number: int | float) -> str:
    """1.060 for a whole number, 4,1 for a fraction."""
    plain = f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"
    return plain.translate(str.maketrans(",.", ".,"))


def _local(at: datetime, zone: str) -> datetime:
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} names no zone")
    return at.astimezone(ZoneInfo(zone))
