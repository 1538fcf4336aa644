"""Time and numbers in words, as pages, letters and the printed SOP say them.

Indonesian, unless `translate` turns the source strings into another language (the pages give their gettext).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

from lapor.sop.calendar import DAY_NAMES
from lapor.sop.states import N_, Unit

MONTHS: Final = (
    N_("Januari"), N_("Februari"), N_("Maret"), N_("April"), N_("Mei"), N_("Juni"),
    N_("Juli"), N_("Agustus"), N_("September"), N_("Oktober"), N_("November"), N_("Desember"),
)  # fmt: skip
STARS: Final = {1: N_("Kecewa"), 2: N_("Kurang"), 3: N_("Cukup"), 4: N_("Baik"), 5: N_("Sangat baik")}
DAY_MINUTES: Final = 480
HOUR_MINUTES: Final = 60
FEW: Final = 3  # below so many days or hours, what is beyond a whole one matters to the reader

ClockState = Literal["calm", "soon", "late", "paused", "done"]
Translate = Callable[[str], str]


def time_left(
    minutes: int, *, late: bool | None = None, day_minutes: int = DAY_MINUTES, translate: Translate = str
) -> str:
    """Office minutes left as "sisa 42 menit kerja"; negative ones are over, "lewat 25 menit kerja".

    `late` says whether the due instant has passed, where the minutes cannot: at night after a due instant at
    closing nothing is left and nothing is over. `day_minutes` is the length of this office's day.
    """
    over = minutes < 0 if late is None else late
    if minutes == 0:
        return translate(N_("lewat tenggat") if over else N_("jatuh tempo sekarang"))
    text = N_("lewat %(amount)s") if over else N_("sisa %(amount)s")
    return translate(text) % {"amount": amount(abs(minutes), day_minutes=day_minutes, translate=translate)}


def amount(minutes: int, *, day_minutes: int = DAY_MINUTES, translate: Translate = str) -> str:
    """Office minutes in the largest unit they fill, rounded down: nobody is told more than there is.

    Where there is little of that unit, the next one is said too: "1 jam 59 menit kerja", "2 hari 3 jam kerja".
    """
    if minutes >= day_minutes:
        days, hours = minutes // day_minutes, minutes % day_minutes // HOUR_MINUTES
        if hours and days < FEW:
            return translate(N_("%(days)s hari %(hours)s jam kerja")) % {"days": days, "hours": hours}
        return translate(N_("%(number)s hari kerja")) % {"number": number_words(days)}
    if minutes >= HOUR_MINUTES:
        hours, rest = divmod(minutes, HOUR_MINUTES)
        if rest and hours < FEW:
            return translate(N_("%(hours)s jam %(minutes)s menit kerja")) % {"hours": hours, "minutes": rest}
        return translate(N_("%(number)s jam kerja")) % {"number": hours}
    return translate(N_("%(number)s menit kerja")) % {"number": minutes}


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


def long_instant(at: datetime, zone: str = "Asia/Jakarta", *, translate: Translate = str) -> str:
    """Selasa, 24 November 2026, pukul 11.55"""
    local = _local(at, zone)
    return translate(N_("%(weekday)s, %(date)s, pukul %(time)s")) % {
        "weekday": translate(DAY_NAMES[local.weekday()]),
        "date": date_words(local.date(), translate=translate),
        "time": f"{local:%H.%M}",
    }


def short_instant(at: datetime, zone: str = "Asia/Jakarta", *, translate: Translate = str) -> str:
    """Jumat 14.30"""
    local = _local(at, zone)
    return f"{translate(DAY_NAMES[local.weekday()])} {local:%H.%M}"


def day_instant(at: datetime, now: datetime, zone: str = "Asia/Jakarta", *, translate: Translate = str) -> str:
    """hari ini pukul 10.31; besok pukul 07.50; Jumat, 27 November, pukul 14.30 (with the year if it is another)"""
    local, today = _local(at, zone), _local(now, zone).date()
    near = {-1: N_("kemarin"), 0: N_("hari ini"), 1: N_("besok")}.get((local.date() - today).days)
    if near is not None:
        return translate(N_("%(day)s pukul %(time)s")) % {"day": translate(near), "time": f"{local:%H.%M}"}
    if local.year != today.year:
        return long_instant(at, zone, translate=translate)
    return translate(N_("%(weekday)s, %(date)s, pukul %(time)s")) % {
        "weekday": translate(DAY_NAMES[local.weekday()]),
        "date": f"{local.day} {translate(MONTHS[local.month - 1])}",
        "time": f"{local:%H.%M}",
    }


def date_words(day: date, *, translate: Translate = str) -> str:
    """24 November 2026"""
    return f"{day.day} {translate(MONTHS[day.month - 1])} {day.year}"


def number_words(number: int | float) -> str:
    """1.060 for a whole number, 4,1 for a fraction."""
    plain = f"{number:,}" if isinstance(number, int) else f"{number:,.1f}"
    return plain.translate(str.maketrans(",.", ".,"))


def distance(metres: float, translate: Translate = str) -> str:
    """kurang dari 10 meter; 40 meter; 1,2 km; 12 km: no finer than a telephone knows"""
    if metres < 10:
        return translate(N_("kurang dari 10 meter"))
    if round(metres, -1) < 1000:
        return translate(N_("%(n)s meter")) % {"n": round(metres / 10) * 10}
    kilometres = round(metres / 1000, 1)
    fine = kilometres < 10 and not kilometres.is_integer()
    return translate(N_("%(n)s km")) % {"n": number_words(kilometres if fine else round(metres / 1000))}


def seconds_in_words(seconds: int, translate: Translate = str) -> str:
    """435 menit; 435 menit 20 detik"""
    minutes, rest = divmod(seconds, 60)
    whole = translate(N_("%(minutes)s menit")) % {"minutes": number_words(minutes)}
    return translate(N_("%(whole)s %(seconds)s detik")) % {"whole": whole, "seconds": rest} if rest else whole


def limit_in_words(unit: Unit, amount: int, translate: Translate = str) -> str:
    """1.060 menit kerja; 14 hari kerja; 48 jam; 60 hari kalender"""
    texts = {
        Unit.MINUTES: N_("%(n)s menit kerja"),
        Unit.WORKING_DAYS: N_("%(n)s hari kerja"),
        Unit.HOURS: N_("%(n)s jam"),
        Unit.DAYS: N_("%(n)s hari kalender"),
    }
    return translate(texts[unit]) % {"n": number_words(amount)}


def _local(at: datetime, zone: str) -> datetime:
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} names no zone")
    return at.astimezone(ZoneInfo(zone))
