"""Time in words, as citizens and officials read it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lapor.sop import words

NOW = datetime.fromisoformat("2026-11-25T10:18+07:00")


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (42, "sisa 42 menit kerja"),
        (1, "sisa 1 menit kerja"),
        (59, "sisa 59 menit kerja"),
        (60, "sisa 1 jam kerja"),
        (119, "sisa 1 jam 59 menit kerja"),
        (179, "sisa 2 jam 59 menit kerja"),
        (180, "sisa 3 jam kerja"),
        (479, "sisa 7 jam kerja"),
        (480, "sisa 1 hari kerja"),
        (539, "sisa 1 hari kerja"),
        (660, "sisa 1 hari 3 jam kerja"),
        (1060, "sisa 2 hari 1 jam kerja"),
        (1439, "sisa 2 hari 7 jam kerja"),
        (1500, "sisa 3 hari kerja"),
        (0, "jatuh tempo sekarang"),
        (-1, "lewat 1 menit kerja"),
        (-25, "lewat 25 menit kerja"),
        (-140, "lewat 2 jam 20 menit kerja"),
        (-2880, "lewat 6 hari kerja"),
        (480 * 1060, "sisa 1.060 hari kerja"),
    ],
)
def test_what_is_left_and_what_is_over(minutes: int, said: str) -> None:
    assert words.time_left(minutes) == said


def test_a_due_instant_at_closing_is_over_before_any_minute_is() -> None:
    assert words.time_left(0, late=True) == "lewat tenggat"
    assert words.time_left(0, late=False) == "jatuh tempo sekarang"


def test_a_day_is_as_long_as_the_office_keeps_it() -> None:
    assert words.time_left(400, day_minutes=390) == "sisa 1 hari kerja"
    assert words.time_left(-800, day_minutes=390) == "lewat 2 hari kerja"


@pytest.mark.parametrize(
    ("used", "limit", "left", "state"),
    [
        (0, 660, 660, "calm"),
        (527, 660, 133, "calm"),
        (528, 660, 132, "soon"),
        (60, 120, 60, "calm"),
        (61, 120, 59, "soon"),
        (0, 60, 60, "calm"),
        (18, 60, 42, "soon"),
        (660, 660, 0, "soon"),
        (661, 660, -1, "late"),
    ],
)
def test_a_running_clock_is_calm_then_soon_then_late(used: int, limit: int, left: int, state: str) -> None:
    assert words.clock_state(used=used, limit=limit, minutes_left=left) == state


def test_a_clock_that_stands_still_or_is_done_says_so_first() -> None:
    assert words.clock_state(used=700, limit=660, minutes_left=-40, paused=True) == "paused"
    assert words.clock_state(used=600, limit=660, minutes_left=60, finished=True) == "done"
    assert words.clock_state(used=660, limit=660, minutes_left=0, finished=True) == "done"
    assert words.clock_state(used=700, limit=660, minutes_left=-40, finished=True) == "late"


def test_instants_are_said_in_the_zone_of_bantul() -> None:
    at = datetime(2026, 11, 24, 4, 55, tzinfo=UTC)

    assert words.long_instant(at) == "Selasa, 24 November 2026, pukul 11.55"
    assert words.short_instant(at) == "Selasa 11.55"
    assert words.long_instant(at, zone="Asia/Jayapura") == "Selasa, 24 November 2026, pukul 13.55"


def test_the_local_day_is_said_and_not_the_day_of_utc() -> None:
    assert words.short_instant(datetime(2026, 11, 26, 23, 30, tzinfo=UTC)) == "Jumat 06.30"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-11-25T10:31+07:00", "hari ini pukul 10.31"),
        ("2026-11-25T23:59+07:00", "hari ini pukul 23.59"),
        ("2026-11-25T17:30+00:00", "besok pukul 00.30"),
        ("2026-11-26T07:50+07:00", "besok pukul 07.50"),
        ("2026-11-24T15:00+07:00", "kemarin pukul 15.00"),
        ("2026-11-27T14:30+07:00", "Jumat, 27 November, pukul 14.30"),
        ("2027-01-04T15:30+07:00", "Senin, 4 Januari 2027, pukul 15.30"),
    ],
)
def test_near_days_are_called_by_their_nearness(at: str, said: str) -> None:
    assert words.day_instant(datetime.fromisoformat(at), NOW) == said


def test_dates_and_numbers_are_written_as_in_a_letter() -> None:
    assert words.date_words(date(2026, 5, 1)) == "1 Mei 2026"
    assert words.number_words(1060) == "1.060"
    assert words.number_words(87) == "87"
    assert words.number_words(1234567) == "1.234.567"
    assert words.number_words(4.1) == "4,1"
    assert words.number_words(1060.0) == "1.060,0"


@pytest.mark.parametrize(
    ("metres", "said"),
    [(3, "kurang dari 10 meter"), (44, "40 meter"), (996, "1 km"), (1000, "1 km"), (1230, "1,2 km"), (9_960, "10 km"),
     (12_600, "13 km"), (1_234_567, "1.235 km")],
)  # fmt: skip
def test_distances_are_no_finer_than_a_telephone_knows(metres: float, said: str) -> None:
    assert words.distance(metres) == said


def test_words_of_time_are_said_in_another_language_where_there_is_one() -> None:
    english = {
        "lewat %(amount)s": "%(amount)s over",
        "%(hours)s jam %(minutes)s menit kerja": "%(hours)s h %(minutes)s min of the office",
        "%(weekday)s, %(date)s, pukul %(time)s": "%(weekday)s, %(date)s, at %(time)s", "Selasa": "Tuesday",
    }  # fmt: skip

    def translate(text: str) -> str:
        return english.get(text, text)

    assert words.time_left(-140, translate=translate) == "2 h 20 min of the office over"
    at = datetime(2026, 11, 24, 4, 55, tzinfo=UTC)
    assert words.long_instant(at, translate=translate) == "Tuesday, 24 November 2026, at 11.55"


def test_an_instant_without_a_zone_is_not_said() -> None:
    with pytest.raises(ValueError, match="zone"):
        words.long_instant(datetime(2026, 11, 24, 11, 55))
