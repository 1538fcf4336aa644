"""Time in Indonesian words, as the pages say it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
DAY_MINUTES = 480


def time_left(minutes: int, *, late: bool | None = None) -> str:
    """Office minutes left in words; negative ones are late. `late` decides where the minutes are 0."""
    over = minutes < 0 if late is None else late
    return f"{'lewat' if over else 'sisa'} {amount(abs(minutes))}"


def amount(minutes: int) -> str:
    """So many office minutes in the largest unit that fits: minutes, hours, days of eight hours."""
    if minutes < 60:
        return f"{minutes} menit kerja"
    if minutes < DAY_MINUTES:
        return f"{minutes // 60} jam kerja"
    return f"{minutes // DAY_MINUTES} hari kerja"


def long_instant(at: datetime, zone: str = "Asia/Jakarta") -> str:
    """Selasa, 24 November 2026, pukul 11.55"""
    local = at.astimezone(ZoneInfo(zone))
    return f"{DAYS[local.weekday()]}, {date_words(local.date())}, pukul {local:%H.%M}"


def short_instant(at: datetime, zone: str = "Asia/Jakarta") -> str:
    """Jumat 14.30"""
    local = at.astimezone(ZoneInfo(zone))
    return f"{DAYS[local.weekday()]} {local:%H.%M}"


def day_instant(at: datetime, now: datetime, zone: str = "Asia/Jakarta") -> str:
    """hari ini pukul 10.31 / besok pukul 07.50 / Jumat, 27 November, pukul 14.30"""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    away = (local.date() - today).days
    if away in (0, 1):
        return f"{('hari ini', 'besok')[away]} pukul {local:%H.%M}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{DAYS[local.weekday()]}, {local.day} {MONTHS[local.month - 1]}{year}, pukul {local:%H.%M}"


def date_words(day: date) -> str:
    """24 November 2026"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def number_words(number: int) -> str:
    """1.060"""
    return f"{number:,}".replace(",", ".")
